--- The words of a store's articles.

local corpus_of = require "wenlu.corpus"
local frequency = require "wenlu.frequency"
local ingest = require "wenlu.ingest"
local kwic = require "wenlu.kwic"
local report = require "wenlu.report"
local segmenter = require "wenlu.segmenter"
local tokens = require "wenlu.tokens"
local articles = require "wenlu.tokens.corpus"
local folder = dofile "tests/folder.lua"

-- In the first, a line is broken inside a word (企业).
local LETTERS = {
  ["a.txt"] = "南通市机关作风建设通报\n2021年12月30日\n\n2021年，全市认真落实各项要求，持续深入改进作风，走访并且看望企\n业168家，整改率达98.2%。企业好评。\n",
  ["b.txt"] = "盐城市机关作风建设通报\n2020年12月30日\n\n全市看望企业115家，整改率达95.6%。\n",
}

describe("the articles of a store", function()
  local path, corpus, list

  setup(function()
    path = folder.new()
    folder.fill(path, LETTERS)
    assert(ingest.run(path .. "/a.db", { path .. "/a.txt", path .. "/b.txt" }))
    corpus = assert(corpus_of.open(path .. "/a.db"))
    list = articles.read(corpus, tokens.cutter(segmenter.default()))
  end)

  teardown(function()
    corpus:close()
    folder.remove(path)
  end)

  it("are counted by city and year, broken words whole and figures one word", function()
    local rows = frequency.count(list, { by = { "city", "year" }, words = { "企业", "98.2%", "95.6%" } })
    local shown = {}
    for i, row in ipairs(rows) do
      shown[i] = ("%s %s %s %d"):format(row.city, row.year, row.word, row.count)
    end
    assert.are.same({
      "南通市 2021 企业 2", "南通市 2021 98.2% 1", "南通市 2021 95.6% 0",
      "盐城市 2020 企业 1", "盐城市 2020 98.2% 0", "盐城市 2020 95.6% 1",
    }, shown)
  end)

  it("lead from a line of a concordance to the evidence", function()
    for _, line in ipairs(kwic.find(list, "企业", { sort = { "year" } })) do
      local place = articles.locate(line)
      local text = corpus.db:value("SELECT content FROM text WHERE document = ?", place.document)
      assert.are.equal("企业", (text:sub(place.first, place.last):gsub("\n", "")))
      local into = report.new "x"
      local id = corpus:evidence(into, place)
      assert.are.equal("企业", into.evidence[id].marked[1].text)
      assert.are.equal(line.document.sha256, into.evidence[id].sha256)
    end
  end)

  it("can be asked for by city and years of publication", function()
    local cutter = tokens.cutter(segmenter.default())
    assert.are.equal(1, #articles.read(corpus, cutter, { city = "南通市" }))
    assert.are.equal(0, #articles.read(corpus, cutter, { city = "南通市", to = 2020 }))
    assert.are.equal(1, #articles.read(corpus, cutter, { from = 2021 }))
    assert.are.equal(2, #articles.read(corpus, cutter, { from = 2020, to = 2021 }))
  end)

  it("come in the same order however the documents came", function()
    assert(ingest.run(path .. "/b.db", { path .. "/b.txt", path .. "/a.txt" }))
    local other = assert(corpus_of.open(path .. "/b.db"))
    local again = articles.read(other, tokens.cutter(segmenter.default()))
    other:close()
    assert.are.equal(#list, #again)
    for i, article in ipairs(list) do
      assert.are.equal(article.sha256, again[i].sha256)
      assert.are.equal(table.concat(article, " "), table.concat(again[i], " "))
    end
  end)
end)
