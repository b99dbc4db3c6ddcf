--- Turns paths into what wenlu.ingest.extract reads from them, in other processes and in the order of asking.
--
-- Each worker is a copy of this process. It gets paths and answers each with one message; the paths are dealt out in
-- turn, a few at a time, and the answers are read in turn, so that nothing needs to be sorted. What is on its way is
-- bounded: by the pipes on the way back, by WAITING paths on the way out.
local extract = require "wenlu.ingest.extract"
local process = require "wenlu.process"

local M = {}

local DEALT = 8       -- paths to one worker before the next has its turn
local WAITING = 64    -- paths that a worker may have before it
local BYTES = 24000   -- and their size: less than a pipe holds, so that asking never waits

local REQUEST = "<s4s1"
local ANSWER = "<I8s1s4s4s1s4"

local function serve(channel, limit)
  local request = channel:read()
  while request do
    local path, expected = REQUEST:unpack(request)
    local found = extract.read(path, limit, function(sha256)
      return sha256 == expected
    end)
    local sent = channel:write(ANSWER:pack(found.size, found.sha256 or "", found.damage or "", found.refusal or "",
      found.code or "", found.packed or ""))
    request = sent and channel:read()
  end
end

local function filled(text)
  return text ~= "" and text or nil
end

local function unpack_answer(path, answer)
  local size, sha256, damage, refusal, code, packed = ANSWER:unpack(answer)
  return {
    path = path, size = size, sha256 = filled(sha256), damage = filled(damage), refusal = filled(refusal),
    code = filled(code), packed = filled(packed),
  }
end

---@class wenlu.Workers
local Workers = {}
Workers.__index = Workers

local function start(self, worker)
  local channel, message, code = process.worker(function(channel)
    serve(channel, self.limit)
  end)
  worker.channel = channel
  return channel, message, code
end

--- Starts workers.
---@param count integer
---@param limit integer?  largest size of a file in bytes
---@param apart fun(start: function)  calls `start` while nothing is open that a copy of this process must not have
---@return wenlu.Workers? workers
---@return string? message  there can be no other process
---@return string? code
function M.start(count, limit, apart)
  extract.prepare()
  local self = setmetatable({ limit = limit, apart = apart, asked = 0, answered = 0 }, Workers)
  for i = 1, count do
    self[i] = { first = 1, last = 0, bytes = 0 } -- and the requests from first to last
    local channel, message, code = start(self, self[i])
    if not channel then
      self:close()
      return nil, message, code
    end
  end
  return self
end

function Workers:close()
  for _, worker in ipairs(self) do
    if worker.channel then
      worker.channel:close()
    end
  end
end

local function in_turn(self, number)
  return self[number // DEALT % #self + 1]
end

--- Whether the worker whose turn it is can take one more path.
---@return boolean
function Workers:has_room()
  local worker = in_turn(self, self.asked)
  return worker.last - worker.first + 1 < WAITING and worker.bytes < BYTES
end

--- Asks for a path to be read; there must be room.
---@param path string
---@param expected string?  the sha256 with which it need not be read again
function Workers:ask(path, expected)
  local worker = in_turn(self, self.asked)
  local request = REQUEST:pack(path, expected or "")
  self.asked = self.asked + 1
  worker.last = worker.last + 1
  worker[worker.last] = request
  worker.bytes = worker.bytes + #request
  worker.channel:write(request) -- where this fails, reading the answer fails too
end

-- A new process for a worker that has ended. It begins with the path that was being read, which is lost only if it
-- ends the new one too: something else may have ended the first.
local function restart(self, worker)
  local message
  self.apart(function()
    message = select(2, start(self, worker))
  end)
  if message then
    error(message, 0)
  end
  for i = worker.first, worker.last do
    worker.channel:write(worker[i])
  end
end

local function take(worker)
  local request = worker[worker.first]
  worker[worker.first] = nil
  worker.first = worker.first + 1
  worker.bytes = worker.bytes - #request
end

--- What was read from the path that was asked for longest ago.
---@return wenlu.Extract
function Workers:answer()
  local worker = in_turn(self, self.answered)
  local path = REQUEST:unpack(worker[worker.first])
  self.answered = self.answered + 1
  local answer = worker.channel:read()
  if not answer then
    worker.channel:close()
    restart(self, worker)
    answer = worker.channel:read()
  end
  if answer then
    take(worker)
    return unpack_answer(path, answer)
  end
  local how = worker.channel:close()
  take(worker)
  restart(self, worker)
  return {
    path = path, size = 0, code = "worker",
    refusal = ("%s: the process that read it ended (%s), twice"):format(path, how),
  }
end

return M
