-- Prints what sets the articles of one year apart, the neighbours of a word, and where it stands:
-- wenlu --db FILE examples/themes.lua YEAR WORD
local collocations = require "wenlu.collocations"
local corpus = require "wenlu.corpus"
local keyness = require "wenlu.keyness"
local kwic = require "wenlu.kwic"
local process = require "wenlu.process"
local segmenter = require "wenlu.segmenter"
local tokens = require "wenlu.tokens"
local articles = require "wenlu.tokens.corpus"

local year, word = math.tointeger(arg[1]), arg[2]
local target, reference, all = {}, {}, articles.read(assert(corpus.open(process.options().db)),
  tokens.cutter(segmenter.default()))
for _, article in ipairs(all) do
  table.insert(article.year == year and target or reference, article)
end
local function hanzi(text)
  return utf8.len(text) > 1 and not text:find "%d"
end
for _, row in ipairs(keyness.compare(target, reference, { p = 0.01, least = 5, limit = 5, keep = hanzi })) do
  print(("%s\t%d\t%d\t%.2f\t%.2f"):format(row.word, row.target, row.reference, row.log_likelihood, row.log_ratio))
end
for _, row in ipairs(collocations.around(all, word, { left = 3, right = 3, limit = 5, keep = hanzi })) do
  print(("%s\t%d\t%.2f\t%.2f"):format(row.word, row.count, row.log_likelihood, row.pmi))
end
local lines = kwic.find(all, word, { sort = { "R1", "R2" }, limit = 5 })
io.write(kwic.render(lines, { width = 78, columns = { "city", "year" } }))
