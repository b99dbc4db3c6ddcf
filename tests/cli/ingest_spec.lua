local files = require "wenlu.files"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local GOOD = "南通市机关作风建设通报\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。\n"

describe("wenlu ingest", function()
  local path

  before_each(function()
    path = folder.new()
    folder.fill(path, { ["in/a.txt"] = GOOD, ["in/b.txt"] = GOOD .. "其二。\n" })
  end)

  after_each(function()
    folder.remove(path)
  end)

  local function shell(command)
    local own = files.real(program.path()) or program.path()
    return program.shell(("W='%s'; cd '%s' && %s"):format(own, path, command))
  end

  it("closes with a line that counts what is new, unchanged and refused", function()
    for _, closing in ipairs { "a.db: 2 new, 0 unchanged, 0 refused\n", "a.db: 0 new, 2 unchanged, 0 refused\n" } do
      assert.are.same({ out = closing, err = "", code = 0 }, shell '"$W" --db a.db ingest in')
    end
    folder.fill(path, { ["in/a.txt"] = GOOD .. "其三。\n", ["in/c.txt"] = GOOD .. "其二。\n", ["in/d.txt"] = "" })
    assert.are.same({ out = "a.db: 1 new, 1 unchanged, 1 refused, 1 known under another name, 1 changed\n",
      err = "refused: in/d.txt: empty file\n", code = 65 }, shell '"$W" --db a.db ingest in')
  end)

  it("writes to ./wenlu.db when no store is named", function()
    assert.are.equal(0, shell('"$W" ingest in').code)
    assert.are.equal("file", files.stat(path .. "/wenlu.db").kind)
  end)

  it("takes --db behind the command too, and -- before names that begin with a dash", function()
    folder.fill(path, { ["--x.txt"] = GOOD })
    assert.are.equal("b.db: 1 new, 0 unchanged, 0 refused\n", shell('"$W" ingest --db b.db -- --x.txt').out)
    assert.are.same({ "--x.txt", "b.db", "in" }, files.list(path))
  end)

  it("shows its progress on a terminal only", function()
    local answer = shell('"$W" --db a.db ingest in 2>&1 | cat')
    assert.is_nil(answer.out:find("[\r\27]"))
    if os.execute "command -v script >/dev/null" then
      answer = shell('W="$W" script -qec \'"$W" --db b.db ingest in\' /dev/null </dev/null')
      assert.matches("\r2 new, 0 unchanged, 0 refused", answer.out, 1, true)
      assert.matches("b.db: 2 new, 0 unchanged, 0 refused", answer.out, 1, true)
    end
  end)

  it("reads with as many processes as --jobs says, and takes nothing else for a number of them", function()
    assert.are.equal("a.db: 2 new, 0 unchanged, 0 refused\n", shell('"$W" --db a.db ingest --jobs 2 in').out)
    assert.are.equal("b.db: 2 new, 0 unchanged, 0 refused\n", shell('"$W" --db b.db ingest --jobs 1 in').out)
    assert.are.equal(program.read(path .. "/a.db"), program.read(path .. "/b.db"))
    for _, wrong in ipairs { "0", "-1", "1.5", "many", "257", "" } do
      local answer = shell(('"$W" --db c.db ingest --jobs "%s" in'):format(wrong))
      assert.are.equal(64, answer.code)
      assert.matches("--jobs needs a number from 1 to 256", answer.err, 1, true)
    end
    assert.are.equal(64, shell('"$W" ingest in --jobs').code)
  end)

  it("prints its usage for --help", function()
    local answer = program.run { "ingest", "--help" }
    assert.matches("^wenlu ingest ", answer.out)
    assert.are.equal(0, answer.code)
  end)
end)
