--- Turns the program's version into one line.

local cli = require "wenlu.cli"
local process = require "wenlu.process"

local M = {}

M.name = "version"
M.summary = "print the version"
M.usage = "wenlu version"

function M.run(args)
  if #args > 0 then
    return cli.usage_error(M, "takes no arguments")
  end
  io.stdout:write(("wenlu %s (%s)\n"):format(process.version(), _VERSION))
  return cli.OK
end

return M
