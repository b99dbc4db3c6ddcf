--- Turns an anchor in its sentence into the name of what is counted, with what the words around it add.
local initiatives = require "wenlu.initiatives"
local modifiers_of = require "wenlu.initiatives.modifiers"
local sentences = require "wenlu.sentence"
local words = require "wenlu.words"
local wordset = require "wenlu.wordset"

local first_of, last_of = sentences.first, sentences.last
local KINDS = sentences.KINDS

local M = {}

local BARE = words.set "宣讲 宣讲活动 宣講 品牌 面对面活动"
local BOUNDS = KINDS.quantity | KINDS.period | KINDS.place | KINDS.organisation
local TEAM_WORDS = wordset.new "宣讲团 宣讲队 讲师团 宣讲小分队 宣讲轻骑兵"
local TEAMS = words.set "宣讲小分队 宣讲分队 宣讲小组 宣讲队伍 宣讲团 宣讲队"
local VILLAGE = wordset.new "到村 驻村"

--- The text between two offsets without the periods in it.
---@param state table  see wenlu.frames.initiative
---@param from integer
---@param to integer
---@return string
function M.plain_text(state, from, to)
  local mentions, index, reading = state.mentions, state.index, state.reading
  local plain = ""
  local period, first, last = first_of(mentions, index, KINDS.period, from, to)
  while period do
    plain = plain .. reading:sub(from, first - 1)
    from = last + 1
    period, first, last = first_of(mentions, index, KINDS.period, from, to)
  end
  return plain .. reading:sub(from, to)
end

--- The last anchor before an offset.
function M.nearest_before(state, place)
  local anchors = state.anchors
  for k = #anchors, 1, -1 do
    if anchors[k].last < place then
      return anchors[k]
    end
  end
end

--- The first anchor behind an offset.
function M.nearest_behind(state, place)
  local anchors = state.anchors
  for k = 1, #anchors do
    if anchors[k].first > place then
      return anchors[k]
    end
  end
end

-- Where the words before an anchor may begin: with its clause, or behind the figure or name before it.
local function start_of(state, anchor)
  local sentence = state.sentence
  local from = sentence.first
  for _, clause in ipairs(sentence.clauses) do
    if clause.first > anchor.first then
      break
    end
    from = clause.first
  end
  local _, _, last = last_of(state.mentions, state.index, BOUNDS, sentence.first, anchor.first - 1)
  return last and last >= from and last + 1 or from
end

--- The words before an anchor that belong to its name, and the range of the text before those.
---@return string modifiers
---@return integer? from
---@return integer? to
function M.modifiers(state, anchor)
  if anchor.quoted and anchor.record.canonical == "sessions" or initiatives.quote(anchor.word) then
    return ""
  end
  local reading, last = state.reading, anchor.first - 1
  local from = start_of(state, anchor)
  local team = M.is_bare(anchor) and TEAM_WORDS:before(reading, last, from)
  local modifiers, _, first, to = modifiers_of.of(reading, from, team and team - 1 or last)
  return modifiers_of.without_level(modifiers, anchor.word), first, to
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
  local mentions, start = state.mentions, state.sentence.first
  local team
  local mention, first, last = first_of(mentions, state.index, KINDS.initiative, start, place - 1)
  while mention do
    local row = mentions:row(mention)
    if row and row.initiative and row.initiative.kind == "宣讲队伍" then
      local name = modifiers_of.of(state.reading, start, first - 1)
      team = initiatives.quote(name) and name or not TEAMS[row.text] and row.text or team
    end
    mention, first, last = first_of(mentions, state.index, KINDS.initiative, last + 1, place - 1)
  end
  return team
end

-- 选派49名干部到村任第一书记: the sentence says where they go.
local function goes_to_village(state)
  return VILLAGE:find(state.reading, state.sentence.first, state.sentence.last) ~= nil
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
