-- A report of one's own, the rates that cannot be true: wenlu report examples/doubtful.lua [city=CITY]
local report = require "wenlu.report"

local M = { name = "doubtful", title = "存疑的比率", params = { city = "one city only (镇江市)" } }

local COLUMNS = {
  { key = "place", title = "地方" }, { key = "year", title = "年份" }, { key = "measure", title = "口径" },
  { key = "raised", title = "提出" }, { key = "done", title = "办成" }, { key = "rate", title = "比率" },
  { key = "verdict", title = "核对" },
}

function M.run(corpus, params)
  local out, rows = report.new(M.title), {}
  for _, fact in ipairs(corpus:facts("rectification", params)) do
    if fact.verdict == "disagrees" or fact.verdict == "unattainable" then
      rows[#rows + 1] = {
        place = fact.place, year = fact.year, measure = fact.measure, raised = fact.raised, done = fact.done,
        rate = fact.rate, verdict = report.verdict(fact.verdict, { corpus:evidence(out, fact) }),
      }
    end
  end
  report.table(out, { columns = COLUMNS, rows = rows })
  return out
end

return M
