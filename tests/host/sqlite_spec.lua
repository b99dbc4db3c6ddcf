--- Turns SQL into rows and errors into one clear line: databases, statements, transactions.
local sqlite = require "wenlu.sqlite"
local lfs = require "lfs"

local folder

local function path(name)
  return folder .. "/" .. name
end

local function write_file(name, bytes)
  local file = assert(io.open(path(name), "wb"))
  file:write(bytes)
  file:close()
  return path(name)
end

local function remove_tree(root)
  for name in lfs.dir(root) do
    if name ~= "." and name ~= ".." then
      local full = root .. "/" .. name
      if lfs.symlinkattributes(full, "mode") == "directory" then
        remove_tree(full)
      else
        os.remove(full)
      end
    end
  end
  lfs.rmdir(root)
end

local function memory()
  return assert(sqlite.open ":memory:")
end

--- A database with a table t of the numbers 1 to count.
local function numbers(count)
  local db = memory()
  db:exec "create table t (n integer primary key)"
  local insert = db:prepare "insert into t values (?)"
  for i = 1, count do
    insert:run(i)
  end
  return db
end

local function raised(fn, ...)
  local ok, message = pcall(fn, ...)
  assert.is_false(ok)
  return message
end

setup(function()
  folder = os.tmpname()
  os.remove(folder)
  assert(lfs.mkdir(folder))
end)

teardown(function()
  collectgarbage()
  remove_tree(folder)
end)

describe("opening", function()
  local function refused(name, options, reason, code)
    local db, message, word = sqlite.open(name, options)
    assert.is_nil(db)
    assert.equal(name .. ": " .. reason, message)
    assert.equal(code, word)
  end

  it("makes a database, and finds it again", function()
    local db = assert(sqlite.open(path "new.db"))
    db:exec "create table t (x); insert into t values ('南通市')"
    db:close()
    db = assert(sqlite.open(path "new.db", {create = false}))
    assert.equal("南通市", db:value "select x from t")
    db:close()
  end)

  it("refuses a missing file unless it may create it", function()
    refused(path "missing.db", {create = false}, "No such file or directory", "enoent")
    refused(path "missing.db", {readonly = true}, "No such file or directory", "enoent")
    assert.is_nil(lfs.attributes(path "missing.db"))
    refused(path "no/such/folder.db", nil, "No such file or directory", "enoent")
  end)

  it("refuses a file that is not a database, whatever its length", function()
    for _, length in ipairs {1, 15, 16, 99, 100, 511, 512, 4096, 100000} do
      local name = write_file("text.db", ("文"):rep(length):sub(1, length))
      refused(name, nil, "not a SQLite database", "not-a-database")
      refused(name, {readonly = true}, "not a SQLite database", "not-a-database")
      assert.equal(length, lfs.attributes(name, "size"))
    end
  end)

  it("takes an empty file for an empty database", function()
    local db = assert(sqlite.open(write_file("empty.db", "")))
    assert.equal(0, db:value "select count(*) from sqlite_schema")
    db:close()
  end)

  it("refuses a damaged database", function()
    local db = assert(sqlite.open(path "damaged.db"))
    db:exec "create table t (x)"
    db:close()
    local file = assert(io.open(path "damaged.db", "r+b"))
    file:seek("set", 100)
    file:write(("\xFF"):rep(200))
    file:close()
    refused(path "damaged.db", nil, "database disk image is malformed", "corrupt")
  end)

  it("refuses a folder, a FIFO, a device, a path through a file, a loop of links", function()
    lfs.mkdir(path "folder.db")
    os.execute("mkfifo '" .. path "fifo.db" .. "'")
    lfs.link(path "loop.db", path "loop.db", true)
    write_file("plain", "")
    for _, options in ipairs {{}, {readonly = true}, {create = false}} do
      refused(path "folder.db", options, "Is a directory", "eisdir")
      refused(path "fifo.db", options, "not a regular file", "not-a-file")
      refused("/dev/null", options, "not a regular file", "not-a-file")
      refused(path "plain/x.db", options, "Not a directory", "enotdir")
      refused(path "loop.db", options, "Too many levels of symbolic links", "eloop")
    end
  end)

  it("says busy when another connection holds the file", function()
    local first = assert(sqlite.open(path "locked.db"))
    first:exec "create table t (x); begin exclusive"
    refused(path "locked.db", {busy = 0}, "locked by another program", "busy")
    refused(path "locked.db", {busy = 30, readonly = true}, "locked by another program", "busy")
    first:exec "commit"
    local second = assert(sqlite.open(path "locked.db", {busy = 0}))
    first:exec "begin immediate"
    assert.matches("^sqlite: database is locked %(in: insert into t values %(1%)%)$",
      raised(second.exec, second, "insert into t values (1)"))
    assert.matches("^sqlite: database is locked",
      raised(second.transaction, second, function() end))
    first:exec "rollback"
    second:exec "insert into t values (1)"
    first:close()
    second:close()
  end)

  it("for reading only, writes nothing", function()
    assert(sqlite.open(path "read.db")):exec "create table t (x)"
    local db = assert(sqlite.open(path "read.db", {readonly = true}))
    assert.matches("^sqlite: attempt to write a readonly database",
      raised(db.exec, db, "insert into t values (1)"))
    assert.equal(0, db:transaction(function() return db:value "select count(*) from t" end))
    db:close()
  end)

  it("takes a name that looks like a URI for a name", function()
    local before = lfs.currentdir()
    lfs.chdir(folder)
    local db = sqlite.open "file:x.db?mode=memory"
    lfs.chdir(before)
    assert(db):close()
    assert.equal("file", lfs.attributes(path "file:x.db?mode=memory", "mode"))
  end)

  it("raises on what is no path or no option", function()
    assert.error_matches(function() sqlite.open "" end, "not a path")
    assert.error_matches(function() sqlite.open "a\0b" end, "not a path")
    assert.has_error(function() sqlite.open() end)
    assert.has_error(function() sqlite.open(":memory:", "ro") end)
    assert.error_matches(function() sqlite.open(":memory:", {readonly = 1}) end, "readonly")
    for _, busy in ipairs {-1, 0.5, "soon", 1 << 40} do
      assert.error_matches(function() sqlite.open(":memory:", {busy = busy}) end, "busy")
    end
  end)
end)

