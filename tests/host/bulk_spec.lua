local bulk = require "wenlu.bulk"
local mentions = require "wenlu.mentions"
local sqlite = require "wenlu.sqlite"

local ROW = "(?,?,?,?,?,?,?,?,?,?,?,?)"

local function store(rows_at_once)
  local db = assert(sqlite.open ":memory:")
  db:exec [[CREATE TABLE mention (id INTEGER PRIMARY KEY, document, kind, class, first, last, low NUMERIC, high NUMERIC,
    mark, unit, counted, status)]]
  return db, db:prepare("INSERT INTO mention VALUES " .. ROW),
    db:prepare("INSERT INTO mention VALUES " .. ROW .. ("," .. ROW):rep(rows_at_once - 1))
end

local function scanned(text)
  return mentions.scanner():scan(text)
end

local function rows_of(db)
  local rows = {}
  for row in db:rows "SELECT * FROM mention ORDER BY id" do
    rows[#rows + 1] = row
  end
  return rows
end

describe("bulk.mentions", function()
  it("stores a quantity with its bounds, mark, unit, noun and status", function()
    local db, one, many = store(4)
    assert.are.equal(6, bulk.mentions(scanned "力争走访近1.5万名企业家。", one, many, 7, 4))
    assert.are.same({
      { id = 4, document = 7, kind = "initiative", class = "named", first = 7, last = 12, counted = "调研走访" },
      { id = 5, document = 7, kind = "quantity", class = "count", first = 13, last = 24, high = 15000,
        mark = "under", unit = "名", counted = "企业家", status = "target" },
    }, rows_of(db))
    db:close()
  end)

  it("stores numbers that are not whole as they are, and whole ones as integers", function()
    local db, one, many = store(4)
    bulk.mentions(scanned "整改率95.6%，办结96%。", one, many, 1, 1)
    assert.are.same({ 95.6, "real", 96, "integer" }, {
      db:value "SELECT low FROM mention WHERE id = 1", db:value "SELECT typeof(low) FROM mention WHERE id = 1",
      db:value "SELECT low FROM mention WHERE id = 2", db:value "SELECT typeof(low) FROM mention WHERE id = 2",
    })
    db:close()
  end)

  it("leaves the columns of quantities empty elsewhere, and cue words out", function()
    local db, one, many = store(4)
    bulk.mentions(scanned "2021年，群众满意，“三个表率”。", one, many, 1, 1)
    assert.are.same({
      { id = 1, document = 1, kind = "period", class = "year", first = 1, last = 7 },
      { id = 2, document = 1, kind = "non-quantity", class = "slogan", first = 26, last = 43 },
    }, rows_of(db))
    db:close()
  end)

  it("keeps every row in order, however many go at once", function()
    for _, at_once in ipairs { 1, 2, 3, 16 } do
      for count = 0, 7 do
        local db, one, many = store(at_once)
        assert.are.equal(100 + count, bulk.mentions(scanned(("办了5件。"):rep(count)), one, many, 1, 100))
        local rows = rows_of(db)
        assert.are.equal(count, #rows)
        for i, row in ipairs(rows) do
          assert.are.same({ 99 + i, (i - 1) * 13 + 7 }, { row.id, row.first })
        end
        db:close()
      end
    end
  end)

  it("stores where a mention lies in the text, not in the reading", function()
    local db, one, many = store(1)
    local found = scanned "办了15件。"
    found:place { 1, 101, 8, 201 }
    bulk.mentions(found, one, many, 1, 1)
    assert.are.same({ 107, 204 }, { db:value "SELECT first FROM mention", db:value "SELECT last FROM mention" })
    db:close()
  end)

  it("goes on from the bindings of nothing: a row before leaves no value behind", function()
    local db, one, many = store(2)
    bulk.mentions(scanned "办了5件。办了6件。", one, many, 1, 1)
    bulk.mentions(scanned "2021年和2022年。", one, many, 2, 3)
    assert.are.equal(0, db:value [[SELECT count(*) FROM mention
      WHERE document = 2 AND (low IS NOT NULL OR unit IS NOT NULL OR status IS NOT NULL)]])
    db:close()
  end)

  it("raises for statements of another shape", function()
    local db, one, many = store(2)
    local short = db:prepare "SELECT ?"
    assert.has_error(function() bulk.mentions(scanned "5件", short, many, 1, 1) end)
    assert.has_error(function() bulk.mentions(scanned "5件", one, short, 1, 1) end)
    assert.has_error(function() bulk.mentions(one, one, many, 1, 1) end)
    assert.has_error(function() bulk.mentions(scanned "5件", one, many, 1) end)
    db:close()
    assert.has_error(function() bulk.mentions(scanned "5件", one, many, 1, 1) end)
  end)

  it("raises what SQLite says about a row", function()
    local db, one, many = store(1)
    bulk.mentions(scanned "5件", one, many, 1, 1)
    local ok, message = pcall(bulk.mentions, scanned "6件", one, many, 1, 1)
    assert.is_false(ok)
    assert.matches("^sqlite: UNIQUE constraint failed: mention.id", message)
    assert.are.equal(2, bulk.mentions(scanned "", one, many, 1, 2))
    assert.are.equal(3, bulk.mentions(scanned "6件", one, many, 1, 2))
    db:close()
  end)
end)
