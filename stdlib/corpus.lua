--- Turns a store into what scripts ask of it: documents, facts in a fixed order, and their evidence.
local charset = require "wenlu.charset"
local context = require "wenlu.context"
local digest = require "wenlu.digest"
local initiatives = require "wenlu.initiatives"
local report = require "wenlu.report"
local search = require "wenlu.search"
local store = require "wenlu.store"
local tables = require "wenlu.tables"

local M = {}

---@class wenlu.Corpus
local Corpus = {}
Corpus.__index = Corpus

--- Opens a store for reading.
---@param path string
---@return wenlu.Corpus? corpus
---@return string? message "path: reason"
---@return string? code see wenlu.store
function M.open(path)
  local db, message, code = store.open(path)
  if not db then
    return nil, message, code
  end
  db:exec "BEGIN" -- one view of the store for the whole run
  return setmetatable({ db = db, path = path }, Corpus)
end

function Corpus:close()
  self.db:close()
end

local rank
--- The place of a division's name in the order of GB/T 2260; unknown names come last.
---@param name string?
---@return string key to compare with <
function M.rank(name)
  if not rank then
    rank = {}
    for _, division in ipairs(tables.read "divisions") do
      if not rank[division.name] then
        rank[division.name] = division.code
      end
    end
  end
  return name and rank[name] or "999999"
end

--- Sorts rows by fields; `city` and `place` in the order of GB/T 2260, nil last.
---@param rows table[]
---@param ... string fields
---@return table[] rows the same
function M.sort(rows, ...)
  local fields = { ... }
  local function key(row, field)
    local value = row[field]
    if field == "city" or field == "place" then
      return M.rank(value)
    end
    return value
  end
  table.sort(rows, function(a, b)
    for _, field in ipairs(fields) do
      local x, y = key(a, field), key(b, field)
      if x ~= y then
        if x == nil or y == nil then
          return y == nil
        elseif type(x) ~= type(y) then
          return type(x) == "number"
        end
        return x < y
      end
    end
    return false
  end)
  return rows
end

--- The number of documents.
---@return integer
function Corpus:size()
  return self.db:value "SELECT count(*) FROM document"
end

--- A hash over the hashes of all documents: the same for the same documents in whatever order they came.
---@return string 64 hex digits
function Corpus:hash()
  local hashes = {}
  for row in self.db:rows "SELECT sha256 FROM document ORDER BY sha256" do
    hashes[#hashes + 1] = row.sha256
  end
  return digest.sha256(table.concat(hashes, "\n"))
end

local COMMON = { city = "city", from = "year >=", to = "year <=", measure = "measure", status = "status" }

--- The facts of a frame, each with `sha256`, `title`, `published` of its document, in an order that depends on
--- the documents alone: city, year, then document and place in it.
---@param frame string
---@param filter {city: string?, from: integer?, to: integer?, measure: string?, status: string?}?
---@return table[] rows
function Corpus:facts(frame, filter)
  local conditions, values = { "1" }, {}
  for _, name in ipairs { "city", "from", "to", "measure", "status" } do
    local value = filter and filter[name]
    if value ~= nil then
      local column = COMMON[name]
      conditions[#conditions + 1] = "f." .. column .. (column:find("=", 1, true) and " ?" or " = ?")
      values[#values + 1] = value
    end
  end
  local sql = ("SELECT f.*, d.sha256, d.title, d.published FROM %s f JOIN document d ON d.id = f.document WHERE %s " ..
    "ORDER BY d.sha256, f.first, f.id"):format(frame, table.concat(conditions, " AND "))
  local rows = {}
  for row in self.db:rows(sql, table.unpack(values)) do
    row.frame = frame
    row.order = #rows + 1
    rows[row.order] = row
  end
  return M.sort(rows, "city", "year", "order")
end

local function load_document(self, id)
  self.documents = self.documents or {}
  local kept = self.documents[id]
  if not kept then
    kept = self.db:row([[SELECT d.*, t.content, t.map FROM document d JOIN text t ON t.document = d.id
      WHERE d.id = ?]], id)
    kept.path = self.db:value("SELECT min(path) FROM source WHERE document = ?", id)
    kept.source = charset.unpack(kept.map or "")
    self.documents[id] = kept
  end
  return kept
end

local function spans_of(self, fact)
  local spans = {}
  if not fact.frame then
    return { { first = fact.first, last = fact.last } }
  end
  local sql = "SELECT first, last FROM evidence WHERE frame = ? AND fact = ? ORDER BY first"
  for row in self.db:rows(sql, fact.frame, fact.id) do
    spans[#spans + 1] = row
  end
  if #spans == 0 then
    spans[1] = { first = fact.first, last = fact.last }
  end
  return spans
end

--- Adds the evidence of a fact to a report: the sentence with its figures marked, and where it stands.
---@param into wenlu.Report
---@param fact table a row of Corpus:facts
---@return integer id of the evidence item
function Corpus:evidence(into, fact)
  local kept = load_document(self, fact.document)
  local spans = spans_of(self, fact)
  local item = context.around(kept.content, spans)
  local first, last = spans[1].first, spans[1].last
  for _, span in ipairs(spans) do
    last = math.max(last, span.last)
  end
  item.title, item.issuer, item.date, item.sha256 = kept.title, kept.issuer, kept.published, kept.sha256
  item.place = fact.place or fact.city
  item.path = kept.path
  item.first, item.last = first, last
  item.source_first, item.source_last = kept.source:source(first, last)
  item.rule = fact.rule -- no id: it depends on the order in which documents came
  return report.evidence(into, item)
end

--- The documents that hold a text, best first: corpus:search{text = "整改率", city = "南通市", from = 2020}.
Corpus.search = search.run

local function words_of(kind)
  local words = { [kind] = true }
  for _, record in ipairs(tables.read "initiatives") do
    if record.kind == kind then
      for _, word in ipairs(tables.split(record.words)) do
        words[initiatives.unquote(word)] = true
      end
    end
  end
  return words
end

local NAMES = [[
  SELECT m.first, m.last, CAST(substr(CAST(t.content AS BLOB), m.first, m.last - m.first + 1) AS TEXT) AS name
  FROM mention m JOIN text t ON t.document = m.document JOIN article a ON a.document = m.document
  WHERE a.id = ? AND m.kind = 'initiative' AND m.counted = ? AND m.first BETWEEN a.first AND a.last ORDER BY m.first]]

--- The initiatives of a fact's kind that its article names in quotation marks, each once. The words of the kind itself
--- (“书记项目”) are no names.
---@param fact table a row of Corpus:facts "initiative"
---@return table[] instances {name, first, last, document, city, place}: evidence can be made of each
function Corpus:named_instances(fact)
  local seen, instances, words = {}, {}, words_of(fact.kind)
  for row in self.db:rows(NAMES, fact.article, fact.kind) do
    local name = initiatives.unquote(row.name)
    if name ~= row.name and not words[name] and not seen[name] then
      seen[name] = true
      instances[#instances + 1] = {
        name = name, first = row.first, last = row.last, document = fact.document, city = fact.city, place = fact.place,
        rule = "mention/initiative",
      }
    end
  end
  return instances
end

return M
