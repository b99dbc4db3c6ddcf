--- Turns a chart model into grouped bars from 0: standing over years, lying beside names.

local escape = require "wenlu.escape"
local frame = require "wenlu.chart.frame"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

local WIDTH = 720
local HEIGHT = 320
local pixel = frame.pixel

local function said(point, model)
  return width.cut_em(escape.visible(view.point(point, model.unit)), 9)
end

local function x_text(x)
  return width.cut_em(escape.visible(view.x(x)), 11)
end

-- Names of the series with their colours, broken into lines; returns the height used.
local function legend(model, put)
  if #model.series < 2 then
    return 12
  end
  local x, y = 4, 12
  for index, series in ipairs(model.series) do
    local name = width.cut_em(escape.visible(series.name), 16)
    local w = frame.width(name) + 34
    if x + w > WIDTH and x > 4 then
      x, y = 4, y + 18
    end
    put(('<g class="%s"><path d="M%s %sh10v10h-10z"/>%s</g>'):format(frame.class(index), pixel(x),
      pixel(y - 9), frame.text(x + 16, y, name)))
    x = x + w
  end
  return y + 16
end

local function notes(model, words, y, put)
  if model.unit and model.unit ~= "%" then
    local unit = escape.visible(model.unit)
    put(frame.text(4, y, words.unit .. words.sep .. width.cut_em(unit, 20), "ax"))
    return y + 10
  end
  return y
end

local function scale(model)
  local low, high, whole = frame.range(model)
  return frame.scale(low, high, { zero = true, unit = model.unit, whole = whole })
end

