--- Turns the words around a counted initiative into its name.
--
-- One convention for all documents:
--   things and people keep the noun phrase that is counted, with what stands right before the noun, without quotation
--   marks around plain kinds: 书记项目, 优秀书记项目, 五星级党支部, “泰有红”机关党建品牌, 党员示范岗;
--   sessions add what is counted in brackets: 党课（场次）, 惠企政策宣讲（场次）, “高新区讲堂”（期数); a quoted name keeps its
--   marks and the kind behind it, not the word 活动: “茶馆议事”面对面活动（场次）, but 我与群众面对面（场次）;
--   a count for each month says so: “局长进大厅”（场次，每月）;
--   the same thing under several words has one name (SAME below, and the kinds of BY_KIND).
local tables = require "wenlu.tables"

local M = {}

-- What a unit of sessions counts.
M.SESSIONS = {
  ["场"] = "场次", ["场次"] = "场次", ["期"] = "期数", ["次"] = "次数", ["讲"] = "讲数", ["节"] = "节数", ["堂"] = "堂数",
}

-- Kinds whose name is the kind, whatever the words; a grade before them stays.
local BY_KIND = { ["书记项目"] = true, ["双领项目"] = true, ["作风建设监督员/观察员"] = true, ["第一书记"] = true }

local SAME = {
  ["政策宣讲"] = "惠企政策宣讲", ["融合党建服务品牌"] = "机关融合党建服务品牌", ["服务品牌"] = "机关服务品牌",
  ["竞赛项目"] = "岗位练兵和技能竞赛项目", ["第一书记"] = "驻村第一书记", ["村第一书记"] = "驻村第一书记",
  ["驻村书记"] = "驻村第一书记", ["第一書記"] = "駐村第一書記", ["五星支部"] = "五星级党支部", ["四星支部"] = "四星级党支部",
  ["三星支部"] = "三星级党支部", ["五星党支部"] = "五星级党支部", ["四星党支部"] = "四星级党支部", ["三星党支部"] = "三星级党支部",
  ["五星级支部"] = "五星级党支部", ["四星级支部"] = "四星级党支部", ["三星级支部"] = "三星级党支部", ["宣讲活动"] = "宣讲",
  ["惠企政策宣讲活动"] = "惠企政策宣讲",
}

-- Series known by their bare name.
local PLAIN = { ["我与群众面对面"] = true, ["民声直通车"] = true }

local function set(text)
  local words = {}
  for word in text:gmatch "%S+" do
    words[word] = true
  end
  return words
end

