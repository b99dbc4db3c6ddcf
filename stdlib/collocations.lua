--- Turns documents of words into collocations: pairs of words that stand together more often than chance has them.
---
--- Two ways of counting. `pairs`: every pair of words up to `window` apart within a unit (sentence) is one event;
--- margins are how often each word is first or second in such pairs. `around`: the words within a span of a node
--- against those elsewhere (surface cooccurrence of Evert 2008, "Corpora and collocations").

local association = require "wenlu.association"
local tally = require "wenlu.tally"
local tokens = require "wenlu.tokens"

local M = {}

---@class wenlu.collocations.Row
---@field word string      for pairs: both words with a space between
---@field first string?    pairs only
---@field second string?
---@field count integer    together
---@field first_count integer   pairs: as the first of a pair; around: words near the node
---@field second_count integer  pairs: as the second; around: the word anywhere but as the node
---@field total integer    all pairs; or all words but the node
---@field expected number  count by chance
---@field documents integer
---@field score number     the measure that rows are sorted by
---@field pmi number       bits
---@field npmi number
---@field log_likelihood number
---@field t_score number

---@class wenlu.collocations.Options
---@field window integer?   pairs: the second word is at most so many words on (1: the next)
---@field left integer?     around: words before the node (5)
---@field right integer?    around: words after it (5)
---@field least integer?    count together (2)
---@field measure string?   of wenlu.association, that rows are sorted by ("log_likelihood")
---@field limit integer?
---@field keep nil|fun(word: string): boolean  which words take part; the others count as distance

local function measure_of(options)
  local measure = association.MEASURES[options.measure or "log_likelihood"]
  if not measure then
    error(("measure: none is called '%s'"):format(tostring(options.measure)), 3)
  end
  return measure
end

-- G2 and chi-squared do not tell attraction from repulsion: the latter gets a minus here.
local UNSIGNED = { [association.log_likelihood] = true, [association.chi_squared] = true }

local function fill(row, measure)
  local both, first, second, total = row.count, row.first_count, row.second_count, row.total
  row.expected = first * second / total
  row.pmi = association.pmi(both, first, second, total)
  row.npmi = association.npmi(both, first, second, total)
  row.log_likelihood = association.log_likelihood(both, first, second, total)
  row.t_score = association.t_score(both, first, second, total)
  row.score = measure(both, first, second, total)
  if UNSIGNED[measure] and both < row.expected then
    row.score = -row.score
  end
  return row
end

local function add(counts, key)
  counts[key] = (counts[key] or 0) + 1
end

local function number_of(state, word)
  local id = state.numbers[word]
  if not id then
    id = #state.names + 1
    state.numbers[word], state.names[id] = id, word
  end
  return id
end

local function count_pairs(state, document, number, window, keep)
  local ids = {}
  for i, word in ipairs(document) do
    ids[i] = (not keep or keep(word)) and number_of(state, word)
  end
  for first, last in tokens.units(document) do
    for i = first, last do
      for k = i + 1, ids[i] and math.min(i + window, last) or i do
        if ids[k] then
          local key = ids[i] << 32 | ids[k]
          add(state.both, key)
          add(state.first, ids[i])
          add(state.second, ids[k])
          state.total = state.total + 1
          if state.latest[key] ~= number then
            state.latest[key] = number
            add(state.documents, key)
          end
        end
      end
    end
  end
end

--- Pairs of words in their order, those with the highest score first.
---
---     collocations.pairs(documents, { window = 2, least = 5, measure = "npmi", limit = 20 })
---
---@param documents wenlu.tokens.Document[]
---@param options? wenlu.collocations.Options
---@return wenlu.collocations.Row[]
function M.pairs(documents, options)
  options = options or {}
  local measure = measure_of(options)
  local state = {
    numbers = {}, names = {}, both = {}, first = {}, second = {}, documents = {}, latest = {}, total = 0,
  }
  for number, document in ipairs(documents) do
    count_pairs(state, document, number, options.window or 1, options.keep)
  end
  local rows, least = {}, options.least or 2
  for key, count in pairs(state.both) do
    if count >= least then
      local a, b = key >> 32, key & 0xFFFFFFFF
      rows[#rows + 1] = fill({
        word = state.names[a] .. " " .. state.names[b], first = state.names[a], second = state.names[b],
        count = count, first_count = state.first[a], second_count = state.second[b], total = state.total,
        documents = state.documents[key],
      }, measure)
    end
  end
  return tally.sort(rows, "score", options.limit)
end

-- Marks the words of a unit that lie near a node: each once, however many nodes are near.
local function near_nodes(document, node, first, last, left, right)
  local near
  for i = first, last do
    if document[i] == node then
      near = near or {}
      for k = math.max(first, i - left), math.min(last, i + right) do
        near[k] = true
      end
    end
  end
  return near
end

local function count_around(state, document, node, options)
  local left, right, keep = options.left or 5, options.right or 5, options.keep
  local seen = {}
  for first, last in tokens.units(document) do
    local near = near_nodes(document, node, first, last, left, right)
    for i = first, last do
      local word = document[i]
      if word ~= node and (not keep or keep(word)) then
        state.total = state.total + 1
        add(state.all, word)
        if near and near[i] then
          state.near = state.near + 1
          add(state.both, word)
          if not seen[word] then
            seen[word] = true
            add(state.documents, word)
          end
        end
      end
    end
  end
end

--- The collocates of a word: what stands up to `left` words before it or `right` after it, in the same unit.
---
---     collocations.around(documents, "整改", { left = 0, right = 3, measure = "log_likelihood" })
---
---@param documents wenlu.tokens.Document[]
---@param node string
---@param options? wenlu.collocations.Options
---@return wenlu.collocations.Row[]
function M.around(documents, node, options)
  options = options or {}
  local measure = measure_of(options)
  local state = { all = {}, both = {}, documents = {}, total = 0, near = 0 }
  for _, document in ipairs(documents) do
    count_around(state, document, node, options)
  end
  local rows, least = {}, options.least or 2
  for word, count in pairs(state.both) do
    if count >= least then
      rows[#rows + 1] = fill({
        word = word, count = count, first_count = state.near, second_count = state.all[word], total = state.total,
        documents = state.documents[word],
      }, measure)
    end
  end
  return tally.sort(rows, "score", options.limit)
end

return M
