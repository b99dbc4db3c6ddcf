--- Turns a document and its mentions into facts: rows of the frames, with city, place, period and evidence.
local articles = require "wenlu.articles"
local frames = require "wenlu.frames"
local gazetteer = require "wenlu.gazetteer"
local mentions_of = require "wenlu.mentions"
local metadata = require "wenlu.metadata"
local periods = require "wenlu.periods"
local places = require "wenlu.places"
local planning = require "wenlu.planning"
local sentences = require "wenlu.sentence"
local stretches = require "wenlu.stretches"
local subjects = require "wenlu.subjects"
local titles = require "wenlu.titles"

local M = {}

local LEAD = 240 -- bytes at the beginning of an article that name its place

local Reader = {}
Reader.__index = Reader

--- The article that holds an offset of the reading.
function Reader:article_at(offset)
  local list = self.articles
  return list[math.max(1, stretches.begun(list, offset))]
end

--- The year that the section around an offset of the reading plans for, if its heading says so.
function Reader:planned_year(offset)
  local plan = stretches.holding(self.plans, offset)
  return plan and plan.year
end

local KEPT = 64 -- sentences

--- Sentence i with its tokens; the last ones asked for are kept.
function Reader:sentence(i)
  local kept = self.kept[i]
  if not kept then
    kept = sentences.read(self.mentions, i)
    self.kept[i] = kept
    self.kept[i - KEPT] = nil
  end
  return kept
end

local function describe(reader, path)
  return metadata.read(reader.document, reader.mentions, path)
end

-- The city of a page of several articles is that of most of them; a page of many cities has none.
local function settle_city(meta, list)
  local votes = {}
  for _, article in ipairs(list) do
    votes[article.city or ""] = (votes[article.city or ""] or 0) + 1
  end
  if meta.city and (votes[meta.city] or 0) * 2 < #list then
    meta.city, meta.place = nil, nil
    for city, count in pairs(votes) do
      if count * 2 > #list and city ~= "" then
        meta.city, meta.place = city, city
      end
    end
  end
end

local function describe_articles(reader)
  local meta, list, document = reader.meta, reader.articles, reader.document
  if #list == 1 then
    list[1].city, list[1].place, list[1].city_division = meta.city, meta.place, meta.city_division
    list[1].title = meta.title
  else
    for _, article in ipairs(list) do
      article.title = titles.text(document, article.title_first, article.title_last)
      local city, place = places.about(document.reading, reader.mentions, article.first, article.last,
        article.head or { 1, 0 }, #document.reading + 1, article.body + LEAD)
      city = city or meta.city_division
      if city then
        place = gazetteer.county_first(article.title, city) or place or city
        article.city_division, article.city, article.place = city, city.name, place.name
      end
    end
    settle_city(meta, list)
  end
  for i, article in ipairs(list) do
    article.number = i
    article.year, article.year_basis = meta.year, meta.date_basis == "path" and "path" or "document"
    article.reviewed = #list == 1 and meta.reviewed or nil
    article.date = meta.date
  end
end

--- Reads everything there is between the text and its facts.
---@param document wenlu.Document
---@param path string?  where the file lies; only its name's year is used, when the text tells no date
---@return table reader {document, mentions, meta, articles}
function M.reader(document, path)
  local _, bits = mentions_of.scanner()
  local reader = setmetatable({
    document = document, mentions = mentions_of.scan(document), bits = bits, kept = {}, named = {},
  }, Reader)
  reader.meta = describe(reader, path)
  reader.stated_year = reader.meta.date_basis == "stated" and reader.meta.year or nil
  reader.plans = planning.mark(document, reader.mentions, reader.meta.year)
  reader.articles = articles.split(document, reader.meta, reader.mentions)
  describe_articles(reader)
  return reader
end

local function place_row(reader, row, article)
  row.article, row.city, row.place = article, article.city, article.place
  local own = row.own_place or subjects.of(reader, row, article.city_division)
  local city = own and gazetteer.city_of(own)
  if city then
    row.city, row.place = city.name, own.name
  end
end

local function date_row(reader, row)
  local clause = row.sentence.clauses[row.figure.clause or 1]
  local first, last, year, basis = periods.for_row(reader, row, clause and clause.first)
  if year then
    row.period_first, row.period_last, row.year, row.period_basis = first, last, year, basis
    if year > (reader.stated_year or year) then
      row.status = "target" -- a year that is still to come when the document is dated
    end
  end
end

local function span_row(reader, row)
  local evidence = row.evidence
  local token = evidence[1].token
  local first, last = token.first, token.last
  for i = 2, #evidence do
    token = evidence[i].token
    first, last = math.min(first, token.first), math.max(last, token.last)
  end
  row.first, row.last = reader.mentions:locate(first, last)
end

local function is_in_order(rows)
  for i = 2, #rows do
    if rows[i].figure.first < rows[i - 1].figure.first then
      return false
    end
  end
  return true
end

local function in_reading_order(rows)
  if is_in_order(rows) then
    return rows
  end
  for i, row in ipairs(rows) do
    row.order = i
  end
  table.sort(rows, function(a, b)
    if a.figure.first ~= b.figure.first then
      return a.figure.first < b.figure.first
    end
    return a.order < b.order
  end)
  return rows
end

--- The facts of a document, frame after frame, each in reading order.
---@param reader table  see M.reader
---@return table[] facts  {frame, city, place, year, period_first, period_last, first, last, rule, evidence, and the
--- frame's columns}
function M.read(reader)
  local facts = {}
  for _, frame in ipairs(frames.list()) do
    for _, row in ipairs(in_reading_order(frame.read(reader))) do
      row.frame = frame.name
      place_row(reader, row, reader:article_at(row.figure.first))
      date_row(reader, row)
      span_row(reader, row)
      row.sentence = nil
      facts[#facts + 1] = row
    end
  end
  return facts
end

return M
