--- Turns the period mentions around a figure into the period that the figure is of, with its basis.
local calendar = require "wenlu.calendar"
local wordset = require "wenlu.wordset"

local M = {}

local ALWAYS = wordset.new "始终 历年 连年 一直 常年 多年来 近年来 以来保持 连续多年"
local COMPARED = wordset.new "较 比"
local AHEAD = wordset.new "转入 列入 纳入 结转至 结转到 顺延至 预计" -- before a year that is to come
local LINE_END = wordset.new { "\n" }
local CLOSE = { [""] = true, ["的"] = true, ["为"] = true, ["是"] = true } -- between a period and its figure
local LOOK_BACK = 12 -- sentences of the same paragraph
local OPENING = 1500 -- bytes of an article that tell what year it is about

-- A period is handed on as four values: first and last day (ISO), the year of the last day, and the basis: clause,
-- sentence, paragraph, heading, article or document. Nothing stands for a period that is not known.

local function whole_year(year, basis)
  if year then
    local first, last = calendar.year(year)
    return first, last, year, basis
  end
end

-- The period of mention i; `year` is the document's, `around` the year of the context (for 6月).
local function resolve(mentions, i, year, around, basis)
  local how, first_year, final_year, month, day, final_month, final_day = mentions:period(i)
  if how == "relative" then
    if not year then
      return nil
    end
    first_year, final_year = year + first_year, year + first_year
  elseif how == "missing" then
    if not around then
      return nil
    end
    first_year, final_year = around, around
  end
  local first, _ = calendar.year(first_year)
  local _, last = calendar.year(final_year)
  if month > 0 or day > 0 then
    first = calendar.iso(first_year, math.max(month, 1), math.max(day, 1))
  end
  if final_month > 0 or final_day > 0 then
    final_month = final_month > 0 and final_month or 12
    final_day = final_day > 0 and final_day or calendar.last_day(final_year, final_month)
    last = calendar.iso(final_year, final_month, final_day)
  end
  if final_year > first_year and year and year >= first_year and year < final_year then
    final_year = year -- 2021—2024年 in a text of 2021
  end
  return first, last, final_year, basis
end

-- 比2022年, 较去年同期
local function compares(reading, first, last)
  return COMPARED:before(reading, first - 1) ~= nil or reading:sub(last - 5, last) == "同期"
end

-- 2022年度, 2022年的, 比2022年
local function is_attribute(reading, first, last)
  return reading:sub(last - 2, last) == "度" or reading:sub(last + 1, last + 3) == "的" or
    compares(reading, first, last)
end

local function has_year(mentions, i, class)
  return class ~= "plan" and mentions:period(i) ~= "missing"
end

-- Whether a period that ends at `last` stands right before the figure: 比2019年的58个, 2023年为97.3%.
local function is_adjacent(reading, last, offset)
  return last < offset and offset - last < 5 and CLOSE[reading:sub(last + 1, offset - 1)] ~= nil
end

-- The nearest period with a year from period i back to `from`, and the nearest part of a year (上半年, 6月) behind it.
local function nearest(mentions, reading, from, i, class, first, last)
  local part
  while i do
    if mentions:period(i) == "missing" then
      part = part or class ~= "plan" and class ~= "relative" and i or nil
    elseif class ~= "plan" and not compares(reading, first, last) then
      return i, first, part
    end
    i, class, first, last = mentions:before("period", first, from)
  end
  return nil, nil, part
end

-- The nearest period with a year before sentence i, in the same paragraph.
local function earlier(mentions, reading, i, offset)
  local from = mentions:sentence(math.max(1, i - LOOK_BACK))
  local k, class, first, last = mentions:before("period", offset, from)
  while k and not LINE_END:find(reading, last, offset - 1) do
    if has_year(mentions, k, class) and not is_attribute(reading, first, last) and
      not AHEAD:before(reading, first - 1) then
      return k
    end
    k, class, first, last = mentions:before("period", first, from)
  end
end

local function opens_sentence(reading, i, first)
  return i == 1 or reading:sub(first - 1, first - 1) == "\n" or reading:sub(first - 3, first - 1) == "。"
end

local function find_topic(mentions, reading, article)
  local stop = math.min(article.last, article.first + OPENING)
  local i, class, first, last = mentions:next("period", (mentions:before("period", article.first) or 0) + 1, stop)
  while i do
    if class == "year" and opens_sentence(reading, i, first) then
      local how, year = mentions:period(i)
      local after = reading:sub(last + 1, last + 3)
      if how == "written" and (after == "是" or after == "，") and year <= (article.year or year) then
        return year
      end
    end
    i, class, first, last = mentions:next("period", i + 1, stop)
  end
  return false
end

