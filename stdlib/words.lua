--- Turns lists of words into sets.
local M = {}

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
