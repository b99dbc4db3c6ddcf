--- Turns documents of words into concordances: each occurrence of a word or phrase, in its sentence.

local escape = require "wenlu.escape"
local tally = require "wenlu.tally"
local tokens = require "wenlu.tokens"
local unicode = require "wenlu.unicode"
local width = require "wenlu.width"

local M = {}

--- One occurrence.
---@class wenlu.kwic.Line
---@field left string       the sentence up to the match
---@field match string
---@field right string      the rest of the sentence
---@field document wenlu.tokens.Document
---@field number integer    of the document
---@field word integer      number of the first word of the match in the document
---@field words integer     how many words the match has
---@field from integer      first word of the sentence, at most 200 words away, as is all of left and right
---@field to integer        last word of it
---@field first integer?    1-based byte of the document's text; nil for a document without places
---@field last integer?     inclusive

local FARTHEST = 200

-- Whether the words of a document from `at` on are the phrase, within the sentence.
local function phrase_at(document, phrase, at, last)
  if at + #phrase - 1 > last then
    return nil
  end
  for i = 1, #phrase do
    if document[at + i - 1] ~= phrase[i] then
      return nil
    end
  end
  return #phrase
end

-- A function (document, at, last) -> how many words match there, or nil.
local function matcher(query)
  if type(query) == "function" then
    return function(document, at)
      return query(document[at], document.tags and document.tags[at]) and 1 or nil
    end
  end
  local phrase = type(query) == "table" and query or { query }
  if #phrase == 0 then
    error("query: a word, a list of words, or a function", 3)
  end
  return function(document, at, last)
    return phrase_at(document, phrase, at, last)
  end
end

local function joined(document, first, last)
  if first > last then
    return ""
  elseif document.text and document.first then
    return document.text:sub(document.first[first], document.last[last])
  end
  return table.concat(document, document.joiner or "", first, last)
end

-- Where the text is known, the sentence is taken as it stands, with its marks.
local function line_of(document, number, unit, at, count)
  local last = at + count - 1
  local from, to = math.max(unit.from, at - FARTHEST), math.min(unit.to, last + FARTHEST)
  local line = {
    document = document, number = number, word = at, words = count, from = from, to = to,
    match = joined(document, at, last),
  }
  if document.text and document.first then
    local text = document.text
    line.first, line.last = document.first[at], document.last[last]
    local begins = from == unit.from and document.begins and document.begins[unit.number]
    local stops = to == unit.to and document.stops and document.stops[unit.number]
    line.left = text:sub(begins or document.first[from], line.first - 1)
    line.right = text:sub(line.last + 1, stops or document.last[to])
  else
    line.left, line.right = joined(document, from, at - 1), joined(document, last + 1, to)
  end
  return line
end

-- "L2" is the second word to the left of the match, "R1" the first to its right; anything else a field of the document.
local function key_of(line, key)
  local side, distance = key:match "^([LR])(%d+)$"
  if not side then
    return line.document[key]
  end
  distance = math.tointeger(distance)
  local at = side == "L" and line.word - distance or line.word + line.words - 1 + distance
  return at >= line.from and at <= line.to and line.document[at] or ""
end

local function compare(a, b)
  if a == nil or b == nil then
    return (a == nil and 1 or 0) - (b == nil and 1 or 0)
  elseif type(a) ~= type(b) then
    return type(a) == "number" and -1 or 1
  elseif type(a) == "string" then
    return tally.before(a, b) and -1 or tally.before(b, a) and 1 or 0
  end
  return a < b and -1 or a > b and 1 or 0
end

--- Sorts lines by words around the match or by fields of the documents: words by code points, none first; fields that
--- are absent last; among equals by document and place in it.
---
---     kwic.sort(lines, "R1", "R2", "year")
---
---@param lines wenlu.kwic.Line[]
---@param ... string "L1", "L2" ..., "R1", "R2" ..., or a field
---@return wenlu.kwic.Line[] lines the same
function M.sort(lines, ...)
  local keys = { ... }
  table.sort(lines, function(a, b)
    for _, key in ipairs(keys) do
      local order = compare(key_of(a, key), key_of(b, key))
      if order ~= 0 then
        return order < 0
      end
    end
    return a.number < b.number or a.number == b.number and a.word < b.word
  end)
  return lines
