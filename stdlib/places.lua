--- Turns the places that a text names into the city and the most specific place that it is about.
local gazetteer = require "wenlu.gazetteer"
local wordset = require "wenlu.wordset"

local M = {}

local HEAD = 4       -- votes of a place in the title, the masthead or the signature
local ENOUGH = 3     -- votes that a county needs to be the place of a text

local LOWER = wordset.new "我区 全区 区委 区级 我县 全县 县委"
local UPPER = wordset.new "我市 全市 市委 市级"
local ADDRESS = wordset.new "地址"

local function add(votes, key, weight)
  local sum = votes[key]
  if not sum then
    votes[#votes + 1] = key
    sum = 0
  end
  votes[key] = sum + weight
end

local function best(votes)
  local winner, most = nil, 0
  for i = 1, #votes do
    local sum = votes[votes[i]]
    if sum > most then
      winner, most = votes[i], sum
    end
  end
  return winner, most
end

---@class wenlu.Scope  a stretch of the reading, and the parts in which a name weighs more
---@field reading string
---@field mentions userdata
---@field from integer
---@field to integer
---@field head_first integer  title and masthead
---@field head_last integer
---@field outside boolean     the head stands elsewhere
---@field tail_first integer  signature and imprint, to the end

local function scope_of(reading, mentions, from, to, head, tail_first)
  local outside = head[2] < from or head[1] > to
  local head_first = outside and head[1] or math.max(from, head[1])
  local head_last = outside and head[2] or math.min(to, head[2])
  return {
    reading = reading, mentions = mentions, from = from, to = to, head_first = head_first, head_last = head_last,
    outside = outside, tail_first = math.max(from, tail_first, outside and from or head_last + 1),
  }
end

-- The names of a scope, each once: the divisions that they may stand for and their votes, in turn; those of a head
-- that stands elsewhere come first.
local function tallies_of(scope)
  local mentions, from, to = scope.mentions, scope.from, scope.to
  if scope.outside then
    local list = { mentions:tally("place", "divisions", scope.head_first, scope.head_last, HEAD) }
    list[3], list[4] = mentions:tally("place", "divisions", scope.tail_first, to, HEAD, from, to, 1)
    return list
  end
  return { mentions:tally("place", "divisions", scope.head_first, scope.head_last, HEAD, scope.tail_first, to, HEAD,
    from, to, 1) }
end

-- Whether a name of one division speaks for a city.
local function is_sure(tallies, city)
  for k = 1, #tallies, 2 do
    for _, name in ipairs(tallies[k]) do
      if name.cities[1] == city and name.share == 1 then
        return true
      end
    end
  end
  return false
end

-- The city with most votes. Where only names speak for it that other cities share (南山区), the area code of a
-- telephone or the licence of the site decides, or nothing does.
local function best_city(reading, tallies)
  local votes = {}
  for k = 1, #tallies, 2 do
    local names, sums = tallies[k], tallies[k + 1]
    for i = 1, #names do
      local name = gazetteer.reach(names[i])
      local cities, sum = name.cities, sums[i] * name.share
      for c = 1, #cities do
        add(votes, cities[c], sum)
      end
    end
  end
  local winner, sum = best(votes)
  if not winner or is_sure(tallies, winner) then
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

-- Whether a stretch speaks of itself as a county (我区, 区委) rather than as a city (我市, 市委); its beginning tells.
local function speaks_as_county(reading, from, to)
  local stop = math.min(to, from + 3000)
  local lower = LOWER:count(reading, from, stop)
  return lower > 0 and lower >= UPPER:count(reading, from, stop)
end

-- Takes back the votes that addresses in title, masthead or imprint gave: they say little of what a text is about.
local function forget_addresses(scope, votes, city)
  local reading, mentions = scope.reading, scope.mentions
  local function forget(first, last)
    if not ADDRESS:find(reading, first - 45, last) then
      return
    end
    local i, _, at = mentions:before("place", last + 1, first)
    while i do
      if ADDRESS:find(reading, at - 45, at - 1) then
        local divisions = mentions:row(i).divisions
        local county = gazetteer.inside(divisions, city) or divisions[1]
        votes[county] = votes[county] and votes[county] - HEAD
      end
      i, _, at = mentions:before("place", at, first)
    end
  end
  forget(scope.head_first, scope.head_last)
  forget(scope.tail_first, scope.to)
end

-- The county of the city with most votes, its votes, those of the city itself and of the other counties.
local function best_county(scope, tallies, city)
  local votes, named = { [city] = 0 }, 0
  for k = 1, #tallies, 2 do
    local names, sums = tallies[k], tallies[k + 1]
    for i = 1, #names do
      local county = names[i].inside[city]
      if county then
        add(votes, county, sums[i])
      elseif names[i][1] == city then
        votes[city] = votes[city] + sums[i]
      end
    end
  end
  if votes[1] then
    forget_addresses(scope, votes, city)
  end
  for i = 1, #votes do
    named = named + votes[votes[i]]
  end
  local county, sum = best(votes)
  return county, sum, votes[city], named - sum
end

local function names_county(mentions, county, from, to)
  for _, divisions in ipairs((mentions:tally("place", "divisions", from, to, 1))) do
    for _, division in ipairs(divisions) do
      if division == county then
        return true
      end
    end
  end
  return false
end

--- The city and the most specific place that a stretch of the reading is about.
---@param reading string
---@param mentions userdata
---@param from integer
---@param to integer
---@param head integer[]       first and last byte of title and masthead, inside or outside; places there weigh more
---@param tail_first integer  places from here on (signature, imprint) weigh more
---@param lead integer?       last byte of the beginning of an article: a county named there alone is its place
---@return table? city
---@return table? place
function M.about(reading, mentions, from, to, head, tail_first, lead)
  local scope = scope_of(reading, mentions, from, to, head, tail_first)
  local tallies = tallies_of(scope)
  local city = best_city(reading, tallies)
  if not city then
    return nil
  end
  local county, sum, own, others = best_county(scope, tallies, city)
  if county and sum > others and (sum >= ENOUGH and sum > own or
    (own <= sum or sum >= ENOUGH and sum * 2 > own) and speaks_as_county(reading, from, to)) then
    return city, county
  end
  if county and lead and others == 0 and own <= sum and names_county(mentions, county, from, lead) then
    return city, county
  end
  return city, city
end

---@class wenlu.Places
---@field first integer[]     offsets in the reading
---@field last integer[]
---@field candidates table[]  the divisions that each may stand for

--- The places that a text names.
---@param mentions userdata
---@return wenlu.Places
function M.named(mentions)
  local first, last, candidates = mentions:collect("place", "divisions")
  return { first = first, last = last, candidates = candidates }
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

return M
