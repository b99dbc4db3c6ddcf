--- Turns the blocks of a page into its by-lines: who wrote what, above, below or inside the paragraphs.
local M = {}

local ROLES = { "本报", "本刊", "特约", "见习", "实习", "首席", "全媒体", "融媒体", "记者", "通讯员", "撰稿", "撰文", "供稿", "作者", "記者",
  "通訊員", "□", "■", "（", "）", "：", "文/", "讯" }
local WRITERS = { "记者", "通讯员", "供稿", "撰稿", "作者", "記者", "通訊員" }

--- The names in a by-line, without the words for what their bearers do.
---@param text string
---@return string
function M.names(text)
  for _, word in ipairs(ROLES) do
    text = text:gsub(word, " ")
  end
  text = text:gsub("[%(%):]", " "):gsub("　", " "):gsub("、", " ")
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function has_writer(text)
  for _, word in ipairs(WRITERS) do
    if text:find(word, 1, true) then
      return true
    end
  end
  return false
end

local function bracket(text, from, opens, closes)
  local last = text:find(closes, from, true)
  local inner = last and text:sub(from + #opens, last - 1)
  return inner and #inner < 90 and has_writer(inner) and inner or nil
end

-- “本报讯（记者 某某）…”, “（记者 某某）…” or “本报12月28日讯 …” at the beginning of a paragraph.
local function dateline(line)
  local news = line:find("讯", 1, true)
  if news and news < 40 and (line:sub(1, 6) == "本报" or line:sub(1, 6) == "本刊" or news < 20) then
    local from = line:find("（", 1, true)
    local name = from and from < news + 12 and bracket(line, from, "（", "）")
    from = not name and line:find("(", 1, true)
    name = name or from and from < news + 9 and bracket(line, from, "(", ")")
    if name or line:sub(1, 6) == "本报" or line:sub(1, 6) == "本刊" then
      return name or ""
    end
  end
  return line:sub(1, 3) == "（" and bracket(line, 1, "（", "）") or line:sub(1, 1) == "(" and bracket(line, 1, "(", ")") or nil
end

-- “…（记者 某某）” or “… □本报记者 某某” at the end of a paragraph.
local function signed(tail)
  local at
  local next_at = tail:find("（", 1, true)
  while next_at do
    at = next_at
    next_at = tail:find("（", at + 3, true)
  end
  if at and tail:sub(-3) == "）" then
    return bracket(tail, at, "（", "）")
  end
  at = tail:find("□", 1, true)
  return at and has_writer(tail:sub(at)) and tail:sub(at + 3) or nil
end

---@class wenlu.Byline
---@field block integer  number of the block among `blocks`
---@field name string
---@field where string   line (a block of its own), start or end (of a paragraph)

--- The by-lines of a page, in reading order.
---@param document wenlu.Document
---@param blocks wenlu.Block[]
---@return wenlu.Byline[]
function M.find(document, blocks)
  local found = {}
  local reading = document.reading
  for i, block in ipairs(blocks) do
    local first, last = block.reading_first, block.reading_last
    if block.kind == "byline" then
      found[#found + 1] = { block = i, name = M.names(reading:sub(first, last)), where = "line" }
    elseif block.kind == "paragraph" then
      local name = dateline(reading:sub(first, math.min(last, first + 120)))
      local where = "start"
      if not name then
        name, where = signed(reading:sub(math.max(first, last - 90), last)), "end"
      end
      if name then
        found[#found + 1] = { block = i, name = M.names(name), where = where }
      end
    end
  end
  return found
end

--- Whether a text names writers often enough to hold several articles.
---@param text string
---@param times integer
---@return boolean
function M.named(text, times)
  local count = 0
  for _, word in ipairs { "记者", "通讯员", "本报讯", "供稿", "□", "撰稿", "記者", "讯（" } do
    local at = text:find(word, 1, true)
    while at do
      count = count + 1
      if count >= times then
        return true
      end
      at = text:find(word, at + 3, true)
    end
  end
  return false
end

return M
