-- lua-rex-pcre2 (with its compiler to machine code) on the task matcher_spans of
-- tests/bench/tasks/matcher.lua: lua5.4 peer_rex.lua TASK FILE. Prints the seconds of the second run.
local rex = require "rex_pcre2"

local DICTIONARY = "/usr/lib/python3/dist-packages/jieba/dict.txt"
local COUNT = 100

local function read(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read "a"
  file:close()
  return bytes
end

--- The most frequent words of two characters or more, long ones first.
local function frequent()
  local all = {}
  for word, frequency in read(DICTIONARY):gmatch "([^ \n]+) (%d+)" do
    if #word >= 6 then
      all[#all + 1] = { word = word, frequency = tonumber(frequency) }
    end
  end
  table.sort(all, function(a, b)
    return a.frequency > b.frequency or a.frequency == b.frequency and a.word < b.word
  end)
  local words = {}
  for i = 1, COUNT do
    words[i] = all[i].word
  end
  table.sort(words, function(a, b)
    return #a > #b or #a == #b and a < b
  end)
  return words
end

assert(arg[1] == "matcher_spans", "usage: peer_rex.lua matcher_spans FILE")
local text = read(arg[2])
local escaped = {}
for i, word in ipairs(frequent()) do
  escaped[i] = word:gsub("%p", "\\%0")
end
local pattern = rex.new(table.concat(escaped, "|"))
pattern:jit_compile()

local seconds
for _ = 1, 2 do
  local start = os.clock()
  local sum, from = 0, 1
  while true do
    local first, last = pattern:find(text, from)
    if not first then
      break
    end
    sum = sum + last - first
    from = last + 1
  end
  seconds = os.clock() - start
  io.stderr:write(sum, "\n")
end
print(("%.6f"):format(seconds))
