--- Turns cells, rows and evidence of a report into what every renderer needs of them.

local report = require "wenlu.report"

local M = {}

-- Verdict tones as text, for readers and devices without colour.
M.signs = { good = "✓", warn = "△", bad = "✗", muted = "–" }

-- Signs before a figure that is a bound or an estimate.
M.marks = { approx = "≈", over = ">", under = "<", at_least = "≥", at_most = "≤" }

--- One report or a list of them, each checked, as a list.
---@param reports wenlu.Report|wenlu.Report[]
---@return wenlu.Report[]
function M.reports(reports)
  if reports.blocks or reports.title then
    reports = { reports }
  end
  for _, one in ipairs(reports) do
    report.check(one)
  end
  return reports
end

--- A number as a reader writes it: integers without ".0", at most 14 digits.
---@param number number
---@return string
function M.number(number)
  local integer = math.tointeger(number)
  return integer and ("%d"):format(integer) or ("%.14g"):format(number)
end

--- An x of a chart as text.
---@param x integer|string
---@return string
function M.x(x)
  return type(x) == "number" and M.number(x) or x
end

--- What a cell says, its figure, its evidence and its tone.
---@param cell wenlu.Cell|string|number|nil
---@return string text
---@return number? value
---@return integer[] evidence
---@return string? tone
function M.cell(cell)
  if type(cell) == "table" then
    local text = cell.text or (cell.value and M.number(cell.value)) or ""
    return text, cell.value, cell.evidence or {}, cell.tone
  elseif type(cell) == "number" then
    return M.number(cell), cell, {}
  end
  return cell or "", nil, {}
end

--- The text of a cell after the sign of its tone.
---@param text string
---@param tone? string
---@return string
function M.signed(text, tone)
  local sign = M.signs[tone]
  return (sign and text ~= "" and text ~= sign) and sign .. " " .. text or text
end

--- The figure of a cell when its text says nothing more than that figure, and its digits as
--- written ("92.0").
---@param cell wenlu.Cell|string|number|nil
---@return number?
---@return string? written
function M.exact(cell)
  local text, value = M.cell(cell)
  local written = text:match("^([-+]?[%d.]+)%s*[%%‰]*$")
  if value and written and tonumber(written) == value then
    return value, written
  end
end

--- The ids of evidence behind a row, each once, in the order of the columns.
---@param block wenlu.Block
---@param row table
---@return integer[]
function M.row_evidence(block, row)
  local ids, seen = {}, {}
  for _, column in ipairs(block.columns) do
    local _, _, evidence = M.cell(row[column.key])
    for _, id in ipairs(evidence) do
      if not seen[id] then
        seen[id] = true
        ids[#ids + 1] = id
      end
    end
  end
  return ids
end

--- Whether evidence is best named once a row (all figures of each row have the same) or at each
--- figure; nil when the table has none.
---@param block wenlu.Block
---@return "row"|"cell"|nil
function M.references(block)
  local found
  for _, row in ipairs(block.rows) do
    local whole = M.row_evidence(block, row)
    for _, column in ipairs(block.columns) do
      local _, _, evidence = M.cell(row[column.key])
      if #evidence > 0 then
        found = "row"
        if table.concat(evidence, " ") ~= table.concat(whole, " ") then
          return "cell"
        end
      end
    end
  end
  return found
end

local function total(block, key, words)
  local sum, counted, inexact, skipped = 0, 0, 0, 0
  for _, row in ipairs(block.rows) do
    local text, value = M.cell(row[key])
    if value then
      sum, counted = sum + value, counted + 1
      inexact = inexact + (M.exact(row[key]) and 0 or 1)
    elseif text ~= "" then
      skipped = skipped + 1
    end
  end
  if counted == 0 then
    return nil
  end
  local remarks = (inexact > 0 and words.inexact:format(inexact) or "")
    .. (skipped > 0 and words.uncounted:format(skipped) or "")
  return remarks == "" and sum or { value = sum, text = M.number(sum) .. remarks }
end

--- The row of sums below a table; nil when no column asks for one. The sum says how many of its
--- cells are bounds or estimates, and how many without a value were not counted.
---@param block wenlu.Block
---@param words table from wenlu.render.words
---@return table<string, any>?
function M.totals(block, words)
  local row
  for _, column in ipairs(block.columns) do
    if column.total and #block.rows > 0 then
      row = row or {}
      row[column.key] = total(block, column.key, words)
    end
  end
  local first = block.columns[1].key
  if row and row[first] == nil then
    row[first] = words.total
  end
  return row
end

--- Whether a column holds figures: aligned right, or only numbers.
---@param block wenlu.Block
---@param column wenlu.Column
---@return boolean
function M.is_right(block, column)
  if column.align then
    return column.align == "right"
  end
  local found = false
  for _, row in ipairs(block.rows) do
    local text, value = M.cell(row[column.key])
    if text ~= "" and not value then
      return false
    end
    found = found or value ~= nil
  end
  return found
end

--- Evidence by id.
---@param one wenlu.Report
---@return table<integer, wenlu.Evidence>
function M.items(one)
  local items = {}
  for _, item in ipairs(one.evidence) do
    items[item.id] = item
  end
  return items
end

--- The figure at which a point stands.
---@param point wenlu.Point
---@return number
function M.figure(point)
  return point.y or point.low or point.high
end

--- The sentence of an evidence item as pieces, the figures marked.
---@param item wenlu.Evidence
---@return {text: string, mark: boolean}[]
function M.pieces(item)
  local pieces = {}
  local function put(text, mark)
    if text and text ~= "" then
      pieces[#pieces + 1] = { text = text, mark = mark }
    end
  end
  put(item.before, false)
  if type(item.marked) == "string" then
    put(item.marked, true)
  else
    for _, piece in ipairs(item.marked) do
      put(piece.text, piece.mark == true)
    end
  end
  put(item.after, false)
  return pieces
end

--- The sentence in one string; `show` turns each piece into text.
---@param item wenlu.Evidence
---@param show fun(text: string, mark: boolean): string
---@return string
function M.sentence(item, show)
  local texts = {}
  for index, piece in ipairs(M.pieces(item)) do
    texts[index] = show(piece.text, piece.mark)
  end
  return table.concat(texts)
end

--- Where an evidence item stands: its path, and its byte range when known.
---@param item wenlu.Evidence
---@return string
function M.place(item)
  local range = item.first and (":%d-%d"):format(item.first, item.last or item.first) or ""
  return (item.path or "") .. range
end

--- How a point is written: its label, or its figure with its mark and unit.
---@param point wenlu.Point
---@param unit? string
---@return string
function M.point(point, unit)
  if point.label then
    return point.label
  end
  if point.low and point.high and point.low < point.high and not point.y then
    return M.number(point.low) .. "–" .. M.number(point.high) .. (unit or "")
  end
  return (M.marks[point.mark] or "") .. M.number(M.figure(point)) .. (unit or "")
end

return M
