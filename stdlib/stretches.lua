--- Turns an offset into the stretch of a text that holds it.
local M = {}

---@class wenlu.Stretch
---@field first integer
---@field last integer

--- The number of the last stretch that begins by an offset; 0 when none does.
---@param list wenlu.Stretch[]  in reading order
---@param offset integer
---@return integer
function M.begun(list, offset)
  local low, high = 0, #list
  while low < high do
    local middle = (low + high + 1) // 2
    if list[middle].first <= offset then
      low = middle
    else
      high = middle - 1
    end
  end
  return low
end

--- The stretch that holds an offset; nil when none does.
---@param list wenlu.Stretch[]  in reading order, none overlaps another
---@param offset integer
---@return wenlu.Stretch?
function M.holding(list, offset)
  local stretch = list[M.begun(list, offset)]
  return stretch and offset <= stretch.last and stretch or nil
end

return M
