--- Turns a text and a list of words into whether one of them stands in it.
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

return M
