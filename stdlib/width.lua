--- Turns text into the columns it takes on a terminal, and into the ems it takes in a picture.
-- Text is valid UTF-8 without control characters (see wenlu.escape).

local unicode = require "wenlu.unicode"

local M = {}

--- Columns that `text` takes.
---@param text string
---@param ambiguous? integer columns of a character of ambiguous width, such as “ or ①: 1 or 2
---@return integer
function M.of(text, ambiguous)
  return unicode.width(text, ambiguous)
end

--- Shortens `text` to at most `columns`, the last of them "…" when something was left out.
---@param text string
---@param columns integer at least 1
---@param ambiguous? integer
---@return string shortened
function M.cut(text, columns, ambiguous)
  return #text <= columns and text
    or (unicode.truncate(text, math.max(columns, 0), { ellipsis = "…", ambiguous = ambiguous }))
end

--- Fills `text` with spaces up to `columns`.
---@param text string
---@param columns integer
---@param align? "left"|"right"
---@param ambiguous? integer
---@return string
function M.pad(text, columns, align, ambiguous)
  return unicode.pad(text, math.max(columns, 0), { align = align, ambiguous = ambiguous })
end

--- Ems that `text` takes in a picture, estimated: hanzi 1, Latin 0.55, capitals 0.7.
---@param text string
---@return number
function M.em(text)
  local ems = 0
  for _, code in unicode.codes(text) do
    if code >= 0x41 and code <= 0x5A then
      ems = ems + 0.7
    elseif code < 0x2000 and code ~= 0xB7 then
      ems = ems + 0.55 * unicode.code_width(code)
    elseif unicode.code_width(code) > 0 then
      ems = ems + 1
    end
  end
  return ems
end

--- Shortens `text` to at most `ems`, ending in "…" when something was left out.
---@param text string
---@param ems number
---@return string
function M.cut_em(text, ems)
  if M.em(text) <= ems then
    return text
  end
  local used = 1
  for first, last in unicode.graphemes(text) do
    used = used + M.em(text:sub(first, last))
    if used > ems then
      return text:sub(1, first - 1) .. "…"
    end
  end
  return text
end

return M
