--- Turns bytes of many charsets into UTF-8 and back to their offsets, checked against a slow model.
local charset = require "wenlu.charset"
local digest = require "wenlu.digest"

local PROSE = "南通市2021年共整改问题165件，整改率达到98.2%。\n工作“满意率”≥94%·€\n"

--- Every character of a valid UTF-8 string.
local function characters(text)
  local list = {}
  for _, point in utf8.codes(text) do
    list[#list + 1] = utf8.char(point)
  end
  return list
end

--- The slow encoders: one character at a time. GB18030 by looking every two-byte code up once.
local gb = {}
for lead = 0x81, 0xFE do
  for trail = 0x40, 0xFE do
    local code = string.char(lead, trail)
    local text, _, faults = charset.decode(code, "GB18030")
    if trail ~= 0x7F and faults.n == 0 and not gb[text] then
      gb[text] = code
    end
  end
end

local encoders = {
  ["UTF-8"] = function(character) return character end,
  ["GB18030"] = function(character)
    return #character == 1 and character or gb[character] or error("no code for " .. character)
  end,
  ["UTF-16LE"] = function(character)
    local point = utf8.codepoint(character)
    if point < 0x10000 then
      return string.pack("<I2", point)
    end
    return string.pack("<I2I2", 0xD800 + ((point - 0x10000) >> 10), 0xDC00 + (point & 0x3FF))
  end,
  ["UTF-16BE"] = function(character)
    local point = utf8.codepoint(character)
    if point < 0x10000 then
      return string.pack(">I2", point)
    end
    return string.pack(">I2I2", 0xD800 + ((point - 0x10000) >> 10), 0xDC00 + (point & 0x3FF))
  end,
  ["UTF-32LE"] = function(character) return string.pack("<I4", utf8.codepoint(character)) end,
  ["UTF-32BE"] = function(character) return string.pack(">I4", utf8.codepoint(character)) end,
}

--- Encodes a text and notes, for each of its bytes, which bytes of the result hold its character.
local function encode(text, name, mark)
  local pieces, spans, at = { mark or "" }, {}, #(mark or "")
  for _, character in ipairs(characters(text)) do
    local code = encoders[name](character)
    pieces[#pieces + 1] = code
    for _ = 1, #character do
      spans[#spans + 1] = { at + 1, at + #code }
    end
    at = at + #code
  end
  return table.concat(pieces), spans
end

local function assert_spans(spans, map)
  for first = 1, #spans do
    for last = first, math.min(first + 8, #spans) do
      local source_first, source_last = map:source(first, last)
      assert.equal(spans[first][1], source_first)
      assert.equal(spans[last][2], source_last)
    end
  end
end

describe("charset.decode", function()
  for _, name in ipairs { "GB18030", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" } do
    it("reads " .. name .. " and maps each byte of the text to its character", function()
      local bytes, spans = encode(PROSE, name)
      local text, map, faults = charset.decode(bytes, name)
      assert.equal(PROSE, text)
      assert.same({ n = 0 }, faults)
      assert_spans(spans, map)
      assert_spans(spans, charset.unpack(map:pack()))
    end)

    it("gives, for " .. name .. " cut anywhere, the whole characters and one fault", function()
      local bytes = encode("整改a率€9", name)
      local complete = 0
      for cut = 0, #bytes do
        local text, map, faults = charset.decode(bytes:sub(1, cut), name)
        local whole = text:gsub("\u{FFFD}$", "")
        assert.equal(whole, ("整改a率€9"):sub(1, #whole))
        assert.is_true(#whole >= complete)
        complete = #whole
        assert.equal(whole == text and 0 or 1, faults.n)
        if faults.n == 1 then
          assert.same({ faults[1], cut }, { map:source(#text - 2, #text) })
        end
      end
      assert.equal(#"整改a率€9", complete)
    end)
  end

  it("returns valid UTF-8 as the same string, with an identity map", function()
    for _, text in ipairs { "", "a", PROSE, "a\0b", "\u{10FFFF}\u{800}\u{7FF}" } do
      local same, map, faults = charset.decode(text, "utf8")
      assert.equal(text, same)
      assert.equal("", map:pack())
      assert.equal(0, faults.n)
      assert.same({ 3, 7 }, { map:source(3, 7) })
    end
  end)

  it("drops byte order marks and counts them in the map", function()
    local marks = {
      ["UTF-8"] = "\xEF\xBB\xBF", ["UTF-16LE"] = "\xFF\xFE", ["UTF-16BE"] = "\xFE\xFF",
      ["UTF-32LE"] = "\xFF\xFE\0\0", ["UTF-32BE"] = "\0\0\xFE\xFF", ["GB18030"] = "\x84\x31\x95\x33",
    }
    for name, mark in pairs(marks) do
      local bytes, spans = encode("整改1率", name, mark)
      local text, map = charset.decode(bytes, name)
      assert.equal("整改1率", text)
      if name == "UTF-8" then
        assert.same({ 4, 6 }, { map:source(1, 3) })
      else
        assert_spans(spans, map)
      end
      assert.equal(name, (charset.detect(bytes)))
      local empty, empty_map = charset.decode(mark, name)
      assert.equal("", empty)
      assert.same({ 1, 0 }, { empty_map:source(1, 0) })
    end
  end)

  it("has every two-byte code of GB18030 and Big5 as the Encoding Standard has it", function()
    local function hash(name, from, to)
      local codes = {}
      for lead = 0x81, 0xFE do
        for trail = from, to do
          if trail ~= 0x7F and (name == "GB18030" or trail <= 0x7E or trail >= 0xA1) then
            codes[#codes + 1] = string.char(lead, trail, 10)
          end
        end
      end
      return digest.sha256((charset.decode(table.concat(codes), name)))
    end
    assert.equal("15e545f4b91e0eaf41cdae5cc7b70dd4bf6767f035ccf6938e02b478d6445267", hash("GB18030", 0x40, 0xFE))
    assert.equal("7c0981bc0ded1e4409f8182e107cdac6e125bca05493f5e2e6b6f9d3631fc10d", hash("Big5", 0x40, 0xFE))
  end)

  it("has every four-byte position of GB18030 as the Encoding Standard has it", function()
    local codes = {}
    for lead = 0x81, 0xFE do
      for second = 0x30, 0x39 do
        for third = 0x81, 0xFE do
          local prefix = string.char(lead, second, third)
          for fourth = 0x30, 0x39 do
            codes[#codes + 1] = prefix .. string.char(fourth) .. "\n"
          end
        end
      end
    end
    local text, _, faults = charset.decode(table.concat(codes), "GB18030")
    assert.equal("165c290fa0ca6ddcc07bec5f91ee702cd0fa7af17c58e91162c8eacd1425b6e2", digest.sha256(text))
    assert.equal(499604, faults.n)
    assert.equal(100, #faults)
  end)

  it("follows the standard where decoders differ", function()
    local cases = {
      ["\xA6\xD9"] = "\u{FE10}", ["\xA3\xA0"] = "\u{3000}", ["\x80"] = "€", ["\xFE\x51"] = "\u{E816}",
      ["\xA8\xBC"] = "\u{1E3F}", ["\x81\x35\xF4\x37"] = "\u{E7C7}", ["\x84\x31\x82\x36"] = "\u{FE10}",
      ["\x82\x35\x90\x37"] = "\u{9FB4}", ["\xE3\x32\x9A\x35"] = "\u{10FFFF}",
    }
    for bytes, expected in pairs(cases) do
      local text, _, faults = charset.decode(bytes, "gb2312")
      assert.equal(expected, text)
      assert.equal(0, faults.n)
    end
  end)

  it("never lets a bad lead byte swallow ASCII", function()
    local function check(bytes, name, expected, ...)
      local text, _, faults = charset.decode(bytes, name)
      assert.equal(expected, text)
      assert.same({ n = select("#", ...), ... }, faults)
    end
    check("\x81 a", "GB18030", "\u{FFFD} a", 1)
    check("\x81\x30a", "GB18030", "\u{FFFD}0a", 1)
    check("\x81\x30\x81<", "GB18030", "\u{FFFD}0\u{FFFD}<", 1, 3)
    check("\xFF<\xD6\xFF>", "GB18030", "\u{FFFD}<\u{FFFD}>", 1, 3)
    check("\x81\x30", "GB18030", "\u{FFFD}", 1)
    check("\xA4<b", "Big5", "\u{FFFD}<b", 1)
    check("\x88\x62", "Big5", "\u{CA}\u{304}")
    check("a\xE4\xB8b\xF0\x9F", "UTF-8", "a\u{FFFD}b\u{FFFD}", 2, 5)
    check("\xC0\xAF\xED\xA0\x80", "UTF-8", ("\u{FFFD}"):rep(5), 1, 2, 3, 4, 5)
    check("\0\xD8a\0", "UTF-16LE", "\u{FFFD}a", 1)
    check("\x93\xE9", "Latin-1", "\u{93}é")
    check("\x93\xE9", "windows-1252", "“é")
  end)

  it("takes the byte order of the mark where the label leaves it open, little-endian without one", function()
    for _, label in ipairs { "UTF-16", "utf16", "ucs-2", " unicode " } do
      assert.equal("a", (charset.decode("\xFE\xFF\0a", label, { strict = true })))
      assert.equal("a", (charset.decode("\xFF\xFEa\0", label, { strict = true })))
      assert.equal("a", (charset.decode("a\0", label, { strict = true })))
    end
    assert.equal("a", (charset.decode("\0\0\xFE\xFF\0\0\0a", "utf-32", { strict = true })))
    assert.equal("a", (charset.decode("a\0\0\0", "utf-32", { strict = true })))
    local _, message = charset.decode("\xFE\xFF\xD8\0\0a", "utf-16", { strict = true })
    assert.equal("bytes: not UTF-16BE at byte 3", message)
    assert.equal("\u{FFFE}\u{6100}", (charset.decode("\xFE\xFF\0a", "utf-16le")))
  end)

  it("raises for an option that does not exist", function()
    local function raises(message, call, ...)
      local ok, raised = pcall(call, ...)
      assert.is_false(ok)
      assert.matches(message, raised)
    end
    raises("unknown option 'strictt'", charset.decode, "a", "gbk", { strictt = true })
    raises("unknown option '1'", charset.decode, "a", "gbk", { true })
    raises("unknown option 'replacment'", charset.encode, "a", "gbk", { replacment = "?", scalar = true })
    raises("unknown option 'strict'", charset.check, "a", { strict = true })
  end)

  it("maps around faults", function()
    local text, map = charset.decode("中\xE4\xB8文", "UTF-8")
    assert.equal("中\u{FFFD}文", text)
    local spans = { { 1, 3 }, { 4, 5 }, { 6, 8 } }
    for i, span in ipairs(spans) do
      assert.same(span, { map:source(3 * i - 2, 3 * i) })
    end
  end)

  it("always gives valid UTF-8 and a map within the source, whatever the bytes", function()
    local seed = 12345
    local function random(limit)
      seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
      return (seed >> 8) % limit
    end
    local names = { "UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE", "UTF-32LE", "Latin-1", "windows-1252" }
    for round = 1, 400 do
      local bytes = {}
      for i = 1, random(60) do
        bytes[i] = string.char(random(3) == 0 and random(128) or 0x80 + random(128))
      end
      bytes = table.concat(bytes)
      local text, map, faults = charset.decode(bytes, names[round % #names + 1])
      assert.is_truthy(utf8.len(text))
      assert.is_true(faults.n <= #bytes)
      local reached = 0
      for first in utf8.codes(text) do
        local a, b = map:source(first, first)
        assert.is_true(a <= reached + 1 + 4 and b >= a and b <= #bytes)
        reached = math.max(reached, b)
      end
    end
  end)

  it("refuses a charset that it does not know", function()
    local text, message, code = charset.decode("a", "ISO-2022-CN")
    assert.same({ nil, "ISO-2022-CN: unknown charset", "unknown-charset" }, { text, message, code })
    assert.equal('"": unknown charset', select(2, charset.decode("a", "")))
  end)
end)

describe("a map", function()
  it("raises for ranges outside the text", function()
    local _, map = charset.decode("\xD6\xD0", "GBK")
    assert.same({ 1, 2 }, { map:source(2) })
    assert.same({ 3, 2 }, { map:source(4, 3) })
    for _, range in ipairs { { 0, 1 }, { 5, 5 }, { 1, 4 }, { 3, 1 } } do
      assert.has_error(function() map:source(range[1], range[2]) end)
    end
  end)

  it("survives packing, and damaged packing is refused", function()
    local _, map = charset.decode(encode(PROSE, "GB18030"), "GB18030")
    local packed = map:pack()
    assert.equal(packed, charset.unpack(packed):pack())
    assert.equal("", charset.unpack(""):pack())
    for cut = 1, #packed - 1 do
      local none, message, code = charset.unpack(packed:sub(1, cut))
      assert.is_nil(none)
      assert.equal("bad-map", code)
      assert.matches("^map: ", message)
    end
    for at = 1, #packed do
      for _, byte in ipairs { 0, 1, 0x7F, 0x80, 0xFF } do
        local damaged = charset.unpack(packed:sub(1, at - 1) .. string.char(byte) .. packed:sub(at + 1))
        if damaged then
          damaged:pack()
          damaged:source(1, 0)
        end
      end
    end
    assert.is_nil(charset.unpack("\1\xFF\xFF\xFF\xFF\x0F" .. ("\1"):rep(20)))
  end)
end)

describe("charset.detect", function()
  local function detects(name, bytes, declared)
    local found, confidence, why = charset.detect(bytes, declared)
    assert.equal(name, found, why)
    assert.is_true(confidence > 0.4 and confidence <= 1)
    assert.is_string(why)
  end

  it("knows official prose in each charset", function()
    for _, name in ipairs { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" } do
      detects(name, (encode(PROSE, name)))
    end
    detects("Big5", "\xB3\xF8\xA7\x69\xA5\xAB\xA4\xBD\xBE\xF7\xC3\xF6\xA4\x75\xA7\x40\xAA\xBA\xB0\xDD\xC3\xD2\xA1\x43")
    detects("UTF-8", "")
    detects("UTF-8", "Only ASCII.\n")
  end)

  it("calls UTF-8 by its name when it is cut or torn", function()
    local text = PROSE:rep(4)
    for cut = #text - 40, #text do
      detects("UTF-8", text:sub(1, cut))
    end
    detects("UTF-8", text:sub(2))
    detects("UTF-8", text:sub(1, 100) .. "\xE4" .. text:sub(101))
  end)

  it("calls GB18030 by its name when it is cut or torn", function()
    local bytes = encode(PROSE:rep(4), "GB18030")
    for cut = #bytes - 20, #bytes do
      detects("GB18030", bytes:sub(1, cut))
    end
    detects("GB18030", bytes:sub(1, 60) .. "\xFF" .. bytes:sub(61))
  end)

  it("takes the label gb2312 for GB18030, and finds it in markup", function()
    local bytes = encode("<html><head><META http-equiv=x content='text/html; charset=GB2312'></head>镕堃喆", "GB18030")
    detects("GB18030", bytes)
    detects("GB18030", (encode("<?xml version='1.0' encoding=\"gbk\"?><a>镕</a>", "GB18030")))
  end)

  it("asks a mark first, then a label from outside, a meta element and an XML declaration", function()
    local function why(bytes, declared)
      local name, _, reason = charset.detect(bytes, declared)
      return name .. ", " .. reason
    end
    local latin = "\xE9t\xE9 \xE0 la cr\xE8me br\xFBl\xE9e, d\xE9j\xE0 vu"
    local meta, xml = "<meta charset=iso-8859-1>", '<?xml version="1.0" encoding="windows-1252"?>'
    assert.equal("windows-1252, declared", why(xml .. latin))
    assert.equal("Latin-1, declared", why(xml .. meta .. latin))
    assert.equal("windows-1252, declared", why(meta .. latin, "cp1252"))
    assert.equal("Latin-1, declared", why(meta .. latin, "no such charset"))
    assert.equal("UTF-8, byte order mark", why("\xEF\xBB\xBF" .. meta .. latin, "cp1252"))
    assert.equal("UTF-16LE, byte order mark", why("\xFF\xFE" .. "a\0", "gbk"))
    assert.matches("^UTF%-16BE, declared", why((charset.encode(xml .. "整改率98%", "UTF-16BE"))))
  end)

  it("does not believe a wrong label, nor pass an unknown one on", function()
    detects("UTF-8", "<meta charset=gb2312>" .. PROSE)
    detects("GB18030", (encode("<meta charset=utf-8>" .. PROSE, "GB18030")))
    local bytes = encode(PROSE, "GB18030")
    detects("GB18030", bytes, "iso-8859-1")
    detects("GB18030", bytes, "UTF-7//IGNORE")
  end)

  it("refuses what is no text and says why", function()
    local cases = {
      ["PNG image"] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", ["PDF document"] = "%PDF-1.4\n%\xE2\xE3",
      ["ZIP archive or Office document"] = "PK\3\4\20\0", ["ELF program"] = "\x7FELF\2\1\1",
      ["OLE document, such as DOC or XLS"] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0",
      ["zero bytes"] = ("\0\1\2\3\xFF"):rep(50), ["control bytes"] = ("\1\2\3\x90\x05"):rep(50),
    }
    assert.is_nil((charset.detect "\0\0\0\0"))
    for why, bytes in pairs(cases) do
      assert.same({ nil, "binary data (" .. why .. ")", "binary" }, { charset.detect(bytes) })
    end
  end)

  it("knows UTF-32 without a mark, also when it is cut", function()
    for _, name in ipairs { "UTF-32LE", "UTF-32BE" } do
      for _, text in ipairs { PROSE, "关于整改落实情况的通知，各市县", "username" } do
        local bytes = charset.encode(text, name)
        detects(name, bytes)
        detects(name, bytes, name)
        for cut = 1, 3 do
          detects(name, bytes:sub(1, -1 - cut))
        end
      end
    end
  end)

  it("knows the byte order of UTF-16 by where the zero bytes of ASCII stand", function()
    local texts = {
      "username", "COUNT", "name,count\n整改,1\n", "0000 2000", "　　2020年一季度", "开展了一次整改",
      ("a"):rep(5000) .. "关于整改情况的通知" .. ("b"):rep(5000),
    }
    for _, name in ipairs { "UTF-16LE", "UTF-16BE" } do
      for _, text in ipairs(texts) do
        detects(name, (charset.encode(text, name)))
      end
    end
  end)

  it("believes the declaration of a charset of the West where hanzi would be odd", function()
    local texts = {
      "© 2023 ABC Company. All rights reserved.", "Größe: 5 m²", "été", "Straße für Fußgänger öffnen",
      "Señor González compró una casa en España.",
    }
    for _, text in ipairs(texts) do
      detects("Latin-1", (charset.encode(text, "Latin-1")), "iso-8859-1")
      detects("windows-1252", (charset.encode(text, "windows-1252")), "cp1252")
    end
    for _, text in ipairs { "镕堃喆", "张伟、李娜、王芳", "关于整改落实情况的通知" } do
      detects("GB18030", (charset.encode(text, "GB18030")), "iso-8859-1")
    end
  end)

  it("takes letters with accents for no hanzi of UTF-16", function()
    for _, text in ipairs {
      "Señor González compró una casa en España.", "© 2023 ABC Company. All rights reserved.",
      "Un café à l'été, la crème brûlée, où étaient les élèves français ? Ça dépend des années.",
    } do
      local name, message, code = charset.detect((charset.encode(text, "Latin-1")))
      assert.is_nil(name, text)
      assert.equal("unknown charset (no known charset fits)", message)
      assert.equal("unknown-charset", code)
    end
  end)

  it("believes the declaration of a charset that iconv(3) has, if the bytes are text in it", function()
    local declared = {
      { "shift_jis", "CP932", "日本語の文章です。これは公文書の例であり、平成二十年に作成された。" },
      { "euc-jp", "EUC-JP", "日本語の文章です。これは公文書の例であり、平成二十年に作成された。" },
      { "euc-kr", "CP949", "대한민국의 모든 국민은 법 앞에 평등하다. 누구든지 차별을 받지 아니한다." },
      { "windows-1251", "CP1251", "Все люди рождаются свободными и равными в своем достоинстве." },
      { "tis-620", "CP874", "มนุษย์ทั้งหลายเกิดมามีอิสระ" },
    }
    for _, case in ipairs(declared) do
      local label, name, text = case[1], case[2], case[3]
      local bytes = charset.encode(text, label)
      detects(name, bytes, label)
      local page = "<meta charset=" .. label .. ">" .. bytes
      detects(name, page)
      assert.equal("<meta charset=" .. label .. ">" .. text, (charset.decode(page, (charset.detect(page)))))
    end
    detects("GB18030", (charset.encode(PROSE, "GB18030")), "euc-kr")
    detects("GB18030", (charset.encode(PROSE, "GB18030")), "shift_jis")
  end)

  it("does not take text for a format because of its first letters", function()
    for _, text in ipairs {
      "ID3,名称\n", "ID3\t名称\n", "BZhou市", "BZh1市", "RIFF 指标说明", "名aftyp整改", "abcdftyp整改", "8BPS项目",
      "abcdefg WEBP格式", ("a"):rep(257) .. "ustar整改",
    } do
      detects("UTF-8", text)
      detects("GB18030", (charset.encode(text .. "关于整改落实情况的通知", "GB18030")))
    end
    local formats = {
      ["MP3 sound"] = "ID3\4\0\0", ["bzip2 archive"] = "BZh91AY&SY\0", ["RIFF media"] = "RIFF\1\2\3\4WAVEfmt ",
      ["WebP image"] = "RIFF\1\2\3\4WEBPVP8 ", ["MP4 media"] = "\0\0\0\32ftypisom", ["Photoshop image"] = "8BPS\0\1\0",
      ["tar archive"] = ("a"):rep(257) .. "ustar\0" .. "00",
    }
    for why, bytes in pairs(formats) do
      assert.same({ nil, "binary data (" .. why .. ")", "binary" }, { charset.detect(bytes) })
    end
  end)

  it("doubts ASCII that has the shifts of ISO-2022 or HZ", function()
    for _, bytes in ipairs { "\x1B$B4A;z\x1B(B", "a ~{VPND~} b" } do
      local name, confidence, why = charset.detect(bytes)
      assert.same({ "UTF-8", 0.5, "only ASCII, perhaps ISO-2022 or HZ" }, { name, confidence, why })
    end
    assert.equal(1.0, select(2, charset.detect "cd ~/x; echo ~{a,b}"))
  end)

  it("says that it does not know a charset rather than guess", function()
    local name, message, code = charset.detect "Un caf\xE9 a \xE9t\xE9 \xE0 la cr\xE8me br\xFBl\xE9e\n"
    assert.same({ nil, "unknown charset (no known charset fits)", "unknown-charset" }, { name, message, code })
  end)
end)