-- Points of a group in order: by series, then as they come.
local function groups(model)
  local list = {}
  for index in ipairs(model.x) do
    list[index] = {}
  end
  for index, series in ipairs(model.series) do
    for _, point in ipairs(series.points) do
      local group = list[model.place[point.x]]
      group[#group + 1] = { index = index, series = series, point = point }
    end
  end
  local most = 1
  for _, group in ipairs(list) do
    most = math.max(most, #group)
  end
  return list, most
end

local function widest(model)
  local label, value = 0, 0
  for _, x in ipairs(model.x) do
    label = math.max(label, frame.width(x_text(x)))
  end
  for _, series in ipairs(model.series) do
    for _, point in ipairs(series.points) do
      value = math.max(value, frame.width(said(point, model)))
    end
  end
  return label, value
end

-- Lying and standing bars differ in which way they grow; the rest is common.
local LYING = { arrow = "right", gap = 12 }
local STANDING = { arrow = "up", gap = 0 }

-- From (along, value) to (x, y): lying bars have their groups below one another.
function LYING.layout(box, label, value, most, count)
  box.thick = math.max(8, math.min(18, 60 // most))
  box.slot = most * box.thick + LYING.gap
  box.from, box.to = label + 14, WIDTH - value - 26
  box.bottom = box.top + 6 + count * box.slot
  box.start = box.top + 6
  return math.ceil(box.bottom + 26)
end

function LYING.bar(box, along, value)
  return ("M%s %sH%sv%sH%sz"):format(pixel(box.at(0)), pixel(along), pixel(box.at(value)),
    pixel(box.thick - 1), pixel(box.at(0)))
end

function LYING.point(_, along, end_of)
  return end_of, along
end

function LYING.tick(box, at, text)
  local grid = ("M%s %sV%s"):format(pixel(at), pixel(box.start), pixel(box.bottom))
  return grid, frame.text(at, box.bottom + 16, text, "ax mm")
end

function LYING.name(box, middle, text)
  return frame.text(box.from - 8, middle + 4, text, "me")
end

function LYING.value(box, middle, value, open, text)
  local x = box.at(math.max(value, 0)) + (open and 18 or 5)
  return box.thick >= 11 and frame.text(x, middle + 3.5, text, "v") or ""
end

function LYING.base(box)
  return ("M%s %sV%s"):format(pixel(box.at(0)), pixel(box.start), pixel(box.bottom))
end

function STANDING.layout(box, _, value, most, count)
  box.start = 8
  for _, tick in ipairs(box.ticks) do
    box.start = math.max(box.start, frame.width(frame.tick(tick, box.unit)) + 14)
  end
  box.slot = (WIDTH - 8 - box.start) / count
  box.thick = math.min(44, box.slot * 0.8 / most)
  box.from, box.to = HEIGHT - 28, box.top + 18
  box.roomy = value + 4 <= box.thick * 1.25
  box.named = -math.huge
  return HEIGHT
end

function STANDING.bar(box, along, value)
  return ("M%s %sV%sh%sV%sz"):format(pixel(along), pixel(box.at(0)), pixel(box.at(value)),
    pixel(math.max(box.thick - 1.5, 1)), pixel(box.at(0)))
end

function STANDING.point(_, along, end_of)
  return along, end_of
end

function STANDING.tick(box, at, text)
  local grid = ("M%s %sH%s"):format(pixel(box.start), pixel(at), WIDTH - 8)
  return grid, frame.text(box.start - 6, at + 4, text, "ax me")
end

-- A name that would touch the one before it is left out.
function STANDING.name(box, middle, text)
  local half = frame.width(text) / 2
  if middle - half < box.named + 6 then
    return ""
  end
  box.named = middle + half
  return frame.text(middle, box.from + 18, text, "mm")
end

function STANDING.value(box, middle, value, open, text)
  local y = box.at(math.max(value, 0)) - (open and 17 or 5)
  return box.roomy and frame.text(middle, y, text, "v mm") or ""
end

function STANDING.base(box)
  return ("M%s %sH%s"):format(pixel(box.start), pixel(box.at(0)), WIDTH - 8)
end

local function axis(way, box, put)
  local grid = {}
  for index, tick in ipairs(box.ticks) do
    local text
    grid[index], text = way.tick(box, box.at(tick), frame.tick(tick, box.unit))
    put(text)
  end
  put(('<path class="gr" d="%s"/>'):format(table.concat(grid)))
end

local function draw_bar(way, box, bar, along, options, put)
  local value, open = view.figure(bar.point), frame.open(bar.point) == "up"
  local middle = along + box.thick / 2
  local shapes = ('<path d="%s"/>'):format(way.bar(box, along, value))
  if open then
    local x, y = way.point(box, middle, box.at(value))
    shapes = shapes .. ('<path class="w" d="%s"/>'):format(frame.arrow(x, y, way.arrow))
  end
  put(('<g class="%s">%s%s</g>'):format(frame.class(bar.index),
    frame.link(shapes, bar.series, bar.point, box.unit, options),
    way.value(box, middle, value, open, said(bar.point, box))))
end

local function draw_groups(way, box, model, list, options, put)
  for place, group in ipairs(list) do
    local middle = box.start + (place - 0.5) * box.slot
    put(way.name(box, middle, x_text(model.x[place])))
    for number, bar in ipairs(group) do
      draw_bar(way, box, bar, middle + (number - 1 - #group / 2) * box.thick, options, put)
    end
  end
end

--- Draws the model.
---@param model wenlu.Block from wenlu.chart.model
---@param options table of wenlu.chart.svg
---@param words table from wenlu.render.words
---@return string body, integer width, integer height
function M.draw(model, options, words)
  local parts = {}
  local function put(text)
    parts[#parts + 1] = text
  end
  local way = model.numbers and STANDING or LYING
  local box = { unit = model.unit, top = notes(model, words, legend(model, put), put) }
  box.low, box.high, box.ticks = scale(model)
  local list, most = groups(model)
  local label, value = widest(model)
  local height = way.layout(box, label, value, most, #list)
  function box.at(figure)
    return box.from + (figure - box.low) / (box.high - box.low) * (box.to - box.from)
  end
  axis(way, box, put)
  draw_groups(way, box, model, list, options, put)
  put(('<path class="ba" d="%s"/>'):format(way.base(box)))
  return table.concat(parts), WIDTH, height
end

return M
