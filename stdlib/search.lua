--- Turns a query into the documents of a store that answer it, best first, with the sentences around the hits.
local charset = require "wenlu.charset"
local context = require "wenlu.context"
local index = require "wenlu.search.index"
local query_of = require "wenlu.search.query"
local gazetteer = require "wenlu.gazetteer"
local sqlite = require "wenlu.sqlite"
local tables = require "wenlu.tables"

local M = {}

---@class wenlu.Search
---@field text string      what to search for: see wenlu.search.query
---@field city string?     of the article where the hit stands, or of its document; 南通 is 南通市
---@field issuer string?   a part of the issuer's name
---@field from integer?    first year of publication
---@field to integer?      last year of publication
---@field limit integer?   documents, 10 when not given
---@field hits integer?    sentences of each document, 3 when not given

---@class wenlu.SearchHit  one sentence; evidence of a report can be made of it (Corpus:evidence)
---@field first integer    bytes of the document's text, from the first hit in the sentence to the last
---@field last integer
---@field source_first integer  bytes of the file
---@field source_last integer
---@field before string    the sentence up to the first hit
---@field marked {text: string, mark: boolean?}[]
---@field after string
---@field city string?
---@field place string?
---@field date string?

---@class wenlu.SearchResult
---@field document integer
---@field score number     bm25; greater is better
---@field count integer    all hits in it
---@field hits wenlu.SearchHit[]
---@field title string?
---@field issuer string?
---@field city string?
---@field place string?
---@field date string?
---@field path string
---@field sha256 string

local KNOWN = {
  text = "string", city = "string", issuer = "string", from = "integer", to = "integer", limit = "integer",
  hits = "integer",
}

local LIMIT, SENTENCES = 10, 3

local RANKED = [[
  SELECT d.id AS document, -s.rank AS score, d.sha256, d.title, d.issuer, d.city, d.place, d.published AS date
  FROM (SELECT rowid, rank FROM search WHERE search MATCH ?) s JOIN document d ON d.id = s.rowid
  ORDER BY s.rank, d.sha256]]

local ARTICLES = "SELECT first, last, city, place, published AS date FROM article WHERE document = ? ORDER BY first"

-- Everything but the text is looked up by the tokens of the phrases.
local SPANS = "SELECT spans(search, ?) FROM search WHERE search MATCH ? AND rowid = ?"

local function check(wanted)
  if type(wanted) ~= "table" or type(wanted.text) ~= "string" then
    error("search: {text = ...} is missing", 3)
  end
  for key, value in pairs(wanted) do
    local kind = math.type(value) or type(value)
    if not KNOWN[key] then
      error(("search: no option '%s'"):format(tostring(key)), 3)
    elseif kind ~= KNOWN[key] then
      error(("search: %s is no %s"):format(key, KNOWN[key]), 3)
    elseif (key == "limit" or key == "hits") and value < 0 then
      error(("search: %s is less than 0"):format(key), 3)
    end
  end
end

-- The full name of a city, which may be called by its short one; nil when neither the divisions nor the store have it.
local function city_called(db, name)
  for _, division in ipairs(tables.read "divisions") do
    if (division.name == name or division.short == name) and gazetteer.city_of(division) == division then
      return division.name
    end
  end
  return db:value("SELECT city FROM document WHERE city = ?1 UNION ALL SELECT city FROM article WHERE city = ?1", name)
end

local function is_filtered(wanted)
  return wanted.city or wanted.issuer or wanted.from or wanted.to
end

-- Whether what stands in this place answers the filter; an article's own city and date come before its document's.
local function passes(wanted, document, article, city)
  local date = article and article.date or document.date
  local year = date and tonumber(date:sub(1, 4))
  return (not city or (article and article.city or document.city) == city)
    and (not wanted.issuer or (document.issuer or ""):find(wanted.issuer, 1, true) ~= nil)
    and (not wanted.from or year ~= nil and year >= wanted.from)
    and (not wanted.to or year ~= nil and year <= wanted.to)
end

