--- Turns a paragraph into the lines of a terminal, by the rules of Chinese line breaking.

local unicode = require "wenlu.unicode"
local width = require "wenlu.width"

local M = {}

-- Marks that never begin a line, and marks that never end one (GB/T 15834, section 5).
local NOT_FIRST = "，。、；：？！）》〉」』】〕”’…—·％,.;:?!)]}%"
local NOT_LAST = "（《〈「『【〔“‘([{"

-- Pieces that a line break must not divide: a Latin word, or one character as a reader sees it.
local function atoms(text)
  local list, word = {}, 0
  for first, last in unicode.graphemes(text) do
    if first == last and text:find("^[\x21-\x7E]", first) then
      word = word > 0 and word or first
    else
      if word > 0 then
        list[#list + 1] = text:sub(word, first - 1)
        word = 0
      end
      list[#list + 1] = text:sub(first, last)
    end
  end
  list[#list + 1] = word > 0 and text:sub(word) or nil
  return list
end

local function glued(list)
  local whole = {}
  for _, atom in ipairs(list) do
    local before = whole[#whole]
    local keeps = before and #before < 24 and before ~= " " and atom ~= " "
    local last = before and before:match("[^\x80-\xBF][\x80-\xBF]*$")
    local closes = NOT_FIRST:find(atom:match("^[^\x80-\xBF][\x80-\xBF]*"), 1, true)
    if keeps and (closes or NOT_LAST:find(last, 1, true)) then
      whole[#whole] = before .. atom
    else
      whole[#whole + 1] = atom
    end
  end
  return whole
end

-- Divides an atom wider than a line.
local function divide(atom, columns, ambiguous, put)
  local start, used = 1, 0
  for first, last in unicode.graphemes(atom) do
    local wide = unicode.width(atom:sub(first, last), ambiguous)
    if used + wide > columns and first > start then
      put(atom:sub(start, first - 1))
      start, used = first, 0
    end
    used = used + wide
  end
  return atom:sub(start), used
end

--- Breaks `text` into lines of at most `columns`, Latin words whole where they fit, no line
--- beginning with a closing mark.
---@param text string
---@param columns integer
---@param ambiguous? integer
---@return string[]
function M.lines(text, columns, ambiguous)
  columns = math.max(columns, 2)
  local lines, line, used = {}, {}, 0
  local function put(last)
    line[#line + 1] = last
    lines[#lines + 1] = (table.concat(line):gsub(" +$", ""))
    line, used = {}, 0
  end
  for _, atom in ipairs(glued(atoms(text))) do
    local wide = width.of(atom, ambiguous)
    if used + wide > columns and used > 0 then
      put()
    end
    if wide > columns then
      atom, wide = divide(atom, columns, ambiguous, put)
    end
    if used > 0 or atom ~= " " then
      line[#line + 1] = atom
      used = used + wide
    end
  end
  if #line > 0 or #lines == 0 then
    put()
  end
  return lines
end

return M