end

--- The occurrences of a query, in the order of the documents.
---
---     kwic.find(documents, "整改")
---     kwic.find(documents, { "整改", "落实" })
---     kwic.find(documents, function(word, tag) return word:find("率$") and tag == "n" end)
---
---@param documents wenlu.tokens.Document[]
---@param query string|string[]|fun(word: string, tag: string?): boolean
---@param options? {sort: string[]?, limit: integer?} limit: how many lines, after sorting
---@return wenlu.kwic.Line[]
---@return integer found before the limit
function M.find(documents, query, options)
  options = options or {}
  local matches, lines = matcher(query), {}
  for number, document in ipairs(documents) do
    for first, last, unit in tokens.units(document) do
      local place = { from = first, to = last, number = unit }
      for at = first, last do
        local count = matches(document, at, last)
        if count then
          lines[#lines + 1] = line_of(document, number, place, at, count)
        end
      end
    end
  end
  local found = #lines
  if options.sort then
    M.sort(lines, table.unpack(options.sort))
  end
  for i = found, (options.limit or found) + 1, -1 do
    lines[i] = nil
  end
  return lines, found
end

-- The end of a text in so many columns, "…" before it when something was left out.
local function tail(text, columns, ambiguous)
  local all = width.of(text, ambiguous)
  if all <= columns then
    return (" "):rep(columns - all) .. text
  end
  local starts, room = {}, columns - width.of("…", ambiguous)
  for first in unicode.graphemes(text) do
    starts[#starts + 1] = first
  end
  local at = #text + 1
  for i = #starts, 1, -1 do
    local taken = width.of(text:sub(starts[i], at - 1), ambiguous)
    if taken > room then
      break
    end
    room, at = room - taken, starts[i]
  end
  return (" "):rep(room) .. "…" .. text:sub(at)
end

local function shown(value)
  return value == nil and "" or escape.visible(escape.valid(tostring(value)))
end

local function widest(lines, value, ambiguous)
  local columns = 0
  for _, line in ipairs(lines) do
    columns = math.max(columns, width.of(value(line), ambiguous))
  end
  return columns
end

--- Writes lines for a terminal: the columns asked for, then the matches one below the other, with as much of the
--- sentence on either side as there is room for.
---
---     io.write(kwic.render(lines, { width = 60, columns = { "city", "year" } }))
---
---@param lines wenlu.kwic.Line[]
---@param options? {width: integer?, columns: string[]?, ambiguous: integer?} width: 80; columns: document fields
---@return string
function M.render(lines, options)
  options = options or {}
  local ambiguous, columns = options.ambiguous, options.columns or {}
  local widths, used = {}, 0
  for i, name in ipairs(columns) do
    widths[i] = widest(lines, function(line) return shown(line.document[name]) end, ambiguous)
    used = used + widths[i] + 2
  end
  local middle = widest(lines, function(line) return shown(line.match) end, ambiguous)
  local side = math.max(((options.width or 80) - used - middle - 4) // 2, 4)
  local out = {}
  for number, line in ipairs(lines) do
    local parts = {}
    for i, name in ipairs(columns) do
      parts[i] = width.pad(shown(line.document[name]), widths[i], "left", ambiguous)
    end
    parts[#parts + 1] = tail(shown(line.left), side, ambiguous)
    parts[#parts + 1] = width.pad(shown(line.match), middle, "left", ambiguous)
    parts[#parts + 1] = width.cut(shown(line.right), side, ambiguous)
    out[number] = table.concat(parts, "  "):gsub(" +$", "") .. "\n"
  end
  return table.concat(out)
end

return M
