--- Turns the examples of the stubs into what comes out, which must be what they say.
local charset = require "wenlu.charset"
local html = require "wenlu.html"
local files = require "wenlu.files"
local matcher = require "wenlu.matcher"
local unicode = require "wenlu.unicode"
local folder = dofile "tests/folder.lua"
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
    local old = { read = function() return "\xD6\xD0\xCE\xC4\xB5\xC4\xB9\xAB\xCE\xC4" end }
    shows("stdlib/meta/charset.lua", 20, function()
      return { charset = charset, html = html, files = old }
    end)
  end)

  it("of wenlu.unicode shows what comes out", function()
    shows("stdlib/meta/unicode.lua", 35, function()
      return { unicode = unicode }
    end)
  end)

  it("of wenlu.matcher shows what comes out", function()
    folder.with(function(place)
      local maps = { map = function(path, options) return matcher.map(place .. "/" .. path, options) end }
      local writes = { write = function(path, bytes) return files.write(place .. "/" .. path, bytes) end }
      shows("stdlib/meta/matcher.lua", 20, function()
        return {
          files = writes, matcher = setmetatable(maps, { __index = matcher }), words = { "整改" },
          set = matcher.new({ "整改", "整改率", "率" }, { 10, 20, 30 }),
        }
      end)
    end)
  end)
end)
