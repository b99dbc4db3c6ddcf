--- Turns the places that a text names into the city and the most specific place that it is about.
local tables = require "wenlu.tables"

local M = {}

local MUNICIPALITY = { ["110000"] = true, ["120000"] = true, ["310000"] = true, ["500000"] = true }

local HEAD = 4       -- votes of a place in the title, the masthead or the signature
local ENOUGH = 3     -- votes that a county needs to be the place of a text

local by_code
local function division(code)
  if not by_code then
    by_code = {}
    for _, record in ipairs(tables.read "divisions") do
      by_code[record.code] = record
    end
  end
  return by_code[code]
end

local function find_city(record)
  while record do
    if record.level == "prefecture" or record.level == "province" and MUNICIPALITY[record.code] then
      return record
    end
    local parent = record.parent and division(record.parent)
    if record.level == "county" and parent and parent.level == "province" and not MUNICIPALITY[parent.code] then
      return record -- run by the province itself: its own city
    end
    record = parent
  end
  return false
end

local cities = {}

--- The prefecture-level city (or municipality) that a division or zone lies in; nil for a province. A county that a
--- province runs itself is its own city.
---@param record table  a record of data/divisions.tsv or data/zones.tsv
---@return table?
function M.city_of(record)
  local city = cities[record]
  if city == nil then
    city = find_city(record)
    cities[record] = city
  end
  return city or nil
end

--- The division (or zone) of a shared name that lies in the city; nil when there is none.
---@param candidates table[]
---@param city table
---@return table?
function M.inside(candidates, city)
  for _, candidate in ipairs(candidates) do
    if candidate ~= city and M.city_of(candidate) == city then
      return candidate
    end
  end
end

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

local function vote_city(votes, candidates, weight)
  local count = #candidates
  if count == 1 then
    local city = M.city_of(candidates[1])
    if city then
      add(votes, city, weight)
    end
    return
  end
  local seen = {}
  for _, candidate in ipairs(candidates) do
    local city = M.city_of(candidate)
    if city and not seen[city] then
      seen[city] = true
      add(votes, city, weight / count)
    end
  end
end

local LOWER = { "我区", "全区", "本区", "区委", "区级", "区直", "我县", "全县", "县委", "县级机关", "县直" }
local UPPER = { "我市", "全市", "本市", "市委", "市级", "市直" }

local function count_in(text, words, from, to)
  local count = 0
  for _, word in ipairs(words) do
    local at = text:find(word, from, true)
    while at and at <= to do
      count = count + 1
      at = text:find(word, at + #word, true)
    end
  end
  return count
end

--- Whether a stretch speaks of itself as a county (我区, 区委) rather than as a city (我市, 市委).
---@param text string
---@param from integer
---@param to integer
---@return boolean
function M.speaks_as_county(text, from, to)
  local lower = count_in(text, LOWER, from, to)
  return lower > 0 and lower >= count_in(text, UPPER, from, to)
end

local function best_county(places, weight_of, city)
  local votes, own, named = {}, 0, 0
  for i, first in ipairs(places.first) do
    local weight = weight_of(first)
    if weight > 0 then
      local candidates = places.candidates[i]
      local county = M.inside(candidates, city)
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
---@return table? city
---@return table? place
function M.about(reading, places, from, to, head, tail_first)
  local function weight_of(first)
    if first >= head[1] and first <= head[2] then
      return HEAD
    elseif first < from or first > to then
      return 0
    end
    return first >= tail_first and HEAD or 1
  end
  local votes = {}
  for i, first in ipairs(places.first) do
    local weight = weight_of(first)
    if weight > 0 then
      vote_city(votes, places.candidates[i], weight)
    end
  end
  local city = best(votes)
  if not city then
    return nil
  end
  local county, sum, own, others = best_county(places, weight_of, city)
  if county and sum >= ENOUGH and sum > others and
    (sum > own or sum * 2 > own and M.speaks_as_county(reading, from, to)) then
    return city, county
  elseif county and sum > others and own <= sum and M.speaks_as_county(reading, from, to) then
    return city, county
  end
  return city, city
end

return M
