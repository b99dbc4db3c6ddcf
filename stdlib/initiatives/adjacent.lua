--- Turns a count and the name right before or behind it into a binding: 书记项目立项46个, 158个五星级党支部.
local binding = require "wenlu.initiatives.binding"
local initiatives = require "wenlu.initiatives"
local modifiers_of = require "wenlu.initiatives.modifiers"
local naming = require "wenlu.initiatives.naming"
local words = require "wenlu.initiatives.words"

local M = {}

local NEAR = 45 -- bytes between a count and the name behind it
local FAR = 150 -- where those are counted who are made what the name says
local TOPICS = { "政策$", "精神$", "理论$", "党史$", "法规$", "知识$", "思想$" }
local OTHERS = { "干部", "党员", "代表", "人员", "群众", "同志", "职工" }
local MADE = { "命名为$", "评为$", "认定为$", "确定为$", "列为$", "创成$", "获评$", "授予$", "建成$" }

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
  local one_phrase = #gap <= NEAR and not binding.finds(gap, binding.BREAKS, true)
  if anchor.word == "宣讲" and one_phrase and binding.finds(gap, TOPICS) then
    binding.bind(state, count, anchor, naming.of(state, anchor, gap), "initiative/object")
    return
  end
  local named = gap:gsub("^“.*”等", "")
  if binding.is_session(anchor.record) and words.links_sessions(gap) or words.is_light(named) then
    local modifiers, before = naming.modifiers(state, anchor)
    local name = before:sub(-6) ~= "以上" and naming.of(state, anchor, modifiers)
    if name and not distribute(state, count, anchor, name) then
      binding.bind(state, count, anchor, name, "initiative/name-count")
    end
  end
end

-- Whether the words between a count and a name say that those counted became it: 任第一书记, 命名为党员示范岗.
local function became(anchor, gap)
  if anchor.record.canonical == "people" then
    gap = gap:gsub("驻村$", ""):gsub("驻企$", ""):gsub("机关$", ""):gsub("作风$", "")
    return gap:find "任$" or gap:find "为$" or gap:find("组成的", 1, true)
  end
  return binding.finds(gap, MADE)
end

-- 101重点民生项目: the measure word was left out.
local function is_bare_number(count, anchor)
  return count.unit == "" and anchor.first == count.last + 1 and not binding.is_session(anchor.record)
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
  local gap = state.reading:sub(count.last + 1, anchor.first - 1):gsub("^的", "")
  if #gap > FAR or gap:find("，", 1, true) or gap:find("。", 1, true) then
    return
  end
  if became(anchor, gap) then
    local modifiers = anchor.record.kind == "第一书记" and gap:find("企", 1, true) and "驻企" or ""
    binding.bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/became")
    return
  end
  local modifiers, before, stopped = modifiers_of.of(gap)
  local listed = binding.before(state, count):sub(-3) == "等"
  local others = anchor.record.canonical == "people" and binding.finds(gap, OTHERS, true)
  local loose = others or anchor.weak and not words.is_activity(state.reading, anchor.last + 1) and
    not binding.finds(state.reading:sub(anchor.last + 1, anchor.last + 3), binding.BREAKS, true)
  if loose or stopped or #gap > NEAR or binding.finds(gap, binding.BREAKS, true) or #modifiers + #before ~= #gap or
    naming.is_bare(anchor) and modifiers == "" and (listed or not naming.fuller(state, anchor)) then
    return
  end
  binding.bind(state, count, anchor, naming.of(state, anchor, modifiers), "initiative/count-name")
end

return M
