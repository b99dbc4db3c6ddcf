--- Turns the points of lines into labels that touch neither each other nor the edge.

local frame = require "wenlu.chart.frame"

local M = {}

--- Height of a label in pixels.
M.LINE = 15

local MOST_LABELLED = 14
local STEPS = 16

-- Labels in the order of their lines' ends, moved apart until none touches another.
local function apart(dots, box)
  local list = {}
  for index, line in ipairs(dots) do
    local last = line[#line]
    if last then
      list[#list + 1] = { index = index, x = last.x, from = last.y, y = last.y }
    end
  end
  table.sort(list, function(a, b)
    return a.y < b.y or a.y == b.y and a.index < b.index
  end)
  local least = box.top - 4
  for _, label in ipairs(list) do
    label.y = math.max(label.y, least)
    least = label.y + M.LINE
  end
  local most = box.bottom + 4
  for place = #list, 1, -1 do
    list[place].y = math.min(list[place].y, most)
    most = list[place].y - M.LINE
  end
  return list
end

local function leader(label, box, at)
  local x, y = frame.pixel(label.x + 7), frame.pixel(label.from)
  local turn = math.max(label.x + 7, box.right - 6)
  return ('<path class="k" d="M%s %sH%sL%s %s"/>'):format(x, y, frame.pixel(turn),
    frame.pixel(at - 3), frame.pixel(label.y))
end

--- The name and last figure of each series beside its end, by series.
---@param dots table[][] points with x and y, by series
---@param box table the layout: right, top, bottom, labels, y (a function)
---@return table<integer, string>
function M.ends(dots, box)
  local elements = {}
  local at = box.right + 14
  for _, label in ipairs(apart(dots, box)) do
    local moved = math.abs(label.y - label.from) > 3 or label.x < box.right - 20
    elements[label.index] = (moved and leader(label, box, at) or "")
      .. frame.text(at, label.y + 4, box.labels[label.index])
  end
  return elements
end

-- Boxes along a line, so that no figure is written across it.
local function along(from, to, put)
  for step = 1, STEPS - 1 do
    local share = step / STEPS
    put(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share, 8)
  end
end

-- Where points, bounds, whiskers and lines stand.
local function occupied(dots, box)
  local taken, count = {}, 0
  local function put(x, y, height)
    taken[#taken + 1] = { x = x, y = y, w = 8, h = height or 14 }
  end
  for _, line in ipairs(dots) do
    for number, dot in ipairs(line) do
      count = count + 1
      put(dot.x, dot.y)
      if dot.open then
        put(dot.x, dot.y + (dot.open == "up" and -9 or 9))
      elseif dot.point.low and dot.point.high then
        along({ x = dot.x, y = box.y(dot.point.low) }, { x = dot.x, y = box.y(dot.point.high) }, put)
      end
      if number > 1 then
        along(line[number - 1], dot, put)
      end
    end
  end
  return taken, count
end

local function is_free(taken, x, y, w, box)
  if y < 22 or y > box.bottom - 8 or x - w / 2 < box.left then
    return false
  end
  for _, other in ipairs(taken) do
    if math.abs(x - other.x) < (w + other.w) / 2 + 2 and math.abs(y - other.y) < other.h then
      return false
    end
  end
  return true
end

--- Figures above or below their points, in a picture of few points, where there is room. The
--- last point of a line is named at its end.
---@param dots table[][]
---@param box table
---@return table<integer, string>
function M.values(dots, box)
  local taken, count = occupied(dots, box)
  local elements = {}
  for index, line in ipairs(count <= MOST_LABELLED and dots or {}) do
    local texts = {}
    for number = 1, #line - 1 do
      local dot = line[number]
      local w = frame.width(dot.text)
      for _, y in ipairs { dot.y - 15, dot.y + 15 } do
        if is_free(taken, dot.x, y, w, box) then
          taken[#taken + 1] = { x = dot.x, y = y, w = w, h = 14 }
          texts[#texts + 1] = frame.text(dot.x, y + 4, dot.text, "v mm")
          break
        end
      end
    end
    elements[index] = table.concat(texts)
  end
  return elements
end

return M
