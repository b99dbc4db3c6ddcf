--- Turns lists of counts in a sentence into what they are: matters raised, matters done, people asked.
local cues = require "wenlu.cues"
local words = require "wenlu.words"

local M = {}

--- Measure words that matters are counted with.
M.ISSUE_UNITS = words.set "条 件 个 项 份 篇 起 宗 处 次 件次 个次 条次 户 人 名 家 批 桩 本"

--- Measure words that people who are asked are counted with.
M.PEOPLE = words.set "人 名 位 户 份 家 人次"

local DUE = words.set "应 需 须 待"

-- Verbs that put a count before someone even where no noun says of what: 交办32条.
local HANDS_OVER = words.set "交办 转办 受理 收到 征集 收集 接收 接到 带回 收集到 接收到"

local FINISHED = { "已", "均", "全部", "都", "完成", "得到", "实现", "到位", "完毕", "被", "表示", "按期", "及时" }

--- Quantities side by side with only 、 or 和 between them are one list: {tokens..., class, first, last, clause}.
---@param reading string
---@param sentence table
---@return table[] lists  of counts and of percentages, in order
function M.lists(reading, sentence)
  local lists = {}
  local current
  for _, token in ipairs(sentence.tokens) do
    local class = token.class == "share" and "percent" or token.class
    if token.kind == "quantity" and (class == "count" or class == "percent") then
      local joined = false
      if current and class == current.class and token.unit == current[1].unit and token.first - current.last <= 4 then
        local between = reading:sub(current.last + 1, token.first - 1)
        joined = between == "、" or between == "和" or between == "，" and #current > 1
      end
      if joined then
        current[#current + 1] = token
        current.last = token.last
      else
        current = {
          token, class = class, first = token.first, last = token.last, clause = token.clause, sentence = sentence,
        }
        lists[#lists + 1] = current
      end
    end
  end
  return lists
end

-- Where the words of lists[k] may stand: its clause, between its neighbours.
local function scope_of(reading, sentence, lists, k)
  local list, before, after = lists[k], lists[k - 1], lists[k + 1]
  local from = math.max(sentence.clauses[list.clause].first, before and before.last or 0)
  local to = sentence.clauses[list[#list].clause].last
  local listed = after and reading:sub(after.first - 3, after.first - 1) == "、"
  if after and not listed then -- 12个鱼塘、8个码头完成整治: one verb for both
    to = math.min(to, after.first - 1)
  end
  return from, to, listed
end

-- Behind these a verb is part of a name: 落实方面的意见, 整改清单, 整治目标.
local NOUNS = words.set "目标 方面 工作 清单 台账 情况 方案 措施 不到 不力 类的"

local function done_before(reading, roles, list, from)
  local verb = cues.last(roles, "done", from, list.first - 1)
  if verb and not NOUNS[reading:sub(verb.last + 1, verb.last + 6)] then
    return verb
  end
end

-- The verb behind a list, unless it stands right before the next figure and so belongs to that: 412条中已整改385条.
local function done_behind(roles, lists, k, to, listed)
  local list, after = lists[k], lists[k + 1]
  local verb = cues.first(roles, "done", list.last + 1, to)
  if verb and not (after and not listed and after.first - verb.last <= 10) and
    not cues.last(roles, "negative", list.last, verb.first) then
    return verb
  end
end

-- The verb behind the list says whether it is done, or raised and all done.
local function role_behind(reading, roles, list, verb, matter, to)
  local gap = reading:sub(list.last + 1, math.min(to, verb.last + 6))
  local whole = cues.first(roles, "all", list.last, verb.first)
  if whole and matter then
    return "raised", true
  elseif #gap < 60 and not whole and words.any(gap, FINISHED) then
    return "done"
  end
end

local function role_of_people(roles, clause, verb_behind)
  if verb_behind and verb_behind.row.text:find("满意", 1, true) then
    return "done"
  elseif cues.first(roles, "ask", clause.first, clause.last) then
    return "asked"
  end
end

--- Whether lists[k] is said to be a part of what was counted before: 其中企业诉求158件.
---@param reading string
---@param sentence table
---@param lists table[]
---@param k integer
---@return boolean
function M.is_part(reading, sentence, lists, k)
  local from = math.max(sentence.clauses[lists[k].clause].first, lists[k - 1] and lists[k - 1].last or 0)
  return reading:sub(from, lists[k].first - 1):find("其中", 1, true) ~= nil
end

--- What lists[k] is in its clause.
---@param reading string
---@param sentence table
---@param lists table[]  see M.lists
---@param k integer
---@return "raised"|"done"|"asked"|nil role
---@return wenlu.Token? verb  that says so
---@return boolean? all_done  raised, and all of them done
function M.role(reading, sentence, lists, k)
  local roles = cues.of(sentence, "rectification")
  local list = lists[k]
  local q = list[1]
  local from, to, listed = scope_of(reading, sentence, lists, k)
  if cues.last(roles, "negative", from, q.first) or cues.first(roles, "output", from, to) then
    return nil
  end
  local before = done_before(reading, roles, list, from)
  local behind = done_behind(roles, lists, k, to, listed)
  local raise = cues.last(roles, "raise", from, q.first - 1)
  if M.PEOPLE[q.unit] then
    local role = role_of_people(roles, sentence.clauses[q.clause], behind)
    if role then
      return role, behind
    end
  end
  if not M.ISSUE_UNITS[q.unit] and q.unit ~= "" then
    return nil
  elseif before and DUE[reading:sub(before.first - 3, before.first - 1)] then
    return "raised" -- 应整改148条
  elseif before and not (raise and raise.first > before.first) and before.row.text ~= "满意" then
    return "done", before
  end
  local matter = cues.first(roles, "matter", from, to)
  if behind then
    local role, all_done = role_behind(reading, roles, list, behind, matter, to)
    if role then
      return role, behind, all_done
    end
  end
  local handed = raise and HANDS_OVER[raise.row.text] and (q.unit == "条" or q.unit == "件")
  if handed or raise and matter or cues.first(roles, "matter", list.last + 1, to) or
    q.counted_first and q.counted_first < q.first and cues.first(roles, "matter", q.counted_first, q.first - 1) then
    return "raised", raise
  end
end

return M
