--- Turns the results of a script into a report: a plain table of blocks and their evidence.
-- A renderer (wenlu.render.term, markdown, html, csv, json) takes one report or a list of them.

local M = {}

---@class wenlu.Cell
---@field text? string what the reader sees; the value when missing
---@field value? number the figure behind it
---@field evidence? integer[] ids of evidence items
---@field tone? "good"|"bad"|"warn"|"muted"

---@class wenlu.Column
---@field key string
---@field title? string the key when missing
---@field align? "left"|"right"
---@field total? boolean the sum of its values goes below the table
---@field whole? boolean never cut to fit a terminal

---@class wenlu.Point
---@field x integer|string
---@field y? number nil for an open bound alone
---@field low? number lower end, when the figure is a range or a bound
---@field high? number
---@field mark? string "exact", "approx", "over", "under", "at_least", "at_most"
---@field label? string the figure as the reader should see it
---@field evidence? integer[]

---@class wenlu.Block
---@field kind "heading"|"text"|"note"|"table"|"chart"
---@field text? string
---@field title? string
---@field columns? wenlu.Column[]
---@field rows? table<string, wenlu.Cell|string|number>[]
---@field chart? "line"|"bar"
---@field unit? string
---@field x? (integer|string)[]
---@field series? {name: string, points: wenlu.Point[]}[]

---@class wenlu.Evidence
---@field id integer
---@field before? string the sentence up to the marked part
---@field marked string|{text: string, mark: boolean?}[] the figures, and what lies between them
---@field after? string
---@field title? string
---@field issuer? string
---@field place? string
---@field date? string
---@field path? string
---@field sha256? string
---@field first? integer byte range in the text, 1-based, inclusive
---@field last? integer
---@field source_first? integer the same range in the bytes of the file
---@field source_last? integer
---@field rule? string
---@field document? integer

---@class wenlu.Report
---@field title string
---@field about? string
---@field blocks wenlu.Block[]
---@field evidence wenlu.Evidence[]
---@field footer {input: string?, script: string?, version: string?, rows: integer?}

local KINDS = { heading = "text", text = "text", note = "text", table = "rows", chart = "series" }
local TONES = { good = true, bad = true, warn = true, muted = true }
local CHARTS = { line = true, bar = true }
local ALIGNS = { left = true, right = true }

local VERDICTS = {
  ["agrees"] = { tone = "good", zh = "相符" },
  ["agrees-by-truncation"] = { tone = "warn", zh = "截位相符" },
  ["disagrees"] = { tone = "bad", zh = "不符" },
  ["unattainable"] = { tone = "bad", zh = "不可得" },
  ["not-checkable"] = { tone = "muted", zh = "无从核对" },
}

--- An empty report.
---@param title string
---@param about? string one paragraph: what was asked, of which documents
---@return wenlu.Report
function M.new(title, about)
  return { title = title, about = about, blocks = {}, evidence = {}, footer = {} }
end

