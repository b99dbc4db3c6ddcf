--- Turns a sentence into its anchors: the names of initiatives that a count may belong to.
local initiatives = require "wenlu.initiatives"

local M = {}

-- Quoted names of these are posts and windows when they stand for a model, not for a service.
local POST_HEADS = { "服务窗口", "窗口", "岗" }
local POST = { kind = "服务窗口", canonical = "things", units = "个", frame = "initiative" }
local SERVICE = { "办不成事", "通办", "一件事", "一窗", "绿色通道", "帮办", "代办", "潮汐" }
local QUOTED = { kind = "活动", canonical = "sessions", units = "场|场次|期|讲|节|堂", frame = "initiative" }

-- A noun that goes on behind the word makes something else of it: 宣讲比赛, 品牌库.
local CONTINUED = {
  "比赛", "大赛", "决赛", "竞赛", "稿", "队", "团", "员", "骨干", "库", "奖", "故事", "申报", "评审", "负责人", "材料", "专栏", "课题",
  "创建单位", "联络", "工作室", "经费", "清单", "案例", "提纲", "视频", "能手", "名师",
}
local function finds(text, words, plain)
  for _, word in ipairs(words) do
    if text:find(word, 1, plain) then
      return word
    end
  end
end

local SENTENCE_MARKS = { "，", "。", "！", "？", "：" }

local function finds(text, words)
  for _, word in ipairs(words) do
    if text:find(word, 1, true) then
      return true
    end
  end
  return false
end

local function starts(text, words)
  for _, word in ipairs(words) do
    if text:sub(1, #word) == word then
      return word
    end
  end
end

local function is_session(record)
  return record.canonical == "sessions"
end

local function quoted_anchor(reading, token, surface, following)
  local inner = initiatives.unquote(surface)
  local record = token.row and token.row.initiative
  local word = record and initiatives.unquote(token.row.text)
  if record and inner:sub(-#word) == word then
    return record.frame == "initiative" and { record = record, word = inner, surface = surface, quoted = true } or nil
  end
  local head = starts(reading:sub(token.last + 1, token.last + 12), POST_HEADS)
  if head then
    local model = not finds(inner, SERVICE)
    return model and { record = POST, word = surface .. head, surface = surface, last = token.last + #head } or nil
  elseif not following and not finds(inner, SENTENCE_MARKS) then
    return { record = QUOTED, word = inner, surface = surface, quoted = true, weak = true }
  end
end

local function plain_anchor(reading, token, surface)
  local record = token.row.initiative
  local behind = reading:sub(token.last + 1, token.last + 12)
  if starts(behind, CONTINUED) or surface == "面对面" then
    return nil
  end
  return { record = record, word = surface, surface = surface }
end

---@class wenlu.Anchor
---@field first integer   in the reading
---@field last integer
---@field record table    of data/initiatives.tsv, or one of the two above
---@field word string     the noun, without quotation marks
---@field surface string  as written, with the kind behind a quoted name
---@field quoted boolean? the name itself is quoted
---@field weak boolean?   a quoted name that only a count of sessions makes an initiative
---@field token table     the mention

--- What may be counted in a sentence, in reading order.
---@param reading string
---@param sentence table  see wenlu.sentence
---@return wenlu.Anchor[]
function M.find(reading, sentence)
  local anchors = {}
  local tokens = sentence.tokens
  for k, token in ipairs(tokens) do
    local surface = reading:sub(token.first, token.last)
    local record = token.row and token.row.initiative
    local counted = record and record.frame == "initiative"
    local previous = tokens[k - 1]
    local anchor
    if initiatives.quote(surface) then
      local next_row = tokens[k + 1] and tokens[k + 1].first == token.last + 1 and tokens[k + 1].row
      anchor = quoted_anchor(reading, token, surface, next_row and next_row.initiative)
    elseif counted and token.kind == "initiative" then
      anchor = plain_anchor(reading, token, surface)
    end
    local title = previous and previous.last + 1 == token.first and reading:sub(previous.first, previous.last)
    if title and initiatives.quote(title) and counted and is_session(record) then
      if anchors[#anchors] and anchors[#anchors].first == previous.first then
        anchors[#anchors] = nil
      end
      anchor = { record = record, word = surface, surface = title .. surface, quoted = true, first = previous.first }
    end
    if anchor then
      anchor.first, anchor.last = anchor.first or token.first, anchor.last or token.last
      anchor.token = token
      anchors[#anchors + 1] = anchor
    end
  end
  return anchors
end

return M
