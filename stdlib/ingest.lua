--- Turns files and folders into documents of a store: walks, reads, extracts, writes batch by batch.
local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local document = require "wenlu.document"
local facts = require "wenlu.facts"
local files = require "wenlu.files"
local rows = require "wenlu.rows"
local store = require "wenlu.store"

local M = {}

local BATCH_DOCUMENTS = 1000
local BATCH_BYTES = 48 * 1024 * 1024

local READS = { txt = true, text = true, html = true, htm = true }

local function is_document(name)
  local extension = name:match "%.([^.]+)$"
  return extension ~= nil and READS[extension:lower()] == true
end

local function join(folder, name)
  return folder:sub(-1) == "/" and folder .. name or folder .. "/" .. name
end

local function identity(stat)
  return stat.device .. ":" .. stat.inode
end

-- Visits a folder; `above` holds the folders that lead here, so that a link to one of them is not followed.
local function walk_folder(folder, above, visit)
  local names, message, code = files.list(folder)
  if not names then
    visit(nil, message, code)
    return
  end
  for _, name in ipairs(names) do
    if name:sub(1, 1) ~= "." then
      local path = join(folder, name)
      local stat, reason, why = files.stat(path)
      if not stat then
        if is_document(name) or why == "eloop" then
          visit(nil, reason, why)
        end
      elseif stat.kind == "directory" then
        local id = identity(stat)
        if above[id] then
          visit(nil, path .. ": a link back to a folder above it", "loop")
        else
          above[id] = true
          walk_folder(path, above, visit)
          above[id] = nil
        end
      elseif is_document(name) then
        visit(path, stat)
      end
    end
  end
end

--- Visits every document below a path, sorted by name. Hidden files and other kinds of files are passed over;
--- a file that is named itself is always visited.
---@param path string
---@param visit fun(path: string?, stat_or_message: table|string, code: string?)
function M.walk(path, visit)
  local stat, message, code = files.stat(path)
  if not stat then
    visit(nil, message, code)
  elseif stat.kind == "directory" then
    walk_folder(path, { [identity(stat)] = true }, visit)
  else
    visit(path, stat)
  end
end

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

local function extract(value)
  local text, message, code = decode.text(value)
  if not text then
    return nil, message, code
  end
  local reader = facts.reader(document.read(text.text), value.path)
  return text, reader, facts.read(reader)
end

function Run:add(value)
  local ok, text, reader, found = pcall(extract, value)
  if not ok then
    return self:refuse(value.path .. ": cannot be read: " .. tostring(text), "internal")
  elseif not text then
    return self:refuse(reader, found)
  end
  local id = self.writer:add(value.sha256, rows.pack(text, reader, found))
  self.writer:link(value.path, id)
  self.counts.new = self.counts.new + 1
  local broken = text.faults.n or #text.faults
  if broken > 0 then
    self.counts.damaged = self.counts.damaged + 1
    self.report("damaged", ("%s: %d broken character%s in %s, the first at byte %d; U+FFFD stands there"):format(
      value.path, broken, broken == 1 and "" or "s", text.charset, text.faults[1]))
  end
end

function Run:visit(path, stat)
  if stat.device and self.store_identity == identity(stat) then
    return
  end
  local value, message, code = bytes.read(path, self.limit)
  if not value then
    return self:refuse(message, code)
  end
  local counts = self.counts
  counts.bytes = counts.bytes + #value.bytes
  self:open_batch()
  local known = self.writer:document_of(value.sha256)
  local before = self.writer:source_of(path)
  if before and before ~= known then
    counts.changed = counts.changed + 1
  end
  if known and before == known then
    counts.unchanged = counts.unchanged + 1
  elseif known then
    self.writer:link(path, known)
    counts.linked = counts.linked + 1
  else
    self:add(value)
  end
  self.documents = self.documents + 1
  self.size = self.size + #value.bytes
  if self.documents >= BATCH_DOCUMENTS or self.size >= BATCH_BYTES then
    self:close_batch()
  end
end

local function nothing() end

--- Ingests paths into a store. The same bytes are one document, whatever their names; what is stored stays stored
--- when the run is killed, and the next run goes on from there.
---@param db string path of the store
---@param paths string[]
---@param options {limit: integer?, report: fun(event: string, ...)?}?
---@return wenlu.IngestCounts? counts
---@return string? message  the store cannot be written
---@return string? code
function M.run(db, paths, options)
  options = options or {}
  local writer, message, code = store.writer(db)
  if not writer then
    return nil, message, code
  end
  local stat = files.stat(db)
  local run = setmetatable({
    writer = writer, limit = options.limit, report = options.report or nothing,
    store_identity = stat and identity(stat),
    counts = { new = 0, unchanged = 0, linked = 0, changed = 0, damaged = 0, refused = 0, bytes = 0 },
  }, Run)
  local ok, reason = pcall(function()
    for _, path in ipairs(paths) do
      local before = run.counts.new + run.counts.unchanged + run.counts.linked + run.counts.refused
      M.walk(path, function(found, detail, why)
        if found then
          run:visit(found, detail)
        else
          run:refuse(detail, why)
        end
      end)
      local counts = run.counts
      if counts.new + counts.unchanged + counts.linked + counts.refused == before then
        run:refuse(path .. ": no documents (.txt, .html) in it", "empty")
      end
    end
    run:close_batch()
  end)
  writer:close()
  if not ok then
    return nil, db .. ": " .. tostring(reason), tostring(reason):find("locked", 1, true) and "busy" or "store"
  end
  return run.counts
end

return M
