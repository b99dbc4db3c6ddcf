--- Turns a count whose name the text leaves out into a binding with what is spoken of: 全年立项71个, 四星级172个.
local binding = require "wenlu.initiatives.binding"
local initiatives = require "wenlu.initiatives"
local naming = require "wenlu.initiatives.naming"
local words = require "wenlu.initiatives.words"

local M = {}

-- Between a period and the count of it: 2021年的41个, 2023年则是20场.
local COPULAS = { ["的"] = true, ["则是"] = true, ["则为"] = true, ["为"] = true, ["是"] = true }

local PROJECTS = { ["书记项目"] = true, ["双领项目"] = true }
local LOOK_BACK = 4 -- sentences

-- Whether an anchor is a name of sessions by itself, not just some quotation.
local function is_known_session(state, anchor)
  return binding.is_session(anchor.record) and
    (not anchor.weak or anchor.bound or words.is_activity(state.reading, anchor.last + 1))
end

-- The anchors of the sentences before this one in its paragraph, the nearest first.
local function sentences_before(state)
  local i = state.index
  return function()
    i = i - 1
    if i < 1 or i < state.index - LOOK_BACK or state.reader:paragraph_break(i, state.index) then
      return nil
    end
    return state.anchors_at(i)
  end
end

-- The one kind of sessions that the nearest sentence with any names; nil when it names several.
local function session_before(state, unit)
  for anchors in sentences_before(state) do
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
  end
end

-- The kind of projects that the paragraph speaks of, else that of the title.
local function project_of(state)
  local function among(anchors)
    for k = #anchors, 1, -1 do
      if PROJECTS[anchors[k].record.kind] then
        return anchors[k]
      end
    end
  end
  local project = among(state.anchors)
  for anchors in sentences_before(state) do
    project = project or among(anchors)
  end
  return project or state.title
end

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
  local latter = prefix:find("后者", 1, true)
  if strong then
    return not several and strong or nil
  elseif weak then
    return (latter or not many) and weak or nil
  end
  return session_before(state, count.unit)
end

local function is_adverbial(prefix)
  return prefix == "" or words.is_way(prefix)
end

-- Whether nothing that is counted stands right behind a count.
local function ends_there(state, count)
  local behind = state.reading:sub(count.last + 1, count.last + 6)
  local mark = behind:sub(1, 3)
  return mark == "" or behind == "活动" or binding.finds(mark, binding.BREAKS, true) ~= nil
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
    if topic and (holding or growing or topic.sentence == state.sentence) then
      local name = topic.sentence == state.sentence and naming.of(state, topic, "") or initiatives.session(topic, "")
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

--- A further count of what the sentence has counted: 从2023年的162个到2024年的175个; 分别为69个、72个; 2023年则是20场.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.same_again(state, count)
  local previous = last_bound(state, count.unit)
  local between = previous and state.reading:sub(previous.count.last + 1, count.first - 1)
  if not previous then
    return
  end
  local listed = between == "、" and binding.before(state, count):find("分别", 1, true)
  local last_period
  for _, token in ipairs(state.sentence.tokens) do
    if token.kind == "period" and token.last < count.first then
      last_period = token
    end
  end
  local gap = last_period and last_period.first > previous.count.last and
    state.reading:sub(last_period.last + 1, count.first - 1)
  local _, _, growing = words.tail(between)
  if listed or growing and words.is_light(between) or gap and COPULAS[gap] then
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

--- 全年立项71个, 评出优秀项目10个: projects without their name, where the text speaks of one kind of them.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.project_without_name(state, count)
  if count.unit ~= "个" and count.unit ~= "项" then
    return
  end
  local text = naming.plain_text(state, state.sentence.clauses[count.clause].first, count.first - 1)
  local rest = words.tail(text .. " ")
  local from = text:find("立项", 1, true) or text:find("确定项目", 1, true) or text:find("实施项目", 1, true)
  local established = from and words.is_light((text:sub(from):gsub("项目", "")))
  local grade = rest:match "(......)项目$"
  local topic = (established or grade and initiatives.GRADES[grade]) and project_of(state)
  if not topic then
    return
  elseif established then
    binding.bind(state, count, topic, topic.record.kind, "initiative/topic")
  else
    binding.bind(state, count, topic, grade .. topic.record.kind, "initiative/topic")
  end
end

return M
