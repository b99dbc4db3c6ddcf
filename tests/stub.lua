--- Turns a stub of stdlib/meta into its examples, and each of them into what it says and what comes out.
--
-- An example is a run of indented comment lines. Where each line is "EXPRESSION --> RESULTS", each is one; any other
-- run is a chunk, and what it prints is what stands behind its arrows.

local program = dofile "tests/program.lua"

local M = {}

local function blocks_of(stub)
  local blocks, open = {}, nil
  for line in program.read(stub):gmatch "([^\n]*)\n" do
    local code = line:match "^%s*%-%-%-     (.+)$"
    if code and not open then
      open = {}
      blocks[#blocks + 1] = open
    end
    if code then
      open[#open + 1] = code
    else
      open = nil
    end
  end
  return blocks
end

local function is_list(block)
  for _, line in ipairs(block) do
    if not line:find "^.+ %-%->" or line:find("print(", 1, true) or line:find "^local " then
      return false
    end
  end
  return true
end

local function words_of(text)
  local words = {}
  for word in text:gmatch "%S+" do
    words[#words + 1] = word
  end
  return words
end

local function run_chunk(block, environment)
  local printed, shown, code = {}, {}, {}
  environment.print = function(...)
    for _, value in ipairs(table.pack(...)) do
      printed[#printed + 1] = tostring(value)
    end
  end
  for i, line in ipairs(block) do
    local before, results = line:match "^(.-)%-%-> ?(.*)$"
    code[i] = before or line
    shown[#shown + 1] = results
  end
  local text = table.concat(code, "\n")
  assert(load(text, "=example", "t", environment))()
  return { code = text, said = words_of(table.concat(shown, " ")), came = words_of(table.concat(printed, " ")) }
end

--- Runs all examples.
---@param stub string path
---@param environment fun(): table the globals of one example
---@return {code: string, said: table, came: table}[]
function M.run(stub, environment)
  local examples = {}
  for _, block in ipairs(blocks_of(stub)) do
    local globals = setmetatable(environment(), { __index = _G })
    if not is_list(block) then
      examples[#examples + 1] = run_chunk(block, globals)
    else
      for _, line in ipairs(block) do
        local expression, results = line:match "^(.-) +%-%-> ?(.*)$"
        local call = assert(load("return " .. expression, "=" .. expression, "t", globals))
        local said = assert(load("return " .. results, "=" .. results, "t", globals))
        examples[#examples + 1] = { code = line, said = table.pack(said()), came = table.pack(call()) }
      end
    end
  end
  return examples
end

--- The functions and methods of a stub whose comment has no example.
---@param stub string path
---@return string[] names such as "fold" and "Map:source"
function M.without_example(stub)
  local missing, comment = {}, {}
  for line in program.read(stub):gmatch "([^\n]*)\n" do
    local name = line:match "^function [^.:]+%.([%w_]+)" or line:match "^function ([%w_]+:[%w_]+)"
      or line:match "^[%l_]+%.([%l_]+) = %l+%.%l+$"
    if line:find "^%-%-%-" then
      comment[#comment + 1] = line
    elseif name then
      if not table.concat(comment, "\n"):find "%-%-%-     %S" then
        missing[#missing + 1] = name
      end
      comment = {}
    else
      comment = {}
    end
  end
  return missing
end

return M
