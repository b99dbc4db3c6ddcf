--- Turns typed lines into values: reads, evaluates, prints, until the end of input.

local cli = require "wenlu.cli"
local process = require "wenlu.process"
local terminal = require "wenlu.terminal"

local M = {}

M.name = "repl"
M.summary = "read lines of Lua, print their values"
M.usage = [[
wenlu repl

Reads Lua a line at a time. The values of an expression are printed; an unfinished statement goes on
at the next line. Ctrl-C drops the line or stops what runs, Ctrl-D ends.]]

local PROMPT, CONTINUATION = "> ", ">> "
local HISTORY_LINES = 1000

local function history_file()
  local home = os.getenv "HOME"
  return home and home .. "/.wenlu_history"
end

local function prompt(name, default)
  local own = rawget(_G, name)
  return own == nil and default or tostring(own)
end

local function is_unfinished(message)
  return message:find("<eof>", -7, true) ~= nil
end

--- Compiles as an expression first, then as a statement; "text" keeps bytecode out.
local function compile(text)
  local chunk = load("return " .. text, "=stdin", "t", _G)
  if chunk then
    return chunk
  end
  return load(text, "=stdin", "t", _G)
end

--- Reads until the lines make a chunk or a plain mistake. Returns nil at the end of input.
local function read_chunk()
  local text, _, code = terminal.read_line(prompt("_PROMPT", PROMPT))
  while text do
    local chunk, message = compile(text)
    if chunk or not is_unfinished(message) then
      return text, chunk, message
    end
    local more
    more, _, code = terminal.read_line(prompt("_PROMPT2", CONTINUATION))
    if not more and code ~= "interrupted" then
      return text, nil, message
    end
    text = more and text .. "\n" .. more
  end
  return code == "interrupted" and "" or nil
end

local function print_error(message)
  io.stdout:flush()
  io.stderr:write(tostring(message), "\n")
end

local function report(ok, ...)
  if not ok then
    print_error((...))
  elseif select("#", ...) > 0 then
    local printed, message = pcall(_G.print, ...)
    if not printed then
      print_error("error calling 'print' (" .. tostring(message) .. ")")
    end
  end
end

local function explain(message)
  if type(message) == "string" then
    return debug.traceback(message, 2)
  end
  return message
end

function M.run(args)
  if #args > 0 then
    return cli.usage_error(M, "takes no arguments")
  end
  local history = history_file()
  if history then
    terminal.load_history(history)
  end
  io.stdout:write(("wenlu %s (%s); wenlu help lists the commands, Ctrl-D ends\n"):format(
    process.version(), _VERSION))
  local text, chunk, message = read_chunk()
  while text do
    if text:find "%S" then
      terminal.add_history(text)
    end
    if chunk then
      report(xpcall(chunk, explain))
    elseif message then
      print_error(message)
    end
    text, chunk, message = read_chunk()
  end
  if history then
    terminal.save_history(history, HISTORY_LINES)
  end
  return cli.OK
end

return M
