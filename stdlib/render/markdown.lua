--- Turns reports into GitHub-flavoured Markdown, evidence as footnotes.

local chart = require "wenlu.chart"
local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local words_of = require("wenlu.render.words").of

local M = {}

-- Footnotes of the second report and later carry its number, so that none meet.
local function notes(ids, prefix)
  local texts = {}
  for index, id in ipairs(ids) do
    texts[index] = ("[^%s%d]"):format(prefix, id)
  end
  return table.concat(texts)
end

local function cell_text(value, references, prefix)
  local text, _, evidence, tone = view.cell(value)
  text = escape.markdown(view.signed(text, tone))
  return references == "cell" and text .. notes(evidence, prefix) or text
end

local function line(texts)
  return "| " .. table.concat(texts, " | ") .. " |"
end

local function head(block, references, words, put)
  local titles, rules = {}, {}
  for index, column in ipairs(block.columns) do
    titles[index] = escape.markdown(column.title or column.key)
    rules[index] = view.is_right(block, column) and "--:" or ":--"
  end
  if references == "row" then
    titles[#titles + 1], rules[#rules + 1] = words.evidence, ":--"
  end
  put(line(titles))
  put(line(rules))
end

local draw = {}

function draw.heading(block, _, _, put)
  put("## " .. escape.markdown(block.text))
end

function draw.text(block, _, _, put)
  local text = escape.valid(block.text):gsub("\r\n?", "\n")
  local parts = {}
  for part in (text .. "\n\n"):gmatch("%s*(.-)\n%s*\n") do
    parts[#parts + 1] = part ~= "" and escape.markdown(part) or nil
  end
  put(table.concat(parts, "\n\n"))
end

function draw.note(block, _, words, put)
  put("> **" .. words.note .. "** " .. escape.markdown(block.text))
end

function draw.table(block, prefix, words, put)
  if block.title then
    put("**" .. words.table .. "** " .. escape.markdown(block.title))
    put("")
  end
  local references = view.references(block)
  head(block, references, words, put)
  local totals = view.totals(block, words)
  local function row_line(row, strong)
    local texts = {}
    for index, column in ipairs(block.columns) do
      texts[index] = cell_text(row[column.key], references, prefix)
      texts[index] = strong and texts[index] ~= "" and "**" .. texts[index] .. "**" or texts[index]
    end
    if references == "row" then
      texts[#texts + 1] = notes(view.row_evidence(block, row), prefix)
    end
    put(line(texts))
  end
  for _, row in ipairs(block.rows) do
    row_line(row)
  end
  if totals then
    row_line(totals, true)
  end
end

-- A picture cannot travel inside Markdown; its points can.
function draw.chart(block, prefix, words, put)
  put("**" .. words.figure .. "** " .. escape.markdown(block.title or ""))
  put("")
  for _, series in ipairs(chart.model(block).series) do
    local points = {}
    for index, point in ipairs(series.points) do
      points[index] = escape.markdown(view.x(point.x)) .. " "
        .. escape.markdown(view.point(point, block.unit)) .. notes(point.evidence or {}, prefix)
    end
    put("- " .. escape.markdown(series.name) .. words.sep .. table.concat(points, "，"))
  end
end

local function marked(text, mark)
  text = escape.markdown(text)
  return mark and "【**" .. text .. "**】" or text
end

local function evidence_item(item, prefix, words, put)
  local parts = {}
  for _, key in ipairs { "title", "issuer", "place", "date" } do
    parts[#parts + 1] = item[key] and escape.markdown(item[key])
  end
  local place = view.place(item)
  parts[#parts + 1] = place ~= "" and escape.markdown(place) or nil
  if item.source_first then
    local last = item.source_last or item.source_first
    parts[#parts + 1] = ("%s %d–%d"):format(words.file_bytes, item.source_first, last)
  end
  parts[#parts + 1] = item.sha256 and "sha256 " .. escape.markdown(item.sha256)
  parts[#parts + 1] = item.rule and words.rule .. " " .. escape.markdown(item.rule)
  put(("[^%s%d]: %s"):format(prefix, item.id, view.sentence(item, marked)))
  put("    — " .. table.concat(parts, " · "))
end

local function footer(report, words, put)
  local parts = {}
  for _, key in ipairs { "input", "script", "version" } do
    local value = report.footer[key]
    parts[#parts + 1] = value and words[key] .. " " .. escape.markdown(value)
  end
  local rows = report.footer.rows
  parts[#parts + 1] = rows and words.rows:format(rows)
  if #parts > 0 then
    put("")
    put("---")
    put("")
    put(table.concat(parts, " · "))
  end
end

--- Renders reports as Markdown.
---@param reports wenlu.Report|wenlu.Report[]
---@param options? {language: string?}
---@return string
function M.render(reports, options)
  local words = words_of(options and options.language)
  local lines = {}
  local function put(text)
    lines[#lines + 1] = text
  end
  for number, report in ipairs(view.reports(reports)) do
    local prefix = number > 1 and number .. "-" or ""
    put((number > 1 and "\n# " or "# ") .. escape.markdown(report.title))
    put("")
    if report.about then
      draw.text({ text = report.about }, prefix, words, put)
      put("")
    end
    for _, block in ipairs(report.blocks) do
      draw[block.kind](block, prefix, words, put)
      put("")
    end
    for _, item in ipairs(report.evidence) do
      evidence_item(item, prefix, words, put)
    end
    footer(report, words, put)
  end
  return table.concat(lines, "\n") .. "\n"
end

return M
