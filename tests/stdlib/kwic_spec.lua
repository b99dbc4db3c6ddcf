--- Concordances.

local kwic = require "wenlu.kwic"
local tokens = require "wenlu.tokens"
local width = require "wenlu.width"

-- Tokens as a segmenter gives them; here the words are divided by a stroke.
local function cut(marked)
  local source = (marked:gsub("/", ""))
  local spans, offset = {}, 0
  for word in marked:gmatch "[^/]+" do
    spans[#spans + 1] = { offset + 1, offset + #word }
    offset = offset + #word
  end
  local segmenter = {}
  function segmenter:cut(text, options)
    assert(self == segmenter and text == source and options.tags)
    return setmetatable({ get = function(_, i) return spans[i][1], spans[i][2], "n" end }, {
      __len = function() return #spans end,
    })
  end
  return tokens.cut(source, tokens.cutter(segmenter, { tags = true }))
end

local function documents()
  local first = cut "问题/整改/率/达/95%/。/“/整改/落实/”/到位/！"
  local second = cut "抓/整改/落实/，/促/发展/。"
  first.city, first.year, second.city, second.year = "苏州市", 2022, "南京市", 2021
  return { first, second }
end

local function shown(lines)
  local list = {}
  for i, line in ipairs(lines) do
    list[i] = ("%s[%s]%s"):format(line.left, line.match, line.right)
  end
  return list
end

describe("a concordance", function()
  it("shows a word in its sentence as it stands, marks and all", function()
    assert.are.same({ "问题[整改]率达95%。", "“[整改]落实”到位！", "抓[整改]落实，促发展。" },
      shown(kwic.find(documents(), "整改")))
  end)

  it("says where it stands", function()
    local lines = kwic.find(documents(), "整改")
    local line = lines[2]
    assert.are.equal("整改", line.document.text:sub(line.first, line.last))
    assert.are.equal(6, line.word)
    assert.are.equal(1, line.number)
    assert.are.equal("苏州市", line.document.city)
  end)

  it("finds phrases, and words by a function, within a sentence", function()
    assert.are.same({ "“[整改落实]”到位！", "抓[整改落实]，促发展。" }, shown(kwic.find(documents(), { "整改", "落实" })))
    assert.are.same({}, kwic.find(documents(), { "95%", "整改" }))
    local function long(word, tag)
      return tag == "n" and word == "发展"
    end
    assert.are.same({ "抓整改落实，促[发展]。" }, shown(kwic.find(documents(), long)))
  end)

  it("takes plain lists of words too", function()
    assert.are.same({ "ab[c]d" }, shown(kwic.find({ { "a", "b", "c", "d" } }, "c")))
  end)

  it("is sorted by the words to the right, to the left, or by fields", function()
    local function sorted(...)
      local texts = {}
      for i, line in ipairs(kwic.find(documents(), "整改", { sort = { ... } })) do
        texts[i] = line.left .. line.document.year
      end
      return table.concat(texts, " ")
    end
    assert.are.equal("问题2022 “2022 抓2021", sorted())
    assert.are.equal("问题2022 “2022 抓2021", sorted "R1") -- 率 落实 落实
    assert.are.equal("问题2022 抓2021 “2022", sorted("R1", "R2")) -- 落实: 促 before 到位
    assert.are.equal("“2022 抓2021 问题2022", sorted "L1") -- none, 抓, 问题
    assert.are.equal("抓2021 问题2022 “2022", sorted "year")
    assert.are.equal("抓2021 “2022 问题2022", sorted("city", "L1"))
  end)

  it("counts what a limit leaves out", function()
    local lines, found = kwic.find(documents(), "整改", { sort = { "year" }, limit = 1 })
    assert.are.equal(1, #lines)
    assert.are.equal(3, found)
    assert.are.equal(2021, lines[1].document.year)
  end)

  it("reaches two hundred words in a text without sentences", function()
    local list = {}
    for i = 1, 1000 do
      list[i] = "w" .. i
    end
    list.joiner = " "
    local line = kwic.find({ list }, "w500")[1]
    assert.are.equal("w300 ", line.left:match "^%S+ ")
    assert.are.equal(" w700", line.right:match " %S+$")
  end)

  it("raises for an empty query", function()
    assert.error_matches(function() kwic.find({}, {}) end, "a word, a list of words, or a function")
  end)
end)

describe("a concordance on a terminal", function()
  it("has the matches one below the other, and columns of the documents", function()
    local text = kwic.render(kwic.find(documents(), "整改"), { width = 50, columns = { "city", "year" } })
    assert.are.equal([[
苏州市  2022            问题  整改  率达95%。
苏州市  2022               “  整改  落实”到位！
南京市  2021              抓  整改  落实，促发展。
]], text)
  end)

  it("cuts both sides to the room, keeping what is near", function()
    local text = kwic.render(kwic.find(documents(), "落实"), { width = 18 })
    assert.are.equal("“整改  落实  ”到…\n…整改  落实  ，促…\n", text)
    for line in text:gmatch "[^\n]+" do
      assert.is_true(width.of(line) <= 18)
    end
  end)

  it("shows nothing that could act", function()
    local text = kwic.render(kwic.find({ { "\27[31m", "x", "\u{202E}\n" } }, "x"), { width = 60 })
    assert.is_nil(text:find "\27")
    assert.is_nil(text:find "\u{202E}")
    assert.are.equal(1, select(2, text:gsub("\n", "")))
  end)
end)

describe("tokens", function()
  it("keep words and the ends of sentences, and where these begin", function()
    local document = cut "问题/整改/。/ /“/落实/”/。"
    assert.are.same({ "问题", "整改", "落实" }, { document[1], document[2], document[3] })
    assert.are.same({ 2, 3 }, document.ends)
    assert.are.same({ 1, 17 }, document.begins)
    assert.are.same({ 15, 31 }, document.stops)
    assert.are.same({ "n", "n", "n" }, document.tags)
  end)

  it("step through units, empty ones left out, the rest after the last end too", function()
    local units = {}
    for first, last, unit in tokens.units { "a", "b", "c", "d", ends = { 0, 2, 2, 3 } } do
      units[#units + 1] = ("%d-%d %d"):format(first, last, unit)
    end
    assert.are.same({ "1-2 2", "3-3 4", "4-4 5" }, units)
    assert.is_nil(tokens.units {}())
  end)

  it("tell words from marks and blanks", function()
    for _, word in ipairs { "整改", "a", "5", "一", "α", "95%", "“市" } do
      assert.is_true(tokens.is_word(word), word)
    end
    for _, word in ipairs { "，", "……", " ", "\u{3000}", "", "—", "%", "\n" } do
      assert.is_false(tokens.is_word(word), word)
    end
  end)

  it("raise for bounds that there are not", function()
    assert.error_matches(function() tokens.cut("", nil, { bounds = "page" }) end, "not 'page'")
  end)
end)
