local embed = require "wenlu.embed"
local program = dofile "tests/program.lua"

describe("embed", function()
  it("gives the bytes of a file as they are on disk", function()
    for _, name in ipairs(embed.list()) do
      assert.is_true(program.read(name) == embed.read(name), name)
    end
  end)

  it("lists names sorted, those with a prefix when one is given", function()
    local names = embed.list "stdlib/cli/"
    assert.is_true(#names > 3)
    for i, name in ipairs(names) do
      assert.matches("^stdlib/cli/", name)
      assert.is_true(i == 1 or names[i - 1] < name)
    end
    assert.are.same({}, embed.list "nosuch/")
  end)

  it("holds tables and scripts but no samples and no stubs", function()
    assert.is_string(embed.read "data/units.tsv")
    assert.are.same({}, embed.list "data/sample")
    assert.are.same({}, embed.list "stdlib/meta/")
  end)

  it("lists the same names from disk as built in", function()
    local code = "print(table.concat(require 'wenlu.embed'.list(), '\\n'))"
    assert.are.equal(program.run({ "-e", code }).out, program.run({ "--root", ".", "-e", code }).out)
    assert.is_true(#embed.list() > 10)
  end)

  it("has no root unless one was given", function()
    assert.are.equal("nil\n", program.run({ "-e", "print(require 'wenlu.embed'.root())" }).out)
    assert.are.equal(".\n", program.run({ "--root", ".", "-e", "print(require 'wenlu.embed'.root())" }).out)
  end)

  it("serves no other file, whatever the name", function()
    local names = { "", "/etc/passwd", "stdlib/../Makefile", "data/../stdlib/cli.lua", "Makefile", "stdlib",
      "stdlib/cli", "data/sample/x.tsv", "stdlib/meta/embed.lua", "data/units.tsv\0x" }
    for _, name in ipairs(names) do
      assert.is_true(embed.read(name) == nil, name)
      local code = ("print(require 'wenlu.embed'.read(%q))"):format(name)
      assert.are.equal("nil\n", program.run({ "--root", ".", "-" }, code).out)
    end
  end)

  it("compiles a file under its own name, or says why not", function()
    local chunk = assert(embed.load "stdlib/cli.lua")
    assert.are.equal("@stdlib/cli.lua", debug.getinfo(chunk, "S").source)
    local none, message, code = embed.load "stdlib/nosuch.lua"
    assert.is_nil(none)
    assert.are.equal("stdlib/nosuch.lua: no such file in the library", message)
    assert.are.equal("enoent", code)
  end)
end)
