--- Turns the blocks of a page into articles: stretches of the reading with title and by-line.
local bylines_of = require "wenlu.bylines"
local headlines = require "wenlu.headlines"
local places = require "wenlu.places"

local M = {}

local function is_text(block)
  return block.kind == "paragraph" and block.reading_last - block.reading_first > 90
end

-- The blocks that are read: no second halves, no site.
local function reading_blocks(document)
  local blocks = {}
  for _, block in ipairs(document.blocks) do
    if not block.joined and block.kind ~= "chrome" and block.kind ~= "page" then
      blocks[#blocks + 1] = block
    end
  end
  return blocks
end

-- How many of the first i blocks are text, for every i.
local function count_texts(blocks)
  local texts = { [0] = 0 }
  for i, block in ipairs(blocks) do
    texts[i] = texts[i - 1] + (is_text(block) and 1 or 0)
  end
  return texts
end

local function has_text(texts, from, to)
  return to >= from and texts[to] > texts[from - 1]
end

-- Whether the by-lines stand below their articles: more of them follow text and precede a heading than the other way
-- round.
local function stand_below(blocks, bylines)
  local votes = 0
  for _, byline in ipairs(bylines) do
    local i = byline.block
    if byline.where == "end" then
      votes = votes + 1
    elseif byline.where == "start" then
      votes = votes - 1
    else
      local before, after = blocks[i - 1], blocks[i + 1]
      if before and is_text(before) and (not after or not is_text(after)) then
        votes = votes + 1
      elseif after and is_text(after) and not (before and is_text(before)) then
        votes = votes - 1
      end
    end
  end
  return votes > 0
end

-- First block of the run of headings (and captions between them) that ends at block i.
local function run_start(blocks, i)
  local from = i + 1
  while i >= 1 and (blocks[i].kind == "heading" or blocks[i].kind == "caption") do
    if blocks[i].kind == "heading" then
      from = i
    end
    i = i - 1
  end
  return from
end

-- A heading that opens an article though no by-line ends the one before it.
local function is_strong(document, blocks, i)
  local line = document.text:sub(blocks[i].first, math.min(blocks[i].last, blocks[i].first + 300))
  local below = blocks[i + 1]
  local body = below and document.text:sub(below.first, below.first + 9)
  return blocks[i].kind == "heading" and (line:find "^#%s" ~= nil or body ~= nil and
    (body:find("^（上接") or body:find("^%(上接")) ~= nil or
    line:sub(-3) == "：" and below ~= nil and below.kind == "heading" and body:sub(1, 2) == "**")
end

-- Marks the blocks at which an article may begin, by one by-line.
local function mark_start(at, blocks, bylines, k, below)
  local byline = bylines[k]
  local i = byline.block
  if byline.where == "end" or byline.where == "line" and below then
    local following, next_block = bylines[k + 1], blocks[i + 1]
    if next_block and (next_block.kind == "heading" or not following or following.name ~= byline.name) then
      at[i + 1] = true
    end
    return
  end
  local from = run_start(blocks, i - 1)
  local previous = bylines[k - 1]
  if byline.where == "start" or from < i or not previous or previous.name ~= byline.name then
    at[from] = true
  end
end

local function starts_of(document, blocks, bylines)
  local at = {}
  local below = stand_below(blocks, bylines)
  for k in ipairs(bylines) do
    mark_start(at, blocks, bylines, k, below)
  end
  for i = 2, #blocks do
    if blocks[i - 1].kind ~= "heading" and is_strong(document, blocks, i) then
      at[i] = true
    end
  end
  local starts, texts = {}, count_texts(blocks)
  for i = 1, #blocks do
    if at[i] and has_text(texts, starts[#starts] or 1, i - 1) then
      if #starts == 0 then
        starts[1] = 1
      end
      starts[#starts + 1] = i
    elseif at[i] and #starts == 0 then
      starts[1] = i
    end
  end
  if #starts > 1 and not has_text(texts, starts[#starts], #blocks) then
    starts[#starts] = nil
  end
  return starts
end

-- The first name among by-lines k and those behind it up to a block; the number of the one behind them.
local function byline_in(bylines, k, to)
  local name
  while bylines[k] and bylines[k].block <= to do
    name = name or bylines[k].name ~= "" and bylines[k].name or nil
    k = k + 1
  end
  return name, k
end

-- The stretches between starts: headlines at their beginning, then the body.
local function pieces_of(document, blocks, starts, bylines, named)
  local pieces = {}
  local _, next_byline = byline_in(bylines, 1, starts[1] - 1)
  for k, from in ipairs(starts) do
    local to = (starts[k + 1] or #blocks + 1) - 1
    local body = from
    while body <= to and (blocks[body].kind == "heading" or blocks[body].kind == "caption") do
      body = body + 1
    end
    local name
    name, next_byline = byline_in(bylines, next_byline, to)
    pieces[k] = {
      from = from, body = body, to = to, byline = name,
      headlines = headlines.split(document, blocks, from, body - 1, named),
    }
  end
  return pieces
end

local function single(document, blocks, bylines, meta)
  return { {
    first = 1, last = math.max(1, #document.reading), title_first = meta.title_first, title_last = meta.title_last,
    byline = byline_in(bylines, 1, #blocks) or bylines_of.bare(document, meta.marks),
  } }
end

local function is_own(piece, headline)
  for _, own in ipairs(piece.headlines) do
    if own == headline then
      return true
    end
  end
  return false
end

local function article_of(blocks, piece)
  local headline = piece.headline
  local from = math.min(piece.body, piece.to)
  if headline and is_own(piece, headline) then
    from = headline.from
  elseif not headline and #piece.headlines == 0 then
    from = piece.from
  end
  return {
    first = blocks[from].reading_first, last = blocks[piece.to].reading_last,
    title_first = headline and headline.first, title_last = headline and headline.last,
    head = headline and headline.reading, byline = piece.byline,
    body = blocks[math.min(piece.body, piece.to)].reading_first,
  }
end

local function alone(headline)
  return {
    first = headline.reading[1], last = headline.reading[2], title_first = headline.first,
    title_last = headline.last, head = headline.reading, body = headline.reading[1],
  }
end

-- Articles in reading order, none beyond the beginning of the next.
local function in_order(articles)
  table.sort(articles, function(a, b) return a.first < b.first end)
  for k = 1, #articles - 1 do
    articles[k].last = math.min(articles[k].last, articles[k + 1].first - 1)
  end
  return articles
end

local function is_page(bylines)
  local names, distinct, datelines = {}, 0, 0
  for _, byline in ipairs(bylines) do
    if not names[byline.name] then
      names[byline.name] = true
      distinct = distinct + 1
    end
    datelines = datelines + (byline.where == "start" and 1 or 0)
  end
  return distinct > 1 or datelines > 1
end

--- Splits a document into its articles, in reading order. A page with by-lines of several articles holds several;
--- everything else is one article. A headline that stands away from its body is given to the body that talks of its
--- place; one without a body is an article of its own.
---@param document wenlu.Document
---@param meta table  see wenlu.metadata
---@param mentions userdata
---@return table[] articles {first, last, body (reading), title_first, title_last (text), head, byline}
function M.split(document, meta, mentions)
  if not document.blocks:may_have_bylines(document.reading) then
    return single(document, {}, {}, meta)
  end
  local blocks = reading_blocks(document)
  local bylines = bylines_of.find(document, blocks)
  if not is_page(bylines) then
    return single(document, blocks, bylines, meta)
  end
  local starts = starts_of(document, blocks, bylines)
  if #starts < 2 then
    return single(document, blocks, bylines, meta)
  end
  local pieces = pieces_of(document, blocks, starts, bylines, places.named(mentions))
  local articles = {}
  for _, headline in ipairs(headlines.assign(document, blocks, pieces)) do
    articles[#articles + 1] = alone(headline)
  end
  for _, piece in ipairs(pieces) do
    articles[#articles + 1] = article_of(blocks, piece)
  end
  return in_order(articles)
end

return M
