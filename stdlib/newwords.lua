--- Turns raw text into candidates for new words: strings of hanzi that hold together and stand in many surroundings.
---
--- Cohesion is the least PMI, in bits, over all ways of cutting the string in two; freedom the lesser of the entropies,
--- in bits, of the characters to its left and to its right (branching entropy, Jin & Tanaka-Ishii 2006). As in Feng et
--- al. (2004), each begin or end of a run of hanzi is a neighbour of its own.
---
--- The texts are read twice. First the strings are counted, in at most `capacity` counters: when they are full, the
--- rarest are dropped (lossy counting, Manku & Motwani 2002), and `missed` says up to which count strings may have been
--- lost that way. Then those that are left are counted again, exactly, with their neighbours.

local tally = require "wenlu.tally"
local unicode = require "wenlu.unicode"

local M = {}

local log = math.log

---@class wenlu.newwords.Row
---@field word string
---@field count integer     exact
---@field cohesion number   bits
---@field left_entropy number
---@field right_entropy number
---@field freedom number    the lesser of both
---@field score number      cohesion + freedom, which rows are sorted by

---@class wenlu.newwords.Options
---@field longest integer?  characters (6)
---@field least integer?    count (10)
---@field cohesion number?  at least so many bits (5)
---@field freedom number?   at least so many bits (1.5)
---@field known nil|fun(word: string): boolean  words to leave out
---@field limit integer?
---@field capacity integer? counters in memory, of about 100 bytes each (1,000,000)

local function is_han(code)
  return code >= 0x4E00 and code <= 0x9FFF or code >= 0x3400 and code <= 0x4DBF
    or code >= 0x20000 and code <= 0x323AF or code == 0x3007
end

-- Calls `take` for each run of hanzi: where its characters begin, and one more for where it ends.
local function each_run(source, take)
  local starts = {}
  for first, code, last in unicode.codes(source) do
    if is_han(code) then
      starts[#starts + 1], starts.stop = first, last + 1
    elseif starts.stop then
      starts[#starts + 1] = starts.stop
      take(starts)
      starts = {}
    end
  end
  if starts.stop then
    starts[#starts + 1] = starts.stop
    take(starts)
  end
end

-- Steps through the texts: a list, or a function that gives a fresh iterator for each reading.
local function each_text(texts, take)
  if type(texts) == "function" then
    for source in texts() do
      take(source)
    end
  else
    for _, source in ipairs(texts) do
      take(source)
    end
  end
end

-- Drops the rarest strings until half of the room is free.
local function prune(state)
  while state.size > state.capacity // 2 do
    state.missed = state.missed + 1
    for gram, count in pairs(state.counts) do
      if count <= state.missed then
        state.counts[gram] = nil
        state.size = state.size - 1
      end
    end
  end
end

-- A string that comes (again) after others were dropped may have been dropped itself: it begins with that many.
local function count_run(state, source, starts)
  local counts, longest = state.counts, state.longest
  for i = 1, #starts - 1 do
    for k = i + 2, math.min(i + longest, #starts) do
      local gram = source:sub(starts[i], starts[k] - 1)
      local count = counts[gram]
      if not count then
        state.size = state.size + 1
        count = state.missed
      end
      counts[gram] = count + 1
    end
    if state.size > state.capacity then
      prune(state)
    end
  end
end

local function candidates(texts, options)
  local state = {
    counts = {}, size = 0, missed = 0, longest = options.longest or 6, capacity = options.capacity or 1000000,
  }
  each_text(texts, function(source)
    each_run(source, function(starts)
      count_run(state, source, starts)
    end)
  end)
  local least, kept = options.least or 10, {}
  for gram, count in pairs(state.counts) do
    if count >= least then
      kept[gram] = { count = 0, left = {}, right = {}, left_ends = 0, right_ends = 0 }
    end
  end
  return kept, state.missed
end

local function see(neighbours, character)
  neighbours[character] = (neighbours[character] or 0) + 1
end

local function recount_run(state, source, starts)
  local kept, singles, stop = state.kept, state.singles, #starts
  local characters = {}
  for i = 1, stop - 1 do
    characters[i] = source:sub(starts[i], starts[i + 1] - 1)
    see(singles, characters[i])
  end
  state.total = state.total + stop - 1
  for i = 1, stop - 1 do
    for k = i + 2, math.min(i + state.longest, stop) do
      local entry = kept[source:sub(starts[i], starts[k] - 1)]
      if entry then
        entry.count = entry.count + 1
        if i > 1 then see(entry.left, characters[i - 1]) else entry.left_ends = entry.left_ends + 1 end
        if k < stop then see(entry.right, characters[k]) else entry.right_ends = entry.right_ends + 1 end
      end
    end
  end
end

local function recount(texts, kept, options)
  local state = { kept = kept, singles = {}, total = 0, longest = options.longest or 6 }
  each_text(texts, function(source)
    each_run(source, function(starts)
      recount_run(state, source, starts)
    end)
  end)
  return state
end

-- The counts are added from the lowest on, so that the sum does not hang on the order of a hash table.
local function entropy(neighbours, ends, total)
  local counts = {}
  for _, count in pairs(neighbours) do
    counts[#counts + 1] = count
  end
  table.sort(counts)
  local sum = ends / total * log(total, 2)
  for _, count in ipairs(counts) do
    sum = sum - count / total * log(count / total, 2)
  end
  return sum
end

local function count_of(state, word)
  local entry = state.kept[word]
  return entry and entry.count or state.singles[word]
end

-- Every part of a string is at least as frequent as it, so its count is known, unless it was lost to the capacity.
local function cohesion(state, word, count)
  local lowest = math.huge
  for at in utf8.codes(word) do
    if at > 1 then
      local a, b = count_of(state, word:sub(1, at - 1)), count_of(state, word:sub(at))
      if a and b and a > 0 and b > 0 then
        lowest = math.min(lowest, log(count / a * state.total / b, 2))
      end
    end
  end
  return lowest
end

--- Finds candidates for new words, those with the highest score first.
---
---     newwords.find(texts, { least = 20, known = function(word) return segmenter:has(word) end, limit = 50 })
---
---@param texts string[]|fun(): (fun(): string?) UTF-8; or a function that gives an iterator, called twice
---@param options? wenlu.newwords.Options
---@return wenlu.newwords.Row[]
---@return integer missed  strings of up to this count may be missing; 0 when all had room
function M.find(texts, options)
  options = options or {}
  local kept, missed = candidates(texts, options)
  local state = recount(texts, kept, options)
  local rows, known = {}, options.known
  for word, entry in pairs(kept) do
    if entry.count >= (options.least or 10) and not (known and known(word)) then
      local row = { word = word, count = entry.count, cohesion = cohesion(state, word, entry.count) }
      row.left_entropy = entropy(entry.left, entry.left_ends, entry.count)
      row.right_entropy = entropy(entry.right, entry.right_ends, entry.count)
      row.freedom = math.min(row.left_entropy, row.right_entropy)
      row.score = row.cohesion + row.freedom
      if row.cohesion >= (options.cohesion or 5) and row.freedom >= (options.freedom or 1.5) then
        rows[#rows + 1] = row
      end
    end
  end
  return tally.sort(rows, "score", options.limit), missed
end

return M
