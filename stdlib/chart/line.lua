--- Turns a chart model into lines over an axis of x, one line a series, labelled at their ends.

local escape = require "wenlu.escape"
local frame = require "wenlu.chart.frame"
local labels = require "wenlu.chart.labels"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

local WIDTH = 720
local TOP = 34
local BOTTOM = 30

local pixel = frame.pixel

-- Circle, square, triangle, diamond: a second sign beside the colour.
local SHAPES = {
  function(x, y, class)
    return ('<circle cx="%s" cy="%s" r="4"%s/>'):format(x, y, class)
  end,
  function(x, y, class)
    return ('<path d="M%s %sm-4-4h8v8h-8z"%s/>'):format(x, y, class)
  end,
  function(x, y, class)
    return ('<path d="M%s %sm0-5l5 9h-10z"%s/>'):format(x, y, class)
  end,
  function(x, y, class)
    return ('<path d="M%s %sm0-5l5 5-5 5-5-5z"%s/>'):format(x, y, class)
  end,
}

-- A picture as high as its labels need.
local function layout(model, words)
  local low, high, whole = frame.range(model)
  local box = { unit = model.unit }
  box.low, box.high, box.ticks = frame.scale(low, high, { unit = model.unit, whole = whole })
  local left, right = 0, 0
  for _, tick in ipairs(box.ticks) do
    left = math.max(left, frame.width(frame.tick(tick, model.unit)))
  end
  box.labels = {}
  for index, series in ipairs(model.series) do
    local last = series.points[#series.points]
    local said = last and " " .. escape.visible(view.point(last, model.unit)) or ""
    local room = math.max(4, 17 - width.em(said))
    box.labels[index] = width.cut_em(escape.visible(series.name), room) .. width.cut_em(said, 9)
    right = math.max(right, frame.width(box.labels[index]))
  end
  box.left, box.right = left + 16, WIDTH - right - 34
  box.height = math.max(320, (#model.series + 1) * labels.LINE + TOP + BOTTOM)
  box.top, box.bottom = TOP, box.height - BOTTOM
  box.words = words
  return box
end

local function place_x(box, model, point)
  local count = #model.x
  local inset = 18
  local span = box.right - box.left - 2 * inset
  local share = count > 1 and (model.place[point.x] - 1) / (count - 1) or 0.5
  return box.left + inset + span * share
end

local function place_y(box, value)
  return box.bottom - (value - box.low) / (box.high - box.low) * (box.bottom - box.top)
end

local function axis(model, box, put)
  local grid, base = {}, pixel(place_y(box, box.ticks[1]))
  for index, tick in ipairs(box.ticks) do
    local y = place_y(box, tick)
    if index > 1 then
      grid[#grid + 1] = ("M%s %sH%s"):format(pixel(box.left), pixel(y), pixel(box.right))
    end
    put(frame.text(box.left - 6, y + 4, frame.tick(tick, model.unit), "ax me"))
  end
  put(('<path class="gr" d="%s"/>'):format(table.concat(grid)))
  put(('<path class="ba" d="M%s %sH%s"/>'):format(pixel(box.left), base, pixel(box.right)))
  local last = -math.huge
  for _, x in ipairs(model.x) do
    local at = place_x(box, model, { x = x })
    local text = width.cut_em(escape.visible(view.x(x)), 8)
    local half = frame.width(text) / 2
    if at - half > last + 6 then
      put(frame.text(at, box.bottom + 18, text, "ax mm"))
      last = at + half
    end
  end
  local notes = {}
  if model.unit and model.unit ~= "%" then
    notes[1] = box.words.unit .. box.words.sep .. model.unit
  end
  if box.ticks[1] ~= 0 then
    notes[#notes + 1] = box.words.not_zero
  end
  if notes[1] then
    put(frame.text(4, 12, table.concat(notes, " · "), "ax"))
  end
end

-- Where the points of each series stand.
local function dots_of(model, box)
  local dots = {}
  for index, series in ipairs(model.series) do
    dots[index] = {}
    for number, point in ipairs(series.points) do
      local x, y = place_x(box, model, point), place_y(box, view.figure(point))
      local said = width.cut_em(escape.visible(view.point(point, model.unit)), 8)
      dots[index][number] = { x = x, y = y, point = point, open = frame.open(point), text = said }
    end
  end
  return dots
end

local function extend(path, from, to)
  local start = pixel(from.x) .. " " .. pixel(from.y)
  local stop = pixel(to.x) .. " " .. pixel(to.y)
  path[#path + 1] = (path.last == start and "L" or "M" .. start .. "L") .. stop
  path.last = stop
end

-- Neighbours on the axis are joined; where x is missing between them the line stops. A stretch
-- that touches a bound is dotted.
local function joins(model, dots)
  local solid, dotted = {}, {}
  for number = 2, #dots do
    local from, to = dots[number - 1], dots[number]
    if model.place[to.point.x] - model.place[from.point.x] <= 1 then
      extend((from.open or to.open) and dotted or solid, from, to)
    end
  end
  return table.concat(solid), table.concat(dotted)
end

local function whisker(dot, box)
  local point = dot.point
  if dot.open then
    return frame.arrow(dot.x, dot.y, dot.open)
  elseif point.low and point.high and point.low < point.high then
    local x, low, high = pixel(dot.x), place_y(box, point.low), place_y(box, point.high)
    return ("M%s %sV%sm-4 0h8M%s %sm-4 0h8"):format(x, pixel(low), pixel(high), x, pixel(low))
  end
end

local function shapes_of(dot, index, box)
  local hollow = dot.open or dot.point.mark == "approx"
  local shape = SHAPES[(index - 1) % #SHAPES + 1]
  local path = whisker(dot, box)
  return (path and ('<path class="w" d="%s"/>'):format(path) or "")
    .. shape(pixel(dot.x), pixel(dot.y), hollow and ' class="o"' or "")
end

local function path_element(class, path)
  return path ~= "" and ('<path class="%s" d="%s"/>'):format(class, path) or ""
end

--- Draws the model.
---@param model wenlu.Block from wenlu.chart.model
---@param options table of wenlu.chart.svg
---@param words table from wenlu.render.words
---@return string body, integer width, integer height
function M.draw(model, options, words)
  local box = layout(model, words)
  local parts = {}
  local function put(text)
    parts[#parts + 1] = text
  end
  axis(model, box, put)
  local dots = dots_of(model, box)
  function box.y(figure)
    return place_y(box, figure)
  end
  local values = labels.values(dots, box)
  local names = labels.ends(dots, box)
  for index, series in ipairs(model.series) do
    put(('<g class="%s">'):format(frame.class(index)))
    local solid, dotted = joins(model, dots[index])
    put(path_element("l", solid) .. path_element("b", dotted))
    for _, dot in ipairs(dots[index]) do
      put(frame.link(shapes_of(dot, index, box), series, dot.point, model.unit, options))
    end
    put((values[index] or "") .. (names[index] or "") .. "</g>")
  end
  return table.concat(parts), WIDTH, box.height
end

return M
