--- Turns bytes of one charset into bytes of another, as lua-iconv does: `require "iconv"` finds this.
local charset = require "wenlu.charset"

local M = {
  _VERSION = "wenlu iconv",
  ERROR_NO_MEMORY = 1,
  ERROR_INVALID = 2,    -- bytes that are no text of the one charset, or have no code in the other
  ERROR_INCOMPLETE = 3, -- the end cuts a character
  ERROR_UNKNOWN = 4,
  ERROR_FINALIZED = 5,
}

local MARK = "\u{FEFF}"
local BROKEN = "\u{FFFD}"
local BEYOND_ASCII = "[\x80-\xFF]"
local WIDE = "[\xC2-\xF4][\x80-\xBF]+"

--- What //TRANSLIT writes for a character without a code; full-width forms become ASCII, "?" is the last resort.
local LIKE = {
  ["‘"] = "'", ["’"] = "'", ["“"] = '"', ["”"] = '"', ["–"] = "-", ["—"] = "-", ["…"] = "...", ["·"] = ".",
  ["×"] = "x", ["€"] = "EUR", ["\u{A0}"] = " ", ["\u{3000}"] = " ", ["、"] = ",", ["。"] = ".",
  ["《"] = "<<", ["》"] = ">>", ["「"] = '"', ["」"] = '"',
}

--- What iconv(3) calls by these names looks at a byte order mark, and writes one.
local MARKED = {
  ["utf-16"] = "UTF-16", utf16 = "UTF-16", ["ucs-2"] = "UTF-16", unicode = "UTF-16", ["utf-32"] = "UTF-32",
}
local ASCII = { ascii = true, ["us-ascii"] = true, ["ansi_x3.4-1968"] = true }

---@class wenlu.Iconv
---@field from string
---@field to string
local Converter = {}
Converter.__index = Converter

--- The offset of the first byte that is not ASCII.
local function beyond_ascii(bytes)
  return utf8.len(bytes) ~= #bytes and bytes:find(BEYOND_ASCII) or nil
end

local function like(character)
  local point = utf8.codepoint(character)
  if point >= 0xFF01 and point <= 0xFF5E then
    return string.char(point - 0xFEE0)
  end
  return LIKE[character] or "?"
end

