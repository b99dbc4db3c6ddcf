--- Turns a table of data/ (tab-separated text) into an array of records.
local embed = require "wenlu.embed"

local M = {}

local cache = {}

local find, sub = string.find, string.sub

local function fields_of(line)
  local fields = {}
  for field in line:gmatch "[^\t]*" do
    fields[#fields + 1] = field
  end
  return fields
end

-- The record in [first, last] of the text, and how many fields it has.
local function record_of(text, first, last, columns)
  local record, count = {}, 0
  while first <= last + 1 do
    local stop = find(text, "\t", first, true)
    stop = stop and stop <= last and stop or last + 1
    count = count + 1
    if stop > first then
      record[columns[count] or count] = sub(text, first, stop - 1)
    end
    first = stop + 1
  end
  return record, count
end

--- Parses tab-separated text: comment lines begin with "#", and the last of those that holds tabs before
--- the first record names the columns. Empty fields are left out of the record.
---@param text string
---@param name string  for error messages
---@return table[] records
function M.parse(text, name)
  local columns
  local records = {}
  local number, first, size = 0, 1, #text
  while first <= size do
    local stop = find(text, "\n", first, true) or size + 1
    local last = sub(text, stop - 1, stop - 1) == "\r" and stop - 2 or stop - 1
    number = number + 1
    if sub(text, first, first) == "#" then
      local line = sub(text, first, last)
      if #records == 0 and find(line, "\t", 1, true) then
        columns = fields_of((line:gsub("^#%s*", "")))
      end
    elseif first <= last then
      if not columns then
        error(name .. ": no line names the columns", 2)
      end
      local record, count = record_of(text, first, last, columns)
      if count > #columns then
        error(("%s:%d: %d fields, but %d columns"):format(name, number, count, #columns), 2)
      end
      records[#records + 1] = record
    end
    first = stop + 1
  end
  return records
end

--- The records of data/NAME.tsv, read once.
---@param name string
---@return table[] records  shared: do not change them
function M.read(name)
  if not cache[name] then
    local file = "data/" .. name .. ".tsv"
    local text = embed.read(file)
    if not text then
      error("no table " .. file, 2)
    end
    cache[name] = M.parse(text, file)
  end
  return cache[name]
end

--- Splits "a|b|c" into an array; nil gives none.
---@param text string?
---@return string[]
function M.split(text)
  local parts = {}
  for part in (text or ""):gmatch("[^|]+") do
    parts[#parts + 1] = part
  end
  return parts
end

return M
