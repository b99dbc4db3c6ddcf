--- Turns sentences into counts of initiatives: 书记项目, brands, star branches, sessions, 第一书记 and their kin.
local anchors_of = require("wenlu.initiatives.anchors").find
local initiatives = require "wenlu.initiatives"
local naming = require "wenlu.initiatives.naming"
local words = require "wenlu.initiatives.words"

local M = {
  name = "initiative",
  about = "书记项目、品牌、星级支部、宣讲场次、第一书记等的数量。Printed counts of party-office initiatives.",
}

M.columns = {
  { "name", "TEXT" }, { "kind", "TEXT" }, { "count", "NUMERIC" }, { "mark", "TEXT" }, { "unit", "TEXT" },
  { "status", "TEXT" },
}

M.words = { { role = "post", "窗口", "岗" } }

local NEAR = 45 -- bytes between a count and the name behind it
local FAR = 150 -- where those are counted who are made what the name says

local BREAKS = { "，", "。", "；", "：", "、", ",", ";", "\n", "（", "）", "(" }
local FAULTS = { "进展缓慢", "滞后", "停滞", "退出", "不力", "不到位", "摘牌", "未能", "未按" }
local SHARES = { "其中", "每个", "每家", "每名", "每位", "每支", "人均", "户均" }
local TOPICS = { "政策$", "精神$", "理论$", "党史$", "法规$", "知识$", "思想$" }
local MADE = { "命名为$", "评为$", "认定为$", "确定为$", "列为$", "创成$", "获评$", "授予$", "建成$" }
local PROJECTS = { ["书记项目"] = true, ["双领项目"] = true }

local function finds(text, list, plain)
  for _, word in ipairs(list) do
    if text:find(word, 1, plain) then
      return word
    end
  end
end

local function is_session(record)
  return record.canonical == "sessions"
end

