-- What the host gives a script for Chinese text: charsets, numerals, sentences, normal forms, columns, many terms.
-- wenlu examples/text.lua
local charset = require "wenlu.charset"
local matcher = require "wenlu.matcher"
local text = require "wenlu.text"
local unicode = require "wenlu.unicode"

print(charset.detect("\xD5\xFB\xB8\xC4\xC2\xCA98.2%"))
print(charset.encode("整改率", "GB18030"):byte(1, -1))
print(text.number "壹佰万零伍仟元整", text.numeral(1005000, { form = "plain" }))

local sentences = text.sentences "会议指出：“要抓整改。”整改率98.2%。"
for i = 1, #sentences do
  print(sentences:text(i))
end

print(unicode.nfkc "（９８．２％）", unicode.width "整改率", unicode.truncate("社会评价意见整改率", 10))

local terms = matcher.new { "整改", "整改率", "办结率" }
for first, last, id in terms:scan("整改率与办结率"):each() do
  print(first, last, terms:term(id))
end
