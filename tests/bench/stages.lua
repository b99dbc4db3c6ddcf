--- Turns a folder and a new store into the rate of each stage on the way, all in one process.
--
-- Use: build/wenlu tests/bench/stages.lua FOLDER STORE
local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local document = require "wenlu.document"
local facts = require "wenlu.facts"
local files = require "wenlu.files"
local mentions = require "wenlu.mentions"
local rows = require "wenlu.rows"
local store = require "wenlu.store"

local ROUNDS = 5 -- after one that warms up

local function paths_below(folder)
  local paths = {}
  for _, subfolder in ipairs(assert(files.list(folder))) do
    for _, name in ipairs(assert(files.list(folder .. "/" .. subfolder))) do
      paths[#paths + 1] = ("%s/%s/%s"):format(folder, subfolder, name)
    end
  end
  return paths
end

-- Each stage takes the values that the stage before it left.
local stages = {
  { "bytes: read, sha256", function(_, path) return assert(bytes.read(path)) end },
  { "text: charset, decode", function(value) return assert(decode.text(value)) end, from = 1 },
  { "document: layout", function(text) return document.read(text.text) end, from = 2 },
  { "mentions: scan", function(layout) return mentions.scan(layout) end, from = 3 },
  { "facts: metadata", function(layout, path) return facts.reader(layout, path) end, from = 3, without = 4 },
  { "facts: frames", function(reader) return facts.read(reader) end, from = 5 },
}

local function median(list)
  table.sort(list)
  return list[(#list + 1) // 2]
end

-- Seconds of processor time to write packed documents to a new store.
local function write(paths, texts, packed, path_of_store)
  os.remove(path_of_store)
  local writer = assert(store.writer(path_of_store))
  collectgarbage()
  local from = os.clock()
  writer:begin()
  for i, path in ipairs(paths) do
    writer:link(path, writer:add(texts[i].sha256, packed[i]))
  end
  writer:commit()
  local seconds = os.clock() - from
  writer:close()
  return seconds
end

-- Seconds of processor time of every stage, and of packing and writing at the end.
local function round(paths, path_of_store)
  local values, seconds = { [0] = {} }, {}
  for number, stage in ipairs(stages) do
    local made, input, work = {}, values[stage.from or 0], stage[2]
    collectgarbage()
    local from = os.clock()
    for i, path in ipairs(paths) do
      made[i] = work(input[i], path)
    end
    seconds[number] = os.clock() - from - (stage.without and seconds[stage.without] or 0)
    values[number] = made
  end
  local packed = {}
  collectgarbage()
  local from = os.clock()
  for i = 1, #paths do
    packed[i] = rows.pack(values[2][i], values[5][i], values[6][i])
  end
  seconds[#stages + 1] = os.clock() - from
  seconds[#stages + 2] = write(paths, values[2], packed, path_of_store)
  return seconds, values[2]
end

local paths = paths_below(arg[1])
local times, size = {}, 0
for number = 0, ROUNDS do
  local seconds, texts = round(paths, arg[2])
  for stage, spent in ipairs(seconds) do
    times[stage] = times[stage] or {}
    times[stage][number] = spent
  end
  if number == 0 then
    for _, text in ipairs(texts) do
      size = size + #text.text
    end
  end
end

local total = 0
for stage, list in ipairs(times) do
  times[stage] = median(list)
  total = total + times[stage]
end
print(("\nThe stages in one process, processor time, %d documents of %.1f MB"):format(#paths, size / 1e6))
for stage, seconds in ipairs(times) do
  local name = stages[stage] and stages[stage][1] or stage == #times and "store: write" or "store: pack rows"
  print(("%-28s %8.0f MB/s %9.0f documents/s %6.1f %%"):format(
    name, size / 1e6 / seconds, #paths / seconds, 100 * seconds / total))
end
print(("%-28s %8.0f MB/s %9.0f documents/s"):format("together", size / 1e6 / total, #paths / total))
