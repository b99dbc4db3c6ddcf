--- Turns documents of words into n-grams with their counts; none reaches over the end of a unit (sentence).

local tally = require "wenlu.tally"
local tokens = require "wenlu.tokens"

local M = {}

---@class wenlu.ngrams.Row
---@field word string       the words, with the joiner between them
---@field words string[]
---@field count integer
---@field documents integer how many documents have it

---@class wenlu.ngrams.Options
---@field n integer|integer[]|nil  length or lengths (2)
---@field least integer?           count (1)
---@field limit integer?
---@field joiner string?           " "
---@field keep nil|fun(word: string): boolean  no n-gram has a word that is not kept, or reaches over it

-- Numbers for n-grams: each is the number of the n-gram without its last word, and that word's, in one integer.
local function new_ids()
  return { words = {}, names = {}, grams = {}, prefixes = {}, lasts = {}, count = 0 }
end

local function word_id(ids, word)
  local id = ids.words[word]
  if not id then
    id = #ids.names + 1
    ids.words[word], ids.names[id] = id, word
  end
  return id
end

local function gram_id(ids, prefix, last)
  local key = prefix << 32 | last
  local id = ids.grams[key]
  if not id then
    id = ids.count + 1
    ids.count, ids.grams[key], ids.prefixes[id], ids.lasts[id] = id, id, prefix, last
  end
  return id
end

local function words_of(ids, gram)
  local words = {}
  while gram > 0 do
    table.insert(words, 1, ids.names[ids.lasts[gram]])
    gram = ids.prefixes[gram]
  end
  return words
end

local function sizes_of(n)
  local sizes, highest = {}, 0
  for _, size in ipairs(type(n) == "table" and n or { n or 2 }) do
    if math.type(size) ~= "integer" or size < 1 then
      error("n: a length, or a list of lengths, at least 1", 3)
    end
    sizes[size], highest = true, math.max(highest, size)
  end
  return sizes, highest
end

-- Calls `take` with the number of every n-gram of the unit from word `first` to word `last`.
local function each_gram(ids, numbers, first, last, sizes, highest, take)
  for i = first, last do
    local gram = 0
    for k = i, math.min(i + highest - 1, last) do
      if not numbers[k] then
        break
      end
      gram = gram_id(ids, gram, numbers[k])
      if sizes[k - i + 1] then
        take(gram)
      end
    end
  end
end

local function number_words(ids, document, keep)
  local numbers = {}
  for i, word in ipairs(document) do
    numbers[i] = (not keep or keep(word)) and word_id(ids, word)
  end
  return numbers
end

--- Counts n-grams, the most frequent first; among equals by their words' code points.
---
---     ngrams.count({ { "整改", "落实", "整改", "落实" } })[1]
---     --> { word = "整改 落实", words = { "整改", "落实" }, count = 2, documents = 1 }
---
---@param documents wenlu.tokens.Document[]
---@param options? wenlu.ngrams.Options
---@return wenlu.ngrams.Row[]
function M.count(documents, options)
  options = options or {}
  local sizes, highest = sizes_of(options.n)
  local ids, counts, within, latest = new_ids(), {}, {}, {}
  for number, document in ipairs(documents) do
    local numbers = number_words(ids, document, options.keep)
    for first, last in tokens.units(document) do
      each_gram(ids, numbers, first, last, sizes, highest, function(gram)
        counts[gram] = (counts[gram] or 0) + 1
        if latest[gram] ~= number then
          latest[gram], within[gram] = number, (within[gram] or 0) + 1
        end
      end)
    end
  end
  local rows = {}
  for gram = 1, ids.count do
    if counts[gram] and counts[gram] >= (options.least or 1) then
      local words = words_of(ids, gram)
      rows[#rows + 1] = {
        word = table.concat(words, options.joiner or " "), words = words, count = counts[gram],
        documents = within[gram],
      }
    end
  end
  return tally.sort(rows, "count", options.limit)
end

return M
