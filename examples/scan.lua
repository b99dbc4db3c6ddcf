-- Says what is recognised in a sentence: wenlu examples/scan.lua SENTENCE
local document = require "wenlu.document"
local mentions = require "wenlu.mentions"

local sentence = document.read(table.concat(arg, " "))
local found = mentions.scan(sentence)
for i = 1, #found do
  local record = mentions.record(sentence, found, i)
  if record then
    local value = record.value or record.name or record.low or record.high or ""
    print(record.first .. "-" .. record.last, record.kind, record.class, record.surface, value, record.mark or "")
  end
end
