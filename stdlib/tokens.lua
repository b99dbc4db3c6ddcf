--- Turns a text into a document of words: what the statistics over words count.

local text = require "wenlu.text"
local unicode = require "wenlu.unicode"

local M = {}

--- Words in their order, with what is known of each at the same index of another list, and with whatever fields the
--- caller gives it (city, year, title ...). A plain list of words is a document too: of one unit, without places.
---@class wenlu.tokens.Document
---@field [integer] string
---@field text string?        the text they come from
---@field first integer[]?    1-based byte of the text
---@field last integer[]?     inclusive
---@field tags string[]?
---@field ends integer[]?     number of the last word of each unit (sentence), rising
---@field begins integer[]?   where each unit begins in the text, with its marks
---@field stops integer[]?    where it ends

--- Whether a word has a letter, a hanzi or a digit: marks and white space have none.
---@param word string
---@return boolean
function M.is_word(word)
  if word:find "%w" then
    return true
  end
  for _, code in unicode.codes(word) do
    local class = unicode.category(code):sub(1, 1)
    if class == "L" or class == "N" then
      return true
    end
  end
  return false
end

local BOUNDS = {
  sentence = text.sentences, clause = text.clauses,
  document = function(source)
    return text.fields(source, "\0", 1) -- one field: all of it
  end,
}

local function all()
  return true
end

--- The function that M.cut asks for, of a segmenter.
---
---     tokens.cut(source, tokens.cutter(segmenter, { tags = true }))
---
---@param segmenter wenlu.segment.Segmenter anything with cut(text, options)
---@param options? wenlu.segment.Options
---@return fun(source: string): wenlu.segment.Tokens
function M.cutter(segmenter, options)
  return function(source)
    return segmenter:cut(source, options)
  end
end

-- Closes the unit that ends by the last word, if it has words.
local function close(document, spans, unit)
  local ends = document.ends
  if unit <= #spans and #document > (ends[#ends] or 0) then
    ends[#ends + 1] = #document
    document.begins[#ends], document.stops[#ends] = spans:get(unit)
  end
end

--- Cuts a text into words and units.
---
---     local document = tokens.cut("已整改。再检查。", tokens.cutter(segmenter))
---     document.ends  --> { 2, 4 }
---
---@param source string UTF-8
---@param cutter fun(source: string): table gives tokens: `#tokens`, and `tokens:get(i)` -> first, last, tag?
---@param options? {bounds: "sentence"|"clause"|"document"|nil, keep: nil|fun(word: string): boolean}
--- bounds: over which nothing reaches ("sentence" when absent). keep: which words to take; is_word when absent
---@return wenlu.tokens.Document
function M.cut(source, cutter, options)
  options = options or {}
  local bounds = BOUNDS[options.bounds or "sentence"]
  if not bounds then
    error(("bounds: sentence, clause or document, not '%s'"):format(tostring(options.bounds)), 2)
  end
  local document = { text = source, first = {}, last = {}, tags = {}, ends = {}, begins = {}, stops = {} }
  local keep, spans, unit = options.keep or M.is_word, bounds(source), 1
  local found = cutter(source)
  for i = 1, #found do
    local first, last, tag = found:get(i)
    local word = source:sub(first, last)
    if keep(word) then
      while unit <= #spans and first > select(2, spans:get(unit)) do
        close(document, spans, unit)
        unit = unit + 1
      end
      local n = #document + 1
      document[n], document.first[n], document.last[n], document.tags[n] = word, first, last, tag
    end
  end
  close(document, spans, unit)
  return document
end

--- All words, marks and blanks too, as one unit: what jieba's TextRank reads.
---@param source string
---@param cutter fun(source: string): table
---@return wenlu.tokens.Document
function M.all(source, cutter)
  return M.cut(source, cutter, { bounds = "document", keep = all })
end

--- Steps through the units of a document.
---
---     for first, last in tokens.units { "a", "b", "c", ends = { 2, 3 } } do print(first, last) end  --> 1 2   3 3
---
---@param document wenlu.tokens.Document
---@return fun(): integer?, integer?, integer? first and last word of each unit, and its number
function M.units(document)
  local ends, unit, last = document.ends or { #document }, 0, 0
  return function()
    while unit <= #ends do -- words after the last end are a unit too
      unit = unit + 1
      local first = last + 1
      last = ends[unit] or #document
      if first <= last then
        return first, last, unit
      end
    end
  end
end

return M
