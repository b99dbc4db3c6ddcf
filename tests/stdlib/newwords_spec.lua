--- Candidates for new words in raw text.

local newwords = require "wenlu.newwords"

local LOOSE = { least = 2, cohesion = -100, freedom = -1 }

local function with(options)
  return setmetatable(options, { __index = LOOSE })
end

local function row_of(rows, word)
  for _, row in ipairs(rows) do
    if row.word == word then
      return row
    end
  end
end

describe("a new word", function()
  it("has cohesion and freedom as worked by hand", function()
    -- 16 hanzi, 整改 4 times: 4/16 / (4/16 * 4/16) = 4; four neighbours on either side, each once
    local rows = newwords.find({ "我整改了，他整改完。", "你整改好；再整改吧" }, LOOSE)
    assert.are.equal(1, #rows)
    assert.are.same({ "整改", 4, 2.0, 2.0, 2.0, 2.0, 4.0 }, {
      rows[1].word, rows[1].count, rows[1].cohesion, rows[1].left_entropy, rows[1].right_entropy, rows[1].freedom,
      rows[1].score,
    })
  end)

  it("takes its least cohesion, over all ways to cut it", function()
    -- 12 hanzi: 甲乙丙 3, 甲乙 3, 乙丙 3, 丙 6: 甲乙|丙 gives 3/12 / (3/12 * 6/12) = 2, 甲|乙丙 gives 4
    local row = row_of(newwords.find({ "甲乙丙", "甲乙丙，甲乙丙", "丙一丙", }, LOOSE), "甲乙丙")
    assert.near(math.log(3 * 12 / (3 * 5), 2), row.cohesion, 1e-12)
  end)

  it("counts each end of a run as a neighbour of its own", function()
    local row = newwords.find({ "整改，整改。整改", "整改" }, LOOSE)[1]
    assert.are.same({ 4, 2.0, 2.0 }, { row.count, row.left_entropy, row.right_entropy })
  end)

  it("is not what always goes on in the same way", function()
    local texts = {}
    for _, around in ipairs { "我", "他", "你", "再", "先", "后" } do
      texts[#texts + 1] = around .. "书记项目" .. around
    end
    local rows = newwords.find(texts, { least = 5, cohesion = 1 })
    assert.are.equal(1, #rows)
    assert.are.equal("书记项目", rows[1].word)
  end)

  it("is not among the known, the rare, the long and what is no hanzi", function()
    local texts = { "我整改了，他整改完。", "你整改好；再整改吧abcabcabc１２１２" }
    assert.are.same({}, newwords.find(texts, with { known = function(word) return word == "整改" end }))
    assert.are.same({}, newwords.find(texts, with { least = 5 }))
    assert.are.same({}, newwords.find(texts, with { longest = 1 }))
    assert.are.same({}, newwords.find(texts, with { freedom = 2.1 }))
    assert.are.same({}, newwords.find(texts, with { cohesion = 2.1 }))
  end)

  it("may have characters outside the first plane", function()
    assert.are.equal("𠮷野", newwords.find({ "我𠮷野他", "你𠮷野" }, LOOSE)[1].word)
  end)

  it("is found in texts that a function gives, twice", function()
    local readings = 0
    local rows = newwords.find(function()
      readings = readings + 1
      local left = 3
      return function()
        left = left - 1
        return left >= 0 and ("整改"):rep(1) or nil
      end
    end, LOOSE)
    assert.are.equal(3, rows[1].count)
    assert.are.equal(2, readings)
  end)
end)

describe("counting in little memory", function()
  local texts = {}
  setup(function()
    local number = 7
    for i = 1, 400 do
      number = number * 1103515245 + 12345 & 0x7FFFFFFF
      local noise = utf8.char(0x4E00 + number % 5000, 0x4E00 + number // 5000 % 5000)
      texts[i] = noise .. (i % 4 == 0 and "放管服" or noise) .. noise
    end
  end)

  it("finds the frequent with their exact counts, and says what it may have missed", function()
    local all, none = newwords.find(texts, { least = 50, cohesion = 1 })
    local some, missed = newwords.find(texts, { least = 50, cohesion = 1, capacity = 200 })
    assert.are.equal(0, none)
    assert.is_true(missed > 0 and missed < 50, missed)
    assert.are.equal(1, #all)
    assert.are.equal("放管服", all[1].word)
    assert.are.equal(100, all[1].count)
    assert.are.equal(100, row_of(some, "放管服").count)
  end)

  it("gives the same twice", function()
    local options = { least = 2, cohesion = 0, freedom = 0, capacity = 300 }
    assert.are.same(newwords.find(texts, options), newwords.find(texts, options))
  end)

  it("works within one long run of hanzi", function()
    local _, missed = newwords.find({ table.concat(texts) }, { capacity = 200 })
    assert.is_true(missed > 0)
  end)
end)
