--- Turns a text into blocks: its lines that are not empty, each with its kind.
local lines = require "wenlu.lines"

local M = {}

local byte, find, sub = string.byte, string.find, string.sub
local ending_of, kind_of = lines.ending, lines.kind

-- First byte of a line that is not a blank: ASCII blanks, no-break space, ideographic space.
local function skip_blanks(text, first, last)
  while first <= last do
    local a, b, c = byte(text, first, first + 2)
    if a == 32 or a == 9 or a == 13 then
      first = first + 1
    elseif a == 0xE3 and b == 0x80 and c == 0x80 then
      first = first + 3
    elseif a == 0xC2 and b == 0xA0 then
      first = first + 2
    else
      break
    end
  end
  return first
end

local function drop_blanks(text, first, last)
  while last >= first do
    local a, b, c = byte(text, last - 2, last)
    c = c or b or a -- the line begins the text
    if c == 32 or c == 9 or c == 13 then
      last = last - 1
    elseif c == 0x80 and a == 0xE3 and b == 0x80 then
      last = last - 3
    elseif c == 0xA0 and b == 0xC2 then
      last = last - 2
    else
      break
    end
  end
  return last
end

---@class wenlu.Block
---@field kind string  heading, paragraph, byline, caption, page (its number) or chrome
---@field first integer
---@field last integer
---@field ending string  stop, closed (a bracket or quotation mark), open (a comma) or word
---@field after_blank boolean?  an empty line stands before it
---@field indented boolean?
---@field next integer?  the block that goes on with a sentence cut here
---@field joined boolean?  goes on with an earlier block
---@field reading_first integer?  offsets in the reading (not on joined blocks)
---@field reading_last integer?

-- A heading that stands there a second time is the caption of a picture (columns repeat them).
local function mark_repeats(text, headings)
  local seen = {}
  for _, block in ipairs(headings) do
    local line = sub(text, block.first, block.last)
    local earlier = seen[line]
    if earlier and #line > 18 then
      block.kind, earlier.kind = "caption", "caption"
    end
    seen[line] = block
  end
end

--- The lines of a text as blocks.
---@param text string
---@return wenlu.Block[]
function M.blocks(text)
  local blocks, headings = {}, {}
  local position, size = 1, #text
  local blank = true
  while position <= size do
    local stop = find(text, "\n", position, true) or size + 1
    local first = stop > position and skip_blanks(text, position, stop - 1) or stop
    if first < stop then
      local last = drop_blanks(text, first, stop - 1)
      local ending = ending_of(text, last)
      local kind = kind_of(text, first, last, ending)
      local block = {
        kind = kind, first = first, last = last, ending = ending, after_blank = blank,
        indented = first - position >= 4, reading_first = first, reading_last = last,
      }
      blocks[#blocks + 1] = block
      if kind == "heading" then
        headings[#headings + 1] = block
      end
      blank = false
    else
      blank = true
    end
    position = stop + 1
  end
  if #headings > 1 then
    mark_repeats(text, headings)
  end
  return blocks
end

return M
