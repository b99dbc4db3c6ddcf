--- Turns text into the bytes of each charset and back, beside slow models and the machine's iconv(1).
local charset = require "wenlu.charset"

local PROSE = "南通市2021年共整改问题165件，整改率达到98.2%。\n工作“满意率”≥94%·€\n"
local STRICT = { strict = true }

--- Where the collector never rests, a sample is enough.
local STEP = os.getenv "WENLU_GC" and 61 or 1

--- Private characters that lost their two-byte codes by 2022 and are still written with them.
local KEPT = {
  [0xE81E] = "\xFE\x59", [0xE826] = "\xFE\x61", [0xE82B] = "\xFE\x66", [0xE82C] = "\xFE\x67", [0xE832] = "\xFE\x6D",
  [0xE843] = "\xFE\x7E", [0xE854] = "\xFE\x90", [0xE864] = "\xFE\xA0", [0xE78D] = "\xA6\xD9", [0xE78E] = "\xA6\xDA",
  [0xE78F] = "\xA6\xDB", [0xE790] = "\xA6\xDC", [0xE791] = "\xA6\xDD", [0xE792] = "\xA6\xDE", [0xE793] = "\xA6\xDF",
  [0xE794] = "\xA6\xEC", [0xE795] = "\xA6\xED", [0xE796] = "\xA6\xF3",
}

local function is_scalar(point)
  return point < 0xD800 or point > 0xDFFF
end

