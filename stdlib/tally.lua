--- Turns words into counts, and counts into lists in an order that depends on nothing but them.

local text = require "wenlu.text"

local M = {}

--- Whether word `a` stands before `b`: by code points, in every locale.
---@param a string
---@param b string
---@return boolean
function M.before(a, b)
  return text.compare(a, b) < 0
end

--- Sorts rows by a figure, the highest first; among equals by `word`. A figure that is no number counts as the lowest.
---@generic T: table
---@param rows T[] each with a string `word`, no two the same
---@param field string
---@param limit? integer keeps so many
---@return T[] rows the same
function M.sort(rows, field, limit)
  local function key(row)
    local value = row[field]
    return value == value and value or -math.huge
  end
  table.sort(rows, function(a, b)
    local x, y = key(a), key(b)
    if x ~= y then
      return x > y
    end
    return M.before(a.word, b.word)
  end)
  for i = #rows, (limit or #rows) + 1, -1 do
    rows[i] = nil
  end
  return rows
end

--- Counts the words of documents.
---@param documents wenlu.tokens.Document[]
---@param keep? fun(word: string): boolean which words are counted; all when absent
---@return table<string, integer> counts
---@return integer total of the words counted
---@return table<string, integer> documents how many documents have the word
function M.count(documents, keep)
  local counts, within, total = {}, {}, 0
  for _, document in ipairs(documents) do
    local seen = {}
    for _, word in ipairs(document) do
      local known = counts[word]
      if known or not keep or keep(word) then
        counts[word] = (known or 0) + 1
        total = total + 1
        if not seen[word] then
          seen[word] = true
          within[word] = (within[word] or 0) + 1
        end
      end
    end
  end
  return counts, total, within
end

--- The words of a table of counts, by code points.
---@param counts table<string, any>
---@return string[]
function M.words(counts)
  local words = {}
  for word in pairs(counts) do
    words[#words + 1] = word
  end
  table.sort(words, M.before)
  return words
end

return M
