--- Figures that textbooks print come out of their counts.

local association = require "wenlu.association"

-- Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19 (1993),
-- table 1: -2 log lambda; A and B together, A without B, B without A, neither.
local DUNNING = {
  { "the swiss", 270.72, 110, 2442, 111, 29114 },
  { "can be", 263.90, 29, 13, 123, 31612 },
  { "previous year", 256.84, 31, 23, 139, 31584 },
  { "mineral water", 167.23, 10, 0, 3, 31764 },
  { "at the", 157.21, 76, 104, 2476, 29121 },
  { "real terms", 157.03, 16, 16, 51, 31694 },
  { "natural gas", 146.80, 9, 0, 5, 31763 },
  { "owing to", 115.02, 16, 0, 865, 30896 },
  { "health insurance", 104.53, 10, 9, 41, 31717 },
  { "stiff competition", 100.96, 8, 2, 27, 31740 },
}

-- Manning & Schuetze, Foundations of Statistical Natural Language Processing (1999): the words of a corpus of
-- 14,307,668; tables 5.6 and 5.14: t, I, the counts of the words and of the pair. They cut t after four digits.
local WORDS = 14307668
local MANNING = {
  { "Ayatollah Ruhollah", 4.4721, 18.38, 42, 20, 20 },
  { "Bette Midler", 4.4721, 17.98, 41, 27, 20 },
  { "Agatha Christie", 4.4720, 16.31, 30, 117, 20 },
  { "videocassette recorder", 4.4720, 15.94, 77, 59, 20 },
  { "unsalted butter", 4.4720, 15.19, 24, 320, 20 },
  { "first made", 2.3714, 1.09, 14907, 9017, 20 },
  { "over many", 2.2446, 1.01, 13484, 10570, 20 },
  { "into them", 1.3685, 0.53, 14734, 13478, 20 },
  { "like people", 1.2176, 0.46, 14093, 14776, 20 },
  { "time last", 0.8036, 0.29, 15019, 15629, 20 },
}

describe("the log-likelihood ratio", function()
  for _, row in ipairs(DUNNING) do
    it("is Dunning's for " .. row[1], function()
      local _, printed, both, a, b, neither = table.unpack(row)
      local value = association.log_likelihood(both, both + a, both + b, both + a + b + neither)
      assert.are.equal(("%.2f"):format(printed), ("%.2f"):format(value))
    end)
  end

  it("is 0 for independence, and for a word that is everywhere", function()
    assert.near(0, association.log_likelihood(10, 100, 100, 1000), 1e-9)
    assert.are.equal(0.0, association.log_likelihood(100, 1000, 100, 1000))
    assert.are.equal(0.0, association.log_likelihood(7, 7, 7, 7))
  end)

  it("is defined when the two never come together", function()
    assert.is_true(association.log_likelihood(0, 50, 50, 1000) > 0)
  end)
end)

describe("mutual information and t", function()
  for _, row in ipairs(MANNING) do
    it("are Manning and Schuetze's for " .. row[1], function()
      local _, t, information, first, second, both = table.unpack(row)
      assert.are.equal(("%.2f"):format(information), ("%.2f"):format(association.pmi(both, first, second, WORDS)))
      assert.are.equal(t, math.floor(association.t_score(both, first, second, WORDS) * 1e4) / 1e4)
    end)
  end

  it("find new companies to be no collocation: t of 0.999932 (section 5.3.1)", function()
    assert.near(0.999932, association.t_score(8, 15828, 4675, WORDS), 5e-7)
  end)

  it("normalise PMI to 1 for only together, 0 for independent, -1 for never", function()
    assert.near(1, association.npmi(20, 20, 20, 1000), 1e-12)
    assert.near(0, association.npmi(10, 100, 100, 1000), 1e-12)
    assert.are.equal(-1.0, association.npmi(0, 100, 100, 1000))
    assert.are.equal(-math.huge, association.pmi(0, 100, 100, 1000))
  end)
end)

describe("chi-squared", function()
  it("is 1.55 for new companies (Manning and Schuetze, table 5.8)", function()
    local all = 8 + 4667 + 15820 + 14287181
    assert.near(1.55, association.chi_squared(8, 8 + 4667, 8 + 15820, all), 0.005)
  end)

  it("is R's chisq.test for the table 3 7 / 7 2, with Yates' correction and without", function()
    assert.near(4.337160493827161, association.chi_squared(3, 10, 10, 19), 1e-12)
    assert.near(2.632438271604939, association.chi_squared(3, 10, 10, 19, true), 1e-12)
  end)

  it("is 0 where Yates' correction is more than the difference, or a margin is empty", function()
    assert.are.equal(0.0, association.chi_squared(3, 5, 17, 29, true))
    assert.are.equal(0.0, association.chi_squared(0, 0, 10, 20))
  end)
end)

describe("Dice's coefficient", function()
  it("is twice the pairs by the words, and 14 at most as a logarithm", function()
    assert.are.equal(0.5, association.dice(10, 20, 20))
    assert.are.equal(13.0, association.log_dice(10, 20, 20))
    assert.are.equal(14.0, association.log_dice(20, 20, 20))
  end)
end)

describe("the probability", function()
  it("is that of the chi-squared distribution of one degree of freedom", function()
    local printed = { { 3.841459, 0.05 }, { 6.634897, 0.01 }, { 10.827566, 0.001 }, { 15.136705, 0.0001 } }
    for _, pair in ipairs(printed) do
      assert.near(1, association.p_value(pair[1]) / pair[2], 1e-6)
    end
    assert.are.equal(1.0, association.p_value(0))
    assert.near(1, association.p_value(0.5) / 0.4795001221869535, 1e-13)
    assert.near(1, association.p_value(8.1) / 0.0044265258579198, 1e-12)
    assert.near(1, association.p_value(100) / 1.52397060483211e-23, 1e-12)
  end)

  it("falls, and ends at 0", function()
    local last = 1
    for tenth = 1, 400 do
      local p = association.p_value(tenth / 10)
      assert.is_true(p < last, tenth)
      last = p
    end
    assert.are.equal(0.0, association.p_value(1e9))
  end)
end)