--- All code points from `first` to `last`, in order, but surrogates and what `skip` names.
local function all_points(first, last, skip)
  local pieces, points = {}, {}
  for point = first, last do
    if is_scalar(point) and not skip[point] then
      points[#points + 1] = point
    end
    if #points == 200 or point == last then
      pieces[#pieces + 1] = utf8.char(table.unpack(points))
      points = {}
    end
  end
  return table.concat(pieces)
end

local function random_source(seed)
  return function(limit)
    seed = (seed * 6364136223846793005 + 1442695040888963407)
    return (seed >> 33) % limit
  end
end

--- The first code of each character, by decoding every two-byte code alone; the last where `last` says so.
local function codes_of(name, first_lead, last)
  local codes = {}
  for lead = first_lead, 0xFE do
    for trail = 0x40, 0xFE do
      local code = string.char(lead, trail)
      local text = charset.decode(code, name, STRICT)
      if text and utf8.len(text) == 1 and (not codes[text] or last and last[text]) then
        codes[text] = code
      end
    end
  end
  return codes
end

--- What GB18030 makes of a code point, by the steps of the Encoding Standard.
local function gb_model(codes, point, pointer)
  if point < 0x80 then
    return string.char(point)
  end
  local code = KEPT[point] or codes[utf8.char(point)]
  if code or point == 0xE5E5 then
    return code
  end
  local lead, second = 0x81 + pointer // 12600, 0x30 + pointer // 1260 % 10
  return string.char(lead, second, 0x81 + pointer // 10 % 126, 0x30 + pointer % 10)
end

describe("charset.encode", function()
  it("writes every character of the basic plane as the Encoding Standard's steps do", function()
    local codes = codes_of("GB18030", 0x81)
    --- The order of the four-byte codes still counts the characters of 2000.
    local moved = { [0xE7C7] = true, [0x1E3F] = false, [0xE5E5] = true }
    for point, code in pairs(KEPT) do
      moved[point], moved[utf8.codepoint((charset.decode(code, "GB18030")))] = true, false
    end
    local pointer = 0
    for point = 0x80, 0xFFFF do
      local character = is_scalar(point) and utf8.char(point)
      local own = point == 0xE7C7 and 7457 or pointer
      if character and point % STEP == 0 and charset.encode(character, "GB18030") ~= gb_model(codes, point, own) then
        error(("U+%04X"):format(point))
      end
      local has_code = moved[point]
      if has_code == nil then
        has_code = character and codes[character] ~= nil
      end
      pointer = pointer + (character and not has_code and 1 or 0)
    end
    assert.equal(39420, pointer)
  end)

  it("gives back, through GB18030 and through the wide charsets, each of all code points", function()
    local skip = setmetatable({ [0xE5E5] = true, [0xFEFF] = true }, { __index = KEPT })
    local text = all_points(0, 0x10FFFF, skip)
    for _, name in ipairs { "GB18030", "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" } do
      local bytes, missing = charset.encode(text, name)
      assert.equal(0, missing.n)
      local back, _, faults = charset.decode(bytes, name, STRICT)
      assert.is_true(back == text, name)
      assert.equal(0, faults.n)
    end
  end)

  it("writes the characters of 2022 in two bytes, though they are read from four too", function()
    for point = 0xFE10, 0xFE19 do
      local character = utf8.char(point)
      local code = charset.encode(character, "GB18030")
      assert.equal(2, #code)
      assert.equal(character, (charset.decode(code, "GB18030")))
    end
    assert.equal("\xA6\xD9", (charset.encode(charset.decode("\x84\x31\x82\x36", "GB18030"), "GB18030")))
  end)

  it("writes Big5 without the codes below A140, and of two codes the first but for six characters", function()
    local last = {}
    for _, character in ipairs { "═", "╞", "╡", "╪", "十", "卅" } do
      last[character] = true
    end
    local codes, count = codes_of("Big5", 0xA1, last), 0
    for point = 0x80, 0x2FFFF do
      local character = is_scalar(point) and utf8.char(point)
      if character and point % STEP == 0 and (point < 0xE000 or codes[character] or point % 16 == 0) then
        local bytes, _, code = charset.encode(character, "Big5")
        count = count + (bytes and 1 or 0)
        if bytes ~= codes[character] or code ~= nil and code ~= "no-code" then
          error(("U+%04X"):format(point))
        end
      end
    end
    assert.is_true(count > 13000 // STEP - 100)
  end)

  it("writes no four-byte codes when GBK is asked for, and its own euro sign", function()
    assert.equal("\x80", (charset.encode("€", "GBK")))
    assert.equal("\xA2\xE3", (charset.encode("€", "GB2312")))
    assert.equal("\x88\xD2", (charset.encode("堃", "cp936")))
    local message = "text: GBK has no code for U+20BB7 at byte 4"
    assert.same({ nil, message, "no-code", 4 }, { charset.encode("堃𠮷", "x-gbk") })
    assert.equal("\x88\xD2\x95\x34\xB2\x35", (charset.encode("堃𠮷", "gb2312")))
  end)

  it("gives back random texts whole, in pieces that cross its windows", function()
    local random = random_source(3)
    local names = { "GB18030", "UTF-16BE", "UTF-32LE", "UTF-8" }
    for round = 1, 200, STEP do
      local pieces = {}
      for i = 1, random(200) do
        local kind = random(8)
        local point = kind < 5 and 0x4E00 + random(0x5000) or kind < 7 and random(0x80) or random(0x10FFFF)
        local stays = is_scalar(point) and not KEPT[point] and point ~= 0xE5E5 and point ~= 0xFEFF
        pieces[i] = stays and utf8.char(point) or "。"
      end
      local text, name = table.concat(pieces), names[round % #names + 1]
      assert.equal(text, (charset.decode(charset.encode(text, name), name, STRICT)))
    end
    local long = PROSE:rep(30000)
    for _, name in ipairs { "GB18030", "GBK", "UTF-16LE" } do
      local bytes = charset.encode(long, name)
      assert.is_true(bytes == charset.encode(PROSE, name):rep(30000), name)
      assert.is_true(charset.decode(bytes, name) == long, name)
    end
  end)

  it("fails where a character has no code, and where the text is no UTF-8", function()
    local cases = {
      { "Latin-1", "é整", "text: Latin-1 has no code for U+6574 at byte 3", "no-code", 3 },
      { "windows-1252", "“\u{81}", "text: windows-1252 has no code for U+0081 at byte 4", nil, nil },
      { "Big5", "整改\u{1F600}", "text: Big5 has no code for U+1F600 at byte 7", "no-code", 7 },
      { "GB18030", "a\u{E5E5}", "text: GB18030 has no code for U+E5E5 at byte 2", "no-code", 2 },
      { "GB18030", "整\xFF", "text: not UTF-8 at byte 4", "bad-utf8", 4 },
      { "UTF-16LE", "\xED\xA0\x80", "text: not UTF-8 at byte 1", "bad-utf8", 1 },
      { "UTF-8", "a\xC0\xAF", "text: not UTF-8 at byte 2", "bad-utf8", 2 },
      { "ISO-8859-2", "ř整", "text: ISO-8859-2 has no code for U+6574 at byte 3", "no-code", 3 },
    }
    for _, case in ipairs(cases) do
      if case[4] then
        assert.same({ nil, case[3], case[4], case[5] }, { charset.encode(case[2], case[1]) })
      else
        assert.equal("\x93\x81", (charset.encode(case[2], case[1])))
      end
    end
    assert.same({ nil, "UTF-7: unknown charset", "unknown-charset" }, { charset.encode("a", "UTF-7") })
    assert.same({ nil, "gbk//translit: unknown charset", "unknown-charset" }, { charset.encode("a", "gbk//translit") })
  end)

  it("writes a replacement or a reference instead, and tells where", function()
    local function check(expected, text, name, options, ...)
      local bytes, faults = charset.encode(text, name, options)
      assert.equal(expected, bytes)
      assert.same({ n = select("#", ...), ... }, faults)
    end
    check("?a?", "率a堃", "Latin-1", { replacement = "?" }, 1, 5)
    check("a", "率a堃", "Latin-1", { replacement = "" }, 1, 5)
    check("&#29575;a&#22531;\xE9", "率a堃é", "Latin-1", { references = true }, 1, 5)
    check("&#128512;\xA5\xC9", "😀玉", "Big5", { references = true }, 1)
    check("&#65533;a", "\xFFa", "GB18030", { references = true }, 1)
    check("\xA1\xF6\xA1\xF6b", "\xE4\xB8\xE4b", "gbk", { replacement = "■" }, 1, 3)
    check("?\0a\0", "\xFFa", "UTF-16LE", { replacement = "?" }, 1)
    check("a\u{FFFD}b", "a\xF0\x9Fb", "UTF-8", { replacement = "\u{FFFD}" }, 2)
    local _, faults = charset.encode(("整"):rep(500), "Latin-1", { replacement = "?" })
    assert.equal(100, #faults)
    assert.equal(500, faults.n)
  end)

  it("raises for options that cannot be followed", function()
    for _, options in ipairs {
      { replacement = "整" }, { replacement = 1 }, { replacement = "\xFF" }, { replacement = ("?"):rep(17) },
      { replacement = "?", references = true },
    } do
      assert.has_error(function() charset.encode("改", "Latin-1", options) end)
    end
    assert.has_error(function() charset.encode("改", "Latin-1", "?") end)
  end)

  it("keeps zero bytes and empty strings", function()
    for _, name in ipairs { "GB18030", "GBK", "Big5", "Latin-1", "windows-1252", "UTF-8", "koi8-r" } do
      assert.equal("a\0b", (charset.encode("a\0b", name)))
      assert.equal("", (charset.encode("", name)))
    end
  end)
end)

describe("charset.decode, when strict,", function()
  it("tells the first fault from an end that cuts a character", function()
    local cases = {
      { "GB18030", "\xD6\xD0\xFF1", 3 }, { "GB18030", "a\x81\x30\x81", 2, true }, { "GB18030", "\xFF", 1 },
      { "GB18030", "\xD6\xD0\xD6", 3, true }, { "Big5", "\xA4", 1, true }, { "Big5", "\xA4<", 1 },
      { "Big5", "\x80", 1 },
      { "UTF-8", "a\xE6\x95", 2, true }, { "UTF-8", "a\xE6a", 2 }, { "UTF-8", "\xF5", 1 }, { "UTF-8", "\xC1", 1 },
      { "UTF-16LE", "a", 1, true }, { "UTF-16LE", "\0\xD8", 1, true }, { "UTF-16LE", "\0\xDC", 1 },
      { "UTF-16BE", "\xD8\0\xDC", 1, true }, { "UTF-16BE", "\xDC\0", 1 }, { "UTF-32LE", "a\0\0", 1, true },
      { "UTF-32LE", "\0\0\x11\0", 1 }, { "EUC-JP", "\xC6\xFC\xC6", 3, true }, { "EUC-JP", "a\xFFa", 2 },
    }
    for _, case in ipairs(cases) do
      local text, message, code, offset = charset.decode(case[2], case[1], STRICT)
      assert.is_nil(text)
      local reason = case[4] and "bytes: the end cuts a character of %s at byte %d" or "bytes: not %s at byte %d"
      assert.equal(reason:format(case[1], case[3]), message)
      assert.equal(case[4] and "cut-bytes" or "bad-bytes", code)
      assert.equal(case[3], offset)
    end
  end)

  it("stops at a fault far into a long document, and otherwise decodes as ever", function()
    local bytes = charset.encode(PROSE:rep(30000), "GB18030")
    local whole = charset.decode(bytes, "GB18030", STRICT)
    assert.is_true(whole == PROSE:rep(30000))
    assert.equal(#bytes + 1, select(4, charset.decode(bytes .. "\xFF" .. bytes, "GB18030", STRICT)))
  end)
end)

describe("the fast path of GB18030", function()
  --- Decodes by single characters, as the standard's steps say: no stretch is long enough for the fast path.
  local function slow(bytes)
    local pieces, at = {}, 1
    while at <= #bytes do
      local lead, second = bytes:byte(at, at + 1)
      local size = (lead <= 0x80 or lead == 0xFF) and 1 or (second and second >= 0x30 and second <= 0x39) and 4 or 2
      local text = charset.decode(bytes:sub(at, at + size - 1), "GB18030", STRICT)
      if not text then
        local _, _, faults = charset.decode(bytes:sub(at, at + 7), "GB18030")
        text = "\u{FFFD}"
        size = faults[2] == nil and #bytes - at < 4 and size or 1
        if second and second >= 0x80 and lead ~= 0xFF and lead > 0x80 then
          size = 2
        elseif size == 4 and #bytes - at >= 3 and bytes:find("^[\x81-\xFE][0-9][\x81-\xFE][0-9]", at) then
          size = 4
        end
      end
      pieces[#pieces + 1] = text
      at = at + size
    end
    return table.concat(pieces)
  end

  it("takes texts of ASCII, hanzi and rare characters as the slow one does", function()
    local random = random_source(11)
    local pieces = { "a", "98.2%", "整", "改率", "。", "·", "€", "\u{3400}", "𠮷", "é", "\0", "\u{E5E6}" }
    for _ = 1, 500, STEP do
      local parts = {}
      for i = 1, random(60) do
        parts[i] = pieces[random(#pieces) + 1]
      end
      local text = table.concat(parts)
      local bytes = charset.encode(text, "GB18030")
      local decoded, map = charset.decode(bytes, "GB18030")
      assert.equal(text, decoded)
      assert.equal(text, slow(bytes))
      local at = 1
      for first, point in utf8.codes(text) do
        local code = charset.encode(utf8.char(point), "GB18030")
        assert.same({ at, at + #code - 1 }, { map:source(first, first) })
        at = at + #code
      end
    end
  end)
end)

describe("iconv(1), the second opinion,", function()
  --- Runs it on bytes; nil where there is none.
  local function iconv(bytes, from, to)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(bytes)
    file:close()
    local pipe = io.popen(("iconv -c -f %s -t %s %s 2>/dev/null"):format(from, to, path))
    local result = pipe:read "a"
    pipe:close()
    os.remove(path)
    return result ~= "" and result or nil
  end

  it("agrees on all two-byte codes of GB18030 but the known ones", function()
    local codes = {}
    for lead = 0x81, 0xFE do
      for trail = 0x40, 0xFE do
        if trail ~= 0x7F then
          codes[#codes + 1] = string.char(lead, trail)
        end
      end
    end
    assert.equal(23940, #codes)
    local theirs = iconv(table.concat(codes, "\n"), "GB18030", "UTF-8")
    if not theirs then
      pending "iconv(1) is not installed"
      return
    end
    local ours, differing, index = charset.decode(table.concat(codes, "\n"), "GB18030"), {}, 0
    local next_ours = (ours .. "\n"):gmatch "([^\n]*)\n"
    for line in (theirs .. "\n"):gmatch "([^\n]*)\n" do
      index = index + 1
      if next_ours() ~= line then
        differing[#differing + 1] = ("%02X%02X"):format(codes[index]:byte(1, 2))
      end
    end
    assert.equal(#codes, index)
    local known = {}
    for code in ("A3A0 A6D9 A6DA A6DB A6DC A6DD A6DE A6DF A6EC A6ED A6F3 A8BC FE51 FE52 FE53 FE59 FE61 FE66 FE67 FE6C "
      .. "FE6D FE76 FE7E FE90 FE91 FEA0"):gmatch "%x+" do
      known[code] = true
    end
    for _, code in ipairs(differing) do
      assert.is_true(known[code], code)
    end
  end)

  it("agrees on every hanzi, encoded, and on the charsets that are its own", function()
    local hanzi = all_points(0x4E00, 0x9FA5, {})
    local theirs = iconv(hanzi, "UTF-8", "GB18030")
    if not theirs then
      pending "iconv(1) is not installed"
      return
    end
    assert.is_true(theirs == charset.encode(hanzi, "GB18030"))
    local samples = { ["SHIFT_JIS"] = "日本語テスト", ["EUC-JP"] = "日本語", ["EUC-KR"] = "한국어", ["KOI8-R"] = "Привет",
      ["ISO-8859-2"] = "řeč", ["windows-1251"] = "Москва" }
    for name, text in pairs(samples) do
      local bytes = charset.encode(text, name)
      assert.equal(iconv(text, "UTF-8", name), bytes)
      local back, map, faults = charset.decode(bytes, name)
      assert.equal(text, back)
      assert.equal(0, faults.n)
      assert.equal(#bytes, select(2, map:source(1, #text)))
    end
  end)
end)
