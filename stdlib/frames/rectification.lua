--- Turns sentences into facts of rectification: matters raised, how many were done, the share, of which year.
local cases_of = require "wenlu.cases"
local handling = require "wenlu.handling"
local rates = require "wenlu.rates"
local sentences = require "wenlu.sentence"
local verdict = require "wenlu.verdict"
local wordset = require "wenlu.wordset"

local first_of, last_of = sentences.first, sentences.last

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

local COMPLAINTS, COMPLETED = wordset.new "诉求", wordset.new "完成"
local MANNERS = wordset.new "现场 当场 限时 重新 协调 按期 按时"

-- What was done, where no rate is printed: the verb, with the word before it that says how.
local function action_of(reading, case)
  local verb = case.verb
  if not verb then
    return nil
  elseif case.deadline and case.subject and COMPLAINTS:find(case.subject) then
    return "诉求办理"
  end
  local text = verb.text
  if text == "完成整治" or text == "整治" and COMPLETED:before(reading, verb.first - 1) then
    return "完成整治"
  end
  local manner = MANNERS:before(reading, verb.first - 1)
  return (manner and reading:sub(manner, verb.first - 1) or "") .. (NORMAL[text] or text)
end

local URGES, IN_PLACE, DEMANDS = wordset.new "督促", wordset.new "到位", wordset.new "要求"
local DEADLINES = wordset.new "日内 月内 限时 限期"

-- 并督促整改到位, 均已办结, 要求两个月内解决: clauses without a count that say how the case at hand went on.
local function read_clause(cases, scene, clause)
  local mentions, index, bits, reading = scene.mentions, scene.index, scene.bits, scene.reading
  local first, last = clause.first, clause.last
  local done, done_first = last_of(mentions, index, bits.done, first, last)
  if not done or last_of(mentions, index, bits.negative, first, last) then
    return
  end
  local verb = handling.verb(scene, done, done_first)
  local _, all_first = last_of(mentions, index, bits.all, first, last)
  if verb.text == "满意" then
    return
  elseif all_first and all_first < done_first or
    URGES:find(reading, first, last) and IN_PLACE:find(reading, first, last) then
    cases:finish_all(verb)
  elseif DEMANDS:find(reading, first, last) and DEADLINES:find(reading, first, last) then
    cases:set_deadline(verb)
  end
end

local function read_figure(cases, scene, k)
  local figure = scene.figures[k]
  if figure.class ~= "count" then
    local found = rates.find(scene, k, cases)
    for i = 1, #found do
      cases:rate(found[i])
    end
    return
  end
  local role, verb, all_done = handling.role(scene, k)
  if role == "done" then
    local clause = scene.sentence.clauses[figure.clause]
    local matter = first_of(scene.mentions, scene.index, scene.bits.matter, clause.first, clause.last)
    cases:finish(figure, verb, matter ~= nil)
  elseif role and not all_done and cases:has_raised() and handling.is_part(scene, k) then
    cases:keep(figure)
  elseif role then
    cases:raise(figure, role == "asked", all_done and verb or nil)
  elseif cases_of.is_countable(figure.unit) then
    cases:keep(figure)
  end
end

local function read_sentence(cases, scene, index)
  local sentence = scene.reader:sentence(index)
  local figures, clauses = handling.figures(scene.reading, sentence), sentence.clauses
  scene.sentence, scene.index, scene.figures = sentence, index, figures
  scene.last_measure, scene.change_first, scene.part = nil, nil, nil
  local k, figure = 1, figures[1]
  for number = 1, #clauses do
    if figure and figure.clause == number then
      repeat
        read_figure(cases, scene, k)
        k = k + 1
        figure = figures[k]
      until not figure or figure.clause ~= number
    elseif cases:has_raised() then
      read_clause(cases, scene, clauses[number])
    end
  end
end

local function token_at(figure, i)
  return figure and (#figure == 0 and figure or figure[i]) or nil
end

local function value_of(token)
  return token and (token.low or token.high)
end

-- The digits of a rate as printed; 百分之九十五 and 九成五 by their value.
local function digits_of(rate)
  local digits = rate.digits
  if digits and digits:find "^[%d\xEF]" then
    return digits
  end
  return ("%.10g"):format(rate.low or rate.high)
end

-- The shares of a case are judged only where it tells how many matters were raised, exactly.
local function judge(raised, done, rate)
  if not (rate and raised and raised.mark == "exact") then
    return "not-checkable"
  end
  return verdict.of(raised.low, done and done.mark == "exact" and done.low or nil, digits_of(rate), rate.mark)
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
    status = (rate or done or raised).status, verdict = judge(raised, done, rate),
    figure = raised or done or rate, sentence = case.sentence, period_before = case.period_before,
    period_at = case.period_at, place_index = size > 1 and i or nil, place_count = size, rule = rule_of(case),
    evidence = {},
    -- room for what wenlu.facts adds
    frame = nil, city = nil, place = nil, article = nil, period_first = nil, period_last = nil, year = nil,
    period_basis = nil, first = nil, last = nil, order = nil,
  }
  local evidence = row.evidence
  if raised then
    evidence[1] = { slot = "raised", token = raised }
  end
  if done and not case.implied then
    evidence[#evidence + 1] = { slot = "done", token = done }
  end
  if rate then
    evidence[#evidence + 1] = { slot = "rate", token = rate }
  end
  return row
end

local function rows_of(reading, list)
  local rows = {}
  for k = 1, #list do
    local case = list[k]
    local size = math.max(1, #(case.raised or ""), #(case.done or ""), #(case.rate or ""))
    for i = 1, size do
      rows[#rows + 1] = row_of(reading, case, i, size)
    end
  end
  return rows
end

local LOOK_BACK = 2 -- sentences of the same paragraph

-- Reads sentence i, and those before it in which matters may be raised that it deals with: 共收到意见168条。已办结165条。
local function read_candidate(cases, scene, i, previous)
  if not previous or i > previous + LOOK_BACK or sentences.breaks(scene.mentions, previous, i) then
    cases:forget()
  end
  local lowest = math.max(1, (previous or 0) + 1, i - LOOK_BACK)
  for k = sentences.lead(scene.mentions, i, lowest, scene.leading), i do
    read_sentence(cases, scene, k)
  end
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local bits, mentions = reader.bits.rectification, reader.mentions
  local groups = bits.done | bits.measure
  local scene = {
    reader = reader, reading = reader.document.reading, mentions = mentions, bits = bits,
    leading = bits.raise | bits.matter, sentence = nil, index = nil, figures = nil, last_measure = nil,
    change_first = nil,
  }
  local cases = cases_of.new(scene.reading)
  local previous
  local i = sentences.find(mentions, 1, groups)
  while i do
    read_candidate(cases, scene, i, previous)
    previous = i
    local following = cases.open and mentions:find(i + 1, groups) -- without a figure, it may go on with the case
    i = following == i + 1 and following or sentences.find(mentions, i + 1, groups)
  end
  cases:flush()
  return rows_of(scene.reading, cases.closed)
end

return M
