--- Turns the texts of a store into its full-text index: the table `search`, whose content is the table `text`.
local fts = require "wenlu.fts"

local M = {}

-- The text is not stored again. The number is the version of the tokens: see host/api/fts_tokenizer.c.
local TABLE = [[
CREATE VIRTUAL TABLE %s.search USING fts5(content, content = 'text', content_rowid = 'document', tokenize = 'wenlu 1')]]

local SETTINGS = [[
INSERT INTO search (search, rank) VALUES ('pgsz', 16000);
INSERT INTO search (search, rank) VALUES ('hashsize', 33554432)]]

local MANY = 300 -- documents that are sorted at once, where there is no index yet
local SLICE = 200 -- documents between two looks at Ctrl-C

local ADD = [[
INSERT INTO search (rowid, content) SELECT document, content FROM text WHERE document BETWEEN ? AND ?]]

--- Whether the store has an index.
---@param db wenlu.sqlite.Database
---@return boolean
function M.exists(db)
  return db:value [[SELECT 1 FROM sqlite_schema WHERE name = 'search'
    UNION ALL SELECT 1 FROM sqlite_temp_schema WHERE name = 'search']] ~= nil
end

-- Ids only grow, and what goes from the store goes from the index at once: what is missing is behind its last.
local function last_indexed(db)
  return db:value "SELECT max(id) FROM search_docsize" or 0
end

--- Whether the index has all documents.
---@param db wenlu.sqlite.Database
---@return boolean
function M.is_complete(db)
  return M.exists(db) and last_indexed(db) == (db:value "SELECT max(document) FROM text" or 0)
end

-- Makes the table, and fills it at once where that pays: sorting is twice as fast as inserting.
local function create(db)
  db:exec(TABLE:format "main")
  if db:value "SELECT count(*) FROM text" >= MANY
    and not fts.fill(db, "search", "SELECT document, content FROM text ORDER BY document") then
    db:exec "DROP TABLE search" -- of another SQLite's format, or a text is too large to be sorted
    db:exec(TABLE:format "main")
  end
  db:exec(SETTINGS) -- not before: the table must be filled before anything is done with it
end

--- Makes the index where there is none and adds what it has not, inside a transaction of the caller's.
---@param db wenlu.sqlite.Database
---@param progress fun(document: integer, last: integer)?
function M.build(db, progress)
  if not M.exists(db) then
    create(db)
  end
  local last = db:value "SELECT max(document) FROM text" or 0
  local add = db:prepare(ADD)
  for first = last_indexed(db) + 1, last, SLICE do
    add:run(first, math.min(first + SLICE - 1, last))
    if progress then
      progress(math.min(first + SLICE - 1, last), last)
    end
  end
  add:close()
end

--- Adds what an existing index has not: a store that was never searched has none.
---@param db wenlu.sqlite.Database
function M.keep_up(db)
  if M.exists(db) then
    M.build(db)
  end
end

--- Takes a document out, before its text goes.
---@param db wenlu.sqlite.Database
---@param document integer
function M.remove(db, document)
  if M.exists(db) and document <= last_indexed(db) then
    db:exec(([[INSERT INTO search (search, rowid, content)
      SELECT 'delete', document, content FROM text WHERE document = %d]]):format(document))
  end
end

--- Makes an index that is gone when the database is closed, for a store that cannot be written.
---@param db wenlu.sqlite.Database
---@param progress fun(document: integer, last: integer)?
function M.build_temporary(db, progress)
  db:exec "CREATE TEMP VIEW text AS SELECT * FROM main.text"
  db:exec(TABLE:format "temp")
  db:exec(SETTINGS)
  M.build(db, progress)
end

--- Makes the index anew.
---@param db wenlu.sqlite.Database
---@param progress fun(document: integer, last: integer)?
function M.rebuild(db, progress)
  db:exec "DROP TABLE IF EXISTS search"
  M.build(db, progress)
end

return M
