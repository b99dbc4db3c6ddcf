--- Turns the years that a text names into the year that it was written in: plans and years to come do not count.
local layout = require "wenlu.layout"
local lexicon = require "wenlu.lexicon"
local stretches = require "wenlu.stretches"
local wordset = require "wenlu.wordset"

local M = {}

-- What follows a year to come, what stands before one, and what shows that it is past after all.
local AHEAD = wordset.new [[计划 打算 将 力争 拟 目标 要点 思路 工作安排 确保 争取 预计 到来 展望 届时 谋划 实现以下 ，要 建议]]
local BEHIND = wordset.new [[力争 确保 列入 转入 纳入 来的 展望 面向 建议 谋划 迎接 走进 跨入 明年 计划 预计 预计于 有望 有望于 拟于 将于 计划于 力争于]]
local DONE = wordset.new "已 圆满 全面完成 顺利完成 超额完成"
local HORIZON = wordset.new "到 至"
local UNTIL = wordset.new "截 止 升 增 降 高 少 展 续 延 长 加 大"
local REVIEW = wordset.new "总结 综述 小结 回眸 回顾 工作情况 走笔 年度 盘点 工作报告 述职 通报 情况"
local PLAN = wordset.new [[下一步 下步 下阶段 明年 打算 工作思路 工作安排 工作计划 努力方向 目标任务 工作目标 工作重点 要点 来年 展望]]
local STOP = wordset.new { "\n", "。", "；" }

-- Where the first sentence or line of [first, last] ends.
local function clip(reading, first, last)
  local at = STOP:find(reading, first, last)
  return at and at - 1 or last
end

