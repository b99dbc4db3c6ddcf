--- Turns a sentence into its anchors: the names of initiatives that a count may belong to.
local binding = require "wenlu.initiatives.binding"
local initiatives = require "wenlu.initiatives"
local sentences = require "wenlu.sentence"
local wordset = require "wenlu.wordset"

local first_of = sentences.first
local INITIATIVE = sentences.KINDS.initiative

local M = {}

-- Quoted names of these are posts and windows when they stand for a model, not for a service.
local POST_HEADS = wordset.new "服务窗口 窗口 岗 党支部 支部"
local POST_ENDS = wordset.new "窗口 支部"

-- What a quoted name may call its sessions; part of the name.
local EVENTS = wordset.new "访谈 夜话 课堂 沙龙 讲座 早餐会 茶话会 座谈会 对接会 报告会 接待日 开放日 恳谈 专场"
local SERVICE = wordset.new "办不成事 通办 一件事 一窗 绿色通道 帮办 代办 潮汐"
local POST = { kind = "服务窗口", canonical = "things", units = "个" }
local QUOTED = { kind = "活动", canonical = "sessions", units = "场|场次|期|讲|节|堂" }

-- A noun that goes on behind the word makes something else of it: 宣讲比赛, 品牌库.
local CONTINUED = wordset.new [[
  比赛 大赛 决赛 竞赛 稿 队 团 员 骨干 库 奖 故事 申报 评审 负责人 材料 专栏 课题 创建单位 联络 工作室 经费 清单 案例 提纲 视频 能手 名师
]]
local PRAISE = wordset.new "示范 文明 优质 星级 红旗 先锋 标杆 样板 最美 满意 优秀 规范化 标准化 最佳"
local SERVING, WORKS, FOR_THE_PEOPLE = wordset.new "服务", wordset.new "实事", wordset.new "我为群众办实事"
local SENTENCE_MARKS = wordset.new "， 。 ！ ？ ："
local OPENINGS = wordset.new "“ 「 『 \""
local MARKS = {}
for i, pair in ipairs { { "“", "”" }, { "「", "」" }, { "『", "』" }, { '"', '"' } } do
  MARKS[i] = { open = wordset.new(pair[1]), close = wordset.new(pair[2]) }
end
local LONGEST = 80 -- bytes of a quoted name

---@class wenlu.Anchor
---@field first integer   in the reading
---@field last integer
---@field record table    of data/initiatives.tsv, or one of the two above
---@field word string     the noun, without quotation marks
---@field surface string  as written, with the kind behind a quoted name
---@field quoted boolean? the name itself is quoted
---@field weak boolean?   a quoted name that only a count of sessions makes an initiative
---@field index integer?  of the sentence

local function in_reading_order(a, b)
  return a.first < b.first
end

