--- Turns documents and their facts into rows of SQLite: the only code that writes to a store.
local bulk = require "wenlu.bulk"
local frames = require "wenlu.frames"
local rows = require "wenlu.rows"
local schema = require "wenlu.schema"
local search_index = require "wenlu.search.index"
local sqlite = require "wenlu.sqlite"

local M = {}

--- Version of the tables: see wenlu.schema.
M.VERSION = schema.VERSION

local PRAGMAS = [[
  PRAGMA page_size = 16384; PRAGMA cache_size = -65536;
  PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
]]

local QUEUE_DOCUMENTS, QUEUE_BYTES = 64, 1024 * 1024

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
---@return string? code "enoent", "not-a-database", "not-a-store", "newer", "older", "busy"
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

-- The statement that writes the packed rows of a table. Where SQLite numbers the rows itself, it need not look whether
-- an id is free: that saves a tenth of the time, and comes to the same ids (see flush).
local function insert_sql(each)
  local cells = {}
  for i = 1, each.width or #each.columns do
    cells[i] = "c" .. i
  end
  cells[1] = each.numbered and "NULL" or cells[1]
  cells = table.concat(cells, ", ")
  if each.evidence_of then
    return ("INSERT OR IGNORE INTO evidence SELECT '%s', %s FROM packed(?)"):format(each.evidence_of, cells)
  end
  return ("INSERT INTO %s %s SELECT %s FROM packed(?)"):format(
    each.name, each.names and "(" .. each.names .. ")" or "", cells)
end

local function prepare_inserts(db)
  bulk.attach(db)
  local inserts = {}
  for i, each in ipairs(rows.tables()) do
    inserts[i] = db:prepare(insert_sql(each))
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
  db:exec(PRAGMAS)
  local begun, why = pcall(db.exec, db, "BEGIN IMMEDIATE")
  if not begun then
    db:close()
    why = tostring(why):gsub("^sqlite: ", "")
    return nil, path .. ": " .. why, why:find("locked", 1, true) and "busy" or "store"
  end
  empty = empty and select(3, schema.refusal(db, path)) -- still so, now that no other process can make it
  local changed = empty
  if empty then
    schema.create(db)
  else
    changed = schema.add_frames(db)
  end
  db:exec(changed and "COMMIT" or "ROLLBACK") -- COMMIT would wait for readers, though nothing has changed
  local self = setmetatable({ db = db, path = path }, Writer)
  self.inserts = prepare_inserts(db)
  self.insert_source = db:prepare "INSERT INTO source (path, document) VALUES (?, ?)"
  return self
end

-- The next free id of each table, where rows of it have one.
local function free_ids(db)
  local ids = {}
  for i, each in ipairs(rows.tables()) do
    ids[i] = 1
    if not each.evidence_of and each.name ~= "text" then
      ids[i] = (db:value(("SELECT max(id) FROM %s"):format(each.name)) or 0) + 1
    end
  end
  return ids
end

--- Begins a batch; raises "... locked ..." when another process writes for too long. Free ids are looked up again
--- when another process has written since.
function Writer:begin()
  local db = self.db
  db:exec "BEGIN IMMEDIATE"
  self.queue, self.queued, self.queued_bytes = {}, {}, 0
  local version = db:value "PRAGMA data_version"
  if version ~= self.version then
    self.version = version
    self.ids = free_ids(db)
  end
end

-- Writes the documents that were added since the last time: many at once, table by table, take two thirds of the time.
local function flush(self)
  if #self.queue > 0 then
    bulk.write(self.queue, self.inserts, self.ids)
    assert((self.db:value "SELECT max(id) FROM mention_row" or 0) == self.ids[rows.MENTION] - 1)
    self.queue, self.queued, self.queued_bytes = {}, {}, 0
  end
end

function Writer:commit()
  flush(self)
  search_index.keep_up(self.db)
  self.db:exec "COMMIT"
end

function Writer:close()
  self.db:close()
end

--- The document with these bytes, if the store has it.
---@param sha256 string
---@return integer? id
function Writer:document_of(sha256)
  return self.queued[sha256] or self.db:value("SELECT id FROM document WHERE sha256 = ?", sha256)
end

--- The document that a path led to when it was last read.
---@param path string
---@return integer? id
function Writer:source_of(path)
  return self.db:value("SELECT document FROM source WHERE path = ?", path)
end

--- The hash of what a path held when it was last read, if that is in the tables.
---@param path string
---@return string? sha256
function Writer:hash_of(path)
  return self.db:value("SELECT sha256 FROM source JOIN document ON id = document WHERE path = ?", path)
end

local function remove_document(self, id)
  local db = self.db
  flush(self)
  search_index.remove(db, id)
  local function delete(sql)
    db:exec((sql:gsub("%?", ("%d"):format(id))))
  end
  delete [[DELETE FROM mention_row WHERE id BETWEEN (SELECT mention_first FROM document WHERE id = ?)
    AND (SELECT mention_last FROM document WHERE id = ?)]]
  for _, frame in ipairs(frames.list()) do
    delete(("DELETE FROM evidence WHERE frame = '%s' AND fact IN (SELECT id FROM %s WHERE document = ?)"):format(
      frame.name, frame.name))
    delete(("DELETE FROM %s WHERE document = ?"):format(frame.name))
  end
  delete "DELETE FROM article WHERE document = ?; DELETE FROM text WHERE document = ?"
  delete "DELETE FROM document WHERE id = ?"
  self.ids = free_ids(db)
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
  self.insert_source:run(path, document)
end

--- Adds a document with everything read from it. It is in the tables after the next commit.
---@param sha256 string
---@param packed string  see wenlu.rows
---@return integer id
function Writer:add(sha256, packed)
  local queue = self.queue
  local id = self.ids[1] + #queue
  queue[#queue + 1] = packed
  self.queued[sha256] = id
  self.queued_bytes = self.queued_bytes + #packed
  if #queue >= QUEUE_DOCUMENTS or self.queued_bytes >= QUEUE_BYTES then
    flush(self)
  end
  return id
end

return M
