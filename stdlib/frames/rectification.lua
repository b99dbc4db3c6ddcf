--- Turns sentences into facts of rectification: matters raised, how many were done, the share, of which year.
local cases_of = require "wenlu.cases"
local cues = require "wenlu.cues"
local handling = require "wenlu.handling"
local rates = require "wenlu.rates"
local verdict = require "wenlu.verdict"

local M = {
  name = "rectification",
  about = "问题、意见、诉求等的提出与办理：提出数、办结（整改、解决、答复）数、比率。Matters raised, done, and their share.",
}

M.columns = {
  { "measure", "TEXT" }, { "subject", "TEXT" }, { "raised", "NUMERIC" }, { "done", "NUMERIC" },
  { "rate", "NUMERIC" }, { "rate_mark", "TEXT" }, { "status", "TEXT" }, { "verdict", "TEXT" },
}

-- raise: puts matters before someone; matter: what is raised; done: deals with it; all: with all of it; negative: not
-- (yet); ask: asks people how they find it; output: what inspectors hand out, not raised; measure: names a rate.
M.words = {
  { role = "raise", "收到", "收集", "征集", "征求", "反馈", "发现", "受理", "梳理", "交办", "排查", "查摆", "提出", "接到", "接收",
    "转办", "汇总", "查找", "归集", "承办", "督办", "指出", "接访", "检视", "查出", "办理", "立案", "承接", "带回", "收获", "找出",
    "接听", "征得", "列出", "确定", "议定", "移交", "归并", "登记", "接收到", "收集到" },
  { role = "matter", "问题", "意见", "建议", "诉求", "投诉", "提案", "线索", "工单", "事项", "信访件", "差评", "承诺", "心愿", "微心愿",
    "难题", "困难", "堵点", "来电", "来信", "议案", "隐患", "短板", "举报", "咨询", "求助", "评价", "异议", "提问", "纠纷", "痛点",
    "案件", "矛盾", "烦心事", "操心事", "揪心事", "意见建议", "排污口", "任务", "清单", "信访" },
  { role = "done", "办结", "整改", "解决", "答复", "落实", "化解", "销号", "采纳", "回复", "办复", "整治", "兑现", "办成",
    "办理完毕", "处理", "实现", "圆梦", "完成整改", "完成整治", "整改完成", "整改到位", "协调解决", "推动解决", "督促落实整改",
    "落地", "打通", "核办", "完成", "书面回复", "处置", "满意", "答覆", "回覆" },
  { role = "all", "全部", "均已", "均", "全都", "悉数", "全数", "清零", "都已" },
  { role = "negative", "尚有", "尚未", "未", "正在", "待", "剩余", "其余", "仍有", "还有", "未能", "暂未", "余下", "没有" },
  { role = "ask", "回访", "调查", "问卷", "测评", "抽样", "抽查", "邀请", "评估", "随机" },
  { role = "output", "工作建议", "监察建议", "检察建议", "司法建议", "整改建议", "提醒函", "专报", "经验", "举措", "措施" },
  { role = "measure", "率", "满意度", "好评度" },
}

local NORMAL = {
  ["整改到位"] = "整改", ["完成整改"] = "整改", ["整改完成"] = "整改", ["督促落实整改"] = "整改", ["办理完毕"] = "办结",
}

local MANNERS = { "现场", "当场", "限时", "重新", "协调", "按期", "按时" }

-- What was done, where no rate is printed: the verb, with the word before it that says how.
local function action_of(reading, case)
  local verb = case.verb
  if not verb then
    return nil
  elseif case.deadline and (case.subject or ""):find("诉求", 1, true) then
    return "诉求办理"
  end
  local text = verb.row.text
  local before = reading:sub(math.max(1, verb.first - 6), verb.first - 1)
  if text == "整治" and before == "完成" or text == "完成整治" then
    return "完成整治"
  end
  for _, manner in ipairs(MANNERS) do
    if before == manner then
      return manner .. (NORMAL[text] or text)
    end
  end
  return NORMAL[text] or text
end

-- 并督促整改到位, 均已办结, 要求两个月内解决: clauses without a count that say how the case at hand went on.
local function read_clause(cases, reading, sentence, clause)
  local case = cases.open
  if not case or not case.raised or case.done or case.rate then
    return
  end
  local roles = cues.of(sentence, "rectification")
  local done = cues.last(roles, "done", clause.first, clause.last)
  if not done or cues.last(roles, "negative", clause.first, clause.last) or done.row.text == "满意" then
    return
  end
  local text = reading:sub(clause.first, clause.last)
  local all = cues.last(roles, "all", clause.first, clause.last)
  if all and all.first < done.first or text:find("督促", 1, true) and text:find("到位", 1, true) then
    cases:finish_all(done)
  elseif text:find("要求", 1, true) and (text:find("日内", 1, true) or text:find("月内", 1, true) or
    text:find("限时", 1, true) or text:find("限期", 1, true)) then
    cases:set_deadline(done)
  end
