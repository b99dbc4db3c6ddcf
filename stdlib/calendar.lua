--- Turns years, months and days as numbers (0: not said) into ISO 8601 dates.
local M = {}

local LAST_DAY = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

--- A date as far as it is known: 2021, 2021-08, 2021-08-31.
---@param year integer
---@param month integer  0 to 12
---@param day integer    0 to 31
---@return string
function M.iso(year, month, day)
  if month == 0 then
    return ("%04d"):format(year)
  elseif day == 0 then
    return ("%04d-%02d"):format(year, month)
  end
  return ("%04d-%02d-%02d"):format(year, month, day)
end

local years = {} -- first and last day of those asked for before

--- The first and the last day of a year.
---@param year integer  -32768 to 32767: what is once asked for is kept
---@return string first
---@return string last
function M.year(year)
  local days = years[year]
  if not days then
    days = { M.iso(year, 1, 1), M.iso(year, 12, 31) }
    years[year] = days
  end
  return days[1], days[2]
end

--- The number of days of a month.
---@param year integer
---@param month integer
---@return integer
function M.last_day(year, month)
  if month == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then
    return 29
  end
  return LAST_DAY[month]
end

return M
