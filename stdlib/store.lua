--- Turns documents and their facts into rows of SQLite: the only code that writes to a store.
local bulk = require "wenlu.bulk"
local frames = require "wenlu.frames"
local schema = require "wenlu.schema"
local sqlite = require "wenlu.sqlite"

local M = {}

--- Version of the tables: see wenlu.schema.
M.VERSION = schema.VERSION

local ROWS_AT_ONCE = 32

-- A run that was killed while it wrote leaves a journal. SQLite takes the half-written batch back at the next
-- opening, but only at one for writing.
local function open_after_kill(path, options)
  local writer = sqlite.open(path, { create = false, busy = 5000 })
  if not writer then
    return nil, path .. ": a run was killed while it wrote; to be opened once by somebody who may write to it", "eacces"
  end
  writer:close()
  return sqlite.open(path, options)
end

--- Opens a store for reading.
---@param path string
---@return table? db  wenlu.sqlite database
---@return string? message
---@return string? code "enoent", "not-a-database", "not-a-store", "newer", "busy"
function M.open(path)
  local options = { readonly = true, create = false, busy = 5000 }
  local db, message, code = sqlite.open(path, options)
  if not db and message:find("write a readonly database", 1, true) then
    db, message, code = open_after_kill(path, options)
  end
  if not db then
    return nil, message, code
  end
  local reason, reason_code, empty = schema.refusal(db, path)
  if reason or empty then
    db:close()
    return nil, reason or path .. ": an empty store; fill it with wenlu ingest PATH", reason_code or "empty"
  end
  return db
end

---@class wenlu.Writer
local Writer = {}
Writer.__index = Writer

local function question_marks(columns, rows)
  local row = "(" .. ("?,"):rep(columns - 1) .. "?)"
  return (row .. ","):rep(rows - 1) .. row
end

