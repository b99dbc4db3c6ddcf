--- Turns the corpus of the benchmark into the speed of single primitives, each beside the best peer there is.
--
-- Use: build/wenlu tests/bench/primitives.lua [TASK...]       all tasks, or these
--      build/wenlu tests/bench/primitives.lua run TASK FILE   one measurement, in seconds
--
-- Runs take turns, each in a process of its own, which does the work once to warm up and once by the clock of the
-- processor. What counts is the ratio of runs of the same round; rates are MB/s of the text in UTF-8. A peer that
-- cannot be built is left out.
local WORK = "build/bench"
local HERE = "tests/bench/"
local SIZE = 32 * 1000 * 1000
local ROUNDS = 5

-- Each task with its peer: the ratio to reach, and the one that is the aim.
local ROWS = {
  { task = "gb18030_decode", title = "GB18030 to UTF-8", peer = "iconv", file = "gb18030", floor = 4, aim = 6 },
  { task = "gb18030_encode", title = "UTF-8 to GB18030", peer = "iconv", floor = 3, aim = 5 },
  { task = "utf8_check", title = "UTF-8, lines, NFC checked", peer = "iconv", of = "a plain loop", floor = 5, aim = 7 },
  { task = "nfc", title = "NFC of text in NFC", peer = "unicodedata", floor = 3, aim = 6 },
  { task = "nfkc", title = "NFKC", peer = "icu", floor = 2, aim = 3 },
  { task = "nfkc", title = "NFKC", peer = "utf8proc" },
  { task = "grapheme_count", title = "grapheme clusters", peer = "icu" },
  { task = "matcher_10000", title = "10,000 terms, all matches", peer = "vectorscan", floor = 1.1, aim = 2 },
  { task = "matcher_340000", title = "340,000 terms, all matches", peer = "vectorscan", floor = 2.5, aim = 3.5 },
  { task = "matcher_build", title = "340,000 terms, built", peer = "vectorscan", seconds = true },
  { task = "matcher_10000", title = "10,000 terms", peer = "re2" },
  { task = "matcher_spans", title = "hits as spans in Lua", peer = "rex", floor = 4, aim = 8 },
  { task = "cut", title = "words, with the HMM", peer = "node_jieba", floor = 5, aim = 8 },
  { task = "cut", title = "words, with the HMM", peer = "jieba_cut" },
  { task = "search_build", title = "full-text index", peer = "fts5", floor = 3, aim = 15 },
  { task = "search_query", title = "queries, ten best", peer = "fts5", seconds = true, floor = 1, aim = 2 },
  { task = "index", title = "index of offsets", peer = "text", of = "python" },
  { task = "lines", title = "lines", peer = "text", of = "python" },
  { task = "sentences", title = "sentences", peer = "text", of = "python" },
  { task = "find_all", title = "all places of a word", peer = "text", of = "python" },
  { task = "replace", title = "replaced", peer = "text", of = "python" },
}

local function shell(command, ...)
  return os.execute(command:format(...))
end

local function take(command, ...)
  local pipe <close> = assert(io.popen(command:format(...)))
  return pipe:read "a"
end

local function exists(path)
  local file = io.open(path, "rb")
  return file ~= nil and file:close()
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function write(path, bytes)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(bytes))
end

local function tasks_of_all()
  local tasks = {}
  for _, name in ipairs { "charset", "unicode", "text", "matcher", "segment", "search" } do
    if exists(HERE .. "tasks/" .. name .. ".lua") then
      for task, prepare in pairs(dofile(HERE .. "tasks/" .. name .. ".lua")) do
        tasks[task] = prepare
      end
    end
  end
  return tasks
end

local function measure(task, path)
  local prepare = assert(tasks_of_all()[task], "no such task: " .. task)
  local work = prepare(read(path))
  work()
  collectgarbage()
  local from = os.clock()
  work()
  print(("%.6f"):format(os.clock() - from))
end

