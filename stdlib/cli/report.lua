--- Turns a store into reports: `wenlu report`.
local cli = require "wenlu.cli"
local corpus_of = require "wenlu.corpus"
local digest = require "wenlu.digest"
local embed = require "wenlu.embed"
local files = require "wenlu.files"
local process = require "wenlu.process"

local M = {}

M.name = "report"
M.summary = "run an analysis over the store and print or write its report"
M.usage = [[
wenlu report [--db FILE] [--format term|html|md|csv|json] [-o FILE] NAME|FILE.lua... [KEY=VALUE...]

Runs the analyses NAME (see --list) or scripts of your own over the store and renders their reports; several
go into one output. KEY=VALUE sets a parameter of the script (city=南通市 from=2020 to=2023 measure=整改率).

--format F   term (default), html (one file, no script needed), md, csv, json (one object a line);
             taken from the name after -o when not given
-o FILE      write there instead of to the terminal
--limit N    term: at most N rows of a table (all of them when written to a file or a pipe, 60 on a terminal)
--raw        csv without the guard against spreadsheet formulas
--list       the analyses that ship, with one line each]]

local WIDTH = 120 -- of a report for the terminal that goes to a file or a pipe

local ROWS = 60   -- of a table on a terminal

local RENDERERS = { term = "term", html = "html", md = "markdown", csv = "csv", json = "json" }
local EXTENSIONS = { html = "html", htm = "html", md = "md", csv = "csv", json = "json", jsonl = "json", txt = "term" }

local function list_scripts()
  for _, file in ipairs(embed.list "scripts/") do
    local chunk = assert(embed.load(file))
    local script = chunk()
    io.stdout:write(("%-22s %s\n"):format(script.name, script.title))
  end
  return cli.OK
end

-- A script is one that ships, or a file that returns a table with `run`.
local function load_script(name)
  local file = "scripts/" .. name .. ".lua"
  local source = not name:find("[/.]") and embed.read(file)
  local chunk, message
  if source then
    chunk, message = embed.load(file)
  else
    local reason
    source, reason = files.read(name)
    if not source then
      local hint = name:find("[/.]") and "" or "; no analysis of that name either (wenlu report --list)"
      return nil, reason .. hint, cli.USAGE
    end
    chunk, message = load(source, "@" .. name, "t")
  end
  if not chunk then
    return nil, message, cli.FAILED
  end
  local ok, script = xpcall(chunk, debug.traceback, name)
  if not ok then
    return nil, script, cli.FAILED
  elseif type(script) ~= "table" or type(script.run) ~= "function" then
    return nil, name .. ": returns no table with a function `run`", cli.FAILED
  end
  return { script = script, hash = digest.sha256(source), name = name }
end

local function parse(args)
  local options = { names = {}, params = {} }
  local i = 1
  while i <= #args do
    local arg = args[i]
    local key, value = arg:match "^([%w_-]+)=(.*)$"
    if arg == "--format" or arg == "-o" or arg == "--output" then
      i = i + 1
      if not args[i] then
        return nil, arg .. " needs a value"
      end
      options[arg == "--format" and "format" or "output"] = args[i]
    elseif arg == "--limit" then
      i = i + 1
      options.limit = math.tointeger(tonumber(args[i]))
      if not options.limit or options.limit < 1 then
        return nil, "--limit needs a number of rows"
      end
    elseif arg == "--raw" or arg == "--list" then
      options[arg:sub(3)] = true
    elseif arg:sub(1, 1) == "-" and #arg > 1 then
      return nil, "no option " .. arg
    elseif key then
      options.params[key] = math.tointeger(tonumber(value)) or tonumber(value) or value
    else
      options.names[#options.names + 1] = arg
    end
    i = i + 1
  end
  local extension = options.output and options.output:match "%.([^./]+)$"
  if extension and not options.format and not EXTENSIONS[extension:lower()] then
    return nil, ("no format for '.%s'; --format says which"):format(extension)
  end
  options.format = options.format or extension and EXTENSIONS[extension:lower()] or "term"
  if not RENDERERS[options.format] then
    return nil, ("no format '%s'"):format(options.format)
  elseif #options.names == 0 and not options.list then
    return nil, "which analysis? (wenlu report --list)"
  end
  return options
end

local function check_params(one, params)
  local known = one.script.params
  for key in pairs(params) do
    if (key == "from" or key == "to") and math.type(params[key]) ~= "integer" then
      return ("%s=%s is no year"):format(key, params[key])
    elseif known and not known[key] then
      local names = {}
      for name in pairs(known) do
        names[#names + 1] = name
      end
      table.sort(names)
      return ("%s has no parameter '%s' (it has: %s)"):format(one.name, key, table.concat(names, ", "))
    end
  end
end

local function run_one(one, corpus, params)
  local ok, result = xpcall(one.script.run, debug.traceback, corpus, params)
  if not ok then
    return nil, result
  elseif type(result) ~= "table" or type(result.blocks) ~= "table" then
    return nil, one.name .. ": `run` returned no report"
  end
  local rows = 0
  for _, block in ipairs(result.blocks) do
    rows = rows + (block.rows and #block.rows or 0)
  end
  result.footer = { input = corpus:hash(), script = one.hash, version = process.version(), rows = rows }
  return result
end

local function render(options, reports)
  local live = not options.output and files.is_terminal(1)
  local settings = { raw = options.raw }
  if options.format == "term" then
    settings.width = live and files.terminal_width(1) or WIDTH
    settings.color = live and not os.getenv "NO_COLOR"
    settings.limit = options.limit or live and ROWS or nil
  end
  return require("wenlu.render." .. RENDERERS[options.format]).render(reports, settings)
end

local function fail(message, code)
  io.stderr:write("wenlu report: ", message, "\n")
  return code
end

local function deliver(options, text)
  if not options.output then
    io.stdout:write(text)
    return cli.OK
  end
  local written, message = files.write(options.output, text)
  if not written then
    return fail(message, cli.FAILED)
  end
  return cli.OK
end

function M.run(args, context)
  local options, mistake = parse(args)
  if not options then
    return cli.usage_error(M, mistake)
  elseif options.list then
    return list_scripts()
  end
  local scripts = {}
  for i, name in ipairs(options.names) do
    local one, message, code = load_script(name)
    message = message or check_params(one, options.params)
    if message then
      return fail(message, code or cli.USAGE)
    end
    scripts[i] = one
  end
  local corpus, message, code = corpus_of.open(context.db)
  if not corpus then
    return fail(message, code == "busy" and cli.BUSY or cli.BAD_DATA)
  end
  local reports = {}
  for i, one in ipairs(scripts) do
    reports[i], message = run_one(one, corpus, options.params)
    if not reports[i] then
      corpus:close()
      return fail(message, cli.FAILED)
    end
  end
  corpus:close()
  return deliver(options, render(options, reports))
end

return M
