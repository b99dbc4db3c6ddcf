--- Turns a document and its facts into packed rows of the store's tables: one string, without ids.
local bulk = require "wenlu.bulk"
local frames = require "wenlu.frames"
local schema = require "wenlu.schema"

local M = {}

-- Numbers of the tables in packed rows; behind them come the facts and the evidence of each frame.
local DOCUMENT, TEXT, ARTICLE, MENTION = 1, 2, 3, 4
M.MENTION = MENTION

-- A column is a field of a row, or refers to a row of a table: {field or number, table}; 0 is the row itself.
local THIS_DOCUMENT = { 1, DOCUMENT }

local FIXED = {
  { name = "document", columns = { THIS_DOCUMENT, "sha256", "title", "issuer", "city", "published", "charset", "place",
    "published_basis", "faults", { "mention_first", MENTION }, { "mention_last", MENTION } } },
  { name = "text", columns = { THIS_DOCUMENT, "content", { "map", "blob" } } },
  { name = "article", columns = { { 0, ARTICLE }, THIS_DOCUMENT, "title", "city", "place", "date", "text_first",
    "text_last" } },
  { name = "mention_row", columns = {}, width = 11, numbered = true }, -- bulk knows the columns, and those of evidence
}

local SPECIAL = { document = THIS_DOCUMENT }

local function facts_table(frame, number)
  local columns, names = {}, {}
  for i, column in ipairs(schema.columns(frame)) do
    names[i] = column[1]
    columns[i] = SPECIAL[column[1]] or column[1]
  end
  columns[1], columns[#columns] = { 0, number }, { "article_number", ARTICLE }
  return { name = frame.name, names = table.concat(names, ", "), columns = columns, counted = true }
end

local tables

--- The tables in the order of their numbers, as the store writes them.
---@return {name: string, columns: table, names: string?, width: integer?, evidence_of: string?, numbered: boolean?}[]
--- numbered: SQLite gives the ids itself
function M.tables()
  if not tables then
    tables = table.move(FIXED, 1, #FIXED, 1, {})
    for _, frame in ipairs(frames.list()) do
      local number = #tables + 1
      tables[number] = facts_table(frame, number)
      tables[number + 1] = {
        name = "evidence", evidence_of = frame.name,
        columns = {}, width = 5,
      }
    end
  end
  return tables
end

local layout

local function the_layout()
  if not layout then
    layout = {}
    for i, each in ipairs(M.tables()) do
      layout[i] = each.columns
    end
  end
  return layout
end

local function document_row(text, reader)
  local meta = reader.meta
  return {
    sha256 = text.sha256, title = text.title or meta.title, issuer = meta.issuer, city = meta.city,
    published = meta.date, charset = text.charset, place = meta.place, published_basis = meta.date_basis,
    faults = text.faults.n or #text.faults, mention_first = 1, mention_last = bulk.stored(reader.mentions),
  }
end

local function place_articles(reader)
  local size = #reader.document.reading
  for _, article in ipairs(reader.articles) do
    article.text_first, article.text_last = reader.mentions:locate(article.first, math.min(article.last, size))
  end
  return reader.articles
end

--- Packs a document with everything read from it.
---@param text wenlu.Text
---@param reader table   see wenlu.facts
---@param facts table[]
---@return string packed  for Writer:add of wenlu.store, in this process or another
function M.pack(text, reader, facts)
  local values = {
    [DOCUMENT] = { document_row(text, reader) },
    [TEXT] = { { content = text.text, map = text.map:pack() } },
    [ARTICLE] = place_articles(reader),
    [MENTION] = reader.mentions,
  }
  local first = {} -- frame: the number of its table
  for number, each in ipairs(M.tables()) do
    if each.counted then
      first[each.name] = number
      values[number] = {}
      values[number + 1] = { facts = values[number], mentions = reader.mentions }
    end
  end
  for _, fact in ipairs(facts) do
    local rows = values[first[fact.frame]]
    rows[#rows + 1] = fact
    fact.article_number = fact.article and fact.article.number
  end
  return bulk.pack(the_layout(), values)
end

return M
