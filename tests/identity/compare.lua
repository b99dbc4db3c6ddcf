--- Turns files of lines into the number of lines that wenlu.segment and jieba cut differently, mode by mode.
-- Use: wenlu tests/identity/compare.lua [MODE,MODE...] ./FILE...  (a file's name holds a slash). Needs python3-jieba.
local segment = require "wenlu.segment"

local M = {}

M.MODES = { "default", "plain", "full", "search", "search-plain", "posseg", "posseg-plain" }

local OPTIONS = {
  default = {}, plain = { hmm = false }, full = { mode = "full" }, search = { mode = "search" },
  ["search-plain"] = { mode = "search", hmm = false }, posseg = { tags = "posseg" },
  ["posseg-plain"] = { tags = "posseg", hmm = false },
}

local folder = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."

local function ours(segmenter, line, options)
  local tokens = segmenter:cut(line, options)
  local parts, words = {}, tokens:words()
  local tags = options.tags and tokens:tags()
  for i, word in ipairs(words) do
    parts[#parts + 1] = word .. "\1"
    if tags then
      parts[#parts + 1] = tags[i] .. "\1"
    end
  end
  return table.concat(parts)
end

---@class wenlu.tests.Comparison
---@field mode string
---@field lines integer
---@field differing integer
---@field first string?  the first line that differs: ours, theirs

--- Compares one file.
---@param path string  lines of valid UTF-8 without U+0001
---@param modes string[]
---@return wenlu.tests.Comparison[]? comparisons  nil when jieba could not be run
function M.file(path, modes)
  local segmenter = assert(segment.new())
  local command = "python3 %s/jieba_lines.py %s '%s' 2>/dev/null"
  local pipe = assert(io.popen(command:format(folder, table.concat(modes, ","), path)))
  local comparisons = {}
  for i, mode in ipairs(modes) do
    local found = { mode = mode, lines = 0, differing = 0 }
    for line in assert(io.open(path, "rb")):lines() do
      local mine, theirs = ours(segmenter, line, OPTIONS[mode]), pipe:read "l"
      found.lines = found.lines + 1
      if mine ~= theirs then
        found.differing = found.differing + 1
        found.first = found.first or (mine .. "\n" .. (theirs or "nothing")):gsub("\1", "/")
      end
    end
    comparisons[i] = found
  end
  return pipe:close() and comparisons
end

local function main(arguments)
  local modes, files, all = M.MODES, {}, 0
  for _, argument in ipairs(arguments) do
    if argument:find "/" then
      files[#files + 1] = argument
    else
      modes = {}
      for mode in argument:gmatch "[^,]+" do
        modes[#modes + 1] = mode
      end
    end
  end
  for _, file in ipairs(files) do
    for _, found in ipairs(assert(M.file(file, modes), "jieba cannot be run")) do
      print(("%s\t%s\t%d of %d lines differ"):format(found.mode, file, found.differing, found.lines))
      if found.first then
        print(found.first)
      end
      all = all + found.differing
    end
  end
  os.exit(all == 0 and 0 or 1)
end

if arg and arg[0] and arg[0]:find "compare%.lua$" then
  main(arg)
end

return M
