--- Turns lists of words into sets, and a text into whether one of a list stands in it.
local M = {}

--- Whether any of the words stands in the text, wherever.
---@param text string
---@param words string[]
---@return boolean
function M.any(text, words)
  for _, word in ipairs(words) do
    if text:find(word, 1, true) then
      return true
    end
  end
  return false
end

--- The words of a text that blanks divide, as a set.
---@param text string
---@return table<string, true>
function M.set(text)
  local members = {}
  for word in text:gmatch "%S+" do
    members[word] = true
  end
  return members
end

return M
