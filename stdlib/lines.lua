--- Turns a line into its kind: heading, paragraph, by-line, caption, page number or chrome, and into how it ends.
local words = require "wenlu.words"

local M = {}

local byte, find, sub = string.byte, string.find, string.sub

local SHORT = 45 * 3 -- bytes: a longer line is prose, never a heading

-- The first characters of lines that belong to the site, the imprint or the editors, not to the text: three
-- characters that are enough, and two that must be followed by a colon.
local CHROME = words.set [[无障碍 长者模 长者版 退出长 版权所 主办单 承办单 技术支 网站标 网站地 网站支 建议使 推荐使 扫码关 扫一扫 分享到
  打印本 关闭窗 上一篇 下一篇 上一条 下一条 【打印 【关闭 【字体 【大　 [打印 共印份 版權所 字体大 您当前 您现在 当前位 首页>
  首页＞ 您的位 維護單 网站首 信息公 浏览次 访问量 点击数 投诉电]]
local LABELS = words.set [[来源 發布 发布 信息 责编 責編 责任 編輯 编辑 本版 新闻 热线 投稿 邮编 邮箱 电话 電話 传真 报 送 发 抄送 抄报 主送 联系
  聯繫 地址 編辑 字号 字體 字体 浏览 阅读 点击 日期 时间 作者 发稿 更新 打印 电子 公众 邮政 投诉 举报 主办 承办]]

local FIRST = { ["首"] = true } -- the first characters of all those
for _, members in ipairs { CHROME, LABELS } do
  for word in pairs(members) do
    FIRST[word:sub(1, 3)] = true
  end
end

local BYLINE = words.set "本 记 通 见 作 实 特 撰 供 記 文 □ ■ （ 首 全"
local COLUMNS = words.set "记者手记 记者观察 记者调查 记者走访 记者探访 记者视角 记者点评"
local WRITERS = { "记者", "通讯员", "作者", "撰稿", "撰文", "供稿", "文/", "記者", "通訊員" }

local NUMERALS = words.set "一 二 三 四 五 六 七 八 九 十"

local CHAPTERS = words.set "章 节 条 部"

local STOPS = words.set "。 ！ ？ ； … ．"
local ASCII = { [46] = "stop", [33] = "stop", [63] = "stop", [59] = "stop", [44] = "open", [34] = "closed",
  [41] = "closed", [42] = "closed", [58] = "closed" }
local CLOSERS = words.set "” ’ 」 』 ） 》 】"

local function has_colon(text, from)
  return sub(text, from, from + 2) == "：" or sub(text, from, from) == ":"
end

local function is_chrome(line)
  if CHROME[sub(line, 1, 9)] or find(line, "^首页%s*>") then
    return true
  elseif LABELS[sub(line, 1, 6)] then
    local at = find(line, "：", 7, true) or find(line, ":", 7, true)
    return at ~= nil and at < 20
  end
  return LABELS[sub(line, 1, 3)] ~= nil and has_colon(line, 4)
end

-- A line with the licence of the site: 苏ICP备…号, 川公网安备….
local function is_licence(line)
  return find(line, "备", 1, true) ~= nil and
    (find(line, "ICP备", 1, true) ~= nil or find(line, "公网安备", 1, true) ~= nil)
end

local function names_writer(line)
  for _, word in ipairs(WRITERS) do
    if find(line, word, 1, true) then
      return true
    end
  end
  return false
end

local function is_byline(line)
  return #line < 120 and names_writer(line) and not COLUMNS[sub(line, 1, 12)] and
    not find(line, "讯（", 1, true) and not find(line, "讯(", 1, true) and
    not find(line, "。", 1, true)
end

local function is_page_number(line)
  return find(line, "^[%-%s]*%d+[%-%s]*$") ~= nil or find(line, "^[—\xE2\x80\x93\x94%s]*%d+[—%s]*$") ~= nil or
    find(line, "^第%s*%d+%s*页") ~= nil
end

local function is_caption(line)
  local tail = sub(line, -3)
  if tail == "摄" or tail == "攝" then
    return true
  end
  return find(line, "图", 1, true) ~= nil and (sub(line, 1, 6) == "图为" or find(line, "^图%d*：") ~= nil or
    find(line, "（图%d*）$") ~= nil or find(line, "（资料图", 1, true) ~= nil or find(line, "图片说明", 1, true) ~= nil or
    find(line, "（图片", 1, true) ~= nil)
end

--- Whether a line opens a section or an item of a list: 一、 （一） 1. ① 一是.
---@param line string  its beginning is enough
function M.opens_section(line)
  local head = sub(line, 1, 3)
  if NUMERALS[head] then
    return sub(line, 4, 6) == "、" or sub(line, 7, 9) == "、" or sub(line, 4, 6) == "是" or sub(line, 4, 6) == "要"
  elseif head == "（" then
    return NUMERALS[sub(line, 4, 6)] == true or find(line, "^%d+）", 4) ~= nil
  elseif head == "【" or head == "第" then
    return head == "【" or NUMERALS[sub(line, 4, 6)] == true and CHAPTERS[sub(line, 7, 9)] == true
  end
  local first, second = byte(line, 1, 2)
  if first >= 48 and first <= 57 then
    return find(line, "^%d%d?%.[^%d]") ~= nil or find(line, "^%d%d?、") ~= nil or find(line, "^%d%d?．") ~= nil
  end
  return first == 35 or first == 42 and second == 42 or first == 40 and find(line, "^%(%d+%)") ~= nil or
    first == 0xE2 and (find(line, "^\xE2\x91[\xA0-\xB3]") ~= nil or find(line, "^\xE2\x96[\xA0-\xBF]") ~= nil)
end

--- How a line ends: "stop" (a sentence is finished), "closed" (a bracket, a quotation mark), "open" (a comma), "word".
---@param text string
---@param last integer  last byte of the line
---@return string
function M.ending(text, last)
  local a, b, c = byte(text, math.max(1, last - 2), last)
  if c == 0x82 and b == 0x80 and a == 0xE3 then -- 。
    return "stop"
  end
  c = c or b or a
  if c < 0x80 then
    return ASCII[c] or "word"
  end
  local tail = sub(text, last - 2, last)
  if STOPS[tail] then
    return "stop"
  elseif CLOSERS[tail] then
    local before = sub(text, last - 5, last - 3)
    return (STOPS[before] or CLOSERS[before]) and "stop" or "closed"
  elseif tail == "，" or tail == "、" then
    return "open"
  end
  return tail == "：" and "closed" or "word"
end

-- A piece of running text without its end: several commas, and figures between them.
local function is_prose(line)
  local comma = find(line, "，", 1, true)
  comma = comma and find(line, "，", comma + 3, true)
  return comma ~= nil and (find(line, "%d") ~= nil or find(line, "，", comma + 3, true) ~= nil)
end

local function kind_of_short(line, ending)
  if ending == "stop" and not find(line, "——", 1, true) then
    return "paragraph"
  end
  local first, second = byte(line, 1, 2)
  if first == 35 or first == 42 and second == 42 then
    return "heading"
  elseif #line < 24 and find(line, "%d") and is_page_number(line) then
    return "page"
  end
  local opening = sub(line, 1, 3)
  if (BYLINE[opening] or first == 40) and is_byline(line) then
    return "byline"
  elseif FIRST[opening] and is_chrome(line) or is_licence(line) then
    return "chrome"
  elseif is_caption(line) then
    return "caption"
  end
  local prose = find(line, "。", 1, true) or find(line, "；", 1, true) or is_prose(line)
  return prose and "paragraph" or "heading"
end

--- The kind of a line.
---@param text string
---@param first integer  without the blanks around it
---@param last integer
---@param ending string  see M.ending
---@return string
function M.kind(text, first, last, ending)
  local size = last - first + 1
  if size <= SHORT then
    return kind_of_short(sub(text, first, last), ending)
  elseif size < 400 and ending ~= "stop" then
    local line = sub(text, first, last)
    if FIRST[sub(line, 1, 3)] and is_chrome(line) or is_licence(line) then
      return "chrome"
    end
    return is_caption(line) and "caption" or "paragraph"
  end
  return "paragraph"
end

return M
