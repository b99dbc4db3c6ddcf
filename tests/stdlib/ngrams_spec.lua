--- N-grams of words.

local ngrams = require "wenlu.ngrams"

local function shown(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = ("%s %d %d"):format(row.word, row.count, row.documents)
  end
  return list
end

describe("n-grams", function()
  local documents = { { "整改", "落实", "整改", "落实", "到位" }, { "整改", "落实" } }

  it("are counted over documents, the most frequent first", function()
    assert.are.same({ "整改 落实 3 2", "落实 到位 1 1", "落实 整改 1 1" }, shown(ngrams.count(documents)))
    assert.are.same({ "整改", "落实" }, ngrams.count(documents)[1].words)
  end)

  it("have the lengths asked for", function()
    assert.are.same({ "整改 3 2", "落实 3 2", "到位 1 1" }, shown(ngrams.count(documents, { n = 1 })))
    local rows = ngrams.count(documents, { n = { 2, 4 }, joiner = "" })
    assert.are.same({
      "整改落实 3 2", "整改落实整改落实 1 1", "落实到位 1 1", "落实整改 1 1", "落实整改落实到位 1 1",
    }, shown(rows))
    assert.are.same({}, ngrams.count(documents, { n = 6 }))
  end)

  it("do not reach over the end of a sentence, nor over a word that is not kept", function()
    local document = { "a", "b", "c", "d", ends = { 2, 4 } }
    assert.are.same({ "a b 1 1", "c d 1 1" }, shown(ngrams.count { document }))
    local kept = ngrams.count({ document }, { keep = function(word) return word ~= "d" end })
    assert.are.same({ "a b 1 1" }, shown(kept))
  end)

  it("tell words with blanks and NUL apart", function()
    local rows = ngrams.count { { "a b", "c" }, { "a", "b c" }, { "\0", "\0" } }
    assert.are.equal(3, #rows)
    assert.are.same({ "\0", "\0" }, rows[1].words)
  end)

  it("can be cut to the frequent, and to so many", function()
    assert.are.equal(1, #ngrams.count(documents, { least = 2 }))
    assert.are.same({ "整改 落实 3 2", "落实 到位 1 1" }, shown(ngrams.count(documents, { limit = 2 })))
  end)

  it("raises for a length that is none", function()
    for _, n in ipairs { 0, 1.5, "x" } do
      assert.error_matches(function() ngrams.count(documents, { n = n }) end, "at least 1")
    end
  end)
end)
