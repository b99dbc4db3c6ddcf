--- Turns a chart block into a static SVG picture whose points lead to their evidence.
-- Colours come from classes s1 to s6 of the page (wenlu.render.css) or, standing alone, from a
-- style of its own; shapes and labels tell the series apart without colour.

local bar = require "wenlu.chart.bar"
local escape = require "wenlu.escape"
local line = require "wenlu.chart.line"
local view = require "wenlu.render.view"
local words_of = require("wenlu.render.words").of

local M = {}

---@class wenlu.ChartOptions
---@field id? string
---@field href? fun(id: integer): string
---@field point_id? fun(point: wenlu.Point, series: table): string
---@field language? string
---@field standalone? boolean with a style of its own

local MOST_FILLED = 60

--- The style of charts. The palette keeps 4.5:1 against both papers and stays apart for the three
--- common kinds of colour blindness (after Okabe and Ito, "Color Universal Design", 2008).
M.css = [[
.chart{--s1:#0b5fa5;--s2:#b1440c;--s3:#00704f;--s4:#8a3a86;--s5:#7a5c00;--s6:#4b5866;
font:12px/1.2 var(--sans,sans-serif);font-variant-numeric:tabular-nums;display:block}
@media screen and (prefers-color-scheme:dark){
.chart{--s1:#78b7f5;--s2:#ff9a66;--s3:#4fce9f;--s4:#d9a0dc;--s5:#dcc04e;--s6:#b0bac5}}
.chart .s1{color:var(--s1)}.chart .s2{color:var(--s2)}.chart .s3{color:var(--s3)}
.chart .s4{color:var(--s4)}.chart .s5{color:var(--s5)}.chart .s6{color:var(--s6)}
.chart text{fill:var(--ink,currentColor)}.chart .ax{fill:var(--soft,currentColor)}
.chart .me{text-anchor:end}.chart .mm{text-anchor:middle}
.chart .gr{stroke:var(--rule,#8884);fill:none}.chart .ba{stroke:var(--soft,#888);fill:none}
.chart g[class^=s]{fill:currentColor;stroke:currentColor}
.chart g[class^=s] text{fill:currentColor;stroke:none}
.chart .l{fill:none;stroke-width:2}.chart .b{fill:none;stroke-width:2;stroke-dasharray:2 4}
.chart .w{fill:none;stroke-width:1.5}.chart .k{fill:none;stroke-width:1;opacity:.6;stroke-dasharray:1 3}
.chart .p path{fill-opacity:.3;stroke-width:1}.chart .p .l{stroke-width:2;fill-opacity:0}
.chart .o{fill:var(--paper,#fff);stroke-width:2}.chart .v{font-size:11px;font-weight:600}
.chart a{color:inherit;text-decoration:none}.chart a:hover{opacity:.65}
]]

local function order_of(block)
  local xs, seen, numbers = {}, {}, true
  local function put(x)
    if not seen[x] then
      seen[x] = true
      xs[#xs + 1] = x
      numbers = numbers and type(x) == "number"
    end
  end
  for _, x in ipairs(block.x or {}) do
    put(x)
  end
  for _, series in ipairs(block.series) do
    for _, point in ipairs(series.points or {}) do
      put(point.x)
    end
  end
  if numbers then
    table.sort(xs)
  end
  return xs, numbers
end

-- Years without a point stay on the axis, so that a gap is seen as a gap.
local function filled(xs)
  local first, last = math.tointeger(xs[1]), math.tointeger(xs[#xs])
  if not first or not last or last - first > MOST_FILLED then
    return xs
  end
  local whole = {}
  for x = first, last do
    whole[#whole + 1] = x
  end
  for _, x in ipairs(xs) do
    if not math.tointeger(x) then
      return xs
    end
  end
  return whole
end

local function points_of(series, place)
  local points = {}
  for index, point in ipairs(series.points or {}) do
    points[index] = point
  end
  local rank = {}
  for index, point in ipairs(points) do
    rank[point] = index
  end
  table.sort(points, function(a, b)
    local left, right = place[a.x], place[b.x]
    return left < right or left == right and rank[a] < rank[b]
  end)
  return points
end

--- The same block with its x complete and in order, and the points of each series in that order.
---@param block wenlu.Block
---@return wenlu.Block
function M.model(block)
  local xs, numbers = order_of(block)
  if numbers and block.chart == "line" then
    xs = filled(xs)
  end
  local place = {}
  for index, x in ipairs(xs) do
    place[x] = index
  end
  local model = { kind = "chart", chart = block.chart, title = block.title, unit = block.unit }
  model.x, model.place, model.numbers, model.series = xs, place, numbers, {}
  for index, series in ipairs(block.series) do
    model.series[index] = { name = series.name, points = points_of(series, place) }
  end
  return model
end

local function extremes(model)
  local low, high
  for _, series in ipairs(model.series) do
    for _, point in ipairs(series.points) do
      low = math.min(low or math.huge, point.low or point.y or point.high)
      high = math.max(high or -math.huge, point.high or point.y or point.low)
    end
  end
  return low, high
end

local function description(model, words)
  local low, high = extremes(model)
  local x, unit = model.x, model.unit or ""
  return table.concat({
    words[model.chart],
    words.series:format(#model.series),
    view.x(x[1]) .. "–" .. view.x(x[#x]),
    words.lowest .. " " .. view.number(low) .. unit,
    words.highest .. " " .. view.number(high) .. unit,
  }, words.lang == "en" and ", " or "，")
end

--- The picture of a chart block. `href(id)` gives the address of an evidence item, `point_id()`
--- the id of the next point that has evidence, `id` makes the ids of title and description unique.
---@param block wenlu.Block
---@param options? wenlu.ChartOptions
---@return string svg
function M.svg(block, options)
  options = options or {}
  local words = words_of(options.language)
  local model = M.model(block)
  if not extremes(model) then
    return ('<p class="empty">%s</p>'):format(words.no_rows)
  end
  local id = options.id or "chart"
  local body, width, height = (model.chart == "bar" and bar or line).draw(model, options, words)
  return table.concat {
    ('<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="group" viewBox="0 0 %d %d"')
      :format(width, height),
    (' width="%d" height="%d" aria-labelledby="%s-t %s-d">'):format(width, height, id, id),
    ('<title id="%s-t">%s</title>'):format(id, escape.attribute(model.title or words[model.chart])),
    ('<desc id="%s-d">%s</desc>'):format(id, escape.attribute(description(model, words))),
    options.standalone and "<style>" .. M.css:gsub("&", "&amp;") .. "</style>" or "",
    body,
    "</svg>",
  }
end

return M