local function prepare_frames(db)
  local inserts = {}
  for _, frame in ipairs(frames.list()) do
    local names = {}
    for i, column in ipairs(schema.columns(frame)) do
      names[i] = column[1]
    end
    inserts[frame.name] = {
      names = names,
      statement = db:prepare(("INSERT INTO %s (%s) VALUES %s"):format(
        frame.name, table.concat(names, ", "), question_marks(#names, 1))),
    }
  end
  return inserts
end

--- Opens a store for writing, making it where there is none. One writer at a time.
---@param path string
---@return wenlu.Writer? writer
---@return string? message
---@return string? code
function M.writer(path)
  local db, message, code = sqlite.open(path, { busy = 2000 })
  if not db then
    return nil, message, code
  end
  local reason, reason_code, empty = schema.refusal(db, path)
  if reason then
    db:close()
    return nil, reason, reason_code
  end
  db:exec "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536"
  local begun, why = pcall(db.exec, db, "BEGIN IMMEDIATE")
  if not begun then
    db:close()
    return nil, path .. ": " .. tostring(why):gsub("^sqlite: ", ""), "busy"
  end
  empty = empty and select(3, schema.refusal(db, path)) -- still so, now that no other process can make it
  if empty then
    schema.create(db)
  else
    schema.add_frames(db)
  end
  db:exec(empty and "COMMIT" or "ROLLBACK") -- COMMIT would wait for readers, though nothing has changed
  local self = setmetatable({ db = db, path = path }, Writer)
  self.find = db:prepare "SELECT id FROM document WHERE sha256 = ?"
  self.insert_document = db:prepare("INSERT INTO document VALUES " .. question_marks(10, 1))
  self.insert_text = db:prepare "INSERT INTO text VALUES (?, ?, ?)"
  self.insert_source = db:prepare "INSERT INTO source (document, path) VALUES (?, ?)"
  self.insert_article = db:prepare("INSERT INTO article VALUES " .. question_marks(8, 1))
  self.insert_evidence = db:prepare("INSERT OR IGNORE INTO evidence VALUES " .. question_marks(6, 1))
  self.one = db:prepare("INSERT INTO mention VALUES " .. question_marks(12, 1))
  self.many = db:prepare("INSERT INTO mention VALUES " .. question_marks(12, ROWS_AT_ONCE))
  self.frames = prepare_frames(db)
  return self
end

local function next_id(db, name)
  return (db:value(("SELECT max(id) FROM %s"):format(name)) or 0) + 1
end

--- Begins a batch; raises "... locked ..." when another process writes for too long. Free ids are looked up again
--- when another process has written since.
function Writer:begin()
  local db = self.db
  db:exec "BEGIN IMMEDIATE"
  local version = db:value "PRAGMA data_version"
  if version ~= self.version then
    self.version = version
    self.next_document, self.next_article = next_id(db, "document"), next_id(db, "article")
    self.next_mention = next_id(db, "mention")
    for name, insert in pairs(self.frames) do
      insert.next = next_id(db, name)
    end
  end
end

function Writer:commit()
  self.db:exec "COMMIT"
end

function Writer:close()
  self.db:close()
end

--- The document with these bytes, if the store has it.
---@param sha256 string
---@return integer? id
function Writer:document_of(sha256)
  return self.db:value("SELECT id FROM document WHERE sha256 = ?", sha256)
end

--- The document that a path led to when it was last read.
---@param path string
---@return integer? id
function Writer:source_of(path)
  return self.db:value("SELECT document FROM source WHERE path = ?", path)
end

local function remove_document(self, id)
  for _, name in ipairs { "text", "article", "mention", "evidence" } do
    self.db:exec(("DELETE FROM %s WHERE document = %d"):format(name, id))
  end
  for _, frame in ipairs(frames.list()) do
    self.db:exec(("DELETE FROM %s WHERE document = %d"):format(frame.name, id))
  end
  self.db:exec(("DELETE FROM document WHERE id = %d"):format(id))
end

--- Says that a path leads to a document. Where it led to another before, that one goes when no path is left to it.
---@param path string
---@param document integer
function Writer:link(path, document)
  local before = self:source_of(path)
  if before == document then
    return
  elseif before then
    self.db:prepare("DELETE FROM source WHERE path = ?"):run(path)
    if not self.db:value("SELECT 1 FROM source WHERE document = ?", before) then
      remove_document(self, before)
    end
  end
  self.insert_source:run(document, path)
end

local function add_articles(self, reader, id)
  local size = #reader.document.reading
  for _, article in ipairs(reader.articles) do
    article.id = self.next_article
    self.next_article = article.id + 1
    local first, last = reader.mentions:locate(article.first, math.min(article.last, size))
    self.insert_article:run(article.id, id, article.title, article.city, article.place, article.date, first, last)
  end
end

local function add_fact(self, reader, fact, id)
  local insert = self.frames[fact.frame]
  local number = insert.next
  insert.next = number + 1
  local values = {}
  for i, name in ipairs(insert.names) do
    values[i] = fact[name]
  end
  values[1], values[2] = number, id
  values[#insert.names] = fact.article and fact.article.id
  insert.statement:run(table.unpack(values, 1, #insert.names))
  for _, item in ipairs(fact.evidence) do
    local first, last = reader.mentions:locate(item.token.first, item.token.last)
    self.insert_evidence:run(fact.frame, number, item.slot, id, first, last)
  end
end

--- Adds a document with everything read from it.
---@param text wenlu.Text
---@param reader table   see wenlu.facts
---@param facts table[]
---@return integer id
function Writer:add(text, reader, facts)
  local id = self.next_document
  self.next_document = id + 1
  local meta = reader.meta
  self.insert_document:run(id, text.sha256, text.title or meta.title, meta.issuer, meta.city, meta.date, text.charset,
    meta.place, meta.date_basis, text.faults.n or #text.faults)
  self.insert_text:run(id, text.text, sqlite.blob(text.map:pack()))
  add_articles(self, reader, id)
  self.next_mention = bulk.mentions(reader.mentions, self.one, self.many, id, self.next_mention)
  for _, fact in ipairs(facts) do
    add_fact(self, reader, fact, id)
  end
  return id
end

return M
