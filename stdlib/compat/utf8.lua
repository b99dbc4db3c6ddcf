--- Turns strings into strings by their characters, as luautf8 does: `require "lua-utf8"` finds this.
--
-- Positions are characters, as in luautf8, but bytes where it says so (charpos, next, width, offset ...). What
-- luautf8 offers is offered; the patterns, case, width and normal forms are those of wenlu.utf8pattern and
-- wenlu.unicode. Text that is no UTF-8 raises "invalid UTF-8 code" where characters must be read; find, match,
-- gmatch, gsub, sub, insert and remove take it as it is.
local arguments = require "wenlu.compat.arguments"
local pattern = require "wenlu.utf8pattern"
local text = require "wenlu.text"
local unicode = require "wenlu.unicode"
local width = require "wenlu.compat.utf8_width"

local M = {
  char = utf8.char,
  charpattern = utf8.charpattern,
  codepoint = utf8.codepoint,
  codes = utf8.codes,
  offset = utf8.offset,
  find = pattern.find,
  match = pattern.match,
  gmatch = pattern.gmatch,
  gsub = pattern.gsub,
  byte = pattern.byte,
  len = pattern.len,
  sub = pattern.sub,
  reverse = pattern.reverse,
  lower = pattern.lower,
  upper = pattern.upper,
  title = pattern.title,
  fold = pattern.fold,
  width = pattern.width,
  widthindex = width.widthindex,
  widthlimit = width.widthlimit,
}

local integer_of, relative, string_of = arguments.integer, arguments.relative, arguments.string

local INVALID = "invalid UTF-8 code"

local function valid(s, level)
  if not unicode.validate(s) then
    error(INVALID, level + 1)
  end
  return s
end

