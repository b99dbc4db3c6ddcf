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
    local one = read("力争走访近1.5万名企业家。")
    local token = one.quantities[1]
    assert.are.same({ "quantity", "count", 2, 13, 24, 1 },
      { token.kind, token.class, token.index, token.first, token.last, token.clause })
    assert.are.same({ "under", "target", "名", "企业家", 25, 15000 },
      { token.mark, token.status, token.unit, token.counted, token.counted_first, token.high })
    assert.is_nil(token.low)
    assert.is_nil(token.digits)
    assert.is_nil(token.row)
    assert.is_nil(token[1])
    assert.are.equal(one, token.sentence)
    assert.are.equal(token, one.tokens[2])
    assert.are.equal(one.tokens, one.tokens)
  end)

  it("does not answer for what is no token of a sentence", function()
    local token = read("办结5件。").quantities[1]
    local ask = getmetatable(token).__index
    assert.has_error(function() ask({}, "mark") end)
    assert.has_error(function() ask({ index = 2, sentence = {} }, "mark") end)
    assert.has_error(function() ask({ index = 9, sentence = token.sentence }, "mark") end)
    assert.has_error(function() ask(nil, "mark") end)
    assert.is_nil(ask({}, "nothing"))
    assert.has_error(function() getmetatable(token.sentence).__index({}, "tokens") end)
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

describe("a question about a sentence", function()
  local scanner, bits = mentions.scanner()
  local roles, KINDS = bits.rectification, sentence.KINDS
  local text = "2021年南通市收到意见168条，已办结165条；其余3条正在整改。第二句办结1件。"
  local found = scanner:scan(text)

  -- What the tokens say: the first (or last) with one of these roles or kinds inside a range.
  local function slow(names, first, last, from, to, by)
    local tokens = sentence.read(found, 1).tokens
    for k = from or 1, to or #tokens, by or 1 do
      local token = tokens[k]
      local role = token.row and token.row.roles and token.row.roles.rectification
      if (names[role or ""] or names[token.kind]) and token.first >= first and token.last <= last then
        return token.index, token.first, token.last
      end
    end
  end

  it("finds the first and the last of some cue words and kinds in a range", function()
    local count = #sentence.read(found, 1).tokens
    local asked = {
      { roles.done, { done = true } }, { roles.raise | roles.matter, { raise = true, matter = true } },
      { roles.negative, { negative = true } }, { KINDS.quantity, { quantity = true } },
      { KINDS.period | KINDS.place | roles.done, { period = true, place = true, done = true } }, { 0, {} },
    }
    for _, ask in ipairs(asked) do
      for first = -1, #text + 2, 3 do
        for last = first - 1, #text + 2, 7 do
          assert.are.same({ slow(ask[2], first, last) }, { sentence.first(found, 1, ask[1], first, last) })
          assert.are.same({ slow(ask[2], first, last, count, 1, -1) }, { sentence.last(found, 1, ask[1], first, last) })
          assert.are.equal(slow(ask[2], first, last) ~= nil, sentence.present(found, 1, first, last) & ask[1] ~= 0)
        end
      end
    end
  end)

  it("looks at one sentence alone", function()
    local first, last = found:sentence(2)
    assert.is_nil(sentence.first(found, 1, roles.done, first, last))
    assert.are.equal("办结", text:sub(select(2, sentence.first(found, 2, roles.done, 1, #text))))
  end)

  it("leaves out what is no quantity", function()
    local slogan = scanner:scan "践行“三个表率”，第十三届。"
    assert.are.equal(0, sentence.present(slogan, 1, 1, 100) & KINDS["non-quantity"])
    assert.is_nil(sentence.first(slogan, 1, KINDS["non-quantity"], 1, 100))
  end)

  it("finds sentences with quantities by their words or their units", function()
    local some = scanner:scan "办结。收到意见。有5件。办结6件。开展7场。"
    assert.are.equal(4, sentence.find(some, 1, roles.done))
    assert.is_nil(sentence.find(some, 5, roles.done))
    assert.are.equal(3, sentence.find(some, 1, 0, { ["件"] = true }))
    assert.are.equal(4, sentence.find(some, 4, roles.done, { ["场"] = true }))
    assert.are.equal(5, sentence.find(some, 5, roles.done, { ["场"] = true }))
    assert.is_nil(sentence.find(some, 100, -1))
    assert.is_nil(sentence.find(scanner:scan "", 1, -1))
  end)

  it("tells whether a line ends between two sentences, and which one before leads up to one", function()
    local some = scanner:scan "收到意见5条。有6件。办结7件。\n收到意见8条。办结9件。"
    local groups = roles.raise | roles.matter
    assert.is_false(sentence.breaks(some, 1, 3))
    assert.is_true(sentence.breaks(some, 1, 4))
    assert.is_true(sentence.breaks(some, 3, 4))
    assert.are.equal(1, sentence.lead(some, 3, 1, groups))
    assert.are.equal(3, sentence.lead(some, 3, 2, groups))
    assert.are.equal(4, sentence.lead(some, 5, 1, groups))
    assert.are.equal(2, sentence.lead(some, 2, 5, groups))
  end)

  it("raises for what is not there", function()
    for _, ask in ipairs {
      function() sentence.first(found, 3, 1, 1, 1) end, function() sentence.last(found, 0, 1, 1, 1) end,
      function() sentence.present(found, 1, 1) end, function() sentence.find(found, 0, 1) end,
      function() sentence.find(found, 1, 1, "件") end, function() sentence.breaks(found, 1, 9) end,
      function() sentence.lead(found, 1, 9, 1) end, function() sentence.first({}, 1, 1, 1, 1) end,
      function() sentence.first(io.stdout, 1, 1, 1, 1) end,
    } do
      assert.has_error(ask)
    end
  end)
end)
