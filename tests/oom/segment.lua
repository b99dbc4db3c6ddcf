-- Cuts, counts, and adds words: every buffer of the segmenter is made once.

local segment = require "wenlu.segment"
local segmenter, counter = assert(segment.new()), segment.counter()
assert(segmenter:load "整改率 1500 n\n一 老 一 小 30 nz\n马上办")
segmenter:force("群众满意率", "own")
local text = ("整改率达94.5%，群众满意率98%；一 老 一 小。"):rep(40)
for _, options in ipairs { {}, { mode = "full" }, { mode = "search" }, { tags = true }, { tags = "posseg" } } do
  segmenter:cut(text, options):words()
  segmenter:count(text, counter, options)
end
counter:list()