-- Words that cannot be inside the name: verbs before it, and words of grammar.
local STOPS = {}
for word in ([[
  举办 开展 组织 创建 创成 新创 评选 评定 评出 培育 打造 新增 新建 新设 设立 选派 选聘 聘请 聘任 选树 推出 实施 领办 建成 建立 拥有
  形成 确定 立项 命名 认定 完成 推进 深化 推动 开设 开办 举行 召开 承办 做好 办好 抓好 建强 做优 做强 擦亮 通过 结合 围绕 依托 利用
  成立 组建 公布 发布 表彰 晋升 晋级 复核 验收 入选 获评 获得 荣获 派出 下派 派驻 邀请 讲授 讲 听取 参加 参与 聚焦 入驻 走进 印发
  建有 共有 现有 已有 设有 命名为 授予 评为 的 了 和 与 及 等 在 把 将 对 由 向 从 是 到 又 还 再 其中 以上 另有 累计 常态化 持续
  全年 分层 集中 广泛 深入 大力 年内 年度 首批 分别 舉辦 開展 組織 選派 聘請 領辦
]]):gmatch "%S+" do
  STOPS[#STOPS + 1] = word
end

-- What may stand before the name and is not part of it.
local OUTER = {
  "中共", "市级机关", "市直机关", "区级机关", "区直机关", "县级机关", "县直机关", "省级机关", "省直机关", "市直", "区直", "县直",
  "全市", "全区", "全县", "全省", "我市", "我区", "我县", "各级", "各单位", "各部门", "各地", "工委", "该局", "该市", "共计",
  "第一批", "第二批", "第三批", "新一批", "新一轮", "一批", "年度", "各类", "各级各类", "系列", "线上线下", "线上", "线下", "基层",
}

M.GRADES = set "优秀 优质 示范 精品 十佳 重点 标杆 最佳 先进 特色 五星级 四星级 三星级"

local OPENING = { ["“"] = "”", ["‘"] = "’", ["「"] = "」", ["『"] = "』", ['"'] = '"' }
local CLOSING = { ["”"] = "“", ["’"] = "‘", ["」"] = "「", ["』"] = "『" }

--- The closing mark for the opening quotation mark that a text begins with, or nil.
---@param text string
---@return string?
function M.quote(text)
  return OPENING[text:sub(1, 3)] or text:byte(1) == 34 and '"' or nil
end

--- A name without the quotation marks around it.
---@param name string
---@return string
function M.unquote(name)
  local close = M.quote(name)
  if close and #name > 2 * #close and name:sub(-#close) == close then
    return name:sub(#close + 1, -#close - 1)
  end
  return name
end

--- Whether the table lets a kind be counted with a unit.
---@param record table  of data/initiatives.tsv
---@param unit string
function M.takes(record, unit)
  if not record.unit_set then
    local units = {}
    for _, word in ipairs(tables.split(record.units)) do
      units[word] = true
    end
    record.unit_set = units
  end
  return record.unit_set[unit] == true
end

-- Where the last quotation of a segment begins and ends.
local function last_quotation(segment)
  for at = #segment - 2, 1, -1 do
    local open = CLOSING[segment:sub(at, at + 2)]
    if open then
      for from = at - 3, 1, -1 do
        if segment:sub(from, from + 2) == open then
          return from, at + 2
        end
      end
      return nil, at + 2
    end
  end
end

local function after_stops(words)
  local start = 1
  for _, stop in ipairs(STOPS) do
    local at = start
    while true do
      local first, last = words:find(stop, at, true)
      if not first then
        break
      end
      start = math.max(start, last + 1)
      at = last + 1
    end
  end
  return start
end

local function without_outer(words)
  local again = true
  while again do
    again = false
    for _, outer in ipairs(OUTER) do
      if words:sub(1, #outer) == outer then
        words = words:sub(#outer + 1)
        again = true
      end
    end
  end
  return words
end

local LONGEST = 30 -- bytes of unquoted words before the noun

--- The words of a segment that belong to the noun right behind it: “泰有红”机关 | 党建品牌.
---@param segment string  a piece of text of one clause
---@return string modifiers
---@return string before  what stands before them in the clause
---@return boolean stopped  a word that cannot be inside a name stands before them
function M.modifiers(segment)
  segment = segment:match "([^%s]*)$"
  for _, mark in ipairs { "，", "、", "；", "：", "。", "（", "）", "《", "》", "—" } do
    local at = 1
    while at do
      local _, last = segment:find(mark, at, true)
      if last then
        segment, at = segment:sub(last + 1), 1
      else
        at = nil
      end
    end
  end
  local from, to = last_quotation(segment)
  local words = segment:sub((to or 0) + 1)
  local start = after_stops(words)
  if start > 1 or not from then
    local plain = without_outer(words:sub(start))
    return #plain <= LONGEST and plain or "", segment:sub(1, #segment - #plain), start > 1
  end
  return #words <= LONGEST and segment:sub(from) or "", segment:sub(1, from - 1), false
end

local function graded(modifiers, name)
  local plain = M.unquote(modifiers)
  return M.GRADES[plain] and modifiers .. name or name
end

local RESIDENT = { ["驻企"] = "驻企", ["企业"] = "驻企", ["驻社区"] = "驻社区", ["社区"] = "社区", ["驻园"] = "驻园" }

local function is_traditional(word)
  return word:find("書", 1, true) ~= nil
end

--- The one name of a word that has several.
---@param word string
---@return string
function M.same(word)
  return SAME[word] or word
end

--- The name of a thing or of people.
---@param anchor wenlu.Anchor
---@param modifiers string
---@return string
function M.thing(anchor, modifiers)
  local kind, word = anchor.record.kind, anchor.word
  if not BY_KIND[kind] then
    local name = not modifiers:find "机关$" and SAME[word] or word
    return name:sub(1, #modifiers) == modifiers and name or modifiers .. name
  elseif RESIDENT[modifiers] then
    return RESIDENT[modifiers] .. M.unquote(word)
  elseif kind == "第一书记" or is_traditional(word) then
    return SAME[word] or word
  end
  return graded(modifiers, kind)
end

--- The name of sessions, without what is counted.
---@param anchor wenlu.Anchor
---@param modifiers string
---@return string
function M.session(anchor, modifiers)
  local word = anchor.word
  if PLAIN[word] then
    return word
  elseif anchor.quoted then
    return anchor.surface
  end
  local name = modifiers == "" and SAME[word] or word:gsub("宣讲活动$", "宣讲")
  return modifiers .. name
end

local LEVELS = set "五星级 四星级 三星级 二星级 一星级 国家级 省级 市级 县级 区级 镇级"

--- A name with another grade before it; nil when the text is no grade or the name has none.
---@param name string
---@param grade string
---@return string?
function M.regrade(name, grade)
  grade = grade:gsub("星$", "星级")
  if LEVELS[grade] then
    for length = 6, 9, 3 do
      if LEVELS[name:sub(1, length)] then
        return grade .. name:sub(length + 1)
      end
    end
  end
end

--- A name with what of it is counted: （场次）, （期数，每月）.
---@param name string
---@param unit string         normal form
---@param every string?       每月 and the like
---@param traditional boolean?
---@return string
function M.counted(name, unit, every, traditional)
  local what = M.SESSIONS[unit]
  if traditional then
    what = what:gsub("场", "場"):gsub("数", "數")
  end
  return name .. "（" .. what .. (every and "，" .. every or "") .. "）"
end

return M
