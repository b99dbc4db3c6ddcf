--- Turns arguments and input into what this very program answers in a process of its own.
--
-- Use: local program = dofile "tests/program.lua"

local M = {}

--- The program that runs the specs, as it was called.
function M.path()
  local first = 0
  while arg[first - 1] do
    first = first - 1
  end
  return arg[first]
end

local function quote(word)
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

function M.write(path, content)
  local file = assert(io.open(path, "wb"))
  file:write(content)
  file:close()
end

function M.read(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read "a"
  file:close()
  return content
end

--- Runs a shell command in which "$W" is the program.
---@return {out: string, err: string, code: integer}
function M.shell(command)
  local out, err = os.tmpname(), os.tmpname()
  local script = ("W=%s; (%s) >%s 2>%s"):format(quote(M.path()), command, quote(out), quote(err))
  local _, how, code = os.execute(script)
  local answer = { out = M.read(out), err = M.read(err), code = how == "exit" and code or 128 + code }
  os.remove(out)
  os.remove(err)
  return answer
end

--- Runs the program with these arguments, and this as its standard input.
---@param args string[]
---@param input string?
function M.run(args, input)
  local words = {}
  for i, word in ipairs(args) do
    words[i] = quote(word)
  end
  local stdin = os.tmpname()
  M.write(stdin, input or "")
  local answer = M.shell(('"$W" %s <%s'):format(table.concat(words, " "), quote(stdin)))
  os.remove(stdin)
  return answer
end

--- Calls use(path) with a file of this content and removes it.
function M.with_file(content, use)
  local path = os.tmpname()
  M.write(path, content)
  local ok, message = pcall(use, path)
  os.remove(path)
  if not ok then
    error(message, 0)
  end
end

return M
