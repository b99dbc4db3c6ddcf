--- Turns a chart block into the lines of a terminal: a sparkline a series, or bars.

local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

local STEPS = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

local function each_point(block, visit)
  for _, series in ipairs(block.series) do
    for _, point in ipairs(series.points) do
      visit(point, series)
    end
  end
end

local function range(block)
  local low, high
  each_point(block, function(point)
    low = math.min(low or view.figure(point), view.figure(point))
    high = math.max(high or view.figure(point), view.figure(point))
  end)
  return low, high
end

local function names(block, options)
  local most = 0
  for _, series in ipairs(block.series) do
    most = math.max(most, width.of(escape.visible(series.name), options.ambiguous))
  end
  return math.min(most, options.width // 3)
end

local function sparkline(block, series, low, high)
  local at = {}
  for _, point in ipairs(series.points) do
    at[point.x] = view.figure(point)
  end
  local steps = {}
  for index, x in ipairs(block.x) do
    local y = at[x]
    local share = y and (high > low and (y - low) / (high - low) or 1)
    steps[index] = share and STEPS[1 + math.floor(share * 7 + 0.5)] or "·"
  end
  return table.concat(steps)
end

local function ends(block, series)
  local first, last = series.points[1], series.points[#series.points]
  local function said(point)
    local x = escape.visible(view.x(point.x))
    return x .. " " .. escape.visible(view.point(point, block.unit))
  end
  return first and (first == last and said(first) or said(first) .. " → " .. said(last)) or ""
end

local function lines(block, options, put)
  local low, high = range(block)
  local label = names(block, options)
  for _, series in ipairs(block.series) do
    local name = width.cut(escape.visible(series.name), label, options.ambiguous)
    local text = table.concat({
      width.pad(name, label, "left", options.ambiguous),
      sparkline(block, series, low, high),
      ends(block, series),
    }, "  ")
    put(width.cut(text, options.width, options.ambiguous))
  end
end

local function bars(block, options, put)
  local _, high = range(block)
  local label, value = 0, 0
  local rows = {}
  each_point(block, function(point, series)
    local x = escape.visible(view.x(point.x))
    local name = #block.series > 1 and x .. " " .. escape.visible(series.name) or x
    local text = escape.visible(view.point(point, block.unit))
    label = math.max(label, width.of(name, options.ambiguous))
    value = math.max(value, width.of(text, options.ambiguous))
    rows[#rows + 1] = { name = name, text = text, y = view.figure(point) }
  end)
  label = math.min(label, options.width // 3)
  value = math.min(value, options.width // 3)
  local room = (options.width - label - value - 4) // (options.ambiguous or 1)
  for _, row in ipairs(rows) do
    local length = high > 0 and math.floor(room * math.max(row.y, 0) / high + 0.5) or 0
    local name = width.cut(row.name, label, options.ambiguous)
    put(width.pad(name, label, "left", options.ambiguous) .. "  " .. ("█"):rep(length)
      .. (length > 0 and " " or "") .. width.cut(row.text, value, options.ambiguous))
  end
end

--- Writes the lines of a chart.
---@param block wenlu.Block with its x complete and its points in order (wenlu.chart.model)
---@param options {width: integer, ambiguous: integer?}
---@param words table from wenlu.render.words
---@param put fun(line: string)
function M.draw(block, options, words, put)
  if not range(block) then
    put(words.no_rows)
  elseif block.chart == "bar" then
    bars(block, options, put)
  else
    lines(block, options, put)
  end
end

return M
