local program = dofile "tests/program.lua"

--- Runs `wenlu test` on a folder of these files, with the options given, and gives its answer.
local function test(files, options)
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir " .. folder))
  for name, content in pairs(files) do
    program.write(folder .. "/" .. name, content)
  end
  local args = { "test", folder }
  table.move(options or {}, 1, #(options or {}), 3, args)
  local answer = program.run(args)
  os.execute("rm -r " .. folder)
  return answer
end

local function last_line(text)
  return text:match "([^\n]*)\n$"
end

describe("wenlu test", function()
  it("counts passed specs in its last line and exits with 0", function()
    local answer = test { ["a_spec.lua"] = "it('is fine', function() assert.is_true(true) end)" }
    assert.are.equal("1 passed, 0 failed", last_line(answer.out))
    assert.are.equal(0, answer.code)
  end)

  it("prints name, place, message and traceback of a failure", function()
    local spec = "describe('sum', function()\nit('adds', function()\nassert.are.equal(2, 3)\nend)\nend)"
    local answer = test { ["a_spec.lua"] = spec }
    assert.matches("FAILED  sum adds  %(/[^\n]*a_spec.lua:2%)\n", answer.out)
    assert.matches("a_spec.lua:3: Expected objects to be equal", answer.out)
    assert.matches("stack traceback:", answer.out, 1, true)
    assert.are.equal("0 passed, 1 failed", last_line(answer.out))
    assert.are.equal(1, answer.code)
  end)

  it("counts an error, a raise outside a spec and a file that does not load as failures", function()
    local answer = test {
      ["a_spec.lua"] = "it('raises', function() error({}) end) it('is fine', function() end)",
      ["b_spec.lua"] = "error 'outside'",
      ["c_spec.lua"] = "x = = 1",
      ["d_spec.lua"] = [[describe('d', function()
        setup(function() error 'in setup' end)
        it('is lost', function() end)
      end)]],
    }
    assert.are.equal("1 passed, 4 failed", last_line(answer.out))
    assert.matches("b_spec.lua:1: outside", answer.out)
    assert.matches("c_spec.lua:1: unexpected symbol near '='", answer.out)
    assert.matches("in setup", answer.out)
    assert.are.equal(1, answer.code)
  end)

  it("lists pending specs by name and counts them as skipped", function()
    local answer = test {
      ["a_spec.lua"] = "it('works', function() end) pending('later')",
      ["b_spec.lua"] = "it('waits', function() pending('no network') end)",
    }
    assert.matches("skipped  later  %(", answer.out)
    assert.matches("skipped  waits  %([^\n]*%): no network\n", answer.out)
    assert.are.equal("1 passed, 0 failed, 2 skipped", last_line(answer.out))
    assert.are.equal(0, answer.code)
  end)

  it("fails when nothing ran", function()
    for _, files in ipairs { {}, { ["a_spec.lua"] = "" }, { ["a_spec.lua"] = "pending('only this')" } } do
      assert.are.equal(1, test(files).code)
    end
  end)

  it("names a path that is not there", function()
    local answer = program.run { "test", "/nonexistent" }
    assert.are.equal(64, answer.code)
    assert.matches("/nonexistent: no such file or folder", answer.err, 1, true)
  end)

  it("runs files sorted by name and only those called *_spec.lua", function()
    local say = "it('speaks', function() io.write(%q) end)"
    local answer = test { ["b_spec.lua"] = say:format "B", ["a_spec.lua"] = say:format "A", ["c.lua"] = say:format "C" }
    assert.are.equal("AB2 passed, 0 failed\n", answer.out)
  end)

  it("keeps files apart: what one puts in package.loaded or _G the next does not see", function()
    local answer = test {
      ["a_spec.lua"] = "it('leaves a trace', function() _G.trace = 1; package.loaded.trace = 1 end)",
      ["b_spec.lua"] = "it('sees none', function() assert.is_nil(_G.trace); assert.is_nil(package.loaded.trace) end)",
    }
    assert.are.equal("2 passed, 0 failed", last_line(answer.out))
  end)

  it("runs the specs whose name matches --filter", function()
    local answer = test({ ["a_spec.lua"] = "it('one', function() end) it('two', function() error() end)" },
      { "--filter", "^one$" })
    assert.are.equal("1 passed, 0 failed", last_line(answer.out))
  end)

  it("refuses options it does not know", function()
    assert.are.equal(64, program.run({ "test", "--nosuch" }).code)
  end)
end)
