--- Turns the examples of the stubs into what comes out, which must be what they say.
local charset = require "wenlu.charset"
local html = require "wenlu.html"
local stub = dofile "tests/stub.lua"

local function shows(path, least, environment)
  local examples = stub.run(path, environment)
  for _, example in ipairs(examples) do
    assert.are.same(example.said, example.came, example.code)
  end
  assert.is_true(#examples >= least, #examples .. " examples")
  assert.are.same({}, stub.without_example(path))
end

describe("the stub", function()
  it("of wenlu.charset shows what comes out", function()
    local files = { read = function() return "\xD6\xD0\xCE\xC4\xB5\xC4\xB9\xAB\xCE\xC4" end }
    shows("stdlib/meta/charset.lua", 20, function()
      return { charset = charset, html = html, files = files }
    end)
  end)
end)
