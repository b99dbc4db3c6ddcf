--- What the mentions of a text answer without a walk over all of them, next to that walk.
local scan = require "wenlu.scan"

local ROWS = {
  { text = "常州市", kind = "place", class = "named", area = "0519" },
  { text = "新北区", kind = "place", class = "named" },
  { text = "去年", kind = "period", class = "relative", period = { basis = 1, year = -1 } },
  { text = "办结", kind = "cue", class = "cue" },
}
local tables = scan.compile { units = { { text = "件" } }, terms = ROWS }
local TEXT = "去年常州市新北区办结12件。2021年6月常州市办结3件，去年5件。"
local found = tables:scan(TEXT)

local function walk(kind, from, to)
  local list = {}
  for i = 1, #found do
    local of, class, first, last = found:get(i)
    if of == kind and first >= from and first < to then
      list[#list + 1] = { i, class, first, last }
    end
  end
  return list
end

describe("the mentions of a kind", function()
  it("follow one another from a number on", function()
    for _, kind in ipairs { "place", "period", "cue", "quantity", "initiative" } do
      local list = {}
      local i, class, first, last = found:next(kind, 1)
      while i do
        list[#list + 1] = { i, class, first, last }
        i, class, first, last = found:next(kind, i + 1)
      end
      assert.are.same(walk(kind, 1, #TEXT + 1), list)
    end
    assert.are.equal(3, #walk("period", 1, #TEXT + 1))
  end)

  it("begin by an offset, where one is given", function()
    for to = -1, #TEXT + 1 do
      for from = 1, #found do
        local list = {}
        for _, row in ipairs(walk("period", 1, to + 1)) do
          list[#list + 1] = row[1] >= from and row or nil
        end
        assert.are.same(list[1] or {}, { found:next("period", from, to) })
      end
    end
    assert.are.equal(1, (found:next("period", 1, math.maxinteger)))
    assert.is_nil(found:next("period", 1, math.mininteger))
  end)

  it("end where there are no more", function()
    assert.is_nil(found:next("cue", #found + 1))
    assert.is_nil(found:next("cue", math.maxinteger))
    assert.is_nil(tables:scan(""):next("cue", 1))
  end)
end)

describe("the last mention of a kind", function()
  it("is the one that begins before an offset and not before another", function()
    for offset = -1, #TEXT + 2 do
      for from = -1, #TEXT + 2, 5 do
        for _, kind in ipairs { "place", "period" } do
          local list = walk(kind, from, offset)
          assert.are.same(list[#list] or {}, { found:before(kind, offset, from) })
        end
      end
    end
  end)

  it("may lie anywhere before the offset, where no other is given", function()
    assert.are.same({ 1, "relative", 1, 6 }, { found:before("period", 7) })
    assert.are.same({}, { found:before("period", 1) })
    assert.are.same({}, { tables:scan(""):before("period", 5) })
    assert.are.equal(10, (found:before("period", math.maxinteger)))
  end)
end)

describe("a field of the rows", function()
  it("is collected with the spans of the mentions that have it", function()
    local first, last, areas = found:collect("place", "area")
    assert.are.same({ { 7, 50 }, { 15, 58 }, { "0519", "0519" } }, { first, last, areas })
    local _, _, names = found:collect("place", "text")
    assert.are.same({ "常州市", "新北区", "常州市" }, names)
  end)

  it("is none of the mentions that no term made", function()
    assert.are.same({ {}, {}, {} }, { found:collect("quantity", "text") })
    assert.are.same({ {}, {}, {} }, { found:collect("cue", "area") })
  end)
end)

describe("a tally", function()
  it("counts each name once a mention, in the order of the text", function()
    assert.are.same({ { "常州市", "新北区" }, { 2, 1 } }, { found:tally("place", "text", 1, #TEXT, 1) })
    assert.are.same({ { "新北区", "常州市" }, { 1, 1 } }, { found:tally("place", "text", 8, #TEXT, 1) })
    assert.are.same({ { "0519" }, { 2 } }, { found:tally("place", "area", 1, #TEXT, 1) })
  end)

  it("takes the weight of the first span that holds a mention", function()
    assert.are.same({ { "常州市", "新北区" }, { 5, 1 } }, { found:tally("place", "text", 1, 15, 4, 1, #TEXT, 1) })
    assert.are.same({ { "常州市", "新北区" }, { 2, 1 } }, { found:tally("place", "text", 1, #TEXT, 1, 1, 15, 4) })
    assert.are.same({ { "常州市" }, { 3 } }, { found:tally("place", "text", 50, 90, 3, 9, 8, 7) })
  end)

  it("is empty where nothing stands", function()
    for _, span in ipairs { { 8, 14 }, { 5, 4 }, { 999, 9999 }, { -5, 0 }, { math.maxinteger, math.mininteger } } do
      assert.are.same({ {}, {} }, { found:tally("place", "text", span[1], span[2], 1) })
    end
    assert.are.same({ {}, {} }, { found:tally("quantity", "text", 1, #TEXT, 1) })
    assert.are.same({ {}, {} }, { tables:scan(""):tally("place", "text", 1, 9, 1) })
  end)

  it("takes whole spans, at most eight", function()
    assert.has_error(function() found:tally("place", "text", 1, 2) end)
    assert.has_error(function() found:tally("place", "text", table.unpack({}, 1, 27)) end)
    local nine = {}
    for i = 1, 27 do
      nine[i] = i
    end
    assert.has_error(function() found:tally("place", "text", table.unpack(nine)) end)
  end)
end)

describe("a question", function()
  it("raises for a kind that is none, and for what is no number or no field", function()
    for _, name in ipairs { "next", "before", "collect", "tally" } do
      assert.has_error(function() found[name](found, "person", 1) end)
      assert.has_error(function() found[name](found, "place") end)
    end
    assert.has_error(function() found:next("place", 0) end)
    assert.has_error(function() found:collect("place", 1) end)
  end)
end)
