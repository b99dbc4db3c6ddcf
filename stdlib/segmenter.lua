--- Turns a text into words: with figures, dates and names whole, and with the terms of data/lexicon/.
local embed = require "wenlu.embed"
local mentions = require "wenlu.mentions"
local segment = require "wenlu.segment"

local M = {}

--- A segmenter (wenlu.segment) and the scanner whose mentions are whole tokens: 整改率 / 达 / 94.5%.
---@class wenlu.Segmenter
---@field words wenlu.segment.Segmenter  for words of one's own: add, force, remove, load
local Segmenter = {}
Segmenter.__index = Segmenter

---@class wenlu.segmenter.Options: wenlu.segment.Options
---@field numbers? boolean  false: figures, dates and names are cut like all else; true
---@field simplify? boolean  false: traditional text is looked up as it stands; true

local default

--- A new segmenter with the project's lexicon.
---@param options? {dictionary: string?, lexicon: boolean?}  lexicon: false leaves it out
---@return wenlu.Segmenter?
---@return string? message  what is wrong with the dictionary or the lexicon
---@return string? code
function M.new(options)
  local words, message, code = segment.new(options)
  if not words then
    return nil, message, code
  end
  if not options or options.lexicon ~= false then
    for _, name in ipairs(embed.list "data/lexicon/") do
      local terms = name ~= "data/lexicon/guards.txt" -- common words that keep terms from being seen in them
      local count, reason, kind = words:load(embed.read(name), { name = name, terms = terms })
      if not count then
        return nil, reason, kind
      end
    end
  end
  return setmetatable({ words = words }, Segmenter)
end

--- The segmenter that the library's own modules share; raises when there is no dictionary. Leave it as it is: words
--- of one's own belong into a new one.
---@return wenlu.Segmenter
function M.default()
  default = default or assert(M.new())
  return default
end

local function with_spans(text, options)
  local own = {}
  for _, key in ipairs { "mode", "hmm", "tags", "simplify", "spans" } do
    own[key] = options and options[key]
  end
  if own.simplify == nil then
    own.simplify = true
  end
  if not own.spans and own.tags ~= "posseg" and not (options and options.numbers == false) then
    own.spans = mentions.scanner():scan(text)
  end
  return own
end

--- Cuts a text. Tokens are marked "span" (figures, dates, names), "term" (of the lexicon) or "word".
---@param text string  valid UTF-8
---@param options? wenlu.segmenter.Options
---@return wenlu.segment.Tokens
function Segmenter:cut(text, options)
  return self.words:cut(text, with_spans(text, options))
end

--- Cuts a text and counts its tokens.
---@param text string  valid UTF-8
---@param counter wenlu.segment.Counter
---@param options? wenlu.segmenter.Options
---@return wenlu.segment.Counter counter
function Segmenter:count(text, counter, options)
  return self.words:count(text, counter, with_spans(text, options))
end

return M