local function add(report, block)
  report.blocks[#report.blocks + 1] = block
  return block
end

---@param report wenlu.Report
---@param text string
---@return wenlu.Block
function M.heading(report, text)
  return add(report, { kind = "heading", text = text })
end

---@param report wenlu.Report
---@param text string paragraphs are divided by an empty line
---@return wenlu.Block
function M.text(report, text)
  return add(report, { kind = "text", text = text })
end

---@param report wenlu.Report
---@param text string
---@return wenlu.Block
function M.note(report, text)
  return add(report, { kind = "note", text = text })
end

---@param report wenlu.Report
---@param fields {title: string?, columns: wenlu.Column[], rows: table[]?}
---@return wenlu.Block
function M.table(report, fields)
  local block = { kind = "table", title = fields.title, columns = fields.columns }
  block.rows = fields.rows or {}
  return add(report, block)
end

---@param report wenlu.Report
---@param fields {chart: "line"|"bar", title: string?, unit: string?, x: table?, series: table[]?}
---@return wenlu.Block
function M.chart(report, fields)
  local block = { kind = "chart", chart = fields.chart, title = fields.title, unit = fields.unit }
  block.x = fields.x
  block.series = fields.series or {}
  return add(report, block)
end

--- Adds a sentence that figures can point at.
---@param report wenlu.Report
---@param item wenlu.Evidence without id
---@return integer id
function M.evidence(report, item)
  item.id = item.id or #report.evidence + 1
  report.evidence[#report.evidence + 1] = item
  return item.id
end

--- The cell of a verdict, with its tone.
---@param name string "agrees", "agrees-by-truncation", "disagrees", "unattainable", "not-checkable"
---@param evidence? integer[]
---@param language? "zh" its Chinese name instead of the code word
---@return wenlu.Cell
function M.verdict(name, evidence, language)
  local known = VERDICTS[name]
  if not known then
    error(("no such verdict: %s"):format(name), 2)
  end
  return { text = known[language] or name, tone = known.tone, evidence = evidence }
end

local function need(condition, where, message, ...)
  if not condition then
    error(where .. ": " .. message:format(...), 0)
  end
end

local function check_ids(ids, known, where)
  need(ids == nil or type(ids) == "table", where, "evidence must be a list of ids")
  for _, id in ipairs(ids or {}) do
    need(known[id], where, "no evidence %s", tostring(id))
  end
end

local function check_cell(cell, known, where)
  local kind = type(cell)
  if kind == "nil" or kind == "string" or kind == "number" then
    return
  end
  need(kind == "table", where, "a cell is a string, a number or a table, not a %s", kind)
  need(cell.text == nil or type(cell.text) == "string", where, "text must be a string")
  need(cell.value == nil or type(cell.value) == "number", where, "value must be a number")
  need(cell.tone == nil or TONES[cell.tone], where, "no tone %s", tostring(cell.tone))
  check_ids(cell.evidence, known, where)
end

local function check_table(block, known, where)
  need(type(block.columns) == "table" and #block.columns > 0, where, "columns missing")
  for number, column in ipairs(block.columns) do
    local place = where .. ", column " .. number
    need(type(column.key) == "string", place, "key missing")
    need(column.align == nil or ALIGNS[column.align], place, "no align %s", tostring(column.align))
  end
  for number, row in ipairs(block.rows) do
    need(type(row) == "table", where, "row %d is not a table", number)
    for _, column in ipairs(block.columns) do
      check_cell(row[column.key], known, ("%s, row %d, column %s"):format(where, number, column.key))
    end
  end
end

local function check_chart(block, known, where)
  need(CHARTS[block.chart], where, "no chart %s", tostring(block.chart))
  for _, series in ipairs(block.series) do
    need(type(series.name) == "string", where, "a series without a name")
    for number, point in ipairs(series.points or {}) do
      local place = ("%s, series %s, point %d"):format(where, series.name, number)
      need(type(point.x) == "number" or type(point.x) == "string", place, "x missing")
      need(type(point.y or point.low or point.high) == "number", place, "y, low and high missing")
      check_ids(point.evidence, known, place)
    end
  end
end

local function check_evidence(report)
  local known = {}
  for number, item in ipairs(report.evidence) do
    local where = "evidence " .. number
    need(math.type(item.id) == "integer", where, "id must be an integer")
    need(not known[item.id], where, "id %d used twice", item.id)
    need(type(item.marked) == "string" or type(item.marked) == "table", where, "marked missing")
    known[item.id] = true
  end
  return known
end

--- Raises when the report is not one that every renderer can take: a wrong shape, or a cell that
--- points at evidence that is not there.
---@param report wenlu.Report
---@return wenlu.Report report the same
function M.check(report)
  need(type(report) == "table" and type(report.blocks) == "table", "report", "blocks missing")
  need(type(report.title) == "string", "report", "title missing")
  report.evidence = report.evidence or {}
  report.footer = report.footer or {}
  local known = check_evidence(report)
  for number, block in ipairs(report.blocks) do
    local where = ("%s, block %d"):format(report.title, number)
    local field = KINDS[block.kind]
    need(field, where, "no kind %s", tostring(block.kind))
    need(type(block[field]) == (field == "text" and "string" or "table"), where, "%s missing", field)
    if block.kind == "table" then
      check_table(block, known, where)
    elseif block.kind == "chart" then
      check_chart(block, known, where)
    end
  end
  return report
end

return M
