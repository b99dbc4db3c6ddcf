--- Turns spec files into a verdict: runs them with busted, as it is installed on this machine.

local cli = require "wenlu.cli"
local files = require "wenlu.files"
local test_output = require "wenlu.test_output"

local M = {}

M.name = "test"
M.summary = "run busted specs, tests/ when no path is given"
M.usage = [[
wenlu test [--filter PATTERN] [PATH...]

Runs the specs in each PATH: a file, or a folder with files *_spec.lua at any depth.
Only specs whose full name matches PATTERN (a Lua pattern) run when one is given.
The last line is `N passed, N failed`, with `, N skipped` when specs are pending.
Exits with 1 when a spec failed, a file could not be loaded, or nothing ran.]]

local DEFAULT_PATH = "tests"

local function parse(args)
  local options, index = { paths = {}, filters = {} }, 1
  while args[index] do
    if args[index] == "--filter" and args[index + 1] then
      table.insert(options.filters, args[index + 1])
      index = index + 1
    elseif args[index]:sub(1, 1) == "-" then
      return nil, ("unknown option '%s'"):format(args[index])
    elseif not files.stat(args[index]) then
      return nil, args[index] .. ": no such file or folder"
    else
      table.insert(options.paths, args[index])
    end
    index = index + 1
  end
  if #options.paths == 0 then
    options.paths[1] = DEFAULT_PATH
  end
  return options
end

--- Gives busted the specs whose names match; what it calls a filter acts while specs register.
local function add_filter(busted, filters)
  require "busted.modules.filter_loader"()(busted, {
    tags = {}, excludeTags = {}, filterOut = {}, filter = filters, nokeepgoing = false,
  })
end

local function execute(options)
  local busted = require "busted.core"()
  require "busted"(busted)
  local output = test_output.subscribe(busted, io.stdout)
  add_filter(busted, options.filters)
  local load_files = require "busted.modules.test_file_loader"(busted, { "lua" })
  load_files(options.paths, { "_spec%.lua$" }, { excludes = {}, recursive = true })
  require "busted.execute"(busted)(1, { sort = true })
  busted.publish({ "exit" })
  return output
end

function M.run(args)
  local options, problem = parse(args)
  if not options then
    return cli.usage_error(M, problem)
  end
  if not pcall(require, "busted.core") then
    io.stderr:write("wenlu test: busted is not installed for Lua 5.4 (Debian: apt-get install lua-busted)\n")
    return cli.FAILED
  end
  local counts = execute(options):finish()
  return (counts.failed > 0 or counts.passed == 0) and cli.FAILED or cli.OK
end

return M
