local wordset = require "wenlu.wordset"

-- What the set says, reckoned with string.find and string.sub alone.
local function first_word(words, text, first, last)
  local best, best_last
  for _, word in ipairs(words) do
    local from, to = text:find(word, first, true)
    local better = not best or from and (from < best or from == best and to > best_last)
    if from and to <= last and better then
      best, best_last = from, to
    end
  end
  return best, best_last
end

local function last_word(words, text, first, last)
  local best, best_last
  for _, word in ipairs(words) do
    for from = last - #word + 1, first, -1 do
      if text:sub(from, from + #word - 1) == word then
        local to = from + #word - 1
        if not best or to > best_last or to == best_last and from < best then
          best, best_last = from, to
        end
        break
      end
    end
  end
  return best, best_last
end

describe("wordset.new", function()
  it("takes a text of words, or a list in which words may hold blanks", function()
    assert.are.equal(3, #wordset.new "办结\n整改  完成 ")
    local set = wordset.new { "a b", "，" }
    assert.are.equal(2, #set)
    assert.is_true(set:is "a b")
  end)

  it("makes an empty set of nothing", function()
    for _, nothing in ipairs { "", " \n", {} } do
      local set = wordset.new(nothing)
      assert.is_nil(set:find "办结")
      assert.is_false(set:is "")
      assert.are.equal(1, set:skip "办结")
    end
  end)

  it("raises for what is no word", function()
    assert.has_error(function() wordset.new { "" } end)
    assert.has_error(function() wordset.new { 1 } end)
    assert.has_error(function() wordset.new { ("x"):rep(256) } end)
    assert.has_error(function() wordset.new(("x "):rep(16385)) end)
    assert.has_error(function() wordset.new() end)
    assert.has_error(function() wordset.new("a", true) end)
    assert.are.equal(16384, #wordset.new(("x "):rep(16384)))
  end)
end)

describe("a word set", function()
  local set = wordset.new "办结 整改 整改完成 完成 a （"

  it("tells whether a range is one of its words", function()
    assert.is_true(set:is "整改完成")
    assert.is_true(set:is("已办结。", 4, 9))
    assert.is_false(set:is("已办结。", 4, 12))
    assert.is_false(set:is("已办结。", 1, 6))
    assert.is_false(set:is "")
  end)

  it("finds the longest word that begins or ends at an offset", function()
    local text = "已整改完成，"
    assert.are.equal(15, set:at(text, 4))
    assert.are.equal(9, set:at(text, 4, 14))
    assert.is_nil(set:at(text, 5))
    assert.are.equal(4, set:before(text, 15))
    assert.are.equal(10, set:before(text, 15, 5))
    assert.is_nil(set:before(text, 15, 11))
    assert.is_nil(set:before(text, 14))
  end)

  it("finds the first word and the last one", function()
    local text = "先办结，后整改完成（a）"
    assert.are.same({ 4, 9 }, { set:find(text) })
    assert.are.same({ 16, 27 }, { set:find(text, 5) })
    assert.are.same({ 16, 21 }, { set:find(text, 5, 26) })
    assert.are.same({ 31, 31 }, { set:last(text) })
    assert.are.same({ 16, 27 }, { set:last(text, 1, 27) })
    assert.are.same({ 22, 27 }, { set:last(text, 17, 27) })
    assert.are.same({}, { set:last(text, 10, 18) })
  end)

  it("skips words that follow one another", function()
    assert.are.equal(19, set:skip "整改完成办结。")
    assert.are.equal(13, set:skip("整改完成办结", 7, 15))
    assert.are.equal(2, set:skip("（a", 2))
  end)

  it("cuts ranges to the text", function()
    assert.are.same({ 1, 6 }, { set:find("办结", -5, 100) })
    assert.are.same({ 1, 6 }, { set:last("办结", math.mininteger, math.maxinteger) })
    assert.is_nil(set:find("办结", 7))
    assert.is_nil(set:find("办结", math.maxinteger, math.mininteger))
    assert.is_nil(set:at("办结", 0, 3))
    assert.is_nil(set:before("办结", 0))
    assert.is_nil(set:at("", 1))
    assert.are.equal(7, set:skip("办结", 7))
  end)

  it("never looks into characters, and bears any bytes", function()
    local odd = wordset.new { "\0", "\xF0\x9F\x98\x80" }
    assert.are.same({ 3, 3 }, { odd:find "ab\0" })
    assert.is_nil(wordset.new({ "\x9E" }):find "办")
    assert.are.same({ 2, 5 }, { odd:find "\x80\xF0\x9F\x98\x80" })
    assert.are.same({ 2, 5 }, { odd:last "\x80\xF0\x9F\x98\x80\x80\x80" })
    for _, cut in ipairs { "\xE5", "\xFF", "\xF0\x9F", "办\xE5", "\x80" } do
      assert.is_nil(wordset.new("办结"):find(cut))
      assert.is_nil(wordset.new("办结"):last(cut))
    end
  end)

  it("agrees with string.find everywhere", function()
    local pieces = { "办", "结", "办结", "整改", "完", "成", "，", "a", "é", "ab", "𠮷" }
    math.randomseed(7)
    for _ = 1, 300 do
      local words, text = {}, {}
      for i = 1, math.random(1, 6) do
        words[i] = pieces[math.random(#pieces)] .. pieces[math.random(#pieces)]:rep(math.random(0, 2))
      end
      for i = 1, math.random(0, 12) do
        text[i] = pieces[math.random(#pieces)]
      end
      text = table.concat(text)
      local some = wordset.new(words)
      assert.are.same({ first_word(words, text, 1, #text) }, { some:find(text) })
      assert.are.same({ last_word(words, text, 1, #text) }, { some:last(text) })
      local first, last = math.random(1, #text + 1), math.random(0, #text)
      local from, to = some:last(text, first, last)
      assert.are.same({ last_word(words, text, first, last) }, { from, to })
    end
  end)

  it("agrees with string.find in long ranges too, 32 places at a time or one by one", function()
    local pieces = { "办", "结", "办结", "整改", "完", "成", "，", "a", "é", "ab", "𠮷", "的", "了", "是", "工作", "问题" }
    math.randomseed(11)
    for round = 1, 400 do
      local words, text = {}, {}
      local longest = round % 4
      for i = 1, math.random(1, round % 5 == 0 and 40 or 6) do
        words[i] = pieces[math.random(#pieces)] .. pieces[math.random(#pieces)]:rep(math.random(0, longest))
      end
      for i = 1, math.random(0, 150) do
        text[i] = pieces[math.random(#pieces)]
      end
      text = table.concat(text)
      local first = math.random(1, math.max(1, #text))
      local last = math.random(first - 1, #text)
      local expected = { first_word(words, text, first, last) }
      local all, count = wordset.new(words), 0
      for at = first, last do
        if all:at(text, at, last) then
          count = count + 1
        end
      end
      for _, scalar in ipairs { true, false } do
        local some = wordset.new(words, { scalar = scalar })
        assert.are.same(expected, { some:find(text, first, last) })
        assert.are.equal(count, some:count(text, first, last))
      end
    end
  end)

  it("reads damaged characters the same in both ways", function()
    local bytes = { "\xE5", "\x8A", "\x9E", "\xF0", "\x80", "a", "办", "\xFF", "\0", "结" }
    math.randomseed(5)
    for _ = 1, 300 do
      local words, text = {}, {}
      for i = 1, 3 do
        words[i] = bytes[math.random(#bytes)] .. bytes[math.random(#bytes)] .. bytes[math.random(#bytes)]
      end
      for i = 1, math.random(0, 300) do
        text[i] = bytes[math.random(#bytes)]
      end
      text = table.concat(text)
      assert.are.same({ wordset.new(words, { scalar = true }):find(text) }, { wordset.new(words):find(text) })
    end
  end)

  it("counts the places where its words begin", function()
    assert.are.equal(2, wordset.new("全区 区委"):count "全区委")
    assert.are.equal(3, wordset.new("aa a"):count "aaa")
    assert.are.equal(1, wordset.new("aa"):count("aaa", 1, 2))
    assert.are.equal(0, set:count "")
    assert.are.equal(200000, set:count(("办结"):rep(200000)))
  end)

  it("looks through long texts", function()
    local text = ("中"):rep(200000)
    assert.are.same({ 600001, 600006 }, { set:find(text .. "办结") })
    assert.are.same({ 1, 6 }, { set:last("办结" .. text) })
    assert.is_nil(set:find(text))
    assert.are.equal(1200001, set:skip(("办结"):rep(200000)))
  end)

  it("raises for what is no text and no offset", function()
    assert.has_error(function() set:find() end)
    assert.has_error(function() set:find {} end)
    assert.has_error(function() set:at "办结" end)
    assert.has_error(function() set:before "办结" end)
    assert.has_error(function() set:is("办结", "x") end)
    assert.has_error(function() set.find({}, "办结") end)
  end)
end)
