--- Turns figures into the scale and the shared parts of a picture: axis, labels, links.

local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

M.FONT = 12

-- Lengths to a tenth of a pixel, without trailing zeros.
local function pixel(number)
  return (("%.1f"):format(number):gsub("%.0$", ""):gsub("^%-0$", "0"))
end

M.pixel = pixel

--- Width of a text in pixels, estimated.
---@param text string
---@return number
function M.width(text)
  return width.em(text) * M.FONT
end

local function step_of(span, count)
  local rough = span / count
  local power = 10.0 ^ math.floor(math.log(rough, 10))
  for _, factor in ipairs { 1, 2, 5, 10 } do
    if factor * power >= rough * 0.999 then
      return factor * power
    end
  end
end

--- The ends and steps of an axis. A line may begin above 0 when the figures lie close together;
--- a bar never does. Percentages up to 100 do not pass 100.
---@param low number
---@param high number
---@param options {zero: boolean?, unit: string?, whole: boolean?}
---@return number low, number high, number[] ticks
function M.scale(low, high, options)
  if options.zero or (low >= 0 and low < high / 2) then
    low = math.min(low, 0)
  end
  if high == low then
    low, high = low - math.max(math.abs(low) * 0.02, 1), high + math.max(math.abs(high) * 0.02, 1)
    low = options.zero and math.min(low, 0) or low
  end
  local top = options.unit == "%" and high <= 100 and 100
  local step = step_of(high - low, 5)
  if options.whole then
    step = math.max(step, 1)
  end
  low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
  high = top and math.min(high, top) or high
  local ticks = {}
  for index = 0, math.floor((high - low) / step + 1e-9) do
    ticks[#ticks + 1] = low + index * step
  end
  return low, high, ticks
end

--- The text of a tick; steps such as 0.1 carry no noise of binary fractions.
---@param value number
---@param unit? string
---@return string
function M.tick(value, unit)
  return view.number(tonumber(("%.10g"):format(value))) .. (unit == "%" and "%" or "")
end

--- Ends of all figures of a model, low and high bounds included; whole when all are integers.
---@param model wenlu.Block
---@return number low, number high, boolean whole
function M.range(model)
  local low, high, whole = math.huge, -math.huge, true
  for _, series in ipairs(model.series) do
    for _, point in ipairs(series.points) do
      for _, figure in ipairs { point.low or point.y or point.high, point.high or point.y or point.low } do
        low, high = math.min(low, figure), math.max(high, figure)
        whole = whole and math.tointeger(figure) ~= nil
      end
    end
  end
  return low, high, whole
end

--- A text element; `class` "me" ends at x, "mm" is centred on it.
---@return string
function M.text(x, y, text, class)
  class = class and (' class="%s"'):format(class) or ""
  return ('<text x="%s" y="%s"%s>%s</text>'):format(pixel(x), pixel(y), class, escape.attribute(text))
end

--- What a pointer on a point tells.
---@return string
function M.tooltip(series, point, unit)
  return series.name .. " " .. view.x(point.x) .. "：" .. view.point(point, unit)
end

--- Shapes of a point inside a link to its evidence, with their tooltip.
---@return string
function M.link(shapes, series, point, unit, options)
  local title = ("<title>%s</title>"):format(escape.attribute(M.tooltip(series, point, unit)))
  local id = point.evidence and point.evidence[1]
  if not (id and options.href) then
    return ("<g>%s%s</g>"):format(title, shapes)
  end
  local own = options.point_id and (' id="%s"'):format(options.point_id(point, series)) or ""
  return ('<a href="%s"%s>%s%s</a>'):format(escape.attribute(options.href(id)), own, title, shapes)
end

--- The arrow of a bound that begins at (x, y): "up", "down", or "right" for lying bars.
---@return string path data
function M.arrow(x, y, direction)
  local paths = { up = "v-13l-3 5m3-5l3 5", down = "v13l-3-5m3 5l3-5", right = "h13l-5-3m5 3l-5 3" }
  return ("M%s %s%s"):format(pixel(x), pixel(y), paths[direction])
end

local UP = { at_least = true, over = true }
local DOWN = { at_most = true, under = true }

--- Where the truth of a bound lies: "up", "down", or nil for a figure that is no bound.
---@param point wenlu.Point
---@return "up"|"down"|nil
function M.open(point)
  return UP[point.mark] and "up" or DOWN[point.mark] and "down" or nil
end

--- The class of a series: s1 to s6, then the same with a paler filling.
---@param index integer
---@return string
function M.class(index)
  return ("s%d%s"):format((index - 1) % 6 + 1, (index - 1) // 6 % 2 == 1 and " p" or "")
end

return M
