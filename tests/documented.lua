--- Turns a Markdown file into the commands it shows, runs them, and compares what they print with what it says.
--
-- Every line of a ```sh block is a command; "# exit code 65" (退出码 65) behind it says how it ends. A ```text
-- block right below shows what the block prints: exactly, but for a line "…" (any lines) and a "…" that ends a
-- line (any rest).
-- A ```lua block whose first line is "-- NAME.lua" is a file that the commands below find under that name.
-- `build/wenlu tests/documented.lua README.md ...` writes what the commands print now into the files.

local files = require "wenlu.files"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local M = {}

-- Not run: they build, install or change the folder.
local SKIPPED = { make = true, git = true, cd = true, ["apt-get"] = true, sudo = true }

local function lines_of(text)
  local lines = {}
  for line in text:gmatch "([^\n]*)\n" do
    lines[#lines + 1] = line
  end
  return lines
end

--- The fenced blocks of a Markdown file.
---@param path string
---@return {kind: string, first: integer, lines: string[], below: boolean}[] blocks first: line of the fence; below:
--- nothing but empty lines since the block before
---@return string[] lines of the file
function M.blocks(path)
  local lines, blocks = lines_of(program.read(path)), {}
  local open, below = nil, false
  for i, line in ipairs(lines) do
    local kind = line:match "^```(%a*)$"
    if open and kind then
      open, below = nil, true
    elseif open then
      open.lines[#open.lines + 1] = line
    elseif kind then
      open = { kind = kind, first = i, lines = {}, below = below }
      blocks[#blocks + 1] = open
    elseif line ~= "" then
      below = false
    end
  end
  return blocks, lines
end

local function command_of(line)
  local command, comment = line:match "^(.-)%s+#%s*([^#'\"]*)$"
  local code = comment and comment:match "(%d+)$"
  return command or line, code and math.tointeger(tonumber(code)) or 0
end

-- The program under the name that the documents use, and the tree it reads.
local function furnish(path)
  local own = program.path()
  if not own:find "/" then
    own = assert(program.shell("command -v " .. own).out:match "^[^\n]+")
  end
  assert(files.mkdir(path .. "/build"))
  local links = { ["build/wenlu"] = own }
  for _, name in ipairs { "data", "examples", "stdlib", "scripts", "README.md" } do
    links[name] = name
  end
  for name, target in pairs(links) do
    assert(os.execute(("ln -s '%s' '%s/%s'"):format(assert(files.real(target)), path, name)))
  end
end

-- Where there is no sqlite3(1), its SQL is run all the same; what it would print is not known.
local function without_sqlite3(command)
  local store, sql = command:match '^sqlite3 (%S+) "(.*)"$'
  if not store or program.shell("command -v sqlite3").code == 0 then
    return command, false
  end
  local loop = "build/wenlu - <<'END'\nfor _ in require 'wenlu.sqlite'.open '%s':rows [==[%s]==] do end\nEND\n"
  return loop:format(store, sql), true
end

local function run_block(path, block)
  local result = { first = block.first, commands = {}, out = "" }
  for _, line in ipairs(block.lines) do
    local command, code = command_of(line)
    if command ~= "" and not SKIPPED[command:match "^%S+"] then
      local real, unknown = without_sqlite3(command)
      local answer = program.shell(("cd '%s' && (%s) 2>&1 </dev/null"):format(path, real))
      result.commands[#result.commands + 1] = { line = line, code = answer.code, expected = code, out = answer.out }
      result.out = result.out .. answer.out
      result.unknown = result.unknown or unknown
    end
  end
  return result
end

--- Runs all commands of a file, one after the other in one new folder.
---@param path string
---@return {first: integer, commands: table[], out: string, shown: table?, unknown: boolean?}[] results one a ```sh
--- block; shown: the ```text block below it; unknown: what it prints is not to be compared
function M.run(path)
  local results = {}
  folder.with(function(place)
    furnish(place)
    local last
    for _, block in ipairs((M.blocks(path))) do
      local name = block.kind == "lua" and (block.lines[1] or ""):match "^%-%- ([%w_-]+%.lua)"
      if block.kind == "sh" then
        last = run_block(place, block)
        results[#results + 1] = last
      elseif name then
        program.write(place .. "/" .. name, table.concat(block.lines, "\n") .. "\n")
      elseif block.kind == "text" and block.below and last then
        last.shown = block
      end
      last = block.kind == "sh" and last or nil
    end
  end)
  return results
end

local function same_line(shown, real)
  shown, real = shown:gsub("%s+$", ""), real:gsub("%s+$", "")
  local start = shown:match "^(.+)…$"
  return shown == real or start ~= nil and real:sub(1, #start) == start
end

--- The first shown line that was not printed where it should be; nil when all were.
---@param shown string[]
---@param out string
---@return string?
function M.difference(shown, out)
  local real, at, free = lines_of(out), 1, false
  for _, line in ipairs(shown) do
    if line == "…" then
      free = true
    else
      while free and real[at] and not same_line(line, real[at]) do
        at = at + 1
      end
      if not real[at] or not same_line(line, real[at]) then
        return line
      end
      at, free = at + 1, false
    end
  end
  return not free and real[at] or nil
end

local function cut_like(old, real)
  local length = old and old:find "…$" and utf8.len(old)
  if length and utf8.len(real) >= length then
    return real:sub(1, utf8.offset(real, length) - 1):gsub("%s+$", "") .. "…"
  end
  return (real:gsub("%s+$", ""))
end

local function common_prefix(a, b)
  local length = 0
  while length < #a and a:byte(length + 1) == b:byte(length + 1) do
    length = length + 1
  end
  return length
end

-- The printed line, from `at` on, that begins most like this one.
local function likest(line, real, at)
  local best, length = at, -1
  for i = at, #real do
    local common = common_prefix(line, real[i])
    if common > length then
      best, length = i, common
    end
  end
  return best
end

-- The lines to show now: stretches between lines "…" keep their length; the last one goes to the end.
local function renewed(shown, out)
  local real, lines, at = lines_of(out), {}, 1
  for i, line in ipairs(shown) do
    if line == "…" then
      lines[#lines + 1] = line
      at = shown[i + 1] and likest(shown[i + 1], real, at) or #real + 1
    elseif real[at] then
      lines[#lines + 1] = cut_like(line, real[at])
      at = at + 1
    end
  end
  for i = at, #real do
    lines[#lines + 1] = cut_like(nil, real[i])
  end
  return lines
end

--- Writes what the commands print now below them.
---@param path string
function M.renew(path)
  local results = M.run(path)
  local _, lines = M.blocks(path)
  for i = #results, 1, -1 do
    local shown = results[i].shown
    if shown and not results[i].unknown then
      local fresh = renewed(shown.lines, results[i].out)
      local rest = table.move(lines, shown.first + #shown.lines + 1, #lines, 1, {})
      for k = #lines, shown.first + 1, -1 do
        lines[k] = nil
      end
      table.move(fresh, 1, #fresh, #lines + 1, lines)
      table.move(rest, 1, #rest, #lines + 1, lines)
    end
  end
  program.write(path, table.concat(lines, "\n") .. "\n")
end

if arg[0] and arg[0]:find "documented%.lua$" then
  for _, path in ipairs(arg) do
    M.renew(path)
  end
end

return M
