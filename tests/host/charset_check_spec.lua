--- Turns every short byte sequence and every character into a verdict, with vectors and without, beside a slow model.
local charset = require "wenlu.charset"

local SCALAR = { scalar = true }

--- Where the collector never rests, a sample is enough.
local STEP = os.getenv "WENLU_GC" and 61 or 1

--- The size of the character that begins at `at`, or nil and how many bytes are one fault: Unicode's table 3-7.
local function model_size(bytes, at)
  local lead = bytes:byte(at)
  local low, high = 0x80, 0xBF
  local size
  if lead < 0x80 then
    return 1
  elseif lead >= 0xC2 and lead <= 0xDF then
    size = 2
  elseif lead >= 0xE0 and lead <= 0xEF then
    size, low, high = 3, lead == 0xE0 and 0xA0 or 0x80, lead == 0xED and 0x9F or 0xBF
  elseif lead >= 0xF0 and lead <= 0xF4 then
    size, low, high = 4, lead == 0xF0 and 0x90 or 0x80, lead == 0xF4 and 0x8F or 0xBF
  else
    return nil, 1
  end
  for i = 1, size - 1 do
    local trail = bytes:byte(at + i) or 0
    if trail < low or trail > high then
      return nil, i
    end
    low, high = 0x80, 0xBF
  end
  return size
end

--- The valid prefix, and the offsets of all faults.
local function model(bytes)
  local faults, at = {}, 1
  while at <= #bytes do
    local size, bad = model_size(bytes, at)
    if not size then
      faults[#faults + 1] = at
    end
    at = at + (size or bad)
  end
  return faults[1] and faults[1] - 1 or #bytes, faults
end

local function assert_check(valid, bytes)
  if valid ~= charset.check(bytes) or valid ~= charset.check(bytes, SCALAR) then
    error(("%q: %d is not %d, nor %d"):format(bytes, valid, charset.check(bytes), (charset.check(bytes, SCALAR))))
  end
end

local function random_source(seed)
  return function(limit)
    seed = (seed * 6364136223846793005 + 1442695040888963407)
    return (seed >> 33) % limit
  end
end

describe("charset.check", function()
  it("finds where each sequence of one or two bytes breaks, wherever it stands", function()
    for first = 0, 255, STEP do
      for second = -1, 255 do
        local sequence = second < 0 and string.char(first) or string.char(first, second)
        local valid = model(sequence)
        assert_check(valid, sequence)
        local before = ("a"):rep((first * 7 + second) % 70)
        local after = second < 0 and "" or ("整"):rep(25)
        valid = valid == #sequence and valid + 1 + #after or (model(sequence .. "/"))
        assert_check(#before + valid, before .. sequence .. "/" .. after)
      end
    end
  end)

  it("and charset.decode take each sequence of three bytes as the model does", function()
    local thirds, known = {}, {}
    for third = 0, 255 do
      thirds[third + 1] = string.char(third) .. " "
    end
    --- Which bytes the model cannot tell from each other.
    local function class(byte)
      local kind = 0
      for i, from in ipairs { 0x80, 0x90, 0xA0, 0xC0, 0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5 } do
        kind = byte >= from and i or kind
      end
      return kind
    end
    for first = 0, 255, STEP do
      for second = 0, 255 do
        local bytes = table.concat(thirds, string.char(first, second))
        local _, _, faults = charset.decode(bytes, "UTF-8")
        local key = class(first) << 4 | class(second)
        if not known[key] then
          local valid, list = model(bytes)
          known[key] = { valid = valid, n = #list }
          assert.same(table.move(list, 1, 100, 1, { n = #list }), faults)
        end
        if known[key].n ~= faults.n or known[key].valid ~= charset.check(bytes) then
          error(("%02X %02X: %d faults"):format(first, second, faults.n))
        end
      end
    end
  end)

  it("agrees with the model on random sequences, with vectors and without", function()
    local random = random_source(7)
    local pieces = { "整", "改", "98%", "\n", "é", "\u{10348}", "，", "“", "\u{FFFF}" }
    for round = 1, 3000, STEP do
      local parts = {}
      for i = 1, random(80) do
        parts[i] = pieces[random(#pieces) + 1]
      end
      if round % 3 > 0 then
        parts[#parts + 1] = string.char(0x80 + random(128), 0x80 + random(128))
        parts[#parts + 1] = ("改"):rep(random(40))
      end
      local bytes = table.concat(parts)
      local valid = model(bytes)
      assert_check(valid, bytes)
      local _, lines, nfc = charset.check(bytes)
      local _, newlines = bytes:sub(1, valid):gsub("\n", "")
      assert.equal(newlines, lines)
      assert.same({ valid, lines, nfc }, { charset.check(bytes, SCALAR) })
    end
  end)

  it("counts over windows of many megabytes", function()
    local line = "整改率\n"
    local bytes = line:rep(1000000)
    assert.same({ #bytes, 1000000, true }, { charset.check(bytes) })
    local at = 4 * 1024 * 1024
    assert.same({ at - at % 10, at // 10, true }, { charset.check(bytes:sub(1, at - at % 10) .. "\xFF" .. bytes) })
    assert.same({ 0, 0, true }, { charset.check "" })
  end)

  it("never calls sure what is not in NFC, or may join what stands before it", function()
    local function read(name)
      local file = io.open("/usr/share/unicode/" .. name)
      return file and file:read "a", file and file:close()
    end
    local properties, data = read "DerivedNormalizationProps.txt", read "UnicodeData.txt"
    if not (properties and data) then
      pending "unicode-data is not installed"
      return
    end
    local unsure = {}
    for first, last in properties:gmatch "\n(%x+)%.?%.?(%x*) *; NFC_QC; [NM]" do
      for point = tonumber(first, 16), tonumber(last ~= "" and last or first, 16) do
        unsure[point] = true
      end
    end
    for point, class in data:gmatch "(%x+);[^;]*;[^;]*;(%d+);[^\n]*\n" do
      unsure[tonumber(point, 16)] = unsure[tonumber(point, 16)] or class ~= "0"
    end
    local before, after = ("整"):rep(30), ("改"):rep(30)
    for point = 0x80, 0x2FFFF, STEP do
      if (point < 0xD800 or point > 0xDFFF) and (point < 0x3400 or unsure[point] or point % 8 == 0) then
        local text = before .. utf8.char(point) .. after
        local _, _, nfc = charset.check(text)
        local _, _, scalar = charset.check(text, SCALAR)
        if nfc ~= scalar or (nfc and unsure[point]) then
          error(("U+%04X: %s %s"):format(point, nfc, scalar))
        end
      end
    end
  end)

  it("is sure of what Chinese documents consist of", function()
    local text = "“整改”——98.2%，《办法》（试行）：①②、【附】；℃×·…～Ⅲ■ café　１２"
    assert.is_true(select(3, charset.check(text)))
    assert.is_true(select(3, charset.check(text:rep(20))))
    for point = 0x4E00, 0x9FFF, STEP do
      assert.is_true(select(3, charset.check(utf8.char(point))))
    end
    for cut = 1, #text do
      assert.is_true(select(3, charset.check(text:sub(1, cut))))
    end
    assert.is_false(select(3, charset.check(text .. "e\u{301}")))
  end)

  it("raises for options that are no table", function()
    assert.has_error(function() charset.check("a", true) end)
  end)
end)
