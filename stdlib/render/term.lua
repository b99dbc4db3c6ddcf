--- Turns reports into text for a terminal.

local chart = require "wenlu.chart"
local escape = require "wenlu.escape"
local grid = require "wenlu.render.grid"
local spark = require "wenlu.render.spark"
local view = require "wenlu.render.view"
local width = require "wenlu.width"
local words_of = require("wenlu.render.words").of
local wrap = require "wenlu.wrap"

local M = {}

local function paragraphs(text, options, put)
  for line in (escape.valid(text):gsub("\r\n?", "\n") .. "\n"):gmatch("([^\n]*)\n") do
    for _, part in ipairs(wrap.lines(escape.visible(line), options.width, options.ambiguous)) do
      put(part)
    end
  end
end

local function title(text, options, put)
  for _, line in ipairs(wrap.lines(escape.visible(text), options.width, options.ambiguous)) do
    put(grid.paint(line, "head", options.color))
  end
end

-- Lines after the first begin under the text of the first.
local function hanging(label, text, options, put)
  local indent = (" "):rep(width.of(label, options.ambiguous))
  local room = options.width - #indent
  for number, line in ipairs(wrap.lines(text, room, options.ambiguous)) do
    put((number == 1 and label or indent) .. line)
  end
end

local function facts_of(item, words)
  local parts = {}
  for _, key in ipairs { "title", "issuer", "place", "date" } do
    if item[key] then
      parts[#parts + 1] = escape.visible(item[key])
    end
  end
  if item.path then
    parts[#parts + 1] = escape.visible(item.path)
  end
  if item.first then
    parts[#parts + 1] = ("%s %d–%d"):format(words.text_bytes, item.first, item.last or item.first)
  end
  if item.source_first then
    local last = item.source_last or item.source_first
    parts[#parts + 1] = ("%s %d–%d"):format(words.file_bytes, item.source_first, last)
  end
  if item.sha256 then
    parts[#parts + 1] = "sha256 " .. escape.visible(tostring(item.sha256):sub(1, 12))
  end
  if item.rule then
    parts[#parts + 1] = words.rule .. " " .. escape.visible(item.rule)
  end
  return table.concat(parts, " · ")
end

local function evidence_item(item, options, words, put)
  local sentence = view.sentence(item, function(text, mark)
    text = escape.visible(text)
    return mark and (options.color and "\1" .. text .. "\2" or "【" .. text .. "】") or text
  end)
  -- Marks travel through line breaking as \1 and \2, which escaped text cannot contain.
  local open = false
  hanging(("[%d] "):format(item.id), sentence, options, function(line)
    local before = open and "\27[7m" or ""
    open = (line:match(".*([\1\2])") or (open and "\1" or "\2")) == "\1"
    put(before .. line:gsub("\1", "\27[7m"):gsub("\2", "\27[0m") .. (open and "\27[0m" or ""))
  end)
  local facts = facts_of(item, words)
  if facts ~= "" then
    hanging("    ", facts, options, function(line)
      put(grid.paint(line, "muted", options.color))
    end)
  end
end

local function evidence(report, used, options, words, put)
  if #report.evidence == 0 then
    return
  end
  put(grid.paint(words.evidence, "head", options.color))
  local left_out = 0
  for _, item in ipairs(report.evidence) do
    if used[item.id] then
      evidence_item(item, options, words, put)
    else
      left_out = left_out + 1
    end
  end
  if left_out > 0 then
    put(grid.paint(words.evidence_left_out:format(left_out), "muted", options.color))
  end
  put("")
end

local function note_ids(ids, used)
  for _, id in ipairs(ids or {}) do
    used[id] = true
  end
end

local draw = {}

function draw.heading(block, options, _, put)
  title(block.text, options, put)
  put("")
end

function draw.text(block, options, _, put)
  paragraphs(block.text, options, put)
  put("")
end

function draw.note(block, options, words, put)
  hanging(words.note .. words.sep, escape.visible(block.text), options, put)
  put("")
end

function draw.table(block, options, words, put, used)
  if block.title then
    title(block.title, options, put)
  end
  if #block.rows == 0 then
    put(words.no_rows)
  else
    for number = 1, grid.draw(block, options, words, put) do
      note_ids(view.row_evidence(block, block.rows[number]), used)
    end
  end
  put("")
end

function draw.chart(block, options, words, put, used)
  if block.title then
    title(block.title .. (block.unit and ("（%s）"):format(block.unit) or ""), options, put)
  end
  spark.draw(chart.model(block), options, words, put)
  for _, series in ipairs(options.limit and {} or block.series) do
    for _, point in ipairs(series.points) do
      note_ids(point.evidence, used)
    end
  end
  put("")
end

local function footer(report, options, words, put)
  local parts = {}
  for _, key in ipairs { "input", "script", "version" } do
    if report.footer[key] then
      parts[#parts + 1] = words[key] .. " " .. escape.visible(report.footer[key])
    end
  end
  if report.footer.rows then
    parts[#parts + 1] = words.rows:format(report.footer.rows)
  end
  if #parts > 0 then
    hanging("", table.concat(parts, " · "), options, function(line)
      put(grid.paint(line, "muted", options.color))
    end)
  end
end

--- Renders reports as text. Every line fits the width, lines end in LF. With `limit` only the
--- evidence of the rows that are shown follows.
---@param reports wenlu.Report|wenlu.Report[]
---@param options? {width: integer?, color: boolean?, limit: integer?, ambiguous: integer?, language: string?}
---@return string
function M.render(reports, options)
  options = options or {}
  local words = words_of(options.language)
  local settings = { color = options.color, limit = options.limit, ambiguous = options.ambiguous }
  settings.width = math.max(options.width or 80, 20)
  local lines = {}
  local function put(line)
    lines[#lines + 1] = line
  end
  for number, report in ipairs(view.reports(reports)) do
    if number > 1 then
      put("")
    end
    title(report.title, settings, put)
    local columns = width.of(escape.visible(report.title), settings.ambiguous)
    put(grid.rule("═", math.min(columns, settings.width), settings.ambiguous))
    if report.about then
      paragraphs(report.about, settings, put)
    end
    put("")
    local used = {}
    for _, block in ipairs(report.blocks) do
      draw[block.kind](block, settings, words, put, used)
    end
    evidence(report, used, settings, words, put)
    footer(report, settings, words, put)
  end
  return table.concat(lines, "\n") .. "\n"
end

return M
