--- Turns a list of percentages in a sentence into the rates it states: which measure, which figures.
local cues = require "wenlu.cues"
local words = require "wenlu.words"

local M = {}

-- Stems of the rates that tell how far matters were dealt with: of four characters, and of two.
local LONG_STEMS, STEMS = {}, {}
for stem in ("整改完成 整改落实 承诺兑现 调解成功 按期办结 按时办结 按期办复 按时办复 按期整改"):gmatch "%S+" do
  LONG_STEMS[stem] = true
end
for stem in ("整改 办结 办復 办复 答复 满意 解决 采纳 化解 落实 回复 处理 处置 销号 兑现 好评 圆梦 实现 完成 辦結 滿意 採納 答覆 解決 " ..
  "回覆 办成"):gmatch "%S+" do
  STEMS[stem] = true
end

local PREFIXES = { ["累计"] = true, ["综合"] = true, ["按期"] = true, ["按时"] = true }

-- These stems name such a rate only when none of these words stands before them: 目标完成率, 投资完成率.
local BROAD = { ["完成"] = true, ["实现"] = true, ["处理"] = true }
local OTHER = {}
for word in ("目标 任务 计划 投资 项目 轮训 参训 工程 税收 预算 年度"):gmatch "%S+" do
  OTHER[word] = true
end

