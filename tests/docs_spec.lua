-- What the documents say is true: their commands run and print what is shown, and nothing is left out.

local documented = dofile "tests/documented.lua"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local READMES = { "README.md", "README.zh-CN.md" }

local function line_count(path)
  return select(2, program.read(path):gsub("\n", ""))
end

-- The ```lua block whose first line is this.
local function lua_block(path, first_line)
  for _, block in ipairs((documented.blocks(path))) do
    if block.kind == "lua" and block.lines[1] == first_line then
      return table.concat(block.lines, "\n") .. "\n"
    end
  end
  error(path .. ": no block " .. first_line)
end

for _, path in ipairs(READMES) do
  describe(path, function()
    local text = program.read(path)
    local results

    setup(function()
      results = documented.run(path)
    end)

    it("begins with the two commands", function()
      assert.is_truthy(text:find("```sh\nmake report", 1, true))
      assert.is_truthy(text:find("\nmake test", 1, true))
    end)

    it("shows commands that end as it says", function()
      local count = 0
      for _, result in ipairs(results) do
        for _, command in ipairs(result.commands) do
          assert.are.equal(command.expected, command.code, command.line .. "\n" .. command.out)
          count = count + 1
        end
      end
      assert.is_true(count >= 10)
    end)

    it("shows what they print", function()
      local count = 0
      for _, result in ipairs(results) do
        if result.shown and not result.unknown then
          assert.is_nil(documented.difference(result.shown.lines, result.out), path .. ":" .. result.shown.first ..
            " (build/wenlu tests/documented.lua " .. path .. " renews it)\n" .. result.out)
          count = count + 1
        end
      end
      assert.is_true(count >= 4)
    end)

    it("names every command of wenlu help", function()
      local commands = program.run({ "help" }).out:match "\ncommands:\n(.-)\n\n"
      for name in commands:gmatch "%f[^\n\0]  ([%w-]+) " do
        assert.is_truthy(text:find("wenlu " .. name, 1, true) or text:find("`" .. name .. "`", 1, true), name)
      end
    end)

    it("names every table of the store and every verdict", function()
      for _, frame in ipairs(require("wenlu.frames").list()) do
        assert.is_truthy(text:find("`" .. frame.name .. "`", 1, true), frame.name)
      end
      for _, name in ipairs { "document", "source", "article", "mention", "evidence" } do
        assert.is_truthy(text:find("`" .. name .. "`", 1, true), name)
      end
      for _, name in ipairs { "agrees", "agrees-by-truncation", "disagrees", "unattainable", "not-checkable" } do
        assert.is_truthy(text:find("`" .. name .. "`", 1, true), name)
      end
    end)

    it("is short, and names only files that are there", function()
      assert.is_true(line_count(path) <= 130)
      for target in text:gmatch "%]%(([%w./_-]+)%)" do
        assert(io.open(target), target):close()
      end
    end)
  end)
end

describe("HACKING.md", function()
  it("is under 80 lines", function()
    assert.is_true(line_count "HACKING.md" < 80)
  end)

  it("names only files that are there, or that it tells to write", function()
    local own = { ["stdlib/frames/visit.lua"] = true }
    for name in program.read("HACKING.md"):gmatch "`(%a+/[%w./_-]+%.%a+)`" do
      local placeholder = name:find "/[xX]%." or name:find "/x_spec"
      if not placeholder and not own[name] then
        assert(io.open(name), name):close()
      end
    end
  end)

  it("shows an indicator that works once it is written and registered", function()
    folder.with(function(place)
      assert(os.execute(("cp -r stdlib scripts data '%s'"):format(place)))
      program.write(place .. "/stdlib/frames/visit.lua", lua_block("HACKING.md", "-- stdlib/frames/visit.lua"))
      local frames = program.read "stdlib/frames.lua"
      program.write(place .. "/stdlib/frames.lua", (frames:gsub('"initiative"', '"initiative", "visit"', 1)))
      local answer = program.shell(("\"$W\" --root '%s' --db '%s/x.db' ingest data/sample"):format(place, place))
      assert.are.equal("", answer.err)
      local db <close> = assert(require("wenlu.sqlite").open(place .. "/x.db", { readonly = true }))
      local row = db:row "select city, year, word, count, unit, rule from visit where count = 780"
      assert.are.same({
        city = "连云港市", year = 2020, word = "走访", count = 780, unit = "家", rule = "visit/announced",
      }, row)
      assert.are.equal(2, db:value "select count(*) from evidence where frame = 'visit' and fact = 1")
    end)
  end)

  it("shows a report that works", function()
    folder.with(function(place)
      program.write(place .. "/mine.lua", lua_block("HACKING.md", "-- mine.lua"))
      local answer = program.shell(([["$W" --db '%s/x.db' ingest data/sample/suzhou-2021-zuofeng.txt >'%s/log' &&
        "$W" --db '%s/x.db' report '%s/mine.lua' city=苏州市 --format csv]]):format(place, place, place, place))
      assert.are.equal("", answer.err)
      assert.matches("334", answer.out, 1, true)
    end)
  end)
end)

describe("documented.difference", function()
  it("takes … for any lines, and at the end of a line for any rest", function()
    assert.is_nil(documented.difference({ "a", "…", "d" }, "a\nb\nc\nd\n"))
    assert.is_nil(documented.difference({ "a", "…" }, "a\nb\nc\n"))
    assert.is_nil(documented.difference({ "ab…" }, "abcd\n"))
  end)

  it("names the first line that is not so, or was not shown", function()
    assert.are.equal("b", documented.difference({ "a", "b" }, "a\nc\n"))
    assert.are.equal("b", documented.difference({ "a", "b" }, "a\n"))
    assert.are.equal("c", documented.difference({ "a" }, "a\nc\n"))
    assert.are.equal("x", documented.difference({ "…", "x" }, "a\nc\n"))
  end)
end)
