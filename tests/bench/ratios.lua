--- Turns the times of tests/bench/run into rates and ratios of runs made in turn.
--
-- Use: build/wenlu tests/bench/ratios.lua TIMES, a table of: name, round (0 warms up), how many, seconds.

local function read(path)
  local rates = {}
  for line in io.lines(path) do
    local name, round, count, seconds = line:match "^(%S+)\t(%d+)\t(%d+)\t(%S+)$"
    if round ~= "0" then
      rates[name] = rates[name] or {}
      table.insert(rates[name], tonumber(count) / tonumber(seconds))
    end
  end
  return rates
end

--- Least, median and greatest; of an even number the lower one of the two in the middle.
local function spread(list)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted)
  return sorted[1], sorted[(#sorted + 1) // 2], sorted[#sorted]
end

local function ratios(list, others)
  local quotients = {}
  for i, rate in ipairs(list) do
    quotients[i] = rate / others[i]
  end
  return spread(quotients)
end

local rates = read(arg[1])

print "\nFiles to facts in the store, documents per second"
print(("%-28s %10s %10s %10s    %s"):format("", "least", "median", "greatest", "wenlu / peer: least, median, greatest"))
for _, row in ipairs {
  { "wenlu", "wenlu ingest --jobs 1" }, { "wenlu_all", "wenlu ingest" }, { "peer_re", "python: re, sqlite3" },
  { "peer_jieba", "python: the same and jieba" },
} do
  local list = rates[row[1]]
  if list then
    local line = ("%-28s %10.0f %10.0f %10.0f"):format(row[2], spread(list))
    if row[1]:find "^peer" then
      line = line .. ("    %.2f  %.2f  %.2f"):format(ratios(rates.wenlu, list))
    end
    print(line)
  end
end
print "(jieba reads a sample, and its time to load the dictionary is not counted)"

if rates.start_lua then
  local _, ours = spread(rates.start_wenlu)
  local _, theirs = spread(rates.start_lua)
  print "\nStart-up: process and a script of one line, milliseconds"
  print(("wenlu %.2f, lua %.2f; wenlu / lua: least %.2f, median %.2f, greatest %.2f"):format(
    1000 / ours, 1000 / theirs, ratios(rates.start_lua, rates.start_wenlu)))
end
