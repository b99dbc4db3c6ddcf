--- Turns a command's name and arguments into an exit code.
--
-- A command is a file stdlib/cli/NAME.lua that returns {name, summary, usage, run(args, context)}.

local embed = require "wenlu.embed"

local M = {}

M.OK, M.FAILED, M.USAGE, M.BAD_DATA, M.BUSY = 0, 1, 64, 65, 75

local FOLDER = "stdlib/cli/"

---@class wenlu.Context
---@field db string path of the store: --db, or ./wenlu.db
---@field db_given boolean whether --db was given

---@class wenlu.Command
---@field name string
---@field summary string one line for `wenlu help`
---@field usage string what `wenlu help NAME` prints, its first line being the form of the command
---@field run fun(args: string[], context: wenlu.Context): integer?

--- The names of all commands, sorted.
---@return string[]
function M.names()
  local names = {}
  for _, file in ipairs(embed.list(FOLDER)) do
    names[#names + 1] = file:match("^stdlib/cli/([^/]+)%.lua$")
  end
  return names
end

--- The command of this name, or nil.
---@param name string
---@return wenlu.Command?
function M.find(name)
  for _, known in ipairs(M.names()) do
    if known == name then
      return require("wenlu.cli." .. name)
    end
  end
  return nil
end

--- Prints a mistake of usage to stderr and returns its exit code.
---@param command wenlu.Command
---@param message string
---@return integer
function M.usage_error(command, message)
  io.stderr:write(("wenlu %s: %s\n%s\n"):format(command.name, message, command.usage:match("^[^\n]*")))
  return M.USAGE
end

--- Takes `--db FILE` out of the arguments, so that it may stand behind the command too.
local function take_db(args, context)
  local rest, index = {}, 1
  local db, given = context.db, context.db_given
  while index <= #args and args[index] ~= "--" do
    local inline = args[index]:match("^%-%-db=(.+)$")
    if inline or (args[index] == "--db" and args[index + 1]) then
      db, given = inline or args[index + 1], true
      index = index + (inline and 1 or 2)
    else
      rest[#rest + 1] = args[index]
      index = index + 1
    end
  end
  table.move(args, index, #args, #rest + 1, rest)
  return rest, { db = db, db_given = given }
end

--- Runs a command.
---@param name string
---@param args string[] what follows the name
---@param context wenlu.Context
---@return integer exit code
function M.run(name, args, context)
  local command = M.find(name)
  if not command then
    io.stderr:write(("wenlu: no command '%s' (wenlu help)\n"):format(name))
    return M.USAGE
  end
  local rest, own_context = take_db(args, context)
  if rest[1] == "--help" or rest[1] == "-h" then
    io.stdout:write(command.usage, "\n")
    return M.OK
  end
  return command.run(rest, own_context) or M.OK
end

return M
