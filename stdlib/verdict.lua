--- Turns a rate as printed and the counts beside it into a verdict, in whole-number arithmetic.
local M = {}

local function ascii(last_byte)
  return string.char(last_byte:byte() - 0x60)
end

-- Full-width digits and points as ASCII, without the marks that group thousands.
local function plain(digits)
  return (digits:gsub("\xEF\xBC([\x90-\x99])", ascii):gsub("．", "."):gsub(",", ""):gsub("，", ""))
end

-- "95.6" -> 956, 1 (value without the point, number of decimals); nil when it is no plain decimal.
local function parse(digits)
  local whole, fraction = digits:match "^(%d+)%.?(%d*)$"
  if not whole then
    whole, fraction = plain(digits):match "^(%d+)%.?(%d*)$"
  end
  if not whole or #whole > 6 or #fraction > 6 then
    return nil
  end
  return math.tointeger(tonumber(whole .. fraction)), #fraction
end

local function rounded(done, raised, scale)
  return (2 * done * 100 * scale + raised) // (2 * raised)
end

local function truncated(done, raised, scale)
  return done * 100 * scale // raised
end

-- Whether some whole number of `raised` gives this rate, rounded or cut off.
local function attainable(raised, value, scale)
  local guess = value * raised // (100 * scale)
  for done = math.max(0, guess - 1), math.min(raised, guess + 2) do
    if rounded(done, raised, scale) == value or truncated(done, raised, scale) == value then
      return true
    end
  end
  return false
end

local function whole(value)
  local number = value and math.tointeger(value)
  return number and number >= 0 and number < 1 << 40 and number or nil
end

-- Whether every product below stays a whole number of 64 bits.
local function fits(number, value, scale)
  return not number or number <= math.maxinteger // (200 * scale + value + 2)
end

local COMPARE = {
  at_least = function(share, value) return share >= value end,
  over = function(share, value) return share > value end,
  at_most = function(share, value) return share <= value end,
  under = function(share, value) return share < value end,
}

--- Judges a stated rate. Sources of the rule: a printed rate may be rounded half up or cut off at its digits.
--- * agrees: done / raised gives the digits printed, by rounding
--- * agrees-by-truncation: only by cutting off
--- * disagrees: by neither
--- * unattainable: `done` is not stated, and no whole number of `raised` gives the rate
--- * not-checkable: anything else (a count or the rate is missing, open, approximate or too long to reckon with)
---@param raised number?  whole number, or nil
---@param done number?
---@param digits string?  the rate as written, in percent, without the sign
---@param mark string?    mark of the rate; exact by default
---@return string verdict
function M.of(raised, done, digits, mark)
  raised, done = whole(raised), whole(done)
  local value, decimals = nil, 0
  if digits then
    value, decimals = parse(digits)
  end
  if not value or not raised or raised == 0 then
    return "not-checkable"
  end
  local scale = math.tointeger(10 ^ decimals)
  if not fits(raised, value, scale) or not fits(done, value, scale) then
    return "not-checkable"
  end
  local compare = COMPARE[mark or "exact"]
  if compare then
    if not done then
      return "not-checkable"
    end
    return compare(done * 100 * scale, value * raised) and "agrees" or "disagrees"
  elseif mark and mark ~= "exact" then
    return "not-checkable"
  elseif not done then
    return attainable(raised, value, scale) and "not-checkable" or "unattainable"
  elseif rounded(done, raised, scale) == value then
    return "agrees"
  elseif truncated(done, raised, scale) == value then
    return "agrees-by-truncation"
  end
  return "disagrees"
end

return M
