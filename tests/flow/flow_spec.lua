--- How a document travels: one small text, frozen at every stage from its bytes to the rows of the store.
--
-- Read this first. tests/flow/document.txt is a report of some 230 characters with the things that make such
-- texts hard: a line broken inside a word (办⏎结), a slogan with a numeral (“三个表率”), a rate that agrees with
-- its counts only when cut off (110/115 is 95.652…%, printed as 95.6%), a lower bound, a figure below which
-- the truth lies (近300名), and a plan for the next year beside the results of the last.
--
-- Beside it lies what each stage says of it, one JSON object a line, keys sorted, as `wenlu show --stage STAGE
-- --json` prints it. Nothing writes these files but a person: when a rule changes, reason out the new line
-- and type it in.

local files = require "wenlu.files"
local ingest = require "wenlu.ingest"
local json = require "wenlu.json"
local store = require "wenlu.store"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local DOCUMENT = "tests/flow/document.txt"

local function lines_of(text)
  local lines = {}
  for line in text:gmatch "([^\n]*)\n" do
    lines[#lines + 1] = line
  end
  return lines
end

local function frozen(stage)
  return lines_of(program.read(("tests/flow/%s.jsonl"):format(stage)))
end

local function shown(stage)
  local answer = program.run { "show", "--stage", stage, "--json", DOCUMENT }
  assert.are.equal("", answer.err)
  assert.are.equal(0, answer.code)
  return lines_of(answer.out)
end

-- Line by line first, so that a difference is one line long; then as a whole.
local function check(stage, lines)
  local expected = frozen(stage)
  for i = 1, math.max(#expected, #lines) do
    assert.are.equal(expected[i], lines[i], stage .. " line " .. i)
  end
end

describe("a document", function()
  -- Stage 1. A file is its bytes; the sha256 of them is the document's identity, whatever its name.
  it("is bytes with a hash", function()
    check("bytes", shown "bytes")
  end)

  -- Stage 2. The text is valid UTF-8, with the charset, how sure that is and why, and a map back to the bytes
  -- of the file (here the same ones). No later stage knows of charsets.
  it("is a text", function()
    check("text", shown "text")
  end)

  -- Stage 3. Over the text lie blocks: headings and paragraphs. One paragraph goes on the sentence of the one before
  -- (`joined`), and the `join` names the byte between them that the reading leaves out: the text itself is never
  -- changed. So there are five sentences, not six. Title, place and date each come with their basis.
  it("has blocks, joins and sentences", function()
    check("document", shown "document")
  end)

  -- Stage 4. One scan finds what can be counted and what only looks like it. Bounds are in the base unit and null
  -- where open: 近300名 has no lower one, 不低于94% no upper one. “三个表率” is a slogan and counts nothing. The
  -- noun counted lies outside the span. 确保 makes the last rate a target.
  it("has mentions", function()
    check("mentions", shown "mentions")
  end)

  -- Stage 5. A frame puts mentions together: 115 raised, 110 done, 95.6 % make one fact, whose verdict is reckoned
  -- from the digits as printed. 满意率 is another measure and a fact of its own. The period of each is that of its
  -- words or of the sentence before, never "today"; the rule that made it is named, and so is the evidence.
  it("has facts", function()
    check("facts", shown "facts")
  end)

  -- Stage 6. The store keeps text, mentions and facts as rows that plain SQL reads; every span is one of the text.
  it("is rows of a store", function()
    folder.with(function(path)
      assert(ingest.run(path .. "/a.db", { DOCUMENT }))
      local db = assert(store.open(path .. "/a.db"))
      local lines = {}
      for _, rows in ipairs { "document", "source", "article ORDER BY id", "mention ORDER BY id",
        "rectification ORDER BY id", "initiative ORDER BY id", "evidence ORDER BY frame, fact, first" } do
        for row in db:rows("SELECT * FROM " .. rows) do
          row.table = rows:match "%a+"
          lines[#lines + 1] = json.encode(row)
        end
      end
      assert.are.equal(files.read(DOCUMENT), db:value "SELECT content FROM text")
      db:close()
      check("store", lines)
    end)
  end)

  -- Stage 7. A report leads each figure back to its sentence, read over the broken line.
  it("is evidence in a report", function()
    folder.with(function(path)
      assert(ingest.run(path .. "/a.db", { DOCUMENT }))
      local answer = program.run { "--db", path .. "/a.db", "report", "rectification-trend", "--format", "md" }
      assert.are.equal(0, answer.code)
      assert.matches("95.6%", answer.out, 1, true)
      local plain = answer.out:gsub("[*_`\\]", ""):gsub("</?%a+>", "")
      assert.matches("目前已经办结110条，办结率达95.6%", plain, 1, true)
    end)
  end)
end)

describe("what is frozen", function()
  it("is JSON with sorted keys, whose spans hold what they say", function()
    local text = program.read(DOCUMENT)
    for _, stage in ipairs { "document", "mentions", "facts" } do
      for _, line in ipairs(frozen(stage)) do
        local row = assert(json.decode(line))
        assert.are.equal(line, json.encode(row))
        if row.surface then
          assert.are.equal(text:sub(row.first, row.last), row.surface)
        end
        for _, item in ipairs(row.evidence or {}) do
          assert.are.equal(text:sub(item.first, item.last), item.surface)
        end
      end
    end
  end)
end)
