--- Turns a count whose name the text leaves out into a binding with what is spoken of: 全年立项71个, 四星级172个.
local binding = require "wenlu.initiatives.binding"
local initiatives = require "wenlu.initiatives"
local naming = require "wenlu.initiatives.naming"
local sentences = require "wenlu.sentence"
local words = require "wenlu.initiatives.words"
local set = require("wenlu.words").set
local wordset = require "wenlu.wordset"

local last_of = sentences.last
local PERIOD = sentences.KINDS.period

local M = {}

-- Between a period and the count of it: 2021年的41个, 2023年则是20场.
local COPULAS = wordset.new "的 则是 则为 为 是"

local PROJECTS = set "书记项目 双领项目"
local LOOK_BACK = 4 -- sentences

-- Whether an anchor is a name of sessions by itself, not just some quotation.
local function is_known_session(state, anchor)
  return binding.is_session(anchor.record) and
    (not anchor.weak or anchor.bound or words.is_activity(state.reading, anchor.last + 1))
end

-- The anchors of sentence i, when it stands not far before this one in its paragraph.
local function anchors_before(state, i)
  if i >= 1 and i >= state.index - LOOK_BACK and not sentences.breaks(state.mentions, i, state.index) then
    return state:anchors_at(i)
  end
end

-- The one kind of sessions that the nearest sentence with any names; nil when it names several.
local function session_before(state, unit)
  local i = state.index - 1
  local anchors = anchors_before(state, i)
  while anchors do
    local only
    for _, anchor in ipairs(anchors) do
      if is_known_session(state, anchor) then
        if only and only.surface ~= anchor.surface then
          return nil
        end
        only = anchor
      end
    end
    if only then
      return initiatives.takes(only.record, unit) and only or nil
    end
    i = i - 1
    anchors = anchors_before(state, i)
  end
end

local function project_among(anchors)
  for k = #anchors, 1, -1 do
    if PROJECTS[anchors[k].record.kind] then
      return anchors[k]
    end
  end
end

-- The kind of projects that the paragraph speaks of, else that of the title.
local function project_of(state)
  local i, anchors = state.index, state.anchors
  while anchors do
    local project = project_among(anchors)
    if project then
      return project
    end
    i = i - 1
    anchors = anchors_before(state, i)
  end
  return state.title
end

local LATTER = wordset.new "后者"

-- The sessions that a clause without a name speaks of: the only ones named before it.
local function session_topic(state, count, prefix)
  local strong, weak
  local several, many = false, false
  for _, anchor in ipairs(state.anchors) do
    local fits = binding.is_session(anchor.record) and initiatives.takes(anchor.record, count.unit)
    if fits and anchor.last < count.first then
      if not is_known_session(state, anchor) then
        many = many or weak ~= nil and weak.surface ~= anchor.surface
        weak = anchor
      else
        several = several or strong ~= nil and strong.surface ~= anchor.surface
        strong = anchor
      end
    end
  end
  if strong then
    return not several and strong or nil
  elseif weak then
    return (not many or LATTER:find(prefix)) and weak or nil
  end
  return session_before(state, count.unit)
end

local function is_adverbial(prefix)
  return prefix == "" or words.is_way(prefix)
end

local ACTIVITY = wordset.new "活动"

-- Whether nothing that is counted stands right behind a count.
local function ends_there(state, count)
  local reading, behind = state.reading, count.last + 1
  return behind > #reading or ACTIVITY:at(reading, behind) ~= nil or
    binding.BREAKS:find(reading, behind, behind + 2) ~= nil
end

--- “民声直通车”走进9个县开行18场; …。明年拟开行20场左右: a count of sessions without its name.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.session_without_name(state, count)
  if not initiatives.SESSIONS[count.unit] then
    return
  end
  local first = state.sentence.clauses[count.clause].first
  local anchor = naming.nearest_before(state, count.first)
  if anchor and anchor.first >= first and binding.is_session(anchor.record) then
    first = anchor.last + 1
  end
  local text = naming.plain_text(state, first, count.first - 1)
  local prefix, holding, growing = words.tail(text)
  local plain = prefix == "" and (growing or text ~= "")
  if ends_there(state, count) and (holding and is_adverbial(prefix) or plain) then
    local topic = session_topic(state, count, text)
    if topic and (holding or growing or topic.index == state.index) then
      local name = topic.index == state.index and naming.of(state, topic, "") or initiatives.session(topic, "")
      binding.bind(state, count, topic, state.fuller[topic.record.kind] or name, "initiative/topic")
    end
  end
end

local function last_bound(state, unit)
  for k = #state.bound, 1, -1 do
    local bound = state.bound[k]
    if bound.count.unit == unit then
      return bound
    end
  end
end

local EACH = wordset.new "分别"

-- Whether a count stands right behind a period that the count before does not know: 2024年的175个.
local function has_own_period(state, count, previous)
  local start = state.sentence.first
  local period, first, last = last_of(state.mentions, state.index, PERIOD, start, count.first - 1)
  return period and first > previous.last and COPULAS:is(state.reading, last + 1, count.first - 1)
end

--- A further count of what the sentence has counted: 从2023年的162个到2024年的175个; 分别为69个、72个; 2023年则是20场.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.same_again(state, count)
  local previous = last_bound(state, count.unit)
  if not previous then
    return
  end
  local between = state.reading:sub(previous.count.last + 1, count.first - 1)
  local again = between == "、" and binding.find_before(state, count, EACH) or
    has_own_period(state, count, previous.count)
  if not again then
    local _, _, growing = words.tail(between)
    again = growing and words.is_light(between)
  end
  if again then
    binding.bind(state, count, previous.anchor, previous.name, "initiative/again")
  end
end

--- 四星级172个 after 五星级党支部86个; 县级8个 after 市级优质品牌12个.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.other_grade(state, count)
  local previous = state.bound[#state.bound]
  if not previous or previous.count.unit ~= count.unit or binding.is_session(previous.anchor.record) then
    return
  end
  local between = state.reading:sub(previous.count.last + 1, count.first - 1)
  local grade = between:gsub("^，", ""):gsub("^、", ""):gsub("^和", "")
  local name = grade ~= between and initiatives.regrade(previous.name, grade)
  if name then
    binding.bind(state, count, previous.anchor, name, "initiative/grade")
  end
end

local PROJECT, IMPLEMENTED = wordset.new "项目 立项", { "立项", "确定项目", "实施项目" }

-- Where the words begin that say that projects were set up.
local function established_in(text)
  for _, word in ipairs(IMPLEMENTED) do
    local from = text:find(word, 1, true)
    if from then
      return words.is_light((text:sub(from):gsub("项目", "")))
    end
  end
end

--- 全年立项71个, 评出优秀项目10个: projects without their name, where the text speaks of one kind of them.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.project_without_name(state, count)
  if count.unit ~= "个" and count.unit ~= "项" or not binding.find_before(state, count, PROJECT) then
    return
  end
  local text = naming.plain_text(state, state.sentence.clauses[count.clause].first, count.first - 1)
  local established = established_in(text)
  local grade = not established and words.tail(text .. " "):match "(......)项目$"
  local topic = (established or grade and initiatives.GRADES[grade]) and project_of(state)
  if topic then
    binding.bind(state, count, topic, (grade or "") .. topic.record.kind, "initiative/topic")
  end
end

return M
