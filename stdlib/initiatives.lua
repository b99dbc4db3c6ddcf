--- Turns the words around a counted initiative into its name.
--
-- One convention for all documents:
--   things and people keep the noun phrase that is counted, with what stands right before the noun, without quotation
--   marks around plain kinds: 书记项目, 优秀书记项目, 五星级党支部, “泰有红”机关党建品牌, 党员示范岗;
--   sessions add what is counted in brackets: 党课（场次）, 惠企政策宣讲（场次）, “高新区讲堂”（期数); a quoted name keeps its
--   marks and the kind behind it, not the word 活动: “茶馆议事”面对面活动（场次）, but 我与群众面对面（场次）;
--   a count for each month says so: “局长进大厅”（场次，每月）;
--   the same thing under several words has one name (SAME below, and the kinds of BY_KIND).
local tables = require "wenlu.tables"
local words = require "wenlu.words"

local M = {}

-- What a unit of sessions counts.
M.SESSIONS = {
  ["场"] = "场次", ["场次"] = "场次", ["期"] = "期数", ["次"] = "次数", ["讲"] = "讲数", ["节"] = "节数", ["堂"] = "堂数",
}

-- Kinds whose name is the kind, whatever the words; a grade before them stays.
local BY_KIND = { ["书记项目"] = true, ["双领项目"] = true, ["作风建设监督员/观察员"] = true, ["第一书记"] = true,
  ["党课"] = true }

-- Spellings of one name.
local SAME = {
  ["村第一书记"] = "驻村第一书记", ["驻村书记"] = "驻村第一书记", ["五星支部"] = "五星级党支部", ["四星支部"] = "四星级党支部",
  ["三星支部"] = "三星级党支部", ["五星党支部"] = "五星级党支部", ["四星党支部"] = "四星级党支部", ["三星党支部"] = "三星级党支部",
  ["五星级支部"] = "五星级党支部", ["四星级支部"] = "四星级党支部", ["三星级支部"] = "三星级党支部", ["宣讲活动"] = "宣讲",
}

-- Series known by their bare name.
local PLAIN = { ["我与群众面对面"] = true, ["民声直通车"] = true, ["局长面对面"] = true }

M.GRADES = words.set "优秀 优质 示范 精品 十佳 重点 标杆 最佳 先进 特色 五星级 四星级 三星级"

local OPENING = { ["“"] = "”", ["‘"] = "’", ["「"] = "」", ["『"] = "』", ['"'] = '"' }
--- The closing mark for the opening quotation mark that a text begins with, or nil.
---@param text string
---@return string?
function M.quote(text)
  return OPENING[text:sub(1, 3)] or text:byte(1) == 34 and '"' or nil
end

--- A name without the quotation marks around it.
---@param name string
---@return string
function M.unquote(name)
  local close = M.quote(name)
  if close and #name > 2 * #close and name:sub(-#close) == close then
    return name:sub(#close + 1, -#close - 1)
  end
  return name
end

--- Whether the table lets a kind be counted with a unit.
---@param record table  of data/initiatives.tsv
---@param unit string
function M.takes(record, unit)
  if not record.unit_set then
    local units = {}
    for _, word in ipairs(tables.split(record.units)) do
      units[word] = true
    end
    record.unit_set = units
  end
  return record.unit_set[unit] == true and (record.canonical ~= "sessions" or M.SESSIONS[unit] ~= nil)
end

local function graded(modifiers, name)
  local plain = M.unquote(modifiers)
  return M.GRADES[plain] and modifiers .. name or name
end

local RESIDENT = { ["驻企"] = "驻企", ["企业"] = "驻企", ["驻社区"] = "驻社区", ["社区"] = "社区", ["驻园"] = "驻园" }

local function is_traditional(word)
  return word:find("書", 1, true) ~= nil
end

--- The one name of a word that has several.
---@param word string
---@return string
function M.same(word)
  return SAME[word] or word
end

--- The name of a thing or of people.
---@param anchor wenlu.Anchor
---@param modifiers string
---@return string
function M.thing(anchor, modifiers)
  local kind, word = anchor.record.kind, anchor.word
  if not BY_KIND[kind] then
    local name = not modifiers:find "机关$" and SAME[word] or word
    return name:sub(1, #modifiers) == modifiers and name or modifiers .. name
  elseif RESIDENT[modifiers] then
    return RESIDENT[modifiers] .. M.unquote(word)
  elseif kind == "第一书记" or is_traditional(word) then
    return SAME[word] or word
  end
  return graded(modifiers, kind)
end

--- The name of sessions, without what is counted.
---@param anchor wenlu.Anchor
---@param modifiers string
---@return string
function M.session(anchor, modifiers)
  local word = anchor.word
  if PLAIN[word] then
    return word
  elseif BY_KIND[anchor.record.kind] and not anchor.quoted then
    return anchor.record.kind
  elseif anchor.quoted then
    return anchor.surface
  end
  local name = modifiers == "" and SAME[word] or word:gsub("宣讲活动$", "宣讲")
  return modifiers .. name
end

local LEVELS = words.set "五星级 四星级 三星级 二星级 一星级 国家级 省级 市级 县级 区级 镇级"

--- Whether a word grades branches, brands or windows: 五星级, 市级, 优秀.
---@param word string
function M.is_grade(word)
  return LEVELS[word] == true or M.GRADES[word] == true
end

--- A name with another grade before it; nil when the text is no grade or the name has none.
---@param name string
---@param grade string
---@return string?
function M.regrade(name, grade)
  grade = grade:gsub("星$", "星级")
  if M.is_grade(grade) then
    for length = 6, 9, 3 do
      if M.is_grade(name:sub(1, length)) then
        return grade .. name:sub(length + 1)
      end
    end
  end
end

--- A name with what of it is counted: （场次）, （期数，每月）.
---@param name string
---@param unit string         normal form
---@param every string?       每月 and the like
---@param traditional boolean?
---@return string
function M.counted(name, unit, every, traditional)
  local what = M.SESSIONS[unit]
  if traditional then
    what = what:gsub("场", "場"):gsub("数", "數")
  end
  return name .. "（" .. what .. (every and "，" .. every or "") .. "）"
end

return M
