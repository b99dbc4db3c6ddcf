--- Turns what scripts written for lua-iconv ask for into what lua-iconv would answer.
local iconv = require "iconv"
local program = dofile "tests/program.lua"

local function converts(expected, to, from, bytes, problem)
  local result, found = assert(iconv.new(to, from)):iconv(bytes)
  assert.equal(expected, result)
  assert.equal(problem, found)
end

describe("iconv", function()
  it("converts between any two charsets", function()
    converts("\xD6\xD0\xCE\xC4", "GBK", "UTF-8", "中文")
    converts("中文", "utf-8", "gb2312", "\xD6\xD0\xCE\xC4")
    converts("\xA4\xA4\xA4\xE5", "BIG5", "GB18030", "\xD6\xD0\xCE\xC4")
    converts("\xE9", "ISO-8859-1", "UTF-8", "é")
    converts("日本", "UTF-8", "SHIFT_JIS", "\x93\xFA\x96\x7B")
    converts("a\0b", "UTF-8", "ASCII", "a\0b")
    converts("", "UTF-8", "GBK", "")
  end)

  it("returns the first part and an error at a fault", function()
    converts("中", "UTF-8", "GBK", "\xD6\xD0\xFFa", iconv.ERROR_INVALID)
    converts("中", "UTF-8", "GBK", "\xD6\xD0\xCE", iconv.ERROR_INCOMPLETE)
    converts("a", "Latin1", "UTF-8", "a中b", iconv.ERROR_INVALID)
    converts("ab", "ASCII", "UTF-8", "ab中", iconv.ERROR_INVALID)
    converts("ab", "UTF-8", "US-ASCII", "ab\xE9", iconv.ERROR_INVALID)
    converts("a\0", "UTF-16LE", "UTF-8", "a\xFF", iconv.ERROR_INVALID)
  end)

  it("leaves out with //IGNORE what cannot be converted, but not a U+FFFD that was there", function()
    converts("中\u{FFFD}文", "UTF-8//IGNORE", "GB18030", "\xD6\xD0\xFF\x84\x31\xA4\x37\xCE\xC4\x81")
    converts("ab", "ASCII//IGNORE", "UTF-8", "a中b文")
    converts("ab", "ASCII//ignore", "ASCII", "a\xFFb")
    converts("\xE9", "Latin1//IGNORE", "UTF-8", "é—中")
  end)

  it("writes something like it with //TRANSLIT", function()
    converts('"A-?1...%', "ASCII//TRANSLIT", "UTF-8", "“A—中１…％")
    converts("\xD6\xD0?", "GBK//TRANSLIT", "UTF-8", "中😀")
  end)

  it("writes and reads the mark of UTF-16 and UTF-32 without a byte order, and keeps others", function()
    converts("\xFF\xFE\x2D\x4E", "UTF-16", "UTF-8", "中")
    converts("中", "UTF-8", "UTF-16", "\xFE\xFF\x4E\x2D")
    converts("中", "UTF-8", "UTF-16", "\xFF\xFE\x2D\x4E")
    converts("中", "UTF-8", "UTF-32", "\0\0\xFE\xFF\0\0\x4E\x2D")
    converts("\u{FEFF}中", "UTF-8", "UTF-8", "\u{FEFF}中")
    converts("\u{FEFF}中", "UTF-8", "UTF-16LE", "\xFF\xFE\x2D\x4E")
  end)

  it("knows no charset but those of wenlu.charset, and no other suffix", function()
    local wrong = { { "UTF-7", "UTF-8" }, { "UTF-8", "ISO-2022-CN" }, { "", "UTF-8" }, { "GBK//X", "UTF-8" } }
    for _, names in ipairs(wrong) do
      local converter, message = iconv.new(names[1], names[2])
      assert.is_nil(converter)
      assert.is_string(message)
    end
  end)

  it("raises when it is given no string", function()
    assert.has_error(function() iconv.new("UTF-8") end)
    assert.has_error(function() iconv.new("UTF-8", "GBK"):iconv(nil) end)
  end)

  it("has lua-iconv's names", function()
    assert.equal(iconv.new, iconv.open)
    assert.same({ 1, 2, 3, 4 },
      { iconv.ERROR_NO_MEMORY, iconv.ERROR_INVALID, iconv.ERROR_INCOMPLETE, iconv.ERROR_UNKNOWN })
  end)

  it("says that a method needs its converter", function()
    assert.has_error(function() iconv.new("gbk", "utf-8").iconv(nil, "a") end,
      "iconv: a converter is wanted: cd:iconv(bytes)")
  end)

  it("is found before any module of that name on package.path", function()
    local answer = program.run({ "-" }, [[
      package.path = "/nowhere/?.lua;" .. package.path
      table.insert(package.searchers, 2, function() return function() return "another" end end)
      local module, where = require "iconv"
      print(module._VERSION, where)]])
    assert.equal("", answer.err)
    assert.equal("wenlu iconv\t:preload:\n", answer.out)
  end)
end)
