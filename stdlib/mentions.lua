--- Turns a document into its mentions: quantities, periods, places, organisations, initiatives, non-quantities.
local calendar = require "wenlu.calendar"
local lexicon = require "wenlu.lexicon"

local M = {}

local compiled

--- The scanner over all tables and the words of the shipped frames, compiled at the first call.
---@return userdata scanner
---@return table bits  see wenlu.lexicon
function M.scanner()
  if not compiled then
    collectgarbage "stop" -- all that is made here stays
    local scanner, bits = lexicon.compile(require "wenlu.frames".list())
    collectgarbage "restart"
    compiled = { scanner = scanner, bits = bits }
  end
  return compiled.scanner, compiled.bits
end

--- Scans the reading of a document; offsets of the mentions lead back to its text (mentions:locate).
---@param document wenlu.Document
---@return userdata mentions  see stdlib/meta/scan.lua
function M.scan(document)
  local mentions = M.scanner():scan(document.reading)
  if document.segments then
    mentions:place(document.segments)
  end
  return mentions
end

local HIDDEN = { cue = true, none = true }

--- What a period mention says, as text: 2021, 2021-08-31, 2018..2022, -06..-09 (year missing), +1 (relative).
---@param mentions userdata
---@param i integer
---@return string
function M.period_text(mentions, i)
  local basis, year, last_year, month, day, last_month, last_day = mentions:period(i)
  if basis == "relative" then
    local sign = year < 0 and "" or "+"
    return sign .. year .. (month > 0 and (":%02d..%02d"):format(month, last_month) or "")
  elseif basis == "missing" then
    local first = month > 0 and ("-%02d"):format(month) or "-"
    return first .. (day > 0 and ("-%02d"):format(day) or "") ..
      (last_month ~= month and ("..-%02d"):format(last_month) or "")
  end
  local first = calendar.iso(year, month, day)
  local last = calendar.iso(last_year, last_month, last_day)
  return first == last and first or first .. ".." .. last
end

--- One mention as a record, as `wenlu show --stage mentions` prints it.
---@param document wenlu.Document
---@param mentions userdata
---@param i integer
---@return table? record  nil for cue words, which are not shown
function M.record(document, mentions, i)
  local kind, class, first, last = mentions:get(i)
  if HIDDEN[kind] then
    return nil
  end
  local text_first, text_last = mentions:locate(first, last)
  local record = {
    kind = kind, class = class, first = text_first, last = text_last,
    surface = document.text:sub(text_first, text_last),
  }
  if kind == "quantity" or class == "duration" and not mentions:row(i) then
    record.low, record.high, record.mark, record.status = mentions:value(i)
    record.unit = mentions:unit(i)
    local from, to = mentions:counted(i)
    record.counted = from and document.reading:sub(from, to) or nil
    local number_first, number_last = mentions:number(i)
    if number_first then
      record.number = document.reading:sub(number_first, number_last)
    end
  elseif kind == "period" then
    record.value = M.period_text(mentions, i)
  else
    local row = mentions:row(i)
    record.name = row and row.name or nil
  end
  return record
end

return M
