--- Turns a count and the name right before or behind it into a binding: 书记项目立项46个, 158个五星级党支部.
local binding = require "wenlu.initiatives.binding"
local initiatives = require "wenlu.initiatives"
local modifiers_of = require "wenlu.initiatives.modifiers"
local naming = require "wenlu.initiatives.naming"
local words = require "wenlu.initiatives.words"
local wordset = require "wenlu.wordset"

local M = {}

local NEAR = 45 -- bytes between a count and the name behind it
local FAR = 150 -- where those are counted who are made what the name says
local TOPICS = wordset.new "政策 精神 理论 党史 法规 知识 思想"
local OTHERS = wordset.new "干部 党员 代表 人员 群众 同志 职工"
local MADE = wordset.new "命名为 评为 认定 确定为 列为 创成 获评 授予 建成"
local ABOVE, AND_OTHERS, OF = wordset.new "以上", wordset.new "等", wordset.new "的"

-- Counts from one on, with only 、 or 和 between them and one unit.
local function counts_from(state, count)
  local list = {}
  for _, token in ipairs(state.counts) do
    local last = list[#list]
    local between = last and state.reading:sub(last.last + 1, token.first - 1)
    if token == count or last and token.unit == count.unit and (between == "、" or between == "和") then
      list[#list + 1] = token
    elseif last then
      break
    end
  end
  return list
end

-- 五星级、四星级党支部分别为86个、172个: as many grades as counts.
local function distribute(state, count, anchor, name)
  local list = counts_from(state, count)
  local names = #list > 1 and naming.grades_before(state, anchor, name) or {}
  if #names ~= #list then
    return false
  end
  for k, token in ipairs(list) do
    binding.bind(state, token, anchor, names[k], "initiative/grades")
  end
  return true
end

--- 书记项目立项46个, “局长进大厅”活动全年开展33场, 宣讲惠企政策85场: the name, light words, the count.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
function M.name_before(state, count)
  local anchor = naming.nearest_before(state, count.first)
  if not anchor or not initiatives.takes(anchor.record, count.unit) then
    return
  end
  local gap = naming.plain_text(state, anchor.last + 1, count.first - 1):gsub("^（.-）", "")
  local one_phrase = #gap <= NEAR and not binding.BREAKS:find(gap)
  if anchor.word == "宣讲" and one_phrase and TOPICS:before(gap, #gap) then
    binding.bind(state, count, anchor, naming.of(state, anchor, gap), "initiative/object")
    return
  end
  local named = gap:gsub("^“.*”等", "")
  if binding.is_session(anchor.record) and words.links_sessions(gap) or words.is_light(named) then
    local modifiers, from, to = naming.modifiers(state, anchor)
    local name = not (from and ABOVE:before(state.reading, to, from)) and naming.of(state, anchor, modifiers)
    if name and not distribute(state, count, anchor, name) then
      binding.bind(state, count, anchor, name, "initiative/name-count")
    end
  end
end

local WHERE = wordset.new "驻村 驻企 机关 作风"
local AS, MEMBERS = wordset.new "任 为", wordset.new "组成的"

-- Whether the words between a count and a name say that those counted became it: 任第一书记, 命名为党员示范岗.
local function became(reading, anchor, from, to)
  if anchor.record.canonical ~= "people" then
    return MADE:before(reading, to, from)
  end
  local where = WHERE:before(reading, to, from)
  while where do
    to = where - 1
    where = WHERE:before(reading, to, from)
  end
  return AS:before(reading, to, from) or MEMBERS:find(reading, from, to)
end

-- 101重点民生项目: the measure word was left out.
local function is_bare_number(count, anchor)
  return count.unit == "" and anchor.first == count.last + 1 and not binding.is_session(anchor.record)
end

local STOPS, COMPANY = wordset.new "， 。", wordset.new "企"

-- Whether the words between a count and a name are the name's modifiers, and which.
local function modifies(state, count, anchor, from, to)
  local reading = state.reading
  local modifiers, stopped, start, before = modifiers_of.of(reading, from, to)
  if stopped or #modifiers + before - start ~= to - from or binding.BREAKS:find(reading, from, to) then
    return nil
  elseif anchor.record.canonical == "people" and OTHERS:find(reading, from, to) then
    return nil
  elseif anchor.weak and not words.is_activity(reading, anchor.last + 1) and
    not binding.BREAKS:find(reading, anchor.last + 1, anchor.last + 3) then
    return nil
  end
  local clause = state.sentence.clauses[count.clause]
  local nameless = modifiers == "" and naming.is_bare(anchor) and
    (AND_OTHERS:before(reading, count.first - 1, clause.first) or not naming.fuller(state, anchor))
  return not nameless and modifiers or nil
end

--- 158个五星级党支部, 50名作风建设监督员, 选派49名机关干部到村任第一书记: the count, the name.
---@param state table
---@param count table
function M.name_behind(state, count)
  local anchor = naming.nearest_behind(state, count.last)
  if not anchor or anchor.bound or
    not initiatives.takes(anchor.record, count.unit) and not is_bare_number(count, anchor) then
    return
  end
  local reading, from, to = state.reading, count.last + 1, anchor.first - 1
  from = (OF:at(reading, from, to) or from - 1) + 1
  if to - from >= FAR or STOPS:find(reading, from, to) then
    return
  elseif became(reading, anchor, from, to) then
    local modifiers = anchor.record.kind == "第一书记" and COMPANY:find(reading, from, to) and "驻企" or ""
    binding.bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/became")
    return
  end
  local modifiers = to - from < NEAR and modifies(state, count, anchor, from, to)
  if modifiers then
    binding.bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/count-name")
  end
end

return M
