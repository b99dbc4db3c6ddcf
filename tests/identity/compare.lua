--- Turns files of lines into the number of lines that wenlu.segment and jieba cut differently, mode by mode.
-- Use: wenlu tests/identity/compare.lua [MODE,MODE...] FILE...  Needs python3 with jieba.
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

--- Compares one file.
---@param path string  lines of valid UTF-8 without U+0001
---@param mode string
---@return integer? differing  nil when jieba could not be run
---@return integer|string lines
---@return string? first      the first line that differs: ours, theirs
function M.file(path, mode)
  local segmenter = assert(segment.new())
  local pipe = assert(io.popen(("python3 %s/jieba_lines.py %s < '%s' 2>/dev/null"):format(folder, mode, path)))
  local differing, count, first = 0, 0, nil
  for line in assert(io.open(path, "rb")):lines() do
    local theirs = pipe:read "l"
    if not theirs then
      break
    end
    local mine = ours(segmenter, line, OPTIONS[mode])
    count = count + 1
    if mine ~= theirs then
      differing = differing + 1
      first = first or (mine:gsub("\1", "/") .. "\n" .. theirs:gsub("\1", "/"))
    end
  end
  if not pipe:close() then
    return nil, "jieba cannot be run"
  end
  return differing, count, first
end

local function main(arguments)
  local modes, files = M.MODES, {}
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
  local all = 0
  for _, mode in ipairs(modes) do
    for _, file in ipairs(files) do
      local differing, count, first = assert(M.file(file, mode))
      print(("%s\t%s\t%d of %d lines differ"):format(mode, file, differing, count))
      if first then
        print(first)
      end
      all = all + differing
    end
  end
  os.exit(all == 0 and 0 or 1)
end

if arg and arg[0] and arg[0]:find "compare%.lua$" then
  main(arg)
end

return M
