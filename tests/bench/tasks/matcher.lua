--- Turns the text of a bench into the tasks of wenlu.matcher; terms are the words of jieba's dictionary.
local files = require "wenlu.files"
local matcher = require "wenlu.matcher"

local DICTIONARY = "/usr/lib/python3/dist-packages/jieba/dict.txt"

--- All words; with a count that many of those of two characters or more, evenly spread.
local function words(count)
  local all = {}
  for word in assert(files.read(DICTIONARY)):gmatch "([^ \n]+)[^\n]*\n" do
    if not count or #word >= 6 then
      all[#all + 1] = word
    end
  end
  if not count then
    return all
  end
  local spread = {}
  for i = 0, count - 1 do
    spread[i + 1] = all[i * #all // count + 1]
  end
  return spread
end

--- The most frequent words of two characters or more.
local function frequent(count)
  local all = {}
  for word, frequency in assert(files.read(DICTIONARY)):gmatch "([^ \n]+) (%d+)" do
    if #word >= 6 then
      all[#all + 1] = { word = word, frequency = tonumber(frequency) }
    end
  end
  table.sort(all, function(a, b)
    return a.frequency > b.frequency or a.frequency == b.frequency and a.word < b.word
  end)
  local words_only = {}
  for i = 1, count do
    words_only[i] = all[i].word
  end
  return words_only
end

local function all_matches(count)
  return function(bytes)
    local set = matcher.new(words(count))
    return function()
      return #set:scan(bytes, { policy = "all" })
    end
  end
end

return {
  matcher_10000 = all_matches(10000),
  matcher_340000 = all_matches(),

  matcher_build = function()
    local terms = words()
    return function()
      return #matcher.new(terms)
    end
  end,

  --- Every hit's ends as integers in Lua.
  matcher_spans = function(bytes)
    local set = matcher.new(frequent(100))
    return function()
      local sum = 0
      for first, last in set:scan(bytes):each() do
        sum = sum + last - first
      end
      return sum
    end
  end,
}
