--- Turns the sentence of a fact into the place that the fact is of, when the sentence names it as its subject.
local gazetteer = require "wenlu.gazetteer"
local wordset = require "wenlu.wordset"

local M = {}

-- What may stand between the beginning of a clause and its subject, besides blanks.
local BEFORE = wordset.new { "其中", "而", "如", "比如", "例如", "同时", "目前", "、", "“", " ", "　", "全年", "今年", "去年", "截至目前",
  "此外", "来自", "对", "由" }
-- A clause that begins with these speaks of the article's own place again.
local OWN = wordset.new [[全市 我市 市级 市委 市政府 市直 市纪委 市作风办 本市 全区 我区 全县 我县 各地 合计 总体]]
-- A place followed by these is where somebody or something comes from, or no more than an example.
local NOT_AFTER = wordset.new "等 籍 路 街 大道 市场"
local AND = { ["、"] = true, ["和"] = true, ["与"] = true, ["及"] = true, ["以及"] = true }

local NONE = {}

-- The places that a sentence names with what may stand for them, neighbours (扬州市江都区) as one; those of a list
-- have one group.
local function named_in(reading, mentions, sentence)
  if not mentions:before("place", sentence.last + 1, sentence.first) then
    return NONE
  end
  local named, previous = {}, nil
  local _, _, begin = mentions:sentence(sentence.index)
  local i, _, first, last = mentions:next("place", begin, sentence.last)
  while i do
    local divisions = mentions:row(i).divisions
    if previous and previous.last + 1 == first then
      previous.last, previous.divisions, previous.above = last, divisions, previous.divisions
    else
      local listed = previous and first - previous.last < 8 and AND[reading:sub(previous.last + 1, first - 1)]
      previous = { first = first, last = last, divisions = divisions, group = listed and previous.group or first }
      named[#named + 1] = previous
    end
    i, _, first, last = mentions:next("place", i + 1, sentence.last)
  end
  return named
end

local function named_of(reader, sentence)
  local kept = reader.named
  if kept.index ~= sentence.index then
    kept.index, kept.list = sentence.index, named_in(reader.document.reading, reader.mentions, sentence)
  end
  return kept.list
end

-- The division that a name stands for in an article about `city`.
local function division_of(name, city)
  local above = name.above and gazetteer.city_of(name.above[1]) or city
  local inside = above and gazetteer.inside(name.divisions, above)
  return inside or #name.divisions == 1 and name.divisions[1] or nil
end

-- The i-th of the `count` places that stand in a list before the figure.
local function nth(named, offset, i, count)
  for k = #named, 1, -1 do
    local last = named[k]
    if last.first < offset then
      local from = k
      while from > 1 and named[from - 1].group == last.group do
        from = from - 1
      end
      if k - from + 1 == count then
        return named[from + i - 1]
      end
    end
  end
end

-- The place named at an offset of a clause, and whether another is listed beside it.
local function starting_at(reading, named, from, clause)
  for k, name in ipairs(named) do
    if name.first == from then
      local following = named[k + 1]
      return name, following ~= nil and following.first <= clause.last and
        (following.group == name.group or reading:find("、", name.last + 1, true) == following.first - 3)
    elseif name.first > from then
      return nil
    end
  end
end

local LOOK_BACK = 20 -- clauses

-- The subject of the clause of a figure, or of the nearest clause before it that names one; a semicolon ends the
-- search.
local function subject(reading, sentence, named, number)
  for k = number, math.max(1, number - LOOK_BACK), -1 do
    local clause = sentence.clauses[k]
    if clause.last < named[1].first then
      return nil
    end
    local from = BEFORE:skip(reading, clause.first)
    local venue = reading:sub(from, from + 2) == "在"
    local name, listed = starting_at(reading, named, venue and from + 3 or from, clause)
    if name and venue then
      return not listed and reading:sub(name.last + 1, name.last + 3) == "，" and name or nil
    elseif name then
      return not listed and not NOT_AFTER:at(reading, name.last + 1) and name or nil
    elseif OWN:at(reading, from) then
      return nil
    end
    local before = reading:sub(clause.first - 3, clause.first - 1)
    if before == "；" or before:sub(-1) == ";" then
      return nil
    end
  end
end

--- The place that a fact is of, by its own sentence; nil when the sentence says none.
---@param reader table  see wenlu.facts
---@param row table     a fact with `sentence`, `figure`, and `place_index` of `place_count` when it is one of a list
---@param city table?   division of the article's city
---@return table? division
function M.of(reader, row, city)
  local reading, sentence = reader.document.reading, row.sentence
  local named = named_of(reader, sentence)
  if #named == 0 then
    return nil
  end
  local anchor = row.anchor or row.figure
  local token = anchor.first >= sentence.first and anchor.first <= sentence.last and anchor or row.figure
  local name
  if row.place_index then
    name = nth(named, token.first, row.place_index, row.place_count)
  end
  if not name and token.first <= sentence.last then
    name = subject(reading, sentence, named, token.clause or 1)
  end
  return name and division_of(name, city)
end

return M
