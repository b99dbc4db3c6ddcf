--- Turns the declarations of frames into the tables of a store, and tells stores from other databases.
local frames = require "wenlu.frames"

local M = {}

--- Version of the tables, in PRAGMA user_version; a store with another one is refused.
M.VERSION = 2

local APPLICATION = 0x776E6C75 -- "wnlu", in PRAGMA application_id

-- The mentions of a document have ids in a row, which need no index beside them: half the time of writing is saved. In
-- the view, CROSS JOIN has the document looked up first.
-- A table WITHOUT ROWID has its key first: else integrity_check of SQLite 3.40 sees NULLs that are not there.
local TABLES = [[
CREATE TABLE document (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, title TEXT, issuer TEXT, city TEXT, published TEXT,
  charset TEXT NOT NULL, place TEXT, published_basis TEXT, faults INTEGER NOT NULL,
  mention_first INTEGER NOT NULL, mention_last INTEGER NOT NULL);
CREATE TABLE text (document INTEGER PRIMARY KEY, content TEXT NOT NULL, map BLOB);
CREATE TABLE source (path TEXT NOT NULL PRIMARY KEY, document INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX source_document ON source (document);
CREATE TABLE article (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, title TEXT, city TEXT, place TEXT, published TEXT,
  first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX article_document ON article (document);
CREATE TABLE mention_row (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, class TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, low NUMERIC, high NUMERIC, mark TEXT, unit TEXT, counted TEXT,
  status TEXT);
CREATE VIEW mention AS
  SELECT m.id, d.id AS document, kind, class, first, last, low, high, mark, unit, counted, status
  FROM document d CROSS JOIN mention_row m ON m.id BETWEEN d.mention_first AND d.mention_last;
CREATE TABLE evidence (
  frame TEXT NOT NULL, fact INTEGER NOT NULL, slot TEXT NOT NULL, document INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (frame, fact, slot, first)) WITHOUT ROWID;
]]

--- The columns of a frame's table, in order: {name, type}.
---@param frame table
---@return table[]
function M.columns(frame)
  local columns = {
    { "id", "INTEGER PRIMARY KEY" }, { "document", "INTEGER NOT NULL" }, { "city", "TEXT" }, { "place", "TEXT" },
    { "year", "INTEGER" }, { "period_first", "TEXT" }, { "period_last", "TEXT" },
  }
  for _, column in ipairs(frame.columns) do
    columns[#columns + 1] = column
  end
  for _, column in ipairs { { "first", "INTEGER NOT NULL" }, { "last", "INTEGER NOT NULL" },
    { "rule", "TEXT NOT NULL" }, { "period_basis", "TEXT" }, { "article", "INTEGER" } } do
    columns[#columns + 1] = column
  end
  return columns
end

local function frame_table(frame)
  local parts = {}
  for i, column in ipairs(M.columns(frame)) do
    parts[i] = column[1] .. " " .. column[2]
  end
  return ("CREATE TABLE %s (%s);\nCREATE INDEX %s_document ON %s (document);"):format(
    frame.name, table.concat(parts, ", "), frame.name, frame.name)
end

--- Makes the tables of an empty store.
function M.create(db)
  db:exec(TABLES)
  for _, frame in ipairs(frames.list()) do
    db:exec(frame_table(frame))
  end
  db:exec(("PRAGMA user_version = %d; PRAGMA application_id = %d"):format(M.VERSION, APPLICATION))
end

--- A store that was made before a frame was added gets the frame's table.
---@return boolean added  whether one was missing
function M.add_frames(db)
  local added = false
  for _, frame in ipairs(frames.list()) do
    if not db:value("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", frame.name) then
      db:exec(frame_table(frame))
      added = true
    end
  end
  return added
end

--- Whether a database is no store of ours.
---@return string? message  nil when it is one, or empty
---@return string? code "newer", "older", "not-a-store"
---@return boolean? empty  nothing is in it yet
function M.refusal(db, path)
  local version = db:value "PRAGMA user_version"
  if version > M.VERSION then
    local reason = ": made by a newer wenlu (store version %d, this program knows %d)"
    return path .. reason:format(version, M.VERSION), "newer"
  end
  if version > 0 and version < M.VERSION then
    return path .. ": made by an older wenlu; ingest into a new store", "older"
  end
  local tables = db:value "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
  if version == 0 and tables > 0 then
    return path .. ": a database of another program, not a wenlu store", "not-a-store"
  elseif version == 0 then
    return nil, nil, true
  end
end

return M
