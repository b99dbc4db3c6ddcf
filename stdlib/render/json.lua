--- Turns the tables of reports into JSON lines: one object a row, with its evidence.

local escape = require "wenlu.escape"
local json = require "wenlu.json"
local view = require "wenlu.render.view"

local M = {}

local OWN = { report = true, table = true, evidence = true, row = true }
local TEXTS = { "before", "after", "title", "issuer", "place", "date", "path", "sha256", "rule" }
local NUMBERS = { "id", "first", "last", "source_first", "source_last", "document" }

local function plain(value)
  return type(value) == "string" and escape.valid(value) or value
end

-- An evidence item with its sentence whole, and the same sentence in pieces.
local function item_of(item)
  local object = {}
  for _, key in ipairs(TEXTS) do
    object[key] = plain(item[key])
  end
  for _, key in ipairs(NUMBERS) do
    object[key] = item[key]
  end
  object.sentence = escape.valid(view.sentence(item, function(text)
    return text
  end))
  local marked = {}
  for _, piece in ipairs(view.pieces(item)) do
    if piece.mark then
      marked[#marked + 1] = escape.valid(piece.text)
    end
  end
  object.marked = json.array(marked)
  return object
end

local function row_of(report, block, number, items)
  local row = block.rows[number]
  local object = { report = plain(report.title), table = plain(block.title), row = number }
  for _, column in ipairs(block.columns) do
    local key = escape.valid(column.key)
    key = OWN[key] and key .. "_cell" or key
    local text, value = view.cell(row[column.key])
    object[key] = value or (text ~= "" and escape.valid(text)) or json.null
    if value and view.exact(row[column.key]) == nil then
      object[key .. "_text"] = escape.valid(text)
    end
  end
  local evidence = {}
  for index, id in ipairs(view.row_evidence(block, row)) do
    evidence[index] = item_of(items[id])
  end
  object.evidence = json.array(evidence)
  return object
end

--- Renders every row of every table as one line of JSON: its cells under the keys of their
--- columns (figures as numbers, null where empty; what a bound says beside its figure under
--- KEY_text), `report`, `table`, `row` (its number in the table) and `evidence`.
---@param reports wenlu.Report|wenlu.Report[]
---@return string
function M.render(reports)
  local lines = {}
  for _, report in ipairs(view.reports(reports)) do
    local items = view.items(report)
    for _, block in ipairs(report.blocks) do
      for number in ipairs(block.kind == "table" and block.rows or {}) do
        lines[#lines + 1] = assert(json.encode(row_of(report, block, number, items)))
      end
    end
  end
  return table.concat(lines, "\n") .. (#lines > 0 and "\n" or "")
end

return M
