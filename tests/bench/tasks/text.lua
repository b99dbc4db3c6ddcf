--- Turns a large UTF-8 text into the work that the benches of wenlu.text measure.

local text = require "wenlu.text"
local pattern = require "wenlu.utf8pattern"

local M = {}

for _, name in ipairs { "index", "lines", "sentences", "clauses", "simhash", "minhash" } do
  M[name] = function(bytes)
    return function()
      return assert(text[name](bytes))
    end
  end
end

--- A word that is rare in official text.
M.find_all = function(bytes)
  return function()
    return #text.find_all(bytes, "整改率")
  end
end

--- A character that is frequent in it.
M.find_all_frequent = function(bytes)
  return function()
    return #text.find_all(bytes, "的")
  end
end

M.replace = function(bytes)
  return function()
    return #text.replace(bytes, "整改率", "办结率")
  end
end

--- Two texts of 20,000 characters that differ in one of ten.
M.distance = function(bytes)
  local a = pattern.match(bytes, (".?"):rep(20000))
  local count = 0
  local b = pattern.gsub(a, ".", function(character)
    count = count + 1
    return count % 10 == 0 and "甲" or character
  end)
  return function()
    return text.distance(a, b)
  end
end

--- A hundred thousand numerals read.
M.number = function()
  local numerals = {}
  for i = 1, 100000 do
    numerals[i] = text.numeral(i * 7919 % 100000000)
  end
  return function()
    for i = 1, #numerals do
      text.number(numerals[i])
    end
  end
end

--- Where every thousandth byte lies.
M.positions = function(bytes)
  local index = assert(text.index(bytes))
  return function()
    for byte = 1, #bytes, 1000 do
      index:position(byte)
    end
  end
end

--- Replaces by a pattern of code points.
M.gsub = function(bytes)
  local part = bytes:sub(1, 1 << 20)
  return function()
    return pattern.gsub(part, "%d+", "#")
  end
end

return M
