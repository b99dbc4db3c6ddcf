--- Turns a text into a document: its blocks, the joins over broken lines, and the reading that follows them.
local layout = require "wenlu.layout"
local lines = require "wenlu.lines"
local words = require "wenlu.words"

local M = {}

local LONG = 40 * 3 -- bytes: an unfinished line this long is prose that was cut
local GAP = 5       -- headings, captions and page numbers that may stand inside a broken sentence
local BETWEEN = { heading = true, caption = true, page = true }

local opens_section = lines.opens_section

local INSIDE = words.set "的 们 ， 。 、 ； ： ” ） 》 ！ ？" -- no line of its own begins with these
local MEASURES = words.set "件 条 项 个 场 名 户 份 次 人 家 亿 万 吨 宗 起 篇 期 处 支 位 余 多 元 % ％"

-- Whether a line goes on with a broken one: by its first character, or with the unit of a number that ends there.
local function begins_inside(text, block, before)
  local head = text:sub(block.first, block.first + 2)
  if text:find("^%d", before.last) then
    return MEASURES[head] or MEASURES[head:sub(1, 1)] or false
  elseif head == "率" then
    return not text:find("^先", block.first + 3)
  end
  return INSIDE[head] or text:find("^%d[%d,]*[\xE4-\xE9]", block.first) ~= nil and
    not text:find("^%d+年", block.first) and not text:find("^%d+月", block.first)
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

local function holds(text, block, mark)
  return text:sub(block.first, block.last):find(mark, 1, true) ~= nil
end

-- Whether a line holds a finished sentence; a heading never does.
local function has_sentence(text, block)
  return block.kind ~= "heading" and (holds(text, block, "。") or holds(text, block, "；"))
end

local function has_comma(text, block)
  local line = text:sub(block.first, block.last)
  return line:find("，", 1, true) ~= nil or line:find ",%D" ~= nil
end

-- A first line this rich in commas is no title.
local function has_commas(text, block)
  return select(2, text:sub(block.first, block.last):gsub("，", "")) > 2
end

local UNBROKEN = { chrome = true, byline = true, caption = true, page = true }

-- Whether the sentence of blocks[i] does not end there: false, "open" (it surely goes on), or "wrapped" (in the next
-- line).
local function is_broken(text, blocks, i)
  local block = blocks[i]
  if UNBROKEN[block.kind] then
    return false
  end
  local how = block.ending
  if how == "stop" then
    return false
  elseif how == "open" then
    return "open"
  end
  local size = block.last - block.first + 1
  if how == "closed" then
    return size >= LONG and has_sentence(text, block) and text:find("^[\xE2\xE3]", block.last - 2) ~= nil and "open"
  elseif has_sentence(text, block) or block.kind == "paragraph" and size < LONG then
    return "open"
  elseif size >= LONG then
    return (i > 1 and has_comma(text, block) or has_commas(text, block)) and "open"
  elseif text:find("^%d", block.last) and has_comma(text, block) then
    return "open"
  end
  return is_wrapped(text, blocks, i) and "wrapped"
end

-- Whether block k can go on with a sentence; `below`: it is the next line, without an empty one between.
local function continues(text, block, before, below, from_heading)
  if UNBROKEN[block.kind] or block.indented or block.joined then
    return false
  end
  if opens_section(text:sub(block.first, math.min(block.last, block.first + 30))) then
    return false
  end
  return block.kind == "paragraph" or below or from_heading or begins_inside(text, block, before)
end

-- The block that continues blocks[i], looking over short lines between; nil when there is none.
local function continuation(text, blocks, i, how)
  local from_heading = blocks[i].kind == "heading" and how == "open"
  for k = i + 1, math.min(i + 1 + GAP, #blocks) do
    local block = blocks[k]
    if continues(text, block, blocks[i], k == i + 1 and not block.after_blank, from_heading and k == i + 1) then
      return k
    elseif not BETWEEN[block.kind] or how == "wrapped" then
      return nil
    end
  end
end

-- A heading that breaks off before the unit of its last number, or before its last character.
local function is_cut_heading(text, blocks, i)
  local block, below = blocks[i], blocks[i + 1]
  if not below or below.kind ~= "paragraph" or below.joined or below.indented then
    return false
  elseif text:sub(below.first + 3, below.first + 5) == "。" and block.ending == "word" then
    return true
  end
  return text:find("^%d", block.last) ~= nil and begins_inside(text, below, block) and
    not text:sub(block.first, block.last):find "^[%d%s/%.%-]+$"
end

local function join_blocks(text, blocks)
  local joins = {}
  for i = 1, #blocks do
    local block = blocks[i]
    local how = block.ending ~= "stop" and is_broken(text, blocks, i)
    local k = how and continuation(text, blocks, i, how)
    if not k and block.kind == "heading" and is_cut_heading(text, blocks, i) then
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

-- The reading: the text, with each second half right behind its first; segments lead back to the text.
local function read_joined(text, blocks)
  local parts, segments = {}, {}
  local position, offset = 1, 1 -- next byte of the reading, and of the text that it has not got yet
  local function add(first, last)
    if last >= first then
      parts[#parts + 1] = text:sub(first, last)
      segments[#segments + 1] = position
      segments[#segments + 1] = first
      position = position + last - first + 1
    end
  end
  for _, block in ipairs(blocks) do
    if block.joined then
      add(offset, block.first - 1)
      offset = block.last + 1
      block.reading_first, block.reading_last = nil, nil
    else
      block.reading_first, block.reading_last = block.first + position - offset, block.last + position - offset
      if block.next then
        add(offset, block.last)
        offset = block.last + 1
        local part = blocks[block.next]
        while part do
          add(part.first, part.last)
          part = part.next and blocks[part.next]
        end
        block.reading_last = position - 1
      end
    end
  end
  add(offset, #text)
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
    document.reading, document.segments = read_joined(text, blocks)
  end
  return document
end

return M
