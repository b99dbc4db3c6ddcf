--- Turns the commands into a list with one line each, or one command into its usage.

local cli = require "wenlu.cli"

local M = {}

M.name = "help"
M.summary = "list the commands, or say how one is used"
M.usage = [[
wenlu help [COMMAND]

Without COMMAND, lists the commands. With one, prints how it is used.]]

local OPENING = [[
usage: wenlu [--db FILE] [--root DIR] COMMAND [ARGS]
       wenlu [--db FILE] [--root DIR] [options] SCRIPT.lua [ARGS]   like lua(1)
       wenlu                                                        at a terminal, the REPL
]]

local CLOSING = [[
--db FILE    the store, ./wenlu.db when not given
--root DIR   take the library, scripts and tables from DIR instead of those built in
Options of lua(1): -e STAT, -l MODULE, -i, -v, -E, -W, -, --
]]

local function print_list()
  local names, width = cli.names(), 0
  for _, name in ipairs(names) do
    width = math.max(width, #name)
  end
  io.stdout:write(OPENING, "\ncommands:\n")
  for _, name in ipairs(names) do
    io.stdout:write(("  %-" .. width .. "s  %s\n"):format(name, cli.find(name).summary))
  end
  io.stdout:write("\n", CLOSING)
end

function M.run(args)
  if #args == 0 then
    print_list()
    return cli.OK
  end
  local command = #args == 1 and cli.find(args[1])
  if not command then
    return cli.usage_error(M, ("no command '%s'"):format(table.concat(args, " ")))
  end
  io.stdout:write(command.usage, "\n")
  return cli.OK
end

return M
