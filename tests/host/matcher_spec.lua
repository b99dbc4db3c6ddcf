local program = dofile "tests/program.lua"
local matcher = require "wenlu.matcher"
local files = require "wenlu.files"

local function spans(hits)
  local list = {}
  for first, last, id in hits:each() do
    list[#list + 1] = ("%d-%d:%d"):format(first, last, id)
  end
  return table.concat(list, " ")
end

--- Every occurrence of every term, found one term at a time.
local function slow_all(terms, text)
  local found = {}
  for id, term in ipairs(terms) do
    local from = 1
    while true do
      local first, last = text:find(term, from, true)
      if not first then
        break
      end
      found[#found + 1] = { first = first, last = last, id = id }
      from = first + 1
    end
  end
  table.sort(found, function(a, b)
    if a.first ~= b.first then
      return a.first < b.first
    end
    return a.last < b.last
  end)
  return found
end

local function slow(terms, text, policy)
  local kept, free = {}, 1
  local all = slow_all(terms, text)
  for i, hit in ipairs(all) do
    local longest = not all[i + 1] or all[i + 1].first > hit.first
    if policy == "all" or longest and (policy == "overlapping" or hit.first >= free) then
      kept[#kept + 1] = ("%d-%d:%d"):format(hit.first, hit.last, hit.id)
      free = hit.last + 1
    end
  end
  return table.concat(kept, " ")
end

local POLICIES = { "leftmost-longest", "overlapping", "all" }

--- All policies, with SIMD and without, against the slow model.
local function agree(terms, text)
  local set = matcher.new(terms)
  for _, policy in ipairs(POLICIES) do
    local expected = slow(terms, text, policy)
    assert.are.equal(expected, spans(set:scan(text, { policy = policy })))
    assert.are.equal(expected, spans(set:scan(text, { policy = policy, scalar = true })))
  end
end

local function random_terms(random, alphabet, most, longest)
  local terms, seen = {}, {}
  for _ = 1, random(1, most) do
    local letters = {}
    for i = 1, random(1, longest) do
      letters[i] = alphabet[random(1, #alphabet)]
    end
    local term = table.concat(letters)
    if not seen[term] then
      seen[term] = true
      terms[#terms + 1] = term
    end
  end
  return terms
end

local function random_text(random, alphabet, size)
  local letters = {}
  for i = 1, size do
    letters[i] = alphabet[random(1, #alphabet)]
  end
  return table.concat(letters)
end

local function generator(seed)
  local state = seed
  return function(low, high)
    state = (state * 1103515245 + 12345) % 2147483648
    return low + (state >> 8) % (high - low + 1)
  end
end

describe("matcher.new", function()
  it("takes a list of terms, numbered in order", function()
    local set = matcher.new { "整改", "整改率" }
    assert.are.equal(2, #set)
    assert.are.equal(2, set:find "整改率")
    assert.are.equal("整改", set:term(1))
  end)

  it("makes an empty set, which finds nothing", function()
    local set = matcher.new()
    assert.are.equal(0, #set)
    assert.are.equal(0, #set:scan "整改")
    assert.is_false(set:is_match "整改")
  end)

  it("gives a term that comes twice one number", function()
    local set = matcher.new({ "甲", "乙", "甲", "丙丁" }, { 1, 2, 3, 4 })
    assert.are.equal(3, #set)
    assert.are.same({ "甲", "乙", "丙丁" }, { set:term(1), set:term(2), set:term(3) })
    assert.are.same({ 3, 2, 4 }, { set:payload(1), set:payload(2), set:payload(3) })
  end)

  it("raises for what is no term", function()
    assert.has_error(function() matcher.new { "a", "" } end, "bad argument #1 to 'new' (term 2 is empty)")
    assert.has_error(function() matcher.new { "a", 5 } end, "bad argument #1 to 'new' (term 2 is number)")
    assert.has_error(function() matcher.new "a" end)
    assert.has_error(function() matcher.new({ "a" }, 5) end)
  end)
end)

describe("a set", function()
  it("takes terms while it is in use", function()
    local set = matcher.new { "整改" }
    assert.are.equal(2, set:add "办结")
    assert.are.equal(1, set:add "整改")
    assert.are.equal("1-6:1 7-12:2", spans(set:scan "整改办结"))
  end)

  it("forgets a term, and numbers it anew when it comes back", function()
    local set = matcher.new { "整改", "整改率", "率" }
    assert.is_true(set:remove "整改率")
    assert.is_false(set:remove "整改率")
    assert.is_false(set:remove "没有")
    assert.are.equal(2, #set)
    assert.is_nil(set:find "整改率")
    assert.are.equal("1-6:1 7-9:3", spans(set:scan "整改率"))
    assert.are.equal(4, set:add "整改率")
    assert.are.equal("1-9:4", spans(set:scan "整改率"))
    assert.are.equal("整改率", set:term(2))
  end)

  it("keeps a payload of any kind for each term", function()
    local thing = {}
    local set = matcher.new({ "a", "b", "c", "d", "e" }, { 7, "x", thing, math.mininteger })
    assert.are.same({ 7, "x", math.mininteger }, { set:payload(1), set:payload(2), set:payload(4) })
    assert.are.equal(thing, set:payload(3))
    assert.is_nil(set:payload(5))
    set:add("a", "changed")
    set:add("b", 8)
    assert.are.same({ "changed", 8 }, { set:payload(1), set:payload(2) })
    set:add "a"
    assert.is_nil(set:payload(1))
    set:remove "b"
    assert.is_nil(set:payload(2))
    assert.are.equal(3.5, set:payload(set:add("f", 3.5)))
  end)

  it("raises for numbers of no term and for empty terms", function()
    local set = matcher.new { "a" }
    for _, id in ipairs { 0, 2, -1, math.maxinteger } do
      assert.has_error(function() set:term(id) end)
      assert.has_error(function() set:payload(id) end)
    end
    assert.has_error(function() set:add "" end)
    assert.has_error(function() set:remove "" end)
    assert.has_error(function() set:find "" end)
  end)

  it("grows to many terms, however they come in", function()
    local set, terms = matcher.new(), {}
    for i = 1, 20000 do
      terms[i] = ("t%d#"):format(i * 7919 % 100003)
      assert.are.equal(i, set:add(terms[i], i))
    end
    local whole = matcher.new(terms)
    local text = table.concat(terms)
    assert.are.equal(spans(whole:scan(text)), spans(set:scan(text)))
    assert.are.equal(20000, #set:scan(text))
    assert.are.equal(777, set:payload(set:find(terms[777])))
  end)
end)

describe("matcher:scan", function()
  local set = matcher.new { "整改", "整改率", "改率", "率", "达" }

  it("finds the longest term at the first place, then goes on behind it", function()
    assert.are.equal("1-9:2 10-12:5", spans(set:scan "整改率达"))
  end)

  it("finds the longest term at every place", function()
    assert.are.equal("1-9:2 4-9:3 7-9:4 10-12:5", spans(set:scan("整改率达", { policy = "overlapping" })))
  end)

  it("finds every term at every place, short ones first", function()
    assert.are.equal("1-6:1 1-9:2 4-9:3 7-9:4 10-12:5", spans(set:scan("整改率达", { policy = "all" })))
  end)

  it("looks at a part of the text as if there were no more", function()
    assert.are.equal("1-6:1", spans(set:scan("整改率达", { last = 8 })))
    assert.are.equal("4-9:3 10-12:5", spans(set:scan("整改率达", { first = 2 })))
    assert.are.equal(0, #set:scan("整改率达", { first = 13 }))
    assert.are.equal(0, #set:scan("整改率达", { first = 5, last = 2 }))
    for _, options in ipairs { { first = 0 }, { first = 14 }, { last = 13 }, { last = -1 }, { first = "x" },
      { policy = "best" }, { policy = 7 }, { limit = 0 } } do
      assert.has_error(function() set:scan("整改率达", options) end)
    end
  end)

  it("hands out hits by number, with text and payload", function()
    local hits = matcher.new({ "整改", "达" }, { "x", 5 }):scan "整改率达"
    assert.are.equal(2, #hits)
    assert.are.same({ 10, 12, 2 }, { hits:get(2) })
    assert.are.same({ "整改", "达" }, { hits:text(1), hits:text(2) })
    assert.are.same({ "x", 5 }, { hits:payload(1), hits:payload(2) })
    assert.has_error(function() hits:get(3) end)
    assert.has_error(function() hits:get(0) end)
    assert.is_nil(hits:stopped())
  end)

  it("stops at the limit and tells where", function()
    local as = matcher.new { "a", "aa", "aaa" }
    local hits = as:scan(("a"):rep(100), { policy = "all", limit = 8 })
    assert.are.equal("1-1:1 1-2:2 1-3:3 2-2:1 2-3:2 2-4:3 3-3:1 3-4:2", spans(hits))
    assert.are.equal(3, hits:stopped())
    local cut = as:scan(("a"):rep(100), { limit = 2 })
    assert.are.equal("1-3:3 4-6:3", spans(cut))
    assert.are.equal(7, cut:stopped())
    assert.is_nil(as:scan("aaa", { policy = "all", limit = 100 }):stopped())
  end)

  it("keeps set and text of hits alive", function()
    local hits = matcher.new({ "整改" .. 1 }, { {} }):scan(("整改1"):rep(100))
    collectgarbage()
    collectgarbage()
    assert.are.equal("整改1", hits:text(100))
    assert.is_table(hits:payload(100))
  end)

  it("finds bytes of every kind: NUL, parts of characters, all 256", function()
    agree({ "\0", "\0\0", "a\0b", "\xE6\x95", "\x95", "\xFF\xFF\xFF\xFF" },
      "\0\0a\0b整改\xFF\xFF\xFF\xFF\xFF\0")
    local bytes, text = {}, {}
    for i = 0, 255 do
      bytes[i + 1] = string.char(i)
      text[i + 1] = string.char(i, (i * 7) % 256)
    end
    agree(bytes, table.concat(text))
  end)

  it("finds terms at the very end, of every length", function()
    for size = 1, 24 do
      local term = ("甲乙丙丁戊己庚辛"):sub(1, size)
      for before = 0, 40 do
        local text = ("x"):rep(before) .. term
        assert.are.equal(("%d-%d:1"):format(before + 1, #text), spans(matcher.new { term }:scan(text)))
        assert.are.equal(0, #matcher.new({ term }):scan(text:sub(1, -2)))
      end
    end
  end)

  it("agrees with a search for one term after the other", function()
    local random = generator(42)
    local alphabets = {
      { "a", "b" }, { "甲", "乙", "丙" }, { "甲", "乙", "a", "1", "，" },
      { "\0", "\xFF", "\xE4", "\xB8" }, { "一", "丁", "七", "ab", "é", "\u{20000}" },
    }
    for round = 1, 200 do
      local alphabet = alphabets[round % #alphabets + 1]
      agree(random_terms(random, alphabet, 30, 9), random_text(random, alphabet, random(0, 120)))
    end
    for _, alphabet in ipairs(alphabets) do
      agree(random_terms(random, alphabet, 200, 20), random_text(random, alphabet, 3000))
    end
  end)

  it("agrees where hits fill many blocks and places have more hits than a block", function()
    local terms, text = {}, ("a"):rep(400)
    for i = 1, 300 do
      terms[i] = ("a"):rep(i)
    end
    agree(terms, text)
    local all = matcher.new(terms):scan(("a"):rep(2000), { policy = "all" })
    assert.are.equal(300 * 2000 - 299 * 300 // 2, #all)
    assert.are.same({ 2000, 2000, 1 }, { all:get(#all) })
  end)

  it("takes a time that the length of terms does not multiply", function()
    local a = ("a"):rep(20000)
    local hostile = matcher.new { a .. "b", a .. "c", "b" .. a, ("ab"):rep(9000) .. "c", "aab" }
    local text = ("a"):rep(300000) .. "b" .. ("ab"):rep(100000) .. "c"
    local start = os.clock()
    for _, policy in ipairs(POLICIES) do
      local hits = hostile:scan(text, { policy = policy })
      assert.are.equal("280001-300001:1", ("%d-%d:%d"):format(hits:get(1)))
      local first, last, id = hits:get(#hits)
      assert.are.same({ 482002, 500002, 4 }, { first, last, id })
    end
    assert.is_true(os.clock() - start < 20)
  end)

  it("agrees where long terms hide in a text made to hurt", function()
    local terms = {}
    for i = 1, 40 do
      terms[i] = ("a"):rep(i * 9) .. (i % 3 == 0 and "b" or "")
    end
    for i = 1, 20 do
      terms[#terms + 1] = ("甲乙"):rep(i * 3) .. (i % 2 == 0 and "丙" or "")
    end
    local text = ("a"):rep(2000) .. "b" .. ("a"):rep(61) .. "b" .. ("甲乙"):rep(300) .. "丙" .. ("a"):rep(350)
    local many, quiet = matcher.new(terms), ("x"):rep(3)
    local hurt = ("a"):rep(40000)
    for _, policy in ipairs(POLICIES) do
      local expected = slow(terms, text, policy)
      local hits = many:scan(hurt .. quiet .. text, { policy = policy })
      local found = {}
      for first, last, id in hits:each() do
        if first > #hurt then
          found[#found + 1] = ("%d-%d:%d"):format(first - #hurt - 3, last - #hurt - 3, id)
        end
      end
      assert.are.equal(expected, table.concat(found, " "))
    end
    many:remove(terms[40])
    local longest = { many:scan(hurt, { policy = "overlapping" }):get(1) }
    assert.are.same({ 1, 39 * 9 - 9, 38 }, longest)
  end)

  it("stops at Ctrl-C while it gets ready for a text made to hurt", function()
    local answer = program.shell [["$W" -e '
      local set = require "wenlu.matcher".new { ("ab"):rep(4000000) }
      local hurt = ("ab"):rep(50000)
      os.execute "(sleep 0.2; kill -INT $PPID) &"
      local start = os.clock()
      print(pcall(set.scan, set, hurt))
      print(os.clock() - start)']]
    local message, seconds = answer.out:match "^false\t([^\n]+)\n(%S+)"
    assert.are.equal("interrupted!", message, answer.out .. answer.err)
    assert.is_true(tonumber(seconds) < 1, seconds)
  end)

  it("raises for texts that are none", function()
    assert.has_error(function() set:scan() end)
    assert.has_error(function() set:scan {} end)
    assert.has_error(function() set:scan("a", 5) end)
  end)
end)

describe("matcher:first_match", function()
  local set = matcher.new { "整改", "整改率" }

  it("tells where the first term lies, from a byte on", function()
    assert.are.same({ 4, 12, 2 }, { set:first_match "的整改率和整改" })
    assert.are.same({ 16, 21, 1 }, { set:first_match("的整改率和整改", 5) })
    assert.are.same({}, { set:first_match("的整改率和整改", 22) })
    assert.are.same({}, { set:first_match "" })
    assert.has_error(function() set:first_match("ab", 4) end)
    assert.has_error(function() set:first_match("ab", 0) end)
  end)

  it("has a short form that tells whether there is any", function()
    assert.is_true(set:is_match "的整改率")
    assert.is_false(set:is_match "的整")
    assert.is_false(set:is_match("整改", 2))
  end)
end)

describe("matcher:counter", function()
  it("counts the hits of each term over many texts", function()
    local set = matcher.new { "a", "b", "c", "ab" }
    local counter = set:counter "all"
    assert.are.equal(3, counter:add "ab")
    assert.are.equal(2, counter:add "bb")
    assert.are.same({ 1, 3, 0, 1, 5 },
      { counter:get(1), counter:get(2), counter:get(3), counter:get(4), counter:total() })
    local seen = {}
    for id, count in counter:each() do
      seen[#seen + 1] = id .. "=" .. count
    end
    assert.are.equal("1=1 2=3 4=1", table.concat(seen, " "))
  end)

  it("counts the longest terms where no policy is given, and terms that came later", function()
    local set = matcher.new { "a", "ab" }
    local counter = set:counter()
    counter:add "ab"
    local id = set:add "c"
    assert.are.equal(0, counter:get(id))
    counter:add(("c"):rep(2000))
    assert.are.same({ 0, 1, 2000 }, { counter:get(1), counter:get(2), counter:get(id) })
    assert.has_error(function() counter:get(4) end)
    assert.has_error(function() set:counter "best" end)
  end)
end)

describe("a matcher in a file", function()
  local path = os.tmpname()
  local terms = { "整改", "整改率", "a", "ab", "abcdefghijklmnop", "\0", "达" }

  local function keep(set)
    assert(files.write(path, set:pack()))
  end

  teardown(function()
    os.remove(path)
  end)

  it("finds what the set found that was packed", function()
    local set = matcher.new(terms, { 1, nil, 3, 4, 5, 6, -7 })
    set:remove "a"
    keep(set)
    local mapped = assert(matcher.map(path))
    local text = "整改率达ab\0abcdefghijklmnop"
    for _, policy in ipairs(POLICIES) do
      assert.are.equal(spans(set:scan(text, { policy = policy })), spans(mapped:scan(text, { policy = policy })))
    end
    assert.are.same({ 6, -7, "整改率", 2 }, { #mapped, mapped:payload(7), mapped:term(2), mapped:find "整改率" })
    assert.is_nil(mapped:payload(2))
    assert.are.equal(set:pack(), mapped:pack())
  end)

  it("becomes a set of its own when it is altered; the file stays", function()
    keep(matcher.new(terms, { 1, 2, 3, 4, 5, 6, 7 }))
    local mapped = assert(matcher.map(path))
    local hits = mapped:scan "整改率"
    assert.are.equal(8, mapped:add("新词", "任意"))
    assert.is_true(mapped:remove "达")
    assert.are.equal("1-9:2 10-15:8", spans(mapped:scan "整改率新词达"))
    assert.are.same({ 2, "任意" }, { mapped:payload(2), mapped:payload(8) })
    assert.are.equal("1-9:2", spans(hits))
    assert.are.equal(7, #assert(matcher.map(path)))
  end)

  it("may be empty", function()
    keep(matcher.new())
    local mapped = assert(matcher.map(path, { verify = true }))
    assert.are.equal(0, #mapped:scan "整改")
    assert.are.equal(1, mapped:add "整改")
    assert.are.equal(1, #mapped:scan "整改")
  end)

  it("keeps integers as payloads, and raises for others", function()
    assert.has_error(function() matcher.new({ "a" }, { "x" }):pack() end)
    assert.has_error(function() matcher.new({ "a" }, { {} }):pack() end)
  end)

  it("is refused with a reason when it is no matcher, cut short or damaged", function()
    local bytes = matcher.new(terms):pack()
    local function code_of(altered)
      assert(files.write(path, altered))
      local set, message, code = matcher.map(path)
      assert.is_nil(set)
      assert.is_truthy(message:find(path, 1, true))
      return code
    end
    assert.are.equal("bad-format", code_of "")
    assert.are.equal("bad-format", code_of "wlmat")
    assert.are.equal("bad-format", code_of(("x"):rep(20000)))
    for _, size in ipairs { 8, 100, 8192, #bytes - 64, #bytes - 1 } do
      assert.are.equal("truncated", code_of(bytes:sub(1, size)))
    end
    assert.are.equal("damaged", code_of(bytes .. "x"))
    assert.are.equal("bad-version", code_of(bytes:sub(1, 8) .. "\9" .. bytes:sub(10)))
    for at = 17, #bytes, 97 do
      local altered = bytes:sub(1, at - 1) .. string.char(bytes:byte(at) ~ 0x41) .. bytes:sub(at + 1)
      assert.are.equal("damaged", code_of(altered))
    end
    assert.are.equal("enoent", select(3, matcher.map(path .. ".absent")))
    assert.are.equal("eisdir", select(3, matcher.map "/tmp"))
  end)

  it("says so when asked whether a large one is whole, and never crashes when not asked", function()
    local many = {}
    for i = 1, 30000 do
      many[i] = ("term %d"):format(i)
    end
    local bytes = matcher.new(many):pack()
    assert.is_true(#bytes > 1 << 18)
    for at = 9000, #bytes, 99991 do
      local altered = bytes:sub(1, at - 1) .. ("\xFF"):rep(5000):sub(1, #bytes - at + 1) .. bytes:sub(at + 5000)
      assert(files.write(path, altered))
      assert.are.equal("damaged", select(3, matcher.map(path, { verify = true })))
      local set = assert(matcher.map(path))
      local hits = set:scan("term 1 term 29999 term 15000", { policy = "all" })
      spans(hits)
      set:find "term 5"
      set:term(30000)
      set:add "another"
      assert.is_true(set:is_match "another")
    end
  end)
end)
