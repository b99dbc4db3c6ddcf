--- Turns the articles of a store into documents of words, each with city, year and title.

local document = require "wenlu.document"
local tokens = require "wenlu.tokens"

local M = {}

--- The words of an article, cut from the reading, in which broken lines are put together: `text`, `first` and `last`
--- are of that; M.locate tells where they stand in the document's text.
---@class wenlu.tokens.Article: wenlu.tokens.Document
---@field id integer        of the document in the store
---@field article integer?  number of the article; nil for what stands in none
---@field title string?
---@field city string?
---@field place string?
---@field published string?
---@field year integer?     of publication
---@field sha256 string
---@field segments integer[]?  see wenlu.document

local function to_text(segments, offset)
  if not segments then
    return offset
  end
  local low, high = 1, #segments // 2
  while low < high do
    local middle = (low + high + 1) // 2
    if segments[2 * middle - 1] <= offset then
      low = middle
    else
      high = middle - 1
    end
  end
  return segments[2 * low] + offset - segments[2 * low - 1]
end

local function new_article(row, read, fields)
  local made = {
    text = read.reading, segments = read.segments, first = {}, last = {}, tags = {}, ends = {}, begins = {}, stops = {},
    id = row.id, sha256 = row.sha256, article = fields.number, title = fields.title, city = fields.city,
    place = fields.place, published = fields.published,
  }
  made.year = made.published and math.tointeger(tonumber(made.published:sub(1, 4)))
  return made
end

-- The article that holds an offset of the text: articles are sorted, and do not overlap.
local function article_at(articles, offset)
  for _, article in ipairs(articles) do
    if article.from <= offset and offset <= article.to then
      return article
    end
  end
end

local function add_unit(made, whole, first, last, unit)
  for i = first, last do
    local n = #made + 1
    made[n], made.first[n], made.last[n], made.tags[n] = whole[i], whole.first[i], whole.last[i], whole.tags[i]
  end
  local n = #made.ends + 1
  made.ends[n], made.begins[n], made.stops[n] = #made, whole.begins[unit], whole.stops[unit]
end

local ARTICLES = [[SELECT title, city, place, published, first AS "from", last AS "to" FROM article
  WHERE document = ? ORDER BY first, id]]

local function split(db, row, cutter, options)
  local read = document.read(row.content)
  local articles, made, list = {}, {}, {}
  for article in db:rows(ARTICLES, row.id) do
    articles[#articles + 1] = article
    article.number = #articles
  end
  local whole = tokens.cut(read.reading, cutter, options)
  for first, last, unit in tokens.units(whole) do
    local article = article_at(articles, to_text(read.segments, whole.first[first])) or row
    if not made[article] then
      made[article] = new_article(row, read, article)
      list[#list + 1] = made[article]
    end
    add_unit(made[article], whole, first, last, unit)
  end
  return list
end

local function wanted(made, filter)
  return (not filter.city or made.city == filter.city)
    and (not filter.from or (made.year or -math.huge) >= filter.from)
    and (not filter.to or (made.year or math.huge) <= filter.to)
end

--- The articles of a store, in an order that depends on the documents alone.
---
---     local documents = articles.read(corpus, tokens.cutter(segmenter.default()), { from = 2020 })
---
---@param corpus wenlu.Corpus
---@param cutter fun(source: string): table see tokens.cut
---@param options? {city: string?, from: integer?, to: integer?, bounds: string?, keep: nil|fun(word: string): boolean}
--- from, to: years of publication; bounds and keep: see tokens.cut
---@return wenlu.tokens.Article[]
function M.read(corpus, cutter, options)
  options = options or {}
  local list = {}
  for row in corpus.db:rows [[SELECT d.id, d.sha256, d.title, d.city, d.place, d.published, t.content
    FROM document d JOIN text t ON t.document = d.id ORDER BY d.sha256]] do
    for _, made in ipairs(split(corpus.db, row, cutter, options)) do
      if wanted(made, options) then
        list[#list + 1] = made
      end
    end
  end
  return list
end

--- Where a line of a concordance over such articles stands: what Corpus:evidence asks for.
---@param line wenlu.kwic.Line
---@return {document: integer, first: integer, last: integer, city: string?, place: string?}
function M.locate(line)
  local made = line.document
  return {
    document = made.id, city = made.city, place = made.place,
    first = to_text(made.segments, line.first), last = to_text(made.segments, line.last),
  }
end

return M
