--- Turns a path into stage 1: the bytes of the file as they are, and their sha256, which is the document's identity.
local digest = require "wenlu.digest"
local files = require "wenlu.files"

local M = {}

--- Files larger than this are refused (16 MB) unless a limit is given: no document of an office is larger, and
--- reading takes many times the size of a file in memory.
M.LIMIT = 16 * 1024 * 1024

---@class wenlu.Bytes
---@field path string
---@field bytes string
---@field sha256 string 64 hex digits

--- Reads a file. Empty files are refused: they are no documents.
---@param path string
---@param limit integer?  largest size in bytes
---@return wenlu.Bytes? value
---@return string? message "path: reason"
---@return string? code
function M.read(path, limit)
  local bytes, message, code = files.read(path, limit or M.LIMIT)
  if not bytes then
    return nil, message, code
  end
  if #bytes == 0 then
    return nil, path .. ": empty file", "empty"
  end
  return { path = path, bytes = bytes, sha256 = digest.sha256(bytes) }
end

return M
