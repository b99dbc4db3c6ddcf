local corpus_of = require "wenlu.corpus"
local ingest = require "wenlu.ingest"
local report = require "wenlu.report"
local folder = dofile "tests/folder.lua"

local LETTERS = {
  ["a.txt"] = "南通市机关作风建设通报\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。打造“机关红”品牌。\n",
  ["b.txt"] = "盐城市机关作风建设通报\n\n2021年，共征集意见建议115条，办结110条，整改率达95.6%。\n",
  ["c.txt"] = "南通市机关作风建设通报之二\n\n2020年，共征集意见建议80条，办结60条，办结率达75%。力争办结率达到80%以上。\n",
}

local BRANDS = "南通市机关党建工作通报\n\n2021年，全市机关打造服务品牌12个，“机关红”品牌、“潮汐蓝”品牌受到好评，“机关红”品牌获奖，“品牌”意识增强。\n"

local function names(rows, field)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = row[field] or "-"
  end
  return table.concat(list, " ")
end

describe("a corpus", function()
  local path, corpus

  setup(function()
    path = folder.new()
    folder.fill(path, LETTERS)
    folder.fill(path, { ["n.txt"] = BRANDS })
    assert(ingest.run(path .. "/a.db", { path .. "/b.txt", path .. "/a.txt", path .. "/c.txt" }))
    corpus = assert(corpus_of.open(path .. "/a.db"))
  end)

  teardown(function()
    corpus:close()
    folder.remove(path)
  end)

  it("knows how many documents it has, and a hash that does not depend on their order", function()
    assert.are.equal(3, corpus:size())
    assert(ingest.run(path .. "/b.db", { path .. "/a.txt", path .. "/c.txt", path .. "/b.txt" }))
    local other = assert(corpus_of.open(path .. "/b.db"))
    assert.are.equal(corpus:hash(), other:hash())
    assert.are.equal(64, #corpus:hash())
    assert.are.same(names(corpus:facts "rectification", "rate"), names(other:facts "rectification", "rate"))
    other:close()
    assert(ingest.run(path .. "/c.db", { path .. "/a.txt" }))
    local smaller = assert(corpus_of.open(path .. "/c.db"))
    assert.are_not.equal(corpus:hash(), smaller:hash())
    smaller:close()
  end)

  it("gives facts by city in the order of GB/T 2260, then by year", function()
    local rows = corpus:facts "rectification"
    assert.are.equal("南通市 南通市 南通市 盐城市", names(rows, "city"))
    assert.are.equal("98.2", tostring(corpus:facts("rectification", { from = 2021, city = "南通市" })[1].rate))
    assert.are.equal("rectification", rows[1].frame)
    assert.are.equal(64, #rows[1].sha256)
  end)

  it("filters by city, years, measure and status", function()
    local function rates(filter)
      return names(corpus:facts("rectification", filter), "rate")
    end
    assert.are.equal("98.2", rates { city = "南通市", from = 2021, to = 2021 })
    assert.are.equal("95.6", rates { city = "盐城市" })
    assert.are.equal("75", rates { measure = "办结率", status = "actual" })
    assert.are.equal("80", rates { status = "target" })
    assert.are.equal("", rates { city = "苏州市" })
    assert.are.equal("", rates { city = "' OR 1 --" })
  end)

  it("gives the sentence of a fact with its figures marked, and where it lies", function()
    local into = report.new("t", "a")
    local fact = corpus:facts("rectification", { city = "南通市", from = 2021 })[1]
    local item = into.evidence[corpus:evidence(into, fact)]
    local marked = {}
    for _, piece in ipairs(item.marked) do
      if piece.mark then
        marked[#marked + 1] = piece.text
      end
    end
    assert.are.same({ "168条", "165条", "98.2%" }, marked)
    assert.are.equal("2021年，共征集意见建议", item.before)
    assert.are.equal(path .. "/a.txt", item.path)
    assert.are.equal(fact.sha256, item.sha256)
    local text = LETTERS["a.txt"]
    assert.are.equal("168条，办结165条，整改率达98.2%", text:sub(item.first, item.last))
    assert.are.same({ item.first, item.last }, { item.source_first, item.source_last })
  end)

  it("names the initiatives that the article of a fact quotes, but not the words of the kind", function()
    assert(ingest.run(path .. "/n.db", { path .. "/n.txt" }))
    local other = assert(corpus_of.open(path .. "/n.db"))
    local fact = other:facts("initiative")[1]
    assert.are.equal("品牌", fact.kind)
    local instances = other:named_instances(fact)
    assert.are.equal("机关红 潮汐蓝", names(instances, "name"))
    local into = report.new("t", "a")
    assert.are.equal("“机关红”", into.evidence[other:evidence(into, instances[1])].marked[1].text)
    other:close()
  end)

  it("sees one state of the store, whatever is written meanwhile", function()
    assert(ingest.run(path .. "/d.db", { path .. "/a.txt" }))
    local reader = assert(corpus_of.open(path .. "/d.db"))
    assert.are.equal(1, reader:size())
    local counts, _, code = ingest.run(path .. "/d.db", { path .. "/b.txt" })
    assert.is_true(counts ~= nil or code == "busy")
    assert.are.equal(1, reader:size())
    reader:close()
  end)

  it("fails softly for what is no store", function()
    assert.are.equal("enoent", (select(3, corpus_of.open(path .. "/none.db"))))
    assert.are.equal("not-a-database", (select(3, corpus_of.open(path .. "/a.txt"))))
  end)
end)

describe("corpus.sort", function()
  it("puts cities in the order of GB/T 2260, unknown ones behind them, missing values last", function()
    local rows = { { city = "盐城市" }, { city = "乌有市" }, { city = "北京市" }, { city = "南京市" }, {} }
    corpus_of.sort(rows, "city")
    assert.are.equal("北京市 南京市 盐城市", names({ rows[1], rows[2], rows[3] }, "city"))
    rows = { { year = 2021, n = 1 }, { n = 2 }, { year = 2019, n = 3 }, { year = 2021, n = 0 } }
    assert.are.equal("3 0 1 2", names(corpus_of.sort(rows, "year", "n"), "n"))
  end)
end)
