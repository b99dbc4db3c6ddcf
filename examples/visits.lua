-- Tries a new indicator on files, before it becomes a frame of its own: how many companies were visited.
-- wenlu examples/visits.lua FILE...
local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local frame = require "wenlu.frame"

local visits = frame.counts {
  name = "visit", about = "走访企业的家数", words = { "走访", "上门服务" }, units = { "家", "家次", "户" },
}

for _, path in ipairs(arg) do
  local text = assert(decode.text(assert(bytes.read(path))))
  for _, row in ipairs(frame.try(visits, text.text)) do
    print(row.word, row.count, row.unit, row.mark, path:match "[^/]+$")
  end
end
