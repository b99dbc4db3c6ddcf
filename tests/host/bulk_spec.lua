local bulk = require "wenlu.bulk"
local mentions = require "wenlu.mentions"
local sqlite = require "wenlu.sqlite"

local COLUMNS = "id, kind, class, first, last, low, high, mark, unit, counted, status"

local function cells(count)
  local names = {}
  for i = 1, count do
    names[i] = "c" .. i
  end
  return table.concat(names, ", ")
end

local function open()
  local db = assert(sqlite.open ":memory:")
  bulk.attach(db)
  return db
end

-- A database with a table of `width` columns a, b, c, ... and the statement that fills it.
local function with_table(width)
  local db, names = open(), {}
  for i = 1, width do
    names[i] = string.char(96 + i)
  end
  db:exec(("CREATE TABLE t (%s)"):format(table.concat(names, ", ")))
  return db, db:prepare(("INSERT INTO t SELECT %s FROM packed(?)"):format(cells(width)))
end

local function rows_of(db, sql)
  local found = {}
  for row in db:rows(sql) do
    found[#found + 1] = row
  end
  return found
end

local function scanned(text)
  return mentions.scanner():scan(text)
end

local function with_mentions()
  local db = open()
  db:exec(("CREATE TABLE mention (%s)"):format(COLUMNS:gsub("^id", "id INTEGER PRIMARY KEY")))
  return db, db:prepare(("INSERT INTO mention SELECT %s FROM packed(?)"):format(cells(11)))
end

-- The rows of table `mention` after these texts were stored.
local function stored(...)
  local db, insert = with_mentions()
  local documents, ids = {}, { 1 }
  for i, text in ipairs { ... } do
    documents[i] = bulk.pack({ {} }, { type(text) == "string" and scanned(text) or text })
  end
  bulk.write(documents, { insert }, ids)
  local found = rows_of(db, "SELECT * FROM mention ORDER BY id")
  db:close()
  return found, ids
end

describe("rows that are packed and written", function()
  it("come back as they were, whatever is in them", function()
    local db, insert = with_table(3)
    local rows = {
      { a = 1, b = "通报", c = 95.6 }, { a = math.mininteger, b = "", c = -0.5 }, { a = math.maxinteger, b = "a\0b" },
      { a = -1, b = ("长"):rep(100000) }, {}, { a = 127, b = 128, c = -129 }, { a = 1e300, b = 5.0, c = 1 / 3 },
    }
    bulk.write({ bulk.pack({ { "a", "b", "c" } }, { rows }) }, { insert }, { 1 })
    assert.are.same(rows, rows_of(db, "SELECT * FROM t ORDER BY rowid"))
    assert.are.same({ "integer", "integer" }, {
      db:value "SELECT typeof(b) FROM t WHERE a = 127", db:value "SELECT typeof(b) FROM t WHERE a = 1e300" })
    db:close()
  end)

  it("keep blobs apart from text", function()
    local db, insert = with_table(2)
    local packed = bulk.pack({ { { "a", "blob" }, "b" } }, { { { a = "\xFF\0", b = "x" }, { a = "" } } })
    bulk.write({ packed }, { insert }, { 1 })
    assert.are.same({ { a = "blob", b = "text", n = 2 }, { a = "blob", b = "null", n = 0 } },
      rows_of(db, "SELECT typeof(a) AS a, typeof(b) AS b, length(a) AS n FROM t ORDER BY rowid"))
    db:close()
  end)

  it("get their ids, and those of what they refer to, where they are written", function()
    local db, insert = with_table(4)
    local other = db:prepare "INSERT INTO t SELECT c1, c2, 0, 0 FROM packed(?)"
    local layout = { { { 0, 1 }, "name", { "other", 2 }, { 1, 1 } }, { { 0, 2 }, "name" } }
    local function document(name)
      return bulk.pack(layout, {
        { { name = name, other = 2 }, { name = name .. name } }, { { name = "o" .. name }, { name = "p" .. name } },
      })
    end
    local ids = { 10, 70 }
    bulk.write({ document "x", document "y" }, { insert, other }, ids)
    assert.are.same({ 14, 74 }, ids)
    assert.are.same({
      { a = 10, b = "x", c = 71, d = 10 }, { a = 11, b = "xx", d = 10 },
      { a = 12, b = "y", c = 73, d = 12 }, { a = 13, b = "yy", d = 12 },
      { a = 70, b = "ox", c = 0, d = 0 }, { a = 71, b = "px", c = 0, d = 0 },
      { a = 72, b = "oy", c = 0, d = 0 }, { a = 73, b = "py", c = 0, d = 0 },
    }, rows_of(db, "SELECT * FROM t ORDER BY a"))
    bulk.write({ document "z" }, { insert, other }, ids)
    assert.are.same({ 16, 76 }, ids)
    db:close()
  end)

  it("are written for some tables of some documents and not for others", function()
    local db, insert = with_table(1)
    local second = db:prepare "INSERT INTO t SELECT 'second ' || c1 FROM packed(?)"
    local layout = { { "a" }, { "a" } }
    local documents = {
      bulk.pack(layout, {}), bulk.pack(layout, { nil, { { a = 1 } } }), bulk.pack(layout, { {}, {} }), "",
      bulk.pack(layout, { { { a = 2 } } }), bulk.pack(layout, { nil, { { a = 3 }, { a = 4 } } }),
    }
    local ids = { 1, 1 }
    bulk.write(documents, { insert, second }, ids)
    assert.are.same({ 2, 4 }, ids)
    assert.are.same({ { a = 2 }, { a = "second 1" }, { a = "second 3" }, { a = "second 4" } },
      rows_of(db, "SELECT a FROM t"))
    db:close()
  end)

  it("may have 64 columns, and no more", function()
    local columns, row = {}, {}
    for i = 1, 65 do
      columns[i] = "f" .. i
      row["f" .. i] = i
    end
    assert.has_error(function() bulk.pack({ columns }, { { row } }) end)
    columns[65] = nil
    local db = open()
    db:exec("CREATE TABLE t (" .. table.concat(columns, ",") .. ")")
    local insert = db:prepare(("INSERT INTO t SELECT %s FROM packed(?)"):format(cells(64)))
    bulk.write({ bulk.pack({ columns }, { { row } }) }, { insert }, { 1 })
    assert.are.equal(64, db:value "SELECT f64 FROM t")
    db:close()
  end)

  it("carry evidence to where it lies in the text", function()
    local db = open()
    db:exec "CREATE TABLE evidence (fact, slot, document, first, last)"
    local none = db:prepare "INSERT INTO evidence SELECT 1, 1, 1, 1, 1 FROM packed(?) WHERE 0"
    local found = scanned "办了15件。"
    found:place { 1, 101, 8, 201 }
    local facts = {
      { evidence = { { slot = "raised", token = { first = 7, last = 11 } } } }, { evidence = {} },
      { evidence = {
        { slot = "done", token = { first = 1, last = 3 } }, { slot = "rate", token = { first = 8, last = 8 } },
      } },
    }
    local packed = bulk.pack({ { { 0, 1 } }, { { 0, 2 } }, {} }, { { {} }, facts, { facts = facts, mentions = found } })
    bulk.write({ packed }, { none, none, db:prepare "INSERT INTO evidence SELECT c1, c2, c3, c4, c5 FROM packed(?)" },
      { 5, 40, 1 })
    assert.are.same({
      { fact = 40, slot = "raised", document = 5, first = 107, last = 204 },
      { fact = 42, slot = "done", document = 5, first = 101, last = 103 },
      { fact = 42, slot = "rate", document = 5, first = 201, last = 201 },
    }, rows_of(db, "SELECT * FROM evidence"))
    db:close()
    for _, token in ipairs { { first = 0, last = 3 }, { first = 1, last = 1000 }, { first = 1 }, {} } do
      facts[1].evidence[1].token = token
      assert.has_error(function() bulk.pack({ {}, {} }, { nil, { facts = facts, mentions = found } }) end)
    end
  end)

  it("stay what they are while another document is packed", function()
    local db, insert = with_table(1)
    local layout = { { "a" } }
    local one = bulk.pack(layout, { { { a = ("一"):rep(9) } } })
    local two = bulk.pack(layout, { { { a = ("二"):rep(400000) } } })
    local three = bulk.pack(layout, { { { a = "三" } } })
    bulk.write({ one, two, three }, { insert }, { 1 })
    assert.are.same({ { n = 9 }, { n = 400000 }, { n = 1 } }, rows_of(db, "SELECT length(a) AS n FROM t"))
    db:close()
  end)
end)

describe("mentions that are packed", function()
  it("hold a quantity with its bounds, mark, unit, noun and status", function()
    local found, ids = stored("办了5件。", "力争走访近1.5万名企业家。")
    assert.are.same({ 4 }, ids)
    assert.are.same({
      { id = 1, kind = "quantity", class = "count", first = 7, last = 10, low = 5, high = 5, mark = "exact", unit = "件",
        status = "actual" },
      { id = 2, kind = "initiative", class = "named", first = 7, last = 12, counted = "调研走访" },
      { id = 3, kind = "quantity", class = "count", first = 13, last = 24, high = 15000, mark = "under", unit = "名",
        counted = "企业家", status = "target" },
    }, found)
  end)

  it("hold whole numbers as integers, and others as they are", function()
    local found = stored "整改率95.6%，办结96%，共1.2万件。"
    assert.are.same({ "float", "integer", "integer" },
      { math.type(found[1].low), math.type(found[2].low), math.type(found[3].low) })
    assert.are.same({ 95.6, 96, 12000, "%", "%", "件" },
      { found[1].low, found[2].low, found[3].low, found[1].unit, found[2].unit, found[3].unit })
  end)

  it("leave the columns of quantities empty elsewhere, and cue words out", function()
    local text = "2021年，群众满意，“三个表率”。"
    assert.are.same({
      { id = 1, kind = "period", class = "year", first = 1, last = 7 },
      { id = 2, kind = "non-quantity", class = "slogan", first = 26, last = 43 },
    }, (stored(text)))
    assert.are.equal(2, bulk.stored(scanned(text)))
    assert.are.equal(0, bulk.stored(scanned ""))
  end)

  it("tell units and words apart, however many there are", function()
    local units = { "件", "条", "名", "%", "万元", "个", "次", "家", "户", "期", "篇", "场", "项", "个百分点", "公里", "亩" }
    local text = ""
    for n = 1, 400 do
      text = text .. "完成" .. n .. units[n % #units + 1] .. "。"
    end
    local found, seen = stored(text), 0
    for _, row in ipairs(found) do
      if row.kind == "quantity" then
        seen = seen + 1
        local surface = text:sub(row.first, row.last)
        assert.is_truthy(surface:find(row.unit == "元" and "万元" or row.unit, 1, true), surface .. " " .. row.unit)
      end
    end
    assert.are.equal(400, seen)
  end)

  it("lie in the text, not in the reading", function()
    local found = scanned "办了15件。"
    found:place { 1, 101, 8, 201 }
    local rows = stored(found)
    assert.are.same({ 107, 204 }, { rows[1].first, rows[1].last })
  end)
end)

describe("bulk", function()
  it("raises for what is no row", function()
    local layout = { { "a", { "b", 1 } } }
    for _, values in ipairs {
      { { { a = {} } } }, { { { a = true } } }, { { { b = "x" } } }, { { { b = 1.5 } } }, { { 1 } }, { 1 }, { "x" },
    } do
      assert.has_error(function() bulk.pack(layout, values) end)
    end
    for _, wrong in ipairs { { {} }, { { { "a", 65 } } }, { { { "a", -1 } } }, { { 1 } } } do
      assert.has_error(function() bulk.pack(wrong, { { { a = 1 } } }) end)
    end
    assert.has_error(function() bulk.pack({}, nil) end)
    assert.has_error(function() bulk.stored "x" end)
  end)

  it("raises for bytes that are no packed rows, cut or changed, and never reads past them", function()
    local db, insert = with_table(3)
    local packed = bulk.pack({ { "a", "b", { "a", "blob" } } },
      { { { a = "x", b = 1 / 3 }, { a = ("y"):rep(200), b = 77 } } })
    db:exec "BEGIN"
    for size = 1, #packed - 1 do
      local ok, message = pcall(bulk.write, { packed:sub(1, size) }, { insert }, { 1 })
      assert.is_false(ok)
      assert.matches("not packed rows", message, 1, true)
    end
    for at = 1, #packed do
      for _, byte in ipairs { 0, 5, 127, 128, 255 } do
        pcall(bulk.write, { packed:sub(1, at - 1) .. string.char(byte) .. packed:sub(at + 1) }, { insert }, { 1 })
      end
    end
    db:exec "ROLLBACK"
    for _, wrong in ipairs { "x", 5, {} } do
      assert.has_error(function() bulk.write({ wrong }, { insert }, { 1 }) end)
    end
    db:close()
  end)

  it("raises for statements and ids of another shape, and what SQLite says about a row", function()
    local db, insert = with_mentions()
    local packed = bulk.pack({ {} }, { scanned "5件" })
    assert.has_error(function() bulk.write({ packed }, {}, { 1 }) end)
    assert.has_error(function() bulk.write({ packed }, { insert }, { "x" }) end)
    assert.has_error(function() bulk.write({ packed }, { db:prepare "SELECT 1" }, { 1 }) end)
    bulk.write({ packed }, { insert }, { 1 })
    local ok, message = pcall(bulk.write, { packed }, { insert }, { 1 })
    assert.is_false(ok)
    assert.matches("^sqlite: UNIQUE constraint failed: mention.id", message)
    bulk.write({ packed }, { insert }, { 2 })
    assert.are.equal(2, db:value "SELECT count(*) FROM mention")
    db:close()
    assert.has_error(function() bulk.write({ packed }, { insert }, { 3 }) end)
    assert.has_error(function() bulk.attach(db) end)
  end)

  it("gives SQL from elsewhere no rows", function()
    local db = open()
    assert.are.equal(0, db:value "SELECT count(*) FROM packed(1)")
    assert.are.equal(0, db:value("SELECT count(*) FROM packed(?)", "x"))
    assert.has_error(function() db:value "SELECT count(*) FROM packed" end)
    db:close()
  end)
end)
