---@meta wenlu.process

--- What this process is and what it was started with; and workers: copies of it that run one function.
local process = {}

--- The options of wenlu's own that stood before the script or command.
---@return {db: string, db_given: boolean, root: string?} db is "./wenlu.db" when --db was not given
function process.options() end

--- The version of wenlu, "MAJOR.MINOR.PATCH".
---@return string
function process.version() end

--- How many processors this process may use.
---@return integer
function process.processors() end

---@class wenlu.process.Channel
local Channel = {}

--- Starts a worker: a copy of this process, with all its values, that calls fn(channel) and ends. What it changes is
--- changed in the copy only. It must not use a database or file that was open before: open it in the worker, or not at
--- all. It ends by itself when the channel at the other end is closed, and is killed when the parent ends (on Linux;
--- elsewhere its channel ends). Ctrl-C ends it without a word; an error of fn's ends it with exit code 1.
---
---     local worker = process.worker(function(channel)
---       for message in channel.read, channel do
---         channel:write(message:upper())
---       end
---     end)
---     worker:write "a"
---     print(worker:read()) --> A
---     worker:close()
---
---@param fn fun(channel: wenlu.process.Channel)
---@return wenlu.process.Channel? worker
---@return string? message "worker: reason"
---@return string? code "eagain", "emfile", ...
function process.worker(fn) end

--- Sends a message (at most 1 GB); waits while the other end has too much to read: 24 KB are always taken at once, so
--- that two ends that keep to it never wait for each other.
---@param message string
---@return true? done
---@return string? reason  the other end has gone
---@return string? code "epipe"
function Channel:write(message) end

--- Waits for a message.
---@return string? message  nil when the other end has gone
function Channel:read() end

--- Ends the worker, if it has not ended. In the worker: closes its end. So does the collector.
---@return string how  "exit code 0", "signal 9": how the worker ended
function Channel:close() end

return process