local function bind(state, count, anchor, name, rule)
  local bound = { count = count, anchor = anchor, name = name, rule = rule }
  count.initiative = bound
  anchor.bound = true
  state.bound[#state.bound + 1] = bound
end

-- The text of a count's clause before it.
local function before_count(state, count)
  local clause = state.sentence.clauses[count.clause]
  return state.reading:sub(clause.first, count.first - 1)
end

-- 书记项目立项46个, “局长进大厅”活动全年开展33场, 宣讲惠企政策85场: the name, light words, the count.
local function name_before(state, count)
  local anchor = naming.nearest_before(state, count.first)
  if not anchor or not initiatives.takes(anchor.record, count.unit) then
    return
  end
  local gap = naming.plain_text(state, anchor.last + 1, count.first - 1)
  if anchor.word == "宣讲" and #gap <= NEAR and finds(gap, TOPICS) and not finds(gap, BREAKS, true) then
    bind(state, count, anchor, naming.of(state, anchor, gap), "initiative/object")
    return
  end
  if is_session(anchor.record) then
    gap = words.after_activity(gap)
  end
  if words.is_light(gap) then
    local modifiers, before = naming.modifiers(state, anchor)
    if before:sub(-6) ~= "以上" then
      bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/name-count")
    end
  end
end

-- Whether the words between a count and a name say that those counted became it: 任第一书记, 命名为党员示范岗.
local function became(anchor, gap)
  if anchor.record.canonical == "people" then
    return gap:find "任$" or gap:find "为$" or gap:find("组成的", 1, true)
  end
  return finds(gap, MADE)
end

-- 158个五星级党支部, 50名作风建设监督员, 选派49名机关干部到村任第一书记: the count, the name.
local function name_behind(state, count)
  local anchor = naming.nearest_behind(state, count.last)
  if not anchor or anchor.bound or not initiatives.takes(anchor.record, count.unit) then
    return
  end
  local gap = state.reading:sub(count.last + 1, anchor.first - 1):gsub("^的", "")
  if #gap > FAR or gap:find("，", 1, true) or gap:find("。", 1, true) then
    return
  end
  if became(anchor, gap) then
    local modifiers = gap:find("企业", 1, true) and "驻企" or ""
    bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/became")
    return
  end
  local modifiers, before, stopped = initiatives.modifiers(gap)
  local listed = before_count(state, count):sub(-3) == "等"
  if stopped or #gap > NEAR or finds(gap, BREAKS, true) or #modifiers + #before ~= #gap or
    anchor.weak and not words.is_activity(state.reading, anchor.last + 1) or
    naming.is_bare(anchor) and modifiers == "" and (listed or not naming.fuller(state, anchor)) then
    return
  end
  bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/count-name")
end

-- The sessions that a clause without a name speaks of: the only ones named before it.
local function session_topic(state, count, prefix)
  local strong, weak
  local several, many = false, false
  for _, anchor in ipairs(state.anchors) do
    if anchor.last < count.first and is_session(anchor.record) and initiatives.takes(anchor.record, count.unit) then
      if anchor.weak and not anchor.bound and not words.is_activity(state.reading, anchor.last + 1) then
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
  return state.session
end

local function is_adverbial(prefix)
  return prefix == "" or words.is_way(prefix)
end

-- “民声直通车”走进9个县开行18场; …。明年拟开行20场左右: a count of sessions without its name.
local function session_without_name(state, count)
  local first = state.sentence.clauses[count.clause].first
  local anchor = naming.nearest_before(state, count.first)
  if anchor and anchor.first >= first and is_session(anchor.record) then
    first = anchor.last + 1
  end
  local text = naming.plain_text(state, first, count.first - 1)
  local prefix, holding, growing = words.tail(text)
  if (holding and is_adverbial(prefix)) or (growing and prefix == "") then
    local topic = session_topic(state, count, text)
    if topic then
      bind(state, count, topic, topic.name or naming.of(state, topic, ""), "initiative/topic")
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

-- A further count of what the sentence has counted: 从2023年的162个到2024年的175个; 分别为69个、72个; 2023年则是20场.
local function same_again(state, count)
  local previous = last_bound(state, count.unit)
  local between = previous and state.reading:sub(previous.count.last + 1, count.first - 1)
  if not previous then
    return
  end
  local listed = between == "、" and before_count(state, count):find("分别", 1, true)
  local last_period
  for _, token in ipairs(state.sentence.tokens) do
    if token.kind == "period" and token.last < count.first then
      last_period = token
    end
  end
  local gap = last_period and last_period.first > previous.count.last and
    state.reading:sub(last_period.last + 1, count.first - 1)
  if listed or gap and (gap == "的" or gap == "则是" or gap == "则为" or gap == "为" or gap == "是") then
    bind(state, count, previous.anchor, previous.name, "initiative/again")
  end
end

-- 四星级172个 after 五星级党支部86个; 县级8个 after 市级优质品牌12个.
local function other_grade(state, count)
  local previous = state.bound[#state.bound]
  if not previous or previous.count.unit ~= count.unit or is_session(previous.anchor.record) then
    return
  end
  local between = state.reading:sub(previous.count.last + 1, count.first - 1)
  local grade = between:gsub("^，", ""):gsub("^、", ""):gsub("^和", "")
  local name = grade ~= between and initiatives.regrade(previous.name, grade)
  if name then
    bind(state, count, previous.anchor, name, "initiative/grade")
  end
end

-- 全年立项71个, 评出优秀项目10个: projects without their name, where the text speaks of one kind of them.
local function project_without_name(state, count)
  local text = naming.plain_text(state, state.sentence.clauses[count.clause].first, count.first - 1)
  local topic = state.project
  if not topic then
    return
  end
  local rest = words.tail(text .. " ")
  local established = text:find("立项", 1, true) and not text:find("项目", 1, true) and
    words.is_light(text:sub((text:find("立项", 1, true))))
  local grade = rest:match "(......)项目$"
  if established then
    bind(state, count, topic, topic.record.kind, "initiative/topic")
  elseif grade and initiatives.GRADES[grade] then
    bind(state, count, topic, grade .. topic.record.kind, "initiative/topic")
  end
end

local function is_share(state, count)
  local clause = state.sentence.clauses[count.clause]
  return finds(before_count(state, count), SHARES, true) or
    finds(state.reading:sub(count.last + 1, clause.last), FAULTS, true)
end

local function countable(state, token)
  return token.kind == "quantity" and token.class == "count" and
    not (token.low and token.high and token.low ~= token.high and token.mark == "exact") and
    not is_share(state, token)
end

local RULES = {
  name_before, name_behind, session_without_name, same_again, other_grade, project_without_name, same_again,
}
local EVERY = { "每月", "每季度", "每季", "每年", "每周", "每半年" }

local function apply(state)
  for _, rule in ipairs(RULES) do
    for _, token in ipairs(state.counts) do
      if not token.initiative then
        rule(state, token)
      end
    end
  end
end

local function row_of(state, bound)
  local count, anchor = bound.count, bound.anchor
  local name = bound.name
  if is_session(anchor.record) then
    local every = finds(before_count(state, count), EVERY, true)
    local traditional = state.reading:sub(count.first, count.last):find("場", 1, true) ~= nil
    name = initiatives.counted(name, count.unit, every, traditional)
  end
  local evidence = { { slot = "count", token = count } }
  if anchor.sentence == state.sentence then
    evidence[2] = { slot = "name", token = anchor }
  end
  return {
    name = name, kind = anchor.record.kind, count = count.low or count.high, mark = count.mark, unit = count.unit,
    status = count.status, figure = count, sentence = state.sentence, rule = bound.rule, evidence = evidence,
  }
end

-- What later sentences of the paragraph may leave out: the one kind of sessions, and the kind of projects.
local function remember(state)
  local only, several
  for _, anchor in ipairs(state.anchors) do
    if PROJECTS[anchor.record.kind] then
      state.project = anchor
    elseif is_session(anchor.record) and (not anchor.weak or anchor.bound or words.is_activity(state.reading, anchor.last + 1)) then
      several = several or only ~= nil and only.surface ~= anchor.surface
      only = anchor
    end
  end
  if only then
    state.session = not several and only or nil
    if state.session then
      only.name = initiatives.session(only, "")
    end
  end
end

local function has_session_count(mentions, from, to)
  for i = from, to do
    if initiatives.SESSIONS[mentions:unit(i)] then
      return true
    end
  end
  return false
end

local function read_sentence(state, reader, i)
  local sentence = reader:sentence(i)
  if state.index and reader:paragraph_break(state.index, i) then
    state.project, state.session, state.fuller = state.title, nil, {}
  end
  state.index, state.sentence, state.bound = i, sentence, {}
  state.anchors = anchors_of(state.reading, sentence)
  state.counts = {}
  for _, token in ipairs(sentence.tokens) do
    if countable(state, token) then
      state.counts[#state.counts + 1] = token
    end
  end
  for _, anchor in ipairs(state.anchors) do
    anchor.sentence = sentence
    if PROJECTS[anchor.record.kind] then
      state.project = anchor
    end
  end
  apply(state)
  remember(state)
end

local function title_project(title)
  for _, kind in ipairs { "书记项目", "双领项目" } do
    if title and title:find(kind, 1, true) then
      return { record = { kind = kind, canonical = "things", units = "个|项" }, word = kind }
    end
  end
end

local function add_rows(state, reader, rows, seen)
  for _, bound in ipairs(state.bound) do
    local row = row_of(state, bound)
    local key = table.concat({ reader:article_at(bound.count.first).number or 1, row.name, row.count }, "\t")
    if not seen[key] then
      seen[key] = true
      rows[#rows + 1] = row
    end
  end
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local mentions = reader.mentions
  local bits = reader.bits.initiative_term | reader.bits.initiative.post
  local title = title_project(reader.meta.title)
  local state = { reading = reader.document.reading, fuller = {}, title = title, project = title }
  local rows, seen = {}, {}
  for i = 1, mentions:sentences() do
    local _, _, from, to, groups, quantities = mentions:sentence(i)
    if groups & bits ~= 0 or quantities > 0 and has_session_count(mentions, from, to) or
      quantities > 0 and state.project then
      read_sentence(state, reader, i)
      add_rows(state, reader, rows, seen)
    end
  end
  return rows
end

return M
