--- The frames that ship, in the order in which their facts are stored.
local M = {}

local NAMES = { "rectification", "initiative" }

--- All shipped frames. A frame is {name, about, columns, words, read}: see stdlib/frames/*.lua.
---@return table[]
function M.list()
  local frames = {}
  for i, name in ipairs(NAMES) do
    frames[i] = require("wenlu.frames." .. name)
  end
  return frames
end

return M
