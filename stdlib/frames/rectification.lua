--- Turns sentences into facts of rectification: matters raised, how many were done, the share, of which year.
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

M.words = {
  { role = "raise", "收到", "收集", "征集", "征求", "反馈", "发现", "受理", "梳理", "交办", "排查", "查摆", "提出", "接到", "接收",
    "转办", "汇总", "查找", "归集", "承办", "督办", "指出", "接访", "检视", "查出", "办理", "立案", "承接", "带回", "收获", "找出",
    "接听", "征得", "列出", "确定", "议定", "移交", "归并", "登记", "接收到", "收集到" },
  { role = "matter", "问题", "意见", "建议", "诉求", "投诉", "提案", "线索", "工单", "事项", "信访件", "差评", "承诺", "心愿", "微心愿",
    "难题", "困难", "堵点", "来电", "来信", "议案", "隐患", "短板", "举报", "咨询", "求助", "评价", "异议", "提问", "纠纷", "痛点",
    "案件", "矛盾", "烦心事", "操心事", "揪心事", "意见建议", "排污口", "任务", "清单", "信访", "件", "難題", "問題", "意見", "建議" },
  { role = "done", "办结", "整改", "解决", "答复", "落实", "化解", "销号", "采纳", "回复", "办复", "整治", "兑现", "办成", "办理完毕", "销号", "处理", "实现", "圆梦", "迈过",
    "完成整改", "完成整治", "整改完成", "整改到位", "协调解决", "推动解决", "督促落实整改", "落地", "打通",
    "核办", "完成", "书面回复", "处置", "满意", "答覆", "回覆" },
  { role = "all", "全部", "均已", "均", "全都", "悉数", "全数", "清零", "都已" },
  { role = "negative", "尚有", "尚未", "未", "正在", "待", "剩余", "其余", "仍有", "还有", "未能", "暂未", "余下", "没有" },
  { role = "ask", "回访", "调查", "问卷", "测评", "抽样", "抽查", "邀请", "评估", "随机" },
  { role = "measure", "率", "满意度", "好评度", "滿意度" },
}

local ISSUE_UNITS = {}
for unit in ("条 件 个 项 份 篇 起 宗 处 次 件次 个次 条次 户 人 名 家 批 桩 本"):gmatch "%S+" do
  ISSUE_UNITS[unit] = true
end

local PEOPLE = { ["人"] = true, ["名"] = true, ["位"] = true, ["户"] = true, ["份"] = true, ["家"] = true, ["人次"] = true }

local function role_of(token)
  return token.row and token.row.roles and token.row.roles.rectification
end

-- Cue tokens of a role between two offsets.
local function cue_between(sentence, role, from, to)
  local found
  for _, token in ipairs(sentence.tokens) do
    if token.first >= from and token.last <= to and role_of(token) == role then
      found = token
    end
  end
  return found
end

local function first_cue(sentence, role, from, to)
  for _, token in ipairs(sentence.tokens) do
    if token.first >= from and token.last <= to and role_of(token) == role then
      return token
    end
  end
end

