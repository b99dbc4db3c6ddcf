--- Words that stand together.

local collocations = require "wenlu.collocations"

local function words(text)
  local list = { ends = {} }
  for word in text:gmatch "%S+" do
    if word == "|" then
      list.ends[#list.ends + 1] = #list
    else
      list[#list + 1] = word
    end
  end
  return list
end

local function row_of(rows, word)
  for _, row in ipairs(rows) do
    if row.word == word then
      return row
    end
  end
end

-- Counts as slowly and plainly as can be: every pair of places of a unit.
local function slow(document, window, first, second)
  local both, a, b, total, from = 0, 0, 0, 0, 1
  for _, last in ipairs(document.ends) do
    for i = from, last do
      for k = from, last do
        if k > i and k - i <= window then
          total = total + 1
          a = a + (document[i] == first and 1 or 0)
          b = b + (document[k] == second and 1 or 0)
          both = both + (document[i] == first and document[k] == second and 1 or 0)
        end
      end
    end
    from = last + 1
  end
  return both, a, b, total
end

describe("pairs", function()
  local document = words "整改 落实 到位 整改 落实 | 落实 整改 落实 责任 | 责任 落实 到位 |"

  it("are neighbours in their order, within a sentence, with Manning and Schuetze's measures by hand", function()
    -- 9 pairs; 整改 is first in 3, 落实 second in 4, both in 3
    local row = row_of(collocations.pairs { document }, "整改 落实")
    assert.are.same({ 3, 3, 4, 9 }, { row.count, row.first_count, row.second_count, row.total })
    assert.near(12 / 9, row.expected, 1e-12)
    assert.near(math.log(9 / 4, 2), row.pmi, 1e-12)
    assert.near(math.log(9 / 4, 2) / math.log(3, 2), row.npmi, 1e-12)
    assert.near((3 - 12 / 9) / math.sqrt(3), row.t_score, 1e-12)
    local by_hand = 2 * (3 * math.log(3 / (12 / 9)) + 1 * math.log(1 / (24 / 9)) + 5 * math.log(5 / (30 / 9)))
    assert.near(by_hand, row.log_likelihood, 1e-12)
    assert.are.equal("整改", row.first)
    assert.are.equal("落实", row.second)
  end)

  it("agree with a slow count in windows of every width", function()
    for window = 1, 6 do
      local rows = collocations.pairs({ document }, { window = window, least = 1 })
      assert.is_true(#rows >= 5)
      for _, row in ipairs(rows) do
        local both, a, b, total = slow(document, window, row.first, row.second)
        assert.are.same({ both, a, b, total }, { row.count, row.first_count, row.second_count, row.total }, row.word)
      end
    end
  end)

  it("come together at least twice, unless asked for more or less", function()
    assert.are.equal(2, #collocations.pairs { document })
    assert.are.equal(1, #collocations.pairs({ document }, { least = 3 }))
    assert.are.equal(1, #collocations.pairs({ document }, { limit = 1 }))
  end)

  it("leave out words that are not kept, which still count as distance", function()
    local function kept(window)
      return #collocations.pairs({ words "整改 的 落实 |" }, {
        least = 1, window = window, keep = function(word) return word ~= "的" end,
      })
    end
    assert.are.equal(0, kept(1))
    assert.are.equal(1, kept(2))
  end)

  it("are sorted by the measure asked for, equals by code points", function()
    local rows = collocations.pairs({ words "乙 甲 | 丙 丁 | a b |" }, { least = 1, measure = "npmi" })
    assert.are.same({ "a b", "丙 丁", "乙 甲" }, { rows[1].word, rows[2].word, rows[3].word })
    assert.are.equal(rows[1].npmi, rows[1].score)
  end)

  it("that shun each other have a negative score", function()
    local shun = words(("a b | c d | "):rep(20) .. "a d |")
    local rows = collocations.pairs({ shun }, { least = 1 })
    assert.are.equal("a d", rows[#rows].word)
    assert.is_true(rows[#rows].score < 0 and rows[#rows].log_likelihood > 0)
  end)

  it("count the documents they are in", function()
    assert.are.equal(2, collocations.pairs({ words "a b a b |", words "a b |", words "b a |" })[1].documents)
  end)

  it("raise for a measure that there is not", function()
    assert.error_matches(function() collocations.pairs({}, { measure = "luck" }) end, "none is called 'luck'")
  end)
end)

describe("collocates of a word", function()
  -- Dickens, Pickwick Papers, ch. 4, cut to base forms: Evert (2008) counts hat and roll in it, four words to either
  -- side, within the sentence: twice together.
  local pickwick = words [[a vast deal of coolness and a peculiar degree of judgement be requisite in catch a hat |
    a man must not be precipitate or he run over it | he must not rush into the opposite extreme or he lose it
    altogether | there be a fine gentle wind and Mr Pickwick s hat roll sportively before it | the wind puff and Mr
    Pickwick puff and the hat roll over and over as merrily as a lively porpoise in a strong tide |]]

  it("are counted on both sides, in the sentence", function()
    local row = row_of(collocations.around({ pickwick }, "hat", { left = 4, right = 4 }), "roll")
    assert.are.equal(2, row.count)
    assert.are.equal(2, row.second_count)
    assert.are.equal(#pickwick - 3, row.total)
    assert.are.equal(4 + 8 + 8, row.first_count) -- words near a hat
    assert.near(math.log(2 * row.total / (20 * 2), 2), row.pmi, 1e-12)
  end)

  it("are counted on one side", function()
    assert.is_nil(row_of(collocations.around({ pickwick }, "hat", { right = 0 }), "roll"))
    assert.are.equal(2, row_of(collocations.around({ pickwick }, "hat", { left = 0 }), "roll").count)
  end)

  it("count once where two nodes are near", function()
    local row = collocations.around({ words "整改 落实 整改 |" }, "整改", { least = 1 })[1]
    assert.are.same({ "落实", 1, 1, 1 }, { row.word, row.count, row.first_count, row.total })
  end)

  it("are none of a word that is not there", function()
    assert.are.same({}, collocations.around({ pickwick }, "cat"))
  end)
end)
