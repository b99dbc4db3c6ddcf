--- Turns a table of data/ (tab-separated text) into an array of records.
local embed = require "wenlu.embed"

local M = {}

local cache = {}

local function fields_of(line)
  local fields = {}
  for field in (line .. "\t"):gmatch("(.-)\t") do
    fields[#fields + 1] = field
  end
  return fields
end

--- Parses tab-separated text: comment lines begin with "#", and the last of those that holds tabs before
--- the first record names the columns. Empty fields are left out of the record.
---@param text string
---@param name string  for error messages
---@return table[] records
function M.parse(text, name)
  local columns
  local records = {}
  local number = 0
  for line in text:gmatch("([^\n]*)\n?") do
    number = number + 1
    line = line:gsub("\r$", "")
    if line:sub(1, 1) == "#" then
      if #records == 0 and line:find("\t", 1, true) then
        columns = fields_of((line:gsub("^#%s*", "")))
      end
    elseif line ~= "" then
      if not columns then
        error(name .. ": no line names the columns", 2)
      end
      local fields = fields_of(line)
      if #fields > #columns then
        error(("%s:%d: %d fields, but %d columns"):format(name, number, #fields, #columns), 2)
      end
      local record = {}
      for i, field in ipairs(fields) do
        record[columns[i]] = field ~= "" and field or nil
      end
      records[#records + 1] = record
    end
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