describe("values", function()
  local db

  before_each(function() db = memory() end)
  after_each(function() db:close() end)

  local function back(value)
    return db:value("select ?", value), db:value("select typeof(?)", value)
  end

  it("of every type come back as they went in", function()
    local cases = {
      {1, "integer"}, {math.maxinteger, "integer"}, {math.mininteger, "integer"},
      {95.6, "real"}, {1e308, "real"}, {-1 / 0, "real"}, {3.0, "real"},
      {"", "text"}, {"南通市", "text"}, {"a\0b\0", "text"}, {"\xFF\xFE", "text"},
    }
    for _, case in ipairs(cases) do
      local value, type = back(case[1])
      assert.equal(case[1], value)
      assert.equal(math.type(case[1]), math.type(value))
      assert.equal(case[2], type)
    end
  end)

  it("that are booleans become 1 and 0, nil becomes NULL", function()
    assert.equal(1, (back(true)))
    assert.equal(0, (back(false)))
    assert.same({nil, "null"}, {back(nil)})
  end)

  it("that are blobs come back as strings", function()
    for _, bytes in ipairs {"", "\0", "\0\1\2\xFF", ("x"):rep(100000)} do
      assert.same({bytes, "blob"}, {back(sqlite.blob(bytes))})
    end
    assert.has_error(function() sqlite.blob(1) end)
  end)

  it("of 10 MB are kept, of more than 256 MB refused", function()
    local long = ("党\0"):rep(10 * 1024 * 1024 // 4)
    db:exec "create table t (x)"
    db:prepare("insert into t values (?)"):run(long)
    assert.equal(long, db:value "select x from t")
    assert.matches("^sqlite: string or blob too big",
      raised(db.value, db, "select zeroblob(300 * 1024 * 1024)"))
    assert.matches("^sqlite: string or blob too big",
      raised(db.value, db, "select ?", ("x"):rep(256 * 1024 * 1024 + 1)))
  end)

  it("are UTF-8 in a database of UTF-16 too", function()
    db:exec "pragma encoding = 'UTF-16'; create table t (x)"
    db:prepare("insert into t values (?)"):run "整改率𠀀"
    assert.equal("整改率𠀀", db:value "select x from t")
  end)

  it("that SQLite has no place for are refused", function()
    assert.error_matches(function() back(0 / 0) end, "NaN")
    assert.error_matches(function() back {} end, "string")
    assert.error_matches(function() back(io.stdout) end, "string")
    assert.error_matches(function() back(print) end, "string")
  end)

  it("must be as many as the parameters", function()
    assert.equal("sqlite: 1 values for 2 parameters (in: select ?, ?)",
      raised(db.row, db, "select ?, ?", 1))
    assert.equal("sqlite: 1 values for 0 parameters (in: select 1)",
      raised(db.row, db, "select 1", nil))
    assert.equal(7, db:value("select ?2", 5, 7))
  end)
end)

describe("exec", function()
  it("runs many statements, with comments", function()
    local db = memory()
    db:exec "-- first\n create table t (x); insert into t values (1); /* last */ ; "
    db:exec ""
    assert.equal(1, db:value "select x from t")
  end)

  it("stops at the first that fails and quotes it", function()
    local db = memory()
    assert.equal("sqlite: no such table: u (in: select * from u; create table v (x))",
      raised(db.exec, db, "create table t (x);\n select * from u; create table v (x)"))
    assert.equal("t", db:value "select group_concat(name) from sqlite_schema")
    assert.matches('^sqlite: near "selec": syntax error', raised(db.exec, db, "selec 1"))
  end)

  it("cuts long SQL at a whole character", function()
    local db = memory()
    for padding = 1, 3 do
      local sql = ("select%sx from t where x = '%s'"):format((" "):rep(padding), ("市"):rep(1000))
      local message = raised(db.exec, db, sql)
      assert.is_true(#message < 350 and utf8.len(message) ~= nil)
      assert.matches("^sqlite: no such table: t %(in: select .*市%.%.%.%)$", message)
    end
  end)

  it("refuses SQL with a NUL", function()
    local db = memory()
    for _, method in ipairs {"exec", "prepare", "row", "rows", "value"} do
      assert.error_matches(function() db[method](db, "select 1\0; drop table t") end, "NUL")
    end
  end)

  it("takes double quotes for names only, so that a misspelt column is an error", function()
    local db = numbers(1)
    assert.matches("^sqlite: no such column: m", raised(db.value, db, 'select "m" from t'))
    assert.equal(1, db:value 'select "n" from t')
  end)

  it("is armed against hostile SQL", function()
    local db = numbers(1)
    db:exec "pragma writable_schema = on"
    assert.matches("may not be modified", raised(db.exec, db, "delete from sqlite_schema"))
    assert.is_false(pcall(db.value, db, "select fts3_tokenizer('x', x'4141414141414141')"))
    assert.is_false(pcall(db.value, db, "select load_extension('x')"))
  end)
end)

describe("a statement", function()
  it("runs again and again, and counts changes", function()
    local db = memory()
    db:exec "create table t (x unique)"
    local insert = db:prepare "insert or ignore into t values (?)"
    assert.equal(1, insert:run(1))
    assert.equal(0, insert:run(1))
    assert.equal(1, insert:run(2))
    assert.equal(2, db:last_id())
    assert.equal(2, db:prepare("update t set x = x + 10"):run())
    assert.equal(2, db:changes())
    assert.equal(0, db:prepare("create table u (x)"):run())
    assert.equal(0, db:prepare("select * from t"):run())
  end)

  it("goes on after an error", function()
    local db = memory()
    db:exec "create table t (x unique)"
    local insert = db:prepare "insert into t values (?)"
    insert:run(1)
    assert.equal("sqlite: UNIQUE constraint failed: t.x (in: insert into t values (?))",
      raised(insert.run, insert, 1))
    assert.equal(1, insert:run(2))
  end)

  it("gives a new record for each row, without the NULLs", function()
    local db = memory()
    local kept = {}
    for record in db:prepare("values (1, 'a'), (2, null), (?, ?)"):rows(3, "c") do
      kept[#kept + 1] = record
    end
    assert.same({{column1 = 1, column2 = "a"}, {column1 = 2}, {column1 = 3, column2 = "c"}}, kept)
  end)

  it("keeps what it was given while its rows are read", function()
    local db = memory()
    local next_row = db:prepare("select ? as x from (values (1), (2))"):rows(("长"):rep(1000) .. 1)
    collectgarbage()
    for _ = 1, 100 do
      local _ = ("短"):rep(1000) .. math.random()
    end
    assert.equal(("长"):rep(1000) .. 1, next_row().x)
    assert.equal(("长"):rep(1000) .. 1, next_row().x)
    assert.is_nil(next_row())
    assert.is_nil(next_row())
  end)

  it("is exactly one statement", function()
    local db = memory()
    assert.matches("more than one", raised(db.prepare, db, "select 1; select 2"))
    assert.matches("more than one", raised(db.prepare, db, "select 1; nonsense"))
    assert.matches("no statement", raised(db.prepare, db, " -- nothing"))
    assert.matches("no statement", raised(db.prepare, db, ""))
    assert.equal(0, db:prepare("select 1; -- one\n ;"):run())
  end)

  it("ends the iterator over its rows when it is run again", function()
    local db = numbers(3)
    local select = db:prepare "select n from t"
    local next_row = select:rows()
    assert.equal(1, next_row().n)
    local other = select:rows()
    assert.equal(1, other().n)
    assert.matches("run again", raised(next_row))
    assert.equal(2, other().n)
  end)

  it("is reset when a loop over it is left", function()
    local db = assert(sqlite.open(path "reset.db"))
    db:exec "create table t (n); insert into t values (1), (2)"
    local other = assert(sqlite.open(path "reset.db", {busy = 0}))
    local select = db:prepare "select n from t"
    for _ in select:rows() do -- luacheck: ignore 512
      assert.is_false(pcall(other.exec, other, "drop table t"))
      break
    end
    pcall(function()
      for _ in select:rows() do
        error "left"
      end
    end)
    other:exec "insert into t values (3)"
    db:close()
    other:close()
  end)

  it("is reset when its iterator is collected", function()
    local db = assert(sqlite.open(path "collected.db"))
    db:exec "create table t (n); insert into t values (1), (2)"
    local other = assert(sqlite.open(path "collected.db", {busy = 0}))
    local select = db:prepare "select n from t"
    assert.equal(1, select:rows()().n)
    collectgarbage()
    collectgarbage()
    other:exec "insert into t values (3)"
    assert.equal(3, db:value "select count(*) from t")
    db:close()
    other:close()
  end)

  it("closes once and for all", function()
    local db = numbers(3)
    local select <close> = db:prepare "select n from t"
    local next_row = select:rows()
    next_row()
    select:close()
    select:close()
    assert.matches("closed", raised(next_row))
    assert.error_matches(function() select:run() end, "statement is closed")
    assert.error_matches(function() select:rows() end, "statement is closed")
  end)

  it("keeps its database alive", function()
    local select = memory():prepare "select 1 as x"
    collectgarbage()
    collectgarbage()
    assert.equal(1, select:rows()().x)
  end)

  it("sees a changed table", function()
    local db = memory()
    db:exec "create table t (a); insert into t values (1)"
    local select = db:prepare "select * from t"
    assert.same({a = 1}, select:rows()())
    assert.same({a = 1}, db:row "select * from t")
    db:exec "alter table t add column b default 2"
    assert.same({a = 1, b = 2}, select:rows()())
    assert.same({a = 1, b = 2}, db:row "select * from t")
    db:exec "alter table t rename column a to c"
    assert.same({c = 1, b = 2}, select:rows()())
    assert.same({c = 1, b = 2}, db:row "select * from t")
  end)
end)

describe("rows, row and value", function()
  it("answer in one line", function()
    local db = numbers(10)
    local sum = 0
    for record in db:rows("select n, n * n as square from t where n > ? order by n", 7) do
      sum = sum + record.square
    end
    assert.equal(64 + 81 + 100, sum)
    assert.same({n = 3}, db:row("select * from t where n = ?", 3))
    assert.is_nil(db:row("select * from t where n = ?", 30))
    assert.equal(10, db:value "select count(*) from t")
    assert.is_nil(db:value "select n from t where n > 10")
    assert.is_nil(db:value "select null")
    assert.is_nil(db:row "create table u (x)")
  end)

  it("may be nested with the same SQL", function()
    local db = numbers(3)
    local seen = {}
    for outer in db:rows "select n from t" do
      for inner in db:rows "select n from t" do
        seen[#seen + 1] = outer.n * inner.n
        assert.same({n = 1}, db:row "select n from t")
        assert.equal(1, db:value "select n from t")
      end
    end
    assert.same({1, 2, 3, 2, 4, 6, 3, 6, 9}, seen)
  end)

  it("work with more statements than are cached", function()
    local db = numbers(1)
    for round = 1, 3 do
      for i = 1, 500 do
        assert.equal(i * round, db:value(("select %d * ?"):format(i), round))
        for record in db:rows(("select n + %d as n from t"):format(i)) do
          assert.equal(i + 1, record.n)
        end
      end
    end
    local outer = db:rows "select n from t"
    for i = 1, 500 do
      db:value(("select %d"):format(i))
    end
    assert.equal(1, outer().n)
  end)

  it("keep no memory of statements long past", function()
    local db = memory()
    for i = 1, 2000 do
      db:value("select " .. i)
    end
    collectgarbage()
    collectgarbage()
    local before = collectgarbage "count"
    for i = 2001, 20000 do
      db:value("select " .. i)
    end
    collectgarbage()
    collectgarbage()
    assert.is_true(collectgarbage "count" < before + 100)
  end)

  it("raise errors that begin with sqlite: and carry the SQL", function()
    local db = memory()
    for _, method in ipairs {"row", "rows", "value", "prepare"} do
      assert.equal("sqlite: no such table: t (in: select * from t)",
        raised(db[method], db, "select * from t"))
    end
    assert.error_matches(function() db:row(42) end, "string expected")
    local next_row = db:rows "select 1 as x union all select abs(-9223372036854775808)"
    assert.equal(1, next_row().x)
    assert.matches("^sqlite: integer overflow", raised(next_row))
    assert.is_nil(next_row())
  end)

  it("stop when interrupted", function()
    local db = numbers(100)
    local message = raised(function()
      for _ in db:rows "select n from t" do
        db:interrupt()
      end
    end)
    assert.equal("sqlite: interrupted (in: select n from t)", message)
    assert.equal(100, db:value "select count(*) from t")
  end)
end)

describe("a transaction", function()
  local db

  before_each(function()
    db = memory()
    db:exec "create table t (n unique)"
  end)
  after_each(function() db:close() end)

  local function count()
    return db:value "select count(*) from t"
  end

  local function insert(n)
    db:prepare("insert into t values (?)"):run(n)
  end

  it("commits and returns what the function returned", function()
    assert.same({1, nil, 3, n = 3}, table.pack(db:transaction(function(given)
      assert.equal(db, given)
      insert(1)
      return 1, nil, 3
    end)))
    assert.equal(1, count())
    assert.equal(0, select("#", db:transaction(function() end)))
  end)

  it("rolls back and raises the same error", function()
    local reason = {}
    assert.equal(reason, raised(db.transaction, db, function()
      insert(1)
      error(reason)
    end))
    assert.equal(0, count())
    assert.matches("^sqlite: UNIQUE", raised(db.transaction, db, function()
      insert(1)
      insert(1)
    end))
    assert.equal(0, count())
    db:transaction(function() insert(2) end)
    assert.equal(1, count())
  end)

  it("leaves the place of the error in the traceback", function()
    local function culprit()
      error "here"
    end
    local _, trace = xpcall(db.transaction, debug.traceback, db, function()
      culprit()
      return 1
    end)
    assert.matches("culprit", trace)
  end)

  it("inside another is a savepoint", function()
    db:transaction(function()
      insert(1)
      pcall(db.transaction, db, function()
        insert(2)
        db:transaction(function() insert(3) end)
        error "only the inner ones"
      end)
      db:transaction(function() insert(4) end)
      assert.equal(2, count())
    end)
    assert.same({n = "1,4"}, db:row "select group_concat(n) as n from t")
    assert.matches("all", raised(db.transaction, db, function()
      db:transaction(function() insert(5) end)
      error "all"
    end))
    assert.equal(2, count())
  end)

  it("survives SQL that ends it", function()
    assert.matches("^sqlite: cannot commit", raised(db.transaction, db, function()
      insert(1)
      db:exec "commit"
    end))
    assert.equal(1, count())
    assert.matches("UNIQUE", raised(db.transaction, db, function()
      insert(2)
      db:transaction(function() db:exec "insert or rollback into t values (2)" end)
    end))
    assert.equal(1, count())
    db:transaction(function() insert(3) end)
  end)

  it("is rolled back when it cannot be committed", function()
    db:exec [[pragma foreign_keys = on;
      create table child (n references t (n) deferrable initially deferred)]]
    assert.matches("^sqlite: FOREIGN KEY constraint failed %(in: COMMIT%)",
      raised(db.transaction, db, function() db:exec "insert into child values (9)" end))
    assert.equal(0, db:value "select count(*) from child")
    db:transaction(function() insert(1) end)
  end)

  it("may be closed from inside", function()
    local other = memory()
    assert.matches("closed inside", raised(other.transaction, other, function() other:close() end))
    other = memory()
    assert.equal("x", raised(other.transaction, other, function()
      other:close()
      error("x", 0)
    end))
  end)

  it("cannot be left by a yield", function()
    local thread = coroutine.create(function()
      db:transaction(function()
        insert(1)
        coroutine.yield()
      end)
    end)
    local ok, message = coroutine.resume(thread)
    assert.is_false(ok)
    assert.matches("yield", message)
    coroutine.close(thread)
    assert.equal(0, count())
  end)

  it("takes a function", function()
    assert.has_error(function() db:transaction() end)
    assert.has_error(function() db:transaction "commit" end)
  end)
end)

describe("closing", function()
  it("may be done twice, and ends everything else", function()
    local db = numbers(3)
    local statement = db:prepare "select n from t"
    local rows = statement:rows()
    local cached = db:rows "select n from t"
    rows()
    cached()
    db:close()
    db:close()
    assert.matches("closed", raised(rows))
    assert.matches("closed", raised(cached))
    statement:close()
    for _, method in ipairs {"changes", "interrupt", "last_id"} do
      assert.error_matches(function() db[method](db) end, "database is closed")
    end
    for _, method in ipairs {"exec", "prepare", "row", "rows", "value"} do
      assert.error_matches(function() db[method](db, "select 1") end, "database is closed")
    end
    assert.error_matches(function() db:transaction(print) end, "database is closed")
    assert.error_matches(function() statement:run() end, "statement is closed")
  end)

  it("happens at the end of a block, and leaves full-text tables whole", function()
    do
      local db <close> = assert(sqlite.open(path "fts.db"))
      db:exec "create virtual table f using fts5(x); insert into f values ('abc def')"
      assert.equal("abc def", db:value("select x from f where f match ?", "def"))
      db:rows "select x from f"()
    end
    local db = assert(sqlite.open(path "fts.db"))
    assert.equal(1, db:value "select count(*) from f where f match 'abc'")
    db:close()
  end)

  it("may happen inside a loop over its rows", function()
    local db = numbers(3)
    assert.matches("closed", raised(function()
      for _ in db:rows "select n from t" do
        db:close()
      end
    end))
    db = numbers(3)
    for _ in db:rows "select n from t" do -- luacheck: ignore 512
      db:close()
      break
    end
  end)

  it("is left to the collector in any order", function()
    for i = 1, 200 do
      local db = numbers(2)
      local statement = db:prepare "select n from t"
      local rows = i % 2 == 0 and statement:rows() or db:rows "select n from t"
      rows()
      if i % 3 == 0 then
        statement:close()
      elseif i % 5 == 0 then
        db:close()
      end
    end
    collectgarbage()
    collectgarbage()
  end)

  it("takes its own kinds only", function()
    local db = memory()
    local statement = db:prepare "select 1"
    assert.has_error(function() db.close(statement) end)
    assert.has_error(function() statement.run(db) end)
    assert.has_error(function() db.exec({}, "select 1") end)
    assert.has_error(function() db.exec(io.stdout, "select 1") end)
  end)
end)
