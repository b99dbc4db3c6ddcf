--- Turns the tables of data/ and the words of the frames into one compiled scanner (wenlu.scan).
local scan = require "wenlu.scan"
local tables = require "wenlu.tables"

local M = {}

--- The group bit of the dated events, for mentions:find.
M.EVENT = 1

-- When two sources name the same term, the one with the higher rank decides its kind.
local RANK = { cue = 1, head = 2, lexical = 3, period = 4, place = 5, organisation = 6, initiative = 7 }

---@class wenlu.TermRow
---@field text string
---@field kind string       kind of the mention
---@field class string
---@field rank integer
---@field groups integer    bits of the frames' word groups
---@field roles table<string, string>  frame -> role of the word in it
---@field division table?   the divisions a place name may stand for
---@field name string?      normal form

-- Characters of units and of the frames' words in traditional writing.
local TRADITIONAL = {
  ["个"] = "個", ["条"] = "條", ["项"] = "項", ["户"] = "戶", ["场"] = "場", ["点"] = "點", ["台"] = "臺", ["张"] = "張",
  ["辆"] = "輛", ["册"] = "冊", ["吨"] = "噸", ["亩"] = "畝", ["顷"] = "頃", ["时"] = "時", ["周"] = "週", ["轮"] = "輪",
  ["种"] = "種", ["类"] = "類", ["处"] = "處", ["间"] = "間", ["双"] = "雙", ["对"] = "對", ["组"] = "組", ["队"] = "隊",
  ["团"] = "團", ["栋"] = "棟", ["层"] = "層", ["块"] = "塊", ["门"] = "門", ["节"] = "節", ["课"] = "課", ["镑"] = "鎊",
  ["欧"] = "歐", ["钟"] = "鐘", ["岁"] = "歲", ["级"] = "級", ["宗"] = "宗", ["讲"] = "講", ["学"] = "學", ["万"] = "萬",
  ["办"] = "辦", ["结"] = "結", ["满"] = "滿", ["复"] = "覆", ["采"] = "採", ["纳"] = "納", ["问"] = "問", ["题"] = "題",
  ["见"] = "見", ["议"] = "議", ["诉"] = "訴", ["访"] = "訪", ["调"] = "調", ["测"] = "測", ["评"] = "評", ["请"] = "請",
  ["发"] = "發", ["现"] = "現", ["转"] = "轉", ["归"] = "歸", ["难"] = "難", ["线"] = "線", ["单"] = "單", ["电"] = "電",
  ["决"] = "決", ["实"] = "實", ["销"] = "銷", ["号"] = "號", ["征"] = "徵", ["当"] = "當", ["还"] = "還", ["馈"] = "饋",
}

local simplified_of

--- A word of units, measures and cues in simplified writing: 辦結率 -> 办结率.
---@param text string
---@return string
function M.simplified(text)
  if not simplified_of then
    simplified_of = {}
    for simple, character in pairs(TRADITIONAL) do
      simplified_of[character] = simple
    end
    simplified_of["復"] = "复"
  end
  return (text:gsub("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", simplified_of))
end

local function traditional(text)
  return (text:gsub("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", TRADITIONAL))
end

local NO_ROLES = {} -- shared by the terms that no frame asks for: most of them

