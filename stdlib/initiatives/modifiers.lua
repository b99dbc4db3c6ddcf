--- Turns the words before a noun into its modifiers: what of them belongs to the name of an initiative.
local set = require("wenlu.words").set

local M = {}

local LONGEST = 30 -- bytes of unquoted words before the noun

-- Words that cannot be inside the name: verbs before it, and words of grammar.
local STOPS = set [[
  举办 开展 组织 创建 创成 新创 评选 评定 评出 评比 培育 打造 新增 新建 新设 设立 选派 选聘 聘请 聘任 增聘 新聘 续聘 选树 选出 推出 推选
  遴选 推荐 实施 领办 建成 建立 拥有 形成 确定 立项 命名 认定 完成 推进 深化 推动 开设 开办 举行 召开 承办 主办 做好 办好 抓好 建强 做优 做强
  擦亮 打响 叫响 通过 结合 围绕 依托 利用 借助 成立 组建 公布 发布 表彰 晋升 晋级 复核 验收 入选 获评 获得 荣获 派出 下派 增派 邀请
  讲授 听取 参加 参与 聚焦 入驻 走进 深入 印发 建有 共有 现有 已有 设有 设置 授予 评为 策划 安排 牵头 联合 会同 协助 配合 坚持 注重 突出
  加强 强化 落实 积极 主动 先后 分批 精心 相继 专门 统一 上门 下沉 下基层 送去 带来 总结 提炼 推广 树立 挂牌 授牌 储备 巩固 提升 实现 安排
  担任 带头 累计 常态化 持续 全年 分层 集中 广泛 大力 年内 年度 首批 分别 增设 争创 创评 申报 支持 鼓励 引导 指导 发挥 发动 动员 利用
  的 了 和 与 及 等 在 把 将 对 由 向 从 是 到 又 还 再 用 以 其中 以上 另有 舉辦 開展 組織 選派 聘請 領辦
]]

-- What may stand before the name and is not part of it.
local OUTER = {
  "中共", "市级机关", "市直机关", "区级机关", "区直机关", "县级机关", "县直机关", "省级机关", "省直机关", "市直", "区直", "县直",
  "全市", "全区", "全县", "全省", "我市", "我区", "我县", "各级", "各单位", "各部门", "各地", "工委", "该局", "该市", "共计",
  "该区", "该县", "各地各部门", "第一批", "第二批", "第三批", "新一批", "新一轮", "一批", "年度", "各级各类", "各类", "系列", "线上线下",
  "线上", "线下", "基层",
}

local CLOSING = { ["”"] = "“", ["’"] = "‘", ["」"] = "「", ["』"] = "『" }

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

-- Where the words behind the last stop begin; 1 when there is none.
local function after_stops(words)
  local last = #words
  while last > 0 and last > #words - 3 * LONGEST do
    for length = 3, 9, 3 do
      local stop = last >= length and words:sub(last - length + 1, last)
      if STOPS[stop] and not (stop == "对" and words:sub(last + 1, last + 3) == "面") then
        return last + 1
      end
    end
    last = last - (words:byte(last) < 0x80 and 1 or 3)
  end
  return 1
end

-- Verbs of one character, only where the words begin: 设党员示范岗, 讲党课.
local SHORT = set "设 建 创 评 聘 选 派 办 讲 开 获 推 新 增 搞 作 做 送 听 上 领 树 各 有 达 共 现 还 已 市 区 县 首 进 任 当 被 送"

-- Bodies, which do things and are no part of what they do.
local BODIES = {
  "党委", "党组", "系统", "部门", "街道", "集团", "公司", "中心", "法院", "检察院", "分局", "支队", "局", "办公室", "书记", "委员会",
}

local function after_bodies(words)
  for _, body in ipairs(BODIES) do
    local _, last = words:find(body, 1, true)
    if last then
      words = words:sub(last + 1)
    end
  end
  return words
end

local function without_outer(words)
  words = after_bodies(words)
  local again = true
  while again do
    again = false
    for _, outer in ipairs(OUTER) do
      if words:sub(1, #outer) == outer then
        words = words:sub(#outer + 1)
        again = true
      end
    end
    if not again and SHORT[words:sub(1, 3)] then
      words = words:sub(4)
      again = true
    end
  end
  return words
end

--- The words of a segment that belong to the noun right behind it: “泰有红”机关 | 党建品牌.
---@param segment string  a piece of text of one clause
---@return string modifiers
---@return string before  what stands before them in the clause
---@return boolean stopped  a word that cannot be inside a name stands before them
function M.of(segment)
  segment = segment:match "^.*%s(.*)$" or segment
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

-- The organs of a level are who counts, no part of the name: 市级 | 机关党建品牌.
local LEVELS_OF_ORGANS = set "省级 市级 区级 县级 省直 市直 区直 县直"

--- The words before a noun, without the level of organs.
---@param modifiers string
---@param word string
---@return string
function M.without_level(modifiers, word)
  return LEVELS_OF_ORGANS[modifiers] and word:sub(1, 6) == "机关" and "" or modifiers
end

return M
