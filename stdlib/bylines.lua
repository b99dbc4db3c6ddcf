--- Turns the blocks of a page into its by-lines: who wrote what, above, below or inside the paragraphs.
local layout = require "wenlu.layout"
local wordset = require "wenlu.wordset"

local M = {}

local ROLES = { "本报", "本刊", "特约", "见习", "实习", "首席", "全媒体", "融媒体", "记者", "通讯员", "撰稿", "撰文", "供稿", "作者", "記者",
  "通訊員", "□", "■", "（", "）", "：", "文/", "讯" }
local WRITERS = wordset.new "记者 通讯员 供稿 撰稿 作者 記者 通訊員"

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

local function bracket(text, from, opens, closes)
  local last = text:find(closes, from, true)
  local inner = last and text:sub(from + #opens, last - 1)
  return inner and #inner < 90 and WRITERS:find(inner) and inner or nil
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
  if line:sub(1, 3) == "（" then
    return bracket(line, 1, "（", "）")
  end
  return line:sub(1, 1) == "(" and bracket(line, 1, "(", ")") or nil
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
  return at and WRITERS:find(tail, at) and tail:sub(at + 3) or nil
end

-- The surnames of most people, for by-lines that are no more than a name.
local SURNAMES = {}
for name in ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田" ..
  "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛" ..
  "伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司" ..
  "柏宁柯阮桂闵解强柴华车冉房边荣巫过"):gmatch "[\xE4-\xE9][\x80-\xBF][\x80-\xBF]" do
  SURNAMES[name] = true
end

local function is_name(text)
  return (#text == 6 or #text == 9) and SURNAMES[text:sub(1, 3)] == true and not text:find "[\x00-\x7F\xE2\xE3\xEF]"
end

--- A by-line that is no more than a name: alone between title and text, or in brackets at the very end.
---@param document wenlu.Document
---@param marks wenlu.Marks
---@return string?
function M.bare(document, marks)
  local blocks, reading = document.blocks, document.reading
  local above = marks.head_block > 1 and blocks[marks.head_block]
  if above and above.kind == "heading" and SURNAMES[document.text:sub(above.first, above.first + 2)] then
    local name = document.text:sub(above.first, above.last):gsub("[ \t]", "")
    if is_name(name) then
      return name
    end
  end
  local final = blocks[marks.tail_block - 1]
  local last = final and final.reading_last
  if last and reading:sub(last - 2, last) == "）" then
    local name = reading:sub(math.max(1, last - 14), last):match "（(.-)）$"
    return name and is_name(name) and name or nil
  end
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
      local name = layout.may_be_dateline(reading, first) and dateline(reading:sub(first, math.min(last, first + 120)))
      local where = "start"
      if not name and block.ending ~= "stop" then
        name, where = signed(reading:sub(math.max(first, last - 90), last)), "end"
      end
      if name then
        found[#found + 1] = { block = i, name = M.names(name), where = where }
      end
    end
  end
  return found
end

return M
