--- Frequencies by city and year.

local frequency = require "wenlu.frequency"

local function document(city, year, ...)
  local words = { ... }
  words.city, words.year = city, year
  return words
end

local DOCUMENTS = {
  document("苏州市", 2022, "整改", "问题", "整改", "落实"),
  document("南京市", 2021, "整改", "服务"),
  document("苏州市", 2021, "服务", "服务", "问题", "服务", "落实"),
  document("苏州市", 2022, "整改"),
  document(nil, 2021, "问题"),
}

local function shown(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = ("%s %s %s %d %d"):format(row.city, row.year, row.word, row.count, row.documents)
  end
  return list
end

describe("frequencies", function()
  it("are of all documents together, unless groups are asked for", function()
    local rows, groups = frequency.count(DOCUMENTS)
    assert.are.same({ "nil nil 整改 4 3", "nil nil 服务 4 2", "nil nil 问题 3 3", "nil nil 落实 2 2" }, shown(rows))
    assert.are.same({ { words = 13, documents = 5, types = 4 } }, groups)
    assert.near(4e6 / 13, rows[1].per_million, 1e-6)
    assert.are.equal(3 / 5, rows[1].share)
  end)

  it("are by city and year, cities in the order of GB/T 2260, unknown ones last", function()
    local rows, groups = frequency.count(DOCUMENTS, { by = { "city", "year" }, limit = 1 })
    assert.are.same({
      "南京市 2021 整改 1 1", "苏州市 2021 服务 3 1", "苏州市 2022 整改 3 2", "nil 2021 问题 1 1",
    }, shown(rows))
    assert.are.same({ city = "苏州市", year = 2022, words = 5, documents = 2, types = 3 }, groups[3])
    assert.near(600000, rows[3].per_million, 1e-6)
  end)

  it("have a row for each word asked for, in that order, with its zeros", function()
    local rows = frequency.count(DOCUMENTS, { by = { "year" }, words = { "落实", "整改", "满意率" } })
    assert.are.same({
      "nil 2021 落实 1 1", "nil 2021 整改 1 1", "nil 2021 满意率 0 0",
      "nil 2022 落实 1 1", "nil 2022 整改 3 2", "nil 2022 满意率 0 0",
    }, shown(rows))
    assert.are.equal(0.0, rows[3].per_million)
  end)

  it("leave out of the total what is not kept", function()
    local rows = frequency.count({ { "整改", "，", "。", "问题" } }, { keep = require("wenlu.tokens").is_word })
    assert.are.equal(2, #rows)
    assert.are.equal(500000.0, rows[1].per_million)
  end)

  it("keep groups apart whose fields only look alike", function()
    local _, groups = frequency.count({ { a = "1" }, { a = 1 }, { a = "" }, {} }, { by = { "a" } })
    assert.are.equal(4, #groups)
  end)

  it("are none of no documents", function()
    local rows, groups = frequency.count({}, { by = { "city" } })
    assert.are.same({ {}, {} }, { rows, groups })
  end)
end)
