--- Turns the words between a name and its count into a verdict: light words that say nothing else, or not.
local words = require "wenlu.words"
local wordset = require "wenlu.wordset"

local M = {}

-- Words that may stand between a name and its count and say nothing else.
local LIGHT = wordset.new [[
  全年 年内 本年 当年 今年 去年 已 已经 先后 累计 共 共计 总计 合计 一共 总共 陆续 集中 常态化 定期 每月 每年 每季度 每季 每周 每半年 目前 现 现有
  还 又 均 就 也 则 再 将 拟 要 须 应 可 计划 力争 争取 预计 确保 达 达到 达到了 增至 增加到 增加至 增长到 增长至 扩至 扩大到 扩大至 扩面到 扩面至
  扩展到 拓展到 升至 上升到 上升至 发展到 发展至 突破 超过 稳定在 保持在 总数 总量 数量 总数达 个数 从 由 到 至 的 是 为 则是 即 共有 场次 期数
  分别 分别为 了 在 数 中心 创评 后者 前者 较 比 本月 上半年 下半年 年初 年底 首次 全部 月均 年均 平均 不断 再次 逐年 更 新 满 年
  开展 举办 组织 举行 召开 开 开办 办 办满 办足 办好 开行 立项 立项实施 实施 完成 推进 推出 建成 创建 创成 培育 打造 评选 评定 评出 命名 认定
  选树 选派 选聘 聘请 聘任 新增 新建 新设 设立 确定 领办 申报 播出 开设 开讲 连续 直播 录播 播 各 队伍 规模 人数 达成 新创 增聘 新聘 开播 辦足 辦滿 舉辦 開展 組織 全年 累計 總數 達到
]]

local HOLDING = words.set "开展 举办 组织 举行 开 开办 办 办满 办足 开行 推出 辦足 辦滿 舉辦 開展 組織"
local GROWING = words.set "到 达 达到 增至 增加到 增加至 扩至 扩大到 升至 突破 则是 是 为 達到"
local WAYS = wordset.new [[
  走进 深入 进 到 在 赴 围绕 面向 分 下沉 我市 我区 我县 全市 全区 全县 市级机关 市直机关 区级机关 各单位 各部门 机关 工委 市 区 县 先后
]]
local OBJECTS = wordset.new "此项活动 这项活动 该项活动 系列活动 该活动 面对面活动 活动 恳谈会"
local ACTIVITY, COMMA = wordset.new "活动", wordset.new "，"

--- Whether a text holds nothing but light words.
---@param text string
function M.is_light(text)
  local at = LIGHT:skip(text)
  while text:byte(at) == 32 do
    at = LIGHT:skip(text, at + 1)
  end
  return at > #text
end

--- Takes the light words off the end of a text.
---@param text string
---@return string rest
---@return boolean holding  a verb of holding sessions was among them
---@return boolean growing  a verb that says how many there are was the last
function M.tail(text)
  local object = OBJECTS:before(text, #text)
  local last = object and object - 1 or #text
  local holding, growing, light = false, false, nil
  repeat
    local first = LIGHT:before(text, last)
    if first then
      local word = text:sub(first, last)
      holding = holding or HOLDING[word] == true
      growing = growing or not light and GROWING[word] == true
      light = true
    end
    local blank = not first and text:byte(last) == 32
    last = first and first - 1 or blank and last - 1 or last
  until not first and not blank
  return text:sub(1, last), holding, growing
end

--- The text behind a word such as 活动 that follows a quoted name: “局长进大厅”接听活动 | 48场.
---@param text string
---@return string
function M.after_activity(text)
  local _, last = ACTIVITY:find(text, 1, 18)
  return last and text:sub(last + 1) or text
end

--- Whether the words between a name and its count say nothing else, or only where: 政策宣讲 | 进企业 | 36场.
---@param gap string
function M.links_sessions(gap)
  gap = M.after_activity(gap):gsub("^会", "")
  if M.is_light(gap) then
    return true
  end
  local rest = M.tail(gap)
  return #rest <= 24 and (rest:sub(1, 3) == "进" or rest:sub(1, 6) == "走进") and not COMMA:find(rest)
end

--- Whether 活动 stands at an offset of a text, or close behind it.
---@param text string
---@param at integer
function M.is_activity(text, at)
  return ACTIVITY:find(text, at, at + 11) ~= nil
end

--- Whether words before a verb only say who, where or how: 走进园区, 我市, 在5个镇.
---@param text string
function M.is_way(text)
  return WAYS:at(text, 1) ~= nil
end

return M
