--- Rates against counts, in whole-number arithmetic on the digits as printed.

local verdict = require "wenlu.verdict"

-- Rows: raised, done, the rate as printed, its mark, the verdict.
local function judges(rows)
  for _, row in ipairs(rows) do
    local raised, done, digits, mark, expected = table.unpack(row, 1, 5)
    local printed = (mark and mark .. " " or "") .. (digits or "nothing")
    it(("%s/%s printed as %s: %s"):format(done or "?", raised or "?", printed, expected), function()
      assert.are.equal(expected, verdict.of(raised, done, digits, mark))
    end)
  end
end

describe("a rate with both counts", function()
  judges {
    { 168, 165, "98.2", nil, "agrees" },                 -- 98.214…
    { 115, 110, "95.6", nil, "agrees-by-truncation" },   -- 95.652…
    { 115, 110, "95.7", nil, "agrees" },
    { 115, 110, "95.65", nil, "agrees" },
    { 115, 110, "95.652", nil, "agrees" },
    { 115, 110, "95.6521", nil, "agrees-by-truncation" }, -- 95.65217…
    { 115, 110, "95.6522", nil, "agrees" },
    { 115, 110, "95.60", nil, "disagrees" },             -- two digits are claimed
    { 115, 110, "96", nil, "agrees" },
    { 115, 110, "95", nil, "agrees-by-truncation" },
    { 115, 110, "95.5", nil, "disagrees" },
    { 115, 110, "97", nil, "disagrees" },
    { 361, 345, "95.5", nil, "agrees-by-truncation" },   -- 95.567…
    { 8, 5, "62.5", nil, "agrees" },
    { 8, 5, "63", nil, "agrees" },                       -- half goes up
    { 8, 5, "62", nil, "agrees-by-truncation" },
    { 3, 2, "66.666666", nil, "agrees-by-truncation" },
    { 3, 2, "66.666667", nil, "agrees" },
  }
end)

describe("a rate at the bounds", function()
  judges {
    { 47, 47, "100", nil, "agrees" },
    { 47, 47, "100.0", nil, "agrees" },
    { 300, 299, "100", nil, "agrees" },                  -- 99.67 rounds to it: the digits allow no more
    { 300, 299, "100.0", nil, "disagrees" },
    { 47, 0, "0", nil, "agrees" },
    { 47, 0, "0.1", nil, "disagrees" },
    { 1, 1, "100", nil, "agrees" },
    { 100, 120, "120", nil, "agrees" },                  -- more done than raised is the document's claim
    { 0, 0, "100", nil, "not-checkable" },
    { 0, 0, "0", nil, "not-checkable" },
    { -5, 3, "60", nil, "not-checkable" },
  }
end)

describe("a rate in other writing", function()
  judges {
    { 168, 165, "９８．２", nil, "agrees" },
    { 1, 12, "1,200", nil, "agrees" },
    { 168, 165, "98．2", nil, "agrees" },
    { 168, 165, "九十八点二", nil, "not-checkable" },
    { 168, 165, "98%", nil, "not-checkable" },
    { 168, 165, "", nil, "not-checkable" },
    { 168, 165, nil, nil, "not-checkable" },
    { 168, 165, "98.2000000", nil, "not-checkable" },    -- more digits than anybody prints
  }
end)

describe("a rate without what was done", function()
  judges {
    { 173, nil, "94.5", nil, "unattainable" },           -- 163 gives 94.2, 164 gives 94.8
    { 173, nil, "94.2", nil, "not-checkable" },
    { 173, nil, "94.7", nil, "not-checkable" },          -- 164/173 is 94.797…, cut off
    { 7, nil, "85.7", nil, "not-checkable" },
    { 7, nil, "86", nil, "not-checkable" },
    { 7, nil, "87", nil, "unattainable" },
    { 3, nil, "50", nil, "unattainable" },
    { 5, nil, "101", nil, "unattainable" },
    { 5, nil, "100", nil, "not-checkable" },
    { 5, nil, "0", nil, "not-checkable" },
    { 100000, nil, "94.537", nil, "not-checkable" },
    { nil, 110, "95.6", nil, "not-checkable" },
    { nil, nil, "95.6", nil, "not-checkable" },
  }
end)

describe("a rate with a mark", function()
  judges {
    { 100, 94, "94", "at_least", "agrees" },
    { 100, 93, "94", "at_least", "disagrees" },
    { 100, 94, "94", "over", "disagrees" },
    { 1000, 941, "94", "over", "agrees" },
    { 100, 3, "3", "at_most", "agrees" },
    { 100, 4, "3", "at_most", "disagrees" },
    { 100, 89, "90", "under", "agrees" },
    { 100, 90, "90", "under", "disagrees" },
    { nil, nil, "94", "at_least", "not-checkable" },
    { 173, nil, "94.5", "at_least", "not-checkable" },
    { 100, 94, "94", "approx", "not-checkable" },
    { 100, 94, "94", "vague", "not-checkable" },
    { 168, 165, "98.2", "exact", "agrees" },
  }
end)

describe("large numbers", function()
  judges {
    { 3000000, 2865000, "95.5", nil, "agrees" },
    { 1000000000, 955000000, "95.50", nil, "agrees" },
    { 4000000000, 3999999999, "99.999999", nil, "agrees-by-truncation" },
    { 1 << 39, 1 << 38, "50.000000", nil, "not-checkable" }, -- beyond whole-number arithmetic at these digits
    { 1 << 39, 1 << 38, "50", nil, "agrees" },
    { 1 << 62, 1 << 61, "50", nil, "not-checkable" },
    { 4000000000, nil, "123456.654321", nil, "not-checkable" },
    { 168.0, 165.0, "98.2", nil, "agrees" },
    { 168.5, 165, "98.2", nil, "not-checkable" },
    { math.huge, 165, "98.2", nil, "not-checkable" },
  }
end)

describe("the arithmetic", function()
  it("agrees with schoolbook division for every share of small bases", function()
    for raised = 1, 60 do
      for done = 0, raised do
        local exact = done * 100000 // raised
        local cut, round = exact // 100, (done * 2000 + raised) // (2 * raised)
        assert.are.equal("agrees", verdict.of(raised, done, ("%d.%d"):format(round // 10, round % 10)))
        local expected = cut == round and "agrees" or "agrees-by-truncation"
        assert.are.equal(expected, verdict.of(raised, done, ("%d.%d"):format(cut // 10, cut % 10)))
        assert.are.equal("not-checkable", verdict.of(raised, nil, ("%d.%d"):format(cut // 10, cut % 10)))
      end
    end
  end)
end)
