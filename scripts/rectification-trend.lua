--- Turns facts of rectification into rates by city and year, each judged against its counts.
local corpus_of = require "wenlu.corpus"
local lexicon = require "wenlu.lexicon"
local report = require "wenlu.report"
local series = require "wenlu.series"

local M = {
  name = "rectification-trend",
  title = "整改率、办结率等比率的历年变化",
  about = "各市历年的整改率、办结率、满意率等，与其件数相核对。口径不同的比率不连成一条线；目标另列，不与结果相混。",
  frames = { "rectification" },
  params = {
    city = "one city only (南通市)", from = "first year", to = "last year", measure = "one measure only (整改率)",
  },
}

local MARKS = { at_least = "≥", over = ">", at_most = "≤", under = "<", approx = "≈" }

local function figure(value, suffix)
  return value and ((math.tointeger(value) and "%d" or "%.10g"):format(math.tointeger(value) or value) .. suffix)
end

local function rate_text(fact)
  return fact.rate and (MARKS[fact.rate_mark] or "") .. figure(fact.rate, "%")
end

local function cell(text, value, id)
  return text and { text = text, value = value, evidence = { id } } or nil
end

local COLUMNS = {
  { key = "city", title = "城市" }, { key = "place", title = "地方" }, { key = "year", title = "年份" },
  { key = "measure", title = "口径" }, { key = "raised", title = "提出", align = "right" },
  { key = "done", title = "办成", align = "right" }, { key = "rate", title = "比率", align = "right" },
  { key = "verdict", title = "核对", whole = true }, { key = "subject", title = "事项" },
}

local function row_of(fact, id)
  return {
    city = fact.city or "（未知）", place = fact.place ~= fact.city and fact.place or nil,
    year = fact.year and tostring(fact.year) or "（未知）", measure = fact.measure,
    raised = cell(figure(fact.raised, ""), fact.raised, id), done = cell(figure(fact.done, ""), fact.done, id),
    rate = cell(rate_text(fact), fact.rate, id), verdict = report.verdict(fact.verdict, { id }),
    subject = fact.subject,
  }
end

local function add_table(out, title, facts, ids)
  local rows = {}
  for _, fact in ipairs(facts) do
    rows[#rows + 1] = row_of(fact, ids[fact])
  end
  if #rows > 0 then
    report.table(out, { title = title, columns = COLUMNS, rows = rows })
  end
end

-- The series of a measure with their points; years a series lacks stay gaps.
local function series_of(facts, measure, ids)
  local lines, axis = series.of(facts, measure)
  for _, line in ipairs(lines) do
    line.points = {}
    for _, year in ipairs(axis) do
      local fact = line.years[year]
      if fact then
        line.points[#line.points + 1] = {
          x = year, y = fact.rate, mark = fact.rate_mark, label = rate_text(fact), evidence = { ids[fact] },
        }
      end
    end
  end
  return lines, axis
end

local MOST_LINES = 6

local function add_chart(out, facts, measure, ids)
  local lines, axis = series_of(facts, measure, ids)
  local trends = {}
  for _, line in ipairs(lines) do
    if #line.points >= 2 then
      trends[#trends + 1] = line
    end
  end
  if #trends == 0 then
    return
  end
  table.sort(trends, function(a, b)
    if #a.points ~= #b.points then
      return #a.points > #b.points
    end
    local x, y = corpus_of.rank(a.city) .. a.name, corpus_of.rank(b.city) .. b.name
    return x < y
  end)
  report.chart(out, {
    chart = "line", title = measure .. "：各地历年", unit = "%", x = axis,
    series = table.move(trends, 1, math.min(#trends, MOST_LINES), 1, {}),
  })
  if #trends > MOST_LINES then
    report.note(out, ("%s：图中只画年份最多的 %d 条，其余 %d 条见上表。"):format(measure, MOST_LINES, #trends - MOST_LINES))
  end
end

--- Runs the analysis.
---@param corpus wenlu.Corpus
---@param params table
---@return wenlu.Report
function M.run(corpus, params)
  local out = report.new(M.title, M.about)
  local facts = corpus:facts("rectification", params)
  corpus_of.sort(facts, "city", "place", "measure", "year", "order")
  local actual, targets, ids, measures = {}, {}, {}, {}
  for _, fact in ipairs(facts) do
    ids[fact] = corpus:evidence(out, fact)
    fact.measure = fact.measure and lexicon.simplified(fact.measure) -- 辦結率 is 办结率
    local list = fact.status == "target" and targets or actual
    list[#list + 1] = fact
    if fact.status ~= "target" and fact.rate and not measures[fact.measure] then
      measures[fact.measure] = true
      measures[#measures + 1] = fact.measure
    end
  end
  if #facts == 0 then
    report.note(out, "没有符合条件的事实。")
  end
  add_table(out, "结果", actual, ids)
  table.sort(measures)
  for _, measure in ipairs(measures) do
    add_chart(out, actual, measure, ids)
  end
  add_table(out, "目标（未计入结果）", targets, ids)
  return out
end

return M
