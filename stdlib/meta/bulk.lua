---@meta wenlu.bulk

--- Hands packed mentions to SQLite without making Lua values of them.
local bulk = {}

--- Inserts the mentions of a document, in order, with ids counting up from `id`. Cue words and quotations
--- that name nothing are left out. The columns are those of the store's table `mention`: id, document, kind,
--- class, first, last (1-based bytes of the document's text, inclusive; through Mentions:place), low, high
--- (NULL where open), mark, unit, counted, status; the last six are NULL for other kinds than quantities, but
--- `unit` and the value stand with durations too, and `counted` of an initiative tells its kind (品牌).
--- Nothing is committed here: do it inside a transaction.
---
---     local one = db:prepare("INSERT INTO mention VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
---     local many = db:prepare("INSERT INTO mention VALUES (?,?,?,?,?,?,?,?,?,?,?,?), (?,?,?,?,?,?,?,?,?,?,?,?)")
---     local next_id = bulk.mentions(mentions, one, many, 7, 1)
---
--- Raises for statements of another shape or of a closed database, and "sqlite: message (in: SQL)" when
--- SQLite refuses a row.
---@param mentions wenlu.scan.Mentions
---@param one wenlu.sqlite.Statement  inserts one row
---@param many wenlu.sqlite.Statement inserts a whole number of rows at once
---@param document integer
---@param id integer the first free id
---@return integer next the next free id
function bulk.mentions(mentions, one, many, document, id) end

return bulk
