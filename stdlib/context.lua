--- Turns a span of a stored document into the sentence around it, in pieces, with figures marked.
local document = require "wenlu.document"

local M = {}

local WIDEST = 900 -- bytes on either side; a longer sentence is cut with …

local ENDS = { ["。"] = true, ["！"] = true, ["？"] = true }

-- Offset in the reading of an offset in the text.
local function to_reading(segments, offset)
  if not segments then
    return offset
  end
  local best
  for i = 1, #segments, 2 do
    local delta = offset - segments[i + 1]
    if delta >= 0 and (not best or delta < best.delta) then
      best = { delta = delta, reading = segments[i] }
    end
  end
  return best and best.reading + best.delta or 1
end

local function start_of(reading, position)
  local lowest = math.max(1, position - WIDEST)
  for i = position - 1, lowest, -1 do
    if reading:byte(i) == 10 or i > 2 and ENDS[reading:sub(i - 2, i)] and reading:sub(i + 1, i + 3) ~= "”" then
      return i + 1, false
    end
  end
  while lowest > 1 and reading:byte(lowest) >= 0x80 and reading:byte(lowest) < 0xC0 do
    lowest = lowest + 1
  end
  return lowest, lowest > 1
end

local function stop_of(reading, position)
  local highest = math.min(#reading, position + WIDEST)
  for i = position, highest do
    if reading:byte(i) == 10 then
      return i - 1, false
    elseif i >= position and ENDS[reading:sub(i, i + 2)] then
      local stop = i + 2
      local after = reading:sub(stop + 1, stop + 3)
      return (after == "”" or after == "’" or after == "）") and stop + 3 or stop, false
    end
  end
  while highest < #reading and reading:byte(highest + 1) >= 0x80 and reading:byte(highest + 1) < 0xC0 do
    highest = highest + 1
  end
  return highest, highest < #reading
end

--- The sentence (or sentences) that hold these spans.
---@param text string       the document's text
---@param spans {first: integer, last: integer}[]  in the text, sorted, not overlapping
---@return {before: string, marked: table[], after: string}
function M.around(text, spans)
  local read = document.read(text)
  local reading, segments = read.reading, read.segments
  local marks = {}
  for i, span in ipairs(spans) do
    marks[i] = { to_reading(segments, span.first), to_reading(segments, span.last) }
  end
  table.sort(marks, function(a, b) return a[1] < b[1] end)
  local first, cut_before = start_of(reading, marks[1][1])
  local last, cut_after = stop_of(reading, marks[#marks][2] + 1)
  local pieces = {}
  local position = marks[1][1]
  for _, mark in ipairs(marks) do
    if mark[1] >= position then
      if mark[1] > position then
        pieces[#pieces + 1] = { text = reading:sub(position, mark[1] - 1) }
      end
      pieces[#pieces + 1] = { text = reading:sub(mark[1], mark[2]), mark = true }
      position = mark[2] + 1
    end
  end
  return {
    before = (cut_before and "…" or "") .. reading:sub(first, marks[1][1] - 1),
    marked = pieces,
    after = reading:sub(position, last) .. (cut_after and "…" or ""),
  }
end

return M
