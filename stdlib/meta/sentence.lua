---@meta wenlu.sentence

--- A sentence of a scanned reading: its quantities and clauses, for frames to walk over, and questions about the rest
--- (names, periods, cue words) that are answered without a table for each.
---
--- What is asked for is a selector: bits of groups, as wenlu.lexicon gives them to the words of a frame, and of KINDS.
---
---     local bits = reader.bits.rectification
---     local i = sentence.find(mentions, 1, bits.done)
---     local first, last = mentions:sentence(i)
---     local cue = sentence.first(mentions, i, bits.done | bits.measure, first, last)
---     print(mentions:row(cue).text)
---
--- All functions raise for a sentence that is not there.
local sentence = {}

---@class wenlu.Token
---@field index integer     number of the mention
---@field kind string       see wenlu.scan; non-quantities are left out
---@field class string
---@field first integer     1-based byte of the reading
---@field last integer      inclusive
---@field clause integer    number of the clause it lies in
---@field sentence wenlu.Sentence
---@field row table?        the term that made it: row.text, row.roles[frame], row.divisions, row.initiative
---@field low number?       quantities: in the base unit, nil where open
---@field high number?
---@field mark string?
---@field status string?    "actual" or "target"
---@field unit string?      normal form, "" for none
---@field digits string?    percentages: the numeral as written
---@field counted string?   the noun counted
---@field counted_first integer?
--- Of a quantity, kind, high, mark, status, digits, counted and counted_first are made when they are asked for:
--- `pairs` does not show them.

---@class wenlu.Clause
---@field first integer
---@field last integer

---@class wenlu.Sentence
---@field mentions userdata
---@field index integer
---@field first integer
---@field last integer
---@field quantities wenlu.Token[]
---@field tokens wenlu.Token[]    quantities and all else but non-quantities; made when asked for
---@field clauses wenlu.Clause[]  cut after ， ； ： , and ;

--- The selector of each kind of mention: KINDS.period, KINDS.place | KINDS.organisation. See wenlu.scan.Kind.
---@type table<string, integer>
sentence.KINDS = {}

--- Reads sentence i.
---
---     local read = sentence.read(mentions, 1)
---     for _, token in ipairs(read.quantities) do print(token.low, token.unit) end
---@param mentions userdata  of wenlu.scan
---@param i integer
---@return wenlu.Sentence
function sentence.read(mentions, i) end

--- The selectors of all that lies inside a range of sentence i. Non-quantities are left out here and below.
---@param mentions userdata
---@param i integer
---@param first integer
---@param last integer
---@return integer selectors
function sentence.present(mentions, i, first, last) end

--- The first mention of these selectors that lies inside a range of sentence i.
---@param mentions userdata
---@param i integer
---@param selectors integer
---@param first integer
---@param last integer
---@return integer? mention  nothing when there is none
---@return integer? first
---@return integer? last
function sentence.first(mentions, i, selectors, first, last) end

--- The last mention of these selectors that lies inside a range of sentence i.
---@param mentions userdata
---@param i integer
---@param selectors integer
---@param first integer
---@param last integer
---@return integer? mention  nothing when there is none
---@return integer? first
---@return integer? last
function sentence.last(mentions, i, selectors, first, last) end

--- The next sentence from `i` on that holds a quantity, and a term of these groups or a quantity in one of these units.
---@param mentions userdata
---@param i integer       at least 1
---@param groups integer
---@param units table<string, any>?  normal form -> anything but nil
---@return integer? sentence  nothing when there is none
function sentence.find(mentions, i, groups, units) end

--- Whether a line ends between sentence i and a later one.
---@param mentions userdata
---@param i integer
---@param k integer
---@return boolean
function sentence.breaks(mentions, i, k) end

--- The first sentence from `lowest` to `i`, with no line end between it and i, that holds a quantity and a term of these
--- groups; `i` when none does.
---@param mentions userdata
---@param i integer
---@param lowest integer
---@param groups integer
---@return integer sentence
function sentence.lead(mentions, i, lowest, groups) end

return sentence
