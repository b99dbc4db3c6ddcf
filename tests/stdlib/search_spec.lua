local corpus_of = require "wenlu.corpus"
local files = require "wenlu.files"
local ingest = require "wenlu.ingest"
local query_of = require "wenlu.search.query"
local report = require "wenlu.report"
local sqlite = require "wenlu.sqlite"
local folder = dofile "tests/folder.lua"

local LETTERS = {
  ["a.txt"] = "南通市机关作风建设通报\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。打造“机关红”品牌。\n",
  ["b.txt"] = "盐城市机关作风建设通报\n\n2022年，共征集意见建议115条，办结110条，整改率达95.6%，整改率居全省前列。\n",
  ["c.txt"] = "南通市机关作风建设通报之二\n\n2020年，共征集意見建議80條，辦結60條，辦結率達７５％。力争办结率达到80%以上。\n",
}

local function titles(results)
  local list = {}
  for i, result in ipairs(results) do
    list[i] = result.path:match "[^/]+$"
  end
  table.sort(list)
  return table.concat(list, " ")
end

local function sentence(hit)
  local parts = { hit.before }
  for _, piece in ipairs(hit.marked) do
    parts[#parts + 1] = piece.mark and "[" .. piece.text .. "]" or piece.text
  end
  return table.concat(parts) .. hit.after
end

describe("corpus:search", function()
  local path, corpus

  before_each(function()
    path = folder.new()
    folder.fill(path, LETTERS)
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt", path .. "/b.txt", path .. "/c.txt" }))
    corpus = assert(corpus_of.open(path .. "/a.db"))
  end)

  after_each(function()
    corpus:close()
    folder.remove(path)
  end)

  local function found(text, more)
    local wanted = { text = text }
    for key, value in pairs(more or {}) do
      wanted[key] = value
    end
    return titles(assert(corpus:search(wanted)))
  end

  it("finds documents by any of their characters, however they are written", function()
    assert.are.equal("a.txt b.txt", found "整改率")
    assert.are.equal("a.txt b.txt c.txt", found "率")
    assert.are.equal("c.txt", found "办结率达75%")
    assert.are.equal("c.txt", found "辦結率達７５％")
    assert.are.equal("a.txt", found "98.2")
    assert.are.equal("", found "98")
    assert.are.equal("a.txt", found "98*")
    assert.are.equal("b.txt c.txt", found "盐城 OR 75%")
    assert.are.equal("a.txt b.txt", found "通报 NOT 之二")
    assert.are.equal("a.txt", found "（南通 OR 盐城） 品牌")
    assert.are.equal("a.txt b.txt", found "NEAR(办结 整改率, 6)")
    assert.are.equal("", found "NEAR(办结 整改率, 2)")
    assert.are.equal("a.txt", found '"机关红"品牌')
    assert.are.equal("", found "率整")
    assert.are.equal(found '"整 改率"', found '"整\0改率"')
  end)

  it("gives each hit its sentence, its bytes and its place", function()
    local results = assert(corpus:search { text = "整改率" })
    assert.are.equal(2, results.total)
    for _, result in ipairs(results) do
      local text = files.read(result.path)
      for _, hit in ipairs(result.hits) do
        assert.are.equal("整改率", text:sub(hit.source_first, hit.source_first + 8))
        assert.are.equal(hit.source_first, hit.first)
      end
    end
    local first = results[1] -- it says it twice
    assert.are.equal("盐城市", first.city)
    assert.are.equal(2, first.count)
    assert.are.equal(1, #first.hits)
    assert.are.equal("2022年，共征集意见建议115条，办结110条，[整改率]达95.6%，[整改率]居全省前列。", sentence(first.hits[1]))
    assert.is_true(first.score >= results[2].score)
    assert.are.equal(64, #first.sha256)
  end)

  it("gives hits that a report can show as evidence", function()
    local out = report.new "x"
    local hit = assert(corpus:search { text = "品牌" })[1].hits[1]
    assert.are.equal("number", type(corpus:evidence(out, hit)))
  end)

  it("filters by city, issuer and year", function()
    assert.are.equal("a.txt c.txt", found("通报", { city = "南通市" }))
    assert.are.equal("a.txt c.txt", found("通报", { city = "南通" }))
    assert.are.equal("", found("通报", { city = "无锡市" }))
    local results, reason, code = corpus:search { text = "通报", city = "南桶" }
    assert.are.same({ nil, "no city 南桶", "bad-query" }, { results, reason, code })
    assert.are.equal("", found("通报", { from = 1990, to = 1991 }))
    assert.are.equal("", found("通报", { issuer = "没有" }))
  end)

  it("filters by the article where the hit stands", function()
    local db = assert(sqlite.open(path .. "/a.db"))
    db:exec [[DELETE FROM article; INSERT INTO article (document, first, last, city, published)
      SELECT document, 1, 60, '甲市', '2019-05-01' FROM text UNION ALL
      SELECT document, 61, 9999, '乙市', NULL FROM text;
      UPDATE document SET published = '2023-01-01']]
    db:close()
    corpus:close()
    corpus = assert(corpus_of.open(path .. "/a.db"))
    assert.are.equal("b.txt", found("居全省前列", { city = "乙市", from = 2023, to = 2023 }))
    assert.are.equal("", found("居全省前列", { city = "甲市" }))
    assert.are.equal("a.txt b.txt c.txt", found("通报", { city = "甲市", to = 2019 }))
    assert.are.equal("", found("通报", { city = "甲市", from = 2020 }))
    local hit = corpus:search({ text = "居全省前列" })[1].hits[1]
    assert.are.same({ "乙市", "2023-01-01" }, { hit.city, hit.date })
  end)

  it("counts beyond its limits", function()
    local results = assert(corpus:search { text = "率", limit = 1, hits = 1 })
    assert.are.same({ 1, 3 }, { #results, results.total })
    assert.are.equal(1, #results[1].hits)
  end)

  it("gives the same answer whatever the order of ingestion", function()
    assert(ingest.run(path .. "/b.db", { path .. "/c.txt", path .. "/b.txt", path .. "/a.txt" }))
    local other = assert(corpus_of.open(path .. "/b.db"))
    for _, query in ipairs { "率", "整改率 OR 办结", "通报" } do
      local one, two = assert(corpus:search { text = query }), assert(other:search { text = query })
      for i = 1, #one do
        assert.are.equal(one[i].sha256, two[i].sha256)
        assert.are.equal(one[i].score, two[i].score)
      end
    end
    other:close()
  end)

  it("shows a sentence that is broken over two lines once, and finds what the break cuts", function()
    folder.fill(path, { ["d.txt"] = "关于营商环境的通报\n\n全市企\n业满意率与企业获得感稳步提升。\n" })
    corpus:close()
    assert(ingest.run(path .. "/a.db", { path .. "/d.txt" }))
    corpus = assert(corpus_of.open(path .. "/a.db"))
    local results = assert(corpus:search { text = "企业" })
    assert.are.equal("d.txt", titles(results))
    assert.are.equal(2, results[1].count)
    assert.are.equal(1, #results[1].hits)
  end)

  it("shows no more of a document than can be read, however dense or long the hits are", function()
    folder.fill(path, { ["d.txt"] = ("的"):rep(100000) .. ("x"):rep(100000) .. ("整改、"):rep(1000) })
    corpus:close()
    assert(ingest.run(path .. "/a.db", { path .. "/d.txt" }))
    corpus = assert(corpus_of.open(path .. "/a.db"))
    for _, query in ipairs { "的", "的的", "xxx*", "整改" } do
      local results = assert(corpus:search { text = query })
      assert.is_true(results.total > 0)
      for _, result in ipairs(results) do
        for _, hit in ipairs(result.hits) do
          assert.is_true(#sentence(hit) < 4000, query)
          assert.is_true(utf8.len(sentence(hit)) ~= nil)
          assert.is_true(#hit.marked <= 40)
        end
      end
    end
  end)

  it("counts the characters between the words of NEAR, whatever the words are and in both orders", function()
    local db = assert(sqlite.open ":memory:")
    db:exec "CREATE VIRTUAL TABLE search USING fts5(content, tokenize = 'wenlu')"
    local words = { "5G", "卫健", "政灋委", "甲" }
    local function check(one, other, between)
      db:exec "DELETE FROM search"
      db:prepare "INSERT INTO search VALUES (?)":run("丙" .. one .. ("乙"):rep(between) .. other)
      for distance = 0, 5 do
        for _, order in ipairs { one .. " " .. other, other .. " " .. one } do
          local query = ("NEAR(%s, %d)"):format(order, distance)
          local count = db:value("SELECT count(*) FROM search WHERE search MATCH ?", query_of.read(query).match)
          assert.are.equal(between <= distance and 1 or 0, count, ("%s: %d between"):format(query, between))
        end
      end
    end
    for _, one in ipairs(words) do
      for _, other in ipairs(words) do
        for between = 0, one ~= other and 5 or -1 do
          check(one, other, between)
        end
      end
    end
    db:close()
  end)

  it("says where a query is wrong", function()
    for text, message in pairs {
      [""] = "character 1: something to search for is missing",
      ["整改 OR"] = "character 6: something to search for is missing",
      ["（整改"] = "character 1: a bracket is not closed",
      ["整改 )"] = "character 4: a bracket was never opened",
      ["整改 “率"] = "character 4: a quotation mark is not closed",
      ["NOT 整改"] = "character 1: NOT needs something on both sides",
      ["NEAR(整改)"] = "character 1: NEAR needs two words or more", ["NEAR(整改 率"] = "character 1: NEAR( is not closed",
      ["\x80整改"] = "byte 1: not UTF-8", ["整改\xE6"] = "byte 7: not UTF-8",
      ["NEAR(a b, -1)"] = "character 9: NEAR takes a whole number from 0, not -1",
      ["NEAR(a b,1.5)"] = "character 9: NEAR takes a whole number from 0, not 1.5",
      ["NEAR((a) b)"] = "character 6: NEAR takes words only", ["a \"\""] = "character 3: nothing to search for",
      ["*"] = "character 1: nothing to search for", [("("):rep(200)] = "too many brackets",
      ["()"] = "character 2: something to search for is missing before the bracket",
      [("a "):rep(300)] = "more than 200 words",
    } do
      local results, reason, code = corpus:search { text = text }
      assert.is_nil(results)
      assert.are.equal("bad-query", code)
      assert.matches(message, reason, 1, true)
    end
  end)

  it("never makes a query that SQLite does not understand", function()
    local parts = {
      "整", "改率", "a", "94.5", '"', "“", "”", "(", "）", " ", "　", "*", "OR", " AND ", " NOT ", "NEAR(", ",", " 5", "-",
      "+", ":", "^", "{", "}", "'", "\\", "\n", "\0", "\xFF", "content",
    }
    local db = assert(sqlite.open ":memory:")
    db:exec "CREATE VIRTUAL TABLE search USING fts5(content, tokenize = 'wenlu')"
    db:exec "INSERT INTO search VALUES ('整改率 a 94.5')"
    local state, good = 7, 0
    for _ = 1, 5000 do
      local words = {}
      for i = 1, 8 do
        state = (state * 1103515245 + 12345) % 2147483648
        words[i] = parts[state // 65536 % #parts + 1]
      end
      local query = query_of.read(table.concat(words))
      if query then
        good = good + 1
        assert.has_no_error(function()
          db:value("SELECT count(*) FROM search WHERE search MATCH ?", query.match)
        end, table.concat(words))
      end
    end
    assert.is_true(good > 300, good)
    db:close()
  end)

  it("raises for options that it does not know", function()
    for _, wanted in ipairs {
      { text = "a", limit = -1 }, { text = "a", hits = -3 },
      {}, { text = 1 }, { text = "a", year = 2020 }, { text = "a", from = "2020" },
    } do
      assert.has_error(function() corpus:search(wanted) end)
    end
  end)
end)

describe("the index of a store", function()
  local path

  before_each(function()
    path = folder.new()
    folder.fill(path, LETTERS)
  end)

  after_each(function()
    folder.remove(path)
  end)

  local function count(text)
    local corpus <close> = setmetatable({}, { __close = function(self) self.corpus:close() end })
    corpus.corpus = assert(corpus_of.open(path .. "/a.db"))
    return assert(corpus.corpus:search { text = text }).total
  end

  local function check()
    local db = assert(sqlite.open(path .. "/a.db"))
    db:exec "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"
    db:close()
  end

  it("is made by the first search and kept up by later ingests", function()
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt" }))
    local db = assert(sqlite.open(path .. "/a.db"))
    assert.is_nil(db:value "SELECT 1 FROM sqlite_schema WHERE name = 'search'")
    db:close()
    assert.are.equal(1, count "通报")
    assert(ingest.run(path .. "/a.db", { path .. "/b.txt", path .. "/c.txt" }))
    db = assert(sqlite.open(path .. "/a.db", { readonly = true }))
    assert.are.equal(3, db:value "SELECT count(*) FROM search WHERE search MATCH '通报'")
    db:close()
    check()
  end)

  it("is sorted at once for many documents, and goes on from there", function()
    local contents, paths = {}, {}
    for i = 1, 320 do
      contents[("m%03d.txt"):format(i)] = ("南通市第%d期通报\n\n办结%d件，整改率95.6%%。\n"):format(i, i)
      paths[i] = ("%s/m%03d.txt"):format(path, i)
    end
    folder.fill(path, contents)
    assert(ingest.run(path .. "/a.db", paths))
    assert.are.same({ 320, 1, 0 }, { count "整改率", count '"办结77件"', count "盐城" })
    check()
    folder.fill(path, { ["m077.txt"] = "盐城市通报\n\n办结5件。\n" })
    assert(ingest.run(path .. "/a.db", { path .. "/m077.txt", path .. "/a.txt" }))
    assert.are.same({ 320, 0, 1 }, { count "整改率", count '"办结77件"', count "盐城" })
    check()
    local db = assert(sqlite.open(path .. "/b.db"))
    db:exec "CREATE TABLE text (document INTEGER PRIMARY KEY, content TEXT)"
    for i = 1, 400 do
      db:prepare "INSERT INTO text VALUES (?, ?)":run(i, "整改" .. i)
    end
    local index = require "wenlu.search.index"
    index.build(db)
    assert.are.equal(400, db:value "SELECT count(*) FROM search WHERE search MATCH '整改'")
    index.rebuild(db)
    assert.are.equal(400, db:value "SELECT count(*) FROM search WHERE search MATCH '整改'")
    db:close()
  end)

  it("forgets documents that go, and takes new ones under their ids", function()
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt", path .. "/b.txt", path .. "/c.txt" }))
    assert.are.equal(1, count "盐城")
    folder.fill(path, { ["b.txt"] = "无锡市机关作风建设通报\n\n本年办结5件。\n", ["c.txt"] = "常州市通报\n\n办结6件。\n" })
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt", path .. "/b.txt", path .. "/c.txt" }))
    assert.are.same({ 0, 1, 1, 3 }, { count "盐城", count "无锡", count "常州", count "通报" })
    check()
  end)

  it("is a passing one where the store cannot be written", function()
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt" }))
    if os.execute "test $(id -u) = 0" then
      return -- root may write everything
    end
    os.execute(("chmod a-w '%s/a.db' '%s'"):format(path, path))
    assert.are.equal(1, count "通报")
  end)

  it("can live beside a store that is only read", function()
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt" }))
    local db = assert(sqlite.open(path .. "/a.db", { readonly = true }))
    require("wenlu.search.index").build_temporary(db)
    assert.are.equal(1, db:value "SELECT rowid FROM search WHERE search MATCH '整改率'")
    db:close()
    db = assert(sqlite.open(path .. "/a.db", { readonly = true }))
    assert.is_nil(db:value "SELECT 1 FROM sqlite_schema WHERE name = 'search'")
    db:close()
  end)

  it("waits for a writer, and says so when that takes too long", function()
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt" }))
    local writer = assert(sqlite.open(path .. "/a.db"))
    local corpus = assert(corpus_of.open(path .. "/a.db"))
    writer:exec "BEGIN IMMEDIATE"
    local index = require "wenlu.search.index"
    assert.is_false(index.is_complete(corpus.db))
    local results, message, code = corpus:search { text = "通报" }
    assert.is_nil(results)
    assert.are.equal("busy", code)
    assert.matches("locked", message, 1, true)
    writer:exec "ROLLBACK"
    writer:close()
    assert.are.equal(1, corpus:search({ text = "通报" }).total)
    corpus:close()
  end)
end)
