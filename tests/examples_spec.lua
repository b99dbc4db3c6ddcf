-- Every example runs, prints what examples/README.md shows, and prints the same again.

local documented = dofile "tests/documented.lua"
local program = dofile "tests/program.lua"

local PAGE = "examples/README.md"

describe("the examples", function()
  local first, second

  setup(function()
    first, second = documented.run(PAGE), documented.run(PAGE)
  end)

  it("end as the page says", function()
    for _, result in ipairs(first) do
      for _, command in ipairs(result.commands) do
        assert.are.equal(command.expected, command.code, command.line .. "\n" .. command.out)
      end
    end
  end)

  it("print what the page shows", function()
    for _, result in ipairs(first) do
      assert.is_truthy(result.shown, PAGE .. ":" .. result.first .. " shows no output")
      assert.is_nil(documented.difference(result.shown.lines, result.out), PAGE .. ":" .. result.shown.first ..
        " (build/wenlu tests/documented.lua " .. PAGE .. " renews it)\n" .. result.out)
    end
  end)

  it("print the same twice", function()
    assert.are.equal(#first, #second)
    for i, result in ipairs(first) do
      assert.are.equal(result.out, second[i].out)
    end
  end)

  it("are all shown on the page", function()
    local page = program.read(PAGE)
    local pipe = assert(io.popen "ls examples/*.lua")
    local count = 0
    for path in pipe:lines() do
      assert.is_truthy(page:find("build/wenlu[^\n]*" .. path:gsub("[.-]", "%%%0")), path)
      count = count + 1
    end
    pipe:close()
    assert.is_true(count >= 4)
  end)
end)