--- The year that an article is about, from its first sentences ("2022年是…年", a year in its title).
---@param reader table
---@param article table
---@return integer? year
function M.topic_year(reader, article)
  if article.topic_year == nil then
    article.topic_year = find_topic(reader.mentions, reader.document.reading, article)
  end
  return article.topic_year or nil
end

-- What holds where no period stands near: the heading's year, the article's, the title's, the document's.
local function around(reader, article, offset)
  local planned = reader:planned_year(offset)
  if planned then
    return whole_year(planned, "heading")
  end
  if article.reviewed and article.reviewed <= (article.year or article.reviewed) then
    return whole_year(article.reviewed, "heading")
  end
  local topic = M.topic_year(reader, article)
  if topic then
    return whole_year(topic, "article")
  end
  return whole_year(article.year, article.year_basis)
end

--- The period of the figure at `offset`. Looks at the clause and the sentence before the figure, then the paragraph's
--- earlier sentences, the article's topic, the document's date. Nothing known gives nothing.
---@param reader table    see wenlu.facts
---@param sentence table  {index, first}
---@param offset integer  in the reading
---@param clause_first integer?  start of the figure's clause
---@return string? first  ISO day; nil for what was always so
---@return string? last   ISO day, included
---@return integer? year  of the last day
---@return string? basis  clause, sentence, paragraph, heading, article, document, path
function M.of(reader, sentence, offset, clause_first)
  local mentions, reading = reader.mentions, reader.document.reading
  local article = reader:article_at(offset)
  local known, from = article.year, sentence.first
  clause_first = clause_first or from
  if ALWAYS:find(reading, clause_first, offset) then
    local _, last, year, basis = whole_year(known, article.year_basis)
    return nil, last, year, basis
  end
  local i, class, i_first, i_last = mentions:before("period", offset, from)
  if i and is_adjacent(reading, i_last, offset) and has_year(mentions, i, class) then
    return resolve(mentions, i, known, known, "clause")
  end
  local found, at, part = nearest(mentions, reading, from, i, class, i_first, i_last)
  local first, last, year, basis
  if found then
    first, last, year, basis = resolve(mentions, found, known, known, at >= clause_first and "clause" or "sentence")
  else
    found = earlier(mentions, reading, sentence.index, from)
    if found then
      first, last, year, basis = resolve(mentions, found, known, known, "paragraph")
    end
  end
  if not year then
    first, last, year, basis = around(reader, article, offset)
  end
  if part and year then
    return resolve(mentions, part, known, year, basis)
  end
  return first, last, year, basis
end

local SPANS = { { "前两年", 2, 2 }, { "前三年", 3, 3 }, { "近两年", 1, 2 }, { "近三年", 2, 3 }, { "近五年", 4, 5 },
  { "两年", 1, 2 }, { "三年", 2, 3 } }

-- 前两年…分别是95.6%和96.1%: the year of place i of n, counted from the document's.
local function spanned_year(reader, row, year)
  local before = reader.document.reading:sub(row.sentence.first, row.figure.first)
  for _, span in ipairs(SPANS) do
    if span[3] == row.place_count and before:find(span[1], 1, true) then
      return year - span[2] + row.place_index - 1
    end
  end
end

-- Years side by side before a list of figures (2020年、2021年和今年, 2019年至2023年): the one of place i of n.
local function listed_year(reader, row, known)
  local mentions, years = reader.mentions, {}
  local _, _, from = mentions:sentence(row.sentence.index)
  local to = math.min(row.sentence.last, row.figure.first - 1)
  local i = mentions:next("period", from, to)
  while i do
    local how, year, last_year, month = mentions:period(i)
    if how == "written" and last_year - year + 1 == row.place_count and last_year > year then
      return year + row.place_index - 1
    elseif how == "written" and year == last_year then
      years[#years + 1] = year
    elseif how == "relative" and known and month == 0 then
      years[#years + 1] = known + year
    end
    i = mentions:next("period", i + 1, to)
  end
  if #years == row.place_count then
    return years[row.place_index]
  end
  return #years == 0 and known and spanned_year(reader, row, known) or nil
end

--- The period of a fact: what its frame found, else what M.of says of its figure.
---@param reader table
---@param row table {article, sentence, figure, place_index, place_count, period_at (mention), period_before (offset)}
---@param clause_first integer?
---@return string? first  see M.of
---@return string? last
---@return integer? year
---@return string? basis
function M.for_row(reader, row, clause_first)
  local known = row.article.year
  if row.period_at then
    return resolve(reader.mentions, row.period_at, known, known, "clause")
  end
  local listed = row.place_index and listed_year(reader, row, known)
  if listed then
    return whole_year(listed, "sentence")
  end
  return M.of(reader, row.sentence, row.period_before or row.figure.first, clause_first)
end

return M
