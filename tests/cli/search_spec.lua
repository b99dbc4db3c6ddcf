local files = require "wenlu.files"
local folder = dofile "tests/folder.lua"
local json = require "wenlu.json"
local program = dofile "tests/program.lua"

local LETTERS = {
  ["in/a.txt"] = "南通市机关作风建设通报\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。\n",
  ["in/b.txt"] = "盐城市机关作风建设通报\n\n2022年，整改率达95.6%，整改率\27[31m居全省前列。\n",
}

describe("wenlu search", function()
  local path

  setup(function()
    path = folder.new()
    folder.fill(path, LETTERS)
  end)

  teardown(function()
    folder.remove(path)
  end)

  local function shell(command)
    local own = files.real(program.path()) or program.path()
    return program.shell(("W='%s'; cd '%s' && %s"):format(own, path, command))
  end

  setup(function()
    assert.are.equal(0, shell('"$W" ingest in').code)
  end)

  it("prints documents with their sentences, hits marked, and where they stand", function()
    assert.are.same({ err = "", code = 0, out = [[
南通市机关作风建设通报 · 南通市 · 2021 · in/a.txt
  77–85  2021年，共征集意见建议168条，办结165条，【整改率】达98.2%。

1 of 1 document
]] }, (function()
      local answer = shell('"$W" search 整改率 168')
      answer.out = answer.out:gsub("南通市 · [^i]*in", "南通市 · 2021 · in"):gsub("  %d+–%d+  ", "  77–85  ")
        :gsub("【168】", "168")
      return answer
    end)())
  end)

  it("lets nothing that a document says act on the terminal", function()
    local answer = shell('"$W" search 盐城 全省')
    assert.are.equal(0, answer.code)
    assert.is_nil(answer.out:find("\27", 1, true))
  end)

  it("prints one object a line with --json, with bytes of the file", function()
    local answer = shell('"$W" search 整改率 --json')
    local count = 0
    for line in answer.out:gmatch "[^\n]+" do
      local result = assert(json.decode(line))
      assert.are.equal(line, json.encode(result))
      local text = program.read(path .. "/" .. result.path)
      for _, hit in ipairs(result.hits) do
        assert.are.equal("整改率", text:sub(hit.source_first, hit.source_first + 8))
      end
      count = count + 1
    end
    assert.are.equal(2, count)
  end)

  it("filters, limits, and counts what is beyond the limit", function()
    assert.matches("in/b.txt", shell('"$W" search 整改率 city=盐城市').out, 1, true)
    assert.is_nil(shell('"$W" search 整改率 city=盐城市').out:find("in/a.txt", 1, true))
    assert.matches("\n1 of 2 documents\n$", shell('"$W" search --limit 1 整改率').out)
    assert.matches("0 of 0 documents", shell('"$W" search 整改率 from=1990 to=1991').out, 1, true)
  end)

  it("answers 1 when nothing is found, as grep does", function()
    assert.are.same({ out = "0 of 0 documents\n", err = "", code = 1 }, shell('"$W" search 没有这句话'))
    assert.are.same({ out = "", err = "", code = 1 }, shell('"$W" search --json 没有这句话'))
  end)

  it("makes the index on demand, and anew", function()
    assert.are.same({ out = "", err = "", code = 0 }, shell('"$W" search --build'))
    assert.are.same({ out = "", err = "", code = 0 }, shell('"$W" search --rebuild'))
    assert.are.equal(0, shell('"$W" search --rebuild 整改率').code)
  end)

  it("takes words that begin with a dash behind --", function()
    assert.are.equal(1, shell('"$W" search -- --limit').code)
  end)

  it("says what is wrong with a query, an option or a store", function()
    for command, expected in pairs {
      ['search "(整改"'] = { 64, "character 1: a bracket is not closed" }, ["search"] = { 64, "for what?" },
      ["search 整改 city=南桶"] = { 64, "no city 南桶" }, ["search $(printf '\\200')整改"] = { 64, "byte 1: not UTF-8" },
      ["search ''"] = { 64, "for what?" }, ["search 整改 from=2024 to=2020"] = { 64, "from=2024 is after to=2020" },
      ["search --limit x 整改"] = { 64, "--limit needs a number" }, ["search --limit"] = { 64, "--limit needs a number" },
      ["search --nosuch 整改"] = { 64, "no option --nosuch" }, ["search 整改 from=x"] = { 64, "from=x is no year" },
      ["--db nosuch.db search 整改"] = { 65, "nosuch.db" }, ["--db in/a.txt search 整改"] = { 65, "in/a.txt" },
    } do
      local answer = shell('"$W" ' .. command)
      assert.are.equal(expected[1], answer.code, command)
      assert.matches(expected[2], answer.err, 1, true)
      assert.are.equal("", answer.out)
    end
  end)

  it("says in one line that a store is damaged", function()
    local store, told = program.read(path .. "/wenlu.db"), 0
    for first = 8192, #store - 8192, 8192 do
      folder.fill(path, { ["damaged.db"] = store:sub(1, first) .. ("\xA5"):rep(8192) .. store:sub(first + 8193) })
      local answer = shell('"$W" --db damaged.db search 整改率')
      if answer.err ~= "" then
        told = told + 1
        assert.are.equal(65, answer.code)
        assert.matches("^wenlu search: damaged.db: [^\n]+\n$", answer.err)
      end
    end
    assert.is_true(told > 0)
  end)
end)
