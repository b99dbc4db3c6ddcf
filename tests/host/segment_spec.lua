local segment = require "wenlu.segment"

local info = segment.info()
local has_jieba = info ~= nil and info.words > 0

local function joined(segmenter, text, options)
  return table.concat(segmenter:cut(text, options):words(), "/")
end

-- What jieba says of the same line is kept in tests/identity; these are its figures for lines of our own.
local function when_jieba(name, test)
  if has_jieba then
    it(name, test)
  else
    pending(name .. ": built without python3-jieba")
  end
end

describe("wenlu.segment with jieba's dictionary", function()
  local segmenter

  before_each(function()
    segmenter = assert(segment.new())
  end)

  when_jieba("cuts by the most likely words", function()
    assert.equal("全市/工作/会议", joined(segmenter, "全市工作会议"))
    assert.equal("我/来到/北京/清华大学", joined(segmenter, "我来到北京清华大学"))
  end)

  when_jieba("finds new words by the model, and leaves them apart without it", function()
    assert.equal("他/来到/了/网易/杭研/大厦", joined(segmenter, "他来到了网易杭研大厦"))
    assert.equal("他/来到/了/网易/杭/研/大厦", joined(segmenter, "他来到了网易杭研大厦", { hmm = false }))
  end)

  when_jieba("gives all words in full mode, and short ones before long ones in search mode", function()
    assert.equal("清华/清华大学/华大/大学", joined(segmenter, "清华大学", { mode = "full" }))
    assert.equal("清华/华大/大学/清华大学", joined(segmenter, "清华大学", { mode = "search" }))
  end)

  when_jieba("keeps decimal numbers and percentages together", function()
    assert.equal("达/94.5%/，/A/-/1", joined(segmenter, "达94.5%，A-1"))
  end)

  when_jieba("tells the place of each token: they cover the text", function()
    local text = "办结率94.5%\r\n群众　满意😀。\xFF末"
    local tokens, next_byte = segmenter:cut(text), 1
    for i, first, last, tag, mark in tokens:each() do
      assert.equal(next_byte, first)
      assert.equal(text:sub(first, last), tokens:word(i))
      assert.is_nil(tag)
      assert.equal("word", mark)
      next_byte = last + 1
    end
    assert.equal(#text + 1, next_byte)
    assert.equal(text, tokens:text())
  end)

  when_jieba("gives the tokens of cut their tags, and posseg's when asked", function()
    local text = "李书记走访了3家企业，办结率94.5%"
    local tagged = segmenter:cut(text, { tags = true })
    assert.same(segmenter:cut(text):words(), tagged:words())
    assert.equal(#tagged, #tagged:tags())
    assert.equal("%", segmenter:cut("94.5%", { tags = "posseg" }):word(2))
    assert.same({ "m", "x" }, segmenter:cut("94.5%", { tags = "posseg" }):tags())
    assert.same({ "v" }, segmenter:cut("走访", { tags = true }):tags())
  end)

  when_jieba("has jieba's frequencies and inverse document frequencies", function()
    assert.equal("jieba", info.source)
    assert.equal(60101967, info.total)
    assert.equal(349045, info.words)
    local weight, tag = segmenter:weight "清华大学"
    assert.equal("nt", tag)
    assert.is_true(weight > 1)
    assert.is_nil(segmenter:weight "清华大")
    assert.is_number(segmenter:idf "建设")
    assert.is_nil(segmenter:idf "没有这个词的")
  end)

  when_jieba("cuts traditional text by its simplified form, with offsets into the original", function()
    local text = "機關作風建設，後來鬥爭"
    assert.equal("機關作風/建設/，/後來/鬥爭", joined(segmenter, text, { simplify = true }))
  end)

  when_jieba("finds user words in traditional writing when text is simplified, by both forms", function()
    local simplify = { simplify = true, hmm = false }
    segmenter:add("蘇囧服務", 1000)
    segmenter:force "發囧展"
    assert.equal("请/找/苏囧服务/吧", joined(segmenter, "请找苏囧服务吧", simplify))
    assert.equal("請/找/蘇囧服務/吧", joined(segmenter, "請找蘇囧服務吧", simplify))
    assert.equal("請/找/蘇囧服務/吧", joined(segmenter, "請找蘇囧服務吧", { hmm = false }))
    assert.equal("請/發囧展/吧", joined(segmenter, "請發囧展吧", simplify))
    assert.equal("请/找/苏/囧/服务/吧", joined(segmenter, "请找苏囧服务吧", { hmm = false }))
    segmenter:add("发囧展", 7)
    segmenter:add("發囧展", 9)
    assert.equal(7, segmenter:weight "发囧展")
    segmenter:remove "蘇囧服務"
    assert.equal("請/找/蘇/囧/服務/吧", joined(segmenter, "請找蘇囧服務吧", simplify))
    assert.equal("发展", joined(segmenter, "发展"))
    segmenter:remove "發展"
    assert.equal("发展", joined(segmenter, "发展"))
  end)

  when_jieba("suggests the weights that jieba suggests", function()
    assert.equal(764, segmenter:suggest "中将")
    assert.equal(494, segmenter:suggest { "中", "将" })
    assert.is_true(segmenter:suggest { "中", "将" } < segmenter:weight "中将")
    segmenter:add("中将", math.max(1, segmenter:suggest { "中", "将" }))
    assert.equal("如果/放到/post/中/将/出错", joined(segmenter, "如果放到post中将出错", { hmm = false }))
  end)

  when_jieba("splits what was removed", function()
    segmenter:remove "清华大学"
    assert.equal("清华/大学", joined(segmenter, "清华大学"))
  end)
end)

describe("user words of wenlu.segment", function()
  local segmenter

  before_each(function()
    segmenter = assert(segment.new())
  end)

  it("are cut out by their suggested weight", function()
    segmenter:add("书记项目", nil, "nz")
    local tokens = segmenter:cut("书记项目", { tags = true })
    assert.same({ "书记项目" }, tokens:words())
    assert.same({ "nz" }, tokens:tags())
  end)

  it("may hold blanks, %, hyphens, ·, quotes and digits", function()
    for _, word in ipairs { "马克 思", "100%达标", "A-1级", "艾哈迈德·阿里", "“一老一小”", "12345热线", "C++ 17", "😀笑" } do
      segmenter:add(word, 10)
      local tokens = segmenter:cut("了" .. word .. "了")
      local found = false
      for _, token in ipairs(tokens:words()) do
        found = found or token == word
      end
      assert.is_true(found, word)
    end
  end)

  it("are not found inside a number or a Latin word", function()
    segmenter:add("5 G", 10)
    assert.same({ "5 G" }, segmenter:cut("5 G"):words())
    for _, word in ipairs(segmenter:cut("15 Gb"):words()) do
      assert.is_not.equal("5 G", word)
    end
  end)

  it("are one token when forced, the longest first", function()
    segmenter:force("和服")
    segmenter:force("和服务")
    local words = segmenter:cut("管理和服务"):words()
    assert.equal("和服务", words[#words])
  end)

  it("belong to one segmenter", function()
    local other = assert(segment.new())
    segmenter:force "甲乙丙"
    assert.equal(1, #segmenter:cut "甲乙丙")
    assert.is_nil(other:weight "甲乙丙")
  end)

  it("may be thousands, and stay when more come", function()
    local lines = {}
    for i = 1, 5000 do
      lines[i] = ("词%d号 %d nz"):format(i, i + 1)
    end
    assert.equal(5000, segmenter:load(table.concat(lines, "\n")))
    for _, i in ipairs { 1, 2500, 5000 } do
      local weight, tag = segmenter:weight(("词%d号"):format(i))
      assert.same({ i + 1, "nz" }, { weight, tag })
    end
  end)

  it("come from the lines of a file, with blanks in words, and are marked as terms when asked", function()
    local count, notes = segmenter:load("\xEF\xBB\xBF# a comment\n整改率 1500 n\n\n一 老 一 小 30\n马上办\r\n", { terms = true })
    assert.equal(3, count)
    assert.same({}, notes)
    assert.equal(30, segmenter:weight "一 老 一 小")
    local _, _, _, mark = segmenter:cut("整改率"):get(1)
    assert.equal("term", mark)
  end)

  it("have numbers in them where a weight stands behind", function()
    assert.equal(4, segmenter:load "Windows 10 5 n\n12345\nC++ 1.5 7\n5G e")
    assert.equal(5, segmenter:weight "Windows 10")
    assert.equal(7, segmenter:weight "C++ 1.5")
  end)

  it("say which line gave a word again", function()
    local count, notes = segmenter:load "整改率 10 n\n办结率 10 n\n整改率 20 n"
    assert.equal(3, count)
    assert.same({ "line 3: 整改率 was on line 1 already, the later one counts" }, notes)
    assert.equal(20, segmenter:weight "整改率")
  end)

  it("are refused as a whole when one line is wrong", function()
    local odd = "words.txt:1: a weight that is no whole number (a word with a number needs one after it)"
    local wrong = {
      ["整改率 10\n办结率 -5 n"] = "words.txt:2: a negative weight",
      ["整改 1.5 n"] = odd,
      ["整改 -0.5"] = odd,
      ["整改 1e9"] = odd,
      ["整改 ５０ n"] = odd,
      ["整改 5 N"] = odd,
      ["整改, 5"] = "words.txt:1: a comma after the word",
      ["整改率 0"] = "words.txt:1: a weight of 0: remove the word instead",
      ["整改率 10\n\xFF\xFE 5"] = "words.txt:2: no word of 1 to 255 characters of UTF-8",
      [("长"):rep(256)] = "words.txt:1: no word of 1 to 255 characters of UTF-8",
      ["词 1234567890123456"] = "words.txt:1: a weight that is too large",
      [""] = "words.txt: a dictionary without words",
      ["# only a comment\n\n"] = "words.txt: a dictionary without words",
    }
    for text, expected in pairs(wrong) do
      local before = (segmenter:weight "整改率")
      local count, message = segmenter:load(text, { name = "words.txt" })
      assert.is_nil(count)
      assert.equal(expected, message)
      assert.equal(before, (segmenter:weight "整改率"))
    end
  end)

  it("raise when they are no words", function()
    assert.has_error(function() segmenter:add "" end)
    assert.has_error(function() segmenter:add "\xFF" end)
    assert.has_error(function() segmenter:add(("长"):rep(256)) end)
    assert.has_error(function() segmenter:add("词", -1) end)
    assert.has_error(function() segmenter:add("词", 0) end)
  end)
end)

describe("spans of wenlu.segment", function()
  local segmenter = assert(segment.new())

  it("are one token each, marked", function()
    local tokens = segmenter:cut("率达94.5%了", { spans = { 7, 11 } })
    local found
    for i, first, last, _, mark in tokens:each() do
      if mark == "span" then
        found = { tokens:word(i), first, last }
      end
    end
    assert.same({ "94.5%", 7, 11 }, found)
  end)

  it("raise when they are out of order or outside", function()
    for _, spans in ipairs { { 0, 1 }, { 2, 1 }, { 1, 4 }, { 2, 3, 1, 1 }, { 1, 2, 2, 3 }, { 1 } } do
      assert.has_error(function() segmenter:cut("abc", { spans = spans }) end)
    end
    assert.has_error(function() segmenter:cut("abc", { spans = "1" }) end)
  end)
end)

describe("counters of wenlu.segment", function()
  it("count tokens over many texts, the most frequent first", function()
    local segmenter, counter = assert(segment.new()), segment.counter()
    segmenter:force "甲乙"
    segmenter:force "丙"
    for _ = 1, 3 do
      segmenter:count("甲乙 丙", counter)
    end
    counter:add(segmenter:cut "丙"):add("丁", 2)
    assert.same({ { "丙", " ", "甲乙", "丁" }, { 4, 3, 3, 2 } }, { counter:list() })
    assert.same({ { "丙" }, { 4 } }, { counter:list { top = 1 } })
    assert.same({ { "丙", " ", "甲乙" }, { 4, 3, 3 } }, { counter:list { least = 3 } })
    assert.equal(12, counter:total())
    assert.equal(4, #counter)
    assert.equal(0, counter:get "戊")
    assert.equal(3, counter:get "甲乙")
  end)

  it("count words with different tags apart", function()
    local segmenter, counter = assert(segment.new()), segment.counter()
    segmenter:force("甲乙", "nz")
    segmenter:count("甲乙甲乙", counter, { tags = true })
    segmenter:force("甲乙", "v")
    segmenter:count("甲乙", counter, { tags = true })
    assert.same({ { "甲乙", "甲乙" }, { 2, 1 }, { "nz", "v" } }, { counter:list() })
    assert.equal(2, counter:get("甲乙", "nz"))
    assert.equal(0, counter:get("甲乙", "a"))
  end)

  it("keep many words", function()
    local counter = segment.counter()
    for i = 1, 20000 do
      counter:add("word" .. i % 10000, 2)
    end
    assert.equal(10000, #counter)
    assert.equal(4, counter:get "word77")
  end)
end)

describe("bad input to wenlu.segment", function()
  local segmenter = assert(segment.new())
  local modes = {
    {}, { hmm = false }, { mode = "full" }, { mode = "search" }, { tags = true }, { tags = "posseg" },
    { simplify = true },
  }

  it("is cut all the same: nothing, NUL, broken UTF-8", function()
    for _, options in ipairs(modes) do
      assert.equal(0, #segmenter:cut("", options))
      for _, text in ipairs { "\0", "中\0文", "\xE4\xB8", "\xFF\xFE中", "\xF4\x90\x80\x80", "\xED\xA0\x80", "\r\n\r" } do
        assert.equal(text, table.concat(segmenter:cut(text, options):words()):sub(-#text))
      end
    end
  end)

  it("is cut all the same: random bytes", function()
    math.randomseed(11)
    for _ = 1, 300 do
      local bytes = {}
      for i = 1, math.random(60) do
        bytes[i] = string.char(math.random(3) == 1 and math.random(0, 255) or math.random(0x80, 0xE9))
      end
      local text = table.concat(bytes)
      for _, options in ipairs(modes) do
        for _, first, last in segmenter:cut(text, options):each() do
          assert.is_true(first >= 1 and last >= first and last <= #text)
        end
      end
    end
  end)

  it("takes no more than linear time: long lines", function()
    local function seconds(text, options)
      local started = os.clock()
      segmenter:cut(text, options)
      return os.clock() - started
    end
    for _, unit in ipairs { "的", "工作", "鑫", "a", "1", "中国人民" } do
      for _, options in ipairs(modes) do
        local short, long = unit:rep(30000 // #unit), unit:rep(600000 // #unit)
        seconds(short, options)
        local once = seconds(short, options)
        assert.is_true(seconds(long, options) < 20 * once * 8 + 0.2, unit)
      end
    end
  end)

  it("raises for options of other kinds and numbers of no token", function()
    assert.has_error(function() segmenter:cut("中", { mode = "other" }) end)
    assert.has_error(function() segmenter:cut("中", { tags = "other" }) end)
    assert.has_error(function() segmenter:cut("中", { mode = "full", tags = "posseg" }) end)
    assert.has_error(function() segmenter:cut("中", 1) end)
    assert.has_error(function() segmenter:cut() end)
    assert.has_error(function() segmenter:cut("中"):get(2) end)
    assert.has_error(function() segmenter:cut("中"):word(0) end)
    assert.has_error(function() segmenter:cut("中"):tags() end)
  end)

  it("is told from a dictionary: missing, empty, truncated, damaged", function()
    local path = os.tmpname()
    local function reason(bytes)
      os.remove(path)
      path = path .. "x" -- each file is looked at once
      local file = assert(io.open(path, "wb"))
      file:write(bytes)
      file:close()
      local opened, message, code = segment.new { dictionary = path }
      assert.is_nil(opened)
      return message:sub(#path + 3), code
    end
    local file = assert(io.open(info.path, "rb"))
    local bytes = file:read "a"
    file:close()
    local _, message, code = segment.new { dictionary = "/nowhere/wenlu.dict" }
    assert.same({ "/nowhere/wenlu.dict: No such file or directory", "enoent" }, { message, code })
    assert.equal("too short for a dictionary", (reason ""))
    assert.equal("no dictionary of wenlu", (reason(("x"):rep(5000))))
    assert.equal("truncated", (reason(bytes:sub(1, -2))))
    assert.equal("longer than it says", (reason(bytes .. "12345678")))
    assert.equal("damaged: its first bytes do not add up", (reason(bytes:sub(1, 40) .. "x" .. bytes:sub(42))))
    assert.equal("damaged: a table does not add up", (reason(bytes:sub(1, 1000) .. "xyz" .. bytes:sub(1004))))
    os.remove(path)
  end)

  when_jieba("is told from a dictionary whose table of idf is damaged", function()
    local path = os.tmpname()
    local file = assert(io.open(info.path, "rb"))
    local bytes = file:read "a"
    file:close()
    file = assert(io.open(path, "wb"))
    local first = string.unpack("<I8", bytes, 24 + 15 * 24 + 1) -- the cells: part 15 of the header's list
    file:write(bytes:sub(1, first), ("\xFE"):rep(8), bytes:sub(first + 9))
    file:close()
    local message = select(2, segment.info(path))
    assert.equal(path .. ": damaged: a table does not add up", message)
    local damaged = assert(segment.new { dictionary = path })
    local ok, raised = pcall(damaged.idf, damaged, "建设")
    assert.is_false(ok)
    assert.is_truthy(raised:find("the dictionary is damaged", 1, true))
    os.remove(path)
  end)

  it("is told from a named pipe without waiting", function()
    local path = os.tmpname()
    os.remove(path)
    assert(os.execute("mkfifo " .. path))
    local message = select(2, segment.new { dictionary = path })
    assert.equal(path .. ": Invalid argument", message)
    os.remove(path)
  end)
end)
