--- Bad input of every kind: one clear line that names the file and the reason, the right exit code, and
--- nothing else lost.

local files = require "wenlu.files"
local sqlite = require "wenlu.sqlite"
local store = require "wenlu.store"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local GOOD = "南通市机关作风建设通报\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。\n"

-- The lines of a text that hold these words.
local function lines_with(text, words)
  local lines = {}
  for line in text:gmatch "[^\n]+" do
    if line:find(words, 1, true) then
      lines[#lines + 1] = line
    end
  end
  return lines
end

describe("ingest", function()
  local path, db

  before_each(function()
    path = folder.new()
    db = path .. "/a.db"
    folder.fill(path, { ["in/a-good.txt"] = GOOD, ["in/z-good.txt"] = GOOD .. "其二。\n" })
  end)

  after_each(function()
    folder.remove(path)
  end)

  local function ingest(...)
    return program.run { "--db", db, "ingest", ... }
  end

  local function documents()
    local read = assert(store.open(db))
    local count = read:value "SELECT count(*) FROM document"
    assert.are.equal("ok", read:value "PRAGMA integrity_check")
    read:close()
    return count
  end

  -- One line on stderr names the file and the reason; the two good files are stored all the same.
  local function refuses(name, reason)
    local answer = ingest(path .. "/in")
    local lines = lines_with(answer.err, name)
    assert.are.equal(1, #lines, answer.err)
    assert.matches("^refused: " .. path .. "/in/" .. name .. ": ", lines[1])
    assert.matches(reason, lines[1], 1, true)
    assert.are.equal(65, answer.code)
    assert.are.equal(db .. ": 2 new, 0 unchanged, 1 refused\n", answer.out)
    assert.are.equal(2, documents())
  end

  it("refuses an empty file", function()
    folder.fill(path, { ["in/empty.txt"] = "" })
    refuses("empty.txt", "empty file")
  end)

  it("refuses a binary file", function()
    folder.fill(path, { ["in/picture.txt"] = "\x89PNG\r\n\x1A\n" .. ("\0\1\2\255"):rep(1000) })
    refuses("picture.txt", "binary data")
  end)

  it("refuses a file of 200 MB", function()
    assert(os.execute(("truncate -s 200M '%s/in/large.txt'"):format(path)))
    refuses("large.txt", "209715200 bytes, more than the limit of 16777216")
  end)

  it("takes the largest size from --max-size", function()
    folder.fill(path, { ["in/large.txt"] = GOOD:rep(20000) })
    local answer = ingest("--max-size", "1", path .. "/in/large.txt")
    assert.matches("more than the limit of 1048576", answer.err, 1, true)
    assert.are.equal(65, answer.code)
  end)

  it("takes a file that ends inside a character, and says at which byte", function()
    folder.fill(path, { ["in/cut.txt"] = GOOD .. "其三：办结\xE7\xBB" })
    local answer = ingest(path .. "/in")
    local line = "damaged: %s/in/cut.txt: 1 broken character in UTF-8, the first at byte %d; U+FFFD stands there\n"
    assert.are.equal(line:format(path, #GOOD + 16), answer.err)
    assert.are.equal(db .. ": 3 new, 0 unchanged, 0 refused, 1 damaged\n", answer.out)
    assert.are.equal(0, answer.code)
    local read = assert(store.open(db))
    assert.are.equal("其三：办结\u{FFFD}", read:value("SELECT substr(content, -6) FROM text JOIN source USING (document) " ..
      "WHERE path LIKE '%cut.txt'"))
    read:close()
  end)

  it("refuses an unreadable file", function()
    folder.fill(path, { ["in/secret.txt"] = GOOD .. "秘" })
    assert(os.execute(("chmod 000 '%s/in/secret.txt'"):format(path)))
    if not io.open(path .. "/in/secret.txt") then
      return refuses("secret.txt", "Permission denied")
    end
    -- root reads everything: run as somebody who does not
    local prefix = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    if not os.execute(("chmod 777 '%s' && %s '%s' -v >/dev/null 2>&1"):format(path, prefix, program.path())) then
      return pending("nobody else can run " .. program.path())
    end
    local answer = program.shell(("%s \"$W\" --db '%s' ingest '%s/in'"):format(prefix, db, path))
    local line = "refused: " .. path .. "/in/secret.txt: Permission denied"
    assert.are.same({ line }, lines_with(answer.err, "secret.txt"))
    assert.are.equal(65, answer.code)
    assert.are.equal(2, documents())
  end)

  it("refuses a FIFO without waiting for it", function()
    assert(os.execute(("mkfifo '%s/in/pipe.txt'"):format(path)))
    refuses("pipe.txt", "not a regular file but a fifo")
  end)

  it("gets out of a circle of links between folders", function()
    assert(os.execute(("cd '%s/in' && ln -s . round"):format(path)))
    refuses("round", "a link back to a folder above it")
  end)

  it("gets out of a circle of links between files", function()
    assert(os.execute(("cd '%s/in' && ln -s round.txt round.txt"):format(path)))
    refuses("round.txt", "Too many levels of symbolic links")
  end)

  it("says that a folder holds no documents", function()
    folder.fill(path, { ["other/notes.doc"] = "x" })
    local answer = ingest(path .. "/other", path .. "/in")
    assert.are.equal("refused: " .. path .. "/other: no documents (.txt, .html) in it\n", answer.err)
    assert.are.equal(65, answer.code)
    assert.are.equal(2, documents())
  end)

  it("says that a path leads nowhere", function()
    local answer = ingest(path .. "/none", path .. "/in")
    assert.are.equal("refused: " .. path .. "/none: No such file or directory\n", answer.err)
    assert.are.equal(65, answer.code)
    assert.are.equal(2, documents())
  end)

  it("shows control characters of a name as text", function()
    folder.fill(path, { ["in/a\27[31m\nb.txt"] = "" })
    local answer = ingest(path .. "/in")
    assert.is_nil(answer.err:find("\27", 1, true))
    assert.are.equal(1, select(2, answer.err:gsub("\n", "")))
  end)

  describe("into", function()
    local function refuses_store(reason, code)
      local before = files.read(db)
      local answer = ingest(path .. "/in")
      assert.are.equal(1, select(2, answer.err:gsub("\n", "")), answer.err)
      assert.matches("wenlu ingest: " .. db, answer.err, 1, true)
      assert.matches(reason, answer.err, 1, true)
      assert.are.same({ "", code }, { answer.out, answer.code })
      assert.are.equal(before, files.read(db))
    end

    it("a store that is not a database: refused", function()
      folder.fill(path, { ["a.db"] = ("just a text\n"):rep(100) })
      refuses_store("not a SQLite database", 65)
      folder.fill(path, { ["a.db"] = "short" })
      refuses_store("not a SQLite database", 65)
    end)

    it("a database of another program: refused", function()
      local other = sqlite.open(db)
      other:exec "CREATE TABLE letters (id)"
      other:close()
      refuses_store("a database of another program", 65)
    end)

    it("a store that a newer wenlu made: refused", function()
      store.writer(db):close()
      local newer = sqlite.open(db)
      newer:exec(("PRAGMA user_version = %d"):format(store.VERSION + 1))
      newer:close()
      refuses_store("made by a newer wenlu", 65)
    end)

    it("a folder, or one that is not there: refused", function()
      db = path .. "/in"
      local answer = ingest(path .. "/in")
      assert.matches("^wenlu ingest: " .. path .. "/in: [^\n]+\n$", answer.err)
      assert.are.equal(65, answer.code)
      db = path .. "/none/a.db"
      answer = ingest(path .. "/in")
      assert.matches("^wenlu ingest: " .. path .. "/none/a.db: [^\n]+\n$", answer.err)
      assert.are.equal(65, answer.code)
    end)

    it("a store that another process writes to: busy", function()
      store.writer(db):close()
      local other = sqlite.open(db)
      other:exec "BEGIN IMMEDIATE" -- reading the file in this process now would give its locks away
      local answer = ingest(path .. "/in")
      other:close()
      assert.matches("^wenlu ingest: " .. db .. ": [^\n]*locked[^\n]*\n$", answer.err)
      assert.are.same({ "", 75 }, { answer.out, answer.code })
    end)
  end)

  it("asks for what is missing on the command line", function()
    for _, case in ipairs {
      { "which files?" }, { "no option --nosuch", "--nosuch", "x" }, { "--max-size needs a number", "--max-size", "x" },
    } do
      local answer = ingest(table.unpack(case, 2))
      assert.matches(case[1], answer.err, 1, true)
      assert.are.same({ "", 64 }, { answer.out, answer.code })
      assert.is_nil(files.stat(db))
    end
  end)
end)

describe("report", function()
  local path, db

  setup(function()
    path = folder.new()
    db = path .. "/a.db"
    folder.fill(path, { ["in/a.txt"] = GOOD })
    program.run { "--db", db, "ingest", path .. "/in" }
  end)

  teardown(function()
    folder.remove(path)
  end)

  local function fails(code, reason, ...)
    local answer = program.run { "--db", db, "report", ... }
    assert.matches(reason, answer.err, 1, true)
    assert.are.same({ "", code }, { answer.out, answer.code })
    return answer.err
  end

  it("names a script that is missing", function()
    assert.are.equal(1, select(2, fails(64, "nosuch", "nosuch"):gsub("\n", "")))
    assert.are.equal(1, select(2, fails(64, path .. "/nosuch.lua: No such file", path .. "/nosuch.lua"):gsub("\n", "")))
  end)

  it("names the line of a script that does not compile", function()
    folder.fill(path, { ["bad.lua"] = "return {\nrun = = 1 }" })
    assert.are.equal(1, select(2, fails(1, path .. "/bad.lua:2: ", path .. "/bad.lua"):gsub("\n", "")))
  end)

  it("shows where a script fails", function()
    local script = "return { name = 'bad', title = 'x', run = function()\n  error 'no such measure'\nend }"
    folder.fill(path, { ["bad.lua"] = script })
    assert.matches("stack traceback", fails(1, path .. "/bad.lua:2: no such measure", path .. "/bad.lua"), 1, true)
    folder.fill(path, { ["bad.lua"] = "error 'at once'" })
    fails(1, path .. "/bad.lua:1: at once", path .. "/bad.lua")
  end)

  it("refuses what is no analysis", function()
    folder.fill(path, { ["bad.lua"] = "return 5", ["worse.lua"] = "return { run = function() return 5 end }" })
    fails(1, path .. "/bad.lua: returns no table with a function `run`", path .. "/bad.lua")
    fails(1, path .. "/worse.lua: `run` returned no report", path .. "/worse.lua")
  end)

  it("writes nothing to -o when one of several scripts fails", function()
    folder.fill(path, { ["bad.lua"] = "return { name = 'bad', title = 'x', run = function() error 'no' end }" })
    fails(1, "no", "rectification-trend", path .. "/bad.lua", "-o", path .. "/out.html")
    assert.is_nil(files.stat(path .. "/out.html"))
  end)

  it("names a place where it cannot write", function()
    fails(1, path .. "/none/out.html: No such file", "rectification-trend", "-o", path .. "/none/out.html")
  end)

  it("refuses a store that is missing, no database, or newer", function()
    local good = db
    db = path .. "/none.db"
    fails(65, db .. ": ", "rectification-trend")
    assert.is_nil(files.stat(db))
    db = path .. "/text.db"
    folder.fill(path, { ["text.db"] = ("text\n"):rep(500) })
    fails(65, db .. ": ", "rectification-trend")
    db = path .. "/newer.db"
    assert(files.write(db, files.read(good)))
    local newer = sqlite.open(db)
    newer:exec(("PRAGMA user_version = %d"):format(store.VERSION + 1))
    newer:close()
    fails(65, db .. ": made by a newer wenlu", "rectification-trend")
    db = good
  end)

  it("asks for what is missing on the command line", function()
    fails(64, "which analysis?")
    fails(64, "no format 'pdf'", "--format", "pdf", "rectification-trend")
    fails(64, "no option --nosuch", "--nosuch", "rectification-trend")
    fails(64, "-o needs a value", "rectification-trend", "-o")
    fails(64, "has no parameter 'town'", "rectification-trend", "town=南通市")
  end)
end)

describe("show", function()
  it("names each file that it cannot read, and shows the others", function()
    folder.with(function(path)
      folder.fill(path, { ["a.txt"] = GOOD, ["empty.txt"] = "", ["picture.txt"] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR" })
      local answer = program.run { "show", "--stage", "text", "--json", path .. "/none.txt", path .. "/empty.txt",
        path .. "/picture.txt", path .. "/a.txt" }
      assert.are.equal(65, answer.code)
      assert.matches("98.2%%", answer.out)
      local _, lines = answer.err:gsub("\n", "")
      assert.are.equal(3, lines)
      for name, reason in pairs { none = "No such file", empty = "empty file", picture = "binary data" } do
        assert.matches("wenlu show: " .. path .. "/" .. name .. ".txt: " .. reason, answer.err, 1, true)
      end
    end)
  end)

  it("shows the bytes of what is no text", function()
    folder.with(function(path)
      folder.fill(path, { ["picture.txt"] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR" })
      local answer = program.run { "show", "--stage", "bytes", "--json", path .. "/picture.txt" }
      assert.are.same({ 0, "" }, { answer.code, answer.err })
    end)
  end)

  it("asks for what is missing on the command line", function()
    assert.are.equal(64, program.run({ "show" }).code)
    assert.are.equal(64, program.run({ "show", "--stage", "soup", "x" }).code)
    assert.are.equal(64, program.run({ "show", "--nosuch", "x" }).code)
  end)
end)
