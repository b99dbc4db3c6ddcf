--- Turns a text into a document: its blocks, the joins over broken lines, and the reading that follows them.
local layout = require "wenlu.layout"

local M = {}

---@class wenlu.Document
---@field text string
---@field reading string  the text with broken sentences put together; the text itself where nothing is broken
---@field segments integer[]?  flat pairs: offset in the reading, offset in the text (nil: the same)
---@field blocks wenlu.layout.Blocks
---@field joins table[]  {last = end of the first part, first = start of the second}

--- Reads the layout of a text. The text is never changed; joins only say what belongs together.
---@param text string valid UTF-8
---@return wenlu.Document
function M.read(text)
  local blocks, joins, reading, segments = layout.read(text)
  return { text = text, reading = reading, segments = segments, blocks = blocks, joins = joins }
end

return M
