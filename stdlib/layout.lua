--- Turns a text into blocks: its lines that are not empty, each with its kind.
local M = {}

M.SHORT = 45 * 3 -- bytes: a longer line is prose, never a heading

local function set(words)
  local members = {}
  for word in words:gmatch "%S+" do
    members[word] = true
  end
  return members
end

-- The first characters of lines that belong to the site, the imprint or the editors, not to the text: three
-- characters that are enough, and two that must be followed by a colon.
local CHROME = set [[无障碍 长者模 长者版 退出长 版权所 主办单 承办单 技术支 网站标 网站地 网站支 建议使 推荐使 扫码关 扫一扫 分享到
  打印本 关闭窗 上一篇 下一篇 上一条 下一条 【打印 【关闭 【字体 【大　 [打印 共印份 版權所 字体大 您当前 您现在 当前位 首页>
  首页＞ 您的位 維護單 网站首 信息公 浏览次 访问量 点击数 投诉电]]
local LABELS = set [[来源 發布 发布 信息 责编 責編 责任 編輯 编辑 本版 新闻 热线 投稿 邮编 邮箱 电话 電話 传真 报 送 发 抄送 抄报 主送 联系
  聯繫 地址 編辑 字号 字體 字体 浏览 阅读 点击 日期 时间 作者 发稿 更新 打印 电子 公众 邮政 投诉 举报 主办 承办]]

local BYLINE = set "本报 本刊 记者 通讯 见习 作者 实习 特约 撰稿 撰文 供稿 記者 文/ □ ■ （ ("
local COLUMNS = set "记者手记 记者观察 记者调查 记者走访 记者探访 记者视角 记者点评"
local WRITERS = { "记者", "通讯员", "作者", "撰稿", "撰文", "供稿", "文/", "記者", "通訊員" }

local NUMERALS = set "一 二 三 四 五 六 七 八 九 十"

local CHAPTERS = set "章 节 条 部"

local STOPS = set "。 ！ ？ ； … ．"
local CLOSERS = set "” ’ 」 』 ） 》 】"

--- First and last byte of a stretch without the blanks around it; nothing when it is empty.
---@param text string
---@param first integer
---@param last integer
---@return integer? first
---@return integer? last
function M.trim(text, first, last)
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

local function has_colon(text, from)
  return text:sub(from, from + 2) == "：" or text:sub(from, from) == ":"
end

local function is_chrome(line)
  if CHROME[line:sub(1, 9)] or line:find("^首页%s*[>|]") then
    return true
  elseif LABELS[line:sub(1, 6)] then
    local at = line:find("：", 7, true) or line:find(":", 7, true)
    return at ~= nil and at < 20
  elseif LABELS[line:sub(1, 3)] then
    return has_colon(line, 4)
  end
  return line:find("ICP", 1, true) ~= nil and line:find("备", 1, true) ~= nil or
    line:find("公网安备", 1, true) ~= nil or line:find("版权所有", 1, true) ~= nil
end

local function names_writer(line)
  for _, word in ipairs(WRITERS) do
    if line:find(word, 1, true) then
      return true
    end
  end
  return false
end

local function is_byline(line)
  return #line < 120 and
    (BYLINE[line:sub(1, 6)] or BYLINE[line:sub(1, 4)] or BYLINE[line:sub(1, 3)] or BYLINE[line:sub(1, 1)]) and
    names_writer(line) and not COLUMNS[line:sub(1, 12)] and not line:find("讯（", 1, true) and
    not line:find("讯(", 1, true) and not line:find("。", 1, true)
end

local function is_page_number(line)
  return #line < 24 and (line:find "^[%-%s]*%d+[%-%s]*$" ~= nil or line:find "^[—\xE2\x80\x93\x94%s]*%d+[—%s]*$" ~= nil or
    line:find "^第%s*%d+%s*页" ~= nil)
end

