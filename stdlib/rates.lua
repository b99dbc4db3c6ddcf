--- Turns a list of percentages in a sentence into the rates it states: which measure, which figures.
local M = {}

-- Stems of the rates that tell how far matters were dealt with, longest first.
local STEMS = {
  "整改完成", "整改落实", "问题整改", "承诺兑现", "调解成功", "按期办结", "按时办结", "按期办复", "按时办复", "按期整改",
  "整改", "办结", "办復", "办复", "答复", "满意", "解决", "采纳", "化解", "落实", "回复", "处理", "处置", "销号", "兑现", "好评",
  "圆梦", "实现", "完成", "辦結", "滿意", "採納", "答覆", "解決", "回覆", "办成",
}

local PREFIXES = { "累计", "综合", "按期", "按时" }

-- Rates named by these words before their stem measure something else.
local OTHER = { "目标", "任务", "计划", "投资", "项目", "轮训", "参训", "工程", "税收", "预算" }

local function ends_with(text, word)
  return text:sub(-#word) == word
end

-- The measure whose name ends right before `stop` ("率" or "度" stands there); nil for other rates.
local function measure_before(text, word)
  for _, stem in ipairs(STEMS) do
    if ends_with(text, stem) then
      local head = text:sub(1, -#stem - 1)
      if stem == "完成" or stem == "实现" or stem == "处理" then
        for _, other in ipairs(OTHER) do
          if ends_with(head, other) then
            return nil
          end
        end
      end
      for _, prefix in ipairs(PREFIXES) do
        if ends_with(head, prefix) then
          return prefix .. stem .. word
        end
      end
      return stem .. word
    end
  end
end

-- All rates named in a stretch of text, in order: {measure or false, last}.
local function named_in(text)
  local named = {}
  local position = 1
  while true do
    local rate = text:find("率", position, true)
    local degree = text:find("度", position, true)
    local at = rate and degree and math.min(rate, degree) or rate or degree
    if not at then
      return named
    end
    local word = text:sub(at, at + 2)
    local measure = measure_before(text:sub(math.max(1, at - 30), at - 1), word)
    if word == "率" or measure and measure:find "满意" or measure and measure:find "滿意" then
      named[#named + 1] = { measure = measure or false, first = at, last = at + 2 }
    end
    position = at + 3
  end
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

local function refers_back(text)
  for _, words in ipairs(REFERENCES) do
    if text:find(words, 1, true) then
      return true
    end
  end
  return false
end

local function sublist(list, i)
  return { list[i], class = list.class, first = list[i].first, last = list[i].last, clause = list[i].clause }
end

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
  local from = sentence.first
  for i = k - 1, 1, -1 do
    if lists[i].class == "percent" then
      from = lists[i].last + 1
      break
    end
  end
  local previous = lists[k - 1]
  local continued = previous and previous.class == "percent" and is_earlier_end(reading, previous, list)
  local named = named_in(reading:sub(from, list.first - 1))
  if #named == 0 then
    if continued and sentence.last_measure then
      return { { measure = sentence.last_measure, list = list, period_before = sentence.change_first } }
    end
    local before = reading:sub(math.max(from, list.first - 60), list.first - 1)
    if state.last_measure and refers_back(before) then
      return { { measure = state.last_measure, list = list, alone = true } }
    end
    local period = sentence.last_measure and #list == 1 and compared_with(reader, sentence, list, from)
    if period then
      return { { measure = sentence.last_measure, list = list, alone = true, period_at = period.index } }
    end
    return {}
  end
  local gap = reading:sub(from + named[#named].last, list.first - 1)
  if gap:find("。", 1, true) or #gap > 90 then
    return {}
  end
  local found = {}
  local together = { named[#named] }
  for i = #named - 1, 1, -1 do
    local between = reading:sub(from + named[i].last, from + together[1].first - 2)
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
      sentence.change_first = from + named[#named].first - 1
      for _, rate in ipairs(found) do
        rate.alone = true
        rate.earlier = true
      end
    end
  end
  return found
end

return M
