--- Turns facts of one measure into series over years: one for each place and kind of matter, never two joined.
local M = {}

-- Kinds of matters; the first word found in the subject decides.
local MATTERS = {
  "意见", "建议", "诉求", "投诉", "提案", "议案", "线索", "隐患", "差评", "工单", "心愿", "问题", "事项", "任务", "纠纷", "案件",
}

local function matter_of(fact)
  for _, word in ipairs(MATTERS) do
    if fact.subject and fact.subject:find(word, 1, true) then
      return word == "建议" and "意见" or word
    end
  end
end

-- Facts by place, in the order given; each knows its kind of matter.
local function by_place(facts, measure)
  local places = {}
  for _, fact in ipairs(facts) do
    if fact.measure == measure and fact.rate and fact.year and fact.city then
      local name = fact.place ~= fact.city and fact.place and fact.city .. fact.place or fact.city
      local place = places[name]
      if not place then
        place = { name = name, city = fact.city, kinds = {} }
        places[name], places[#places + 1] = place, place
      end
      place[#place + 1] = { fact = fact, kind = matter_of(fact) }
    end
  end
  return places
end

-- The kind of matter that most years of a place tell of; figures without a kind are taken to be of it.
local function main_kind(place)
  local years, best = {}, nil
  for _, item in ipairs(place) do
    if item.kind then
      local kind = years[item.kind]
      if not kind then
        kind = { count = 0 }
        years[item.kind], years[#years + 1] = kind, item.kind
      end
      if not kind[item.fact.year] then
        kind[item.fact.year] = true
        kind.count = kind.count + 1
      end
    end
  end
  for _, name in ipairs(years) do
    if not best or years[name].count > years[best].count then
      best = name
    end
  end
  return best
end

-- Of several figures of one year, one with counts is drawn, and of those the one with the largest base.
local function better(fact, other)
  return not other or (fact.raised or -1) > (other.raised or -1)
end

local function add_place(lines, place)
  local main = main_kind(place)
  for _, item in ipairs(place) do
    local kind = item.kind or main
    local name = kind == main and place.name or place.name .. "·" .. kind
    local line = lines[name]
    if not line then
      line = { name = name, city = place.city, years = {} }
      lines[name], lines[#lines + 1] = line, line
    end
    if better(item.fact, line.years[item.fact.year]) then
      line.years[item.fact.year] = item.fact
    end
  end
end

--- The series of a measure, and the years they span.
---@param facts table[]  rows of rectification, sorted by city and place
---@param measure string
---@return table[] lines  {name, city, years = {[year] = fact}}
---@return integer[] years  sorted
function M.of(facts, measure)
  local lines, seen, years = {}, {}, {}
  for _, place in ipairs(by_place(facts, measure)) do
    add_place(lines, place)
  end
  for _, line in ipairs(lines) do
    for year in pairs(line.years) do
      if not seen[year] then
        seen[year] = true
        years[#years + 1] = year
      end
    end
  end
  table.sort(years)
  return lines, years
end

return M
