local decode = require "wenlu.decode"
local digest = require "wenlu.digest"
local document = require "wenlu.document"
local facts = require "wenlu.facts"
local files = require "wenlu.files"
local rows = require "wenlu.rows"
local sqlite = require "wenlu.sqlite"
local store = require "wenlu.store"
local folder = dofile "tests/folder.lua"

local LETTER = "南通市机关作风建设情况\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。实施书记项目389个。\n"

local function add(writer, content, path)
  local text = assert(decode.text { path = path, bytes = content, sha256 = digest.sha256(content) })
  local reader = facts.reader(document.read(text.text), path)
  local id = writer:add(text.sha256, rows.pack(text, reader, facts.read(reader)))
  writer:link(path, id)
  return id
end

local function columns(db, name)
  local names = {}
  for row in db:rows(("SELECT name FROM pragma_table_info('%s') ORDER BY cid"):format(name)) do
    names[#names + 1] = row.name
  end
  return table.concat(names, " ")
end

describe("a store", function()
  local path, db

  before_each(function()
    path = folder.new()
    db = path .. "/a.db"
  end)

  after_each(function()
    folder.remove(path)
  end)

  it("has the tables and columns that others rely on", function()
    store.writer(db):close()
    local made = assert(store.open(db))
    for name, expected in pairs {
      document = "id sha256 title issuer city published charset",
      source = "document path",
      article = "id document title city place published first last",
      mention = "id document kind class first last low high mark unit counted status",
      rectification = "id document city place year period_first period_last measure subject raised done rate " ..
        "rate_mark status verdict first last rule",
      initiative = "id document city place year name count mark unit status first last rule",
    } do
      local found = " " .. columns(made, name) .. " "
      for column in expected:gmatch "%S+" do
        assert.is_truthy(found:find(" " .. column .. " ", 1, true), name .. " has no " .. column)
      end
    end
    made:close()
  end)

  it("keeps the text, its mentions and its facts together, each span in the text", function()
    local writer = assert(store.writer(db))
    writer:begin()
    local id = add(writer, LETTER, "a.txt")
    writer:commit()
    writer:close()
    local read = assert(store.open(db))
    local kept = read:row "SELECT sha256, charset FROM document"
    assert.are.same({ digest.sha256(LETTER), "UTF-8" }, { kept.sha256, kept.charset })
    assert.are.equal(LETTER, read:value("SELECT content FROM text WHERE document = ?", id))
    local fact = read:row "SELECT * FROM rectification"
    assert.are.same({ "南通市", 2021, 168, 165, 98.2, "actual", "agrees" },
      { fact.city, fact.year, fact.raised, fact.done, fact.rate, fact.status, fact.verdict })
    local seen = {}
    for row in read:rows "SELECT * FROM evidence WHERE frame = 'rectification' ORDER BY first" do
      seen[#seen + 1] = row.slot .. " " .. LETTER:sub(row.first, row.last)
    end
    assert.are.same({ "raised 168条", "done 165条", "rate 98.2%" }, seen)
    assert.are.equal("168条", (LETTER:sub(fact.first, fact.last):match "^168条"))
    assert.are.equal(389, read:value "SELECT count FROM initiative WHERE name = '书记项目'")
    for row in read:rows "SELECT first, last, unit FROM mention WHERE kind = 'quantity'" do
      assert.is_truthy(LETTER:sub(row.first, row.last):find(row.unit, 1, true))
    end
    read:close()
  end)

  it("numbers on from what is there", function()
    for round = 1, 3 do
      local writer = assert(store.writer(db))
      writer:begin()
      assert.are.equal(round, add(writer, LETTER .. round, round .. ".txt"))
      writer:commit()
      writer:close()
    end
    local read = assert(store.open(db))
    assert.are.equal(3, read:value "SELECT count(DISTINCT id) FROM rectification")
    assert.are.equal(0, read:value "SELECT count(*) - count(DISTINCT id) FROM mention")
    read:close()
  end)

  it("takes batches of two writers in turn", function()
    local one, two = assert(store.writer(db)), assert(store.writer(db))
    for round = 1, 3 do
      for name, writer in pairs { one = one, two = two } do
        writer:begin()
        add(writer, LETTER .. name .. round, name .. round)
        writer:commit()
      end
    end
    one:close()
    two:close()
    local read = assert(store.open(db))
    assert.are.equal(6, read:value "SELECT count(*) FROM document")
    assert.are.equal(6, read:value "SELECT max(id) FROM document")
    assert.are.equal(6, read:value "SELECT count(*) FROM rectification")
    read:close()
  end)

  it("removes a document with the last path that led to it, and everything of it", function()
    local writer = assert(store.writer(db))
    writer:begin()
    local first = add(writer, LETTER, "a.txt")
    writer:link("b.txt", first)
    local second = add(writer, LETTER .. "二", "c.txt")
    writer:link("a.txt", second)
    assert.are.equal(first, writer:document_of(digest.sha256(LETTER)))
    writer:link("b.txt", second)
    assert.is_nil(writer:document_of(digest.sha256(LETTER)))
    writer:commit()
    for _, name in ipairs { "text", "article", "mention", "evidence", "rectification", "initiative", "source" } do
      assert.are.equal(0, writer.db:value(("SELECT count(*) FROM %s WHERE document = %d"):format(name, first)), name)
      assert.is_true(writer.db:value(("SELECT count(*) FROM %s WHERE document = %d"):format(name, second)) > 0, name)
    end
    writer:close()
  end)

  it("loses a batch that was not committed, and no other", function()
    local writer = assert(store.writer(db))
    writer:begin()
    add(writer, LETTER, "a.txt")
    writer:commit()
    writer:begin()
    add(writer, LETTER .. "二", "b.txt")
    writer:close()
    local read = assert(store.open(db))
    assert.are.equal(1, read:value "SELECT count(*) FROM document")
    assert.are.equal("ok", read:value "PRAGMA integrity_check")
    read:close()
  end)

  it("opens for reading only what is a store with something in it", function()
    assert.are.equal("enoent", (select(3, store.open(db))))
    assert.is_nil(files.stat(db))
    sqlite.open(db):close()
    local read, message, code = store.open(db)
    assert.are.same({ nil, db .. ": an empty store; fill it with wenlu ingest PATH", "empty" }, { read, message, code })
  end)

  it("finds the mentions of a document by its number, as quickly as by their own", function()
    local writer = assert(store.writer(db))
    writer:begin()
    for n = 1, 3 do
      add(writer, LETTER .. n, n .. ".txt")
    end
    add(writer, "一二三。\n", "none.txt")
    writer:commit()
    for n = 1, 4 do
      local counts = writer.db:row([[SELECT mention_last - mention_first + 1 AS told, (SELECT count(*) FROM mention
        WHERE document = document.id) AS found FROM document WHERE id = ?]], n)
      assert.are.equal(counts.told, counts.found)
      assert.are.equal(n < 4, counts.found > 3)
    end
    assert.are.equal(0, writer.db:value [[SELECT count(*) FROM mention_row WHERE id NOT IN (SELECT id FROM mention)]])
    for row in writer.db:rows "EXPLAIN QUERY PLAN SELECT kind, unit, low FROM mention WHERE document = 2" do
      assert.matches("^SEARCH", row.detail)
    end
    writer:close()
  end)

  it("knows what a batch has added before it is in the tables", function()
    local writer = assert(store.writer(db))
    writer:begin()
    local first = add(writer, LETTER, "a.txt")
    assert.are.equal(first, writer:document_of(digest.sha256(LETTER)))
    local second = add(writer, LETTER .. "二", "a.txt") -- and takes the first away
    assert.is_nil(writer:document_of(digest.sha256(LETTER)))
    add(writer, LETTER .. "三", "b.txt")
    writer:commit()
    assert.are.equal(0, writer.db:value("SELECT count(*) FROM mention_row WHERE id < ?",
      writer.db:value("SELECT mention_first FROM document WHERE id = ?", second)))
    assert.are.equal(2, writer.db:value "SELECT count(*) FROM document")
    assert.are.equal(2, writer.db:value "SELECT count(DISTINCT document) FROM rectification")
    assert.are.equal(0, writer.db:value [[SELECT count(*) FROM evidence e WHERE frame = 'rectification' AND NOT EXISTS
      (SELECT 1 FROM rectification r WHERE r.id = e.fact AND r.document = e.document)]])
    writer:close()
  end)

  for _, case in ipairs {
    { "is no database", function(name) assert(files.write(name, ("no database\n"):rep(100))) end, "not-a-database" },
    { "is another program's", function(name)
      local other = sqlite.open(name)
      other:exec "CREATE TABLE letters (id)"
      other:close()
    end, "not-a-store" },
    { "a newer wenlu made", function(name)
      store.writer(name):close()
      local newer = sqlite.open(name)
      newer:exec(("PRAGMA user_version = %d"):format(store.VERSION + 1))
      newer:close()
    end, "newer" },
    { "an older wenlu made", function(name)
      store.writer(name):close()
      local older = sqlite.open(name)
      older:exec "PRAGMA user_version = 1"
      older:close()
    end, "older" },
  } do
    it("refuses a file that " .. case[1] .. ", and leaves it as it is", function()
      case[2](db)
      local before = files.read(db)
      for _, open in ipairs { store.open, store.writer } do
        local opened, message, code = open(db)
        assert.is_nil(opened)
        assert.are.equal(case[3], code)
        assert.are.equal(db, message:match "^(.-): ")
        assert.is_nil(message:find "\n")
      end
      assert.are.equal(before, files.read(db))
      assert.are.same({ "a.db" }, files.list(path))
    end)
  end

  it("is busy while another process writes", function()
    store.writer(db):close()
    local other = sqlite.open(db)
    other:exec "BEGIN IMMEDIATE"
    local writer, message, code = store.writer(db)
    assert.is_nil(writer)
    assert.matches("locked", message)
    assert.are.equal("busy", code)
    other:exec "ROLLBACK"
    other:close()
  end)
end)
