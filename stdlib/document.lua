--- Turns a text into a document: its blocks, the joins over broken lines, and the reading that follows them.
local M = {}

local LONG = 40 * 3       -- bytes: a line this long is prose, not a heading
local HEADING_LONGEST = 45 * 3
local GAP = 4             -- short lines that may stand inside a broken sentence

local TERMINAL = {}
for _, mark in ipairs { "。", "！", "？", "；", "：", "”", "』", "」", "）", "》", "…", "—", "’", "．" } do
  TERMINAL[mark] = true
end

local CHROME = {
  "主办单位", "承办单位", "版权所有", "ICP备", "公网安备", "网站支持", "当前位置", "浏览次数", "技术支持",
  "长者模式", "无障碍", "扫码", "上一篇", "下一篇", "打印本页", "关闭窗口", "分享到", "网站标识码", "网站地图",
  "联系电话", "点击数", "访问量", "责任编辑", "首页 >", "首页>", "首页＞", "[打印]", "【打印", "地址：", "地址:",
  "推荐使用", "建议使用", "字体大小", "【字体", "【大 中 小】",
}

local SPACES = "[ \t\r]"
local LIST_HEADS = {}
for digit in ("一二三四五六七八九十"):gmatch "[\xE4-\xE9][\x80-\xBF][\x80-\xBF]" do
  LIST_HEADS[digit] = true
end

-- First and last byte of a line without blanks and full-width spaces; nothing when it is empty.
local function trim(text, first, last)
  while first <= last do
    local byte = text:byte(first)
    if byte == 32 or byte == 9 or byte == 13 then
      first = first + 1
    elseif byte == 0xE3 and text:sub(first, first + 2) == "　" then
      first = first + 3
    elseif byte == 0xC2 and text:byte(first + 1) == 0xA0 then
      first = first + 2
    else
      break
    end
  end
  while last >= first do
    local byte = text:byte(last)
    if byte == 32 or byte == 9 or byte == 13 then
      last = last - 1
    elseif byte == 0x80 and text:sub(last - 2, last) == "　" then
      last = last - 3
    elseif byte == 0xA0 and text:byte(last - 1) == 0xC2 then
      last = last - 2
    else
      break
    end
  end
  if first <= last then
    return first, last
  end
end

local function is_chrome(line)
  if #line > 300 then
    return false
  end
  for _, words in ipairs(CHROME) do
    if line:find(words, 1, true) then
      return true
    end
  end
  return false
end

local function is_byline(line)
  if #line > 120 then
    return false
  end
  return line:find "^□?本?报?见?习?记者" ~= nil or line:find "^□" ~= nil or line:find("^（?记者 ", 1) ~= nil or
    line:find "^（记者" ~= nil or line:find "^%(记者" ~= nil or line:find "^（?通讯员" ~= nil or
    line:find "^（?本报记者" ~= nil or line:find "^作者：" ~= nil or line:find "^本刊记者" ~= nil or
    line:find "^□本报" ~= nil or line:find "^文/" ~= nil
end

local function is_terminal(line)
  local last = line:byte(-1)
  if last < 0x80 then
    return last == 46 or last == 33 or last == 63 or last == 59 or last == 58 or last == 34 or last == 41 or last == 42
  end
  return TERMINAL[line:sub(-3)] == true
end

local function opens_section(line)
  local head = line:sub(1, 3)
  if LIST_HEADS[head] then
    return line:find "^[一二三四五六七八九十]+、" ~= nil or line:sub(4, 6) == "、" or line:sub(7, 9) == "、"
  end
  return head == "（" and LIST_HEADS[line:sub(4, 6)] == true or line:byte(1) == 35 or line:sub(1, 2) == "**" or
    line:find "^%d+[%.、]" ~= nil or line:find "^%(%d+%)" ~= nil
end

local function kind_of(line)
  if is_chrome(line) then
    return "chrome"
  elseif is_byline(line) then
    return "byline"
  elseif line:byte(1) == 35 or line:sub(1, 2) == "**" then
    return "heading"
  elseif #line < HEADING_LONGEST and not is_terminal(line) then
    return "heading"
  elseif #line < HEADING_LONGEST and line:sub(-3) == "：" then
    return "heading"
  end
  return "paragraph"
end

--- The lines of a text that are not empty, as blocks {kind, first, last, after_blank}.
local function blocks_of(text)
  local blocks = {}
  local position = 1
  local size = #text
  local blank = true
  while position <= size do
    local stop = text:find("\n", position, true) or size + 1
    local first, last = trim(text, position, stop - 1)
    if first then
      local line = text:sub(first, math.min(last, first + 400))
      local kind = #line > 400 and "paragraph" or kind_of(line)
      local indented = first - position >= 6 and text:byte(position) == 0xE3
      blocks[#blocks + 1] = { kind = kind, first = first, last = last, after_blank = blank, indented = indented }
      blank = false
    else
      blank = true
    end
    position = stop + 1
  end
  return blocks
end

local function is_broken(text, block)
  if block.kind == "chrome" or block.kind == "byline" then
    return false
  end
  local line = text:sub(block.first, block.last)
  local tail = line:sub(-3)
  if tail == "，" or tail == "、" then
    return true
  end
  if is_terminal(line) or opens_section(line) and #line < LONG then
    return false
  end
  if #line >= LONG then
    return line:find("，", 1, true) ~= nil or line:find(",", 1, true) ~= nil or line:find("。", 1, true) ~= nil
  end
  return false
end

-- A line that may go on a sentence: not indented, no heading, no list item; begins with text.
local function continues(text, block, immediate)
  if block.kind == "chrome" or block.kind == "byline" or block.indented then
    return false
  end
  local line = text:sub(block.first, math.min(block.last, block.first + 60))
  if opens_section(line) then
    return false
  end
  if block.kind == "paragraph" then
    return true
  end
  return immediate and not block.after_blank
end

-- The block that continues blocks[i], looking over short lines between; nil when there is none.
local function continuation(text, blocks, i)
  for k = i + 1, math.min(i + 1 + GAP, #blocks) do
    local block = blocks[k]
    if not block.joined and continues(text, block, k == i + 1) then
      return k
    end
    if block.kind == "paragraph" then
      return nil
    end
  end
end

local function join_blocks(text, blocks)
  local joins = {}
  for i = 1, #blocks do
    local block = blocks[i]
    if is_broken(text, block) then
      local k = continuation(text, blocks, i)
      if k then
        blocks[k].joined = true
        blocks[k].kind = "paragraph"
        block.kind = "paragraph"
        block.next = k
        joins[#joins + 1] = { last = block.last, first = blocks[k].first }
      end
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

---@class wenlu.Block
---@field kind string  heading, paragraph, byline or chrome
---@field first integer
---@field last integer
---@field next integer?  the block that goes on with a sentence cut here
---@field joined boolean?  goes on with an earlier block
---@field reading_first integer?  offsets in the reading (not on joined blocks)
---@field reading_last integer?

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
  local blocks = blocks_of(text)
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

M.trim = trim
M.SPACES = SPACES

return M