-- Offsets of the reading between which plans are told: from a heading that says so to the next of its kind.
local function plan_sections(reading, blocks)
  local sections = {}
  local open
  for _, block in ipairs(PLAN:find(reading) and blocks or {}) do
    local first = block.reading_first
    if first then
      local last = math.min(block.reading_last, first + 60)
      if block.kind == "heading" or layout.opens_section(reading:sub(first, last)) then
        if open then
          sections[#sections + 1] = { first = open, last = first - 1 }
          open = nil
        end
        last = clip(reading, first, last)
        if first > 1 and PLAN:find(reading, first, last) and not REVIEW:find(reading, first, last) then
          open = first
        end
      end
    end
  end
  if open then
    sections[#sections + 1] = { first = open, last = #reading }
  end
  return sections
end

-- 到2025年 and 至2025年, but not 截至2022年 or 增至2024年的.
local function is_horizon(reading, first, last)
  return HORIZON:is(reading, first - 3, first - 1) and not UNTIL:before(reading, first - 4) and
    reading:sub(last + 1, last + 3) ~= "的"
end

-- Whether a year mention names a time to come: 到2025年, 2025年将…, 2025年工作要点, a section of plans.
local function is_ahead(reading, first, last, sections)
  if BEHIND:before(reading, first - 1) or stretches.holding(sections, first) then
    return true
  end
  local stop = clip(reading, last + 1, last + 45)
  return (is_horizon(reading, first, last) or AHEAD:find(reading, last + 1, stop) ~= nil) and
    not DONE:find(reading, last + 1, stop)
end

local FIRM = { congress = true, plenum = true, session = true, campaign = true, event = true }
local AWAITED = wordset.new "运 奥 世博 博览会 进博" -- games and fairs are talked of for years before

-- The latest year of an event that nobody names before it happens.
local function told_by_events(mentions)
  local year
  local i = mentions:find(1, lexicon.EVENT)
  while i do
    local _, _, from, to = mentions:sentence(i)
    for k = from, to do
      local row = mentions:row(k)
      if row and row.event and FIRM[row.event.kind] and not AWAITED:find(row.event.name) then
        local of = math.tointeger(tonumber(row.event.date:sub(1, 4)))
        year = math.max(year or of, of)
      end
    end
    i = mentions:find(i + 1, lexicon.EVENT)
  end
  return year
end

-- The latest year (and the latest day in it) that the text tells of as past; the first year named at all.
local function told(mentions, reading, sections)
  local year, day, any
  local i, class, first, last = mentions:next("period", 1)
  while i do
    local basis, from, to, month, date_day = mentions:period(i)
    if class ~= "plan" and basis == "written" then
      any = math.min(any or to, to)
      local _, _, _, status = mentions:value(i)
      if status == "actual" and (not year or to >= year) and not is_ahead(reading, first, last, sections) then
        if not year or to > year then
          year, day = to, nil
        end
        if from == to and month > 0 and date_day > 0 then
          local date = ("%04d-%02d-%02d"):format(to, month, date_day)
          day = (not day or date > day) and date or day
        end
      end
    end
    i, class, first, last = mentions:next("period", i + 1)
  end
  return year, day, any
end

local LINE_END = wordset.new { "\n" }
local NUMBERED = wordset.new "第 度" -- 2022年第6期, 2022年度

-- Whether a line looks back on the year that ends at `last`: 2022年工作总结, and no 2022年工作要点.
local function reviews(reading, last)
  local stop = (LINE_END:find(reading, last + 1, last + 60) or last + 61) - 1
  return REVIEW:find(reading, last + 1, stop) and not PLAN:find(reading, last + 1, math.min(stop, last + 24))
end

--- The year that a title looks back on: 2022年工作总结, whenever it was published.
---@param mentions userdata
---@param reading string
---@param first integer?  the title in the reading
---@param last integer?
---@return integer? year
function M.reviewed(mentions, reading, first, last)
  local i, _, _, period_last = mentions:next("period", (first and mentions:before("period", first) or 0) + 1, last)
  while first and i do
    local basis, year, final = mentions:period(i)
    if basis == "written" and year == final and
      (reading:sub(period_last - 2, period_last) == "度" or reviews(reading, period_last)) then
      return year
    end
    i, _, _, period_last = mentions:next("period", i + 1, last)
  end
end

-- The year of a title such as 2022年工作总结 or （2022年第6期）; that of a plan alone when there is no other.
local function year_of_title(mentions, reading, marks)
  local plan
  local i, _, _, last = mentions:next("period", 1, marks.head_last)
  while i do
    local basis, year, final = mentions:period(i)
    if basis == "written" and year == final then
      if NUMBERED:is(reading, last + 1, last + 3) or reviews(reading, last) then
        return year
      end
      plan = plan or year
    end
    i, _, _, last = mentions:next("period", i + 1, marks.head_last)
  end
  return nil, plan
end

local LAST_YEAR = wordset.new "去年"
local THIS_YEAR = wordset.new "今年"
local NEW_YEAR = wordset.new "站在新一年 新一年起点 新年伊始 新春伊始"

-- The year in which a text was written that tells of 2022 as 去年: named beside it, or by a new year that begins.
local function begins_year(reading)
  return NEW_YEAR:find(reading) ~= nil and LAST_YEAR:find(reading) ~= nil
end

--- The date that a text tells without stating it.
---@param mentions userdata
---@param document wenlu.Document
---@param marks wenlu.Marks
---@return string? date  a year, or the latest day told in it
---@return string? basis
function M.of(mentions, document, marks)
  local reading, blocks = document.reading, document.blocks
  local titled, planned = year_of_title(mentions, reading, marks)
  local year, day, any = told(mentions, reading, plan_sections(reading, blocks))
  local event = not titled and not planned and told_by_events(mentions)
  if event and event > (year or 0) then
    return ("%04d"):format(event), "text: the latest event told"
  end
  if titled and (not year or year <= titled) then
    return year == titled and day or ("%04d"):format(titled), "text: the year of the title"
  elseif year and begins_year(reading) then
    return ("%04d"):format(year + 1), "text: a new year after " .. year
  elseif year and (not planned or planned <= year) then
    return day or ("%04d"):format(year), day and "text: the latest day told" or "text: the latest year told"
  elseif planned then
    return ("%04d"):format(planned), "text: the year of the title"
  end
  if any and THIS_YEAR:find(reading) then
    return ("%04d"):format(any - 1), "text: the year before the one planned"
  elseif any then
    return ("%04d"):format(any), "text: a year that it names"
  end
end

return M