-- Quantities side by side with only 、 or 和 between them: one list.
local function lists_of(reader, sentence)
  local reading = reader.document.reading
  local lists = {}
  local current
  for _, token in ipairs(sentence.tokens) do
    local class = token.class == "share" and "percent" or token.class
    if token.kind == "quantity" and (class == "count" or class == "percent") then
      local between = current and reading:sub(current.last + 1, token.first - 1)
      if current and class == current.class and token.unit == current[1].unit and
        (between == "、" or between == "和" or between == "，" and #current > 1) then
        current[#current + 1] = token
        current.last = token.last
      else
        current = { token, class = class, first = token.first, last = token.last, clause = token.clause }
        lists[#lists + 1] = current
      end
    end
  end
  return lists
end

local function mentions_matter(text)
  for _, word in ipairs(M.words[2]) do
    if word ~= "件" and text:find(word, 1, true) then
      return true
    end
  end
  return false
end

-- What inspectors hand out is not what was raised.
local OUTPUTS = { "工作建议", "监察建议", "检察建议", "司法建议", "整改建议", "提醒函", "专报", "经验", "举措", "措施" }

local function is_output(text)
  for _, words in ipairs(OUTPUTS) do
    if text:find(words, 1, true) then
      return true
    end
  end
  return false
end

local FINISHED = { "已", "均", "全部", "都", "完成", "得到", "实现", "到位", "完毕", "被", "表示", "按期", "及时" }

local DUE = { ["应"] = true, ["需"] = true, ["须"] = true, ["待"] = true }

-- Verbs that put a count before someone even where no noun says of what: 交办32条.
local HANDS_OVER = {}
for word in ("交办 转办 受理 收到 征集 收集 接收 接到 带回 收集到 接收到"):gmatch "%S+" do
  HANDS_OVER[word] = true
end

local function says_finished(text)
  for _, word in ipairs(FINISHED) do
    if text:find(word, 1, true) then
      return true
    end
  end
  return false
end

-- What a list of counts is in its clause: raised, done, asked, satisfied or nothing; with the verb that says so.
local function role_in_clause(reader, sentence, list, before, after)
  local reading = reader.document.reading
  local q = list[1]
  local clause = sentence.clauses[q.clause]
  local from = math.max(clause.first, before or 0)
  local listed = after and reading:sub(after - 3, after - 1) == "、" -- 1993个长江排污口、1163个入海排污口完成整治
  local to = math.min(sentence.clauses[list[#list].clause].last, after and not listed and after - 1 or sentence.last)
  if cue_between(sentence, "negative", from, q.first) then
    return nil
  end
  local done_before = cue_between(sentence, "done", from, q.first - 1)
  local raise_before = cue_between(sentence, "raise", from, q.first - 1)
  local done_after = first_cue(sentence, "done", list.last + 1, to)
  if done_before and reading:sub(done_before.last + 1, done_before.last + 6) == "目标" then
    done_before = nil
  end
  if done_after and after and not listed and after - done_after.last <= 10 then
    done_after = nil -- 412条意见中已整改385条: the verb of the next figure
  end
  local text = reading:sub(from, to)
  if is_output(reading:sub(from, q.last)) or is_output(q.counted or "") then
    return nil
  end
  if PEOPLE[q.unit] then
    if done_after and done_after.row.text:find "满意" then
      return "done", done_after
    elseif cue_between(sentence, "ask", clause.first, clause.last) then
      return "asked"
    end
  end
  if not ISSUE_UNITS[q.unit] and q.unit ~= "" then
    return nil
  end
  if done_before and DUE[reading:sub(done_before.first - 3, done_before.first - 1)] then
    return "raised", nil -- 应整改148条
  end
  if done_before and not (raise_before and raise_before.first > done_before.first) and
    done_before.row.text ~= "满意" then
    return "done", done_before
  end
  if done_after and not cue_between(sentence, "negative", list.last, done_after.first) then
    local gap = reading:sub(list.last + 1, math.min(to, done_after.last + 6))
    local whole = first_cue(sentence, "all", list.last, done_after.first)
    if whole and mentions_matter(text) then
      return "raised", done_after, true
    elseif #gap < 60 and says_finished(gap) and not whole then
      return "done", done_after
    end
  end
  local behind = reading:sub(list.last + 1, to)
  local handed = raise_before and HANDS_OVER[raise_before.row.text] and (q.unit == "条" or q.unit == "件")
  if handed or raise_before and mentions_matter(text) or mentions_matter(q.counted or "") or
    not done_before and mentions_matter(behind) then
    return "raised", raise_before
  end
end

local function open_record(state)
  state.record = { evidence = {} }
  return state.record
end

local function flush(state)
  local record = state.record
  state.record = nil
  if record and (record.rate or record.done or record.deadline) and
    (record.rate or record.raised or mentions_matter(record.subject or "")) then
    state.records[#state.records + 1] = record
  end
end

local function add(record, slot, list)
  record[slot] = list
  record.evidence[#record.evidence + 1] = { slot = slot, list = list }
  record.first = math.min(record.first or list.first, list.first)
  record.last = math.max(record.last or list.last, list.last)
end

-- A count without a word of its own, in the clause before a count that is done, of the same unit and no smaller.
local function is_base(base, list, sentence)
  return base ~= nil and base.sentence == sentence and list.clause - base.clause <= 1 and #base == #list and
    base[1].unit == list[1].unit and base[1].mark == "exact" and list[1].low ~= nil and base[1].low >= list[1].low
end

local function take_count(state, sentence, list, role, verb, implied)
  local record = state.record
  local base = state.pool[#state.pool]
  if role == "done" and record and record.raised and not record.done and record.raised[1].unit ~= list[1].unit and
    is_base(base, list, sentence) then
    flush(state)
    record = nil
  end
  if role == "raised" or role == "asked" then
    if record and (record.raised or record.done or record.rate) then
      flush(state)
      record = nil
    end
    record = record or open_record(state)
    add(record, "raised", list)
    record.subject = list[1].counted
    record.asked = role == "asked"
    record.anchor = list[1]
    record.sentence = sentence
  else
    if record and (record.done or record.rate) then
      flush(state)
      record = nil
    end
    record = record or open_record(state)
    add(record, "done", list)
    if not record.raised and is_base(base, list, sentence) then
      add(record, "raised", base) -- 其中涉及搬迁的312件，化解286件
      record.subject = base[1].counted
    end
    record.subject = record.subject or list[1].counted
    record.anchor = record.anchor or list[1]
    record.sentence = record.sentence or sentence
  end
  if verb and (role == "done" or implied) then
    record.verb = verb
  end
  if implied then
    record.done = list
    record.implied = true
  end
end

local function is_satisfaction(measure)
  return measure:find("满意", 1, true) or measure:find("好评", 1, true) or measure:find("滿意", 1, true)
end

local function is_share(done, raised, rate)
  local a, b, percent = raised[1], done[1], rate[1]
  if #raised ~= 1 or #done ~= 1 or #rate ~= 1 or a.mark ~= "exact" or b.mark ~= "exact" or a.low == 0 or b.low > a.low then
    return false
  end
  return math.abs(b.low / a.low * 100 - (percent.low or percent.high)) < 0.6
end

-- Counts that no word explains but the rate does: 成功1,893件 of 2,750件 where 68.8% is printed.
local function complete_by_reckoning(state, record, rate)
  local pool = state.pool
  local before = pool[#pool]
  if #rate > 1 and not record.raised and before and #before == #rate then
    add(record, "raised", before) -- 分别为131件、117件、64件，办结率分别为…
    return
  end
  if record.raised and not record.done then
    for _, list in ipairs(pool) do
      if list.first > record.raised.last and is_share(list, record.raised, rate) then
        add(record, "done", list)
        record.reckoned = true
        return
      end
    end
  elseif record.done and not record.raised then
    for i = #pool, 1, -1 do
      if pool[i].first < record.done.first and is_share(record.done, pool[i], rate) then
        add(record, "raised", pool[i])
        record.reckoned = true
        return
      end
    end
  elseif not record.raised then
    for i = #pool, 2, -1 do
      for k = i - 1, 1, -1 do
        if is_share(pool[i], pool[k], rate) then
          add(record, "raised", pool[k])
          add(record, "done", pool[i])
          record.reckoned = true
          return
        end
      end
    end
  end
end

local function reader_text(state, from, to)
  return state.reading:sub(math.max(1, from), to)
end

local function take_rate(state, sentence, found)
  local measure, list, alone = found.measure, found.list, found.alone
  local record = state.record
  local timely = measure:find "^按[期时]" and record and record.done and
    not (record.verb and reader_text(state, record.verb.first - 6, record.verb.first - 1):find "按[期时]")
  local fits = record and not record.rate and not alone and not timely and
    (is_satisfaction(measure) and record.asked or not is_satisfaction(measure) and not record.asked) and
    not (record.raised and #record.raised ~= #list)
  if fits then
    if record.raised and record.done and not is_share(record.done, record.raised, list) and #list == 1 and
      list.first - record.last > 240 then
      flush(state) -- too far off to be theirs
      return take_rate(state, sentence, found)
    end
    add(record, "rate", list)
    record.measure = measure
    if not record.raised and not record.done then
      record.period_before, record.period_at = found.period_before, found.period_at
    end
    complete_by_reckoning(state, record, list)
    return
  end
  local shared = not timely and record and record.rate and measure:find "^按" and record.raised
  local fresh = {
    evidence = {}, measure = measure, anchor = list[1], sentence = sentence,
    period_before = found.period_before, period_at = found.period_at,
  }
  add(fresh, "rate", list)
  if not alone then
    complete_by_reckoning(state, fresh, list)
  end
  if shared and #shared == #list then
    add(fresh, "raised", shared)
  end
  state.records[#state.records + 1] = fresh
end

-- A done word for all of them, in a clause without a count: 并督促整改到位, 均已办结, 全部答复.
local function take_implied(state, reader, sentence, clause)
  local record = state.record
  if not record or not record.raised or record.done or record.rate or #clause.tokens == 0 then
    return
  end
  local text = reader.document.reading:sub(clause.first, clause.last)
  local done = cue_between(sentence, "done", clause.first, clause.last)
  if not done or cue_between(sentence, "negative", clause.first, clause.last) or done.row.text:find "满意" then
    return
  end
  local all = cue_between(sentence, "all", clause.first, clause.last)
  if all and all.first < done.first or text:find("整改到位", 1, true) and text:find("督促", 1, true) then
    record.done = record.raised
    record.implied = true
    record.verb = done
    record.last = math.max(record.last, done.last)
  end
end

-- Matters handed over with a time limit are a fact before anything is done: 要求…两个月内…解决.
local function take_deadline(state, reader, sentence, clause)
  local record = state.record
  if not record or not record.raised or record.done or record.rate then
    return
  end
  local text = reader.document.reading:sub(clause.first, clause.last)
  local done = cue_between(sentence, "done", clause.first, clause.last)
  if done and text:find("要求", 1, true) and (text:find("日内", 1, true) or text:find("月内", 1, true) or
    text:find("限时", 1, true) or text:find("限期", 1, true)) then
    record.deadline = done
    record.verb = done
  end
end

local function read_sentence(state, reader, sentence)
  local lists = lists_of(reader, sentence)
  local next_list = 1
  for k, clause in ipairs(sentence.clauses) do
    local counts = 0
    while lists[next_list] and lists[next_list].first <= clause.last do
      local list = lists[next_list]
      local before = lists[next_list - 1] and lists[next_list - 1].last
      local after = lists[next_list + 1] and lists[next_list + 1].first
      if list.class == "percent" then
        for _, found in ipairs(rates.find(reader, sentence, lists, next_list, state)) do
          take_rate(state, sentence, found)
        end
      else
        local role, verb, implied = role_in_clause(reader, sentence, list, before, after)
        if role then
          take_count(state, sentence, list, role, verb, implied)
        elseif ISSUE_UNITS[list[1].unit] or PEOPLE[list[1].unit] then
          list.sentence = sentence
          state.pool[#state.pool + 1] = list
        end
      end
      counts = counts + 1
      next_list = next_list + 1
    end
    if counts == 0 and k > 0 then
      take_implied(state, reader, sentence, clause)
      take_deadline(state, reader, sentence, clause)
    end
  end
end

local function number_at(list, i)
  local token = list and (list[i] or #list == 1 and list[1])
  return token and (token.mark == "exact" and token.low or token.low or token.high) or nil, token
end

local function is_plain(token)
  return token == nil or token.mark == "exact"
end

local NORMAL = {
  ["整改到位"] = "整改", ["完成整改"] = "整改", ["整改完成"] = "整改", ["督促落实整改"] = "整改", ["办理完毕"] = "办结",
}

local MANNERS = { "现场", "当场", "限时", "重新", "协调", "推动", "按期", "按时", "立行立改" }

-- What was done, where no rate is printed: the verb, with the word before it that says how.
local function action_of(reader, record)
  local verb = record.verb
  if not verb then
    return nil
  end
  if record.deadline and (record.subject or ""):find("诉求", 1, true) then
    return "诉求办理"
  end
  local text = verb.row.text
  local before = reader.document.reading:sub(math.max(1, verb.first - 12), verb.first - 1)
  if text == "整治" and before:sub(-6) == "完成" or text == "完成整治" then
    return "完成整治"
  end
  for _, manner in ipairs(MANNERS) do
    if before:sub(-#manner) == manner and manner ~= "推动" then
      return manner .. (NORMAL[text] or text)
    end
  end
  return NORMAL[text] or text
end


-- One fact for each place of the lists of a record.
local function rows_of(reader, record, rows)
  local size = math.max(record.raised and #record.raised or 0, record.done and #record.done or 0,
    record.rate and #record.rate or 0)
  for i = 1, size do
    local raised, raised_token = number_at(record.raised, i)
    local done, done_token = number_at(record.done, i)
    local _, rate_token = number_at(record.rate, i)
    local anchor = (record.raised or record.done or record.rate)[i] or record.anchor
    local row = {
      measure = record.measure or action_of(reader, record), subject = record.subject, raised = raised, done = done,
      rate = rate_token and (rate_token.low or rate_token.high), rate_mark = rate_token and rate_token.mark,
      status = (rate_token or done_token or raised_token).status,
      verdict = verdict.of(is_plain(raised_token) and raised or nil, is_plain(done_token) and done or nil,
        rate_token and rate_token.class == "percent" and rate_token.digits, rate_token and rate_token.mark),
      anchor = record.anchor, figure = anchor, sentence = record.sentence,
      period_before = record.period_before, period_at = record.period_at, place_index = size > 1 and i or nil,
      place_count = size, evidence = {}, rule = record.implied and "rectification/all-done" or
        record.reckoned and "rectification/paired-by-reckoning" or record.deadline and "rectification/deadline" or
        record.rate and (record.raised and "rectification/counts-and-rate" or "rectification/rate") or
        "rectification/counts",
    }
    for _, slot in ipairs { "raised", "done", "rate" } do
      local _, token = number_at(record[slot], i)
      if token and not (slot == "done" and record.implied) then
        row.evidence[#row.evidence + 1] = { slot = slot, token = token }
      end
    end
    rows[#rows + 1] = row
  end
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local bits = reader.bits.rectification
  local groups = bits.done | bits.measure | bits.raise | bits.matter
  local state = { records = {}, pool = {}, reading = reader.document.reading }
  local previous
  local i = reader.mentions:find(1, groups)
  while i do
    local sentence = reader:sentence(i)
    if not previous or i ~= previous + 1 or reader:paragraph_break(previous, i) then
      flush(state)
      state.pool = {}
    end
    read_sentence(state, reader, sentence)
    previous = i
    i = reader.mentions:find(i + 1, groups)
  end
  flush(state)
  local rows = {}
  for _, record in ipairs(state.records) do
    rows_of(reader, record, rows)
  end
  return rows
end

return M
