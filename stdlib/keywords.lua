--- Turns a document of words into its keywords, by TF-IDF or TextRank as jieba 0.42.1 defines them.
---
--- Weights are jieba's to the last bit; among equal weights jieba keeps the order of a hash table or of the text, here
--- the word with the lower code points comes first.

local graph = require "wenlu.keywords.graph"
local tally = require "wenlu.tally"
local unicode = require "wenlu.unicode"

local M = {}

---@class wenlu.keywords.Idf
---@field of fun(word: string): number?  inverse document frequency
---@field median number                  for words that it does not know

-- What jieba never takes for keywords.
local STOP = {}
for word in ("the of is and to in that we for an are by be as on with can if from which you it this then at have all "
  .. "not one has or"):gmatch "%S+" do
  STOP[word] = true
end

local TEXTRANK_TAGS = { ns = true, n = true, vn = true, v = true }

local SPACES = "[\9-\13\28-\32]"
local WIDE = { "\u{85}", "\u{A0}", "\u{1680}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}" }
for code = 0x2000, 0x200A do
  WIDE[#WIDE + 1] = utf8.char(code)
end

-- As Python's str.strip does. Wide spaces begin with one of four bytes, which hanzi do not have.
local function strip(word)
  if word:find(SPACES) then
    word = word:match("^" .. SPACES .. "*(.-)" .. SPACES .. "*$")
  end
  for _, space in ipairs(word:find "[\xC2\xE1\xE2\xE3]" and WIDE or {}) do
    if word:sub(1, #space) == space then
      return strip(word:sub(#space + 1))
    elseif word:sub(-#space) == space then
      return strip(word:sub(1, -#space - 1))
    end
  end
  return word
end

local function long_enough(word)
  local length = utf8.len(strip(word))
  return length and length >= 2
end

local function chooser(options, tags)
  local stop = options.stop or {}
  local known = {}
  return function(word, tag)
    if tags and not tags[tag] then
      return false
    elseif known[word] == nil then
      local lower = unicode.lower(word)
      known[word] = long_enough(word) and not STOP[lower] and not stop[lower] or false
    end
    return known[word]
  end
end

local function tag_set(tags)
  local set = tags and {}
  for _, tag in ipairs(tags or {}) do
    set[tag] = true
  end
  return set
end

--- Reads an IDF table in jieba's format: a word, a space, a number on each line.
---@param source string UTF-8
---@return wenlu.keywords.Idf? idf
---@return string? message "idf: ... in line n"
---@return string? code "bad-idf"
function M.read_idf(source)
  local values, sorted, number = {}, {}, 0
  for line in source:gmatch "[^\r\n]+" do
    number = number + 1
    local word, value = line:match "^%s*(%S+) (%S+)%s*$"
    value = tonumber(value)
    if not value then
      return nil, ("idf: no word and number in line %d"):format(number), "bad-idf"
    end
    values[word] = value
  end
  for _, value in pairs(values) do
    sorted[#sorted + 1] = value
  end
  if #sorted == 0 then
    return nil, "idf: empty", "bad-idf"
  end
  table.sort(sorted)
  return { of = function(word) return values[word] end, median = sorted[#sorted // 2 + 1] }
end

--- The IDF table of a segmenter's dictionary: jieba's.
---
---     keywords.idf_of(segmenter, segment.info().idf_median)
---
---@param segmenter wenlu.segment.Segmenter anything with idf(word)
---@param median number
---@return wenlu.keywords.Idf
function M.idf_of(segmenter, median)
  return { of = function(word) return segmenter:idf(word) end, median = median }
end

--- Learns inverse document frequencies from a corpus of one's own: ln(N / n) for a word that n of N documents have.
--- A word that none has counts as one that a single document has: `median` is ln N.
---@param documents wenlu.tokens.Document[] at least one
---@return wenlu.keywords.Idf
function M.learn_idf(documents)
  local _, _, within = tally.count(documents)
  local size = #documents
  return {
    of = function(word)
      return within[word] and math.log(size / within[word])
    end,
    median = math.log(math.max(size, 1)),
  }
end

local function listed(weights, order, options)
  local rows = {}
  for i, word in ipairs(order) do
    rows[i] = { word = word, weight = weights[word] }
  end
  return tally.sort(rows, "weight", options.limit or 20)
end

--- The words of a document with the highest TF-IDF: their share of the words counted, times IDF.
---
---     keywords.tfidf(tokens.all(text, tokens.cutter(segmenter)), idf, { limit = 5 })
---
---@param document wenlu.tokens.Document
---@param idf wenlu.keywords.Idf
---@param options? {limit: integer?, tags: string[]?, stop: table<string, any>?} limit: 20, as in jieba; tags: only
--- words with one of these (allowPOS); stop: words in lower case that are left out, besides jieba's own
---@return {word: string, weight: number}[]
function M.tfidf(document, idf, options)
  options = options or {}
  local wanted = chooser(options, tag_set(options.tags))
  local counts, order, total = {}, {}, 0
  for i, word in ipairs(document) do
    if wanted(word, document.tags and document.tags[i]) then
      if not counts[word] then
        order[#order + 1] = word
      end
      counts[word] = (counts[word] or 0.0) + 1.0
      total = total + 1.0
    end
  end
  for _, word in ipairs(order) do
    counts[word] = counts[word] * ((idf.of(word) or idf.median) / total)
  end
  return listed(counts, order, options)
end

-- Pairs of wanted words less than `span` words apart, in the order in which they first come.
local function pairs_of(document, wanted, span)
  local is = {}
  for i, word in ipairs(document) do
    is[i] = wanted(word, document.tags and document.tags[i])
  end
  local edges, index = {}, {}
  for i, word in ipairs(document) do
    for k = i + 1, is[i] and math.min(i + span - 1, #document) or i do
      if is[k] then
        local row = index[word] or {}
        index[word] = row
        local edge = row[document[k]]
        if not edge then
          edge = { word, document[k], weight = 0 }
          row[document[k]], edges[#edges + 1] = edge, edge
        end
        edge.weight = edge.weight + 1
      end
    end
  end
  return edges
end

--- The words of a document with the highest rank in the graph of words that stand near each other, scaled to 1 for the
--- highest. The document must have the words of all tags, marks too, since they count as distance: see tokens.all.
---
---     keywords.textrank(tokens.all(text, tokens.cutter(segmenter, { tags = "posseg" })), { limit = 5 })
---
---@param document wenlu.tokens.Document with tags, unless tags is false
---@param options? {limit: integer?, tags: string[]|false|nil, stop: table<string, any>?, span: integer?} tags: "ns",
--- "n", "vn", "v" when absent, false for all; span: 5, so that words up to 4 apart are neighbours
---@return {word: string, weight: number}[]
function M.textrank(document, options)
  options = options or {}
  local tags = options.tags
  if tags == nil then
    tags = TEXTRANK_TAGS
  else
    tags = tags and tag_set(tags)
  end
  local weights, nodes = graph.rank(pairs_of(document, chooser(options, tags), options.span or 5))
  return listed(weights, nodes, options)
end

return M
