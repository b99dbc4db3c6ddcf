--- Turns paths into the documents below them, folder by folder, sorted by name.
local files = require "wenlu.files"

local M = {}

local READS = { txt = true, text = true, html = true, htm = true }

local function is_document(name)
  local extension = name:match "%.([^.]+)$"
  return extension ~= nil and READS[extension:lower()] == true
end

local function join(folder, name)
  return folder:sub(-1) == "/" and folder .. name or folder .. "/" .. name
end

--- What two names of one file have in common.
---@param stat table  see wenlu.files
---@return string
function M.identity(stat)
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
        local id = M.identity(stat)
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

-- Hidden files and other kinds of files are passed over; a file that is named itself is always visited.
local function walk(path, visit)
  local stat, message, code = files.stat(path)
  if not stat then
    visit(nil, message, code)
  elseif stat.kind == "directory" then
    walk_folder(path, { [M.identity(stat)] = true }, visit)
  else
    visit(path, stat)
  end
end

---@class wenlu.Found
---@field path string?    nil when nothing can be read there
---@field refusal string? why
---@field code string?

--- The documents below the paths, one at each call, and what stands in the way to others.
---@param paths string[]
---@param skip fun(stat: table): boolean?  files that are none
---@return fun(): wenlu.Found?
function M.each(paths, skip)
  return coroutine.wrap(function()
    for _, path in ipairs(paths) do
      local some = false
      walk(path, function(found, detail, code)
        if not found then
          some = true
          coroutine.yield { refusal = detail, code = code }
        elseif not skip(detail) then
          some = true
          coroutine.yield { path = found }
        end
      end)
      if not some then
        coroutine.yield { refusal = path .. ": no documents (.txt, .html) in it", code = "empty" }
      end
    end
  end)
end

return M
