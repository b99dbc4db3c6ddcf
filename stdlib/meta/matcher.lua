---@meta wenlu.matcher

--- Finds many terms at once in a text: ten or 400,000, over bytes, with any bytes in them.
---
---     local set = matcher.new({ "整改", "整改率", "率" }, { "cue", "rate" })
---     for first, last, id in set:scan("整改率达95.6%"):each() do
---       print(first, last, set:term(id), set:payload(id))    --> 1   9   整改率   rate
---     end
---
--- Terms are numbered from 1 in the order of adding. Positions are 1-based bytes, ranges inclusive.
--- The time a scan takes grows with the text and the hits alone, however many terms there are and however
--- long. At a place where terms begin at most 50 bytes are compared; where that is not enough too often
--- (long terms of a's in a text of a's), the set makes an automaton of its terms longer than that, at some
--- 75 bytes of memory for each of theirs, and keeps it until it is altered.
local matcher = {}

--- Which hits a scan reports where terms overlap:
--- - "leftmost-longest" (the standard): the longest term at the first place that has any, then on behind
---   it; hits never overlap.
--- - "overlapping": the longest term at every place; at most one hit for each byte.
--- - "all": every term at every place, by place and then length. A text of n bytes can have n times as
---   many hits as there are terms that begin with one another (a, aa, aaa, ...): see `limit`.
---@alias wenlu.matcher.Policy "leftmost-longest"|"overlapping"|"all"

---@class wenlu.matcher.Options
---@field policy? wenlu.matcher.Policy
---@field first? integer the scan begins at this byte; 1 when absent
---@field last? integer and ends at this one, as if the text did; the text's last when absent
---@field limit? integer most hits; 268,435,456 (2 GB of memory) when absent
---@field scalar? boolean true: without SIMD instructions, for tests; the hits are the same

--- A set of terms. `#set` is how many it has.
---@class wenlu.matcher.Matcher
local Matcher = {}

--- A new set; the same term given twice counts once and keeps its last payload. 350,000 words take less
--- than a tenth of a second. Raises for terms that are no strings, or empty, and for more than 4 GB.
---@param terms? string[]
---@param payloads? table payloads[i] belongs to terms[i]
---@return wenlu.matcher.Matcher
function matcher.new(terms, payloads) end

--- Maps a set from a file with the bytes of `Matcher:pack`: in well under a millisecond, whatever its
--- size, and with memory that all processes share. Altering the set copies it; the file is never written.
--- While it is mapped, replace such a file (`files.write` does that), never overwrite it.
---
---     assert(files.write("words.matcher", matcher.new(words):pack()))
---     local set = assert(matcher.map "words.matcher")
---
--- Returns nil, message, code for what cannot be read (codes of the operating system), is no such file
--- ("bad-format"), of another version or byte order ("bad-version"), cut short ("truncated") or altered
--- ("damaged"). Files above 256 KB are checked whole only with `verify`, which reads all of them; of the
--- others the head is. What is damaged unseen gives wrong hits, never anything worse.
---@param path string
---@param options? {verify?: boolean}
---@return wenlu.matcher.Matcher? set
---@return string message
---@return string code
function matcher.map(path, options) end

--- Adds a term, also between scans; one that is there already keeps its number and gets this payload.
---@param term string not empty
---@param payload? any integers are kept packed, at 8 bytes each
---@return integer id
function Matcher:add(term, payload) end

--- Takes a term out, with its payload. Its number is not used again; added anew it gets another.
---@param term string
---@return boolean found whether it was there
function Matcher:remove(term) end

--- The number of a term.
---@param term string
---@return integer? id nil when the set does not have it
function Matcher:find(term) end

--- The term of a number, also of one that was removed. Raises for a number never given.
---@param id integer
---@return string term
function Matcher:term(id) end

--- The payload of a term, or nil.
---@param id integer
---@return any payload
function Matcher:payload(id) end

--- The set as bytes for a file; the same calls give the same bytes. Raises when a payload is no integer
--- (math.mininteger counts as none).
---@return string bytes
function Matcher:pack() end

--- Scans a text. The hits are kept packed, 8 bytes each; no Lua value is made for any until it is asked
--- for. Raises for a text of 4 GB or more, and when Ctrl-C comes.
---
---     set:scan("整改率", { policy = "all" })    -- 整改, 整改率, 率
---@param text string
---@param options? wenlu.matcher.Options
---@return wenlu.matcher.Hits
function Matcher:scan(text, options) end

--- The leftmost longest hit at or behind a byte; nothing when there is none.
---@param text string
---@param from? integer 1 when absent
---@return integer? first
---@return integer last
---@return integer id
function Matcher:first_match(text, from) end

--- Whether any term occurs at or behind a byte.
---@param text string
---@param from? integer
---@return boolean
function Matcher:is_match(text, from) end

--- Counts hits by term without keeping them.
---
---     local counter = set:counter "all"
---     for _, text in ipairs(texts) do counter:add(text) end
---     for id, count in counter:each() do print(set:term(id), count) end
---@param policy? wenlu.matcher.Policy
---@return wenlu.matcher.Counter
function Matcher:counter(policy) end

--- What a scan found. `#hits` is how many. It keeps set and text.
---@class wenlu.matcher.Hits
local Hits = {}

--- One hit. Raises when there is no such hit.
---@param i integer from 1
---@return integer first
---@return integer last
---@return integer id
function Hits:get(i) end

--- Iterates over first, last, id of all hits.
---@return fun(): integer?, integer, integer
function Hits:each() end

--- The bytes of one hit.
---@param i integer
---@return string
function Hits:text(i) end

--- The payload of one hit's term.
---@param i integer
---@return any
function Hits:payload(i) end

--- The byte from which on hits may be missing because the limit was reached; nil when none are.
---@return integer?
function Hits:stopped() end

---@class wenlu.matcher.Counter
local Counter = {}

--- Scans one more text.
---@param text string
---@return integer hits in this text
function Counter:add(text) end

--- How often a term was found.
---@param id integer
---@return integer
function Counter:get(id) end

--- How many hits there were in all.
---@return integer
function Counter:total() end

--- Iterates over id, count of the terms that were found, by id.
---@return fun(): integer?, integer
function Counter:each() end

return matcher
