--- Turns the words before a noun into its modifiers: what of them belongs to the name of an initiative.
local wordset = require "wenlu.wordset"
local words = require "wenlu.words"

local M = {}

local LONGEST = 30 -- bytes of unquoted words before the noun

-- Words that cannot be inside the name: verbs before it, and words of grammar.
local STOPS = wordset.new [[
  举办 开展 组织 创建 创成 新创 评选 评定 评出 评比 培育 打造 新增 新建 新设 设立 选派 选聘 聘请 聘任 增聘 新聘 续聘 选树 选出 推出 推选
  遴选 推荐 实施 领办 建成 建立 拥有 形成 确定 立项 命名 认定 完成 推进 深化 推动 开设 开办 举行 召开 承办 主办 做好 办好 抓好 建强 做优 做强
  擦亮 打响 叫响 通过 结合 围绕 依托 利用 借助 成立 组建 公布 发布 表彰 晋升 晋级 复核 验收 入选 获评 获得 荣获 派出 下派 增派 邀请
  讲授 听取 参加 参与 聚焦 入驻 走进 深入 印发 建有 共有 现有 已有 设有 设置 授予 评为 策划 安排 牵头 联合 会同 协助 配合 坚持 注重 突出
  加强 强化 落实 积极 主动 先后 分批 精心 相继 专门 统一 上门 下沉 下基层 送去 带来 总结 提炼 推广 树立 挂牌 授牌 储备 巩固 提升 实现 安排
  担任 带头 累计 常态化 持续 全年 分层 集中 广泛 大力 年内 年度 首批 分别 增设 争创 创评 申报 支持 鼓励 引导 指导 发挥 发动 动员 利用
  的 了 和 与 及 等 在 把 将 对 由 向 从 是 到 又 还 再 用 以 其中 以上 另有 舉辦 開展 組織 選派 聘請 領辦
]]

-- What may stand before the name and is not part of it.
local OUTER = wordset.new [[
  中共 市级机关 市直机关 区级机关 区直机关 县级机关 县直机关 省级机关 省直机关 市直 区直 县直 全市 全区 全县 全省 我市 我区 我县 各级 各单位 各部门 各地 工委 该局 该市 共计
  该区 该县 各地各部门 第一批 第二批 第三批 新一批 新一轮 一批 年度 各级各类 各类 系列 线上线下 线上 线下 基层
]]

-- Marks that end a phrase.
local MARKS = wordset.new {
  " ", "\t", "\n", "\v", "\f", "\r", "，", "、", "；", "：", "。", "（", "）", "《", "》", "—",
}

local CLOSING = wordset.new "” ’ 」 』"
local OPENING = {
  ["”"] = wordset.new "“", ["’"] = wordset.new "‘", ["」"] = wordset.new "「", ["』"] = wordset.new "『",
}

-- Where the last quotation of a range begins and ends; nil, last when only its end is there.
local function last_quotation(text, from, to)
  local first, last = CLOSING:last(text, from, to)
  if first then
    return OPENING[text:sub(first, last)]:last(text, from, first - 1), last
  end
end

local FACING = wordset.new "面"

-- Where the words behind the last stop begin, or nil.
local function behind_stops(text, from, to)
  local first, last = STOPS:last(text, math.max(from, to - 3 * LONGEST - 9), to)
  while first and text:sub(first, last) == "对" and FACING:at(text, last + 1, to) do
    first, last = STOPS:last(text, math.max(from, to - 3 * LONGEST - 9), first - 1)
  end
  return last and last > to - 3 * LONGEST and last + 1 or nil
end

-- Verbs of one character, only where the words begin: 设党员示范岗, 讲党课.
local SHORT = wordset.new [[设 建 创 评 聘 选 派 办 讲 开 获 推 新 增 搞 作 做 送 听 上 领 树 各 有 达 共 现 还 已 市 区 县 首 进 任 当 被]]

-- Bodies, which do things and are no part of what they do.
local BODIES_IN_ORDER = "党委 党组 系统 部门 街道 集团 公司 中心 法院 检察院 分局 支队 局 办公室 书记 委员会"
local BODIES = wordset.new(BODIES_IN_ORDER)
local EACH_BODY = {}
for body in BODIES_IN_ORDER:gmatch "%S+" do
  EACH_BODY[#EACH_BODY + 1] = wordset.new(body)
end

local function after_bodies(text, from, to)
  if BODIES:find(text, from, to) then
    for _, body in ipairs(EACH_BODY) do
      local _, last = body:find(text, from, to)
      from = last and last + 1 or from
    end
  end
  return from
end

local function without_outer(text, from, to)
  from = after_bodies(text, from, to)
  local last
  repeat
    from = OUTER:skip(text, from, to)
    last = SHORT:at(text, from, to)
    from = last and last + 1 or from
  until not last
  return from
end

--- The words at the end of a range that belong to the noun right behind it: “泰有红”机关 | 党建品牌.
---@param text string
---@param first integer?  1
---@param last integer?   #text
---@return string modifiers
---@return boolean stopped  a word that cannot be inside a name stands before them
---@return integer from     first byte of what stands before them in their phrase
---@return integer to       its last byte
function M.of(text, first, last)
  last = last or #text
  local _, mark = MARKS:last(text, first, last)
  local from = mark and mark + 1 or first or 1
  local quoted, closed = last_quotation(text, from, last)
  local start = closed and closed + 1 or from
  local behind = behind_stops(text, start, last)
  if quoted and not behind then
    return last - start < LONGEST and text:sub(quoted, last) or "", false, from, quoted - 1
  end
  local plain = without_outer(text, behind or start, last)
  return last - plain < LONGEST and text:sub(plain, last) or "", behind ~= nil, from, plain - 1
end

-- The organs of a level are who counts, no part of the name: 市级 | 机关党建品牌.
local LEVELS_OF_ORGANS = words.set "省级 市级 区级 县级 省直 市直 区直 县直"

--- The words before a noun, without the level of organs.
---@param modifiers string
---@param word string
---@return string
function M.without_level(modifiers, word)
  return LEVELS_OF_ORGANS[modifiers] and word:sub(1, 6) == "机关" and "" or modifiers
end

return M
