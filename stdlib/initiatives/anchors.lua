--- Turns a sentence into its anchors: the names of initiatives that a count may belong to.
local initiatives = require "wenlu.initiatives"

local M = {}

-- Quoted names of these are posts and windows when they stand for a model, not for a service.
local POST_HEADS = { "服务窗口", "窗口", "岗" }
local SERVICE = { "办不成事", "通办", "一件事", "一窗", "绿色通道", "帮办", "代办", "潮汐" }
local POST = { kind = "服务窗口", canonical = "things", units = "个" }
local QUOTED = { kind = "活动", canonical = "sessions", units = "场|场次|期|讲|节|堂" }

-- A noun that goes on behind the word makes something else of it: 宣讲比赛, 品牌库.
local CONTINUED = {
  "比赛", "大赛", "决赛", "竞赛", "稿", "队", "团", "员", "骨干", "库", "奖", "故事", "申报", "评审", "负责人", "材料", "专栏", "课题",
  "创建单位", "联络", "工作室", "经费", "清单", "案例", "提纲", "视频", "能手", "名师",
}
local SENTENCE_MARKS = { "，", "。", "！", "？", "：" }
local MARKS = { { "“", "”" }, { "「", "」" }, { "『", "』" }, { '"', '"' } }
local LONGEST = 80 -- bytes of a quoted name

---@class wenlu.Anchor
---@field first integer   in the reading
---@field last integer
---@field record table    of data/initiatives.tsv, or one of the two above
---@field word string     the noun, without quotation marks
---@field surface string  as written, with the kind behind a quoted name
---@field quoted boolean? the name itself is quoted
---@field weak boolean?   a quoted name that only a count of sessions makes an initiative
---@field sentence table

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

-- The quotations of a sentence, {first, last, inner}, in reading order.
local function quotations_of(reading, sentence)
  local list = {}
  for _, marks in ipairs(MARKS) do
    local at = sentence.first
    while true do
      local open, open_last = reading:find(marks[1], at, true)
      if not open or open > sentence.last then
        break
      end
      local close, close_last = reading:find(marks[2], open_last + 1, true)
      if not close or close_last > sentence.last then
        break
      end
      if close - open <= LONGEST and close > open_last + 1 then
        list[#list + 1] = { first = open, last = close_last, inner = reading:sub(open_last + 1, close - 1) }
      end
      at = close_last + 1
    end
  end
  table.sort(list, function(a, b)
    return a.first < b.first
  end)
  return list
end

-- The initiative that ends the quoted name, by the tokens of the sentence.
local function record_inside(sentence, quotation)
  for _, token in ipairs(sentence.tokens) do
    local record = token.row and token.row.initiative
    if record and token.first >= quotation.first and token.last <= quotation.last then
      local word = initiatives.unquote(token.row.text)
      if quotation.inner:sub(-#word) == word then
        return record
      end
    end
  end
end

local function token_at(sentence, first)
  for _, token in ipairs(sentence.tokens) do
    if token.first == first then
      return token
    end
  end
end

local function quoted_anchor(reading, sentence, quotation)
  local surface = reading:sub(quotation.first, quotation.last)
  local inner = quotation.inner
  local head = starts(reading:sub(quotation.last + 1, quotation.last + 12), POST_HEADS)
  if head then
    local model = not finds(inner, SERVICE)
    local word = surface .. head
    return model and { record = POST, word = word, surface = word, last = quotation.last + #head } or nil
  end
  local behind = token_at(sentence, quotation.last + 1)
  local record = behind and behind.row and behind.row.initiative
  if record and is_session(record) and record.frame == "initiative" then
    local word = reading:sub(behind.first, behind.last)
    return { record = record, word = word, surface = surface .. word, quoted = true, last = behind.last }
  end
  local own = record_inside(sentence, quotation)
  if own then
    return own.frame == "initiative" and { record = own, word = inner, surface = surface, quoted = true } or nil
  elseif not record and not finds(inner, SENTENCE_MARKS) then
    return { record = QUOTED, word = inner, surface = surface, quoted = true, weak = true }
  end
end

local function plain_anchor(reading, token)
  local record = token.row.initiative
  local surface = reading:sub(token.first, token.last)
  local behind = reading:sub(token.last + 1, token.last + 12)
  local members = record.canonical == "people" and behind:find("^队伍")
  if surface == "面对面" or not members and starts(behind, CONTINUED) then
    return nil
  end
  return { record = record, word = initiatives.unquote(surface), surface = surface }
end

local function covers(anchors, quotations, token)
  for _, quotation in ipairs(quotations) do
    if token.first >= quotation.first and token.last <= quotation.last then
      return true
    end
  end
  for _, anchor in ipairs(anchors) do
    if token.first >= anchor.first and token.last <= anchor.last then
      return true
    end
  end
  return false
end

--- What may be counted in a sentence, in reading order.
---@param reading string
---@param sentence table  see wenlu.sentence
---@return wenlu.Anchor[]
function M.find(reading, sentence)
  local anchors = {}
  local quotations = quotations_of(reading, sentence)
  local function add(anchor, first, last)
    if anchor then
      anchor.first, anchor.last, anchor.sentence = first, anchor.last or last, sentence
      anchors[#anchors + 1] = anchor
    end
  end
  for _, quotation in ipairs(quotations) do
    add(quoted_anchor(reading, sentence, quotation), quotation.first, quotation.last)
  end
  local quoted = #anchors
  for _, token in ipairs(sentence.tokens) do
    local record = token.kind == "initiative" and token.row and token.row.initiative
    if record and record.frame == "initiative" and not covers(anchors, quotations, token) then
      add(plain_anchor(reading, token), token.first, token.last)
    end
  end
  if quoted > 0 and #anchors > quoted then
    table.sort(anchors, function(a, b)
      return a.first < b.first
    end)
  end
  return anchors
end

return M
