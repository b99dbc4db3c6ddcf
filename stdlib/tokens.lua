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

local BOUNDS = { sentence = text.sentences, clause = text.clauses }

local function cut_unit(document, source, cutter, offset, keep)
  local tokens = cutter(source)
  for i = 1, #tokens do
    local first, last, tag = tokens:get(i)
    local word = source:sub(first, last)
    if keep(word) then
      local n = #document + 1
      document[n], document.first[n], document.last[n], document.tags[n] = word, first + offset, last + offset, tag
    end
  end
end

local function all()
  return true
end

--- Cuts a text into words, unit by unit.
---
---     local segmenter = require "wenlu.segment".new()
---     local document = tokens.cut("已整改。再检查。", function(unit) return segmenter:cut(unit) end)
---     document.ends  --> { 2, 4 }
---
---@param source string UTF-8
---@param cutter fun(unit: string): table gives tokens: `#tokens`, and `tokens:get(i)` -> first, last, tag?
---@param options? {bounds: "sentence"|"clause"|"document"|nil, keep: fun(word: string): boolean}
--- bounds: over which nothing reaches ("sentence" when absent). keep: which words to take; is_word when absent
---@return wenlu.tokens.Document
function M.cut(source, cutter, options)
  options = options or {}
  local bounds = options.bounds or "sentence"
  if not BOUNDS[bounds] and bounds ~= "document" then
    error(("bounds: sentence, clause or document, not '%s'"):format(tostring(bounds)), 2)
  end
  local document = { text = source, first = {}, last = {}, tags = {}, ends = {} }
  local keep = options.keep or M.is_word
  if bounds == "document" then
    cut_unit(document, source, cutter, 0, keep)
    document.ends[1] = #document
    return document
  end
  for _, first, last in BOUNDS[bounds](source):each() do
    cut_unit(document, source:sub(first, last), cutter, first - 1, keep)
    if #document > (document.ends[#document.ends] or 0) then
      document.ends[#document.ends + 1] = #document
    end
  end
  return document
end

--- All words, marks and blanks too, as one unit: what jieba's TextRank reads.
---@param source string
---@param cutter fun(unit: string): table
---@return wenlu.tokens.Document
function M.all(source, cutter)
  return M.cut(source, cutter, { bounds = "document", keep = all })
end

--- Steps through the units of a document.
---
---     for first, last in tokens.units { "a", "b", "c", ends = { 2, 3 } } do print(first, last) end --> 1 2   3 3
---
---@param document wenlu.tokens.Document
---@return fun(): integer?, integer? first and last word of each unit
function M.units(document)
  local ends, unit, last = document.ends or { #document }, 0, 0
  return function()
    unit = unit + 1
    local first = last + 1
    last = ends[unit] or #document
    if first <= last then
      return first, last
    end
  end
end

return M
