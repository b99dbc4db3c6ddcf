---@meta wenlu.sqlite

--- SQLite databases. Opening fails softly. Every later error of SQL raises a string like
--- `sqlite: no such table: t (in: select * from t)`, a lock held by another connection one that
--- begins `sqlite: database is locked`; long SQL is cut after 300 bytes. A wrong argument or a
--- closed handle raises too.
---
---     local sqlite = require "wenlu.sqlite"
---     local db <close> = assert(sqlite.open("wenlu.db", {readonly = true}))
---     for fact in db:rows("select place, rate from rectification where city = ?", "南通市") do
---       print(fact.place, fact.rate)
---     end
---
--- **Values.** Integers (64 bits), floats, strings, true (1), false (0) and nil (NULL) are bound as
--- they are, `sqlite.blob(bytes)` as a blob; NaN raises. Text and blobs come back as strings, byte
--- for byte, NUL included; a NULL is absent from its record. A value or row is at most 256 MB. As
--- many values must be given as the SQL has parameters.
---
--- **Safety.** A database is opened defensively (SQL cannot damage the file's structure, nor
--- register tokenizers by pointer). A name in double quotes is a column, never a string: write
--- strings in single quotes.
local sqlite = {}

---@alias wenlu.sqlite.Value nil|boolean|integer|number|string|wenlu.sqlite.Blob

--- Column name -> value, a new table for each row. Of columns with the same name the last counts:
--- use AS.
---@alias wenlu.sqlite.Record table<string, integer|number|string>

--- Bytes to be stored as a blob.
---@class wenlu.sqlite.Blob

---@class wenlu.sqlite.Options
---@field readonly? boolean opens for reading only; false
---@field create? boolean makes the file when it is missing, never with `readonly`; true
---@field busy? integer milliseconds to wait for another's lock, here and in every statement; 5000

--- An open database.
---@class wenlu.sqlite.Database
local Database = {}

--- A prepared statement. It keeps its database alive; closing the database closes it.
---@class wenlu.sqlite.Statement
local Statement = {}

--- Opens a database, or makes one. The file is looked into at once, so that what is no database is
--- known here.
---
---     local db, message, code = sqlite.open("wenlu.db", {create = false, busy = 0})
---     --> nil, "wenlu.db: No such file or directory", "enoent"
---
---@param path string a file name, or ":memory:"; one that begins with "file:" is no URI
---@param options? wenlu.sqlite.Options
---@return wenlu.sqlite.Database? database
---@return string? message "PATH: reason"
---@return string? code "enoent", "eacces" (also when it can be read but not written, and `readonly`
--- is not set), "eisdir", "not-a-file" (a FIFO, a device), "not-a-database", "corrupt", "busy",
--- "eio", or another errno's name in lower case
function sqlite.open(path, options) end

--- Wraps bytes, so that they are bound as a blob and not as text.
---
---     db:prepare("insert into source (sha256) values (?)"):run(sqlite.blob(digest))
---
---@param bytes string
---@return wenlu.sqlite.Blob
function sqlite.blob(bytes) end

--- Runs any number of statements, without parameters. What they did before an error stays done,
--- unless in a transaction. Rows are discarded.
---
---     db:exec "create table t (x); create index t_x on t (x)"
---
---@param sql string
function Database:exec(sql) end

--- Prepares one statement, to be run many times.
---
---     local insert = db:prepare "insert into mention (document, first, last) values (?, ?, ?)"
---
---@param sql string exactly one statement
---@return wenlu.sqlite.Statement
function Database:prepare(sql) end

--- An iterator of records, for a `for` loop. The statement is kept by its SQL text (64 to 128 of
--- them), so that this, `row` and `value` cost little when called again with the same SQL and other
--- values: put values into parameters, never into the SQL. Loops over the same SQL may be nested.
--- Leaving a loop early ends the query.
---
---     for document in db:rows("select id, title from document where city = ?", city) do ... end
---
---@param sql string exactly one statement
---@param ... wenlu.sqlite.Value
---@return fun(): wenlu.sqlite.Record?
function Database:rows(sql, ...) end

--- The first record, or nil if there is none.
---
---     local document = db:row("select * from document where sha256 = ?", digest)
---
---@param sql string exactly one statement
---@param ... wenlu.sqlite.Value
---@return wenlu.sqlite.Record?
function Database:row(sql, ...) end

--- The first column of the first row; nil if there is no row, or a NULL in it.
---
---     local count = db:value "select count(*) from document"
---
---@param sql string exactly one statement
---@param ... wenlu.sqlite.Value
---@return integer|number|string|nil
function Database:value(sql, ...) end

--- Calls the function with the database inside a transaction and returns what it returned. An error
--- rolls everything back and goes on, its traceback whole. Inside another transaction it is a
--- savepoint: only its own changes are rolled back. The function cannot yield. The write lock is
--- taken at the start (except of a database opened for reading).
---
---     db:transaction(function()
---       for _, fact in ipairs(facts) do
---         insert:run(fact.document, fact.first, fact.last)
---       end
---     end)
---
---@generic T
---@param fn fun(database: wenlu.sqlite.Database): T...
---@return T...
function Database:transaction(fn) end

--- The row id of the last INSERT that went well; 0 before any.
---@return integer
function Database:last_id() end

--- The rows that the last INSERT, UPDATE or DELETE changed, those of triggers not counted.
---@return integer
function Database:changes() end

--- Stops the queries that are running: their next row raises "sqlite: interrupted".
function Database:interrupt() end

--- Closes the database and its statements; again is nothing. So do `<close>` and the collector. An
--- open transaction is rolled back.
function Database:close() end

--- Runs the statement to its end; rows are discarded.
---
---     insert:run(12, 1, 96)   --> 1
---
---@param ... wenlu.sqlite.Value
---@return integer changes rows inserted, updated or deleted by it
function Statement:run(...) end

--- An iterator of records, for a `for` loop. Running the statement again ends it: its next call
--- raises.
---
---     for mention in select:rows(document) do ... end
---
---@param ... wenlu.sqlite.Value
---@return fun(): wenlu.sqlite.Record?
function Statement:rows(...) end

--- Closes the statement; again is nothing. So do `<close>` and the collector.
function Statement:close() end

return sqlite