-- The measure whose name ends right before 率 or 度 (`word`); nil for rates of other things.
local function measure_before(text, word)
  local stem = text:sub(-12)
  if not LONG_STEMS[stem] then
    stem = text:sub(-6)
    if not STEMS[stem] then
      return nil
    end
  end
  local prefix = text:sub(-#stem - 6, -#stem - 1)
  if BROAD[stem] and OTHER[prefix] then
    return nil
  end
  return (PREFIXES[prefix] and prefix or "") .. stem .. word
end

-- All rates named between two offsets of a sentence, in order: {measure or false, last}.
local function named_in(reading, sentence, from, to)
  local named = {}
  for _, token in ipairs(cues.of(sentence, "rectification").measure or named) do
    if token.first >= from and token.last <= to then
      local at = token.last - 2
      local measure = measure_before(reading:sub(math.max(1, at - 24), at - 1), reading:sub(at, token.last))
      named[#named + 1] = { measure = measure or false, first = at, last = token.last }
    end
  end
  return named
end

local RISE = { "由", "从" }

-- 由92.3%提高到97.5%: the first figure is of an earlier time.
local function is_earlier_end(reading, list, next_list)
  if not next_list or next_list.class ~= "percent" or #list > 1 then
    return false
  end
  local between = reading:sub(list.last + 1, next_list.first - 1)
  local before = reading:sub(math.max(1, list.first - 36), list.first - 1)
  if #between > 30 or not (between:find("到", 1, true) or between:find("至", 1, true)) then
    return false
  end
  for _, word in ipairs(RISE) do
    if before:find(word, 1, true) then
      return true
    end
  end
  return false
end

-- 比2017年的88.5%, 高于2021年的93.6%, 与去年同期的92.1%相比: the same measure at another time.
local COMPARISONS = { "比", "较", "高于", "低于", "与", "而", "超过", "上年的", "去年的", "相比" }

-- The period mention right before a percentage that is only compared with; nil when it is no comparison.
local function compared_with(reader, sentence, list, from)
  local reading = reader.document.reading
  for k = #sentence.tokens, 1, -1 do
    local token = sentence.tokens[k]
    if token.kind == "period" and token.first >= from and token.last < list.first then
      local gap = reading:sub(token.last + 1, list.first - 1)
      local before = reading:sub(math.max(from, token.first - 12), token.first - 1)
      for _, word in ipairs(COMPARISONS) do
        if #gap <= 12 and before:find(word, 1, true) then
          return token
        end
      end
      return nil
    end
  end
end

-- 这一数字, 这一指标: the measure named before.
local REFERENCES = { "这一数字", "这个数字", "这一指标", "这一比例", "这一比率", "这一数据", "该比例", "該數字", "這個數字", "這一數字" }

-- The mention of a period between two offsets: 由2022年的96.3%提高到2023年的97.3%.
local function period_between(sentence, from, to)
  for _, token in ipairs(sentence.tokens) do
    if token.kind == "period" and token.first > from and token.last < to then
      return token.index
    end
  end
end

-- 满意度测评得分96.5分，投诉同比下降12%: what stands between tells of another figure.
local CHANGES = { "。", "同比", "环比", "增长", "减少", "压减", "增幅", "降幅" }

local function changes(gap)
  return words.any(gap, CHANGES) or words.any(gap, { "下降" }) and not words.any(gap, { "下降到", "下降至" })
end

local function sublist(list, i)
  return {
    list[i], class = list.class, first = list[i].first, last = list[i].last, clause = list[i].clause,
    sentence = list.sentence,
  }
end

local SETS_A_RULE = { ["的"] = true, ["者"] = true }

--- The rates that the percentages `lists[k]` state.
---@param reader table
---@param sentence table
---@param lists table[]  see frames.rectification: quantities side by side
---@param k integer
---@param state table  keeps the last measure named, for 这一数字
---@return table[] {measure, list, alone = true when no counts belong to it}
function M.find(reader, sentence, lists, k, state)
  local reading = reader.document.reading
  local list = lists[k]
  if list[#list].mark ~= "exact" and SETS_A_RULE[reading:sub(list.last + 1, list.last + 3)] then
    return {} -- 整改率低于80%的，约谈: a condition, no result
  end
  local from = sentence.first
  for i = k - 1, 1, -1 do
    if lists[i].class == "percent" then
      from = lists[i].last + 1
      break
    end
  end
  local previous = lists[k - 1]
  local continued = previous and previous.class == "percent" and is_earlier_end(reading, previous, list)
  local named = named_in(reading, sentence, from, list.first - 1)
  if #named == 0 then
    if continued and sentence.last_measure then
      local own = period_between(sentence, previous.last, list.first)
      return { {
        measure = sentence.last_measure, list = list, period_before = sentence.change_first, period_at = own,
      } }
    end
    local before = reading:sub(math.max(from, list.first - 60), list.first - 1)
    if state.last_measure and words.any(before, REFERENCES) then
      return { { measure = state.last_measure, list = list, alone = true } }
    end
    local period = sentence.last_measure and #list == 1 and compared_with(reader, sentence, list, from)
    if period then
      return { { measure = sentence.last_measure, list = list, alone = true, period_at = period.index } }
    end
    return {}
  end
  local gap = reading:sub(named[#named].last + 1, list.first - 1)
  if #gap > 90 or changes(gap) then
    return {}
  end
  local found = {}
  local together = { named[#named] }
  for i = #named - 1, 1, -1 do
    local between = reading:sub(named[i].last + 1, together[1].first - 1)
    if not (between:find("^、") or between:find("^和") or between:find("^及") or between:find "^与") or #between > 36 then
      break
    end
    table.insert(together, 1, named[i])
  end
  if #together == #list and #list > 1 then
    for i, name in ipairs(together) do
      if name.measure then
        found[#found + 1] = { measure = name.measure, list = sublist(list, i) }
      end
    end
  elseif #together > 1 and #list == 1 then
    for _, name in ipairs(together) do
      if name.measure then
        found[#found + 1] = { measure = name.measure, list = list }
      end
    end
  elseif named[#named].measure then
    found[1] = { measure = named[#named].measure, list = list }
  end
  if found[1] then
    sentence.last_measure = found[#found].measure
    state.last_measure = sentence.last_measure
    if is_earlier_end(reading, list, lists[k + 1]) then
      sentence.change_first = named[#named].first
      for _, rate in ipairs(found) do
        rate.alone = true
        rate.earlier = true
      end
    end
  end
  return found
end

return M
