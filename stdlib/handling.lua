--- Turns the counts of a sentence into what they are: matters raised, matters done, people asked.
local sentences = require "wenlu.sentence"
local wordset = require "wenlu.wordset"
local words = require "wenlu.words"

local first_of, last_of, present = sentences.first, sentences.last, sentences.present

local M = {}

--- Measure words that matters are counted with.
M.ISSUE_UNITS = words.set "条 件 个 项 份 篇 起 宗 处 次 件次 个次 条次 户 人 名 家 批 桩 本"

--- Measure words that people who are asked are counted with.
M.PEOPLE = words.set "人 名 位 户 份 家 人次"

local DUE = wordset.new "应 需 须 待"

-- Verbs that put a count before someone even where no noun says of what: 交办32条.
local HANDS_OVER = words.set "交办 转办 受理 收到 征集 收集 接收 接到 带回 收集到 接收到"

-- Verbs that make fewer of what was raised: 征集1286条，归并为842条. The count has no noun of its own.
local MERGES = words.set "归并 梳理 整理 汇总"

-- In front of a verb: it is under way, not done.
local UNDER_WAY = wordset.new "限期 正在 逐步 长期 分步 分阶段"

-- What 实现 must go on with to say that matters were dealt with; 实现“一网通办” says something else.
local REALISED = wordset.new "销号 清零 整改 办结 化解 解决 闭环 落地 动态"
local STOPS = wordset.new "， 。 ； 、 ： , ; ）"

local FINISHED = wordset.new "已 均 全部 都 完成 得到 实现 到位 完毕 被 表示 按期 及时"
local SATISFIED = wordset.new "满意"
local AMONG = wordset.new "其中"

---@class wenlu.Scene        what is read at the moment
---@field reading string
---@field mentions userdata
---@field bits table<string, integer>  role of a cue word -> its group
---@field sentence wenlu.Sentence
---@field index integer      of the sentence
---@field figures wenlu.Figure[]  see M.figures
---@field last_measure string?  that the sentence names
---@field part wenlu.Figure?  the last one, when it was a part of another
---@field change_first integer? where a measure that rises is named

---@class wenlu.Verb
---@field first integer
---@field text string

---@class wenlu.Figure    a quantity, or several side by side, which are then its array part
---@field class string     "count", or "percent" or "share" of the first
---@field first integer
---@field last integer
---@field clause integer   of the first
---@field sentence wenlu.Sentence
---@field unit string
---@field low number?      of the first

local function joins(reading, figure, token)
  local between = reading:sub(figure.last + 1, token.first - 1)
  return between == "、" or between == "和" or between == "，" and #figure > 0
end

