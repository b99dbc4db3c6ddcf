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
--- All values of a Lua state have 4 GB together: past that it raises "not enough memory", mostly before.
---
---     #matcher.new { "整改", "率", "整改" } --> 2
---
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
---
---     set:add("通报", 7) --> 4
---     set:add "率" --> 3
---
---@param term string not empty
---@param payload? any integers are kept packed, at 8 bytes each
---@return integer id
function Matcher:add(term, payload) end

--- Takes a term out, with its payload. Its number is not used again; added anew it gets another.
---
---     set:remove "率" --> true
---     set:remove "通报" --> false
---
---@param term string
---@return boolean found whether it was there
function Matcher:remove(term) end

--- The number of a term.
---
---     set:find "率" --> 3
---     (set:find "通报") --> nil
---
---@param term string
---@return integer? id nil when the set does not have it
function Matcher:find(term) end

--- The term of a number, also of one that was removed. Raises for a number never given.
---
---     set:term(3) --> "率"
---
---@param id integer
---@return string term
function Matcher:term(id) end

--- The payload of a term, or nil.
---
---     set:payload(3) --> 30
---
---@param id integer
---@return any payload
function Matcher:payload(id) end

--- The set as bytes for a file; the same calls give the same bytes. Raises when a payload is no integer
--- (math.mininteger counts as none).
---
---     set:pack() == matcher.new({ "整改", "整改率", "率" }, { 10, 20, 30 }):pack() --> true
---
---@return string bytes
function Matcher:pack() end

--- Scans a text. The hits are kept packed, 8 bytes each; no Lua value is made for any until it is asked
--- for. Raises for a text of 4 GB or more, and when Ctrl-C comes.
---
---     #set:scan "整改率" --> 1
---     #set:scan("整改率", { policy = "all" }) --> 3
---
---@param text string
---@param options? wenlu.matcher.Options
---@return wenlu.matcher.Hits
function Matcher:scan(text, options) end

--- The leftmost longest hit at or behind a byte; nothing when there is none.
---
---     set:first_match "抓整改率" --> 4, 12, 2
---     set:first_match("抓整改率", 5) --> 10, 12, 3
---     set:first_match "抓" -->
---
---@param text string
---@param from? integer 1 when absent
---@return integer? first
---@return integer last
---@return integer id
function Matcher:first_match(text, from) end

--- Whether any term occurs at or behind a byte.
---
---     set:is_match "抓整改率" --> true
---     set:is_match("整改", 2) --> false
---
---@param text string
---@param from? integer
---@return boolean
function Matcher:is_match(text, from) end

--- Counts hits by term without keeping them.
---
---     local counter = set:counter "all"
---     for _, text in ipairs { "整改率", "率" } do counter:add(text) end
---     for id, count in counter:each() do print(set:term(id), count) end --> 整改 1   整改率 1   率 2
---@param policy? wenlu.matcher.Policy
---@return wenlu.matcher.Counter
function Matcher:counter(policy) end

--- What a scan found. `#hits` is how many. It keeps set and text.
---@class wenlu.matcher.Hits
local Hits = {}

--- One hit. Raises when there is no such hit.
---
---     set:scan("抓整改率"):get(1) --> 4, 12, 2
---
---@param i integer from 1
---@return integer first
---@return integer last
---@return integer id
function Hits:get(i) end

--- Iterates over first, last, id of all hits.
---
---     for first, last, id in set:scan("整改和率"):each() do print(first, last, id) end --> 1 6 1   10 12 3
---
---@return fun(): integer?, integer, integer
function Hits:each() end

--- The bytes of one hit.
---
---     set:scan("抓整改率"):text(1) --> "整改率"
---
---@param i integer
---@return string
function Hits:text(i) end

--- The payload of one hit's term.
---
---     set:scan("抓整改率"):payload(1) --> 20
---
---@param i integer
---@return any
function Hits:payload(i) end

--- The byte from which on hits may be missing because the limit was reached; nil when none are.
---
---     set:scan("整改，整改", { limit = 1 }):stopped() --> 10
---     (set:scan("整改，整改"):stopped()) --> nil
---
---@return integer?
function Hits:stopped() end

---@class wenlu.matcher.Counter
local Counter = {}

--- Scans one more text.
---
---     set:counter():add "整改率，率" --> 2
---
---@param text string
---@return integer hits in this text
function Counter:add(text) end

--- How often a term was found.
---
---     local counter = set:counter()
---     counter:add "率，率"
---     print(counter:get(3), counter:get(1)) --> 2 0
---
---@param id integer
---@return integer
function Counter:get(id) end

--- How many hits there were in all.
---
---     local counter = set:counter "all"
---     counter:add "整改率"
---     print(counter:total()) --> 3
---
---@return integer
function Counter:total() end

--- Iterates over id, count of the terms that were found, by id.
---
---     local counter = set:counter()
---     counter:add "率，整改，率"
---     for id, count in counter:each() do print(id, count) end --> 1 1   3 2
---
---@return fun(): integer?, integer
function Counter:each() end

return matcher
