local pattern = require "wenlu.utf8pattern"
local program = dofile "tests/program.lua"
local lua_utf8 = require "lua-utf8"

local STRESSED = os.getenv "WENLU_GC" == "stress"

describe("the stub of wenlu.utf8pattern", function()
  it("shows what comes out", function()
    local stub, count = program.read "stdlib/meta/utf8pattern.lua", 0
    for expression, results in stub:gmatch "\n%-%-%-     ([^\n]-)  %-%-> ([^\n]+)" do
      local call = assert(load("local utf8pattern = ... return " .. expression))
      assert.are.same(table.pack(load("return " .. results)()), table.pack(call(pattern)), expression)
      count = count + 1
    end
    assert.are.equal(15, count)
  end)
end)

describe("patterns over code points", function()
  -- Patterns put together at random from pieces that both know.
  local ATOMS = {
    "a", "b", ".", "%a", "%d", "[ab]", "[^a]", "%w", "%s", "%p", "[a-c%d]", "[]x]", "[^%s-]", "(a)", "()",
      "(.)", "(", ")", "%1",
    "%f[%a]", "%bab", "1", "%%", "%", "[", "-", "$", "^", "%f", "%b",
  }
  local QUANTIFIERS = { "", "", "", "*", "+", "-", "?" }
  local CHARACTERS = { "a", "b", "1", " ", "x", "%", "c", "\0" }

  local function random_string(list, most)
    local parts = {}
    for i = 1, math.random(0, most) do
      parts[i] = list[math.random(#list)]
    end
    return table.concat(parts)
  end

  local function random_pattern()
    local parts = { math.random(6) == 1 and "^" or "" }
    for _ = 1, math.random(0, 5) do
      parts[#parts + 1] = ATOMS[math.random(#ATOMS)]
      parts[#parts + 1] = QUANTIFIERS[math.random(#QUANTIFIERS)]
    end
    return table.concat(parts) .. (math.random(6) == 1 and "$" or "")
  end

  local function all_matches(library, s, p)
    local found = {}
    for a, b in library.gmatch(s, p) do
      found[#found + 1] = { a, b }
    end
    return found
  end

  -- Lua finds some faults only when it comes to them; ours are found at once.
  local function compare(name, ours, theirs, s, p, ...)
    local expected, result = table.pack(pcall(theirs, s, p, ...)), table.pack(pcall(ours, s, p, ...))
    if not expected[1] then
      assert.is_false(result[1], name .. " " .. p)
    elseif result[1] then
      assert.are.same(expected, result, ("%s %q %q"):format(name, s, p))
    else
      assert.is_truthy(result[2]:find "capture" or result[2]:find "malformed" or result[2]:find "missing")
    end
  end

  it("are Lua's own where every character is a byte", function()
    math.randomseed(1)
    for _ = 1, STRESSED and 200 or 15000 do
      local s, p = random_string(CHARACTERS, 9), random_pattern()
      local init = math.random(3) == 1 and math.random(-12, 12) or nil
      compare("find", pattern.find, string.find, s, p, init)
      compare("match", pattern.match, string.match, s, p, init)
      compare("gsub", pattern.gsub, string.gsub, s, p, "<%0>")
      compare("gsub", pattern.gsub, string.gsub, s, p, { a = "A", ["1"] = 2 }, math.random(0, 3))
      compare("gmatch", function(...) return all_matches(pattern, ...) end,
        function(...) return all_matches(string, ...) end, s, p)
    end
  end)

  it("count characters", function()
    assert.are.same({ 3, 4 }, { pattern.find("整改完成率", "[成完]+") })
    assert.are.same({ 3, 4, "完成", 5 }, { pattern.find("整改完成率", "(完.)()") })
    assert.are.same({ 3, 5 }, { pattern.find("整改a.b率", "a.b", 1, true) })
    assert.are.same({ 2, 2 }, { pattern.find("率率率", "率", 2) })
    assert.are.same({ 3, 3 }, { pattern.find("率率率", "率", -1) })
    assert.is_nil(pattern.find("率", "率", 3))
    assert.are.same({ 2, 1 }, { pattern.find("率", "", 2) })
    assert.are.equal("“好”", pattern.match("他说“好”。", "%b“”"))
    assert.are.equal("整改", pattern.match("1整改 2", "%f[%a]%a+"))
    assert.are.equal("改改", pattern.match("整改改", "(.)%1") and pattern.match("整改改", "(.)%1"):rep(2))
    assert.are.equal("整-改-", (pattern.gsub("整改", ".", "%0-")))
    assert.are.equal("-整-改-", (pattern.gsub("整改", "", "-")))
    local places = {}
    for at, c in pattern.gmatch("a整b改", "()(%a)") do
      places[#places + 1] = at .. c
    end
    assert.are.equal("1a 2整 3b 4改", table.concat(places, " "))
  end)

  it("know Unicode's classes", function()
    assert.are.equal("整改é", pattern.match("整改é。", "%a+"))
    assert.are.equal("。！", pattern.match("好。！", "%p+"))
    assert.are.equal("１2٣", pattern.match("x１2٣", "%d+"))
    assert.are.equal("\u{3000} \u{A0}", pattern.match("a\u{3000} \u{A0}b", "%s+"))
    assert.are.equal("ÉΣ", pattern.match("éÉΣσ", "%u+"))
    assert.are.equal("e\u{301}\u{302}", pattern.match("e\u{301}\u{302}x", ".%t+"))
    assert.are.equal(2, (pattern.find("a\0b", "%z")))
    assert.are.equal("。", pattern.match("整。", "%A"))
  end)

  it("take bytes that are no UTF-8 as characters in no class", function()
    assert.are.same({ 2, 2 }, { pattern.find("a\xFFb", "\xFF") })
    assert.are.equal("a\xFFb\xE6\x95", (pattern.gsub("a\xFFb\xE6\x95", ".", "%0")))
    assert.is_nil(pattern.find("\xFF\xE6\x95", "[%a%d%s%p]"))
    assert.are.same({ "\x80\x80", 1 }, { pattern.gsub("\x80\x80", "整*$", "") })
    math.randomseed(2)
    for _ = 1, STRESSED and 200 or 10000 do
      local s, p = {}, {}
      for i = 1, math.random(0, 8) do
        s[i] = string.char(({ 0x41, 0x80, 0xE6, 0x95, 0xB4, 0xFF, 0xF0 })[math.random(7)])
      end
      for i = 1, math.random(0, 5) do
        p[i] = ({ "\xE6", "\x80", ".", "[", "]", "%", "*", "-", "(", ")", "\xFF", "^", "b", "f",
          "1" })[math.random(15)]
      end
      s, p = table.concat(s), table.concat(p)
      pcall(pattern.find, s, p)
      pcall(pattern.gsub, s, p, "%1")
      pcall(all_matches, pattern, s, p)
    end
  end)

  it("raise what is wrong with a pattern, in Lua's words", function()
    for wrong, message in pairs {
      ["%"] = "malformed pattern (ends with '%')", ["[a"] = "malformed pattern (missing ']')",
        ["["] = "malformed pattern (missing ']')",
      ["(a"] = "unfinished capture", ["a)"] = "invalid pattern capture",
        ["%b"] = "malformed pattern (missing arguments to '%b')",
      ["%f"] = "missing '[' after '%f' in pattern", ["%1"] = "invalid capture index in pattern",
        [("()"):rep(33)] = "too many captures",
    } do
      assert.has_error(function() pattern.match("整", wrong) end, message)
    end
    assert.has_error(function() pattern.gsub("a", ".", "%2") end, "invalid capture index %2 in replacement string")
    assert.has_error(function() pattern.gsub("a", ".", true) end)
    assert.has_error(function() pattern.find() end)
  end)

  it("need no stack for long patterns and texts", function()
    local s = ("a"):rep(20000)
    assert.are.equal(s, pattern.match(s, (".?"):rep(20000)))
    assert.are.equal(1000000, #pattern.match(("整"):rep(333333) .. "a", ".*"))
    assert.are.equal(100000, select(2, pattern.gsub(("整"):rep(100000), "()整", "%1")))
    assert.is_nil(pattern.match(("("):rep(2000), "%b()"))
  end)

  it("give the bytes of characters as string.sub does", function()
    for _, s in ipairs { "", "整", "整a改b率", "\x80整\xFF" } do
      local characters = {}
      for c in pattern.gmatch(s, ".") do
        characters[#characters + 1] = c
      end
      for i = -7, 7 do
        for j = -7, 7 do
          local digits = ("123456789"):sub(1, #characters):sub(i, j)
          local expected = digits == "" and "" or table.concat(characters, "", tonumber(digits:sub(1, 1)),
            tonumber(digits:sub(-1)))
          local first, last = pattern.range(s, i, j)
          assert.are.equal(expected, s:sub(first, last))
          assert.is_true(first >= 1 and last >= first - 1 and last <= #s)
        end
      end
    end
    assert.are.same({ 1, 3 }, { pattern.range("整", math.mininteger, math.maxinteger) })
  end)
end)

describe('require "lua-utf8"', function()
  it("offers luautf8's functions and nothing else", function()
    local names = {}
    for name in pairs(lua_utf8) do
      names[#names + 1] = name
    end
    table.sort(names)
    assert.are.equal("byte char charpattern charpos clean codepoint codes escape find fold gmatch grapheme_indices " ..
      "gsub insert invalidoffset isnfc isvalid len lower match ncasecmp next normalize_nfc offset remove reverse " ..
      "sub title upper width widthindex widthlimit", table.concat(names, " "))
  end)

  it("cuts, joins and counts by characters", function()
    assert.are.equal("改率", lua_utf8.sub("整改率", 2))
    assert.are.equal("改", lua_utf8.sub("整改率", -2, -2))
    assert.are.equal("23", lua_utf8.sub(12345, 2, 3))
    assert.are.same({ 0x6574, 0x6539 }, { lua_utf8.byte("整改率", 1, 2) })
    assert.are.same({}, { lua_utf8.byte("整改率", -100) })
    assert.are.equal(3, lua_utf8.len "整改率")
    assert.are.same({ nil, 4 }, { lua_utf8.len "整\xFF" })
    assert.are.equal(2, lua_utf8.len("整\xFF", nil, nil, true))
    assert.are.equal("整改率!", lua_utf8.insert("整改率", "!"))
    assert.are.equal("整!改率", lua_utf8.insert("整改率", 2, "!"))
    assert.are.equal("整改!率", lua_utf8.insert("整改率", -1, "!"))
    assert.are.equal("整改率!", lua_utf8.insert("整改率", 9, "!"))
    assert.are.equal("整改", lua_utf8.remove "整改率")
    assert.are.equal("整", lua_utf8.remove("整改率", 2, 3))
    assert.are.equal("整改率", lua_utf8.remove("整改率", 3, 2))
    assert.are.equal("率改整", lua_utf8.reverse "整改率")
    assert.are.equal("xe\u{301}", lua_utf8.reverse "e\u{301}x")
    assert.are.equal("x\u{301}e", lua_utf8.reverse("e\u{301}x", true))
    assert.has_error(function() lua_utf8.reverse "\xFF" end, "invalid UTF-8 code")
    assert.has_error(function() lua_utf8.sub({}, 1) end, "bad argument #1 to 'sub' (string expected, got table)")
  end)

  it("counts and cuts as the libraries of Lua do", function()
    math.randomseed(3)
    local PIECES = { "a", "整", "é", "😀", "e\u{301}", "\xFF", "\0", "\x80", "\xE6\x95", "abcdefgh" }
    for round = 1, STRESSED and 100 or 2000 do
      local parts, most = {}, round % 50 == 0 and 400 or 12
      for i = 1, math.random(0, most) do
        parts[i] = PIECES[math.random(round % 2 == 0 and 5 or 10)]
      end
      local s = table.concat(parts)
      local i, j = math.random(-#s - 2, #s + 2), math.random(-#s - 2, #s + 2)
      assert.are.same(table.pack(pcall(utf8.len, s)), table.pack(pcall(lua_utf8.len, s)))
      local expected, result = table.pack(pcall(utf8.len, s, i, j)), table.pack(pcall(lua_utf8.len, s, i, j))
      assert.are.equal(expected[1], result[1])
      if expected[1] then
        assert.are.same(expected, result)
      end
      assert.are.equal(select(2, s:sub(i, j):gsub("[^\x80-\xBF]", "")), lua_utf8.len(s, i, j, true))
      local first, last = pattern.range(s, i, j)
      assert.are.equal(s:sub(first, last), lua_utf8.sub(s, i, j))
      assert.are.same(table.pack(pcall(utf8.codepoint, s, first, last)).n,
        table.pack(pcall(lua_utf8.byte, s, i, j)).n)
    end
    local long = ("整a"):rep(300000)
    assert.are.equal(600000, lua_utf8.len(long))
    assert.are.same({ nil, 1200001 }, { lua_utf8.len(long .. "\xFF") })
    assert.are.equal("a整", lua_utf8.sub(long, 300000, 300001))
    assert.are.equal("a整", lua_utf8.sub(long, -300001, -300000))
    assert.are.equal(900000, lua_utf8.width(long))
    assert.are.equal(("a整"):rep(300000), lua_utf8.reverse(long))
  end)

  it("escapes", function()
    assert.are.equal("{{{{઼઼", lua_utf8.escape "%123%u123%{123}%u{123}%xABC%x{ABC}")
    assert.are.equal("%123?d%u", lua_utf8.escape "%%123%?%d%%u")
    assert.are.equal("整改", lua_utf8.escape "%整改%")
    assert.has_error(function() lua_utf8.escape "%x{xyz}" end, "invalid escape 'x'")
    assert.has_error(function() lua_utf8.escape "%{1a1}" end, "invalid escape 'a'")
    assert.has_error(function() lua_utf8.escape "%{12" end)
  end)

  it("leads from characters to bytes", function()
    local s = "a\u{FF}bc"
    local places = {}
    for i, case in ipairs { { 0 }, { 2 }, { 4 }, { 5 }, { -1 }, { -4 }, { -5 }, { 3, -1 }, { 3, 0 }, { 3,
      1 }, { 6, -3 }, { 6, -5 } } do
      places[i] = lua_utf8.charpos(s, case[1], case[2]) or false
    end
    assert.are.same({ 1, 2, 5, false, 5, 1, false, 2, 2, 4, 2, false }, places)
    assert.are.same({ 7, 119 }, { lua_utf8.charpos("你好world", 3) })
    local codes = {}
    for at, code in lua_utf8.next, "你好" do
      codes[#codes + 1] = { at, code }
    end
    assert.are.same({ { 1, 0x4F60 }, { 4, 0x597D } }, codes)
    assert.are.same({ 7, 119 }, { lua_utf8.next("你好world", 1, 2) })
    assert.is_nil((lua_utf8.next("", nil)))
  end)

  it("measures columns", function()
    assert.are.equal(9, lua_utf8.width "hello你好")
    assert.are.equal(2, lua_utf8.width(0x4E2D))
    assert.are.same({ 1, 2 }, { lua_utf8.width "¡", lua_utf8.width("¡", nil, nil, 2) })
    assert.are.same({ 0, 4 }, { lua_utf8.width "\u{200B}", lua_utf8.width("\u{200B}", nil, nil, 1, 4) })
    assert.are.same({ 2, 1, 2 }, { lua_utf8.widthindex("你好world", 3) })
    assert.are.same({ 2, 2, 2 }, { lua_utf8.widthindex("你好world", 4) })
    assert.are.same({ 6 }, { lua_utf8.widthindex("abcdef", 10) })
    assert.are.same({ 1, 0, 1 }, { lua_utf8.widthindex("abc", 0) })
    assert.are.same({ 5, 1 }, { lua_utf8.widthlimit("world你好", 6) })
    assert.are.same({ 10, 0 }, { lua_utf8.widthlimit("/path/to/file.lua", -8) })
    assert.are.same({ 4, 0 }, { lua_utf8.widthlimit("你好世界", -4, 1, 7) })
    assert.are.same({ 0, 5 }, { lua_utf8.widthlimit("", 5) })
    assert.are.same({ 10, -1 }, { lua_utf8.widthlimit("abc你好", -1) })
    assert.has_error(function() lua_utf8.widthlimit("abc", 0, 10, 5) end)
    assert.has_error(function() lua_utf8.width(true) end,
      "bad argument #1 to 'width' (number/string expected, got boolean)")
  end)

  it("maps case and compares without it", function()
    assert.are.equal("Hello World", lua_utf8.title "hello world")
    assert.are.equal("strasse", lua_utf8.fold "Straße")
    assert.are.equal("ÉÀ整", lua_utf8.upper "éà整")
    assert.are.same({ 0x41, 0x61 }, { lua_utf8.upper(0x61), lua_utf8.lower(0x41) })
    assert.are.same({ 0, -1, 1, -1 }, {
      lua_utf8.ncasecmp("abc", "AbC"), lua_utf8.ncasecmp("abc", "AbE"), lua_utf8.ncasecmp("abZdef",
        "abcZef"), lua_utf8.ncasecmp("abc", "abcd"),
    })
    assert.has_error(function() lua_utf8.lower "\xFF" end, "invalid UTF-8 code")
  end)

  it("finds and cleans what is no UTF-8", function()
    assert.is_true(lua_utf8.isvalid "整\0")
    assert.is_false(lua_utf8.isvalid "\xED\xA0\x80")
    assert.are.same({ 7, 8, nil }, { lua_utf8.invalidoffset "你好\xFF\xFF",
      lua_utf8.invalidoffset("你好\xFF\xFF", -1), lua_utf8.invalidoffset "你" })
    assert.are.same({ "你好\u{FFFD}w", false }, { lua_utf8.clean "你好\xFF\xED\xA0\x80w" })
    assert.are.same({ "1?2", false }, { lua_utf8.clean("1\xE6\x952", "?") })
    assert.are.same({ "整", true }, { lua_utf8.clean "整" })
    assert.has_error(function() lua_utf8.clean("a", "\xFF") end, "replacement string must be valid UTF-8")
  end)

  it("normalises and gives clusters", function()
    assert.are.same({ true, false }, { lua_utf8.isnfc "caf\u{E9}", lua_utf8.isnfc "cafe\u{301}" })
    assert.are.same({ "caf\u{E9}", false }, { lua_utf8.normalize_nfc "cafe\u{301}" })
    assert.are.same({ "caf\u{E9}", true }, { lua_utf8.normalize_nfc "caf\u{E9}" })
    assert.has_error(function() lua_utf8.isnfc "\xFF" end)
    local clusters = {}
    for first, last in lua_utf8.grapheme_indices("xひe\u{301}", 2) do
      clusters[#clusters + 1] = { first, last }
    end
    assert.are.same({ { 2, 4 }, { 5, 7 } }, clusters)
    assert.has_error(function() lua_utf8.grapheme_indices "a\xFF" end)
  end)

  -- The message that a call raises, written as a script writes it.
  local function complaint(name, ...)
    local call = assert(load(("local utf8 = ... utf8.%s(select(2, ...))"):format(name), "=script"))
    return (select(2, pcall(call, lua_utf8, ...)))
  end

  it("names the function that was called when an argument is wrong", function()
    for name, arguments in pairs {
      byte = {}, sub = {}, len = {}, reverse = {}, upper = {}, lower = {}, title = {}, fold = {}, escape = {},
      charpos = {}, next = {}, insert = {}, remove = {}, ncasecmp = {}, isvalid = {}, invalidoffset = {}, clean = {},
      isnfc = {}, normalize_nfc = {}, grapheme_indices = {}, width = { n = 1, false }, widthindex = {}, widthlimit = {},
    } do
      local message = complaint(name, table.unpack(arguments))
      assert.are.equal(1, (message:find(("script:1: bad argument #1 to '%s' ("):format(name), 1, true)), message)
    end
    for _, case in ipairs {
      { "#2 to 'sub'", "sub", "a" }, { "#3 to 'sub'", "sub", "a", 1, {} }, { "#2 to 'byte'", "byte", "a", {} },
      { "#2 to 'len'", "len", "a", {} }, { "#2 to 'widthlimit'", "widthlimit", "a" },
      { "#2 to 'widthindex'", "widthindex", "a", "x" }, { "#3 to 'widthindex'", "widthindex", "a", 1, {} },
      { "#2 to 'insert'", "insert", "a" }, { "#2 to 'remove'", "remove", "a", 1.5 },
      { "#3 to 'next'", "next", "a", 1, {} },
      { "#1 to 'upper' (no code point)", "upper", -1 }, { "#1 to 'fold' (no code point)", "fold", 0x110000 },
      { "#2 to 'ncasecmp'", "ncasecmp", "a" }, { "#2 to 'grapheme_indices'", "grapheme_indices", "a", {} },
      { "#2 to 'clean'", "clean", "a", {} },
    } do
      local message = complaint(table.unpack(case, 2))
      assert.are.equal(1, (message:find("script:1: bad argument " .. case[1], 1, true)), message)
    end
  end)

  it("writes only code points there are", function()
    for _, wrong in ipairs { "%u{110000000}", "%u1114112", "%x110000", "%xFFFFFFFFFFFFFFFFFFFF",
      "%99999999999999999999" } do
      assert.has_error(function() lua_utf8.escape(wrong) end)
    end
    assert.are.equal("\u{10FFFF}a", lua_utf8.escape "%x{0010FFFF}%0000000097")
  end)
end)