-- The quotations of a sentence, {first, last, inner}, in reading order.
local function quotations_of(reading, sentence)
  local list, to = {}, sentence.last
  if not OPENINGS:find(reading, sentence.first, to) then
    return list
  end
  for _, marks in ipairs(MARKS) do
    local open, open_last = marks.open:find(reading, sentence.first, to)
    while open do
      local close, close_last = marks.close:find(reading, open_last + 1, to)
      if not close then
        break
      end
      if close - open <= LONGEST and close > open_last + 1 then
        list[#list + 1] = { first = open, last = close_last, inner = reading:sub(open_last + 1, close - 1) }
      end
      open, open_last = marks.open:find(reading, close_last + 1, to)
    end
  end
  if #list > 1 then
    table.sort(list, in_reading_order)
  end
  return list
end

-- The next initiative in a range of the sentence: its record of the table, first, last.
local function next_record(state, index, first, last)
  local mention, from, to = first_of(state.mentions, index, INITIATIVE, first, last)
  while mention do
    local row = state.mentions:row(mention)
    if row and row.initiative then
      return row.initiative, from, to, row.text
    end
    mention, from, to = first_of(state.mentions, index, INITIATIVE, to + 1, last)
  end
end

-- The initiative that ends the quoted name.
local function record_inside(state, index, quotation)
  local record, _, last, text = next_record(state, index, quotation.first, quotation.last)
  while record do
    local word = initiatives.unquote(text)
    if quotation.inner:sub(-#word) == word then
      return record
    end
    record, _, last, text = next_record(state, index, last + 1, quotation.last)
  end
end

-- A quoted post or window that is a model: “红旗”服务窗口.
local function post_anchor(reading, quotation, surface, last)
  local word = surface .. reading:sub(quotation.last + 1, last)
  return not SERVICE:find(quotation.inner) and { record = POST, word = word, surface = word, last = last } or nil
end

local function quoted_anchor(state, index, quotation)
  local reading, inner, behind = state.reading, quotation.inner, quotation.last + 1
  local surface = reading:sub(quotation.first, quotation.last)
  local head = POST_HEADS:at(reading, behind, behind + 11)
  if head then
    return post_anchor(reading, quotation, surface, head)
  end
  local record, first, last = next_record(state, index, behind, math.maxinteger)
  record = first == behind and record or nil
  if record and binding.is_session(record) and record.frame == "initiative" then
    local word = reading:sub(first, last)
    return { record = record, word = word, surface = surface .. word, quoted = true, last = last }
  end
  local own = record_inside(state, index, quotation)
  if not own and POST_ENDS:before(inner, #inner) and not SERVICE:find(inner) then
    return { record = POST, word = surface, surface = surface }
  elseif own then
    if own.frame == "initiative" and binding.is_session(own) and record and binding.is_session(record) then
      surface = surface .. reading:sub(behind, last) -- “面对面”座谈会
      return { record = own, word = surface, surface = surface, quoted = true, last = last }
    elseif own.frame == "initiative" then
      return { record = own, word = inner, surface = surface, quoted = true }
    elseif not binding.is_session(own) then
      return nil
    end
  end
  local event = EVENTS:at(reading, behind, behind + 11)
  if event then
    surface = surface .. reading:sub(behind, event)
    return { record = QUOTED, word = surface, surface = surface, quoted = true, weak = true, last = event }
  elseif not record and not SENTENCE_MARKS:find(inner) then
    return { record = QUOTED, word = inner, surface = surface, quoted = true, weak = true }
  end
end

-- 优质服务窗口, 文明示范窗口: a window with a word of praise right before it.
local function window_anchor(reading, sentence, first, last)
  local from = math.max(sentence.first, first - 24)
  local serving = SERVING:before(reading, first - 1, from)
  local praise = PRAISE:before(reading, (serving or first) - 1, from)
  if praise then
    local word = reading:sub(praise, last)
    return { record = POST, word = word, surface = word }, praise
  end
end

-- 民生项目 are those of offices only under “我为群众办实事”.
local function is_public_work(reading, sentence, record, surface)
  return record.kind == "实事项目" and not WORKS:find(surface) and
    not FOR_THE_PEOPLE:find(reading, sentence.first, sentence.last)
end

local function plain_anchor(reading, sentence, record, first, last)
  local surface = reading:sub(first, last)
  if surface == "面对面" or is_public_work(reading, sentence, record, surface) then
    return nil
  end
  local members = record.canonical == "people" and reading:sub(last + 1, last + 6) == "队伍"
  if not members and CONTINUED:at(reading, last + 1, last + 12) then
    return nil
  end
  return { record = record, word = initiatives.unquote(surface), surface = surface }
end

local function covered(list, first, last)
  for k = 1, #list do
    local span = list[k]
    if first >= span.first and last <= span.last then
      return true
    end
  end
  return false
end

local function add(anchors, index, anchor, first, last)
  if anchor then
    anchor.first, anchor.last, anchor.index = first, anchor.last or last, index
    anchors[#anchors + 1] = anchor
  end
end

-- The anchor of a mention that stands in no quotation.
local function add_plain(anchors, state, sentence, mention, first, last)
  local row, index = state.mentions:row(mention), sentence.index
  local record = row.initiative
  if record and record.frame == "initiative" then
    add(anchors, index, plain_anchor(state.reading, sentence, record, first, last), first, last)
  elseif row.text == "窗口" then
    local anchor, from = window_anchor(state.reading, sentence, first, last)
    add(anchors, index, anchor, from, last)
  end
end

--- What may be counted in a sentence, in reading order.
---@param state table  see wenlu.frames.initiative
---@param index integer  of the sentence
---@return wenlu.Anchor[]
function M.find(state, index)
  local reading, mentions, sentence = state.reading, state.mentions, state.reader:sentence(index)
  local anchors = {}
  local quotations = quotations_of(reading, sentence)
  for _, quotation in ipairs(quotations) do
    add(anchors, index, quoted_anchor(state, index, quotation), quotation.first, quotation.last)
  end
  local quoted = #anchors
  local mention, first, last = first_of(mentions, index, state.names, sentence.first, math.maxinteger)
  while mention do
    if not covered(quotations, first, last) and not covered(anchors, first, last) then
      add_plain(anchors, state, sentence, mention, first, last)
    end
    mention, first, last = first_of(mentions, index, state.names, last + 1, math.maxinteger)
  end
  if quoted > 0 and #anchors > quoted then
    table.sort(anchors, in_reading_order)
  end
  return anchors
end

return M
