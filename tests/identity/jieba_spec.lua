local compare = dofile "tests/identity/compare.lua"
local segment = require "wenlu.segment"

local info = segment.info()
local jieba = "python3 tests/identity/jieba_lines.py default /dev/null 2>/dev/null"
local can_compare = info ~= nil and info.words > 0 and os.execute(jieba)

--- The lines of the sample corpus that are UTF-8, and random ones, in one file.
local function write_lines(path)
  local out = assert(io.open(path, "wb"))
  local names = assert(io.popen "ls data/sample/*.txt data/sample/*.html")
  for name in names:lines() do
    for line in assert(io.open(name, "rb")):lines() do
      if utf8.len(line) and not line:find("\1", 1, true) then
        out:write(line, "\n")
      end
    end
  end
  names:close()
  math.randomseed(4)
  for _ = 1, 200 do
    local characters = {}
    for i = 1, math.random(16) do
      local kind = math.random(10)
      local code = kind < 7 and math.random(0x4E00, 0x9FA5) or math.random(0x20, 0x7E)
      code = kind == 9 and math.random(2, 0xD7FF) or code
      characters[i] = code == 10 and "。" or utf8.char(code)
    end
    out:write(table.concat(characters), "\n")
  end
  out:close()
end

describe("wenlu.segment beside jieba", function()
  if not can_compare then
    pending "is compared where python3-jieba is installed"
    return
  end

  it("cuts the sample corpus and random lines alike in every mode, with tags", function()
    local path = os.tmpname()
    write_lines(path)
    for _, found in ipairs(assert(compare.file(path, compare.MODES))) do
      assert.is_true(found.lines > 500)
      assert.equal(0, found.differing, found.mode .. ": " .. tostring(found.first))
    end
    os.remove(path)
  end)
end)
