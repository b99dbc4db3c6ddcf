--- Turns the percentages of a sentence into the rates it states: which measure, which figures.
local sentences = require "wenlu.sentence"
local wordset = require "wenlu.wordset"
local words = require "wenlu.words"

local first_of, last_of = sentences.first, sentences.last
local PERIOD = sentences.KINDS.period

local M = {}

-- Stems of the rates that tell how far matters were dealt with.
local STEMS = wordset.new [[整改完成 整改落实 承诺兑现 调解成功 按期办结 按时办结 按期办复 按时办复 按期整改 整改 办结 办復 办复 答复 满意 解决 采纳 化解
  落实 回复 处理 处置 销号 兑现 好评 圆梦 实现 完成 辦結 滿意 採納 答覆 解決 回覆 办成]]

local PREFIXES = words.set "累计 综合 按期 按时"

-- These stems name such a rate only when none of these words stands before them: 目标完成率, 投资完成率.
local BROAD = words.set "完成 实现 处理"
local OTHER = words.set "目标 任务 计划 投资 项目 轮训 参训 工程 税收 预算 年度"

-- The measure whose name ends with the 率 or 度 at an offset; false for rates of other things.
local function measure_at(reading, at, last)
  local first = STEMS:before(reading, at - 1)
  if not first then
    return false
  end
  local prefix = reading:sub(math.max(1, first - 6), first - 1)
  if BROAD[reading:sub(first, at - 1)] and OTHER[prefix] then
    return false
  end
  return reading:sub(PREFIXES[prefix] and first - 6 or first, last)
end

-- All rates named between two offsets of a sentence, in order: {measure or false, first, last}.
local function named_in(scene, from, to)
  local mentions, index, measure = scene.mentions, scene.index, scene.bits.measure
  local named = {}
  local found, _, last = first_of(mentions, index, measure, from, to)
  while found do
    named[#named + 1] = { measure = measure_at(scene.reading, last - 2, last), first = last - 2, last = last }
    found, _, last = first_of(mentions, index, measure, last + 1, to)
  end
  return named
end

local RISE, TOWARDS = wordset.new "由 从", wordset.new "到 至"

-- 由92.3%提高到97.5%: the first figure is of an earlier time.
local function is_earlier_end(reading, figure, next_figure)
  if not next_figure or next_figure.class == "count" or #figure > 0 or next_figure.first - figure.last > 31 then
    return false
  end
  return TOWARDS:find(reading, figure.last + 1, next_figure.first - 1) ~= nil and
    RISE:find(reading, figure.first - 36, figure.first - 1) ~= nil
end

-- 比2017年的88.5%, 高于2021年的93.6%, 与去年同期的92.1%相比: the same measure at another time.
local COMPARISONS = wordset.new "比 较 高于 低于 与 而 超过 上年的 去年的 相比"

-- The period mention right before a percentage that is only compared with; nil when it is no comparison.
local function compared_with(scene, figure, from)
  local period, first, last = last_of(scene.mentions, scene.index, PERIOD, from, figure.first - 1)
  local close = period and figure.first - last <= 13
  if close and COMPARISONS:find(scene.reading, math.max(from, first - 12), first - 1) then
    return period
  end
end

-- 这一数字, 这一指标: the measure named before.
local REFERENCES = wordset.new "这一数字 这个数字 这一指标 这一比例 这一比率 这一数据 该比例 該數字 這個數字 這一數字"

-- 满意度测评得分96.5分，投诉同比下降12%: what stands between tells of another figure.
local CHANGES = wordset.new "。 同比 环比 增长 减少 压减 增幅 降幅"
local FALL, FALL_TO = wordset.new "下降", wordset.new "下降到 下降至"

local function changes(reading, first, last)
  return CHANGES:find(reading, first, last) or
    FALL:find(reading, first, last) and not FALL_TO:find(reading, first, last)
end

local SETS_A_RULE = wordset.new "的 者"
local JOINS = wordset.new "、 和 及 与"

-- The last names of `named` that stand side by side: 整改率、满意度.
local function together_in(reading, named)
  local from = #named
  while from > 1 do
    local first, last = named[from - 1].last + 1, named[from].first - 1
    if last - first >= 36 or not JOINS:at(reading, first, last) then
      break
    end
    from = from - 1
  end
  return table.move(named, from, #named, 1, {})
end

-- The rate of a figure before which no measure is named in its sentence: that named before, at another time.
local function unnamed(scene, k, from, state)
  local figure, previous = scene.figures[k], scene.figures[k - 1]
  local measure = scene.last_measure
  if measure and previous and previous.class ~= "count" and is_earlier_end(scene.reading, previous, figure) then
    -- 由2022年的96.3%提高到2023年的97.3%
    local own = first_of(scene.mentions, scene.index, PERIOD, previous.last + 1, figure.first - 1)
    return { { measure = measure, figure = figure, period_before = scene.change_first, period_at = own } }
  elseif state.last_measure and REFERENCES:find(scene.reading, math.max(from, figure.first - 60), figure.first - 1) then
    return { { measure = state.last_measure, figure = figure, alone = true } }
  end
  local period = measure and #figure == 0 and compared_with(scene, figure, from)
  return period and { { measure = measure, figure = figure, alone = true, period_at = period } } or {}
end

-- As many names as figures: one each; several names of one figure: all; else the last name.
local function pair(named, together, figure)
  local found = {}
  if #together > 1 and #together == #figure then
    for i, name in ipairs(together) do
      if name.measure then
        found[#found + 1] = { measure = name.measure, figure = figure[i] }
      end
    end
  elseif #together > 1 and #figure == 0 then
    for _, name in ipairs(together) do
      if name.measure then
        found[#found + 1] = { measure = name.measure, figure = figure }
      end
    end
  elseif named[#named].measure then
    found[1] = { measure = named[#named].measure, figure = figure }
  end
  return found
end

-- Where the words that name the measures of figures[k] may begin: behind the percentages before.
local function start_of(scene, k)
  for i = k - 1, 1, -1 do
    if scene.figures[i].class ~= "count" then
      return scene.figures[i].last + 1
    end
  end
  return scene.sentence.first
end

--- The rates that the percentages figures[k] state.
---@param scene wenlu.Scene  see wenlu.handling
---@param k integer
---@param state table  keeps the last measure named, for 这一数字
---@return table[] {measure, figure, alone = true when no counts belong to it}
function M.find(scene, k, state)
  local reading, figure = scene.reading, scene.figures[k]
  if SETS_A_RULE:at(reading, figure.last + 1) and (#figure > 0 and figure[#figure] or figure).mark ~= "exact" then
    return {} -- 整改率低于80%的，约谈: a condition, no result
  end
  local from = start_of(scene, k)
  local named = named_in(scene, from, figure.first - 1)
  if #named == 0 then
    return unnamed(scene, k, from, state)
  end
  local name = named[#named]
  if figure.first - name.last > 91 or changes(reading, name.last + 1, figure.first - 1) then
    return {}
  end
  local found = pair(named, #named > 1 and together_in(reading, named) or named, figure)
  if found[1] then
    scene.last_measure = found[#found].measure
    state.last_measure = scene.last_measure
    if is_earlier_end(reading, figure, scene.figures[k + 1]) then
      scene.change_first = name.first
      for _, rate in ipairs(found) do
        rate.alone = true
      end
    end
  end
  return found
end

return M
