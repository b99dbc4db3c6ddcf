--- Turns the tables of reports into CSV (RFC 4180, UTF-8 with BOM) that a spreadsheet opens as
--- figures and plain text, never as formulas.

local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local words_of = require("wenlu.render.words").of

local M = {}

local BOM = "\u{FEFF}"

local function quoted(text)
  if text:find('[",\r\n]') or text:find("^ ") or text:find(" $") then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

-- Text as it may stand in a cell: guarded and visible, or with `raw` as it is but valid.
local function safe(text, raw)
  text = escape.valid(text)
  if raw or tonumber(text) and text:find("^[-+]?[%d.]+$") then
    return quoted(text)
  end
  return quoted(escape.formula(escape.visible(escape.formula(text))))
end

local function cell(value, raw)
  local figure, written = view.exact(value)
  if figure then
    return written
  end
  local text = view.cell(value)
  return safe(text, raw)
end

local function marked(text, mark)
  return mark and "【" .. text .. "】" or text
end

-- Ids, sentences and places of the evidence behind a row.
local function trail(block, row, items, raw)
  local ids, sentences, places = {}, {}, {}
  for number, id in ipairs(view.row_evidence(block, row)) do
    ids[number] = ("[%d]"):format(id)
    sentences[number] = view.sentence(items[id], marked)
    places[number] = view.place(items[id])
  end
  return table.concat(ids, " "), safe(table.concat(sentences, " ‖ "), raw),
    safe(table.concat(places, " ‖ "), raw)
end

local function table_lines(block, items, words, raw, put)
  local head = {}
  for index, column in ipairs(block.columns) do
    head[index] = safe(column.title or column.key, raw)
  end
  local leads = view.references(block) ~= nil
  if leads then
    head[#head + 1], head[#head + 2], head[#head + 3] = words.evidence, words.sentence, words.source
  end
  put(table.concat(head, ","))
  for _, row in ipairs(block.rows) do
    local line = {}
    for index, column in ipairs(block.columns) do
      line[index] = cell(row[column.key], raw)
    end
    if leads then
      line[#line + 1], line[#line + 2], line[#line + 3] = trail(block, row, items, raw)
    end
    put(table.concat(line, ","))
  end
end

--- Renders the tables of reports, one after another, each under a line with its title, an empty
--- line between them. A figure is a number; a cell that says more than its figure (a bound, a
--- verdict) is text. Sums are left to the reader's program.
---@param reports wenlu.Report|wenlu.Report[]
---@param options? {raw: boolean?, language: string?} raw: no guard against formulas, nothing made visible
---@return string
function M.render(reports, options)
  options = options or {}
  local words = words_of(options.language)
  local lines = {}
  local function put(line)
    lines[#lines + 1] = line
  end
  for _, report in ipairs(view.reports(reports)) do
    local items = view.items(report)
    for _, block in ipairs(report.blocks) do
      if block.kind == "table" then
        if #lines > 0 then
          put("")
        end
        put(safe(block.title or report.title, options.raw))
        table_lines(block, items, words, options.raw, put)
      end
    end
  end
  return BOM .. table.concat(lines, "\r\n") .. (#lines > 0 and "\r\n" or "")
end

return M
