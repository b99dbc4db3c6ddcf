--- Turns a use of an empty folder into one that leaves nothing behind.
--
-- Use: local folder = dofile "tests/folder.lua"; folder.with(function(path) ... end)

local files = require "wenlu.files"

local M = {}

--- A new empty folder; remove it with M.remove.
---@return string path
function M.new()
  local path = os.tmpname()
  os.remove(path)
  assert(files.mkdir(path))
  return path
end

function M.remove(path)
  os.execute(("chmod -R u+rwx '%s'; rm -rf '%s'"):format(path, path))
end

--- Calls use(path) with a new empty folder and removes it with all that is in it.
---@param use fun(path: string)
function M.with(use)
  local path = M.new()
  local ok, message = pcall(use, path)
  M.remove(path)
  if not ok then
    error(message, 0)
  end
end

--- Writes files below a folder, making the folders between.
---@param folder string
---@param contents table<string, string> name -> bytes
function M.fill(folder, contents)
  for name, bytes in pairs(contents) do
    local path = folder .. "/" .. name
    assert(files.mkdir(path:match "^(.*)/"))
    assert(files.write(path, bytes))
  end
end

--- The bytes of a text in another charset, as iconv(1) writes them.
function M.encode(text, charset)
  local source, target = os.tmpname(), os.tmpname()
  assert(files.write(source, text))
  assert(os.execute(("iconv -f UTF-8 -t %s '%s' >'%s'"):format(charset, source, target)))
  local bytes = assert(files.read(target))
  os.remove(source)
  os.remove(target)
  return bytes
end

return M
