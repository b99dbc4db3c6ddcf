--- Turns files and folders into documents of a store, batch by batch; others walk, extract and share out the work.
local extract = require "wenlu.ingest.extract"
local files = require "wenlu.files"
local process = require "wenlu.process"
local store = require "wenlu.store"
local walk = require "wenlu.ingest.walk"
local workers = require "wenlu.ingest.workers"

local M = {}

local BATCH_DOCUMENTS = 1000
local BATCH_BYTES = 48 * 1024 * 1024
local FEW = 64             -- documents that are not worth another process
local MOST_WAITING = 20000 -- documents and refusals whose turn has not come

---@class wenlu.IngestCounts
---@field new integer       documents added
---@field unchanged integer files that lead to what they led to before
---@field linked integer    new names of documents that the store has
---@field changed integer   files that lead to another document now (counted in new or linked too)
---@field damaged integer   documents stored with broken characters (counted in new too)
---@field refused integer
---@field bytes integer     read

local Run = {}
Run.__index = Run

function Run:refuse(message, code)
  self.counts.refused = self.counts.refused + 1
  self.report("refused", message, code)
end

local function raise_world(message, code)
  error({ message = message, code = code }, 0)
end

function Run:open_store()
  local writer, message, code = store.writer(self.db)
  if not writer then
    raise_world(message, code)
  end
  self.writer = writer
  self.store_identity = walk.identity(files.stat(self.db))
end

function Run:open_batch()
  if not self.open then
    self.writer:begin()
    self.open, self.documents, self.size = true, 0, 0
  end
end

function Run:close_batch()
  if self.open then
    self.writer:commit()
    self.open = false
    self.report("stored", self.counts)
  end
end

function Run:close_store()
  if self.writer then
    self.writer:close()
    self.writer = nil
  end
end

-- Adds what was read from a file; whether that could be done. What the path led to before stays where it cannot.
function Run:add(found, before)
  if found.refusal then
    self:refuse(found.refusal .. (before and "; the store keeps what was read from it before" or ""), found.code)
    return false
  end
  local id = self.writer:add(found.sha256, found.packed)
  self.writer:link(found.path, id)
  self.counts.new = self.counts.new + 1
  if found.damage then
    self.counts.damaged = self.counts.damaged + 1
    self.report("damaged", found.damage)
  end
  return true
end

local function nothing_known()
  return false
end

-- Writes what was read from a file, in the order of the paths.
function Run:write(found)
  local path, counts = found.path, self.counts
  if not found.sha256 then
    return self:refuse(found.refusal, found.code)
  end
  counts.bytes = counts.bytes + found.size
  self:open_batch()
  local known = self.writer:document_of(found.sha256)
  local before = self.writer:source_of(path)
  local stored = true
  if known and before == known then
    counts.unchanged = counts.unchanged + 1
  elseif known then
    self.writer:link(path, known)
    counts.linked = counts.linked + 1
  elseif found.packed or found.refusal then
    stored = self:add(found, before)
  else -- known when it was asked for, and taken away since
    stored = self:add(extract.read(path, self.limit, nothing_known), before)
  end
  if stored and before and before ~= known then
    counts.changed = counts.changed + 1
  end
  self.documents = self.documents + 1
  self.size = self.size + found.size
  if self.documents >= BATCH_DOCUMENTS or self.size >= BATCH_BYTES then
    self:close_batch()
  end
end

-- One job: each document is read when its turn has come.
function Run:go_alone(next_found)
  local function is_known(sha256)
    self:open_batch()
    return self.writer:document_of(sha256) ~= nil
  end
  for found in next_found do
    if found.path then
      self:write(extract.read(found.path, self.limit, is_known))
    else
      self:refuse(found.refusal, found.code)
    end
  end
end

-- What was found first of what waits.
function Run:take_first(waiting)
  local found = waiting[waiting.first]
  waiting[waiting.first] = nil
  waiting.first = waiting.first + 1
  if found.path then
    self:write(self.workers:answer())
  else
    self:refuse(found.refusal, found.code)
  end
end

-- Several jobs: as many paths as the workers take are on their way; what comes back is written in the same order.
function Run:go_together(next_found)
  local waiting = { first = 1, last = 0 }
  for found in next_found do
    while waiting.last - waiting.first > MOST_WAITING or found.path and not self.workers:has_room() do
      self:take_first(waiting)
    end
    waiting.last = waiting.last + 1
    waiting[waiting.last] = found
    if found.path then
      self.workers:ask(found.path, self.writer:hash_of(found.path))
    end
  end
  while waiting.first <= waiting.last do
    self:take_first(waiting)
  end
end

-- The first documents that are found, and a function that gives them again and goes on to the others.
local function look_ahead(each, most)
  local seen, at = {}, 0
  for found in each do
    seen[#seen + 1] = found
    if #seen == most then
      break
    end
  end
  return #seen, function()
    at = at + 1
    if at <= #seen then
      return seen[at]
    elseif #seen == most then
      return each()
    end
  end
end

-- A worker begins as a copy of this process, and must not have the store open.
function Run:start_workers(count)
  return workers.start(count, self.limit, function(start)
    self:close_batch()
    self:close_store()
    start()
    self:open_store()
  end)
end

function Run:go(paths, jobs)
  local each = walk.each(paths, function(stat)
    return self.store_identity == walk.identity(stat)
  end)
  local seen, next_found = look_ahead(each, math.max(FEW, jobs or 0))
  if not jobs then
    jobs = seen < FEW and 1 or process.processors()
  end
  jobs = math.min(jobs, seen)
  self.workers = jobs > 1 and self:start_workers(jobs) or nil -- where there can be none, this process reads alone
  self:open_store()
  if self.workers then
    self:go_together(next_found)
  else
    self:go_alone(next_found)
  end
  self:close_batch()
end

local function nothing() end

local function failure(db, reason)
  if type(reason) == "table" then
    return reason.message, reason.code
  end
  reason = tostring(reason)
  if reason:find("interrupted!", 1, true) then
    return db .. ": interrupted; what was stored stays stored, run it again to go on", "interrupted"
  end
  return db .. ": " .. reason, reason:find("locked", 1, true) and "busy" or "store"
end

--- Ingests paths into a store. The same bytes are one document, whatever their names; what is stored stays stored
--- when the run is killed, and the next run goes on from there. The store's content does not depend on `jobs`.
---@param db string path of the store
---@param paths string[]
---@param options {limit: integer?, jobs: integer?, report: fun(event: string, ...)?}?  jobs: processes that read;
--- when not given, one for each processor, or one alone for few documents
---@return wenlu.IngestCounts? counts
---@return string? message  the store cannot be written
---@return string? code
function M.run(db, paths, options)
  options = options or {}
  local stat = files.stat(db)
  local run = setmetatable({
    db = db, limit = options.limit, report = options.report or nothing, store_identity = stat and walk.identity(stat),
    counts = { new = 0, unchanged = 0, linked = 0, changed = 0, damaged = 0, refused = 0, bytes = 0 },
  }, Run)
  local ok, reason = pcall(run.go, run, paths, options.jobs)
  if run.workers then
    run.workers:close()
  end
  run:close_store()
  if not ok then
    return nil, failure(db, reason)
  end
  return run.counts
end

return M
