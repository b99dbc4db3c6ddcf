--- Turns sentences into counts of initiatives: 书记项目, brands, star branches, sessions, 第一书记 and their kin.
local adjacent = require "wenlu.initiatives.adjacent"
local anchors = require "wenlu.initiatives.anchors"
local binding = require "wenlu.initiatives.binding"
local ellipsis = require "wenlu.initiatives.ellipsis"
local initiatives = require "wenlu.initiatives"

local M = {
  name = "initiative",
  about = "书记项目、品牌、星级支部、宣讲场次、第一书记等的数量。Printed counts of party-office initiatives.",
}

M.columns = {
  { "name", "TEXT" }, { "kind", "TEXT" }, { "count", "NUMERIC" }, { "mark", "TEXT" }, { "unit", "TEXT" },
  { "status", "TEXT" },
}

M.words = {
  { role = "post", "窗口", "岗", "党支部" },
  { role = "project", "立项", "优秀项目", "示范项目", "精品项目", "确定项目", "实施项目" },
}

local FAULTS = { "进展缓慢", "滞后", "停滞", "退出", "不力", "不到位", "摘牌", "未能", "未按" }
local SHARES = { "其中", "每个", "每家", "每名", "每位", "每支", "人均", "户均" }

local UNITS = {}
for unit in ("场 场次 期 次 讲 节 堂 课 个 项 家 处 件 支 名 位 人"):gmatch "%S+" do
  UNITS[unit] = true
end
UNITS[""] = true

-- A part of what is counted elsewhere, a quota for each, or what failed.
local function is_share(state, count)
  local clause = state.sentence.clauses[count.clause]
  return binding.finds(binding.before(state, count), SHARES, true) or
    binding.finds(state.reading:sub(count.last + 1, clause.last), FAULTS, true)
end

local function countable(token)
  return token.kind == "quantity" and token.class == "count" and UNITS[token.unit] == true and
    not (token.low and token.high and token.low ~= token.high and token.mark == "exact")
end

local RULES = {
  adjacent.name_before, adjacent.name_behind, ellipsis.session_without_name, ellipsis.same_again, ellipsis.other_grade,
  ellipsis.project_without_name, ellipsis.same_again,
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

local function is_traditional(state)
  if state.traditional == nil then
    state.traditional = binding.finds(state.reading, { "黨", "機關", "個" }, true) ~= nil
  end
  return state.traditional
end

local function row_of(state, bound)
  local count, anchor = bound.count, bound.anchor
  local name = bound.name
  if binding.is_session(anchor.record) then
    local every = binding.finds(binding.before(state, count), EVERY, true)
    name = initiatives.counted(name, count.unit, every, is_traditional(state))
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

-- Whether a sentence counts sessions, from its tokens where they were read before.
local function counts_sessions(reader, i, from, to)
  local kept = reader.kept[i]
  if kept then
    for _, token in ipairs(kept.tokens) do
      if initiatives.SESSIONS[token.unit or ""] then
        return true
      end
    end
    return false
  end
  for k = from, to do
    if initiatives.SESSIONS[reader.mentions:unit(k)] then
      return true
    end
  end
  return false
end

local function read_sentence(state, i)
  if state.index and state.reader:paragraph_break(state.index, i) then
    state.fuller = {}
  end
  state.index, state.sentence, state.bound, state.counts = i, state.reader:sentence(i), {}, {}
  for _, token in ipairs(state.sentence.tokens) do
    if countable(token) then
      state.counts[#state.counts + 1] = token
    end
  end
  if #state.counts > 0 then
    state.anchors = state.anchors_at(i)
    apply(state)
  end
end

local function title_project(title)
  for _, kind in ipairs { "书记项目", "双领项目" } do
    if title and title:find(kind, 1, true) then
      return { record = { kind = kind, canonical = "things", units = "个|项" }, word = kind }
    end
  end
end

local function add_rows(state, rows, seen)
  for _, bound in ipairs(state.bound) do
    local row = not is_share(state, bound.count) and row_of(state, bound)
    local article = state.reader:article_at(bound.count.first)
    local key = row and table.concat({ article.number or 1, row.name, row.count }, "\t")
    if key and not seen[key] then
      seen[key] = true
      rows[#rows + 1] = row
    end
  end
end

-- The quotation marks that a document uses at all.
local function marks_of(reading)
  local used = {}
  for _, marks in ipairs(anchors.MARKS) do
    if reading:find(marks[1], 1, true) then
      used[#used + 1] = marks
    end
  end
  return used
end

local function new_state(reader)
  local reading = reader.document.reading
  local kept = {}
  local state = { reader = reader, reading = reading, fuller = {}, title = title_project(reader.meta.title) }
  local marks
  function state.anchors_at(i)
    marks = marks or marks_of(reading)
    kept[i] = kept[i] or anchors.find(reading, reader:sentence(i), marks)
    return kept[i]
  end
  return state
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local mentions = reader.mentions
  local bits = reader.bits.initiative_term | reader.bits.initiative.post | reader.bits.initiative.project
  local state = new_state(reader)
  local rows, seen = {}, {}
  for i = 1, mentions:sentences() do
    local _, _, from, to, groups, quantities = mentions:sentence(i)
    if quantities > 0 and (groups & bits ~= 0 or counts_sessions(reader, i, from, to)) then
      read_sentence(state, i)
      add_rows(state, rows, seen)
    end
  end
  return rows
end

return M
