-- The official vectors and data files of Unicode, as Debian's unicode-data installs them.

local unicode = require "wenlu.unicode"

local FOLDER = "/usr/share/unicode/"

-- The lines of a data file without comments; nil when the file is not there, or of another version.
local function lines_of(name)
  if os.getenv "WENLU_GC" then
    return nil, "too much work for a collector that never rests"
  end
  local packed = name:find "%.bz2$"
  local readme = io.open(FOLDER .. "ReadMe.txt")
  local there = io.open(FOLDER .. name)
  if not readme or not there then
    return nil, FOLDER .. name .. " is not installed (Debian: unicode-data)"
  end
  local same = readme:read("a"):find("Version " .. unicode.version, 1, true)
  readme:close()
  there:close()
  if not same then
    return nil, "unicode-data and utf8proc are of different versions of Unicode"
  end
  local file = packed and assert(io.popen("bzip2 -dc " .. FOLDER .. name)) or assert(io.open(FOLDER .. name))
  local lines = {}
  for line in file:lines() do
    line = line:gsub("%s*#.*", "")
    if line ~= "" then
      lines[#lines + 1] = line
    end
  end
  file:close()
  if #lines == 0 then
    return nil, FOLDER .. name .. " cannot be unpacked (Debian: bzip2)"
  end
  return lines
end

local function characters(codes)
  local list = {}
  for code in codes:gmatch "%x+" do
    list[#list + 1] = utf8.char(tonumber(code, 16))
  end
  return table.concat(list)
end

-- Calls take(code, value) for each code point of "0041..005A;Lu" lines.
local function each_code(lines, take)
  for _, line in ipairs(lines) do
    local first, last, value = line:match "^(%x+)%.*(%x*)%s*;%s*([%w_]+)"
    for code = tonumber(first, 16), tonumber(last ~= "" and last or first, 16) do
      take(code, value)
    end
  end
end

local function each_code_point(check)
  for code = 0, 0x10FFFF do
    check(code)
  end
end

-- Column of NormalizationTest that each form of each column equals.
local EQUAL = {
  nfc = { 2, 2, 2, 4, 4 },
  nfd = { 3, 3, 3, 5, 5 },
  nfkc = { 4, 4, 4, 4, 4 },
  nfkd = { 5, 5, 5, 5, 5 },
}

-- Around the vectors: nothing, text that vectors pass, and what puts them across the end of a block.
local AROUND = { "", "整改问题一百二十件、办结率达到九成五以上。", ("0"):rep(61) }

describe("the normal forms", function()
  local lines, why = lines_of "NormalizationTest.txt.bz2"

  local function check_line(columns, around, way)
    for form, equal in pairs(EQUAL) do
      for column = 1, 5 do
        local text = around .. columns[column] .. around
        local expected = around .. columns[equal[column]] .. around
        if unicode[form](text, way) ~= expected then
          assert.are.equal(expected, unicode[form](text, way), form)
        end
        if unicode.is_normal(text, form:upper(), way) ~= (text == expected) then
          assert.are.equal(text == expected, (unicode.is_normal(text, form:upper(), way)), form)
        end
      end
    end
  end

  for _, way in ipairs { "fast", "plain" } do
    it("pass NormalizationTest whole, wherever in a text: " .. way, function()
      if not lines then
        return pending(why)
      end
      local count = 0
      for _, line in ipairs(lines) do
        local columns = {}
        for field in line:gmatch "([%x ]+);" do
          columns[#columns + 1] = characters(field)
        end
        if #columns == 5 then
          count = count + 1
          for _, around in ipairs(AROUND) do
            check_line(columns, around, way)
          end
        end
      end
      assert.is_true(count > 18000)
    end)
  end

  it("leave every code point alone that NormalizationTest does not list", function()
    if not lines then
      return pending(why)
    end
    local listed = {}
    local is_first_part
    for _, line in ipairs(lines) do
      is_first_part = line:find "^@Part1" or (is_first_part and not line:find "^@")
      if is_first_part and line:find "^%x" then
        listed[tonumber(line:match "^%x+", 16)] = true
      end
    end
    each_code_point(function(code)
      if not listed[code] and (code < 0xD800 or code > 0xDFFF) then
        local text = utf8.char(code)
        for form in pairs(EQUAL) do
          if unicode[form](text) ~= text then
            assert.are.equal(text, unicode[form](text), ("%s of U+%04X"):format(form, code))
          end
        end
      end
    end)
  end)
end)

describe("grapheme clusters", function()
  it("pass GraphemeBreakTest whole", function()
    local lines, why = lines_of "auxiliary/GraphemeBreakTest.txt"
    if not lines then
      return pending(why)
    end
    for _, line in ipairs(lines) do
      local expected, text = {}, {}
      for cluster in line:gsub("÷", "|"):gmatch "[^|]+" do
        if cluster:find "%x" then
          expected[#expected + 1] = characters(cluster)
        end
      end
      local whole = table.concat(expected)
      for first, last in unicode.graphemes(whole) do
        text[#text + 1] = whole:sub(first, last)
      end
      assert.are.same(expected, text)
    end
    assert.is_true(#lines > 500)
  end)
end)

describe("the properties of each code point", function()
  it("are the categories of UnicodeData", function()
    local lines, why = lines_of "UnicodeData.txt"
    if not lines then
      return pending(why)
    end
    local categories, begin = {}, nil
    for _, line in ipairs(lines) do
      local code, name, category = line:match "^(%x+);([^;]*);(%u%l)"
      code = tonumber(code, 16)
      for inner = name:find "Last>$" and begin or code, code do
        categories[inner] = category
      end
      begin = code
    end
    each_code_point(function(code)
      local expected = categories[code] or "Cn"
      if unicode.category(code) ~= expected then
        assert.are.equal(expected, unicode.category(code), ("U+%04X"):format(code))
      end
    end)
  end)

  it("are the scripts of Scripts", function()
    local lines, why = lines_of "Scripts.txt"
    if not lines then
      return pending(why)
    end
    local scripts = {}
    each_code(lines, function(code, script)
      scripts[code] = script
    end)
    each_code_point(function(code)
      local expected = scripts[code] or "Unknown"
      if unicode.script(code) ~= expected then
        assert.are.equal(expected, unicode.script(code), ("U+%04X"):format(code))
      end
    end)
  end)

  it("are the widths that follow from EastAsianWidth and the categories", function()
    local lines, why = lines_of "EastAsianWidth.txt"
    local core = lines_of "DerivedCoreProperties.txt"
    local jamo = lines_of "HangulSyllableType.txt"
    if not lines then
      return pending(why)
    end
    local widths, ignorable, inner = {}, {}, {}
    each_code(lines, function(code, width)
      widths[code] = width
    end)
    each_code(core, function(code, property)
      ignorable[code] = ignorable[code] or property == "Default_Ignorable_Code_Point"
    end)
    each_code(jamo, function(code, kind)
      inner[code] = kind == "V" or kind == "T"
    end)
    local zero = { Mn = true, Me = true, Cc = true, Cf = true, Cs = true, Zl = true, Zp = true }
    local columns = { W = 2, F = 2, A = 3 }
    each_code_point(function(code)
      local category = unicode.category(code)
      local none = zero[category] or inner[code] or (category == "Cn" and ignorable[code])
      local expected = code == 0xAD and 1 or none and 0 or columns[widths[code]] or 1
      local low, high = unicode.code_width(code), unicode.code_width(code, 2)
      if low ~= (expected == 3 and 1 or expected) or high ~= (expected == 3 and 2 or expected) then
        assert.are.same({ expected, expected }, { low, high }, ("U+%04X"):format(code))
      end
    end)
  end)
end)

describe("case", function()
  it("folds as CaseFolding says", function()
    local lines, why = lines_of "CaseFolding.txt"
    if not lines then
      return pending(why)
    end
    local full, simple = {}, {}
    for _, line in ipairs(lines) do
      local code, status, mapping = line:match "^(%x+); (%a); ([%x ]+);"
      code = tonumber(code, 16)
      if status == "C" or status == "F" then
        full[code] = characters(mapping)
      end
      if status == "C" or status == "S" then
        simple[code] = tonumber(mapping, 16)
      end
    end
    each_code_point(function(code)
      if unicode.simple_fold(code) ~= (simple[code] or code) then
        assert.are.equal(simple[code] or code, unicode.simple_fold(code), ("U+%04X"):format(code))
      end
      if code < 0xD800 or code > 0xDFFF then
        local text = utf8.char(code)
        if unicode.fold(text) ~= (full[code] or text) then
          assert.are.equal(full[code] or text, unicode.fold(text), ("U+%04X"):format(code))
        end
      end
    end)
  end)

  it("changes as UnicodeData and SpecialCasing say", function()
    local lines, why = lines_of "UnicodeData.txt"
    local special = lines_of "SpecialCasing.txt"
    if not lines then
      return pending(why)
    end
    local expected = { upper = {}, lower = {}, title = {} }
    for _, line in ipairs(lines) do
      local fields = {}
      for field in (line .. ";"):gmatch "([^;]*);" do
        fields[#fields + 1] = field
      end
      local code = tonumber(fields[1], 16)
      local upper, lower = tonumber(fields[13], 16), tonumber(fields[14], 16)
      expected.upper[code], expected.lower[code] = upper, lower
      expected.title[code] = tonumber(fields[15], 16) or upper
    end
    each_code_point(function(code)
      for name, mapping in pairs(expected) do
        local mapped = unicode["simple_" .. name](code)
        if mapped ~= (mapping[code] or code) then
          assert.are.equal(mapping[code] or code, mapped, ("%s of U+%04X"):format(name, code))
        end
      end
    end)
    for _, line in ipairs(special) do
      local code, lower, title, upper, rest = line:match "^(%x+); ([%x ]*); ([%x ]*); ([%x ]*);(.*)"
      if not rest:find "%S" then
        local text = characters(code)
        assert.are.same({ characters(lower), characters(title), characters(upper) },
          { unicode.lower(text), unicode.title(text), unicode.upper(text) }, "U+" .. code)
      end
    end
  end)
end)