-- The texts that the tasks read: official text of the generator, and the same in GB18030.
local function make_texts()
  local charset = require "wenlu.charset"
  local parts, size = {}, 0
  for path in take("find %s/corpus/ -name '*.txt' | LC_ALL=C sort", WORK):gmatch "[^\n]+" do
    if size >= SIZE then
      break
    end
    parts[#parts + 1] = read(path)
    size = size + #parts[#parts]
  end
  local text = table.concat(parts)
  write(WORK .. "/text.utf8", text)
  write(WORK .. "/text.gb18030", assert(charset.encode(text, "GB18030")))
  return #text
end

-- The command of a peer, built when it is in C or C++; nil, with a line that says why, when it cannot be.
local function command_of(peer)
  local source, binary = HERE .. "peer_" .. peer, WORK .. "/peer_" .. peer
  if exists(source .. ".py") then
    return (os.getenv "PYTHON" or "/usr/bin/python3") .. " -B " .. source .. ".py"
  elseif exists(source .. ".js") then
    return "node " .. source .. ".js" -- NODE_PATH names the folder of its modules
  elseif exists(source .. ".lua") then
    return (os.getenv "LUA" or "lua5.4") .. " " .. source .. ".lua"
  end
  local extension = exists(source .. ".cc") and ".cc" or ".c"
  local compiler = extension == ".cc" and "g++ -std=c++17" or "gcc -std=c11 -D_GNU_SOURCE"
  local libraries = read(source .. extension):match "^// link:([^\n]*)" or ""
  if shell("%s -O2 -o %s %s %s 2>%s.log", compiler, binary, source .. extension, libraries, binary) then
    return binary
  end
  io.stderr:write(("%s cannot be built and is left out (make deps-dev); see %s.log\n"):format(source, binary))
end

local function spread(list)
  table.sort(list)
  return list[1], list[(#list + 1) // 2], list[#list]
end

-- A rate in MB/s, or the seconds themselves.
local function figure(row, size, seconds)
  return row.seconds and ("%.3f s"):format(seconds) or ("%.0f"):format(size / seconds / 1e6)
end

local function compare(row, command, size)
  local path = ("%s/text.%s"):format(WORK, row.file or "utf8")
  local ours, theirs, ratios = {}, {}, {}
  for round = 1, ROUNDS do
    local mine = tonumber(take("build/wenlu %sprimitives.lua run %s %s", HERE, row.task, path))
    local other = tonumber(take("%s %s %s 2>/dev/null", command, row.task, path))
    if not mine or not other then
      return print(("%-30s %s: no figure"):format(row.title, mine and row.peer or "wenlu"))
    end
    ours[round], theirs[round], ratios[round] = mine, other, other / mine
  end
  local least, median, greatest = spread(ratios)
  local _, seconds = spread(ours)
  local _, other_seconds = spread(theirs)
  print(("%-30s %8s  %-12s %8s   %7.2f %7.2f %7.2f   %5s %5s"):format(row.title, figure(row, size, seconds),
    row.of or row.peer, figure(row, size, other_seconds), least, median, greatest, row.floor or "", row.aim or ""))
end

local function wanted(task, names)
  for _, name in ipairs(names) do
    if name == task then
      return true
    end
  end
  return #names == 0
end

local function run(names)
  local size = make_texts()
  print(("\nPrimitives, MB/s of UTF-8, %.0f MB"):format(size / 1e6))
  print(("%-30s %8s  %-12s %8s   %7s %7s %7s   %5s %5s"):format(
    "", "wenlu", "peer", "", "least", "median", "most", "floor", "aim"))
  local commands = {}
  for _, row in ipairs(ROWS) do
    if wanted(row.task, names) then
      if commands[row.peer] == nil then
        commands[row.peer] = command_of(row.peer) or false
      end
      if commands[row.peer] then
        compare(row, commands[row.peer], size)
      end
    end
  end
end

if arg[1] == "run" then
  measure(arg[2], arg[3])
else
  run(arg)
end
