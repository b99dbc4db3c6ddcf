local program = dofile "tests/program.lua"
local text = require "wenlu.text"

local STRESSED = os.getenv "WENLU_GC" == "stress"

local function strings_of(spans)
  local list = {}
  for i, first, last in spans:each() do
    assert.are.same({ first, last }, { spans:get(i) })
    list[i] = spans:text(i)
  end
  assert.are.equal(#spans, #list)
  return list
end

-- A seeded stream of texts: pieces put together at random.
local function random_texts(pieces, count, longest, seed)
  math.randomseed(seed)
  local n = 0
  return function()
    n = n + 1
    if n > (STRESSED and count // 100 + 1 or count) then
      return nil
    end
    local parts = {}
    for i = 1, math.random(0, longest) do
      parts[i] = pieces[math.random(#pieces)]
    end
    return table.concat(parts)
  end
end

describe("the stub of wenlu.text", function()
  it("shows what comes out", function()
    local count = 0
    for expression, results in program.read("stdlib/meta/text.lua"):gmatch "\n%-%-%-     ([^\n]-) +%-%-> ([^\n]+)" do
      local call = assert(load("local text = ... return " .. expression))
      local shown = assert(load("return " .. results))
      assert.are.same(table.pack(shown()), table.pack(call(text)), expression)
      count = count + 1
    end
    assert.is_true(count >= 40)
  end)
end)

describe("text.index", function()
  -- The slow model: every character and line start of a text, by reading all of it.
  local function model(s)
    local starts, line_of, column_of, line, column = {}, {}, {}, 1, 1
    local at = 1
    while at <= #s do
      local size = utf8.offset(s, 2, at) - at
      starts[#starts + 1] = at
      line_of[#starts], column_of[#starts] = line, column
      local c = s:sub(at, at + size - 1)
      local ends = c == "\n" or c == "\r" and s:sub(at + 1, at + 1) ~= "\n" or c == "\u{2028}" or c == "\u{2029}"
      line, column = ends and line + 1 or line, ends and 1 or column + 1
      at = at + size
    end
    starts[#starts + 1] = #s + 1
    line_of[#starts], column_of[#starts] = line, column
    return starts, line_of, column_of
  end

  local function compare(s, options)
    local index = assert(text.index(s, options))
    local starts, line_of, column_of = model(s)
    assert.are.equal(#starts - 1, index:characters())
    assert.are.equal(line_of[#starts], index:lines())
    for number, first in ipairs(starts) do
      local last = (starts[number + 1] or #s + 1) - 1
      for byte = first, math.max(first, last) do
        assert.are.same({ number, first, last }, { index:character(byte) })
        assert.are.same({ line_of[number], column_of[number] }, { index:position(byte) })
      end
      assert.are.same({ first, last }, { index:byte(number) })
      assert.are.equal(first, index:offset(line_of[number], column_of[number]))
    end
  end

  local PIECES = { "a", "整", "改", "\n", "\r\n", "\r", "\u{2028}", "\u{2029}", "…", "“",
  "\u{1F600}", "\0", "é", "……。" }

  it("agrees with reading everything, on short texts", function()
    for s in random_texts(PIECES, 1500, 12, 1) do
      compare(s)
    end
  end)

  it("agrees with reading everything, across checkpoints, with and without SIMD", function()
    for s in random_texts(PIECES, 20, STRESSED and 700 or 2500, 2) do
      compare(s)
      compare(s, { simd = false })
    end
    for size = STRESSED and 1023 or 1020, STRESSED and 1024 or 1030 do
      compare(("a"):rep(size) .. "\r\n\u{2028}整")
      compare(("a"):rep(size - 1) .. "\u{2029}\r")
    end
  end)

  it("finds the start of a line that is many blocks long", function()
    local s = "一\n" .. ("整"):rep(100000) .. "\n三"
    local index = text.index(s)
    assert.are.same({ 2, 100000 }, { index:position(4 + 300000 - 1) })
    assert.are.equal(5 + 3 * 49999, index:offset(2, 50000))
    assert.are.same({ 5, 300004 }, { index:line(2) })
    assert.are.same({ 300006, 300008 }, { index:line(3) })
  end)

  it("gives lines without their ends", function()
    local index = text.index "a\r\n\r\u{2028}b\n"
    local lines = {}
    for i = 1, index:lines() do
      lines[i] = { index:line(i) }
    end
    assert.are.same({ { 1, 1 }, { 4, 3 }, { 5, 4 }, { 8, 8 }, { 10, 9 } }, lines)
  end)

  it("answers for an empty text", function()
    local index = text.index ""
    assert.are.same({ 0, 1 }, { index:characters(), index:lines() })
    assert.are.same({ 1, 1, 0 }, { index:character(1) })
    assert.are.same({ 1, 1 }, { index:position(1) })
    assert.are.equal(1, index:offset(1, 1))
    assert.are.same({ 1, 0 }, { index:line(1) })
  end)

  it("raises for what lies outside", function()
    local index = text.index "整改\n率"
    for _, byte in ipairs { 0, -1, 12, math.maxinteger, math.mininteger } do
      assert.has_error(function() index:character(byte) end, "bad argument #1 to 'character' (no such byte)")
      assert.has_error(function() index:position(byte) end)
    end
    for _, number in ipairs { 0, -1, 6, math.maxinteger } do
      assert.has_error(function() index:byte(number) end)
    end
    for _, place in ipairs { { 0, 1 }, { 3, 1 }, { 1, 0 }, { 1, 4 }, { 2, 3 }, { 1, math.maxinteger } } do
      assert.has_error(function() index:offset(place[1], place[2]) end)
    end
    assert.are.equal(11, index:offset(2, 2))
    assert.has_error(function() index:line(3) end)
    assert.has_error(function() text.index {} end)
  end)

  it("refuses what is no UTF-8 and names the first such byte", function()
    for _, bad in ipairs { "\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\x95", "\xFF" } do
      for _, before in ipairs { "", "整", ("整"):rep(100000), ("a"):rep(262143) } do
        local index, message, code = text.index(before .. bad)
        assert.is_nil(index)
        assert.are.equal(("text: bad UTF-8 at byte %d"):format(#before + 1), message)
        assert.are.equal("bad-utf8", code)
      end
    end
    assert.is_truthy(text.index(("a"):rep(262143) .. "整"))
  end)

  it("keeps its text alive", function()
    local index = text.index(("整\n"):rep(1000))
    collectgarbage()
    assert.are.same({ 1000, 1 }, { index:position(3997) })
  end)
end)

describe("text.lines", function()
  it("agrees with the slow way, with and without SIMD", function()
    local pieces = { "a", "整", "\n", "\r", "\r\n", "\u{2028}", "\u{2029}", "…", ("好"):rep(30), "\xE2\x80", "\xA8" }
    for s in random_texts(pieces, 1500, 20, 3) do
      local expected = {}
      local rest = s:gsub("\r\n", "\n"):gsub("\r", "\n"):gsub("\u{2028}", "\n"):gsub("\u{2029}", "\n")
      for line in rest:gmatch "([^\n]*)\n" do
        expected[#expected + 1] = line
      end
      expected[#expected + 1] = rest:match "[^\n]+$"
      assert.are.same(expected, strings_of(text.lines(s)))
      assert.are.same(expected, strings_of(text.lines(s, { simd = false })))
    end
  end)

  it("goes on across the steps in which a long text is read", function()
    local s = ("x"):rep(262143) .. "\r\n" .. ("y"):rep(262142) .. "\u{2028}z"
    local lines = text.lines(s)
    assert.are.equal(3, #lines)
    assert.are.same({ 262146, 524287 }, { lines:get(2) })
    assert.are.same({ 524291, 524291 }, { lines:get(3) })
  end)
end)

describe("text.sentences", function()
  local function cut(s, options)
    return strings_of(text.sentences(s, options))
  end

  it("ends at stops, with what belongs to them", function()
    assert.are.same({ "查问题。", "改没改？！", "真改了！", "完；", "没有句号" }, cut "查问题。改没改？！ 真改了！完；没有句号")
    assert.are.same({ "Done!", "Really?", "Yes." }, cut "Done! Really? Yes.")
  end)

  it("keeps a quotation whole, and a stop before its end belongs to it", function()
    assert.are.same({ "他说：“抓整改。要见效。”", "大家同意。" }, cut "他说：“抓整改。要见效。”大家同意。")
    assert.are.same({ "“改了吗？”的提问不少。" }, cut "“改了吗？”的提问不少。")
    assert.are.same({ "“好。”、“行！”等话常有。" }, cut "“好。”、“行！”等话常有。")
    assert.are.same({ "「甲。『乙。』丙。」", "丁。" }, cut "「甲。『乙。』丙。」丁。")
    assert.are.same({ "读《谁来改？》有感。" }, cut "读《谁来改？》有感。")
    assert.are.same({ 'He said "Go. Now."', "Then left." }, cut 'He said "Go. Now." Then left.')
    assert.are.same({ "她说:'不。'", "走。" }, cut "她说:'不。'走。")
    assert.are.same({ "甲。", "'乙。", "丙。'", "'丁。'", "It's 'done.'", "戊。" }, cut "甲。'乙。丙。''丁。'It's 'done.' 戊。")
  end)

  it("keeps brackets in their sentence, and ends after them when they hold all of it", function()
    assert.are.same({ "完成（见附件。）三件。" }, cut "完成（见附件。）三件。")
    assert.are.same({ "完成。", "（见附件。）", "另有三件。" }, cut "完成。（见附件。）另有三件。")
    assert.are.same({ "（一）抓整改；", "（二）抓落实。" }, cut "（一）抓整改；（二）抓落实。")
  end)

  it("takes a mark that is never closed for no mark", function()
    assert.are.same({ "甲“乙。", "丙。" }, cut "甲“乙。丙。")
    assert.are.same({ "甲（“乙。", "丙。", "“丁。戊”己。" }, cut "甲（“乙。丙。“丁。戊”己。")
    assert.are.same({ "甲）乙。", "丙。" }, cut "甲）乙。丙。")
    assert.are.same({ "甲“乙。", "丙。”" }, cut "甲“乙。\n丙。”")
  end)

  it("does not cut at points in numbers, versions, addresses and abbreviations", function()
    for _, whole in ipairs {
      "整改率达95.6%。", "增长３．５倍。", "升级到v2.0.1版。", "见 http://www.abc.cn/x?a=1;b=2!c 一文。", "No. 5 is e.g. this.",
      "Mr. Smith of the U.S. Dept. of Trade came.", "逐步推进...直到完成。", "建议、意见……都办了。", "1. 抓整改", "12.抓整改",
      "一是1.查问题 2.改问题", "mail a.b@c.cn now.", "it ended. so it goes",
    } do
      assert.are.same({ whole }, cut(whole))
    end
    assert.are.same({ "It was 2020.", "Next year came." }, cut "It was 2020. Next year came.")
    assert.are.same({ "整改完成.", "下一步." }, cut "整改完成.下一步.")
  end)

  it("ends at line ends, or at empty lines where lines are wrapped", function()
    assert.are.same({ "一个标题", "正文断", "行。" }, cut "　　一个标题\r\n 正文断\n行。\n")
    assert.are.same({ "正文断\n行。", "标题" }, cut("正文断\n行。\n \n标题\n", { wrapped = true }))
    assert.are.same({ "“甲。\n乙。”" }, cut("“甲。\n乙。”", { wrapped = true }))
  end)

  it("is nothing for nothing", function()
    assert.are.same({}, cut "")
    assert.are.same({}, cut " \n\u{3000}\r\n\t")
    assert.are.same({ "。" }, cut " 。 ")
    assert.are.same({ "\0。", "\xFF\xE3\x80", "好" }, cut "\0。\xFF\xE3\x80\n好")
  end)

  it("loses nothing but white space, whatever comes", function()
    local pieces = { "甲", "。", "“", "”", "（", "）", "\n", " ", "a", ".", "1", ";", '"', "；", "，", "\xE3\x80", "\xEF",
      "…", "\r\n" }
    for s in random_texts(pieces, 3000, 25, 4) do
      for _, options in ipairs { {}, { wrapped = true } } do
        for _, spans in ipairs { text.sentences(s, options), text.clauses(s, options) } do
          local at = 1
          for _, first, last in spans:each() do
            assert.is_true(first <= last)
            assert.is_nil(s:sub(at, first - 1):find "[^%s]", s)
            at = last + 1
          end
          assert.is_nil(s:sub(at):find "[^%s]", s)
        end
      end
    end
  end)

  it("is linear in marks that are never closed", function()
    local from = os.clock()
    assert.is_true(#text.sentences(("“。"):rep(STRESSED and 1000 or 200000)) > 100)
    assert.are.equal(1, #text.sentences(("（"):rep(200000)))
    assert.are.equal(0, #text.sentences((" "):rep(1000000)))
    assert.is_true(os.clock() - from < 20)
  end)
end)

describe("text.clauses", function()
  local function cut(s)
    return strings_of(text.clauses(s))
  end

  it("ends at pauses too", function()
    assert.are.same({ "一是查，", "二是改；", "要求：", "甲、", "乙。" }, cut "一是查，二是改；要求：甲、乙。")
  end)

  it("does not cut numbers, times and quotations", function()
    assert.are.same({ "共1,286件，", "10:30开始，", "比为3：1。" }, cut "共1,286件，10:30开始，比为3：1。")
    assert.are.same({ "他说：", "“查，改。”" }, cut "他说：“查，改。”")
    assert.are.same({ "一、总体要求，", "好" }, cut "一、总体要求，好")
  end)

  it("keeps the number of a list with what it numbers, however it is written", function()
    for _, number in ipairs {
      "1", "十二", "（一）", "(1)", "1)", "２）", "①", "⑴", "⒈", "A", "（a）", "第一", "第3", "其二", "三是",
    } do
      assert.are.same({ number .. "、加强监管，", "抓整改、", "见效。" }, cut(number .. "、加强监管，抓整改、见效。"))
    end
    assert.are.same({ "甲、", "A类、", "第一批、", "其他、", "第一，", "好" }, cut "甲、A类、第一批、其他、第一，好")
  end)

  it("does not cut an address at its commas", function()
    assert.are.same({ "见 https://a.cn/x,y/1,z.html,", "下同" }, cut "见 https://a.cn/x,y/1,z.html,下同")
    assert.are.same({ "http://a.cn/x 甲,", "b" }, cut "http://a.cn/x 甲,b")
    assert.are.same({ "http://a.cn/x,", "b,", "c" }, cut "http://a.cn/x, b,c")
  end)
end)

describe("spans", function()
  local spans = text.sentences " 好。\n真好。"

  it("tell which of them holds a byte", function()
    assert.are.same({ 1, 2, 7 }, { spans:at(2) })
    assert.are.same({ 1, 2, 7 }, { spans:at(7) })
    assert.are.same({ 2, 9, 17 }, { spans:at(17) })
    for _, byte in ipairs { 0, 1, 8, 18, -5, math.maxinteger, math.mininteger } do
      assert.is_nil(spans:at(byte), byte)
    end
  end)

  it("raise for a number that none has", function()
    for _, i in ipairs { 0, 3, -1 } do
      assert.has_error(function() spans:get(i) end, "bad argument #1 to 'get' (no such span)")
      assert.has_error(function() spans:text(i) end)
      assert.has_error(function() spans:slice(i) end)
    end
    assert.has_error(function() text.sentences() end)
  end)

  it("keep their text alive, and so do their slices", function()
    local slice = text.sentences(("好。"):rep(1000)):slice(1000)
    collectgarbage()
    assert.are.equal("好。", tostring(slice))
    assert.are.same({ 5995, 6000 }, { slice:range() })
  end)

  it("of a view have its offsets", function()
    local inner = text.sentences(text.slice("题。好。真好。", 7))
    assert.are.same({ 7, 15 }, { inner:get(2) })
    assert.are.same({ 13, 21 }, { inner:slice(2):range() })
  end)
end)

describe("text.slice", function()
  it("cuts by the rules of string.sub", function()
    local s = "整改a率"
    for first = -12, 12 do
      assert.are.equal(s:sub(first), tostring(text.slice(s, first)))
      for last = -12, 12 do
        local view = text.slice(s, first, last)
        assert.are.equal(s:sub(first, last), tostring(view))
        assert.are.equal(#s:sub(first, last), #view)
        assert.are.equal(s:sub(first, last):sub(-3, 4), tostring(view:sub(-3, 4)))
        assert.are.same({ s:sub(first, last):byte(2, 5) }, { view:byte(2, 5) })
        assert.are.same({ s:sub(first, last):byte(-2) }, { view:byte(-2) })
      end
    end
    for _, at in ipairs { math.mininteger, -#s - 1, -#s, -1, 0, 1, #s, #s + 1, math.maxinteger } do
      assert.are.same(table.pack(s:byte(at)), table.pack(text.slice(s):byte(at)))
    end
    assert.are.same(table.pack((""):byte()), table.pack(text.slice(""):byte()))
    assert.are.equal("", tostring(text.slice(s, math.maxinteger, math.mininteger)))
    assert.are.equal(s, tostring(text.slice(s, math.mininteger, math.maxinteger)))
  end)

  it("finds plain bytes from a place on", function()
    local s = "a%b整a%b改"
    local view = text.slice("x" .. s .. "a%", 2, -3)
    for init = -20, 20 do
      for _, needle in ipairs { "a%", "改", "整a", "", "none" } do
        assert.are.same({ s:find(needle, init, true) }, { view:find(needle, init) })
      end
    end
  end)

  it("is equal, ordered and joined by its bytes", function()
    local a, b = text.slice("xabcx", 2, 4), text.slice("abcd", 1, 3)
    assert.is_true(a == b)
    assert.is_false(a == text.slice("abd"))
    assert.is_false(a == text.slice("ab"))
    assert.are.equal("abcabc!", a .. b .. "!")
    assert.are.equal("1abc", 1 .. a)
    assert.is_true(a < text.slice "abd" and a < "abd" and "abb" < a and a <= b and a >= b)
    assert.is_false(a < b)
    assert.has_error(function() return a .. {} end)
  end)

  it("knows the place of what is empty", function()
    assert.are.same({ 3, 2 }, { text.slice("abcdef", 3, 2):range() })
    assert.are.same({ 4, 3 }, { text.slice("abc", 4):range() })
    assert.are.same({ 4, 3 }, { text.slice("abc", 9, 12):range() })
    assert.are.same({ 1, 0 }, { text.slice("abc", -9, -5):range() })
    assert.are.same({ 3, 2 }, { text.slice("abcdef", 2, 5):sub(2, 1):range() })
  end)

  it("keeps the string alive and knows its place in it", function()
    local view = text.slice(("整改"):rep(1000), 3001, -1):sub(4)
    collectgarbage()
    assert.are.same({ 3004, 6000 }, { view:range() })
    assert.are.equal(6000, #view:parent())
    assert.are.equal("改", tostring(view:sub(1, 3)))
  end)
end)

describe("plain search", function()
  local function model(s, needle)
    local list, at = {}, 1
    while true do
      local first, last = s:find(needle, at, true)
      if not first then
        return list
      end
      list[#list + 1] = { first, last }
      at = last + 1
    end
  end

  local function found(s, needle, options)
    local list = {}
    for i, first, last in text.find_all(s, needle, options):each() do
      list[i] = { first, last }
    end
    return list
  end

  it("agrees with string.find, with and without SIMD", function()
    for s in random_texts({ "a", "b", "ab", "整", "改", "整改", "\0" }, 1500, 60, 5) do
      for _, needle in ipairs { "a", "ab", "aba", "整改", "改整", "\0", "b整改", "整改整改a" } do
        local expected = model(s, needle)
        assert.are.same(expected, found(s, needle))
        assert.are.same(expected, found(s, needle, { simd = false }))
      end
    end
  end)

  it("finds across the steps in which a long text is read", function()
    for before = 262140, 262150 do
      local s = ("x"):rep(before) .. "整改率" .. ("x"):rep(50)
      assert.are.same({ { before + 1, before + 9 } }, found(s, "整改率"))
    end
  end)

  it("is linear where everything nearly fits", function()
    local from = os.clock()
    local s = ("a"):rep(2000000)
    assert.are.equal(0, #text.find_all(s, ("a"):rep(5000) .. "b"))
    assert.are.equal(0, #text.find_all(s, "b" .. ("a"):rep(5000)))
    assert.are.equal(0, #text.find_all(s, ("a"):rep(2500) .. "b" .. ("a"):rep(2500)))
    assert.are.equal(1, #text.find_all(s .. "b", ("a"):rep(1000000) .. "b"))
    assert.is_true(os.clock() - from < 20)
  end)

  it("splits and joins again", function()
    for s in random_texts({ "a", ",", "，", ", ", "整" }, 500, 20, 6) do
      for _, separator in ipairs { ",", "，", ", " } do
        local parts = text.split(s, separator)
        assert.are.equal(s, table.concat(parts, separator))
        assert.are.same(parts, strings_of(text.fields(s, separator)))
        for limit = 1, 4 do
          local few = text.split(s, separator, limit)
          assert.is_true(#few <= limit)
          assert.are.equal(s, table.concat(few, separator))
          assert.are.same(few, strings_of(text.fields(s, separator, limit)))
        end
      end
    end
    assert.are.same({ "" }, text.split("", ","))
  end)

  it("replaces and counts", function()
    assert.are.same({ "xx", 2 }, { text.replace("aa", "a", "x") })
    assert.are.same({ "", 2 }, { text.replace("整整", "整", "") })
    assert.are.same({ "abab", 0 }, { text.replace("abab", "ab", "%0", 0) })
    assert.are.same({ "%0ab", 1 }, { text.replace("abab", "ab", "%0", 1) })
    assert.are.same({ "", 0 }, { text.replace("", "a", "b") })
    assert.are.equal(3000000, #text.replace(("a"):rep(1000000), "a", "整"))
  end)

  it("raises for an empty needle and limits out of range", function()
    assert.has_error(function() text.find_all("a", "") end, "bad argument #2 to 'find_all' (empty)")
    assert.has_error(function() text.split("a", "") end)
    assert.has_error(function() text.replace("a", "", "b") end)
    assert.has_error(function() text.replace("a", "a", "b", -1) end)
    assert.has_error(function() text.split("a", ",", 0) end)
    assert.has_error(function() text.fields("a", ",", -3) end)
  end)
end)

describe("text.distance", function()
  local function points(s)
    local list = {}
    for _, cp in utf8.codes(s) do
      list[#list + 1] = cp
    end
    return list
  end

  local function model(s, t)
    local a, b, row = points(s), points(t), {}
    for j = 0, #b do
      row[j] = j
    end
    for i = 1, #a do
      local diagonal = row[0]
      row[0] = i
      for j = 1, #b do
        local best = math.min(diagonal + (a[i] == b[j] and 0 or 1), row[j] + 1, row[j - 1] + 1)
        diagonal, row[j] = row[j], best
      end
    end
    return row[#b]
  end

  it("agrees with the table of all pairs, and with any limit", function()
    local texts = {}
    for s in random_texts({ "a", "b", "整", "改", "\u{1F600}", "整改整", "abab" }, 400, 90, 7) do
      texts[#texts + 1] = s
    end
    for i = 2, #texts do
      local expected = model(texts[i - 1], texts[i])
      assert.are.equal(expected, text.distance(texts[i - 1], texts[i]))
      for _, limit in ipairs { 0, 1, expected // 2, expected - 1, expected, expected + 1, 1000 } do
        if limit >= 0 then
          assert.are.equal(expected <= limit and expected or nil, text.distance(texts[i - 1], texts[i], limit))
        end
      end
    end
  end)

  it("agrees for small changes in long texts, where the band is narrow", function()
    local letters = {}
    math.randomseed(8)
    for i = 1, 700 do
      letters[i] = utf8.char(0x4E00 + math.random(0, 300))
    end
    local s = table.concat(letters)
    for changes = 1, STRESSED and 2 or 12 do
      for _ = 1, changes do
        local at = math.random(#letters)
        if math.random(2) == 1 then
          table.remove(letters, at)
        else
          table.insert(letters, at, utf8.char(0x4E00 + math.random(0, 300)))
        end
      end
      local t = table.concat(letters)
      local expected = model(s, t)
      assert.are.equal(expected, text.distance(s, t))
      for limit = math.max(0, expected - 2), expected + 2 do
        assert.are.equal(expected <= limit and expected or nil, text.distance(t, s, limit))
      end
    end
  end)

  it("counts bytes that are no UTF-8 one by one", function()
    assert.are.equal(2, text.distance("a\xFF\xFEb", "ab"))
    assert.are.equal(2, text.distance("\xE6\x95", "\xE6\x95\xB4"))
    assert.are.same({ 0, 3, 3 }, { text.distance("", ""), text.distance("", "整改率"), text.distance("abc", "") })
    assert.has_error(function() text.distance("a", "b", -1) end)
  end)
end)

describe("fingerprints", function()
  local a = ("各地各部门坚持问题导向，聚焦群众反映强烈的突出问题，逐项制定整改方案，明确责任单位和完成时限。"):rep(3) .. "第一批整改任务全部完成，第二批正在推进。"
  local b = a:gsub("第一批", "首批"):gsub("，", "， ")
  local c = ("春日里的山谷静得能听见溪水绕过石头，远处有人赶着羊群慢慢走下坡来，天色渐渐暗了。"):rep(4)

  it("are near for texts that are nearly the same, far for others", function()
    assert.is_true(text.hamming(text.simhash(a), text.simhash(b)) <= 8)
    assert.is_true(text.hamming(text.simhash(a), text.simhash(c)) >= 16)
    assert.is_true(text.resemblance(text.minhash(a), text.minhash(b)) > 0.8)
    assert.is_true(text.resemblance(text.minhash(a), text.minhash(c)) < 0.1)
  end)

  it("tell about the share of common n-grams", function()
    math.randomseed(9)
    for _, share in ipairs { 0.25, 0.5, 0.75 } do
      local s, t = {}, {}
      for i = 1, 3000 do
        s[i] = utf8.char(0x4E00 + math.random(0, 20000))
        t[i] = math.random() < 0.5 and s[i] or utf8.char(0x4E00 + math.random(0, 20000))
      end
      local grams, both, all = {}, 0, 0
      local cut = math.floor(3000 * share)
      for i = 1, cut do
        t[i] = s[i]
      end
      for i = 1, 3000 do
        grams[s[i]] = 1
      end
      for i = 1, 3000 do
        grams[t[i]] = (grams[t[i]] or 0) | 2
      end
      for _, seen in pairs(grams) do
        both, all = both + (seen == 3 and 1 or 0), all + 1
      end
      local options = { n = 1, bins = 1024 }
      local told = text.resemblance(text.minhash(table.concat(s), options), text.minhash(table.concat(t), options))
      assert.is_true(math.abs(told - both / all) < 0.08, ("%f for %f"):format(told, both / all))
    end
  end)

  it("are the same wherever lines break, and from run to run", function()
    assert.are.equal(text.simhash "各市狠抓整改", text.simhash " 各市\r\n狠抓　整改\n")
    assert.are.equal(text.minhash "各市狠抓整改", text.minhash "各市狠 抓整改")
    assert.are.equal("0", ("%x"):format(text.simhash ""))
    assert.are_not.equal(0, text.simhash "整")
    assert.are.equal(1.0, text.resemblance(text.minhash "", text.minhash " "))
    assert.are.equal(text.simhash(("整改"):rep(100000)), text.simhash(text.slice(("整改"):rep(100001), 1, 600000)))
  end)

  it("raise for sizes out of range", function()
    for _, options in ipairs { { n = 0 }, { n = 33 }, { n = "x" }, { n = 1.5 } } do
      assert.has_error(function() text.simhash("a", options) end)
    end
    assert.has_error(function() text.minhash("a", { bins = 0 }) end)
    assert.has_error(function() text.minhash("a", { bins = 65537 }) end)
    assert.has_error(function() text.resemblance("abcd", "abcdefgh") end)
    assert.has_error(function() text.resemblance("", "") end)
    assert.has_error(function() text.hamming(1.5, 1) end)
    assert.are.equal(64, text.hamming(0, -1))
  end)
end)

describe("the order of texts", function()
  local PIECES = { "1", "0", "2", "10", "a", "A", "Ａ", "１", "第", "\0", "\u{3000}", " ", "\xFF",
  "\u{10FFFF}", "!", "￥" }
  local OPTIONS = { {}, { natural = true }, { width = true }, { natural = true, width = true } }

  it("is the same for keys and for compare", function()
    local texts = {}
    for s in random_texts(PIECES, 120, 6, 10) do
      texts[#texts + 1] = s
    end
    for _, options in ipairs(OPTIONS) do
      local keys = {}
      for i, s in ipairs(texts) do
        keys[i] = text.sort_key(s, options)
      end
      for i = 1, #texts do
        for j = 1, #texts do
          local expected = text.compare(keys[i], keys[j])
          assert.are.equal(expected, text.compare(texts[i], texts[j], options))
          assert.are.equal(-expected, text.compare(texts[j], texts[i], options))
        end
      end
    end
  end)

  it("puts numbers by value and equal ones by their zeros", function()
    local list = { "第10条", "第02条", "第2条", "第002条", "第1条", "第２条", "第9999999999999999999999条", "第条" }
    table.sort(list, text.sorter { natural = true })
    assert.are.same({ "第1条", "第2条", "第02条", "第002条", "第10条", "第9999999999999999999999条", "第条", "第２条" }, list)
    assert.are.equal(0, text.compare("第２条", "第2条", { natural = true, width = true }))
    assert.are.equal(-1, text.compare("a0", "a00", { natural = true }))
    assert.are.equal(1, text.compare("a000", "a00", { natural = true }))
    assert.are.equal(-1, text.compare("x" .. ("9"):rep(300), "x1" .. ("0"):rep(300), { natural = true }))
  end)

  it("stops at Ctrl-C inside a run of digits", function()
    for _, call in ipairs { 'text.sort_key, ("1")', 'text.sort_key, ("0")', 'text.compare, ("1")' } do
      local answer = program.shell(([["$W" -e '
        local text = require "wenlu.text"
        local run, digit = %s
        local digits, options = digit:rep(20000000), { natural = true }
        local other = run == text.compare and digits or options
        local start = os.clock()
        run(digits, other, options)
        local whole = os.clock() - start
        os.execute "(sleep 0.05; kill -INT $PPID) &"
        start = os.clock()
        print(pcall(run, digits, other, options))
        print((os.clock() - start) / whole)']]):format(call))
      local share = answer.out:match "^false\tinterrupted!\n(%S+)\n$"
      assert.is_true(share and tonumber(share) < 0.7, call .. answer.out .. answer.err)
    end
  end)

  it("is by code point", function()
    assert.are.equal(-1, text.compare("\u{FF5E}", "\u{10000}"))
    assert.are.equal(-1, text.compare("", "\0"))
    assert.are.equal(0, text.compare("整", text.slice("改整", 4)))
    assert.are.equal("整\0", text.sort_key "整\0")
  end)
end)

describe("text.number", function()
  local function values(list)
    for numeral, value in pairs(list) do
      local number = text.number(numeral)
      assert.are.equal(value, number, numeral)
      assert.are.equal(math.type(value), math.type(number), numeral)
    end
  end

  it("reads Chinese numerals in all their forms", function()
    values {
      ["零"] = 0, ["〇"] = 0, ["○"] = 0, ["十"] = 10, ["十五"] = 15, ["两百"] = 200, ["兩萬"] = 20000,
      ["廿三"] = 23, ["卅"] = 30, ["十二万"] = 120000,
      ["卌二"] = 42, ["一百零二"] = 102, ["一百二"] = 120, ["一百二十"] = 120, ["一百一十五"] = 115,
      ["三千五"] = 3500, ["一万二"] = 12000,
      ["一万零二"] = 10002, ["三亿五"] = 350000000, ["十万零三百"] = 100300, ["百万"] = 1000000,
      ["三千万亿"] = 3000000000000000,
      ["一万万"] = 100000000, ["二〇二四"] = 2024, ["二零二四"] = 2024, ["一九九八"] = 1998, ["負五"] = -5,
      ["负三点五"] = -3.5,
      ["壹萬貳仟參佰肆拾伍"] = 12345, ["陆拾柒億捌仟玖佰万"] = 6789000000, ["三点一四"] = 3.14, ["三点五亿"] = 350000000,
      ["两兆"] = 2000000000000, ["一亿亿亿"] = 1e24,
      ["一百零二點五万"] = 1025000,
    }
  end)

  it("reads Arabic digits and mixtures", function()
    values {
      ["1286"] = 1286, ["1,286"] = 1286, ["1，286，000"] = 1286000, ["１２．５"] = 12.5,
      ["3万4000"] = 34000, ["3.5万"] = 35000,
      ["25万6千"] = 256000, ["3千"] = 3000, ["1.25亿"] = 125000000, ["0.5"] = 0.5, ["-12"] = -12,
      ["3.00"] = 3, ["007"] = 7,
      ["9223372036854775807"] = math.maxinteger, ["9223372036854775808"] = 2.0 ^ 63,
    }
  end)

  it("reads amounts", function()
    values {
      ["壹佰贰拾叁元肆角伍分"] = 123.45, ["壹佰贰拾叁元肆角伍分整"] = 123.45, ["人民币壹拾元整"] = 10, ["伍角"] = 0.5, ["叁分"] = 0.03,
      ["陆仟零柒元零壹分"] = 6007.01, ["12元5角"] = 12.5, ["￥1,286.50"] = 1286.5, ["壹萬圓正"] = 10000,
      ["3.5万元"] = 35000, ["负贰元"] = -2, ["壹佰元零角零分"] = 100, ["壹佰元零角伍分"] = 100.05, ["壹佰元零角整"] = 100,
      ["人民币（大写）壹佰元整"] = 100, ["人民币(大写)：壹佰元整"] = 100, ["人民币大写壹佰元整"] = 100, ["壹佰贰拾零元伍角"] = 120.5,
      ["壹拾万零柒仟元"] = 107000, ["一千零十五元"] = 1015,
    }
  end)

  it("gives exact digits as they are written", function()
    assert.are.same({ 3.5, "3.50" }, { text.number "3.50" })
    assert.are.same({ 0.1, "0.1" }, { text.number "零点一" })
    assert.are.equal("123456789012345678901234567890", select(2, text.number "123456789012345678901234567890"))
    assert.are.equal("-0.123456789012345678901", select(2, text.number "-0.123456789012345678901"))
  end)

  it("gives nil for what is no one number", function()
    for _, s in ipairs {
      "", " ", "万", "万一", "亿万", "三四万", "十百", "百", "2万多", "近300", "一百二三", "五千万零三万", "一百零零五", "1,28", "1,2860", "3元5",
      "3.", ".5", "三点", "点五", "统一", "-", "负", "人民", "￥", "1\0", "\xE4\xB8", "1 2", "5角3元", "一元二元",
      "3万40000", "二三千", "廿十", "1,286,00",
      "元", "3.5.2", "十二百", "12元5", "一千零", "一百零十", "一百零二十", "一千零二百", "一万零", "壹佰元零", "壹佰元零零角",
      "人民币（大写壹佰元整", "人民币（）壹佰元整", "人民币大壹佰元整", "人民币",
    } do
      local number, message, code = text.number(s)
      assert.is_nil(number, s)
      assert.matches("^number: no numeral at byte %d+$", message)
      assert.are.equal("bad-numeral", code)
    end
    assert.are.same({ nil, "number: more than 36 digits", "too-big" }, { text.number(("9"):rep(40)) })
    assert.are.equal("too-big", select(3, text.number(("9"):rep(1000000))))
    assert.are.equal("too-big", select(3, text.number("0." .. ("9"):rep(100))))
    assert.are.equal("too-big", select(3, text.number("9" .. ("亿"):rep(100))))
    assert.has_error(function() text.number() end)
  end)

  it("never breaks on what is put together at random", function()
    local pieces = { "一", "二", "零", "十", "百", "千", "万", "亿", "兆", "廿", "点", ".", "1", "20", ",", "元", "角", "分", "整",
      "负", "\xE4" }
    for s in random_texts(pieces, 20000, 9, 11) do
      local number, digits = text.number(s)
      if number then
        assert.matches("^%-?%d+%.?%d*$", digits)
        assert.are.equal(number, (text.number(digits)), s)
      end
    end
  end)
end)

describe("text.numeral", function()
  it("writes what text.number reads, up to a million", function()
    for n = 0, 1000000, STRESSED and 9973 or 1 do
      local plain, formal = text.numeral(n), text.numeral(n, { form = "formal" })
      if text.number(plain) ~= n or text.number(formal) ~= n then
        error(("%d: %s %s"):format(n, plain, formal))
      end
    end
  end)

  it("writes what text.number reads, for any integer", function()
    math.randomseed(12)
    for _ = 1, STRESSED and 200 or 30000 do
      local n = math.random(0) >> math.random(0, 63)
      n = math.random(2) == 1 and -n or n
      for _, form in ipairs { "plain", "formal", "digits", "amount" } do
        local numeral = text.numeral(n, { form = form })
        if text.number(numeral) ~= n then
          error(("%d: %s"):format(n, numeral))
        end
      end
    end
    assert.are.equal(math.mininteger, (text.number(text.numeral(math.mininteger))))
  end)

  it("writes amounts by the rules for bank notes", function()
    for amount, expected in pairs {
      ["1409.50"] = "壹仟肆佰零玖元伍角整", ["6007.14"] = "陆仟零柒元壹角肆分", ["107000.53"] = "壹拾万柒仟元零伍角叁分",
      ["16409.02"] = "壹万陆仟肆佰零玖元零贰分", ["325.04"] = "叁佰贰拾伍元零肆分", ["100"] = "壹佰元整", ["0"] = "零元整", ["0.05"] = "伍分",
      ["-0.5"] = "负伍角整",
    } do
      assert.are.equal(expected, text.numeral(amount, { form = "amount" }))
    end
    for cents = 0, 30000, STRESSED and 331 or 7 do
      local digits = ("%d.%02d"):format(cents // 100, cents % 100)
      assert.are.equal(cents / 100, (text.number(text.numeral(digits, { form = "amount" }))))
    end
  end)

  it("writes floats by the digits that count", function()
    assert.are.equal("零点三", text.numeral(0.1 + 0.2))
    assert.are.equal("一百二十三元四角五分", (text.numeral(123.45) .. "元"):gsub("点四五元", "元四角五分"))
    assert.are.equal("十二", text.numeral(12.0))
    assert.are.equal("零", text.numeral(-0.0))
    assert.are.equal("零", text.numeral "-0")
    assert.are.equal("零元整", text.numeral("-0.00", { form = "amount" }))
    assert.are.equal("一百", text.numeral(99.99999999999999))
    assert.are.equal("玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分", text.numeral(9999999999999.99, { form = "amount" }))
    assert.are.equal("叁角整", text.numeral(0.1 + 0.2, { form = "amount" }))
    assert.are.equal("三点五〇", (text.numeral("3.50", { form = "digits" }):gsub("零", "〇")))
  end)

  it("raises for what it cannot write", function()
    for _, n in ipairs { "", "x", "1e5", "1.", ".5", "--1", ("9"):rep(33), 1e15, -1e300, 0 / 0, 1 / 0, {}, false } do
      assert.has_error(function() text.numeral(n) end)
    end
    assert.has_error(function() text.numeral(1.234, { form = "amount" }) end)
    assert.has_error(function() text.numeral(100000000000000.5, { form = "amount" }) end,
      "bad argument #1 to 'numeral' (a float has no exact 分 so far above 0: give digits)")
    assert.has_error(function() text.numeral(0 / 0) end, "bad argument #1 to 'numeral' (not a number)")
    assert.has_error(function() text.numeral(1, { form = "roman" }) end, "unknown form 'roman'")
  end)
end)
