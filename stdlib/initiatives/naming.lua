--- Turns an anchor in its sentence into the name of what is counted, with what the words around it add.
local initiatives = require "wenlu.initiatives"
local modifiers_of = require "wenlu.initiatives.modifiers"

local M = {}

local BARE = { ["宣讲"] = true, ["宣讲活动"] = true, ["宣講"] = true, ["品牌"] = true, ["面对面活动"] = true }
local BOUNDS = { quantity = true, period = true, place = true, organisation = true }
local TEAM_WORDS = { "宣讲团", "宣讲队", "讲师团", "宣讲小分队", "宣讲轻骑兵" }
local TEAMS = {
  ["宣讲小分队"] = true, ["宣讲分队"] = true, ["宣讲小组"] = true, ["宣讲队伍"] = true, ["宣讲团"] = true, ["宣讲队"] = true,
}

--- The text between two offsets without the periods in it.
---@param state table  see wenlu.frames.initiative
---@param from integer
---@param to integer
---@return string
function M.plain_text(state, from, to)
  local parts = {}
  for _, token in ipairs(state.sentence.tokens) do
    if token.kind == "period" and token.first >= from and token.last <= to then
      parts[#parts + 1] = state.reading:sub(from, token.first - 1)
      from = token.last + 1
    end
  end
  parts[#parts + 1] = state.reading:sub(from, to)
  return table.concat(parts)
end

--- The last anchor before an offset.
function M.nearest_before(state, place)
  local found
  for _, anchor in ipairs(state.anchors) do
    if anchor.last < place then
      found = anchor
    end
  end
  return found
end

--- The first anchor behind an offset.
function M.nearest_behind(state, place)
  for _, anchor in ipairs(state.anchors) do
    if anchor.first > place then
      return anchor
    end
  end
end

--- The words before an anchor that belong to its name, and the text before those.
---@return string modifiers
---@return string before
function M.modifiers(state, anchor)
  if anchor.quoted and anchor.record.canonical == "sessions" or initiatives.quote(anchor.word) then
    return "", ""
  end
  local from = state.sentence.first
  for _, clause in ipairs(state.sentence.clauses) do
    from = clause.first <= anchor.first and clause.first or from
  end
  for _, token in ipairs(state.sentence.tokens) do
    if token.first >= anchor.first then
      break
    elseif BOUNDS[token.kind] then
      from = math.max(from, token.last + 1)
    end
  end
  local segment = state.reading:sub(from, anchor.first - 1)
  for _, team in ipairs(M.is_bare(anchor) and TEAM_WORDS or {}) do
    segment = segment:gsub(team .. "$", "")
  end
  local modifiers, before = modifiers_of.of(segment)
  return modifiers_of.without_level(modifiers, anchor.word), before
end

--- Whether an anchor is a word that needs more to be a name: 品牌, 宣讲.
function M.is_bare(anchor)
  return BARE[anchor.word] == true and not anchor.quoted
end

--- The names of a list of grades that share a noun: 五星级、四星级、三星级党支部.
---@param state table
---@param anchor wenlu.Anchor
---@param name string  of the last
---@return string[]
function M.grades_before(state, anchor, name)
  local names = { name }
  local text = state.reading:sub(state.sentence.first, anchor.first - 1)
  while text:sub(-3) == "、" or initiatives.is_grade(text:sub(-9)) or initiatives.is_grade(text:sub(-6)) do
    local before = text:sub(-3) == "、" and text:sub(1, -4) or text
    local grade = initiatives.is_grade(before:sub(-9)) and before:sub(-9) or before:sub(-6)
    local other = initiatives.regrade(name, grade)
    if not other then
      break
    end
    if other ~= name then
      table.insert(names, 1, other)
    end
    text = before:sub(1, -#grade - 1)
  end
  return names
end

-- The team of speakers that a sentence names before an offset: 组建15支政策宣讲队，开展宣讲126场.
local function team_before(state, place)
  local team
  for _, token in ipairs(state.sentence.tokens) do
    local record = token.row and token.row.initiative
    if token.last < place and record and record.kind == "宣讲队伍" then
      local before = state.reading:sub(state.sentence.first, token.first - 1)
      local name = modifiers_of.of(before)
      team = initiatives.quote(name) and name or not TEAMS[token.row.text] and token.row.text or team
    end
  end
  return team
end

-- 选派49名干部到村任第一书记: the sentence says where they go.
local function goes_to_village(state)
  local text = state.reading:sub(state.sentence.first, state.sentence.last)
  return text:find("到村", 1, true) ~= nil or text:find("驻村", 1, true) ~= nil
end

--- A fuller name for a bare word: 宣讲 after “百人千场”党史宣讲, 品牌 after 机关服务品牌.
---@return string?
function M.fuller(state, anchor)
  local kind = anchor.record.kind
  local best, venue
  for _, other in ipairs(state.anchors) do
    if other.first >= anchor.first then
      break
    elseif other.record.kind == kind and not M.is_bare(other) then
      best = best and best.quoted and best or other
    elseif other.quoted and other.record.canonical == "sessions" and not other.weak then
      venue = other
    end
  end
  if best and best.quoted then
    return best.surface
  elseif best then
    return (venue and venue.surface or "") .. initiatives.same(best.word)
  end
  local team = kind == "宣讲" and team_before(state, anchor.first)
  return team and team .. anchor.word or state.fuller[kind]
end

-- 五星级品牌12个 behind 机关党建品牌57个 are 五星级机关党建品牌.
local function graded_like(state, anchor, modifiers)
  local previous = state.bound[#state.bound]
  if previous and previous.anchor.record == anchor.record and #previous.anchor.word > #anchor.word then
    return modifiers .. previous.anchor.word
  end
end

--- The name of what a count counts; sessions without the unit in brackets.
---@param state table
---@param anchor wenlu.Anchor
---@param modifiers string
---@return string
function M.of(state, anchor, modifiers)
  local record = anchor.record
  local name
  if M.is_bare(anchor) then
    if modifiers == "" then
      name = M.fuller(state, anchor)
    elseif initiatives.is_grade(modifiers) then
      name = graded_like(state, anchor, modifiers)
    end
  end
  if record.canonical ~= "sessions" then
    name = name or initiatives.thing(anchor, modifiers)
    return name == "第一书记" and goes_to_village(state) and "驻村第一书记" or name
  end
  name = name or initiatives.session(anchor, modifiers)
  state.fuller[record.kind] = name
  return name
end

return M
