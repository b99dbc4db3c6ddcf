--- Turns a path into the two names that may tell what a document is about: its folder's and its own.
local files = require "wenlu.files"

local M = {}

--- The same for any spelling of the path: the folder is looked up where the path does not name it.
---@param path string
---@return string  "folder/name"
function M.of(path)
  return (files.real(path) or path):match "([^/]*/?[^/]*)$"
end

return M
