--- Turns a table block into the lines of a terminal, aligned by display width and fitted to it.

local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

local GAP = 2
local LEAST = 6
local CODES = { good = "32", bad = "31", warn = "33", muted = "2", head = "1", mark = "7" }

--- Text between escape codes, when colour is asked for.
---@param text string
---@param name? string a tone, "head" or "mark"
---@param color? boolean
---@return string
function M.paint(text, name, color)
  local code = color and CODES[name]
  return code and ("\27[%sm%s\27[0m"):format(code, text) or text
end

--- A horizontal line; in ASCII where the characters of boxes have no certain width.
---@param character "─"|"═"
---@param columns integer
---@param ambiguous? integer
---@return string
function M.rule(character, columns, ambiguous)
  if ambiguous == 2 then
    character = character == "═" and "=" or "-"
  end
  return character:rep(columns)
end

local function brackets(ids)
  local texts = {}
  for index, id in ipairs(ids) do
    texts[index] = ("[%d]"):format(id)
  end
  return table.concat(texts)
end

local function cell_of(value, references)
  local text, _, evidence, tone = view.cell(value)
  text = view.signed(escape.visible(text), tone)
  if references == "cell" and #evidence > 0 then
    text = text .. brackets(evidence)
  end
  return { text = text, tone = tone }
end

local function columns_of(block, references, words)
  local columns = {}
  for index, column in ipairs(block.columns) do
    local title = escape.visible(column.title or column.key)
    columns[index] = { key = column.key, title = title, right = view.is_right(block, column), whole = column.whole }
  end
  if references == "row" then
    columns[#columns + 1] = { title = words.evidence, right = false, fixed = true }
  end
  return columns
end

local function line_of(block, row, columns, references)
  local line = {}
  for index, column in ipairs(columns) do
    local ids = not column.key and { text = brackets(view.row_evidence(block, row)) }
    line[index] = ids or cell_of(row[column.key], references)
  end
  return line
end

local function measure(columns, lines, ambiguous)
  local sum = GAP * (#columns - 1)
  for index, column in ipairs(columns) do
    column.width = width.of(column.title, ambiguous)
    for _, line in ipairs(lines) do
      column.width = math.max(column.width, width.of(line[index].text, ambiguous))
    end
    sum = sum + column.width
  end
  return sum
end

-- The widest column of text that may be cut; one that asks to stay whole only when no other is left.
local function widest_of(columns, whole)
  local widest
  for _, column in ipairs(columns) do
    local text = not column.right and not column.fixed and (column.whole or false) == whole and column.width > LEAST
    if text and (not widest or column.width > widest.width) then
      widest = column
    end
  end
  return widest
end

-- Takes columns one at a time from the widest column of text, down to LEAST. Figures and the
-- numbers of evidence are never cut.
local function shrink(columns, excess)
  while excess > 0 do
    local widest = widest_of(columns, false) or widest_of(columns, true)
    if not widest then
      return false
    end
    widest.width = widest.width - 1
    excess = excess - 1
  end
  return true
end

local function fields(line, columns, options)
  local texts = {}
  for index, column in ipairs(columns) do
    local field = line[index]
    local text = width.cut(field.text, column.width, options.ambiguous)
    local fill = (" "):rep(column.width - width.of(text, options.ambiguous))
    text = M.paint(text, field.tone, options.color)
    texts[index] = column.right and fill .. text or text .. fill
  end
  return (table.concat(texts, (" "):rep(GAP)):gsub(" +$", ""))
end

local function rules(columns, ambiguous)
  local texts = {}
  for index, column in ipairs(columns) do
    texts[index] = M.rule("─", column.width, ambiguous)
  end
  return table.concat(texts, (" "):rep(GAP))
end

local function head(columns)
  local line = {}
  for index, column in ipairs(columns) do
    line[index] = { text = column.title, tone = "head" }
  end
  return line
end

-- For a terminal too narrow for the table: each row as a list of its fields.
local function records(lines, columns, options, put)
  local label = 0
  for _, column in ipairs(columns) do
    column.title = width.cut(column.title, options.width // 2, options.ambiguous)
    label = math.max(label, width.of(column.title, options.ambiguous))
  end
  for number, line in ipairs(lines) do
    if number > 1 then
      put("")
    end
    for index, column in ipairs(columns) do
      local room = math.max(options.width - label - GAP, LEAST)
      local text = width.cut(line[index].text, room, options.ambiguous)
      if text ~= "" then
        local title = width.pad(column.title, label + GAP, "left", options.ambiguous)
        put(M.paint(title, "head", options.color) .. M.paint(text, line[index].tone, options.color))
      end
    end
  end
end

--- Writes the lines of a table.
---@param block wenlu.Block
---@param options {width: integer, color: boolean?, limit: integer?, ambiguous: integer?}
---@param words table from wenlu.render.words
---@param put fun(line: string)
---@return integer shown rows
function M.draw(block, options, words, put)
  local references = view.references(block)
  local columns = columns_of(block, references, words)
  local shown = math.min(#block.rows, options.limit or #block.rows)
  local lines = {}
  for number = 1, shown do
    lines[number] = line_of(block, block.rows[number], columns, references)
  end
  local totals = view.totals(block, words)
  if totals then
    lines[#lines + 1] = line_of(block, totals, columns, references)
  end
  if not shrink(columns, measure(columns, lines, options.ambiguous) - options.width) then
    records(lines, columns, options, put)
  else
    put(fields(head(columns), columns, options))
    put(rules(columns, options.ambiguous))
    for number, line in ipairs(lines) do
      if totals and number == #lines then
        put(rules(columns, options.ambiguous))
      end
      put(fields(line, columns, options))
    end
  end
  if shown < #block.rows then
    put(M.paint(words.left_out:format(#block.rows - shown), "muted", options.color))
  end
  return shown
end

return M
