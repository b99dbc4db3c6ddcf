local fts = require "wenlu.fts"
local sqlite = require "wenlu.sqlite"

local function texts_of(tokens)
  local list = {}
  for i, token in ipairs(tokens) do
    list[i] = token.text
  end
  return list
end

describe("what search makes of a text", function()
  it("takes every hanzi, word and sign by itself, with its bytes", function()
    assert.are.same({
      { first = 1, last = 3, text = "达", kind = "ideograph" }, { first = 4, last = 11, text = "94.5", kind = "word" },
      { first = 12, last = 12, text = "%", kind = "sign" },
    }, fts.tokens "達９４.5%")
    assert.are.same({ "1", "+", "x", "covid", "-", "19", "2.0", "版", "g15", "," },
      texts_of(fts.tokens "1+X COVID-19 2.0版G15,"))
    assert.are.same({ "5", "." }, texts_of(fts.tokens "5."))
    assert.are.same({}, fts.tokens " \n\t　\0")
    assert.are.same({}, fts.tokens "")
  end)

  it("makes one of what is written in several ways", function()
    local same = {
      ["ＧＤＰ　增長５．５％"] = "gdp增长5.5%", ["發展後來於臺灣"] = "发展后来于台湾", ["乾隆年間"] = "乾隆年间",
      ["“十四五”"] = '"十四五"', ["2021—2024–2025－2026"] = "2021-2024-2025-2026", ["⼯作⼈⺠"] = "工作人民",
      ["企\n\n业 办 结"] = "企业办结", ["public  \n service"] = "public service", ["A\u{FEFF}B"] = "ab",
      ["第①条"] = "第①条", ["10²"] = "10²", ["É"] = "é", ["\xE6\x95"] = "\u{FFFD}", ["甲\xFF乙"] = "甲\u{FFFD}乙",
    }
    local names = {}
    for text in pairs(same) do
      names[#names + 1] = text
    end
    table.sort(names)
    for _, text in ipairs(names) do
      assert.are.equal(same[text], fts.fold(text))
      assert.are.equal(same[text], fts.fold(fts.fold(text)))
    end
  end)

  it("cuts a word without end into pieces", function()
    local tokens = fts.tokens(("a"):rep(1000))
    assert.are.equal(("a"):rep(1000), table.concat(texts_of(tokens)))
    assert.is_true(#tokens > 1 and #tokens[1].text <= 128)
  end)

  it("gives any bytes spans that follow each other", function()
    local state = 1
    for _ = 1, 300 do
      local bytes = {}
      for i = 1, 40 do
        state = (state * 1103515245 + 12345) % 2147483648
        bytes[i] = string.char(state // 65536 % 256)
      end
      local at = 0
      for _, token in ipairs(fts.tokens(table.concat(bytes))) do
        assert.is_true(token.first > at and token.last >= token.first)
        at = token.last
      end
      assert.is_true(at <= 40)
    end
    assert.has_error(function() fts.tokens() end)
    assert.has_error(function() fts.fold {} end)
  end)
end)

describe("the FTS5 tokenizer wenlu", function()
  local function table_of(rows)
    local db = assert(sqlite.open ":memory:")
    db:exec "CREATE VIRTUAL TABLE note USING fts5(body, tokenize = 'wenlu')"
    local insert = db:prepare "INSERT INTO note (rowid, body) VALUES (?, ?)"
    for i, row in ipairs(rows) do
      insert:run(i, row)
    end
    return db
  end

  local function found(db, match)
    local list = {}
    for row in db:rows("SELECT rowid FROM note WHERE note MATCH ? ORDER BY rowid", match) do
      list[#list + 1] = row.rowid
    end
    return table.concat(list, " ")
  end

  it("finds one hanzi and more, phrases, prefixes, and no sign between hanzi that are asked for together", function()
    local db = table_of { "整改率达94.5%。", "整改，率先。", "改整", "GDP增长", "国", "效率", "率由旧章，效率" }
    for match, rows in pairs {
      ["整"] = "1 2 3", ["国"] = "5", ["率"] = "1 2 6 7", ["整改"] = "1 2", ["整改率"] = "1", ["改率"] = "1", ["率先"] = "2",
      ['"整改，率"'] = "2", ['"94.5"'] = "1", ['"94"'] = "", ['"94"*'] = "1", ["gdp"] = "4", ["gd"] = "", ["gd*"] = "4",
      ["整改*"] = "1 2", ["率*"] = "1 2 6 7", ["整改 OR 国"] = "1 2 5", ["整改 NOT 率先"] = "1", ["效 AND 由"] = "7",
      ['"94.5%"'] = "1", ['"率 达"'] = "1", ['"94.5 %。"'] = "1", ["NEAR(整改 先, 9)"] = "2",
    } do
      assert.are.equal(rows, found(db, match), match)
    end
    db:exec "INSERT INTO note (note) VALUES ('integrity-check')"
    db:close()
  end)

  it("serves highlight() and bm25() of SQLite", function()
    local db = table_of { "整改率达９４．５％。", "整改整改。" }
    local sql = "SELECT highlight(note, 0, '<', '>') FROM note WHERE note MATCH ? ORDER BY bm25(note)"
    assert.are.equal("<整改率达９４．５％>。", db:value(sql, '"整改率达94.5%"'))
    assert.are.equal("<整改><整改>。", db:value(sql, "整改"))
    db:close()
  end)

  it("tells where phrases stand, in bytes", function()
    local db = table_of { "一、整改率，满意率；\n整 改率GDP" }
    local sql = "SELECT spans(note, ?) FROM note WHERE note MATCH ?"
    assert.are.equal("1 7 15 1 32 41 ", db:value(sql, "3", "整改率"))
    assert.are.equal("1 7 12 2 25 27 1 32 38 2 39 41 ", (db:value(sql, "2 1", '整改 OR 率*'):gsub("2 13 15 ", "")))
    assert.are.equal("1 42 44 ", db:value(sql, "1", "gdp"))
    assert.are.equal("1 42 44 ", db:value("SELECT spans(note) FROM note WHERE note MATCH 'gdp'"))
    assert.are.equal("1 42 44 ", db:value("SELECT spans(note, 'x') FROM note WHERE note MATCH 'gdp'"))
    assert.are.equal("", db:value("SELECT spans(note, '9') FROM note WHERE note MATCH 'gdp'"))
    db:close()
  end)

  it("refuses an index of another version", function()
    local db = assert(sqlite.open ":memory:")
    db:exec "CREATE VIRTUAL TABLE note USING fts5(body, tokenize = 'wenlu 1')"
    assert.has_error(function() db:exec "CREATE VIRTUAL TABLE other USING fts5(body, tokenize = 'wenlu 99')" end)
    db:close()
  end)

  it("takes any bytes, empty and long texts", function()
    local db = table_of { "", "\0", "甲\0乙", "\xFF\xFE\xE6", ("整改"):rep(100000), ("a"):rep(100000), ("１"):rep(10000) }
    assert.are.equal("3", found(db, "甲乙"))
    assert.are.equal("5", found(db, "改整改"))
    db:exec "INSERT INTO note (note) VALUES ('integrity-check')"
    db:close()
  end)
end)

describe("fts.fill", function()
  local WORDS = {
    "整改", "率", "94.5%", "。", " GDP增长", "市", "办结率达", ("ｘ"):rep(90), "\n", "\u{20000}\u{20001}", "国际", "2023年",
  }

  local function texts(count, words)
    local state, list = 3, {}
    for i = 1, count do
      local parts = {}
      for k = 1, words do
        state = (state * 1103515245 + 12345) % 2147483648
        parts[k] = WORDS[state // 65536 % #WORDS + 1] .. (k % 7 == 0 and ("w%d"):format(state % 5000) or "")
      end
      list[i] = table.concat(parts)
    end
    return list
  end

  local function database(rows)
    local db = assert(sqlite.open ":memory:")
    db:exec "CREATE TABLE text (document INTEGER PRIMARY KEY, content TEXT)"
    local insert = db:prepare "INSERT INTO text VALUES (?, ?)"
    for i, row in ipairs(rows) do
      insert:run(i * 3 + (i > #rows / 2 and 1 << 33 or 0), row)
    end
    db:exec [[CREATE VIRTUAL TABLE search USING fts5(content, content = 'text', content_rowid = 'document',
      tokenize = 'wenlu')]]
    return db
  end

  local SOURCE = "SELECT document, content FROM text ORDER BY document"

  local function answers(db)
    local list = {}
    for _, query in ipairs { "率", "整改率", "率*", "w1*", "NEAR(整改 gdp, 5)", "国际 NOT 市", '"94.5%。"', "x*" } do
      for row in db:rows("SELECT rowid, rank, spans(search, '1') AS s FROM search WHERE search MATCH ?", query) do
        list[#list + 1] = ("%d %.17g %s"):format(row.rowid, row.rank, row.s)
      end
    end
    return table.concat(list, "\n")
  end

  -- rows, words: many small rows, some rows over many pages, and both
  for _, shape in ipairs { { 1, 1 }, { 3000, 10 }, { 3, 60000 }, { 200, 500 }, { 0, 0 } } do
    it(("makes what inserting makes: %d rows of %d words"):format(shape[1], shape[2]), function()
      local rows = texts(shape[1], shape[2])
      local filled, inserted = database(rows), database(rows)
      assert.is_true(filled:transaction(function()
        return fts.fill(filled, "search", SOURCE)
      end))
      filled:exec "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"
      inserted:exec("INSERT INTO search (rowid, content) " .. SOURCE)
      assert.are.equal(answers(inserted), answers(filled))
      filled:exec [[INSERT INTO search (search, rowid, content) SELECT 'delete', document, content FROM text LIMIT 1;
        DELETE FROM text WHERE document = (SELECT min(document) FROM text);
        INSERT INTO text VALUES (7000000, '整改率');
        INSERT INTO search (rowid, content) VALUES (7000000, '整改率');
        INSERT INTO search (search) VALUES ('optimize');
        INSERT INTO search (search, rank) VALUES ('integrity-check', 1)]]
      filled:close()
      inserted:close()
    end)
  end

  it("is not for tables that have rows, are none of FTS5, or have no name that it knows", function()
    local db = database { "整改" }
    assert.is_true(fts.fill(db, "search", SOURCE))
    assert.has_error(function() fts.fill(db, "search", SOURCE) end)
    assert.has_error(function() fts.fill(db, "text", SOURCE) end)
    assert.has_error(function() fts.fill(db, "a b", SOURCE) end)
    assert.has_error(function() fts.fill(db, "search") end)
    local other = database { "整改" }
    assert.has_error(function() fts.fill(other, "search", "SELECT nosuch FROM text") end)
    assert.is_true(fts.fill(other, "search", SOURCE))
  end)

  it("leaves the tables behind the index closed to everybody else", function()
    local db = database { "整改" }
    fts.fill(db, "search", SOURCE)
    assert.has_error(function() db:exec "DELETE FROM search_data" end)
    pcall(fts.fill, db, "search", SOURCE)
    assert.has_error(function() db:exec "DELETE FROM search_data" end)
  end)
end)