local function articles_of(db, document)
  local list = {}
  for article in db:rows(ARTICLES, document) do
    list[#list + 1] = article
  end
  return list
end

local function article_at(articles, position)
  for _, article in ipairs(articles) do
    if position >= article.first and position <= article.last then
      return article
    end
  end
end

local function comes_before(a, b)
  return a.first < b.first or a.first == b.first and a.last > b.last
end

-- The places of all phrases, in the order of the text, those inside others left out.
local function spans_of(db, query, document)
  local spans, is_sorted = {}, true
  local packed = db:value(SPANS, table.concat(query.units, " "), query.match, document) or ""
  for first, last in packed:gmatch "%d+ (%d+) (%d+)" do
    local span = { first = tonumber(first), last = tonumber(last) }
    local before = spans[#spans]
    is_sorted = is_sorted and not (before and comes_before(span, before))
    spans[#spans + 1] = span
  end
  if not is_sorted then -- a single phrase has them in order
    table.sort(spans, comes_before)
  end
  local kept, reach = {}, 0
  for _, span in ipairs(spans) do
    if span.last > reach then
      kept[#kept + 1] = span
      reach = span.last
    end
  end
  return kept
end

local function filtered_spans(db, query, wanted, document, city)
  local articles = articles_of(db, document.document)
  local kept = {}
  for _, span in ipairs(spans_of(db, query, document.document)) do
    span.article = article_at(articles, span.first)
    if passes(wanted, document, span.article, city) then
      kept[#kept + 1] = span
    end
  end
  return kept
end

local WIDEST, MOST_MARKS = 900, 20 -- bytes and marks of a hit

-- Whether a span stands in the same sentence as the one before it, and the hit has room for it.
local function belongs(content, group, span)
  local last = group[#group].last
  if #group == MOST_MARKS or span.last - group[1].first >= WIDEST then
    return false
  end
  local between = content:sub(last + 1, span.first - 1)
  return not (between:find("\n", 1, true) or between:find("。", 1, true) or between:find("！", 1, true)
    or between:find("？", 1, true))
end

-- Iterates over the hits with no end of a sentence between them; those that overlap are one.
local function groups_of(content, spans)
  local i = 1
  return function()
    local group = nil
    while spans[i] do
      local span = spans[i]
      if not group then
        group = { span }
      elseif span.first <= group[#group].last then
        group[#group].last = span.last
      elseif belongs(content, group, span) then
        group[#group + 1] = span
      else
        break
      end
      i = i + 1
    end
    return group
  end
end

-- A word can be as long as its document.
local function shorten(marked)
  for _, piece in ipairs(marked) do
    if #piece.text > WIDEST then
      piece.text = piece.text:sub(1, utf8.offset(piece.text, 0, WIDEST) - 1) .. "…"
    end
  end
end

local function plain(item)
  local parts = { item.before }
  for i, piece in ipairs(item.marked) do
    parts[i + 1] = piece.text
  end
  parts[#parts + 1] = item.after
  return table.concat(parts)
end

local function hit_of(document, kept, group)
  local item = context.around(kept.content, group)
  shorten(item.marked)
  local article = group[1].article or {}
  item.first, item.last = group[1].first, group[#group].last
  item.source_first, item.source_last = kept.source:source(item.first, item.last)
  item.document = document.document
  item.city, item.place = article.city or document.city, article.place or document.place
  item.date = article.date or document.date
  return item
end

local function add_hits(db, document, spans, most)
  local kept = db:row("SELECT content, map FROM text WHERE document = ?", document.document)
  kept.source = charset.unpack(kept.map or "")
  document.path = db:value("SELECT min(path) FROM source WHERE document = ?", document.document)
  document.count, document.hits = #spans, {}
  local seen = {}
  for group in groups_of(kept.content, spans) do
    if #document.hits == most then
      break
    end
    local hit = hit_of(document, kept, group)
    local sentence = plain(hit)
    if not seen[sentence] then -- a sentence that is broken over two lines comes once
      seen[sentence] = true
      document.hits[#document.hits + 1] = hit
    end
  end
end

-- An index that other connections can see needs a writer of its own: a reader would wait for itself.
local function build_beside(corpus, progress, anew)
  local db, message, code = sqlite.open(corpus.path, { create = false, busy = 5000 })
  if not db then
    return nil, message, code
  end
  local ok, reason = pcall(db.transaction, db, function()
    index[anew and "rebuild" or "build"](db, progress)
  end)
  db:close()
  if not ok then
    reason = tostring(reason)
    return nil, corpus.path .. ": " .. reason, reason:find("locked", 1, true) and "busy" or "store"
  end
  return true
end

--- Makes the index of a store that has none, or adds what it has not; the corpus sees the store as it is now. A store
--- that cannot be written gets an index that lasts as long as the corpus is open.
---@param corpus wenlu.Corpus
---@param progress fun(document: integer, last: integer)?
---@param anew boolean?  make it anew
---@return boolean? ok
---@return string? message
---@return string? code "busy", or another of wenlu.sqlite
function M.prepare(corpus, progress, anew)
  local db = corpus.db
  if not anew and (corpus.searchable or index.is_complete(db)) then
    corpus.searchable = true
    return true
  end
  db:exec "COMMIT"
  local ok, message, code = build_beside(corpus, progress, anew)
  db:exec "BEGIN"
  if code == "eacces" or code == "erofs" then
    index.build_temporary(db, progress)
    corpus.is_index_passing = true
    ok, message, code = true, nil, nil
  end
  corpus.searchable = ok
  return ok, message, code
end

--- The documents that answer a query, best first (bm25; equal ones by their hash).
---@param corpus wenlu.Corpus
---@param wanted wenlu.Search
---@return {total: integer, [integer]: wenlu.SearchResult}? results  `total` counts the documents beyond the limit too
---@return string? message
---@return string? code "bad-query", or see M.prepare
function M.run(corpus, wanted)
  check(wanted)
  local query, message, code = query_of.read(wanted.text)
  if not query then
    return nil, ("%s: %s"):format(wanted.text, message), code
  end
  local city = wanted.city and city_called(corpus.db, wanted.city)
  if wanted.city and not city then
    return nil, "no city " .. wanted.city, "bad-query"
  end
  local ready
  ready, message, code = M.prepare(corpus)
  if not ready then
    return nil, message, code
  end
  local db, results, filter = corpus.db, { total = 0 }, is_filtered(wanted)
  for document in db:rows(RANKED, query.match) do
    local is_shown = #results < (wanted.limit or LIMIT)
    local spans = (filter or is_shown) and filtered_spans(db, query, wanted, document, city)
    if not spans or #spans > 0 then
      results.total = results.total + 1
      if is_shown then
        add_hits(db, document, spans, wanted.hits or SENTENCES)
        results[#results + 1] = document
      end
    end
  end
  return results
end

return M
