---@meta wenlu.bulk

--- Hands the rows of documents to SQLite without making Lua values of them.
---
--- A document is packed into one string, in any process; where it is written, the rows get their ids, and a virtual
--- table gives them to INSERT ... SELECT, which is twice as fast as binding them to a statement:
---
---     local layout = { { { 0, 1 }, "title" }, {} }
---     local packed = bulk.pack(layout, { { { title = "通报" } }, mentions })
---     bulk.attach(db)
---     local ids = { 1, 1 }
---     bulk.write({ packed }, {
---       db:prepare "INSERT INTO document SELECT c1, c2 FROM packed(?)",
---       db:prepare "INSERT INTO mention_row SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 FROM packed(?)",
---     }, ids)
local bulk = {}

--- A column of a table's rows: the name of a field; {field, "blob"} for a string that is stored as a blob; or a
--- reference {field, table}, where the field is the number of a row of that table in the same document, and nil refers
--- to none. A reference may have a number in place of a field, where 0 is the row itself: {0, 1} is the id of the rows of
--- table 1.
---@alias wenlu.bulk.Column string|{[1]: string|integer, [2]: string|integer}

--- What the rows of a table are made of: an array of records; the mentions of a document; or the evidence of facts, which
--- are the rows of the table before it.
---@alias wenlu.bulk.Rows table[]|wenlu.scan.Mentions|{facts: table[], mentions: wenlu.scan.Mentions}|nil

--- Packs a document. Tables are known by their number in the layout; the first is the document's own. Fields are read
--- raw, and a cell is a string, a number or nil; a whole number is an integer.
---
--- Mentions have eleven cells, whatever the layout says: their own id, kind, class, first, last (1-based bytes of the
--- document's text, inclusive; through Mentions:place), low, high (NULL where open), mark, unit, counted, status; the
--- last six are NULL for other kinds than quantities, but `unit` and the value stand with durations too, and `counted`
--- of an initiative tells its kind (品牌). Cue words and quotations that name nothing are left out. Evidence
--- `fact.evidence = {{slot, token = {first, last}}, ...}` has five: the fact's id, slot, the document's id, first, last.
---
--- Raises for a cell of another type, a reference that is no integer, and more than 64 tables or columns.
---@param layout wenlu.bulk.Column[][]
---@param values wenlu.bulk.Rows[]
---@return string packed  read by this program on this machine only
function bulk.pack(layout, values) end

--- How many mentions of a document bulk.pack makes rows of.
---@param mentions wenlu.scan.Mentions
---@return integer
function bulk.stored(mentions) end

--- Makes the table-valued function packed(?) known to a database. It hands out cells c1 to c64 of the rows that
--- bulk.write binds to it, and no rows to anybody else.
---@param db wenlu.sqlite.Database
function bulk.attach(db) end

--- Writes packed documents: each statement once, over the rows of its table in all the documents. The row of number n
--- in a document gets the id ids[table] + n - 1; the ids go on by the rows written. Nothing is committed here: do it
--- inside a transaction.
---
--- Raises for strings that bulk.pack did not make and for statements of a closed database, and
--- "sqlite: message (in: SQL)" when SQLite refuses a row; then some rows may have been written.
---@param documents string[]
---@param statements wenlu.sqlite.Statement[]  by number of the table, each with the one parameter of packed(?)
---@param ids integer[]  the next free id of each table; changed
function bulk.write(documents, statements, ids) end

return bulk
