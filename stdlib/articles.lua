--- Turns the blocks of a page into articles: stretches of the reading with title, by-line, city, place and year.
local metadata = require "wenlu.metadata"

local M = {}

local function line(document, block)
  return document.text:sub(block.first, math.min(block.last, block.first + 300))
end

local function is_title(document, block)
  local text = line(document, block)
  return block.kind == "heading" and (text:byte(1) == 35 or text:sub(1, 2) == "**" or text:sub(-3) == "：" or
    block.last - block.first < 120)
end

local function is_strong(document, block)
  local text = line(document, block)
  return block.kind == "heading" and (text:find "^#%s" ~= nil or text:sub(1, 2) == "**" or text:sub(-3) == "：")
end

local function name_in(text)
  for _, words in ipairs { "□", "（", "）", "　", "本报", "本刊", "见习", "记者", "[%(%)%s]" } do
    text = text:gsub(words, "")
  end
  return (text:gsub("通讯员.*", ""))
end

-- The by-lines of a page: those on lines of their own, and those that end a paragraph: （记者 …）.
local function bylines_of(document, blocks)
  local bylines = {}
  for i, block in ipairs(blocks) do
    if block.kind == "byline" then
      bylines[#bylines + 1] = { block = i, name = name_in(line(document, block)) }
    elseif block.kind == "paragraph" then
      local tail = document.text:sub(math.max(block.first, block.last - 90), block.last)
      local inline = tail:match "（([^（）]*记者[^（）]*)）$" or tail:match "（([^（）]*通讯员[^（）]*)）$"
      if inline then
        bylines[#bylines + 1] = { block = i, name = name_in(inline), ends = true }
      end
    end
  end
  return bylines
end

local function has_paragraph(blocks, from, to)
  for i = from, to do
    if blocks[i].kind == "paragraph" and blocks[i].last - blocks[i].first > 120 then
      return true
    end
  end
  return false
end

-- By-lines stand below their articles when text precedes the first and none follows the last.
local function stand_below(blocks, bylines)
  if bylines[1].ends then
    return true
  end
  local before = has_paragraph(blocks, 1, bylines[1].block - 1)
  local after = has_paragraph(blocks, bylines[#bylines].block + 1, #blocks)
  return before and not after
end

-- The first heading of the group of headings that ends at block i.
local function group_start(document, blocks, i)
  while i > 1 and blocks[i - 1].kind == "heading" and is_title(document, blocks[i - 1]) do
    i = i - 1
  end
  return i
end

local function starts_below(document, blocks, bylines)
  local starts = { 1 }
  for k = 1, #bylines - 1 do
    if bylines[k].name ~= bylines[k + 1].name then
      starts[#starts + 1] = bylines[k].block + 1
    end
  end
  local extra = {}
  for _, from in ipairs(starts) do
    extra[#extra + 1] = from
  end
  -- a strong title after a finished body opens an article without a by-line of its own before it
  for i = 2, #blocks do
    if is_strong(document, blocks[i]) and blocks[i - 1].kind == "paragraph" then
      extra[#extra + 1] = i
    end
  end
  table.sort(extra)
  local unique = {}
  for _, from in ipairs(extra) do
    local previous = unique[#unique]
    if from <= #blocks and (not previous or has_paragraph(blocks, previous, from - 1)) and previous ~= from then
      unique[#unique + 1] = from
    end
  end
  return unique
end

local function starts_above(document, blocks, bylines)
  local starts = {}
  for k, byline in ipairs(bylines) do
    local from = byline.block
    if from > 1 and blocks[from - 1].kind == "heading" then
      from = group_start(document, blocks, from - 1)
    end
    starts[k] = k == 1 and 1 or from
  end
  return starts
end

local function reading_blocks(document)
  local blocks = {}
  for _, block in ipairs(document.blocks) do
    if not block.joined and block.kind ~= "chrome" then
      blocks[#blocks + 1] = block
    end
  end
  return blocks
end

local function title_in(document, blocks, from, to)
  for i = from, to do
    local block = blocks[i]
    if block.kind == "heading" then
      local last = block
      while blocks[i + 1] and i < to and blocks[i + 1].kind == "heading" and #line(document, blocks[i + 1]) < 130 do
        i = i + 1
        last = blocks[i]
      end
      return block.first, last.last
    elseif block.kind == "paragraph" then
      return nil
    end
  end
end

local function single(document)
  local blocks = document.blocks
  local last = blocks[#blocks]
  local article = { first = 1, last = math.max(1, #document.reading) }
  article.title_first, article.title_last = metadata.title_of(document)
  article.body_first = last and 1
  return { article }
end

--- Splits a document into its articles, in reading order. A page with by-lines of different people holds several;
--- everything else is one article.
---@param document wenlu.Document
---@return table[] articles {first, last (reading), title_first, title_last (text), byline}
function M.split(document)
  local blocks = reading_blocks(document)
  local bylines = bylines_of(document, blocks)
  local names = {}
  local distinct = 0
  for _, byline in ipairs(bylines) do
    if not names[byline.name] then
      names[byline.name] = true
      distinct = distinct + 1
    end
  end
  if distinct < 2 then
    local articles = single(document)
    articles[1].byline = bylines[1] and bylines[1].name
    return articles
  end
  local below = stand_below(blocks, bylines)
  local starts = below and starts_below(document, blocks, bylines) or starts_above(document, blocks, bylines)
  local articles = {}
  for k, from in ipairs(starts) do
    local to = (starts[k + 1] or #blocks + 1) - 1
    local article = {
      first = blocks[from].reading_first,
      last = starts[k + 1] and blocks[starts[k + 1]].reading_first - 1 or #document.reading,
    }
    article.title_first, article.title_last = title_in(document, blocks, from, to)
    for _, byline in ipairs(bylines) do
      if byline.block >= from and byline.block <= to then
        article.byline = byline.name
      end
    end
    articles[k] = article
  end
  articles[1].first = 1
  return articles
end

return M
