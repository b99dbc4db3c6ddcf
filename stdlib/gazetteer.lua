--- Turns names of places and of files into divisions: their city, their counties, the one that a title begins with.
local near = require "wenlu.near"
local tables = require "wenlu.tables"
local wordset = require "wenlu.wordset"

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

---@class wenlu.Divisions  the divisions that a name may stand for, and where they lie
---@field cities table[]  the cities that they lie in, each once
---@field share number    of a vote that each of them has
---@field inside table<table, table>  city -> the first of them that lies in it

local function find_reach(divisions)
  local list, inside, seen = {}, {}, {}
  for _, record in ipairs(divisions) do
    local city = M.city_of(record)
    if city and not seen[city] then
      seen[city] = true
      list[#list + 1] = city
    end
    if city and city ~= record then
      inside[city] = inside[city] or record
    end
  end
  divisions.cities, divisions.share, divisions.inside = list, 1 / #divisions, inside
  return divisions
end

--- The divisions of a name, with where they lie: found once, and kept beside them.
---@param divisions table[]  of a term row
---@return wenlu.Divisions divisions
function M.reach(divisions)
  return divisions.cities and divisions or find_reach(divisions)
end

--- The division (or zone) of a shared name that lies in the city; nil when there is none.
---@param divisions table[]
---@param city table
---@return table?
function M.inside(divisions, city)
  return M.reach(divisions).inside[city]
end

local PUNCTUATION = { ["："] = true, ["“"] = true, ["「"] = true, ["，"] = true, ["　"] = true, ["—"] = true, ["·"] = true }

local counties -- city -> name, or name without 市, 县, 区, of a county in it -> the county
local function counties_of(city)
  if not counties then
    counties = {}
    for _, record in ipairs(tables.read "divisions") do
      local above = record.level == "county" and M.city_of(record)
      if above then
        local names = counties[above] or {}
        counties[above] = names
        names[record.name] = record
        if #record.name > 6 then
          names[record.name:sub(1, -4)] = record
        end
      end
    end
  end
  return counties[city] or {}
end

local function starts_with(text, from, name)
  return text:sub(from, from + #name - 1) == name and from + #name
end

--- The county of a city that a title or the name of a body begins with: 新北区机关工委…, 中共徐州市铜山区…, 武进：….
---@param title string?
---@param city table
---@return table?
function M.county_first(title, city)
  if not title then
    return nil
  end
  local names = counties_of(city)
  local from = starts_with(title, 1, "中共") or 1
  from = starts_with(title, from, city.name) or city.short and starts_with(title, from, city.short) or from
  for last = from + 5, from + 17, 3 do
    local county = names[title:sub(from, last)]
    if county and (#county.name == last - from + 1 or PUNCTUATION[title:sub(last + 1, last + 3)] or
      title:find("^[:%s]", last + 1)) then
      return county
    end
  end
end

--- Whether the name of a body begins with the city itself: 中共常州市委….
---@param name string?
---@param city table
---@return boolean
function M.is_body_of(name, city)
  return name ~= nil and starts_with(name, starts_with(name, 1, "中共") or 1, city.name) ~= false
end

local clues -- pinyin or area code -> city; false where several cities share it
local function city_by(clue)
  if not clues then
    clues = {}
    for _, record in ipairs(tables.read "cities") do
      for _, key in ipairs { record.pinyin or record.code, record.area or record.code } do
        clues[key] = clues[key] == nil and division(record.code) or false
      end
    end
  end
  return clues[clue] or nil
end

--- The city whose area code the first telephone number of a text has: 0513-85099999.
---@param text string
---@return table? city
function M.by_telephone(text)
  local dash = text:find("-", 1, true)
  while dash do
    local area = text:sub(math.max(1, dash - 5), dash - 1):match "%f[%d](0%d%d%d?)$"
    local city = area and text:find("^%d%d%d%d%d%d%d", dash + 1) and city_by(area)
    if city then
      return city
    end
    dash = text:find("-", dash + 1, true)
  end
end

local city_names -- a word set, and the cities in the order of the table
local function named_in(text)
  if not city_names then
    local names, list = {}, {}
    for _, record in ipairs(tables.read "divisions") do
      if M.city_of(record) == record then
        list[#list + 1] = record
        names[#names + 1] = record.name
        names[#names + 1] = record.short
      end
    end
    city_names = { set = wordset.new(names), list = list }
  end
  for _, record in ipairs(city_names.set:find(text) and city_names.list or {}) do
    if text:find(record.name, 1, true) or record.short and text:find(record.short, 1, true) then
      return record
    end
  end
end

--- The city that a file, or the folder it lies in, is named after: 南通/2021.txt, wuxi-2021-xuncha.txt.
---@param path string?
---@return table? city
function M.from_path(path)
  local name = path and near.of(path)
  for word in (name or ""):lower():gmatch "%a%a%a%a+" do
    local city = city_by(word)
    if city then
      return city
    end
  end
  return name and name:find "[\x80-\xFF]" and named_in(name) or nil
end

-- Provinces as the licence of a site names them: 苏ICP备…, 川公网安备….
local LICENCES = {}
for name, code in ("京11津12冀13晋14蒙15辽21吉22黑23沪31苏32浙33皖34闽35赣36鲁37豫41鄂42湘43粤44桂45琼46渝50川51蜀51贵52黔52云53滇53" ..
  "藏54陕61甘62陇62青63宁64新65"):gmatch "([^%d]+)(%d+)" do
  LICENCES[name] = code
end

--- The first two digits of the codes of the province that gave a site its licence.
---@param text string
---@return string?
function M.licensed_in(text)
  for _, word in ipairs { "ICP备", "公网安备" } do
    local at = text:find(word, 1, true)
    local province = at and LICENCES[text:sub(at - 3, at - 1)]
    if province then
      return province
    end
  end
end

return M
