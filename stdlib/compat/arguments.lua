--- Turns the arguments of a compatible function into strings and integers, or raises in Lua's words.
local M = {}

local function expected(wanted, value, number, name, level)
  local got = value == nil and "no value" or type(value)
  error(("bad argument #%d to '%s' (%s expected, got %s)"):format(number, name, wanted, got), level + 1)
end

--- A string; a number is taken for one, as in Lua's own library.
---@param value any
---@param number integer which argument
---@param name string the function's
---@param level? integer whom to blame, as for error; 3
---@return string
function M.string(value, number, name, level)
  if type(value) ~= "string" and type(value) ~= "number" then
    expected("string", value, number, name, level or 3)
  end
  return tostring(value)
end

--- An integer, or what can be read as one.
---@param value any
---@param number integer which argument
---@param name string the function's
---@param otherwise? integer when there is none
---@param level? integer whom to blame, as for error; 3
---@return integer
function M.integer(value, number, name, otherwise, level)
  if value == nil and otherwise then
    return otherwise
  end
  local given = (type(value) == "number" or type(value) == "string") and tonumber(value)
  if not given then
    expected("number", value, number, name, level or 3)
  end
  return math.tointeger(given)
    or error(("bad argument #%d to '%s' (number has no integer representation)"):format(number, name), level or 3)
end

--- A byte position counted from the end where it is negative.
---@param position integer
---@param size integer
---@return integer
function M.relative(position, size)
  return position >= 0 and position or position < -size and 0 or size + position + 1
end

return M
