local mentions = require "wenlu.mentions"
local sentence = require "wenlu.sentence"

local function read(text, i)
  return sentence.read(mentions.scanner():scan(text), i or 1)
end

local function slices(text, list)
  local parts = {}
  for k, part in ipairs(list) do
    parts[k] = text:sub(part.first, part.last)
  end
  return parts
end

describe("sentence.read", function()
  it("cuts a sentence into clauses that together are the whole of it", function()
    local text = "收到115件；办结110件，办结率:95.6%，其中：1,234件待办；共１，２３４件。"
    local one = read(text)
    assert.are.same({ 1, 1, #text }, { one.index, one.first, one.last })
    assert.are.same({ "收到115件；", "办结110件，", "办结率:95.6%，", "其中：", "1,234件待办；", "共１，", "２３４件。" },
      slices(text, one.clauses))
  end)

  it("gives every token to the clause in which it begins", function()
    local text = "收到115件，办结110件。"
    local one = read(text)
    local seen = {}
    for _, token in ipairs(one.tokens) do
      seen[#seen + 1] = ("%s %d %s"):format(token.kind, token.clause, text:sub(token.first, token.last))
      local clause = one.clauses[token.clause]
      assert.is_true(token.first >= clause.first and token.first <= clause.last)
    end
    assert.are.same({ "cue 1 收到", "quantity 1 115件", "cue 2 办结", "quantity 2 110件" }, seen)
  end)

  it("tells of a quantity what is written, what it means and what it counts", function()
    local token = read("力争走访近1.5万名企业家。").tokens[2]
    assert.are.same({ index = 2, kind = "quantity", class = "count", first = 13, last = 24, clause = 1, high = 15000,
      mark = "under", status = "target", unit = "名", counted = "企业家", counted_first = 25 }, token)
  end)

  it("keeps the digits of a percentage as they are written", function()
    local tokens = read("整改率95.60%。").tokens
    local rate = tokens[#tokens]
    assert.are.same({ "95.60", 95.6, "%" }, { rate.digits, rate.low, rate.unit })
  end)

  it("leaves out what is no quantity", function()
    local kinds = {}
    for _, token in ipairs(read "践行“三个表率”，第十三届，办结5件。".tokens) do
      kinds[#kinds + 1] = token.kind
    end
    assert.are.same({ "cue", "quantity" }, kinds)
  end)

  it("tells of other tokens the row that made them", function()
    local one = read "南通市2021年征求意见168条。"
    local kinds = {}
    for i, token in ipairs(one.tokens) do
      kinds[i] = token.kind
    end
    assert.are.same({ "place", "period", "cue", "quantity" }, { kinds[1], kinds[2], kinds[3], kinds[#kinds] })
    assert.are.equal("南通市", one.tokens[1].row.text)
    assert.is_nil(one.tokens[2].row)
    assert.are.equal("raise", one.tokens[3].row.roles.rectification)
    assert.is_nil(one.tokens[#one.tokens].row)
  end)

  it("reads the sentence that is asked for", function()
    local text = "办结5件。\n\n办结6件。"
    assert.are.same({ 5, 6 }, { read(text, 1).tokens[2].low, read(text, 2).tokens[2].low })
    assert.are.equal(2, read(text, 2).index)
  end)

  it("raises for a sentence that is not there", function()
    assert.has_error(function() read("办结5件。", 2) end)
    assert.has_error(function() read("", 1) end)
    assert.has_error(function() read("办结5件。", 0) end)
    assert.has_error(function() sentence.read({}, 1) end)
  end)

  it("gets text without stops in pieces that together hold every token", function()
    local found = mentions.scanner():scan(("办结5件，"):rep(10000) .. "。")
    local tokens, last = 0, 0
    for i = 1, found:sentences() do
      local one = sentence.read(found, i)
      assert.are.equal(last + 1, one.first)
      tokens, last = tokens + #one.tokens, one.last
    end
    assert.are.equal(20000, tokens)
    assert.are.equal(#found:text(), last)
  end)
end)