--- %123 and %{123}, %u123 and %u{123}, %xABC and %x{ABC} are the characters of these numbers; % before anything
--- else is dropped.
---@param s string
---@return string
function M.escape(s)
  local out, at = {}, 1
  s = string_of(s, 1, "escape")
  while true do
    local percent = s:find("%", at, true)
    out[#out + 1] = s:sub(at, (percent or 0) - 1)
    if not percent then
      return table.concat(out)
    end
    local kind = s:match("^[ux]", percent + 1) or ""
    local digits = kind == "x" and "%x" or "%d"
    local number, behind = s:match("^(" .. digits .. "+)()", percent + 1 + #kind)
    if s:find("^{", percent + 1 + #kind) then
      local wrong
      number, wrong, behind = s:match("^{(" .. digits .. "*)([^}]?)}?()", percent + 1 + #kind)
      if wrong ~= "" or s:sub(behind - 1, behind - 1) ~= "}" or number == "" then
        error(("invalid escape '%s'"):format(wrong), 2)
      end
    end
    if number then
      local code = tonumber(number, kind == "x" and 16 or 10)
      if math.type(code) ~= "integer" or code > 0x10FFFF or #number:gsub("^0+", "") > 7 then
        error(("invalid escape '%s': no code point"):format(number), 2)
      end
      out[#out + 1] = utf8.char(code)
      at = behind
    else
      at = percent + 1
      local next_at = utf8.offset(s, 2, at) or #s + 1
      out[#out + 1] = s:sub(at, next_at - 1)
      at = next_at
    end
  end
end

-- The byte where the character n places from the one at byte `at` begins, and its code point; nil outside.
local function step(s, at, n)
  at = math.min(math.max(at, 1), #s + 1)
  if n > 0 and s:find("^[\x80-\xBF]", at) then
    at, n = s:find("[^\x80-\xBF]", at) or #s + 1, n - 1
  elseif n <= 0 then
    local first = utf8.offset(s, 0, at)
    at, n = first, first < at and n < 0 and n + 1 or n
  end
  at = utf8.offset(s, n >= 0 and n + 1 or n, at)
  if at and at <= #s then
    return at, utf8.codepoint(s, at)
  end
end

---@param s string UTF-8
---@param i? integer byte; left out when n is the second argument
---@param n? integer characters
---@return integer? byte
---@return integer? code
function M.charpos(s, i, n)
  s = string_of(s, 1, "charpos")
  if n ~= nil then
    return step(s, relative(integer_of(i, 2, "charpos", 1), #s), integer_of(n, 3, "charpos"))
  end
  i = integer_of(i, 2, "charpos", 0)
  return step(s, i < 0 and #s + 1 or 1, i > 0 and i - 1 or i)
end

---@param s string UTF-8
---@param i? integer byte
---@param n? integer characters
---@return integer? byte
---@return integer? code
function M.next(s, i, n)
  s = string_of(s, 1, "next")
  n = integer_of(n, 3, "next", i and 1 or 0)
  return step(s, relative(integer_of(i, 2, "next", 0), #s), n)
end

--- insert(s, part) appends; insert(s, n, part) puts the part before character n.
---@param s string
---@param n integer|string
---@param part? string
---@return string
function M.insert(s, n, part)
  s = string_of(s, 1, "insert")
  if part == nil then
    return s .. string_of(n, 2, "insert")
  end
  n, part = integer_of(n, 2, "insert"), string_of(part, 3, "insert")
  local first = n == 0 and #s + 1 or pattern.range(s, n, n)
  return s:sub(1, first - 1) .. part .. s:sub(first)
end

---@param s string
---@param i? integer -1
---@param j? integer -1
---@return string
function M.remove(s, i, j)
  s = string_of(s, 1, "remove")
  local first, last = pattern.range(s, integer_of(i, 2, "remove", -1), integer_of(j, 3, "remove", -1))
  if first > last then
    return s
  end
  return s:sub(1, first - 1) .. s:sub(last + 1)
end

---@param a string
---@param b string
---@return integer -1, 0 or 1
function M.ncasecmp(a, b)
  a, b = string_of(a, 1, "ncasecmp"), string_of(b, 2, "ncasecmp")
  return text.compare(unicode.fold(a) or error(INVALID, 2), unicode.fold(b) or error(INVALID, 2))
end

---@param s string
---@return boolean
function M.isvalid(s)
  return unicode.validate(string_of(s, 1, "isvalid")) ~= nil
end

---@param s string
---@param i? integer byte, 1
---@return integer? byte
function M.invalidoffset(s, i)
  s = string_of(s, 1, "invalidoffset")
  i = math.max(relative(integer_of(i, 2, "invalidoffset", 1), #s), 1)
  return i <= #s and select(4, unicode.validate(s, i)) or nil
end

--- Every run of bytes that are no UTF-8 becomes one replacement.
---@param s string
---@param replacement? string U+FFFD
---@return string
---@return boolean was_valid
function M.clean(s, replacement)
  s, replacement = string_of(s, 1, "clean"), string_of(replacement or "\u{FFFD}", 2, "clean")
  if not M.isvalid(replacement) then
    error("replacement string must be valid UTF-8", 2)
  end
  local out, at, wrong = {}, 1, M.invalidoffset(s)
  while wrong do
    out[#out + 1] = s:sub(at, wrong - 1)
    out[#out + 1] = replacement
    repeat
      at, wrong = wrong + 1, M.invalidoffset(s, wrong + 1)
    until wrong ~= at
  end
  out[#out + 1] = s:sub(at)
  return table.concat(out), #out == 1
end

---@param s string
---@return boolean
function M.isnfc(s)
  local answer = unicode.is_normal(string_of(s, 1, "isnfc"), "NFC")
  if answer == nil then
    error(INVALID, 2)
  end
  return answer
end

---@param s string
---@return string
---@return boolean was_nfc
function M.normalize_nfc(s)
  s = string_of(s, 1, "normalize_nfc")
  local normal = unicode.nfc(s) or error(INVALID, 2)
  return normal, normal == s
end

---@param s string
---@param i? integer byte, 1
---@param j? integer byte, #s
---@return fun(): integer?, integer? first and last byte of the next cluster
function M.grapheme_indices(s, i, j)
  s = string_of(s, 1, "grapheme_indices")
  i = math.max(relative(integer_of(i, 2, "grapheme_indices", 1), #s), 1)
  j = math.min(relative(integer_of(j, 3, "grapheme_indices", -1), #s), #s)
  local next_cluster = unicode.graphemes(valid(s:sub(i, j), 2))
  return function()
    local first, last = next_cluster()
    if first then
      return first + i - 1, last + i - 1
    end
  end
end

return M