--- The charset that bytes are in, where that depends on their mark.
local function name_for(self, bytes)
  if not self.from_marked then
    return self.from
  end
  local big = self.from_marked == "UTF-16" and "\xFE\xFF" or "\0\0\xFE\xFF"
  return self.from_marked .. (bytes:sub(1, #big) == big and "BE" or "LE")
end

--- Drops what stands for bytes that could not be decoded.
local function drop_faults(name, bytes)
  local text, map = charset.decode(bytes, name)
  local pieces, from = {}, 1
  local at = text:find(BROKEN, 1, true)
  while at do
    local first, last = map:source(at, at + #BROKEN - 1)
    local real = charset.decode(bytes:sub(first, last), name, { strict = true })
    pieces[#pieces + 1] = text:sub(from, real and at + #BROKEN - 1 or at - 1)
    from = at + #BROKEN
    at = text:find(BROKEN, from, true)
  end
  return table.concat(pieces) .. text:sub(from)
end

--- Text, and an error when it is only the first part.
local function decode(self, bytes)
  if self.from_ascii then
    local at = beyond_ascii(bytes)
    if at and self.ignore then
      return (bytes:gsub(BEYOND_ASCII, ""))
    end
    return at and bytes:sub(1, at - 1) or bytes, at and M.ERROR_INVALID
  end
  local name = name_for(self, bytes)
  local text, map, code, offset = charset.decode(bytes, name, { strict = true })
  local problem
  if not text and not offset then
    return "", code == "too-big" and M.ERROR_NO_MEMORY or M.ERROR_UNKNOWN
  elseif not text and self.ignore then
    text = drop_faults(name, bytes)
  elseif not text then
    problem = code == "cut-bytes" and M.ERROR_INCOMPLETE or M.ERROR_INVALID
    text, map = charset.decode(bytes:sub(1, offset - 1), name)
  end
  local has_mark = not self.from_marked and #text > 0 and type(map) == "userdata" and map:source(1, 1) > 1
  return has_mark and MARK .. text or text, problem
end

--- Whether a character has a code, asked once for each.
local function replacements(self)
  return setmetatable({}, {
    __index = function(known, character)
      local coded = not self.to_ascii and charset.encode(character, self.to)
      local written = coded and character or (self.ignore and "" or like(character))
      if not coded and written ~= "" and not charset.encode(written, self.to) then
        written = "?"
      end
      known[character] = written
      return written
    end,
  })
end

--- Bytes, and an error when they are only the first part.
local function encode(self, text)
  if self.ignore or self.transliterate then
    text = text:gsub(WIDE, replacements(self))
  elseif self.to_ascii then
    local at = beyond_ascii(text)
    return at and text:sub(1, at - 1) or text, at and M.ERROR_INVALID
  end
  local bytes, _, code, offset = charset.encode(text, self.to)
  if bytes then
    return bytes
  elseif not offset then
    return "", code == "too-big" and M.ERROR_NO_MEMORY or M.ERROR_UNKNOWN
  end
  return charset.encode(text:sub(1, offset - 1), self.to), M.ERROR_INVALID
end

--- Converts one string.
---@param bytes string
---@return string result  what could be converted, up to the first fault
---@return integer? problem  nil, or one of iconv.ERROR_*
function Converter:iconv(bytes)
  if getmetatable(self) ~= Converter then
    error("iconv: a converter is wanted: cd:iconv(bytes)", 2)
  end
  if type(bytes) ~= "string" then
    error("iconv: a string is wanted, not a " .. type(bytes), 2)
  end
  local text, problem = decode(self, bytes)
  local result, worse = encode(self, text)
  if self.to_marked then
    result = (self.to_marked == "UTF-16" and "\xFF\xFE" or "\xFF\xFE\0\0") .. result
  end
  return result, worse or problem
end

--- Splits "GBK//IGNORE" into a name in lower case and what follows it.
local function split(label)
  local name, rest = label:match "^%s*([^/]*)(.*)$"
  return name:lower():gsub("%s+$", ""), rest:upper()
end

--- A converter. After the target's name may stand //IGNORE (what has no code, and what is no text, is left out) or
--- //TRANSLIT (quotes, dashes and full-width forms become ASCII, what is left "?"). Charsets: those of wenlu.charset;
--- "ASCII" has 128 characters, "UTF-16" and "UTF-32" carry a byte order mark, "GB2312" is GB18030.
---@param to string
---@param from string
---@return wenlu.Iconv? converter
---@return string? message when a charset or a suffix is unknown
function M.new(to, from)
  if type(to) ~= "string" or type(from) ~= "string" then
    error("iconv.new: two names of charsets are wanted", 2)
  end
  local to_name, suffix = split(to)
  local from_name = split(from)
  local left = suffix:gsub("//IGNORE", ""):gsub("//TRANSLIT", "")
  if left ~= "" then
    return nil, to .. ": only //IGNORE and //TRANSLIT may follow the name"
  end
  local self = {
    from = from_name, from_ascii = ASCII[from_name], from_marked = MARKED[from_name],
    to = to_name, to_ascii = ASCII[to_name], to_marked = MARKED[to_name],
    ignore = suffix:find("//IGNORE", 1, true) ~= nil, transliterate = suffix:find("//TRANSLIT", 1, true) ~= nil,
  }
  for _, side in ipairs { "from", "to" } do
    if self[side .. "_ascii"] then
      self[side] = "windows-1252"
    elseif not charset.encode("", self[side]) then
      return nil, self[side] .. ": unknown charset"
    end
  end
  return setmetatable(self, Converter)
end

M.open = M.new

return M
