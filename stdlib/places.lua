--- Turns the places that a text names into the city and the most specific place that it is about.
local gazetteer = require "wenlu.gazetteer"

local M = {}

local city_of = gazetteer.city_of

local HEAD = 4       -- votes of a place in the title, the masthead or the signature
local ENOUGH = 3     -- votes that a county needs to be the place of a text

local function add(votes, key, weight)
  local sum = votes[key]
  if not sum then
    votes[#votes + 1] = key
  end
  votes[key] = (sum or 0) + weight
end

local function best(votes)
  local winner, sum
  for _, key in ipairs(votes) do
    if not winner or votes[key] > sum then
      winner, sum = key, votes[key]
    end
  end
  return winner, sum or 0
end

-- Votes for the cities that a name may lie in; `sure` holds those that a name of one division speaks for.
local function vote_city(votes, sure, candidates, weight)
  local count = #candidates
  if count == 1 then
    local city = city_of(candidates[1])
    if city then
      add(votes, city, weight)
      sure[city] = true
    end
    return
  end
  local seen = {}
  for _, candidate in ipairs(candidates) do
    local city = city_of(candidate)
    if city and not seen[city] then
      seen[city] = true
      add(votes, city, weight / count)
    end
  end
end

-- The city with most votes. Where only names speak for it that other cities share (南山区), the area code of a
-- telephone or the licence of the site decides, or nothing does.
local function best_city(reading, votes, sure)
  local winner, sum = best(votes)
  if not winner or sure[winner] then
    return winner
  end
  local tied = {}
  for _, city in ipairs(votes) do
    if votes[city] == sum then
      tied[#tied + 1] = city
    end
  end
  if #tied == 1 then
    return winner
  end
  local called, province = gazetteer.by_telephone(reading), gazetteer.licensed_in(reading)
  for _, city in ipairs(tied) do
    if city == called or city.code:sub(1, 2) == province then
      return city
    end
  end
end

local LOWER = { "我区", "全区", "区委", "区级", "我县", "全县", "县委" }
local UPPER = { "我市", "全市", "市委", "市级" }

local function count_in(text, words)
  local count = 0
  for _, word in ipairs(words) do
    local at = text:find(word, 1, true)
    while at do
      count = count + 1
      at = text:find(word, at + #word, true)
    end
  end
  return count
end

-- Whether a stretch speaks of itself as a county (我区, 区委) rather than as a city (我市, 市委); its beginning tells.
local function speaks_as_county(reading, from, to)
  local text = reading:sub(from, math.min(to, from + 3000))
  local lower = count_in(text, LOWER)
  return lower > 0 and lower >= count_in(text, UPPER)
end

local function is_address(reading, first)
  return reading:sub(math.max(1, first - 45), first - 1):find("地址", 1, true) ~= nil
end

local function best_county(reading, places, chosen, weights, city)
  local votes, own, named = {}, 0, 0
  for k = 1, #chosen do
    local i, weight = chosen[k], weights[k]
    if weight < HEAD or not is_address(reading, places.first[i]) then
      local candidates = places.candidates[i]
      local county = gazetteer.inside(candidates, city)
      if county then
        add(votes, county, weight)
        named = named + weight
      elseif candidates[1] == city then
        own = own + weight
      end
    end
  end
  local county, sum = best(votes)
  return county, sum, own, named - sum
end

--- The numbers of the places that a stretch names: the first, and the last (before it when there are none).
---@param places wenlu.Places
---@param from integer
---@param to integer
---@return integer first
---@return integer last
function M.range(places, from, to)
  local firsts = places.first
  local low, high = 1, #firsts + 1
  while low < high do
    local middle = (low + high) // 2
    if firsts[middle] < from then
      low = middle + 1
    else
      high = middle
    end
  end
  local last = low
  while firsts[last] and firsts[last] <= to do
    last = last + 1
  end
  return low, last - 1
end

local function is_named_by(places, county, from, to)
  local first, last = M.range(places, from, to)
  for i = first, last do
    for _, candidate in ipairs(places.candidates[i]) do
      if candidate == county then
        return true
      end
    end
  end
  return false
end

---@class wenlu.Places
---@field first integer[]     offsets in the reading
---@field last integer[]
---@field candidates table[]  the divisions that each may stand for

--- The city and the most specific place that a stretch of the reading is about.
---@param reading string
---@param places wenlu.Places
---@param from integer
---@param to integer
---@param head integer[]       first and last byte of title and masthead, inside or outside; places there weigh more
---@param tail_first integer  places from here on (signature, imprint) weigh more
---@param lead integer?       last byte of the beginning of an article: a county named there alone is its place
---@return table? city
---@return table? place
function M.about(reading, places, from, to, head, tail_first, lead)
  local votes, sure, chosen, weights = {}, {}, {}, {}
  local head_first, head_last = head[1], head[2]
  local firsts = places.first
  local function choose(first, last)
    for i = first, last do
      local at = firsts[i]
      local weight = (at >= head_first and at <= head_last or at >= tail_first) and HEAD or 1
      chosen[#chosen + 1], weights[#weights + 1] = i, weight
      vote_city(votes, sure, places.candidates[i], weight)
    end
  end
  if head_last < from or head_first > to then
    choose(M.range(places, head_first, head_last))
  end
  choose(M.range(places, from, to))
  local city = best_city(reading, votes, sure)
  if not city then
    return nil
  end
  local county, sum, own, others = best_county(reading, places, chosen, weights, city)
  if county and sum > others and (sum >= ENOUGH and sum > own or
    (own <= sum or sum >= ENOUGH and sum * 2 > own) and speaks_as_county(reading, from, to)) then
    return city, county
  end
  if county and lead and others == 0 and own <= sum and is_named_by(places, county, from, lead) then
    return city, county
  end
  return city, city
end

return M
