--- Turns headings such as 下一步打算 and titles such as 工作要点 into stretches whose figures are planned, not done.
local wordset = require "wenlu.wordset"

local M = {}

local TITLES = wordset.new "工作要点 工作计划 年度计划 行动计划 工作打算 目标任务"
local BESIDES = wordset.new "总结 小结 情况 暨 报告 回顾"

local HEADINGS = wordset.new [[工作安排 工作打算 工作计划 工作思路 工作目标 下一步 下步 下一阶段 努力方向 目标任务 明年 来年 工作要点 年打算 年安排 年计划
  年思路 年目标]]

local PAST = wordset.new "已 去年 上年 以来 完成了 截至"
local NEXT_YEAR = wordset.new "明年 来年"
local MARKS = wordset.new "。 ， ； ："

-- The title stands among the first headings, below a document number or the name of the sheet.
local function title_plans(document)
  local blocks, text = document.blocks, document.text
  for i = 1, math.min(4, #blocks) do
    local block = blocks[i]
    local last = math.min(block.last, block.first + 150)
    if block.kind == "heading" and TITLES:find(text, block.first, last) then
      return not BESIDES:find(text, block.first, last)
    end
  end
  return false
end

-- Stretches of the reading under a heading that announces plans, up to one that stands as high.
local function ranges_of(document)
  if title_plans(document) then
    return { { 1, #document.reading } }
  end
  local blocks, text = document.blocks, document.text
  local ranges, open = {}, nil
  local i, level, first, last, reading_first = blocks:section(1)
  while i do
    last = last < first + 40 and last or first + 40
    if open and level <= open.level then
      open[2] = reading_first - 1
      open = nil
    end
    if not open and reading_first > 1 and HEADINGS:find(text, first, last) then
      local stop = MARKS:find(text, first, last)
      last = stop and stop - 1 or last
      if HEADINGS:find(text, first, last) and not BESIDES:find(text, first, last) then
        open = { reading_first, #document.reading, level = level, heading = text:sub(first, last) }
        ranges[#ranges + 1] = open
      end
    end
    i, level, first, last, reading_first = blocks:section(i + 1)
  end
  return ranges
end

-- The year that a heading plans for: 2025年工作安排, 明年打算.
local function planned_year(heading, year)
  local written = heading and heading:match "(20%d%d)年"
  if written then
    return math.tointeger(tonumber(written))
  elseif heading and year and NEXT_YEAR:find(heading) then
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
    mentions:plan(range[1], range[2], PAST)
  end
  return stretches
end

return M
