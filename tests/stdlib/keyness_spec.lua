--- Words that set one corpus apart from another.

local keyness = require "wenlu.keyness"

local function words(text)
  local list = {}
  for word in text:gmatch "%S+" do
    list[#list + 1] = word
  end
  return list
end

local function order(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = row.word
  end
  return table.concat(list, " ")
end

-- The two documents of quanteda's own tests of textstat_keyness.
local D1 = words "a a a b b c c c c c c d e f g h h"
local D2 = words "a a b c c d d d d e f h"

describe("log-likelihood", function()
  it("is the formula of Rayson and Garside's calculator, worked by hand", function()
    -- E1 = E2 = 1000 * 30 / 2000 = 15; 2 * (20 ln(20/15) + 10 ln(10/15))
    local by_hand = 2 * (20 * math.log(20 / 15) + 10 * math.log(10 / 15))
    assert.near(by_hand, keyness.log_likelihood(20, 1000, 10, 1000), 1e-12)
    assert.are.equal("3.398", ("%.3f"):format(by_hand))
    -- E1 = 6000 * 12 / 8000 = 9, E2 = 3; 2 * 12 ln(12/9)
    assert.near(24 * math.log(12 / 9), keyness.log_likelihood(12, 6000, 0, 2000), 1e-12)
  end)

  it("is 0 for the same frequency", function()
    assert.near(0, keyness.log_likelihood(30, 3000, 10, 1000), 1e-12)
  end)
end)

describe("log ratio", function()
  it("is Hardie's: 0.0006 against 0.0002 is three times, a point is a doubling", function()
    assert.near(math.log(3, 2), keyness.log_ratio(6, 10000, 2, 10000), 1e-12)
    assert.near(1, keyness.log_ratio(20, 1000, 10, 1000), 1e-12)
    assert.near(-3, keyness.log_ratio(1, 1000, 8, 1000), 1e-12)
  end)

  it("takes half an occurrence for none", function()
    assert.near(2, keyness.log_ratio(2, 1000, 0, 1000), 1e-12)
    assert.near(-1, keyness.log_ratio(0, 1000, 1, 1000), 1e-12)
    assert.near(1, keyness.log_ratio(2, 1000, 0, 1000, 1), 1e-12)
  end)
end)

describe("%DIFF", function()
  it("is the difference in percent of the reference's frequency", function()
    assert.near(200, keyness.percent_difference(6, 10000, 2, 10000), 1e-9)
    assert.near(-75, keyness.percent_difference(1, 10000, 4, 10000), 1e-9)
    assert.are.equal(-100.0, keyness.percent_difference(0, 10000, 4, 10000))
  end)

  it("takes 1e-18 for the frequency 0", function()
    assert.near(1, keyness.percent_difference(1, 1000, 0, 1000) / 1e17, 1e-9)
  end)
end)

describe("a comparison", function()
  it("has quanteda's order for G2 without correction, in both directions", function()
    local options = { measure = "g2", both = true }
    assert.are.equal("c g b h a e f d", order(keyness.compare({ D1 }, { D2 }, options)))
    assert.are.equal("d e f a b h g c", order(keyness.compare({ D2 }, { D1 }, options)))
  end)

  it("has quanteda's figures for two words in two documents, worked by hand", function()
    local target, reference = words "b b b b b b b a a a", words "a a a a a a a b b"
    local rows = keyness.compare({ target }, { reference }, { measure = "g2", both = true })
    assert.are.equal("b a", order(rows))
    assert.near(4.534939332256226, rows[1].score, 1e-12)
    assert.near(-4.534939332256226, rows[2].score, 1e-12)
    assert.near(4.200833412154394, rows[1].score / keyness.williams(7, 10, 2, 9), 1e-12)
    rows = keyness.compare({ target }, { reference }, { measure = "chi_squared" })
    assert.near(4.337160493827161, rows[1].score, 1e-12)
    assert.are.equal(7, rows[1].target)
    assert.are.equal(2, rows[1].reference)
  end)

  it("tells only of words that the target has more often, unless asked for both", function()
    assert.are.equal("g c b h a", order(keyness.compare({ D1 }, { D2 })))
  end)

  it("gives every measure of a word", function()
    local row = keyness.of_counts({ x = 20 }, 1000, { x = 10 }, 1000)[1]
    assert.near(20000, row.target_per_million, 1e-9)
    assert.near(10000, row.reference_per_million, 1e-9)
    assert.near(3.39798, row.log_likelihood, 1e-5)
    assert.near(3.39798 - math.log(2000), row.bic, 1e-5)
    assert.near(0.06527, row.p, 1e-5) -- R: pchisq(3.39798, 1, lower.tail = FALSE)
    assert.near(1, row.log_ratio, 1e-12)
    assert.near(100, row.percent_difference, 1e-9)
    assert.are.equal(row.log_likelihood, row.score)
  end)

  it("keeps what is significant and frequent enough", function()
    local target, reference = { much = 40, some = 20, one = 1 }, { much = 5, some = 10 }
    local function kept(options)
      return order(keyness.of_counts(target, 1000, reference, 1000, options))
    end
    assert.are.equal("much some one", kept {})
    assert.are.equal("much some", kept { least = 2 })
    assert.are.equal("much", kept { p = 0.05 })
    assert.are.equal("much", kept { limit = 1 })
    assert.are.equal("much one some", kept { measure = "log_ratio" })
    assert.are.equal("one much some", kept { measure = "percent_difference" })
  end)

  it("lists critical values that give their p", function()
    local association = require "wenlu.association"
    for p, value in pairs(keyness.CRITICAL) do
      assert.near(1, association.p_value(value) / p, 1e-6)
    end
  end)

  it("puts equals in the order of their code points", function()
    local counts = { ["整改"] = 2, ["办结"] = 2, z = 2, ["督办"] = 2 }
    assert.are.equal("z 办结 整改 督办", order(keyness.of_counts(counts, 8, {}, 8)))
  end)

  it("raises for a measure it does not know and for an empty corpus", function()
    assert.error_matches(function() keyness.compare({ D1 }, { D2 }, { measure = "x" }) end, "none is called 'x'")
    assert.error_matches(function() keyness.compare({ D1 }, {}) end, "without words")
  end)
end)
