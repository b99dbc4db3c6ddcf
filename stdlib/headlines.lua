--- Turns runs of headings into headlines, and gives each to the body that it belongs to.
local gazetteer = require "wenlu.gazetteer"
local place_range = require "wenlu.places".range
local titles = require "wenlu.titles"

local M = {}

local ASTRAY = 5 -- a headline stands at most this many articles away from its body

local SUBTITLE = { ["——"] = true, ["──"] = true }

-- Adds the counties and zones that a stretch of the reading names, and the cities of which it names none, to the set
-- `named` of a headline; `cities` are those of which it names some.
local function add_named(headline, places, from, to)
  local named, cities = headline.named, headline.cities
  local first, last = place_range(places, from, to)
  for i = first, last do
    for _, candidate in ipairs(places.candidates[i]) do
      local city = gazetteer.city_of(candidate)
      if city and city ~= candidate then
        cities[city], named[city] = true, nil
      end
      named[candidate] = not cities[candidate] or nil
    end
  end
  headline.count = headline.count + last - first + 1
end

local function overlaps(a, b)
  for record in pairs(a) do
    if b[record] then
      return true
    end
  end
  return false
end

local function line_of(document, block)
  return document.text:sub(block.first, math.min(block.last, block.first + 300))
end

-- Whether a heading begins another headline than the one that `open` holds.
local function begins_another(document, blocks, i, open, places)
  local line = line_of(document, blocks[i])
  if SUBTITLE[line:sub(1, 6)] then
    return false
  end
  if line:sub(-3) == "：" then
    return true
  elseif not blocks[i].after_blank or open.count == 0 or open.colon then
    return false
  end
  local own = { named = {}, cities = {}, count = 0 }
  add_named(own, places, blocks[i].reading_first, blocks[i].reading_last)
  return own.count > 0 and not overlaps(own.named, open.named)
end

local function close(document, blocks, headline)
  local from, to = blocks[headline.from], blocks[headline.title_to]
  headline.first, headline.last = titles.bounds(document.text, from.first, to.last)
  headline.reading = { from.reading_first, blocks[headline.to].reading_last }
  return headline
end

---@class wenlu.Headline
---@field from integer   first block
---@field to integer     last block, captions and column heads included
---@field first integer  the title in the text
---@field last integer
---@field reading integer[]  first and last byte in the reading
---@field named table    set of the divisions that it names

--- The headlines of a run of headings: a new one begins where another place is named, or a line ends with a colon.
---@param document wenlu.Document
---@param blocks wenlu.Block[]
---@param from integer
---@param to integer
---@param places wenlu.Places
---@return wenlu.Headline[]
function M.split(document, blocks, from, to, places)
  local list = {}
  local open, looked_at -- the headline that goes on, and up to where its names are known
  for i = from, to do
    local block = blocks[i]
    local line = line_of(document, block)
    if block.kind == "heading" and titles.is_masthead(document, blocks, i) then
      open = nil
    elseif block.kind == "heading" then
      if not open or begins_another(document, blocks, i, open, places) then
        open = { from = i, to = i, title_to = i, colon = line:sub(-3) == "：", named = {}, cities = {}, count = 0 }
        looked_at = block.reading_first - 1
        list[#list + 1] = open
      else
        open.to = i
        if SUBTITLE[line:sub(1, 6)] or open.colon or open.title_to == i - 1 and not block.after_blank then
          open.title_to = i
        end
        open.colon = false
      end
      add_named(open, places, looked_at + 1, block.reading_last)
      looked_at = block.reading_last
    end
  end
  for _, headline in ipairs(list) do
    close(document, blocks, headline)
  end
  return list
end

-- Whether a body names one of the divisions of a headline: in full, or without 市, 县, 区 when more than a single
-- character is left. `known` keeps what was found.
local function talks_of(headline, body, known)
  for record in pairs(headline.named) do
    if known[record] == nil then
      known[record] = body:find(record.name, 1, true) ~= nil or
        #record.name > 6 and body:find(record.name:sub(1, -4), 1, true) ~= nil
    end
    if known[record] then
      return true
    end
  end
  return false
end

-- How well a headline fits a body: nil when nothing speaks for it.
local function fit(headline, is_near, body, known)
  local talks = talks_of(headline, body, known)
  if is_near then
    return (talks or headline.count == 0) and 3 or 1
  end
  return talks and 2 or nil
end

local function pairs_of(document, blocks, pieces)
  local list = {}
  for p, piece in ipairs(pieces) do
    local from = blocks[math.min(piece.body, piece.to)].reading_first
    local body = document.reading:sub(from, blocks[piece.to].reading_last)
    local known = {}
    for q = math.max(1, p - ASTRAY), math.min(#pieces, p + ASTRAY) do
      local headlines = pieces[q].headlines
      for h, headline in ipairs(headlines) do
        local score = fit(headline, p == q and h == #headlines, body, known)
        if score then
          list[#list + 1] = { score = score, piece = piece, headline = headline, order = #list }
        end
      end
    end
  end
  table.sort(list, function(a, b)
    if a.score ~= b.score then
      return a.score > b.score
    end
    return a.order < b.order
  end)
  return list
end

--- Gives each piece its `headline`: the one right above it, unless that names a place of which the body says nothing
--- and a headline elsewhere names one of which it talks.
---@param document wenlu.Document
---@param blocks wenlu.Block[]
---@param pieces table[]  {body, to, headlines}
---@return wenlu.Headline[] left  headlines without a body
function M.assign(document, blocks, pieces)
  local taken = {}
  for _, pair in ipairs(pairs_of(document, blocks, pieces)) do
    if not pair.piece.headline and not taken[pair.headline] then
      pair.piece.headline = pair.headline
      taken[pair.headline] = true
    end
  end
  local left = {}
  for _, piece in ipairs(pieces) do
    for _, headline in ipairs(piece.headlines) do
      if not taken[headline] then
        left[#left + 1] = headline
      end
    end
  end
  return left
end

return M
