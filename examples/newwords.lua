-- Prints candidates for new words in files, with count, cohesion and freedom: wenlu examples/newwords.lua FILE...
local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local newwords = require "wenlu.newwords"

local texts = {}
for _, path in ipairs(arg) do
  texts[#texts + 1] = assert(decode.text(assert(bytes.read(path)))).text
end
local rows = newwords.find(texts, { limit = 8, known = function(word) return utf8.len(word) < 3 end })
for _, row in ipairs(rows) do
  print(("%s\t%d\t%.2f\t%.2f"):format(row.word, row.count, row.cohesion, row.freedom))
end
