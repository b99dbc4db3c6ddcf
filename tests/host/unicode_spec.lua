local unicode = require "wenlu.unicode"

local FORMS = { "nfc", "nfd", "nfkc", "nfkd" }
local MAPPINGS = { "fold", "lower", "upper", "title", "halfwidth", "fullwidth" }

-- What is no UTF-8, and where in "整" .. it: lone trails, overlong forms, surrogates, too large, cut off.
local BAD = {
  "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
  "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE6\x95", "\xF0\x9F\x98", "\xE6a",
  "\xC3(",
}

-- Under a collector that never rests, one of so many cases is enough.
local SPARSE = os.getenv "WENLU_GC" and 13 or 1

-- What may stand before a fault: so long that blocks of vectors begin and end everywhere.
local function around(take)
  for before = 0, 70, SPARSE do
    take(("整改0"):rep(before // 7) .. ("x"):rep(before % 7))
  end
end

local function clusters(text)
  local list = {}
  for first, last in unicode.graphemes(text) do
    list[#list + 1] = text:sub(first, last)
  end
  return list
end

describe("unicode.nfc and its sisters", function()
  it("normalise", function()
    assert.are.equal("é", unicode.nfc "e\u{301}")
    assert.are.equal("e\u{301}", unicode.nfd "é")
    assert.are.equal("(一)1fi...°C 2024年", unicode.nfkc "（一）①ﬁ…℃　２０２４年")
    assert.are.equal("か\u{3099}", unicode.nfkd "が")
    assert.are.equal("각", unicode.nfc "\u{1100}\u{1161}\u{11A8}")
    assert.are.equal("\u{1100}\u{1161}\u{11A8}", unicode.nfd "각")
    assert.are.equal("見", unicode.nfkc "\u{2F92}")
  end)

  it("return the very same string when nothing changes", function()
    for _, form in ipairs(FORMS) do
      for _, text in ipairs { "", "plain", "\0", ("整改情况。"):rep(100) } do
        assert.are.equal(("%p"):format(text), ("%p"):format(unicode[form](text)))
      end
    end
  end)

  it("compose with what was replaced or copied before", function()
    for _, way in ipairs { "fast", "plain" } do
      around(function(before)
        assert.are.equal(before .. "Ạ́整", unicode.nfkc(before .. "Ａ\u{301}\u{323}整", way))
        assert.are.equal(before .. "ガ、", unicode.nfkc(before .. "ｶﾞ、", way))
        assert.are.equal(before .. "整é", unicode.nfc(before .. "整e\u{301}", way))
      end)
    end
  end)

  it("are the same with vectors and without, on text of all kinds of characters", function()
    local pool = {
      "整", "改", "，", "。", "　", "“", "a", "1", "e\u{301}", "é", "\u{323}", "①", "ﬃ", "\u{FDFA}", "각", "\u{11A8}",
      "\u{1F600}", "\u{20000}", "ガ", "か\u{3099}", "≠", "\u{2F92}", "\u{2F800}", "Ω", "…", "—", "\n", "\u{200B}",
      "㈠", "№",
    }
    local state = 1
    for _ = 1, 3000 // SPARSE do
      local parts = {}
      for i = 1, state % 90 do
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        parts[i] = pool[(state >> 12) % (i % 9 == 0 and #pool or 8) + 1]
      end
      state = (state * 1103515245 + 12345) & 0x7FFFFFFF
      local text = table.concat(parts)
      for _, form in ipairs(FORMS) do
        local plain = unicode[form](text, "plain")
        assert.are.equal(plain, unicode[form](text))
        assert.are.equal(plain, unicode[form](plain))
        assert.is_true((unicode.is_normal(plain, form:upper())))
      end
    end
  end)

  it("give every character of the basic plane its form among hanzi, with vectors and without", function()
    local before, after = ("整"):rep(13), ("改"):rep(24)
    for code = 0x80, 0xFFFF, SPARSE * SPARSE do
      local character = (code < 0xD800 or code > 0xDFFF) and utf8.char(code) or "x"
      for _, form in ipairs(FORMS) do
        local expected = before .. unicode[form](character, "plain") .. after
        local text = before .. character .. after
        if unicode[form](text) ~= expected or unicode[form](text, "plain") ~= expected then
          assert.are.equal(expected, unicode[form](text), ("U+%04X"):format(code))
          assert.are.equal(expected, unicode[form](text, "plain"), ("U+%04X"):format(code))
        end
      end
    end
  end)

  it("keep many marks in linear time, in canonical order", function()
    local marks = ("\u{301}\u{323}"):rep(50000)
    local ordered = ("\u{323}"):rep(50000) .. ("\u{301}"):rep(50000)
    assert.are.equal("x" .. ordered, unicode.nfd("x" .. marks))
    assert.are.equal("整" .. ordered, unicode.nfc("整" .. marks))
    assert.are.equal("整" .. ordered .. "(", unicode.nfkc("整" .. marks .. "（"))
  end)

  it("make room for text that grows", function()
    local long = ("\u{FDFA}"):rep(30000)
    assert.are.equal(30000 * 33, #unicode.nfkc(long))
    assert.are.equal(30000 * 33, #unicode.nfkc(long, "plain"))
  end)

  it("name the first byte that is no UTF-8", function()
    for _, form in ipairs(FORMS) do
      for _, way in ipairs { "fast", "plain" } do
        for _, bad in ipairs(BAD) do
          around(function(before)
            local result, message, code, offset = unicode[form](before .. bad .. "改" .. ("y"):rep(40), way)
            assert.is_nil(result)
            assert.are.equal("bad-utf8", code)
            assert.are.equal(#before + 1, offset)
            assert.are.equal(("text: no UTF-8 at byte %d"):format(offset), message)
            assert.are.equal(offset, select(4, unicode[form](before .. bad, way)))
          end)
        end
      end
    end
    assert.are.same({ nil, "text: no UTF-8 at byte 4", "bad-utf8", 4 }, { unicode.nfkc "（\xFF" })
  end)

  it("raise for what is no text", function()
    assert.has_error(function() unicode.nfc() end)
    assert.has_error(function() unicode.nfc {} end)
    assert.has_error(function() unicode.nfc("a", "slow") end)
  end)
end)

describe("unicode.is_normal", function()
  it("says where the first change is", function()
    assert.is_true((unicode.is_normal "é整"))
    assert.are.same({ false, 4 }, { unicode.is_normal "整e\u{301}" })
    assert.are.same({ false, 4 }, { unicode.is_normal("整é", "NFD") })
    assert.are.same({ false, 7 }, { unicode.is_normal("整改，", "NFKC") })
    assert.is_true((unicode.is_normal "x\u{323}\u{331}"))
    assert.are.same({ false, 1 }, { unicode.is_normal "x\u{301}\u{323}" })
    assert.is_true((unicode.is_normal("", "NFKD")))
  end)

  it("tells faults and raises for forms there are not", function()
    assert.are.same({ nil, "text: no UTF-8 at byte 2", "bad-utf8", 2 }, { unicode.is_normal "a\xED\xA0\x80" })
    assert.has_error(function() unicode.is_normal("a", "NFX") end)
  end)
end)

describe("case", function()
  it("is mapped in full", function()
    assert.are.equal("strasse 整改 i̇", unicode.fold "Straße 整改 İ")
    assert.are.equal("STRASSE 整改 \u{399}\u{308}\u{301}", unicode.upper "straße 整改 \u{390}")
    assert.are.equal("Wenlu's ǅ 整Abc", unicode.title "wenlu's ǆ 整aBC")
    assert.are.equal("ὀδυσσεύς. σ ας'", unicode.lower "ὈΔΥΣΣΕΎΣ. Σ ΑΣ'")
  end)

  it("stays the same string where nothing changes, and finds changes far behind", function()
    local long = ("整改ab12，"):rep(40000)
    assert.are.equal(("%p"):format(long), ("%p"):format(unicode.lower(long)))
    assert.are.equal(long .. "ss", unicode.fold(long .. "ß"))
    assert.are.equal(("整改AB12，"):rep(40000), unicode.upper(long))
  end)

  it("is simple for code points", function()
    assert.are.same({ 0xDF, 0x1C4 }, { unicode.simple_upper(0xDF), unicode.simple_upper(0x1C6) })
    assert.are.same({ 0x1C5, 0x73 }, { unicode.simple_title(0x1C6), unicode.simple_fold(0x17F) })
    assert.are.equal(0x61, unicode.simple_lower(0x41))
    assert.has_error(function() unicode.simple_lower(-1) end)
    assert.has_error(function() unicode.simple_lower(0x110000) end)
    assert.has_error(function() unicode.simple_lower "x" end)
  end)
end)

describe("half and full width", function()
  it("changes only forms and the space", function()
    assert.are.equal("12.5%,A B。、“", unicode.halfwidth "１２．５％，Ａ　Ｂ。、“")
    assert.are.equal("¢£¬¯¦¥₩⦅⦆ｱ", unicode.halfwidth "￠￡￢￣￤￥￦｟｠ｱ")
    assert.are.equal("ａ１　ア。￥", unicode.fullwidth "a1 ｱ｡¥")
  end)

  it("goes there and back for ASCII", function()
    local ascii = {}
    for code = 0x20, 0x7E do
      ascii[#ascii + 1] = string.char(code)
    end
    local text = table.concat(ascii)
    assert.are.equal(3 * #text, #unicode.fullwidth(text))
    assert.are.equal(text, unicode.halfwidth(unicode.fullwidth(text)))
    assert.are.equal("\0\n\x7F", unicode.fullwidth "\0\n\x7F")
  end)
end)

describe("faults in mapped text", function()
  it("are named", function()
    for _, name in ipairs(MAPPINGS) do
      for _, bad in ipairs(BAD) do
        local text = "Aａaß整 " .. bad
        assert.are.same({ nil, ("text: no UTF-8 at byte %d"):format(#text - #bad + 1), "bad-utf8", #text - #bad + 1 },
          { unicode[name](text) })
      end
    end
  end)
end)

describe("categories and scripts", function()
  it("have the standard's names", function()
    assert.are.same({ "Lu", "Lo", "Po", "Nd", "Cc", "Cf", "Co", "Cs", "Cn" }, {
      unicode.category(0x41), unicode.category(0x6574), unicode.category(0xFF0C), unicode.category(0x30),
      unicode.category(0), unicode.category(0x200D), unicode.category(0xE000), unicode.category(0xD800),
      unicode.category(0x10FFFF) })
    assert.are.same({ "Han", "Latin", "Common", "Inherited", "Unknown", "Old_Italic" }, {
      unicode.script(0x6574), unicode.script(0x61), unicode.script(0x3002), unicode.script(0x301),
      unicode.script(0x10FFFF), unicode.script(0x10300) })
  end)

  it("raise out of range", function()
    assert.has_error(function() unicode.category(0x110000) end)
    assert.has_error(function() unicode.script(-1) end)
  end)
end)

describe("unicode.codes", function()
  it("gives code points with their bytes, and U+FFFD for what is none", function()
    local seen = {}
    for first, code, last in unicode.codes "a整\xFF\xE6\x95😀\0" do
      seen[#seen + 1] = ("%d-%d %X"):format(first, last, code)
    end
    assert.are.same({ "1-1 61", "2-4 6574", "5-5 FFFD", "6-7 FFFD", "8-11 1F600", "12-12 0" }, seen)
    assert.is_nil(unicode.codes ""())
  end)

  it("agrees with utf8.codes, however often it is asked", function()
    local text = ("整改é😀x"):rep(50)
    local expected, seen = {}, {}
    for position, code in utf8.codes(text) do
      expected[#expected + 1] = position .. " " .. code
    end
    for first, code in unicode.codes(text) do
      seen[#seen + 1] = first .. " " .. code
    end
    assert.are.same(expected, seen)
    local step = unicode.codes "a"
    step()
    assert.is_nil(step())
    assert.is_nil(step())
  end)
end)

describe("unicode.validate", function()
  it("agrees with utf8.len on every fault", function()
    for _, bad in ipairs(BAD) do
      around(function(before)
        local _, _, code, offset = unicode.validate(before .. bad .. "改")
        assert.are.same({ "bad-utf8", select(2, utf8.len(before .. bad .. "改")) }, { code, offset })
      end)
    end
    assert.is_true(unicode.validate "")
    assert.is_true(unicode.validate(("整改\0é😀"):rep(30000)))
  end)

  it("begins where it is told", function()
    assert.is_true(unicode.validate("\xFF整", 2))
    assert.is_true(unicode.validate("\xFF", 2))
    assert.are.equal(3, select(4, unicode.validate("整", 3)))
    assert.has_error(function() unicode.validate("a", 3) end)
    assert.has_error(function() unicode.validate("a", 0) end)
  end)
end)

describe("grapheme clusters", function()
  it("are what a reader takes for one character", function()
    assert.are.same({ "e\u{301}", "整", "\r\n", "👨\u{200D}👩\u{200D}👧", "🇨🇳", "🇨", "각" },
      clusters "e\u{301}整\r\n👨\u{200D}👩\u{200D}👧🇨🇳🇨각")
    assert.are.same({ "a", "\xFF", "\xE6\x95", "\u{301}" }, clusters "a\xFF\xE6\x95\u{301}")
    assert.are.same({}, clusters "")
  end)

  it("can be counted, and packed as offsets", function()
    local text = ("e\u{301}整\r\nx"):rep(2000)
    assert.are.equal(8000, unicode.grapheme_count(text))
    local packed = unicode.grapheme_offsets(text)
    assert.are.equal(8000 * 4, #packed)
    local index = 0
    for first in unicode.graphemes(text) do
      index = index + 1
      assert.are.equal(first, (string.unpack("<I4", packed, 4 * index - 3)))
    end
    assert.are.equal("", unicode.grapheme_offsets "")
    assert.are.equal(0, unicode.grapheme_count "")
  end)
end)

describe("width", function()
  it("counts columns by clusters", function()
    assert.are.equal(0, unicode.width "")
    assert.are.equal(11, unicode.width "整改率94.5%")
    assert.are.equal(5, unicode.width "“整改”" - 1)
    assert.are.equal(8, unicode.width("“整改”", 2))
    assert.are.equal(1, unicode.width "e\u{301}")
    assert.are.equal(2, unicode.width "👨\u{200D}👩\u{200D}👧")
    assert.are.equal(2, unicode.width "👍🏽")
    assert.are.equal(2, unicode.width "🇨🇳")
    assert.are.same({ 1, 2 }, { unicode.width "☁", unicode.width "☁\u{FE0F}" })
    assert.are.equal(2, unicode.width "각")
    assert.are.equal(3, unicode.width "\xFF整")
    assert.are.equal(0, unicode.width "\0\n\u{200B}")
    assert.are.equal(400000, unicode.width(("整改"):rep(100000)))
  end)

  it("is 1 or 2 for ambiguous characters, nothing else", function()
    assert.are.same({ 1, 2 }, { unicode.code_width(0x2460), unicode.code_width(0x2460, 2) })
    assert.are.same({ 0, 2 }, { unicode.code_width(0x301, 2), unicode.code_width(0x6574) })
    assert.has_error(function() unicode.width("a", 3) end)
    assert.are.same({ 1, 0 }, { unicode.code_width(0xAD), unicode.code_width(0x200B) })
    assert.has_error(function() unicode.code_width(0x41, 0) end)
  end)
end)

describe("unicode.truncate", function()
  it("cuts between clusters", function()
    assert.are.same({ "整改", 4 }, { unicode.truncate("整改率", 5) })
    assert.are.same({ "整改…", 5 }, { unicode.truncate("整改率", 5, { ellipsis = "…" }) })
    assert.are.same({ "整…", 4 }, { unicode.truncate("整改率", 5, { ellipsis = "…", ambiguous = 2 }) })
    assert.are.same({ "整改率", 6 }, { unicode.truncate("整改率", 6, { ellipsis = "…" }) })
    assert.are.same({ "e\u{301}", 1 }, { unicode.truncate("e\u{301}e\u{301}", 1) })
    assert.are.same({ "", 0 }, { unicode.truncate("整改", 1) })
    assert.are.same({ "", 0 }, { unicode.truncate("整改", 0, { ellipsis = "…" }) })
    assert.are.same({ "ab", 2 }, { unicode.truncate("abc", 2, { ellipsis = "....." }) })
  end)

  it("raises for what makes no sense", function()
    assert.has_error(function() unicode.truncate("a", -1) end)
    assert.has_error(function() unicode.truncate("a", math.maxinteger) end)
    assert.has_error(function() unicode.truncate("a", 1, "…") end)
    assert.has_error(function() unicode.truncate("abc", 1, { ellipsis = 3 }) end)
    assert.has_error(function() unicode.truncate("abc", 1, { ambiguous = 3 }) end)
  end)
end)

describe("unicode.pad", function()
  it("fills on the left, the right or both sides", function()
    assert.are.equal("整改   ", unicode.pad("整改", 7))
    assert.are.equal("   整改", unicode.pad("整改", 7, { align = "right" }))
    assert.are.equal("*整改**", unicode.pad("整改", 7, { align = "center", fill = "*" }))
    assert.are.equal("整改é\u{301}", unicode.pad("整改", 5, { fill = "é\u{301}" }))
    assert.are.equal("“ ", unicode.pad("“", 3, { ambiguous = 2 }))
    assert.are.equal("整改", unicode.pad("整改", 3))
    assert.are.equal(100000, #unicode.pad("", 100000))
  end)

  it("raises for what makes no sense", function()
    assert.has_error(function() unicode.pad("a", -1) end)
    assert.has_error(function() unicode.pad("a", 5, { align = "both" }) end)
    assert.has_error(function() unicode.pad("a", 5, { fill = "整" }) end)
    assert.has_error(function() unicode.pad("a", 5, { fill = "" }) end)
    assert.has_error(function() unicode.pad("a", 5, { fill = "ab" }) end)
  end)
end)

describe("ASCII in a mapping", function()
  local function full(character)
    local code = character:byte()
    return code == 0x20 and "\u{3000}" or code > 0x20 and code < 0x7F and utf8.char(code + 0xFEE0) or character
  end

  local function title(text)
    local in_word = false
    return (text:gsub("[%z\1-\127\xC2-\xF4][\x80-\xBF]*", function(character)
      local was_in_word = in_word
      in_word = character:find "%a" ~= nil or in_word and character:find "^['.:^`]$" ~= nil
      return was_in_word and character:lower() or character:upper()
    end))
  end

  it("is that of the string library, wherever it stands", function()
    math.randomseed(9)
    for round = 1, 3000 do
      local parts = {}
      for i = 1, math.random(0, 40) do
        parts[i] = math.random(round % 20 + 2) == 1 and "整" or string.char(math.random(0, 127))
      end
      local text = table.concat(parts)
      assert.are.equal(text:lower(), unicode.lower(text))
      assert.are.equal(text:lower(), unicode.fold(text))
      assert.are.equal(text:upper(), unicode.upper(text))
      assert.are.equal(title(text), unicode.title(text))
      assert.are.equal((text:gsub("[%z\1-\127]", full)), unicode.fullwidth(text))
      assert.are.equal(text, unicode.halfwidth(text))
    end
  end)
end)

describe("unicode.visible", function()
  it("names what is hidden and what is no UTF-8", function()
    assert.are.equal("a⟨U+000A⟩⟨U+202E⟩b", unicode.visible "a\n\u{202E}b")
    assert.are.equal("⟨U+0000⟩⟨U+0085⟩⟨U+00AD⟩⟨U+200B⟩⟨U+2028⟩⟨U+2066⟩⟨U+3164⟩⟨U+FEFF⟩⟨U+E0041⟩",
      unicode.visible "\0\u{85}\u{AD}\u{200B}\u{2028}\u{2066}\u{3164}\u{FEFF}\u{E0041}")
    assert.are.equal("整⟨E6⟩⟨95⟩⟨FF⟩x", unicode.visible "整\xE6\x95\xFFx")
    assert.are.equal("⟨U+202E⟩", unicode.visible "⟨U+202E⟩")
    assert.are.equal("整，“é😀☁\u{FE0F}", unicode.visible "整，“é😀☁\u{FE0F}")
  end)

  it("keeps and marks as it is told", function()
    assert.are.equal("a\n[U+0000]", unicode.visible("a\n\0", { keep = "\n", open = "[", close = "]" }))
    assert.are.equal("U+0000", unicode.visible("\0", { open = "", close = "" }))
    assert.are.equal("\0\x7F", unicode.visible("\0\x7F", { keep = "\0\x7F" }))
    assert.has_error(function() unicode.visible("a", { keep = "整" }) end)
    assert.has_error(function() unicode.visible("a", { open = 1 }) end)
    assert.has_error(function() unicode.visible("a", { open = ("x"):rep(257) }) end)
    assert.has_error(function() unicode.visible("a", "[") end)
  end)

  it("returns the same string when all is seen, and grows when nothing is", function()
    local seen = ("整改abc。"):rep(40000)
    assert.are.equal(("%p"):format(seen), ("%p"):format(unicode.visible(seen)))
    local wide = { open = ("<"):rep(256), close = (">"):rep(256) }
    assert.are.equal(2000 * (512 + 6), #unicode.visible(("\0"):rep(2000), wide))
    assert.are.equal(seen .. "⟨U+0000⟩", unicode.visible(seen .. "\0"))
  end)
end)
