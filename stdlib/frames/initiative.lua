--- Turns sentences into counts of initiatives: 书记项目, brands, star branches, sessions, 第一书记 and their kin.
local adjacent = require "wenlu.initiatives.adjacent"
local anchors = require "wenlu.initiatives.anchors"
local binding = require "wenlu.initiatives.binding"
local ellipsis = require "wenlu.initiatives.ellipsis"
local initiatives = require "wenlu.initiatives"
local sentences = require "wenlu.sentence"
local words = require "wenlu.words"
local wordset = require "wenlu.wordset"

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

local FAULTS = wordset.new "进展缓慢 滞后 停滞 退出 不力 不到位 摘牌 未能 未按"
local SHARES = wordset.new "其中 每个 每家 每名 每位 每支 人均 户均"

local UNITS = words.set "场 场次 期 次 讲 节 堂 课 个 项 家 处 件 支 名 位 人"
UNITS[""] = true

-- A part of what is counted elsewhere, a quota for each, or what failed.
local function is_share(state, count)
  return binding.find_before(state, count, SHARES) or
    FAULTS:find(state.reading, count.last + 1, state.sentence.clauses[count.clause].last)
end

local function countable(token)
  return token.class == "count" and UNITS[token.unit] == true and
    not (token.mark == "exact" and token.low ~= token.high)
end

local RULES = {
  adjacent.name_before, adjacent.name_behind, ellipsis.session_without_name, ellipsis.same_again, ellipsis.other_grade,
  ellipsis.project_without_name, ellipsis.same_again,
}
local EVERY = wordset.new "每月 每季度 每季 每年 每周 每半年"
local TRADITIONAL = wordset.new "黨 機關 個"

local function apply(state)
  local counts, taken = state.counts, state.taken
  for r = 1, #RULES do
    local rule = RULES[r]
    for k = 1, #counts do
      if not taken[counts[k]] then
        rule(state, counts[k])
      end
    end
  end
end

local function is_traditional(state)
  if state.traditional == nil then
    state.traditional = TRADITIONAL:find(state.reading) ~= nil
  end
  return state.traditional
end

local function row_of(state, bound)
  local count, anchor = bound.count, bound.anchor
  local name = bound.name
  if binding.is_session(anchor.record) then
    local first, last = binding.find_before(state, count, EVERY)
    local every = first and state.reading:sub(first, last)
    name = initiatives.counted(name, count.unit, every, is_traditional(state))
  end
  local evidence = { { slot = "count", token = count } }
  if anchor.index == state.index then
    evidence[2] = { slot = "name", token = { first = anchor.first, last = anchor.last } }
  end
  return {
    name = name, kind = anchor.record.kind, count = count.low or count.high, mark = count.mark, unit = count.unit,
    status = count.status, figure = count, sentence = state.sentence, rule = bound.rule, evidence = evidence,
  }
end

local function read_sentence(state, i)
  if state.index and sentences.breaks(state.mentions, state.index, i) then
    state.fuller = {}
  end
  local sentence, counts = state.reader:sentence(i), {}
  state.index, state.sentence, state.bound, state.taken, state.counts = i, sentence, {}, {}, counts
  local quantities = sentence.quantities
  for k = 1, #quantities do
    if countable(quantities[k]) then
      counts[#counts + 1] = quantities[k]
    end
  end
  if #counts > 0 then
    state.anchors = state:anchors_at(i)
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

local State = {}
State.__index = State

-- The anchors of sentence i, found once.
function State:anchors_at(i)
  local kept = self.kept[i]
  if not kept then
    kept = anchors.find(self, i)
    self.kept[i] = kept
  end
  return kept
end

local function new_state(reader)
  local bits = reader.bits
  return setmetatable({
    reader = reader, reading = reader.document.reading, mentions = reader.mentions, kept = {}, fuller = {},
    names = bits.initiative_term | bits.initiative.post, title = title_project(reader.meta.title),
    traditional = nil, index = nil, sentence = nil, bound = nil, taken = nil, counts = nil, anchors = nil,
  }, State)
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local mentions = reader.mentions
  local groups = reader.bits.initiative_term | reader.bits.initiative.post | reader.bits.initiative.project
  local rows, seen = {}, {}
  local i = sentences.find(mentions, 1, groups, initiatives.SESSIONS)
  local state = i and new_state(reader)
  while i do
    read_sentence(state, i)
    add_rows(state, rows, seen)
    i = sentences.find(mentions, i + 1, groups, initiatives.SESSIONS)
  end
  return rows
end

return M
