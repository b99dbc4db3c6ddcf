--- Turns a text into a document: its blocks, the joins over broken lines, and the reading that follows them.
local layout = require "wenlu.layout"

local M = {}

local LONG = 40 * 3 -- bytes: an unfinished line this long is prose that was cut
local GAP = 5       -- headings, captions and page numbers that may stand inside a broken sentence
local BETWEEN = { heading = true, caption = true, page = true }

local ending, opens_section = layout.ending, layout.opens_section

-- What no sentence begins with: a line that begins so goes on with an earlier one.
local GOES_ON = {}
for word in ("的 了 着 们 率 ， 。 、 ； ： ” ） 》 ！ ？ 等 件 条 项 场 名 户 份 次 亿 万 吨 宗 起 篇 届 国特"):gmatch "%S+" do
  GOES_ON[word] = true
end

local function begins_inside(text, block)
  return GOES_ON[text:sub(block.first, block.first + 2)] or GOES_ON[text:sub(block.first, block.first + 5)] or
    text:find("^%d[%d,%.]*[\xE4-\xE9]", block.first) ~= nil and not text:find("^%d+年", block.first) and
    not text:find("^%d+月", block.first)
end

-- ---- hard-wrapped text ----

-- Columns that a line takes, a character of three bytes counted as two.
local function width_of(text, block)
  local characters = utf8.len(text, block.first, block.last) or 0
  return characters + (block.last - block.first + 1 - characters) // 2
end

-- The width at which plain text was wrapped: at least three lines with a next line right below end close to it.
local function wrap_width(text, blocks)
  local widths = {}
  for i = 1, #blocks - 1 do
    local block, below = blocks[i], blocks[i + 1]
    local size = block.last - block.first + 1
    if size > 54 and size < 200 and not below.after_blank and not below.indented and block.kind ~= "chrome" then
      widths[#widths + 1] = width_of(text, block)
    end
  end
  table.sort(widths)
  local widest = widths[#widths]
  if widest and #widths >= 3 and widths[#widths - 2] >= widest - 4 then
    return widest
  end
  return 0
end

local function is_wrapped(text, blocks, i)
  local block, below = blocks[i], blocks[i + 1]
  local size = block.last - block.first + 1
  if not below or below.after_blank or below.indented or size > 200 or size < 54 then
    return false
  end
  blocks.wrap = blocks.wrap or wrap_width(text, blocks)
  return blocks.wrap > 0 and width_of(text, block) >= blocks.wrap - 4
end

-- ---- joins ----

local function has_sentence(text, block)
  local at = text:find("。", block.first, true) or text:find("；", block.first, true)
  return at ~= nil and at < block.last
end

local function has_comma(text, block)
  local at = text:find("，", block.first, true)
  if at and at < block.last then
    return true
  end
  at = text:find(",", block.first, true)
  return at ~= nil and at < block.last and not text:find("^%d", at + 1)
end

local UNBROKEN = { chrome = true, byline = true, caption = true, page = true }

-- Whether the sentence of blocks[i] does not end there: false, "open" (it surely goes on), or "wrapped" (in the next line).
local function is_broken(text, blocks, i)
  local block = blocks[i]
  if UNBROKEN[block.kind] then
    return false
  end
  local how = ending(text, block.last)
  if how == "stop" then
    return false
  elseif how == "open" then
    return "open"
  end
  local size = block.last - block.first + 1
  if how == "closed" then
    return size >= LONG and has_sentence(text, block) and text:find("^[\xE2\xE3]", block.last - 2) ~= nil and "open"
  elseif has_sentence(text, block) then
    return "open"
  elseif size >= LONG then
    return i > 1 and has_comma(text, block) and "open"
  elseif text:find("^%d", block.last) and has_comma(text, block) then
    return "open"
  end
  return is_wrapped(text, blocks, i) and "wrapped"
end

-- Whether block k can go on with a sentence; `below`: it is the next line, without an empty one between.
local function continues(text, block, below, from_heading)
  if UNBROKEN[block.kind] or block.indented or block.joined then
    return false
  end
  if opens_section(text:sub(block.first, math.min(block.last, block.first + 30))) then
    return false
  end
  return block.kind == "paragraph" or below or from_heading or begins_inside(text, block)
end

-- The block that continues blocks[i], looking over short lines between; nil when there is none.
local function continuation(text, blocks, i, how)
  local from_heading = blocks[i].kind == "heading" and how == "open"
  for k = i + 1, math.min(i + 1 + GAP, #blocks) do
    local block = blocks[k]
    if continues(text, block, k == i + 1 and not block.after_blank, from_heading and k == i + 1) then
      return k
    elseif not BETWEEN[block.kind] or how == "wrapped" then
      return nil
    end
  end
end

-- A heading that breaks off inside a word: the paragraph below begins as no sentence does.
local function is_cut_heading(text, blocks, i)
  local below = blocks[i + 1]
  return blocks[i].kind == "heading" and below ~= nil and below.kind == "paragraph" and not below.joined and
    not below.indented and ending(text, blocks[i].last) == "word" and begins_inside(text, below)
end

local function join_blocks(text, blocks)
  local joins = {}
  for i = 1, #blocks do
    local block = blocks[i]
    local how = is_broken(text, blocks, i)
    local k = how and continuation(text, blocks, i, how)
    if not k and is_cut_heading(text, blocks, i) then
      k = i + 1
    end
    if k then
      blocks[k].joined = true
      if block.kind ~= "heading" or blocks[k].kind ~= "heading" then
        block.kind, blocks[k].kind = "paragraph", "paragraph"
      end
      block.next = k
      joins[#joins + 1] = { last = block.last, first = blocks[k].first }
    end
  end
  return joins
end

-- The reading: every block on its own line, broken ones put together; segments lead back to the text.
local function reading_of(text, blocks)
  local parts = {}
  local segments = {}
  local position = 1
  local function add(piece, offset)
    parts[#parts + 1] = piece
    segments[#segments + 1] = position
    segments[#segments + 1] = offset
    position = position + #piece
  end
  for _, block in ipairs(blocks) do
    if not block.joined then
      local part = block
      block.reading_first = position
      while part do
        add(text:sub(part.first, part.last), part.first)
        part = part.next and blocks[part.next]
      end
      block.reading_last = position - 1
      add("\n", block.last)
    end
  end
  return table.concat(parts), segments
end

---@class wenlu.Document
---@field text string
---@field reading string  the text with broken sentences put together; the text itself where nothing is broken
---@field segments integer[]?  flat pairs: offset in the reading, offset in the text (nil: the same)
---@field blocks wenlu.Block[]
---@field joins table[]  {last = end of the first part, first = start of the second}

--- Reads the layout of a text. The text is never changed; joins only say what belongs together.
---@param text string valid UTF-8
---@return wenlu.Document
function M.read(text)
  local blocks = layout.blocks(text)
  local joins = join_blocks(text, blocks)
  local document = { text = text, reading = text, blocks = blocks, joins = joins }
  if #joins > 0 then
    document.reading, document.segments = reading_of(text, blocks)
  else
    for _, block in ipairs(blocks) do
      block.reading_first, block.reading_last = block.first, block.last
    end
  end
  return document
end

return M
