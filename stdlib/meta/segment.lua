---@meta wenlu.segment

--- Chinese word segmentation. The default mode gives what jieba 0.42.1's `cut` gives, token for token; so do its other
--- modes and `posseg`. Tokens stay packed in C; Lua sees offsets, and strings when it asks for them. Inside wenlu, use
--- wenlu.segmenter, which adds the lexicon and keeps figures and names whole.
---
---     local segmenter = assert(segment.new())
---     local tokens = segmenter:cut("办结率达94.5%", { tags = true })
---     for i, first, last, tag in tokens:each() do print(i, tokens:word(i), first, last, tag) end
---     --> 1 办结 1 6 v, then 2 率达 7 12 v, then 3 94.5% 13 17 m
---
--- The dictionary is one file, mapped, that the build makes of Debian's python3-jieba: `WENLU_DICTIONARY`, else
--- wenlu.dict beside the program or in ../share/wenlu. Built without that package it has no words of its own
--- (`segment.info().words` is 0): then user words alone are found, and all else is cut into single hanzi.
---
--- Texts are UTF-8; a byte that is none is a token by itself. Positions are 1-based bytes, ranges inclusive.
--- Weights are jieba's frequencies: whole numbers from 1 on.
local segment = {}

---@class wenlu.segment.Options
---@field mode? "default"|"full"|"search"  full: every word of the dictionary, overlapping; search: words of two and
--- three characters before the longer word that holds them. "default"
---@field hmm? boolean   finds new words among single hanzi by a hidden Markov model; true
---@field tags? boolean|"posseg"  true: a tag for each token of the same cut; "posseg": jieba.posseg, which cuts a little
--- otherwise (at % and -, and new words by its own model), in the default mode only; false
---@field simplify? boolean  looks hanzi up by their simplified form, those of user words too; offsets stay those of the
--- text; false
---@field spans? integer[]|wenlu.scan.Mentions  ranges that are one token each, marked "span": a flat list first, last,
--- first, last ..., ascending and apart, or the mentions of the same text: its quantities, periods, places,
--- organisations and initiatives

---@class wenlu.segment.Info
---@field path string
---@field source string      "jieba", or "data alone"
---@field words integer
---@field total integer      sum of the weights
---@field idf_words integer
---@field idf_median number  for words without inverse document frequency
---@field model boolean      whether there are the tables of the hidden Markov models
---@field bytes integer

---@class wenlu.segment.Segmenter
local Segmenter = {}

--- `#tokens` is how many. They keep their text alive.
---@class wenlu.segment.Tokens
local Tokens = {}

--- `#counter` is how many different words (with different tags, where tokens came with tags).
---@class wenlu.segment.Counter
local Counter = {}

--- Opens the dictionary: in about 1 ms the first time, at once after that.
---@param options? {dictionary: string?}  path of another dictionary file
---@return wenlu.segment.Segmenter?
---@return string? message  "path: reason": missing, truncated, damaged, of another version
---@return string? code     "enoent", "bad-dictionary", ...
function segment.new(options) end

--- What the dictionary holds.
---@param dictionary? string
---@return wenlu.segment.Info?
---@return string? message
---@return string? code
function segment.info(dictionary) end

---@return wenlu.segment.Counter
function segment.counter() end

--- Cuts a text. Raises for a text of 4 GB or more and for spans out of order or outside the text.
---@param text string
---@param options? wenlu.segment.Options
---@return wenlu.segment.Tokens
function Segmenter:cut(text, options) end

--- Cuts a text and counts its tokens, without keeping them.
---@param text string
---@param counter wenlu.segment.Counter
---@param options? wenlu.segment.Options
---@return wenlu.segment.Counter counter
function Segmenter:count(text, counter, options) end

--- Adds a word, or gives one another weight and tag: for this segmenter only. A word with blanks, quotes, · or other
--- characters at which jieba cuts in any case is one token wherever it stands, but not inside a number or Latin word.
---
---     segmenter:add("“一老一小”服务", 100, "nz")
---@param word string      1 to 255 characters of UTF-8; raises otherwise
---@param weight? integer  what Segmenter:suggest says
---@param tag? string      that of the dictionary
---@return integer weight
function Segmenter:add(word, weight, tag) end

--- Makes a word one token wherever it stands, the longest first, whatever the weights say.
---@param word string
---@param tag? string
---@return integer weight
function Segmenter:force(word, tag) end

--- Takes a word away, one of the dictionary too; the model will not find it again.
---@param word string
function Segmenter:remove(word) end

--- The weight that keeps a word whole, or lets parts apart, as jieba's suggest_freq says it.
---@param word string|string[]  a word, or its parts
---@return integer weight
function Segmenter:suggest(word) end

--- The weight and tag of a word.
---@param word string
---@return integer? weight  nothing when it is no word
---@return string? tag
function Segmenter:weight(word) end

--- The inverse document frequency of a word in jieba's table.
---@param word string
---@return number?  nothing when it is not in it; raises when the dictionary's table is damaged
function Segmenter:idf(word) end

--- Adds the words of a file's text in jieba's format: `word[ weight][ tag]`, a line each; blanks in the word are kept,
--- lines that begin with "# " are comments. Nothing is added when one line is wrong.
---@param text string
---@param options? {name: string?, terms: boolean?}  name: for messages; terms: tokens are marked "term"
---@return integer? words
---@return string[]|string notes  one for each word that stands there twice; or "name:line: reason": a weight that is
--- negative, 0, too large or no whole number, a comma after the word, no UTF-8, a word too long, no words at all
---@return string? code           "bad-dictionary", "empty"
function Segmenter:load(text, options) end

--- One token. Raises for a number that is none.
---@param i integer 1 to #tokens
---@return integer first
---@return integer last
---@return string? tag   nil when cut without tags
---@return "word"|"term"|"span" mark
function Tokens:get(i) end

--- Iterates over all tokens: `for i, first, last, tag, mark in tokens:each() do`.
---@return fun(tokens: wenlu.segment.Tokens, i: integer): integer?, integer?, integer?, string?, string?
---@return wenlu.segment.Tokens
---@return integer
function Tokens:each() end

---@param i integer
---@return string
function Tokens:word(i) end

---@return string[]
function Tokens:words() end

--- Raises when the text was cut without tags.
---@return string[]
function Tokens:tags() end

--- The text that was cut.
---@return string
function Tokens:text() end

--- Adds all tokens, or a word as often as said.
---@param tokens wenlu.segment.Tokens|string
---@param times? integer  1 or more; 1
---@return wenlu.segment.Counter self
function Counter:add(tokens, times) end

--- How often a word was counted; 0 when never.
---@param word string
---@param tag? string  of tokens that came with tags
---@return integer
function Counter:get(word, tag) end

--- The words, the most frequent first, those of equal count in the order of their bytes.
---@param options? {top: integer?, least: integer?}  how many at most; how often at least
---@return string[] words
---@return integer[] counts
---@return string[]? tags  when some tokens came with tags
function Counter:list(options) end

--- How many tokens were counted.
---@return integer
function Counter:total() end

return segment