local function join(figure, token)
  if #figure == 0 then
    figure = {
      figure, class = figure.class, first = figure.first, last = nil, clause = figure.clause,
      sentence = figure.sentence, unit = figure.unit, low = figure.low, mark = figure.mark, counted = figure.counted,
      counted_first = figure.counted_first,
    }
  end
  figure[#figure + 1] = token
  figure.last = token.last
  return figure
end

--- The counts and percentages of a sentence, in order. Those of one unit with only 、 or 和 between them are one figure;
--- a figure of one quantity is its token.
---@param reading string
---@param sentence wenlu.Sentence
---@return wenlu.Figure[]
function M.figures(reading, sentence)
  local figures, size, current = {}, 0, nil
  local quantities = sentence.quantities
  for i = 1, #quantities do
    local token = quantities[i]
    local class = token.class
    if class == "count" or class == "percent" or class == "share" then
      if current and token.first - current.last <= 4 and token.unit == current.unit and
        (class == "count") == (current.class == "count") and joins(reading, current, token) then
        current = join(current, token)
      else
        size, current = size + 1, token
      end
      figures[size] = current
    end
  end
  return figures
end

--- The word of a cue.
---@param scene wenlu.Scene
---@param mention integer
---@param first integer
---@return wenlu.Verb
function M.verb(scene, mention, first)
  return { first = first, text = scene.mentions:row(mention).text }
end

local function text_of(scene, mention)
  return scene.mentions:row(mention).text
end

-- Where the words of figures[k] may stand: its clause, between its neighbours.
local function scope_of(scene, figure, before, after)
  local clauses = scene.sentence.clauses
  local clause = clauses[figure.clause]
  local from, to = clause.first, clause.last
  if #figure > 0 then
    to = clauses[figure[#figure].clause].last
  end
  if before and before.last > from then
    from = before.last
  end
  local listed = after and scene.reading:sub(after.first - 3, after.first - 1) == "、"
  if after and not listed and after.first <= to then -- 12个鱼塘、8个码头完成整治: one verb for both
    to = after.first - 1
  end
  return from, to, listed
end

-- Behind these a verb is part of a name: 落实方面的意见, 整改清单, 整治目标.
local NOUNS = wordset.new "目标 方面 工作 清单 台账 情况 方案 措施 不到 不力 类的"

local function done_before(scene, figure, from)
  local verb, first, last = last_of(scene.mentions, scene.index, scene.bits.done, from, figure.first - 1)
  if verb and not NOUNS:at(scene.reading, last + 1, last + 6) and not UNDER_WAY:before(scene.reading, first - 1) then
    return verb, first
  end
end

-- Whether 实现 stands for nothing that was dealt with.
local function is_other(scene, verb, last)
  local reading = scene.reading
  return scene.mentions:row(verb).text == "实现" and last < scene.sentence.last and
    not REALISED:at(reading, last + 1) and not STOPS:at(reading, last + 1)
end

-- The verb behind a figure, unless it stands right before the next figure and so belongs to that: 412条中已整改385条.
local function done_behind(scene, figure, after, to, listed)
  local verb, first, last = first_of(scene.mentions, scene.index, scene.bits.done, figure.last + 1, to)
  if verb and not (after and not listed and after.first - last <= 10) and not is_other(scene, verb, last) and
    not last_of(scene.mentions, scene.index, scene.bits.negative, figure.last, first) then
    return verb, first, last
  end
end

-- The verb behind the figure says whether it is done, or raised and all done.
local function role_behind(scene, figure, verb_first, verb_last, matter, to)
  local whole = first_of(scene.mentions, scene.index, scene.bits.all, figure.last, verb_first)
  to = to < verb_last + 6 and to or verb_last + 6
  if whole then
    return matter and "raised" or nil, true
  elseif to - figure.last < 60 and FINISHED:find(scene.reading, figure.last + 1, to) then
    return "done", false
  end
end

local function role_of_people(scene, clause, verb)
  if verb and SATISFIED:find(text_of(scene, verb)) then
    return "done"
  elseif first_of(scene.mentions, scene.index, scene.bits.ask, clause.first, clause.last) then
    return "asked"
  end
end

--- Whether figures[k] is said to be a part of what was counted before: 其中企业诉求158件，个人诉求65件.
---@param scene wenlu.Scene
---@param k integer
---@return boolean
function M.is_part(scene, k)
  local figure, before = scene.figures[k], scene.figures[k - 1]
  local from = scene.sentence.clauses[figure.clause].first
  if before and before.last > from then
    from = before.last
  end
  local part = AMONG:find(scene.reading, from, figure.first - 1) ~= nil or
    before ~= nil and scene.part == before and before.unit == figure.unit and figure.clause - before.clause <= 1
  scene.part = part and figure or nil
  return part
end

-- Whether a noun of matters is what figures[k] counts: 问题32个, 32个问题.
local function counts_matters(scene, figure, groups, to)
  local mentions, matter = scene.mentions, scene.bits.matter
  if groups & matter ~= 0 and first_of(mentions, scene.index, matter, figure.last + 1, to) then
    return true
  end
  local from = figure.counted_first
  return from and from < figure.first and first_of(mentions, scene.index, matter, from, figure.first - 1)
end

--- What figures[k] is in its clause.
---@param scene wenlu.Scene
---@param k integer
---@return "raised"|"done"|"asked"|nil role
---@return wenlu.Verb? verb  that says so
---@return boolean? all_done  raised, and all of them done
function M.role(scene, k)
  local figures, bits = scene.figures, scene.bits
  local figure, after = figures[k], figures[k + 1]
  local unit = figure.unit
  local from, to, listed = scope_of(scene, figure, figures[k - 1], after)
  local groups = present(scene.mentions, scene.index, from, to)
  if groups & bits.output ~= 0 or
    groups & bits.negative ~= 0 and last_of(scene.mentions, scene.index, bits.negative, from, figure.first) then
    return nil
  end
  local before, before_first, behind, behind_first, behind_last, raise, raise_first
  if groups & bits.done ~= 0 then
    before, before_first = done_before(scene, figure, from)
    behind, behind_first, behind_last = done_behind(scene, figure, after, to, listed)
  end
  if groups & bits.raise ~= 0 then
    raise, raise_first = last_of(scene.mentions, scene.index, bits.raise, from, figure.first - 1)
  end
  if M.PEOPLE[unit] then
    local role = role_of_people(scene, scene.sentence.clauses[figure.clause], behind)
    if role then
      return role, behind and M.verb(scene, behind, behind_first)
    end
  end
  if not M.ISSUE_UNITS[unit] and unit ~= "" then
    return nil
  elseif before and DUE:before(scene.reading, before_first - 1) then
    return "raised" -- 应整改148条
  elseif before and not (raise and raise_first > before_first) then
    local verb = M.verb(scene, before, before_first)
    if verb.text ~= "满意" then
      return "done", verb
    end
  end
  local matter = groups & bits.matter ~= 0
  if behind then
    local role, all_done = role_behind(scene, figure, behind_first, behind_last, matter, to)
    if role then
      return role, M.verb(scene, behind, behind_first), all_done
    end
  end
  local handed = raise and (unit == "条" or unit == "件") and HANDS_OVER[text_of(scene, raise)]
  handed = handed or raise and not figure.counted and MERGES[text_of(scene, raise)]
  if handed or raise and matter or counts_matters(scene, figure, groups, to) then
    return "raised"
  end
end

return M
