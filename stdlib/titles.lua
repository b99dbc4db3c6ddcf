--- Turns the head of a page into its title and its issuer.
local wordset = require "wenlu.wordset"

local M = {}

local MARGIN = 12 -- blocks at most before the title

local PERIODICALS = wordset.new [[简报 通讯 通訊 周报 日报 专报 快报 动态 参考 周刊 信息 月报 简讯 专刊 晚报 工作报 内参 交流 通报 專報 簡報 党建]]
local MAY_BE_ISSUE = wordset.new "第 版　 〔20 月 20" -- nothing is an issue without one of these
local SUBTITLE = wordset.new "—— — ── --"
local NOT_IN_NAMES = wordset.new "关于 的"
local GOES_ON = wordset.new "： ， 、"
local LABELS = wordset.new "【 ［"

-- Where what is looked at of a line ends.
local function end_of(block)
  local last = block.first + 300
  return block.last < last and block.last or last
end

local function surface(document, block)
  return document.text:sub(block.first, end_of(block))
end

local function ends_with(text, word)
  return text:sub(-#word) == word
end

-- Whether the text from `first` on ends with a word at `last`.
local function has_end(text, first, last, word)
  return last - first + 1 >= #word and text:sub(last - #word + 1, last) == word
end

-- A line with the issue, the date or the number of what is published: （2022年第6期）, A6版　…, 〔2022〕11号.
local function is_issue(text, first, last)
  local body = text:find("^中共", first) ~= nil
  if not body and not MAY_BE_ISSUE:find(text, first, last) then
    return false
  end
  local line = text:sub(first, last)
  if body then
    return line:find("委员会编", 1, true) ~= nil or line:find("編　", 1, true) ~= nil or ends_with(line, "委员会") or
      ends_with(line, "委員會") or line:find "20%d%d年%d+月" ~= nil
  elseif not line:find "%d" then
    return line:find("版　", 1, true) ~= nil
  end
  local plain = line:sub(1, 3) == "（" and line:sub(4) or line
  return plain:find "^第%d+期" ~= nil or plain:find("年第", 1, true) ~= nil or plain:find("总第", 1, true) ~= nil or
    plain:find("總第", 1, true) ~= nil or plain:find("版　", 1, true) ~= nil or plain:find "〔20%d%d〕" ~= nil or
    plain:find "20%d%d年%d+月%d+日" ~= nil or
    #plain < 36 and plain:find "^20%d%d[年%.%-]" ~= nil and not plain:find "^20%d%d年[\xE5-\xE9]..[\xE4-\xE9]"
end

local function is_periodical(text, first, last)
  return last - first < 60 and PERIODICALS:before(text, last, first) ~= nil and
    not NOT_IN_NAMES:find(text, first, last)
end

--- Whether a heading belongs to the masthead: the name of a periodical above its issue, or the issue itself.
---@param document wenlu.Document
---@param blocks wenlu.Block[]
---@param i integer
---@return boolean
function M.is_masthead(document, blocks, i)
  local text, block = document.text, blocks[i]
  if is_issue(text, block.first, end_of(block)) then
    return true
  elseif not is_periodical(text, block.first, end_of(block)) then
    return false
  end
  for k = i + 1, math.min(i + 2, #blocks) do
    if blocks[k].kind ~= "paragraph" and is_issue(text, blocks[k].first, end_of(blocks[k])) then
      return true
    end
  end
  local below = blocks[i + 1]
  return below ~= nil and below.kind == "heading" and not has_end(text, below.first, end_of(below), "：") and
    not SUBTITLE:is(text, below.first, math.min(below.last, below.first + 5))
end

local function is_label(text, first, last)
  return LABELS:at(text, first, last) ~= nil or
    last - first < 59 and text:find("^[一二三四五六七八九十]+、", first) ~= nil
end

local function is_space(byte)
  return byte == 32 or byte ~= nil and byte >= 9 and byte <= 13
end

--- Bytes between which a title stands on its block, without the marks of emphasis around it.
function M.bounds(text, first, last)
  local byte = text:byte(first)
  while byte == 35 or byte == 42 or is_space(byte) do -- # *
    first = first + 1
    byte = text:byte(first)
  end
  byte = text:byte(last)
  while last > first and (byte == 42 or is_space(byte)) do
    last = last - 1
    byte = text:byte(last)
  end
  return first, last
end

--- The block that ends a title which begins in blocks[i]: a subtitle (——…) or the rest of a line goes with it.
---@param document wenlu.Document
---@param blocks wenlu.Block[]
---@param i integer
---@return integer
function M.title_end(document, blocks, i)
  local below = blocks[i + 1]
  if below and below.kind ~= "byline" and below.kind ~= "chrome" then
    local block = blocks[i]
    if SUBTITLE:at(document.text, below.first, below.last) or
      below.kind == "heading" and GOES_ON:before(document.text, end_of(block), block.first) then
      return i + 1
    end
  end
  return i
end

--- The title of a document as a span of its text: the first heading below the masthead, or the masthead itself.
---@param document wenlu.Document
---@return integer? first
---@return integer? last
function M.title_of(document)
  local blocks = document.blocks
  for i = 1, document.text:find("#", 1, true) and math.min(#blocks, 2 * MARGIN) or 0 do
    if blocks[i].kind == "heading" and document.text:find("^#%s", blocks[i].first) then
      return M.bounds(document.text, blocks[i].first, blocks[M.title_end(document, blocks, i)].last)
    end
  end
  local spare
  for i = 1, math.min(#blocks, MARGIN) do
    local block = blocks[i]
    if block.kind == "heading" or i == 1 and block.kind == "paragraph" then
      if not M.is_masthead(document, blocks, i) and not is_label(document.text, block.first, block.last) then
        return M.bounds(document.text, block.first, blocks[M.title_end(document, blocks, i)].last)
      end
      spare = spare or block
    elseif block.kind == "paragraph" and block.last - block.first >= 60 then
      break
    end
  end
  spare = spare or blocks[1]
  if spare then
    return M.bounds(document.text, spare.first, spare.last)
  end
end

--- A title on one line, without the marks of emphasis inside it.
---@param document wenlu.Document
---@param first integer?
---@param last integer?
---@return string?
function M.text(document, first, last)
  if first then
    local text = document.text:sub(first, last)
    if text:find("\n", 1, true) or text:find("*", 1, true) then
      text = text:gsub("%*%*", ""):gsub("%s*\n%s*", " ")
    end
    return text
  end
end

local ISSUER_LABELS = { "主办单位", "来源", "发布单位", "发布机构", "信息来源", "供稿单位", "报送单位", "编发单位", "主办" }
local MAY_BE_LABELLED = wordset.new(ISSUER_LABELS)
local BODIES = wordset.new
  "委员会 办公室 工委 领导小组 人民政府 局 法院 检察院 中心 党委 党组 党总支 支部 委員會 辦公室 办事处 街道 部"

local BLANKS = wordset.new { " ", "\t", "　" }
local EDITS = wordset.new "编 編"

local function labelled_issuer(line)
  if not MAY_BE_LABELLED:find(line) then
    return nil
  end
  for _, label in ipairs(ISSUER_LABELS) do
    local _, at = line:find(label, 1, true)
    if at then
      local name = line:sub(at + 1):gsub("^[: ]+", ""):gsub("^：", ""):match "^[^ \t]+"
      name = name and name:gsub("　.*", "")
      if name and #name >= 6 and #name < 120 then
        return name
      end
    end
  end
end

-- The body that a stretch of a text names, up to a blank and without the word for what it does.
local function body_of(text, first, last)
  local gap = BLANKS:find(text, first, last)
  last = gap and gap - 1 or last
  local edits = EDITS:before(text, last, first)
  last = edits and edits - 1 or last
  local size = last - first + 1
  return size >= 12 and size < 90 and BODIES:before(text, last, first) and text:sub(first, last) or nil
end

-- A title such as 中共…党总支关于… or 新北区机关工委：… begins with the body that speaks.
local function speaker_of(title)
  local at = title and (title:find("关于", 1, true) or title:find("：", 1, true) or title:find(":", 1, true))
  return at and at > 1 and body_of(title, 1, at - 1) or nil
end

-- The issuer that blocks [from, to] name: one that is labelled (then the second result says so), or the body that is
-- a heading of its own: the first one or, in a tail, the last.
local function issuer_in(document, from, to, in_tail)
  local blocks = document.blocks
  local body
  for i = from, to do
    local block = blocks[i]
    if block.kind == "chrome" then
      local name = labelled_issuer(surface(document, block))
      if name then
        return name, true
      end
    elseif block.kind == "heading" and (in_tail or not body) then
      body = body_of(document.text, block.first, end_of(block)) or body
    end
  end
  return body, false
end

--- The issuer: a labelled line, the body named in the masthead, in the signature, or at the beginning of the title.
---@param document wenlu.Document
---@param marks wenlu.Marks
---@param title string?
---@return string? issuer
---@return string basis stated, heading, signature, title or unknown
function M.issuer_of(document, marks, title)
  local heading, stated = issuer_in(document, 1, marks.head_block, false)
  if stated then
    return heading, "stated"
  end
  local signature
  signature, stated = issuer_in(document, marks.tail_block, #document.blocks, true)
  if stated then
    return signature, "stated"
  elseif heading or signature then
    return heading or signature, heading and "heading" or "signature"
  end
  local speaker = speaker_of(title)
  return speaker, speaker and "title" or "unknown"
end

return M