local function is_caption(line)
  local tail = line:sub(-3)
  return tail == "摄" or tail == "攝" or line:sub(1, 6) == "图为" or line:find("^图%d*：") ~= nil or
    line:find("（图%d*）$") ~= nil or line:find("（资料图", 1, true) ~= nil or line:find("图片说明", 1, true) ~= nil or
    line:find("（图片", 1, true) ~= nil
end

--- Whether a line opens a section or an item of a list: 一、 （一） 1. ① 一是.
---@param line string  its beginning is enough
function M.opens_section(line)
  local head = line:sub(1, 3)
  if NUMERALS[head] then
    return line:sub(4, 6) == "、" or line:sub(7, 9) == "、" or line:sub(4, 6) == "是" or line:sub(4, 6) == "要"
  elseif head == "（" then
    return NUMERALS[line:sub(4, 6)] == true or line:find("^%d+）", 4) ~= nil
  elseif head == "【" or head == "第" then
    return head == "【" or NUMERALS[line:sub(4, 6)] == true and CHAPTERS[line:sub(7, 9)] == true
  end
  local byte = line:byte(1)
  return byte == 35 or byte == 42 and line:byte(2) == 42 or byte == 40 and line:find "^%(%d+%)" ~= nil or
    byte >= 48 and byte <= 57 and line:find "^%d%d?[%.、．][^%d]" ~= nil or
    byte == 0xE2 and (line:find "^\xE2\x91[\xA0-\xB3]" ~= nil or line:find "^\xE2\x96[\xA0-\xBF]" ~= nil)
end

--- How a line ends: "stop" (a sentence is finished), "closed" (a bracket or quotation mark), "open" (a comma), or "word".
---@param text string
---@param last integer  last byte of the line
function M.ending(text, last)
  local byte = text:byte(last)
  if byte < 0x80 then
    if byte == 46 or byte == 33 or byte == 63 or byte == 59 then
      return "stop"
    elseif byte == 44 then
      return "open"
    end
    return (byte == 34 or byte == 41 or byte == 42 or byte == 58) and "closed" or "word"
  end
  local tail = text:sub(last - 2, last)
  if STOPS[tail] then
    return "stop"
  elseif CLOSERS[tail] then
    local before = text:sub(last - 5, last - 3)
    return (STOPS[before] or CLOSERS[before]) and "stop" or "closed"
  elseif tail == "，" or tail == "、" then
    return "open"
  end
  return tail == "：" and "closed" or "word"
end

local function kind_of_short(line)
  local byte = line:byte(1)
  if byte == 35 or byte == 42 and line:byte(2) == 42 then
    return "heading"
  elseif is_page_number(line) then
    return "page"
  elseif is_byline(line) then
    return "byline"
  elseif is_chrome(line) then
    return "chrome"
  end
  local ending = M.ending(line, #line)
  if ending == "stop" and not line:find("——", 1, true) or line:find("。", 1, true) or line:find("；", 1, true) then
    return "paragraph"
  end
  return is_caption(line) and "caption" or "heading"
end

local function kind_of(text, first, last)
  local size = last - first + 1
  if size <= M.SHORT then
    return kind_of_short(text:sub(first, last))
  elseif size < 400 and M.ending(text, last) ~= "stop" then
    local line = text:sub(first, last)
    return is_chrome(line) and "chrome" or is_caption(line) and "caption" or "paragraph"
  end
  return "paragraph"
end

---@class wenlu.Block
---@field kind string  heading, paragraph, byline, caption, page (its number) or chrome
---@field first integer
---@field last integer
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
    local line = text:sub(block.first, block.last)
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
    local stop = text:find("\n", position, true) or size + 1
    local first, last
    if stop > position then
      first, last = M.trim(text, position, stop - 1)
    end
    if first then
      local block = {
        kind = kind_of(text, first, last), first = first, last = last, after_blank = blank,
        indented = first - position >= 4,
      }
      blocks[#blocks + 1] = block
      if block.kind == "heading" then
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
