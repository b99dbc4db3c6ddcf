local json = require "wenlu.json"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local TEXT = "南通市机关作风建设通报\n\n2021年，共征集意见建议近168条，力争整改率达98.2%以上。\n"

describe("wenlu show", function()
  local path

  setup(function()
    path = folder.new()
    folder.fill(path, { ["a.txt"] = TEXT, ["gb.txt"] = folder.encode(TEXT, "GB18030"), ["b.txt"] = "办结5件。\n",
      ["esc.txt"] = "办结5件\27[31m。\n", ["crlf.txt"] = "收集意见，\r\n逐条办理，\r\n群众满意\r\n" })
  end)

  teardown(function()
    folder.remove(path)
  end)

  local function show(...)
    local answer = program.run { "show", ... }
    assert.are.equal("", answer.err)
    assert.are.equal(0, answer.code)
    return answer.out
  end

  local function rows(...)
    local list = {}
    for line in show("--json", ...):gmatch "[^\n]+" do
      list[#list + 1] = assert(json.decode(line))
      assert.are.equal(line, json.encode(list[#list])) -- keys sorted, numbers in their shortest form
    end
    return list
  end

  it("prints facts when no stage is named", function()
    assert.are.equal(show("--stage", "facts", path .. "/a.txt"), show(path .. "/a.txt"))
  end)

  it("prints one JSON object a line at every stage, each naming its file", function()
    for _, stage in ipairs { "bytes", "text", "document", "mentions", "facts" } do
      local list = rows("--stage", stage, path .. "/a.txt")
      assert.is_true(#list > 0)
      for _, row in ipairs(list) do
        assert.are.equal(path .. "/a.txt", row.file)
      end
    end
  end)

  it("prints the fields of a mention that others rely on", function()
    local found
    for _, row in ipairs(rows("--stage", "mentions", path .. "/a.txt")) do
      assert.is_truthy(row.file and row.kind and row.class and row.surface)
      assert.are.equal(row.surface, TEXT:sub(row.first, row.last))
      assert.are.same({ row.first, row.last }, { row.source_first, row.source_last })
      found = found or row.kind == "quantity" and row
    end
    assert.are.same({ "近168条", json.null, 168, "under", "条", "count", "actual" },
      { found.surface, found.low, found.high, found.mark, found.unit, found.class, found.status })
  end)

  it("leads back to the bytes of the file in its own charset", function()
    local content = program.read(path .. "/gb.txt")
    for _, row in ipairs(rows("--stage", "mentions", path .. "/gb.txt")) do
      assert.are.equal(folder.encode(row.surface, "GB18030"), content:sub(row.source_first, row.source_last))
    end
    for _, row in ipairs(rows("--stage", "facts", path .. "/gb.txt")) do
      for _, item in ipairs(row.evidence) do
        assert.are.equal(folder.encode(item.surface, "GB18030"), content:sub(item.source_first, item.source_last))
      end
    end
  end)

  it("tells of a text its charset and why, of bytes their hash", function()
    local text = rows("--stage", "text", path .. "/gb.txt")[1]
    assert.are.same({ "GB18030", TEXT, #TEXT, false }, { text.charset, text.text, text.size, text.html })
    assert.is_true(#text.why > 0)
    local bytes = rows("--stage", "bytes", path .. "/a.txt")[1]
    assert.are.same({ #TEXT, 64 }, { bytes.size, #bytes.sha256 })
  end)

  it("covers the text with blocks in order, and with sentences", function()
    local last, sentences = 0, 0
    for _, row in ipairs(rows("--stage", "document", path .. "/a.txt")) do
      if row.part == "heading" or row.part == "paragraph" then
        assert.is_nil(TEXT:sub(last + 1, row.first - 1):find "%S")
        assert.are.equal(row.surface, TEXT:sub(row.first, row.last))
        last = row.last
      elseif row.part == "sentence" then
        sentences = sentences + 1
        assert.are.equal(sentences, row.number)
      end
    end
    assert.is_nil(TEXT:sub(last + 1):find "%S")
    assert.are.equal(2, sentences)
  end)

  it("places sentences that were broken between the line ends of other systems", function()
    local spans = {}
    for _, row in ipairs(rows("--stage", "document", path .. "/crlf.txt")) do
      if row.part == "sentence" and row.last > row.first then
        spans[#spans + 1] = { row.first, row.last }
      end
    end
    assert.are.same({ { 1, 46 } }, spans)
  end)

  it("reads several files, and prints the same twice", function()
    local out = show("--stage", "mentions", path .. "/a.txt", path .. "/b.txt")
    assert.matches("「近168条」.*「5件」", out)
    assert.are.equal(out, show("--stage", "mentions", path .. "/a.txt", path .. "/b.txt"))
  end)

  it("sends no control characters of a document to the terminal", function()
    for _, stage in ipairs { "text", "document", "mentions", "facts" } do
      assert.is_nil(show("--stage", stage, path .. "/esc.txt"):find("\27", 1, true))
    end
  end)
end)
