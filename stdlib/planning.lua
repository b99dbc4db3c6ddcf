--- Turns headings such as 下一步打算 and titles such as 工作要点 into stretches whose figures are planned, not done.
local words = require "wenlu.words"

local M = {}

local TITLES = { "工作要点", "工作计划", "年度计划", "行动计划", "工作打算", "目标任务" }
local BESIDES = { "总结", "小结", "情况", "暨", "报告", "回顾" }

local HEADINGS = {
  "工作安排", "工作打算", "工作计划", "工作思路", "工作目标", "下一步", "下步", "下一阶段", "努力方向", "目标任务", "明年", "来年",
  "工作要点", "年打算", "年安排", "年计划", "年思路", "年目标",
}

local PAST = { "已", "去年", "上年", "以来", "完成了", "截至" }

-- 1 for 一、 and #, 2 for （一）, 3 for other headings; nil when the line is no heading.
local function level_of(document, block)
  if block.kind == "chrome" or block.kind == "byline" or block.joined then
    return nil
  end
  local line = document.text:sub(block.first, math.min(block.last, block.first + 40))
  if line:find "^[\xE4-\xE9][\x80-\xBF][\x80-\xBF]、" or line:find "^#" then
    return 1, line
  elseif line:find "^（[\xE4-\xE9][\x80-\xBF][\x80-\xBF]）" then
    return 2, line
  elseif block.kind == "heading" then
    return 3, line
  end
end

-- The title stands among the first headings, below a document number or the name of the sheet.
local function title_plans(document)
  for i = 1, math.min(4, #document.blocks) do
    local block = document.blocks[i]
    local line = document.text:sub(block.first, math.min(block.last, block.first + 150))
    if block.kind == "heading" and words.any(line, TITLES) then
      return not words.any(line, BESIDES)
    end
  end
  return false
end

-- A line up to its first 。 ， ； or ：.
local function first_part(line)
  local stop = #line + 1
  for _, mark in ipairs { "。", "，", "；", "：" } do
    stop = math.min(stop, line:find(mark, 1, true) or stop)
  end
  return line:sub(1, stop - 1)
end

-- Stretches of the reading under a heading that announces plans.
local function ranges_of(document)
  if title_plans(document) then
    return { { 1, #document.reading } }
  end
  local ranges = {}
  local open
  for _, block in ipairs(document.blocks) do
    local level, line = level_of(document, block)
    if level then
      local first_sentence = first_part(line)
      local plans = #first_sentence < 75 and block.reading_first > 1 and words.any(first_sentence, HEADINGS) and
        not words.any(first_sentence, BESIDES)
      if open and level <= open.level then
        open[2] = block.reading_first - 1
        open = nil
      end
      if plans and not open and (level < 3 or #line < 75) then
        open = { block.reading_first, #document.reading, level = level, heading = first_sentence }
        ranges[#ranges + 1] = open
      end
    end
  end
  return ranges
end

-- The year that a heading plans for: 2025年工作安排, 明年打算.
local function planned_year(heading, year)
  local written = heading and heading:match "(20%d%d)年"
  if written then
    return math.tointeger(tonumber(written))
  elseif heading and year and (heading:find("明年", 1, true) or heading:find("来年", 1, true)) then
    return year + 1
  end
end

--- Marks the quantities of planned stretches as targets; a sentence that tells of the past keeps its own.
---@param document wenlu.Document
---@param mentions userdata
---@param year integer?  of the document
---@return {first: integer, last: integer, year: integer?}[] stretches  of the reading
function M.mark(document, mentions, year)
  local stretches = {}
  for k, range in ipairs(ranges_of(document)) do
    stretches[k] = { first = range[1], last = range[2], year = planned_year(range.heading, year) }
    for i = 1, mentions:sentences() do
      local first, last, _, _, _, quantities = mentions:sentence(i)
      local inside = first >= range[1] and last <= range[2]
      if quantities > 0 and inside and not words.any(document.reading:sub(first, last), PAST) then
        mentions:plan(i)
      end
    end
  end
  return stretches
end

return M
