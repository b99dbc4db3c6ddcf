---@meta wenlu.files

--- Files and folders. Paths and contents are bytes; a path that holds NUL raises. Failures are
--- `nil, "PATH: reason", code`; besides the codes named below, errno's name in lower case: "enoent",
--- "eacces", "eloop" (a circle of links), "enotdir", "enametoolong", "enospc", "eio" ...
local files = {}

---@class wenlu.files.Status
---@field kind "file"|"directory"|"link"|"fifo"|"socket"|"device"
---@field size integer bytes
---@field mtime integer seconds since 1970, UTC
---@field device integer
---@field inode integer with device, the identity of a file under all of its names

--- All bytes of a regular file. Nothing else is opened, so this never waits for a FIFO.
---
---     local bytes, message, code = files.read("report.txt", 64 * 1024 * 1024)
---
---@param path string
---@param limit? integer bytes; no limit when absent
---@return string? bytes "" for an empty file
---@return string? message
---@return string? code "is-directory", "not-a-file" (FIFO, socket, device), "too-big" (the message
--- names both sizes), "enoent", "eacces" ...
function files.read(path, limit) end

--- What a path leads to.
---@param path string
---@param follow? boolean false describes a link itself; true
---@return wenlu.files.Status? status
---@return string? message
---@return string? code
function files.stat(path, follow) end

--- The names in a folder, in the order of their bytes, without "." and "..".
---@param path string
---@return string[]? names
---@return string? message
---@return string? code "enotdir", "enoent" ...
function files.list(path) end

--- Makes a folder and those above it; one that is there already is fine.
---@param path string
---@return true?
---@return string? message names the folder that could not be made
---@return string? code "enotdir" when a file has that name ...
function files.mkdir(path) end

--- Writes a file whole or not at all: into a new file beside it, synced, then renamed. A link stays
--- a link, and the file's permissions stay.
---@param path string
---@param bytes string
---@return true?
---@return string? message
---@return string? code "is-directory", "not-a-file" (also anything below /dev and /proc), "enospc" ...
function files.write(path, bytes) end

--- The absolute path without links.
---@param path string
---@return string? path
---@return string? message
---@return string? code
function files.real(path) end

--- Whether a descriptor is a terminal.
---@param descriptor? integer 1, standard output
---@return boolean
function files.is_terminal(descriptor) end

--- The columns of a terminal, nothing when it is none.
---@param descriptor? integer 1, standard output
---@return integer? columns
function files.terminal_width(descriptor) end

return files
