--- Turns a document and its mentions into what is known of it: title, issuer, city, place, date, each with its basis.
local dates = require "wenlu.dates"
local gazetteer = require "wenlu.gazetteer"
local places = require "wenlu.places"
local titles = require "wenlu.titles"
local told = require "wenlu.told"

local M = {}

local BODY = 60         -- bytes: a paragraph this long is text, not masthead or signature
local MARGIN = 12       -- blocks of the page that may belong to its head, or to its tail

---@class wenlu.Marks
---@field head_block integer  last block of the head (masthead, title, by-line), 0 when there is none
---@field head_last integer   its end in the reading
---@field tail_block integer  first block of the tail (signature, imprint, site)
---@field tail_first integer  its start in the reading

local function is_body(block)
  return block.kind == "paragraph" and (block.next ~= nil or block.last - block.first >= BODY)
end

--- Where the head of a page ends and its tail begins.
---@param document wenlu.Document
---@return wenlu.Marks
function M.marks(document)
  local blocks = document.blocks
  local count = #blocks
  local marks = { head_block = 0, head_last = 0, tail_block = count + 1, tail_first = #document.reading + 1 }
  for i = 1, math.min(count, MARGIN) do
    local block = blocks[i]
    if is_body(block) then
      break
    elseif block.reading_last then
      marks.head_block, marks.head_last = i, block.reading_last
    end
  end
  for i = count, math.max(marks.head_block + 1, count - MARGIN), -1 do
    local block = blocks[i]
    if block.joined or is_body(block) then
      break
    end
    marks.tail_block, marks.tail_first = i, block.reading_first
  end
  return marks
end

-- City and place: by the places named, by the title and the issuer, and by the path when the text names none.
local function locate(document, mentions, meta, path)
  local marks = meta.marks
  local city, place = places.about(document.reading, mentions, 1, #document.reading,
    { 1, math.max(marks.head_last, 90) }, marks.tail_first)
  local basis = city and "text" or nil
  if not city then
    city = gazetteer.by_telephone(document.text)
    basis = city and "telephone"
  end
  if not city then
    city = gazetteer.from_path(path)
    basis = city and "path" or "unknown"
  end
  if city then
    place = gazetteer.county_first(meta.title, city) or gazetteer.county_first(meta.issuer, city) or
      gazetteer.is_body_of(meta.issuer, city) and city or place or city
    meta.city, meta.place, meta.city_division = city.name, place.name, city
  end
  meta.city_basis = basis
end

--- What is known of a document as a whole.
---@param document wenlu.Document
---@param mentions userdata
---@param path string?  where the file lies; used where the text tells no city or no date
---@return table meta {title, title_first, title_last, issuer, issuer_basis, city, place, city_division, city_basis,
--- date, date_basis, day, year, reviewed (the year that the title looks back on), marks}
function M.read(document, mentions, path)
  local marks = M.marks(document)
  local first, last = titles.title_of(document)
  local meta = {
    title = titles.text(document, first, last), title_first = first, title_last = last, marks = marks,
  }
  meta.issuer, meta.issuer_basis = titles.issuer_of(document, marks, meta.title)
  locate(document, mentions, meta, path)
  meta.date, meta.date_basis = dates.of(mentions, document, marks, path)
  meta.day = meta.date and #meta.date == 10 and meta.date or nil
  meta.year = meta.date and math.tointeger(tonumber(meta.date:sub(1, 4)))
  meta.reviewed = told.reviewed(mentions, document.reading, first, last)
  return meta
end

return M
