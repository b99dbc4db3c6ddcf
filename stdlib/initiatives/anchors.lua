--- Turns a sentence into its anchors: the names of initiatives that a count may belong to.
local initiatives = require "wenlu.initiatives"
local words = require "wenlu.words"

local M = {}

-- Quoted names of these are posts and windows when they stand for a model, not for a service.
local POST_HEADS = { "服务窗口", "窗口", "岗", "党支部", "支部" }

-- What a quoted name may call its sessions; part of the name.
local EVENTS = {
  "访谈", "夜话", "课堂", "沙龙", "讲座", "早餐会", "茶话会", "座谈会", "对接会", "报告会", "接待日", "开放日", "沙龙", "恳谈", "专场",
}
local SERVICE = { "办不成事", "通办", "一件事", "一窗", "绿色通道", "帮办", "代办", "潮汐" }
local POST = { kind = "服务窗口", canonical = "things", units = "个" }
local QUOTED = { kind = "活动", canonical = "sessions", units = "场|场次|期|讲|节|堂" }

-- A noun that goes on behind the word makes something else of it: 宣讲比赛, 品牌库.
local CONTINUED = {
  "比赛", "大赛", "决赛", "竞赛", "稿", "队", "团", "员", "骨干", "库", "奖", "故事", "申报", "评审", "负责人", "材料", "专栏", "课题",
  "创建单位", "联络", "工作室", "经费", "清单", "案例", "提纲", "视频", "能手", "名师",
}
local PRAISE = {
  "示范", "文明", "优质", "星级", "红旗", "先锋", "标杆", "样板", "最美", "满意", "优秀", "规范化", "标准化", "最佳",
}
local SENTENCE_MARKS = { "，", "。", "！", "？", "：" }
M.MARKS = { { "“", "”" }, { "「", "」" }, { "『", "』" }, { '"', '"' } }
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

local function starts(text, list)
  for _, word in ipairs(list) do
    if text:sub(1, #word) == word then
      return word
    end
  end
end

local function is_session(record)
  return record.canonical == "sessions"
end

-- The quotations of a sentence, {first, last, inner}, in reading order.
local function quotations_of(reading, sentence, marks)
  local list = {}
  local text = #marks > 0 and reading:sub(sentence.first, sentence.last) or ""
  local shift = sentence.first - 1
  for _, pair in ipairs(marks) do
    local open, open_last = text:find(pair[1], 1, true)
    while open do
      local close, close_last = text:find(pair[2], open_last + 1, true)
      if not close then
        break
      end
      if close - open <= LONGEST and close > open_last + 1 then
        local inner = text:sub(open_last + 1, close - 1)
        list[#list + 1] = { first = open + shift, last = close_last + shift, inner = inner }
      end
      open, open_last = text:find(pair[1], close_last + 1, true)
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
    local model = not words.any(inner, SERVICE)
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
  if not own and (inner:sub(-6) == "窗口" or inner:sub(-6) == "支部") and not words.any(inner, SERVICE) then
    return { record = POST, word = surface, surface = surface }
  elseif own then
    if own.frame == "initiative" then
      return { record = own, word = inner, surface = surface, quoted = true }
    elseif not is_session(own) then
      return nil
    end
  end
  local event = starts(reading:sub(quotation.last + 1, quotation.last + 12), EVENTS)
  if event then
    surface = surface .. event
    local last = quotation.last + #event
    return { record = QUOTED, word = surface, surface = surface, quoted = true, weak = true, last = last }
  elseif not record and not words.any(inner, SENTENCE_MARKS) then
    return { record = QUOTED, word = inner, surface = surface, quoted = true, weak = true }
  end
end

-- 优质服务窗口, 文明示范窗口: a window with a word of praise right before it.
local function window_anchor(reading, sentence, token)
  local from = math.max(sentence.first, token.first - 24)
  local before = reading:sub(from, token.first - 1):gsub("服务$", "")
  for _, praise in ipairs(PRAISE) do
    if before:sub(-#praise) == praise then
      local first = from + #before - #praise
      local word = reading:sub(first, token.last)
      return { record = POST, word = word, surface = word }, first
    end
  end
end

-- 民生项目 are those of offices only under “我为群众办实事”.
local function is_public_work(reading, sentence, record, surface)
  return record.kind == "实事项目" and not surface:find("实事", 1, true) and
    not reading:sub(sentence.first, sentence.last):find("我为群众办实事", 1, true)
end

local function plain_anchor(reading, sentence, token)
  local record = token.row.initiative
  local surface = reading:sub(token.first, token.last)
  if is_public_work(reading, sentence, record, surface) then
    return nil
  end
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
---@param marks table[]    the pairs of MARKS that the document uses
---@return wenlu.Anchor[]
function M.find(reading, sentence, marks)
  local anchors = {}
  local quotations = quotations_of(reading, sentence, marks)
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
      add(plain_anchor(reading, sentence, token), token.first, token.last)
    elseif token.row and token.row.text == "窗口" and not covers(anchors, quotations, token) then
      local anchor, first = window_anchor(reading, sentence, token)
      add(anchor, first, token.last)
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
