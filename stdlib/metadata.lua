--- Turns a document and its mentions into what is known of it: title, issuer, city, place, date, each with its basis.
local tables = require "wenlu.tables"

local M = {}

local MUNICIPALITY = { ["110000"] = true, ["120000"] = true, ["310000"] = true, ["500000"] = true }

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

--- The prefecture-level city (or municipality) that a division lies in; nil for a province.
---@param record table  a record of data/divisions.tsv or data/zones.tsv
---@return table?
function M.city_of(record)
  while record do
    if record.level == "prefecture" or record.level == "province" and MUNICIPALITY[record.code] then
      return record
    elseif record.level == "county" and not division(record.parent) then
      return nil
    end
    record = record.parent and division(record.parent)
  end
end

local function add(votes, key, weight)
  if not votes[key] then
    votes[key] = 0
    votes[#votes + 1] = key
  end
  votes[key] = votes[key] + weight
end

local function best(votes)
  local winner
  for _, key in ipairs(votes) do
    if not winner or votes[key] > votes[winner] then
      winner = key
    end
  end
  return winner, winner and votes[winner] or 0
end

-- Place mentions of [from, to] as {record, first}; a name that several divisions share keeps them all.
local function places_in(mentions, from, to)
  local places = {}
  for i = 1, #mentions do
    local kind, _, first = mentions:get(i)
    if kind == "place" and first >= from and first <= to then
      places[#places + 1] = { candidates = mentions:row(i).divisions, first = first }
    end
  end
  return places
end

local function vote_city(votes, candidates, weight)
  local seen = {}
  for _, candidate in ipairs(candidates) do
    local city = M.city_of(candidate)
    if city and not seen[city.code] then
      seen[city.code] = true
      add(votes, city.code, weight / #candidates)
    end
  end
end

-- The division of a shared name that lies in the city.
local function inside(candidates, city)
  for _, candidate in ipairs(candidates) do
    if candidate ~= city then
      local of = M.city_of(candidate)
      if of == city then
        return candidate
      end
    end
  end
end

--- The city and the most specific place that a stretch of the reading is about.
---@param mentions userdata
---@param from integer
---@param to integer
---@param head_last integer  places up to here (title, issuer) weigh more
---@param city table?  division of the city, when it is known already
---@return table? city, table? place  division records
function M.place_of(mentions, from, to, head_last, city)
  local places = places_in(mentions, from, to)
  local votes = {}
  for _, place in ipairs(places) do
    vote_city(votes, place.candidates, place.first <= head_last and 4 or 1)
  end
  city = city or division(best(votes))
  if not city then
    return nil
  end
  local counties = {}
  local city_weight = 0
  for _, place in ipairs(places) do
    local weight = place.first <= head_last and 4 or 1
    local county = inside(place.candidates, city)
    if county then
      add(counties, county, weight)
    elseif place.candidates[1] == city then
      city_weight = city_weight + weight
    end
  end
  local county, weight = best(counties)
  if county and weight >= 3 and weight > city_weight then
    return city, county
  end
  return city, city
end

-- ---- date ----

local STATED = { "发布日期", "发布时间", "日期", "时间", "发稿时间", "更新时间", "成文日期", "印发" }

local function iso(year, month, day)
  if month == 0 then
    return ("%04d"):format(year)
  elseif day == 0 then
    return ("%04d-%02d"):format(year, month)
  end
  return ("%04d-%02d-%02d"):format(year, month, day)
end

-- A date on a line of its own, after a label such as 发布日期, or in the chrome of the page.
local function is_stated(reading, first, last)
  local before = reading:sub(math.max(1, first - 24), first - 1)
  for _, word in ipairs(STATED) do
    if before:find(word .. "[：:]? ?$") then
      return true
    end
  end
  local line_before = before:match "([^\n]*)$"
  local after = reading:sub(last + 1, last + 12):match "^([^\n]*)"
  local blank = "^[ \t\r　（）()]*$"
  return (line_before:find(blank) ~= nil and #before > #line_before or first == 1) and
    (after:find(blank) ~= nil or after:find "^印发" ~= nil)
end

local function written_date(mentions, reading)
  local latest
  for i = 1, #mentions do
    local kind, class, first, last = mentions:get(i)
    if kind == "period" and class == "day" then
      local basis, year, _, month, day = mentions:period(i)
      if basis == "written" and is_stated(reading, first, last) then
        latest = iso(year, month, day)
        if reading:sub(math.max(1, first - 24), first - 1):find "[：:] ?$" then
          return latest
        end
      end
    end
  end
  return latest
end

local FUTURE = { "到", "至", "力争", "确保" }

local function is_future(reading, first)
  local before = reading:sub(math.max(1, first - 6), first - 1)
  for _, word in ipairs(FUTURE) do
    if before:sub(-#word) == word then
      return true
    end
  end
  return false
end

-- The latest year (and day in it) that the text tells of as past, dated events included.
local function latest_told(mentions, reading)
  local told
  local day
  local function take(year, date)
    if not told or year > told then
      told, day = year, nil
    end
    if date and year == told and (not day or date > day) then
      day = date
    end
  end
  for i = 1, #mentions do
    local kind, class, first = mentions:get(i)
    if kind == "period" and class ~= "plan" then
      local basis, year, last_year, month, date_day = mentions:period(i)
      local _, _, _, status = mentions:value(i)
      if basis == "written" and year == last_year and status == "actual" and not is_future(reading, first) then
        take(year, date_day > 0 and iso(year, month, date_day) or nil)
      end
    end
    local row = mentions:row(i)
    if row and row.event and row.event.kind ~= "plan" then
      take(math.tointeger(tonumber(row.event.date:sub(1, 4))))
    end
  end
  return told, day
end

local NEW_YEAR = { "站在新一年", "新的一年", "新一年起点", "新年伊始" }

local function begins_year(reading)
  if not reading:find("去年", 1, true) then
    return false
  end
  for _, words in ipairs(NEW_YEAR) do
    if reading:find(words, 1, true) then
      return true
    end
  end
  return false
end

--- The date of a document: ISO (a day, a month or a year) and its basis: stated, text, path, unknown.
---@param mentions userdata
---@param reading string
---@param path string?
---@return string? date, string basis
function M.date_of(mentions, reading, path)
  local stated = written_date(mentions, reading)
  if stated then
    return stated, "stated"
  end
  local year, day = latest_told(mentions, reading)
  if year and begins_year(reading) then
    return ("%04d"):format(year + 1), "text: a new year after " .. year
  end
  if day then
    return day, "text: the latest day told"
  elseif year then
    return ("%04d"):format(year), "text: the latest year told"
  end
  local from_path = path and path:match "[12][90]%d%d"
  if from_path then
    return from_path, "path"
  end
  return nil, "unknown"
end

-- ---- title and issuer ----

--- The title (first heading, with the heading lines that go on with it) as a span of the text.
---@param document wenlu.Document
---@return integer? first, integer? last
function M.title_of(document)
  for i, block in ipairs(document.blocks) do
    if block.kind ~= "chrome" and block.kind ~= "byline" then
      local first = block.first
      while document.text:sub(first, first):find "[#*%s]" do
        first = first + 1
      end
      if i > 12 then
        break
      end
      return first, block.last
    end
  end
end

local ISSUER_LABELS = { "主办单位", "来源", "发布单位", "发布机构", "信息来源", "供稿", "报送单位", "编发单位" }

--- The issuer: a labelled line, or the body whose name ends the heading of the page.
---@param document wenlu.Document
---@return string? issuer, string basis
function M.issuer_of(document)
  for _, label in ipairs(ISSUER_LABELS) do
    local at = document.text:find(label, 1, true)
    local name = at and document.text:match("^[：: ]+([^\n \t]+)", at + #label)
    if name then
      return name, "stated"
    end
  end
  for i = 1, math.min(#document.blocks, 8) do
    local block = document.blocks[i]
    local line = document.text:sub(block.first, math.min(block.last, block.first + 120))
    local name = line:match "(市委市级机关工委)" or line:match "^([^，。:： ]-机关工委)" or
      line:match "^(中共[^，。 ]-委员会)"
    if name then
      return name, "heading"
    end
  end
  return nil, "unknown"
end

return M
