---@meta wenlu.sentence

--- One sentence of a scanned reading as tokens and clauses, for frames to walk over.
local sentence = {}

---@class wenlu.Token
---@field index integer     number of the mention
---@field kind string       see wenlu.scan; non-quantities are left out
---@field class string
---@field first integer     1-based byte of the reading
---@field last integer      inclusive
---@field clause integer    number of the clause it lies in
---@field row table?        the term that made it: row.text, row.roles[frame], row.divisions, row.initiative
---@field low number?       quantities: in the base unit, nil where open
---@field high number?
---@field mark string?
---@field status string?    "actual" or "target"
---@field unit string?      normal form, "" for none
---@field digits string?    percentages: the numeral as written
---@field counted string?   the noun counted
---@field counted_first integer?

---@class wenlu.Clause
---@field first integer
---@field last integer
---@field tokens wenlu.Token[]

---@class wenlu.Sentence
---@field index integer
---@field first integer
---@field last integer
---@field tokens wenlu.Token[]
---@field clauses wenlu.Clause[]  cut after ， ； ： , and ;

--- Reads sentence i. Raises when there is none of that number.
---
---     local read = sentence.read(mentions, 1)
---     for _, token in ipairs(read.tokens) do print(token.kind, token.unit) end
---@param mentions userdata  of wenlu.scan
---@param i integer
---@return wenlu.Sentence
function sentence.read(mentions, i) end

return sentence
