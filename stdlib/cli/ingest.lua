--- Turns paths into stored documents: `wenlu ingest`.
local cli = require "wenlu.cli"
local escape = require "wenlu.escape"
local files = require "wenlu.files"
local ingest = require "wenlu.ingest"

local M = {}

M.name = "ingest"
M.summary = "read files and folders into the store"
M.usage = [[
wenlu ingest [--db FILE] [--max-size MB] [--jobs N] PATH...

Reads every .txt and .html file below PATH (UTF-8, UTF-16, GB18030/GBK, Big5, told apart by their bytes) and
stores its text, mentions and facts. The same bytes are one document under any number of names, and files that
have not changed are passed over. What was stored stays stored when the run is killed; run it again to go on.
Refused files are named on stderr with the reason; all others are stored.

--max-size MB   largest file, 16 when not given
--jobs N        processes that read; when not given, one for each processor, or one alone for few files.
                The store is the same whatever N is
exit codes: 0 all read, 64 usage, 65 something was refused, 75 another process writes to the store]]

local MOST_JOBS = 256

-- What each option says: field, value | nil, what is wrong.
local OPTIONS = {
  ["--max-size"] = function(value)
    local size = tonumber(value)
    if size and size > 0 and size < 1e6 then
      return "limit", math.tointeger(size * 1024 * 1024 // 1)
    end
    return nil, "--max-size needs a number of MB"
  end,
  ["--jobs"] = function(value)
    local jobs = math.tointeger(tonumber(value))
    if jobs and jobs >= 1 and jobs <= MOST_JOBS then
      return "jobs", jobs
    end
    return nil, ("--jobs needs a number from 1 to %d"):format(MOST_JOBS)
  end,
}

-- paths, options | nil, what is wrong
local function parse(args)
  local paths, options = {}, {}
  local i = 1
  while i <= #args do
    if args[i] == "--" then
      table.move(args, i + 1, #args, #paths + 1, paths)
      break
    elseif OPTIONS[args[i]] then
      local name, value = OPTIONS[args[i]](args[i + 1])
      if not name then
        return nil, value
      end
      options[name] = value
      i = i + 1
    elseif args[i]:sub(1, 2) == "--" and #args[i] > 2 then
      return nil, "no option " .. args[i]
    else
      paths[#paths + 1] = args[i]
    end
    i = i + 1
  end
  if #paths == 0 then
    return nil, "which files?"
  end
  return paths, options
end

local function reporter()
  local live = files.is_terminal(2)
  return function(event, detail)
    if event == "stored" then
      if live then
        io.stderr:write(("\r%d new, %d unchanged, %d refused"):format(
          detail.new, detail.unchanged + detail.linked, detail.refused))
      end
      return
    end
    io.stderr:write(live and "\r\27[K" or "", event, ": ", escape.visible(escape.valid(detail)), "\n")
  end, live
end

function M.run(args, context)
  local paths, options = parse(args)
  if not paths then
    return cli.usage_error(M, options)
  end
  local live
  options.report, live = reporter()
  local counts, message, code = ingest.run(context.db, paths, options)
  if live then
    io.stderr:write "\r\27[K"
  end
  if not counts then
    io.stderr:write("wenlu ingest: ", message, "\n")
    return code == "busy" and cli.BUSY or code == "interrupted" and cli.FAILED or cli.BAD_DATA
  end
  io.stdout:write(("%s: %d new, %d unchanged, %d refused"):format(
    context.db, counts.new, counts.unchanged, counts.refused))
  for _, name in ipairs { "linked", "changed", "damaged" } do
    if counts[name] > 0 then
      io.stdout:write((", %d %s"):format(counts[name], name == "linked" and "known under another name" or name))
    end
  end
  io.stdout:write("\n")
  return counts.refused > 0 and cli.BAD_DATA or cli.OK
end

return M
