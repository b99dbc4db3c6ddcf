--- Turns a declaration (cue words, units) into a frame of counts.
--
-- Every count with one of the units that one of the words announces in its clause is a fact. Enough for most
-- indicators; what needs more reads as stdlib/frames/rectification.lua does.
local document = require "wenlu.document"
local lexicon = require "wenlu.lexicon"
local sentences = require "wenlu.sentence"

local M = {}

-- Columns that the store gives every frame.
local COMMON = {
  id = true, document = true, city = true, place = true, year = true, period_first = true, period_last = true,
  first = true, last = true, rule = true, period_basis = true, article = true,
}

---@class wenlu.Declaration
---@field name string      the store's table
---@field about string
---@field words string[]   cue words; one that is part of a longer term of data/ (走访企业) is found in it too
---@field units string[]   in normal form (data/units.tsv), the only ones that are counted
---@field slots {word: string?, count: string?}?  names of the two columns; "word" and "count"

local function check_name(name, what)
  if type(name) ~= "string" or not name:find "^[a-z][a-z0-9_]*$" or COMMON[name] then
    error(("frame.counts: %s is no name for %s"):format(tostring(name), what), 3)
  end
end

-- The word of the declaration that a token is, or that the term it is holds.
local function word_of(frame, token)
  local row = token.row
  if not row or token.kind ~= "cue" and token.kind ~= "initiative" then
    return nil
  end
  for _, word in ipairs(frame.declared) do
    if row.text == word or row.text:find(word, 1, true) then
      return word
    end
  end
  return row.roles[frame.name] and row.text or nil -- a traditional form
end

local NEAR = 24 -- bytes between a count and a word behind it (对300家企业开展走访)

-- The cue word of a count: the nearest before it in its clause, or one close behind it that announces nothing else.
local function nearest(frame, sentence, count)
  local before, before_word, behind, behind_word
  for _, token in ipairs(sentence.tokens) do
    local word = token.clause == count.clause and word_of(frame, token)
    if word and token.last < count.first then
      before, before_word = token, word
    elseif word and not behind then
      behind, behind_word = token, word
    elseif behind and token.clause == count.clause and frame.units[token.unit] then
      behind = nil
      break
    end
  end
  if before then
    return before, before_word
  elseif behind and behind.first - count.last <= NEAR then
    return behind, behind_word
  end
end

local function row_of(frame, sentence, count, cue, word)
  return {
    [frame.slots.word] = word, [frame.slots.count] = count.low or count.high, mark = count.mark, unit = count.unit,
    counted = count.counted, status = count.status, figure = count, sentence = sentence,
    rule = frame.name .. "/announced",
    evidence = { { slot = frame.slots.word, token = cue }, { slot = frame.slots.count, token = count } },
  }
end

-- A range (3至5家) says no one number.
local function is_countable(frame, token)
  return token.class == "count" and frame.units[token.unit] and
    (token.low == token.high or token.mark ~= "exact")
end

local function read(frame, reader)
  local mentions, rows = reader.mentions, {}
  local i = sentences.find(mentions, 1, 0, frame.units)
  while i do
    local sentence = reader:sentence(i)
    for _, token in ipairs(sentence.quantities) do
      local cue, word
      if is_countable(frame, token) then
        cue, word = nearest(frame, sentence, token)
      end
      if cue then
        rows[#rows + 1] = row_of(frame, sentence, token, cue, word)
      end
    end
    i = sentences.find(mentions, i + 1, 0, frame.units)
  end
  return rows
end

--- A frame whose facts are counts. Its columns: word, count, mark, unit, counted (the noun), status.
---
---     return frame.counts { name = "visit", about = "走访企业的家数", words = { "走访" }, units = { "家" } }
---
--- Raises when the declaration lacks a field or names a column that every frame has.
---@param declaration wenlu.Declaration
---@return table frame for stdlib/frames.lua
function M.counts(declaration)
  local slots = declaration.slots or {}
  slots = { word = slots.word or "word", count = slots.count or "count" }
  check_name(declaration.name, "a frame")
  check_name(slots.word, "a column")
  check_name(slots.count, "a column")
  local units = {}
  for _, unit in ipairs(declaration.units) do
    units[unit] = true
  end
  local frame = {
    name = declaration.name, about = declaration.about, slots = slots, units = units, declared = declaration.words,
    words = { { role = "word", table.unpack(declaration.words) } },
    columns = {
      { slots.word, "TEXT" }, { slots.count, "NUMERIC" }, { "mark", "TEXT" }, { "unit", "TEXT" },
      { "counted", "TEXT" }, { "status", "TEXT" },
    },
  }
  function frame.read(reader)
    return read(frame, reader)
  end
  return frame
end

local Reader = {}
Reader.__index = Reader

function Reader:sentence(i)
  return sentences.read(self.mentions, i)
end

--- Reads a text by one frame of counts alone: to try it before it is one of those that ship. The rows have no place and
--- no period yet; `surface` is the text of their sentence.
---@param frame table
---@param text string valid UTF-8
---@return table[] rows
function M.try(frame, text)
  local scanner, bits = lexicon.compile { frame }
  local read_text = document.read(text)
  local reader = setmetatable({ document = read_text, bits = bits, mentions = scanner:scan(read_text.reading) }, Reader)
  local rows = frame.read(reader)
  for _, row in ipairs(rows) do
    row.surface = read_text.reading:sub(row.sentence.first, row.sentence.last)
  end
  return rows
end

return M
