-- Small promises of the tree that keep it honest: what is named in two places is the same in both.

local embed = require "wenlu.embed"
local program = dofile "tests/program.lua"

local function lines_of(command)
  local pipe = assert(io.popen(command))
  local lines = {}
  for line in pipe:lines() do
    lines[#lines + 1] = line
  end
  pipe:close()
  return lines
end

local function sorted_keys(set)
  local keys = {}
  for key in pairs(set) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

--- The modules in C: every X that some host/api file opens as luaopen_wenlu_X.
local function c_modules()
  local names = {}
  for _, path in ipairs(lines_of "find host/api -name '*.c'") do
    for name in program.read(path):gmatch "luaopen_wenlu_([%w_]+)" do
      names[name] = true
    end
  end
  return sorted_keys(names)
end

--- The fields that stdlib/meta/X.lua declares on its module table.
local function stub_names(module)
  local names = {}
  local text = program.read(("stdlib/meta/%s.lua"):format(module))
  local variable = assert(text:match "return ([%w_]+)%s*$", module .. ": the stub returns its table")
  for line in text:gmatch "[^\n]+" do
    local name = line:match("^function " .. variable .. "%.([%w_]+)") or line:match("^" .. variable .. "%.([%w_]+) *=")
    if name then
      names[name] = true
    end
  end
  return sorted_keys(names)
end

local function module_of(file)
  return (file:gsub("^stdlib/", "wenlu."):gsub("%.lua$", ""):gsub("/", "."))
end

describe("a module in C", function()
  for _, name in ipairs(c_modules()) do
    it("has a stub with the names it registers: " .. name, function()
      assert.are.same(sorted_keys(require("wenlu." .. name)), stub_names(name))
    end)

    it("has a file of its own and no namesake in Lua: " .. name, function()
      assert.are.equal(1, #lines_of(("ls host/api/%s.c"):format(name)))
      assert.is_nil(embed.read(("stdlib/%s.lua"):format(name)))
    end)
  end

  it("is there for every stub", function()
    local stubs = {}
    for _, path in ipairs(lines_of "find stdlib/meta -name '*.lua'") do
      stubs[path:match "([^/]+)%.lua$"] = true
    end
    assert.are.same(c_modules(), sorted_keys(stubs))
  end)
end)

describe("the direction of knowledge", function()
  it("keeps Lua and its memory out of host/core", function()
    for _, path in ipairs(lines_of "find host/core -name '*.[ch]'") do
      local text = program.read(path)
      assert.is_nil(text:match '#include *["<](l?ua[%w]*%.h)', path)
      assert.is_nil(text:match '#include *"(wenlu%.h)', path)
    end
  end)

  it("lets stdlib require the host and stdlib, never a script or anything else", function()
    for _, file in ipairs(embed.list "stdlib/") do
      for name in embed.read(file):gmatch 'require *%(? *"([^"]+)"' do
        local busted = file == "stdlib/cli/test.lua" and name:match "^busted"
        assert.is_true(name:match "^wenlu%." ~= nil or busted ~= nil, file .. " requires " .. name)
        assert.is_nil(name:match "^wenlu%.cli" and not file:match "^stdlib/cli" or nil, file .. " requires " .. name)
      end
    end
  end)

  it("lets scripts do neither input nor output, nor SQL that writes", function()
    for _, file in ipairs(embed.list "scripts/") do
      local text = embed.read(file)
      assert.is_nil(text:match "%f[%w]io%.%a+", file)
      assert.is_nil(text:match "%f[%w]os%.%a+", file)
      assert.is_nil(text:match "wenlu%.sqlite", file)
      assert.is_nil(text:match "%f[%w]print *%(", file)
    end
  end)
end)

describe("stdlib", function()
  it("holds the same files built in as on disk", function()
    local on_disk = lines_of "find stdlib -name '*.lua' ! -path 'stdlib/meta/*' | LC_ALL=C sort"
    assert.are.same(on_disk, embed.list "stdlib/")
  end)

  it("leaves no globals when every module is required", function()
    local requires = {}
    for _, file in ipairs(embed.list "stdlib/") do
      requires[#requires + 1] = ("require %q"):format(module_of(file))
    end
    for _, name in ipairs(c_modules()) do
      requires[#requires + 1] = ("require 'wenlu.%s'"):format(name)
    end
    local answer = program.run({ "-" }, [[
      local before = {}
      for name in pairs(_G) do before[name] = true end
      ]] .. table.concat(requires, "\n") .. [[

      for name in pairs(_G) do
        if not before[name] then print(name) end
      end]])
    assert.are.equal("", answer.err)
    assert.are.equal("", answer.out)
  end)

  it("does nothing on require but define", function()
    for _, file in ipairs(embed.list "stdlib/") do
      local answer = program.run { "-e", ("require %q"):format(module_of(file)) }
      assert.are.equal("", answer.err .. answer.out, file)
    end
  end)

  it("cannot read or make a global that is not Lua's", function()
    local strict = embed.environment()
    local code = "local n = ... if n == 1 then return misspelt elseif n == 2 then made = 1 else return _G, print end"
    local chunk = assert(load(code, "=code", "t", strict))
    assert.are.equal("code:1: undefined global 'misspelt'", select(2, pcall(chunk, 1)))
    assert.are.equal("code:1: assignment to global 'made'", select(2, pcall(chunk, 2)))
    local globals, print_function = chunk(3)
    assert.are.equal("function", type(print_function))
    assert.is_nil(rawget(globals, "made"))
  end)

  it("is the only answer to a name that begins with wenlu.", function()
    local ok, message = pcall(require, "wenlu.nosuch")
    assert.is_false(ok)
    assert.matches("module 'wenlu.nosuch' not found: the library has no 'stdlib/nosuch.lua'", message, 1, true)
  end)
end)

describe("wenlu help", function()
  local function command_files()
    local names = {}
    for _, path in ipairs(lines_of "ls stdlib/cli") do
      names[#names + 1] = path:match "^(.*)%.lua$"
    end
    return names
  end

  it("lists exactly the files of stdlib/cli", function()
    local listed = {}
    local commands = program.run({ "help" }).out:match "\ncommands:\n(.-)\n\n"
    for name in commands:gmatch "%f[^\n\0]  ([%w-]+) " do
      listed[#listed + 1] = name
    end
    assert.are.same(command_files(), listed)
  end)

  it("finds name, summary, usage and run in each", function()
    for _, name in ipairs(command_files()) do
      local command = require("wenlu.cli." .. name)
      assert.are.equal(name, command.name)
      assert.is_nil(command.summary:find "\n", name)
      assert.matches("^wenlu " .. name:gsub("%-", "%%-"), command.usage)
      assert.are.equal("function", type(command.run), name)
    end
  end)
end)