end

local function read_list(cases, reader, sentence, lists, k)
  local list = lists[k]
  if list.class == "percent" then
    for _, found in ipairs(rates.find(reader, sentence, lists, k, cases)) do
      cases:rate(found)
    end
    return
  end
  local reading = reader.document.reading
  local role, verb, all_done = handling.role(reading, sentence, lists, k)
  if role == "done" then
    local clause = sentence.clauses[list.clause]
    local matter = cues.first(cues.of(sentence, "rectification"), "matter", clause.first, clause.last)
    cases:finish(list, verb, matter ~= nil)
  elseif role and not all_done and cases:has_raised() and handling.is_part(reading, sentence, lists, k) then
    cases:keep(list)
  elseif role then
    cases:raise(list, role == "asked", all_done and verb or nil)
  elseif cases_of.is_countable(list[1].unit) then
    cases:keep(list)
  end
end

local function read_sentence(cases, reader, sentence)
  local reading = reader.document.reading
  local lists = handling.lists(reading, sentence)
  local k = 1
  for _, clause in ipairs(sentence.clauses) do
    local counts = false
    while lists[k] and lists[k].first <= clause.last do
      read_list(cases, reader, sentence, lists, k)
      counts = true
      k = k + 1
    end
    if not counts then
      read_clause(cases, reading, sentence, clause)
    end
  end
end

local function token_at(list, i)
  return list and (list[i] or #list == 1 and list[1]) or nil
end

local function value_of(token)
  return token and (token.low or token.high)
end

local function exact(token)
  return token and token.mark == "exact" and token.low or nil
end

-- The digits of a rate as printed; 百分之九十五 and 九成五 by their value.
local function digits_of(rate)
  if not rate then
    return nil
  elseif rate.digits and rate.digits:find "^[%d\xEF]" then
    return rate.digits
  end
  return ("%.10g"):format(rate.low or rate.high)
end

local function rule_of(case)
  return "rectification/" .. (case.implied and "all-done" or case.reckoned and "paired-by-reckoning" or
    case.deadline and "deadline" or case.rate and (case.raised and "counts-and-rate" or "rate") or "counts")
end

local function row_of(reading, case, i, size)
  local raised, done, rate = token_at(case.raised, i), token_at(case.done, i), token_at(case.rate, i)
  local row = {
    measure = case.measure or action_of(reading, case), subject = case.subject,
    raised = value_of(raised), done = value_of(done), rate = value_of(rate), rate_mark = rate and rate.mark,
    status = (rate or done or raised).status,
    verdict = verdict.of(exact(raised), exact(done), digits_of(rate), rate and rate.mark),
    figure = raised or done or rate, sentence = case.sentence, period_before = case.period_before,
    period_at = case.period_at, place_index = size > 1 and i or nil, place_count = size, rule = rule_of(case),
    evidence = {},
  }
  for _, slot in ipairs { { "raised", raised }, { "done", not case.implied and done or nil }, { "rate", rate } } do
    if slot[2] then
      row.evidence[#row.evidence + 1] = { slot = slot[1], token = slot[2] }
    end
  end
  return row
end

local function rows_of(reading, list)
  local rows = {}
  for _, case in ipairs(list) do
    local size = math.max(#(case.raised or ""), #(case.done or ""), #(case.rate or ""))
    for i = 1, size do
      rows[#rows + 1] = row_of(reading, case, i, size)
    end
  end
  return rows
end

-- Whether sentence k may hold matters that a later one deals with: 共收到意见168条。已办结165条。
local function leads(reader, k, bits)
  local _, _, _, _, groups, quantities = reader.mentions:sentence(k)
  return quantities > 0 and groups & (bits.raise | bits.matter) ~= 0
end

local LOOK_BACK = 2 -- sentences of the same paragraph

local function read_candidate(cases, reader, i, previous, bits)
  if not previous or i > previous + LOOK_BACK or reader:paragraph_break(previous, i) then
    cases:forget()
  end
  local from = i
  for k = i - 1, math.max(1, (previous or 0) + 1, i - LOOK_BACK), -1 do
    if reader:paragraph_break(k, i) then
      break
    elseif leads(reader, k, bits) then
      from = k
    end
  end
  for k = from, i do
    read_sentence(cases, reader, reader:sentence(k))
  end
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local bits = reader.bits.rectification
  local groups = bits.done | bits.measure
  local cases = cases_of.new(reader.document.reading)
  local previous
  local i = reader.mentions:find(1, groups)
  while i do
    local _, _, _, _, _, quantities = reader.mentions:sentence(i)
    if quantities > 0 or cases.open and i == previous + 1 then
      read_candidate(cases, reader, i, previous, bits)
      previous = i
    end
    i = reader.mentions:find(i + 1, groups)
  end
  cases:flush()
  return rows_of(reader.document.reading, cases.list)
end

return M
