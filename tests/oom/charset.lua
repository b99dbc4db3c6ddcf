-- Decodes and encodes with our tables and with iconv(3), strictly and with replacements.

local charset = require "wenlu.charset"

local text = ("整改率98%€"):rep(20)
for _, name in ipairs { "GB18030", "GBK", "UTF-16LE", "koi8-r" } do
  local bytes = assert(charset.encode(text .. "𠮷", name, { references = true }))
  local back, map, faults = charset.decode(bytes .. "\xFF", name)
  assert(back and map:pack() and faults.n <= 1)
  assert(charset.decode(bytes, name, { strict = true }))
end
assert(not charset.encode(text, "Latin-1"))
assert(charset.check(text) == #text)
assert(require "iconv".new("GBK//TRANSLIT", "UTF-8"):iconv "整😀" == "\xD5\xFB?")
