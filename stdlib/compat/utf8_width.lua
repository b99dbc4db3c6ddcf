--- Turns strings and limits into columns of a terminal, character by character, as luautf8 counts them.
--
-- Byte positions, as there. wenlu.unicode.width counts whole clusters instead. A control character counts 1.
local arguments = require "wenlu.compat.arguments"
local pattern = require "wenlu.utf8pattern"

local integer_of, relative = arguments.integer, arguments.relative

local M = {}

-- The bytes of whole characters from i to j, and the two widths; i is the argument `first`.
local function width_arguments(s, i, j, ambiguous, default, name, first)
  i, j = integer_of(i, first, name, 1, 4), integer_of(j, first + 1, name, #s, 4)
  i, j = relative(i, #s), relative(j, #s)
  if i < 1 or i > #s + 1 then
    error(("bad argument #%d to '%s' (out of range)"):format(first, name), 3)
  end
  ambiguous = integer_of(ambiguous, first + 2, name, 1, 4)
  return utf8.offset(s, 0, i), math.min(j, #s), ambiguous, integer_of(default, first + 3, name, 0, 4)
end

---@param s string
---@param width integer
---@param i? integer
---@param j? integer
---@param ambiguous? integer
---@param default? integer
---@return integer index of the character at this column, from i; the last one when all are narrower
---@return integer? offset column inside the character
---@return integer? width of the character
function M.widthindex(s, width, i, j, ambiguous, default)
  s, width = arguments.string(s, 1, "widthindex"), integer_of(width, 2, "widthindex")
  i, j, ambiguous, default = width_arguments(s, i, j, ambiguous, default, "widthindex", 3)
  local index = 1
  while i <= j do
    local columns = pattern.width(utf8.codepoint(s, i), ambiguous, default)
    if width <= columns then
      return index, width, columns
    end
    index, width, i = index + 1, width - columns, utf8.offset(s, 2, i)
  end
  return index - 1
end

---@param s string
---@param limit integer columns; negative: from the end
---@param i? integer
---@param j? integer
---@param ambiguous? integer
---@param default? integer
---@return integer byte the last that fits, or for a negative limit the first
---@return integer remain columns left over, negative for a negative limit
function M.widthlimit(s, limit, i, j, ambiguous, default)
  s, limit = arguments.string(s, 1, "widthlimit"), integer_of(limit, 2, "widthlimit")
  i, j, ambiguous, default = width_arguments(s, i, j, ambiguous, default, "widthlimit", 3)
  local left = math.abs(limit)
  local last = j >= i and (utf8.offset(s, 2, utf8.offset(s, 0, j)) or #s + 1) - 1 or i - 1
  local at = limit < 0 and last + 1 or i
  while limit < 0 and at > i or limit >= 0 and at <= last do
    local character = limit < 0 and utf8.offset(s, -1, at) or at
    local columns = pattern.width(utf8.codepoint(s, character), ambiguous, default)
    if columns > left then
      break
    end
    left = left - columns
    at = limit < 0 and character or utf8.offset(s, 2, at)
  end
  return limit < 0 and at or at - 1, limit < 0 and -left or left
end

return M