local function term(set, text, kind, class, rank)
  local row = set[text]
  if not row then
    row = { text = text, kind = kind, class = class, rank = rank, groups = 0, roles = NO_ROLES }
    set[text] = row
    set[#set + 1] = row
  elseif rank > row.rank then
    row.kind, row.class, row.rank = kind, class, rank
  end
  return row
end

-- A name of one character is no name in running text (旗 for 鄂温克族自治旗).
local function add_place(set, text, division)
  if #text < 6 then
    return
  end
  local row = term(set, text, "place", "named", RANK.place)
  row.divisions = row.divisions or {}
  row.divisions[#row.divisions + 1] = division
end

local function has_flag(record, flag)
  return record.flags ~= nil and ("|" .. record.flags .. "|"):find("|" .. flag .. "|", 1, true) ~= nil
end

local function add_divisions(set)
  for _, division in ipairs(tables.read "divisions") do
    add_place(set, division.name, division)
    local risky = has_flag(division, "unsafe-short") or
      division.level == "county" and has_flag(division, "boundary-risk")
    if division.short and not risky then
      add_place(set, division.short, division)
    end
    for _, alias in ipairs(tables.split(division.aliases)) do
      add_place(set, alias, division)
    end
    for _, former in ipairs(tables.split(division.former)) do
      add_place(set, former:match "^[^@]+", division)
    end
  end
  for _, zone in ipairs(tables.read "zones") do
    add_place(set, zone.name, zone)
    for _, alias in ipairs(tables.split(zone.aliases)) do
      add_place(set, alias, zone)
    end
  end
end

local function add_organisations(set)
  for _, organisation in ipairs(tables.read "organisations") do
    local names = tables.split(organisation.aliases)
    table.insert(names, 1, organisation.short)
    names[#names + 1] = organisation.full
    for _, name in ipairs(names) do
      for _, prefix in ipairs { "省", "市", "区", "县", "市委", "省委", "区委", "县委" } do
        local own = organisation.full:sub(1, 3) == "委" and prefix:sub(-3) ~= "委" and prefix or ""
        term(set, prefix .. name, "organisation", "named", RANK.organisation).name = own .. organisation.full
      end
    end
  end
end

local NON_QUANTITY_CLASS = {
  lexical = "lexical", slogan_or_name = "slogan", slogan = "slogan", idiom = "idiom", ordinal = "ordinal",
  grade = "grade", version = "version", duration = "duration", date = "date", place = "place_name",
  anniversary = "anniversary", identifier = "identifier", levels = "levels",
}

local function add_non_quantities(set)
  for _, record in ipairs(tables.read "nonquantities") do
    term(set, record.surface, "non-quantity", NON_QUANTITY_CLASS[record.class] or "lexical", RANK.lexical)
  end
end

-- Dated events that documents name bound the date of the document (metadata.lua).
local function add_events(set)
  for _, record in ipairs(tables.read "events") do
    for _, name in ipairs(tables.split(record.name)) do
      local row = term(set, name, "cue", "cue", RANK.cue)
      row.event = record
      row.groups = row.groups | M.EVENT
    end
  end
end

local function add_periods(set)
  for _, record in ipairs(tables.read "periods") do
    local class = record.basis == "relative" and "relative" or record.basis == "written" and "plan" or "part"
    local row = term(set, record.text, "period", class, RANK.period)
    local basis = { written = 0, relative = 1, missing = 2 }
    row.period = {
      basis = basis[record.basis], year = math.tointeger(tonumber(record.year)),
      last_year = math.tointeger(tonumber(record.last_year)), month = math.tointeger(tonumber(record.month)),
      last_month = math.tointeger(tonumber(record.last_month)),
    }
  end
end

local function add_planning(set)
  for _, record in ipairs(tables.read "planning") do
    local row = set[record.text] or term(set, record.text, "none", "none", 0)
    row.role = record.role
  end
end

local function add_initiatives(set, bit)
  for _, record in ipairs(tables.read "initiatives") do
    for _, word in ipairs(tables.split(record.words)) do
      local row = term(set, word, "initiative", "named", RANK.initiative)
      row.name = record.kind
      row.initiative = record
      if record.frame == "initiative" then
        row.groups = row.groups | bit
      end
    end
  end
  for _, head in ipairs { "行动", "工程", "活动", "项目", "品牌", "机制", "平台", "计划", "大讲堂", "讲堂", "课堂" } do
    local row = term(set, head, "none", "none", 0)
    row.head = true
  end
end

local function unit_rows()
  local rows = {}
  for _, record in ipairs(tables.read "units") do
    local row = {
      text = record.text, normal = record.normal, class = record.class, factor = tonumber(record.factor),
      not_before = record.not_before, arabic = record.flags == "arabic",
    }
    rows[#rows + 1] = row
    local twin_text = traditional(row.text)
    if twin_text ~= row.text then
      local twin = {}
      for key, value in pairs(row) do
        twin[key] = value
      end
      twin.text = twin_text
      rows[#rows + 1] = twin
    end
  end
  return rows
end

--- Compiles the scanner for these frames. Each frame may carry `words`: role -> list of words; a word's
--- role is found in the term row of its mention (row.roles[frame.name]); `bits` tells the group bit of
--- each role, for mentions:find.
---@param frames table[]
---@return userdata scanner
---@return table<string, table<string, integer>> bits  frame -> role -> bit
function M.compile(frames)
  local set = {}
  local bits = {}
  local next_bit = M.EVENT << 1
  add_divisions(set)
  add_organisations(set)
  add_non_quantities(set)
  add_periods(set)
  add_events(set)
  for _, frame in ipairs(frames) do
    bits[frame.name] = {}
    for _, group in ipairs(frame.words or {}) do
      local bit = next_bit
      next_bit = next_bit << 1
      bits[frame.name][group.role] = bit
      for _, word in ipairs(group) do
        for _, form in ipairs { word, traditional(word) } do
          local row = term(set, form, "cue", "cue", RANK.cue)
          row.roles = row.roles ~= NO_ROLES and row.roles or {}
          row.roles[frame.name] = group.role
          row.groups = row.groups | bit
        end
      end
    end
  end
  bits.initiative_term = next_bit
  add_initiatives(set, next_bit)
  add_planning(set)
  return scan.compile { units = unit_rows(), terms = set }, bits
end

return M
