--- How many facts of the sample's gold are found, and how many of those found are right in every slot.
--
-- A fact matches a gold row of its document with the same numbers (raised, done, rate; or count). It is right when
-- city, year, status and measure (or name) are right too. Rows that the gold calls optional count neither way. The gold
-- files sorted by name are split: the rules of rectification were written against every second one and those of
-- initiatives against the others, so that each frame has a half that is only measured. Floors only rise.

local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local document = require "wenlu.document"
local facts = require "wenlu.facts"
local files = require "wenlu.files"
local json = require "wenlu.json"

local FOLDER = "data/sample/"

local NUMBERS = { rectification = { "raised", "done", "rate" }, initiative = { "count" } }
local NAME = { rectification = "measure", initiative = "name" }

local function plain(value)
  return value ~= json.null and value or nil
end

local function key_of(frame, row)
  local parts = {}
  for i, slot in ipairs(NUMBERS[frame]) do
    local value = plain(row[slot])
    parts[i] = value and ("%.6g"):format(value) or "-"
  end
  return table.concat(parts, " ")
end

local function year_of(gold)
  local text = tostring(plain(gold.year) or plain(gold.period) or "")
  return math.tointeger(tonumber(text:match "%d%d%d%d"))
end

local function is_right(frame, fact, gold)
  return fact.city == plain(gold.city) and fact.year == year_of(gold) and fact.status == gold.status and
    fact[NAME[frame]] == gold[NAME[frame]]
end

-- Takes the fact with the numbers of the gold row, a right one first.
local function take(frame, left, gold)
  local best
  for i, fact in ipairs(left) do
    if key_of(frame, fact) == key_of(frame, gold) and (not best or is_right(frame, fact, gold)) then
      best = i
    end
  end
  return best and table.remove(left, best)
end

local function found_in(name)
  local text = assert(decode.text(assert(bytes.read(FOLDER .. name))))
  local found = { rectification = {}, initiative = {} }
  for _, fact in ipairs(facts.read(facts.reader(document.read(text.text), FOLDER .. name))) do
    table.insert(found[fact.frame], fact)
  end
  return found
end

local function score_document(score, gold)
  local found = found_in(gold.file)
  for frame, left in pairs(found) do
    local one = score[frame]
    for _, row in ipairs(gold[frame]) do
      local fact = take(frame, left, row)
      one.gold = one.gold + 1
      one.found = one.found + (fact and 1 or 0)
      one.right = one.right + (fact and is_right(frame, fact, row) and 1 or 0)
    end
    for _, row in ipairs(gold.optional[frame]) do
      take(frame, left, row)
    end
    one.extra = one.extra + #left
  end
end

local function f1(right, found, gold)
  return 2 * right / (found + gold)
end

local function measure(half)
  local score = {}
  for frame in pairs(NUMBERS) do
    score[frame] = { gold = 0, found = 0, right = 0, extra = 0 }
  end
  for i, name in ipairs(assert(files.list(FOLDER .. "gold"))) do
    if i % 2 == half then
      score_document(score, assert(json.decode(assert(files.read(FOLDER .. "gold/" .. name)))))
    end
  end
  for _, one in pairs(score) do
    one.numbers = f1(one.found, one.found + one.extra, one.gold)
    one.whole = f1(one.right, one.found + one.extra, one.gold)
  end
  return score
end

local FLOORS = {
  { "the second half", 0, rectification = { 0.86, 0.75 }, initiative = { 0.93, 0.61 } },
  { "the first half", 1, rectification = { 0.85, 0.77 }, initiative = { 0.98, 0.81 } },
}

describe("facts of the sample", function()
  for _, floor in ipairs(FLOORS) do
    it("are found and are right, in " .. floor[1], function()
      local score = measure(floor[2])
      for _, frame in ipairs { "rectification", "initiative" } do
        local one = score[frame]
        local message = ("%s: numbers F1 %.3f, all slots F1 %.3f (%d gold, %d found, %d right, %d extra)"):format(
          frame, one.numbers, one.whole, one.gold, one.found, one.right, one.extra)
        if os.getenv "WENLU_SCORES" then
          print(floor[1], message)
        end
        assert.is_true(one.numbers >= floor[frame][1], message)
        assert.is_true(one.whole >= floor[frame][2], message)
      end
    end)
  end
end)

-- Thousands of Lua instructions that reading the facts of a text takes: the same on every machine.
local function work(text)
  local steps = 0
  debug.sethook(function()
    steps = steps + 1
  end, "", 1000)
  facts.read(facts.reader(document.read(text)))
  debug.sethook()
  return steps
end

describe("reading facts", function()
  local TEXTS = {
    ["without stops"] = "收到意见115条办结110条办结率95.6%书记项目5个，",
    ["of many sentences on one line"] = "收到意见115条，办结110条，办结率95.6%。",
    ["of rates alone"] = "整改率98%，",
    ["of goals"] = "完成1个目标任务",
    ["of names"] = "“书记项目”46个、",
  }
  for name, unit in pairs(TEXTS) do
    it("takes work in proportion to a text " .. name, function()
      local copies = 40000 // #unit
      local small, large = work("南通市2022年" .. unit:rep(copies)), work("南通市2022年" .. unit:rep(copies * 4))
      assert.is_true(large < small * 4 * 1.5, ("%d thousand instructions, four times as much %d"):format(small, large))
    end)
  end
end)
