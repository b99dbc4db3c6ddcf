--- Turns the periods that a document names into its date, with the basis: stated, text, path or unknown.
local calendar = require "wenlu.calendar"
local near = require "wenlu.near"
local told = require "wenlu.told"

local M = {}

local LABELS = { "日期", "时间", "發布", "发布", "印发", "编印" }

local function is_labelled(reading, first)
  local before = reading:sub(math.max(1, first - 15), first - 1):gsub("　", ""):gsub("%s", "")
  before = before:gsub("：$", ""):gsub(":$", "")
  for _, word in ipairs(LABELS) do
    if before:sub(-#word) == word then
      return true
    end
  end
  return false
end

-- A date in figures with stops, 2020.12.12, on one of these lines (the scanner takes such a run for an identifier).
local function dotted_in(reading, blocks, from, to)
  for i = from, to do
    local block = blocks[i]
    if block.reading_first and block.last - block.first < 120 then
      local line = reading:sub(block.reading_first, block.reading_last)
      local year, month, day = line:match "(20%d%d)[%./%-](%d%d?)[%./%-](%d%d?)"
      month, day = tonumber(month), tonumber(day)
      if year and month >= 1 and month <= 12 and day >= 1 and day <= 31 then
        return calendar.iso(tonumber(year), month, day)
      end
    end
  end
end

-- The date written in the masthead, below the title, in the chrome or in the signature.
local function stated(mentions, document, marks)
  local reading, blocks = document.reading, document.blocks
  local head, tail
  local i, class, first = mentions:next("period", 1)
  while i do
    local in_tail = first >= marks.tail_first
    if class == "day" or class == "month" and in_tail then
      local labelled = class == "day" and is_labelled(reading, first)
      if labelled or in_tail or first <= marks.head_last then
        local basis, year, _, month, day = mentions:period(i)
        if basis == "written" then
          local date = calendar.iso(year, month, day)
          if labelled then
            return date
          elseif in_tail then
            tail = date
          else
            head = head or date
          end
        end
      end
    end
    i, class, first = mentions:next("period", i + 1)
  end
  return head or tail or dotted_in(reading, blocks, marks.tail_block, #blocks) or
    dotted_in(reading, blocks, 1, marks.head_block)
end

-- The day of “本报12月28日讯”, which leaves the year to the text.
local function day_of_dateline(mentions, reading, year)
  local i, class, _, last = mentions:next("period", 1)
  while i do
    if class == "day" and (reading:find("^讯", last + 1) or reading:find("^电", last + 1)) then
      local basis, _, _, month, day = mentions:period(i)
      if basis == "missing" then
        return calendar.iso(tonumber(year), month, day)
      end
    end
    i, class, _, last = mentions:next("period", i + 1)
  end
end

-- 工作总结2021.txt, 2021/a.txt; no part of a longer number.
local function year_of_name(name)
  return name:match "%f[%d](20%d%d)%f[^%d]" or name:match "%f[%d](19%d%d)%f[^%d]"
end

--- The date of a document: ISO (a day, a month or a year) and its basis: stated, text, path, unknown.
---@param mentions userdata
---@param document wenlu.Document
---@param marks wenlu.Marks  where head and tail of the page are
---@param path string?
---@return string? date
---@return string basis
function M.of(mentions, document, marks, path)
  local date = stated(mentions, document, marks)
  if date then
    return date, "stated"
  end
  local basis
  date, basis = told.of(mentions, document, marks)
  if date then
    return #date == 4 and day_of_dateline(mentions, document.reading, date) or date, basis
  end
  date = path and year_of_name(near.of(path))
  return date, date and "path" or "unknown"
end

return M
