--- Turns the period mentions around a figure into the period that the figure is of, with its basis.
local calendar = require "wenlu.calendar"
local words = require "wenlu.words"

local M = {}

local ALWAYS = { "始终", "历年", "连年", "一直", "常年", "多年来", "近年来", "以来保持", "连续多年" }

local function interval(year, last_year, month, day, final_month, final_day)
  local from = ("%04d-%02d-%02d"):format(year, month > 0 and month or 1, day > 0 and day or 1)
  local to_month = final_month > 0 and final_month or 12
  local to_day = final_day > 0 and final_day or calendar.last_day(last_year, to_month)
  return from, ("%04d-%02d-%02d"):format(last_year, to_month, to_day)
end

---@class wenlu.Period
---@field first string  ISO day
---@field last string   ISO day, included
---@field year integer  of the last day
---@field basis string  clause, sentence, paragraph, heading, article, document

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
  local first, last = interval(first_year, final_year, month, day, final_month, final_day)
  if final_year > first_year and year and year >= first_year and year < final_year then
    final_year = year -- 2021—2024年 in a text of 2021
  end
  return { first = first, last = last, year = final_year, basis = basis, mention = i }
end

local function has_year(mentions, i, class)
  local how = mentions:period(i)
  return class ~= "plan" and how ~= "missing"
end

local function is_attribute(reading, first, last)
  return reading:sub(last - 2, last) == "度" or reading:sub(last + 1, last + 3) == "的" or
    reading:sub(first - 3, first - 1) == "较" or reading:sub(first - 3, first - 1) == "比" or
    reading:sub(last - 5, last) == "同期"
end

local function compares(reading, first, last)
  local before = reading:sub(math.max(1, first - 3), first - 1)
  return before == "较" or before == "比" or reading:sub(last - 5, last) == "同期"
end

-- The periods of a sentence in order, looked up once: {index, class, first, last, year = whether one is known}.
local function periods_in(reader, i)
  local kept = reader.periods[i]
  if not kept then
    kept = {}
    local _, _, from, to = reader.mentions:sentence(i)
    for index = from, to do
      local kind, class, first, last = reader.mentions:get(index)
      if kind == "period" then
        kept[#kept + 1] = {
          index = index, class = class, first = first, last = last, year = has_year(reader.mentions, index, class),
        }
      end
    end
    reader.periods[i] = kept
  end
  return kept
end

-- The nearest period with a year before `offset` in sentence i.
local function nearest(reader, i, offset, attributes)
  local reading = reader.document.reading
  local list = periods_in(reader, i)
  for k = #list, 1, -1 do
    local period = list[k]
    if period.first < offset and period.year and not compares(reading, period.first, period.last) and
      (attributes or not is_attribute(reading, period.first, period.last)) then
      return period.index, period.first
    end
  end
end

-- The nearest part of a year without a year of its own: 上半年, 6月.
local function nearest_part(reader, i, offset)
  local list = periods_in(reader, i)
  for k = #list, 1, -1 do
    local period = list[k]
    if period.first < offset and not period.year and period.class ~= "plan" and period.class ~= "relative" then
      return period.index
    end
  end
end

-- The period that stands right before the figure: 比2019年的58个, 2023年为97.3%.
local function adjacent(reader, i, offset)
  local list = periods_in(reader, i)
  for k = #list, 1, -1 do
    local period = list[k]
    if period.last < offset then
      local gap = reader.document.reading:sub(period.last + 1, math.min(offset - 1, period.last + 4))
      local close = gap == "的" or gap == "" or gap == "为" or gap == "是"
      return period.year and close and period.index or nil
    end
  end
end

-- The sentences of the same paragraph before sentence i, nearest first.
local function earlier(reader, i)
  for k = i - 1, math.max(1, i - 12), -1 do
    if reader:paragraph_break(k, k + 1) then
      return nil
    end
    local _, last = reader.mentions:sentence(k)
    local found = nearest(reader, k, last + 1, false)
    if found then
      return found
    end
  end
end

--- The year that an article is about, from its first sentences ("2022年是…年", a year in its title).
---@param reader table
---@param article table
---@return integer? year
function M.topic_year(reader, article)
  if article.topic_year == nil then
    article.topic_year = false
    local mentions = reader.mentions
    local stop = math.min(article.last, article.first + 1500)
    for i = 1, #mentions do
      local kind, class, first, last = mentions:get(i)
      if first > stop then
        break
      end
      if kind == "period" and first >= article.first and class == "year" then
        local how, year = mentions:period(i)
        local after = reader.document.reading:sub(last + 1, last + 3)
        local opens = i == 1 or reader.document.reading:sub(first - 1, first - 1) == "\n" or
          reader.document.reading:sub(first - 3, first - 1) == "。"
        local told = how == "written" and opens and (after == "是" or after == "，")
        if told and year <= (article.year or year) then
          article.topic_year = year
          break
        end
      end
    end
  end
  return article.topic_year or nil
end

local function whole_year(year, basis)
  if year then
    return { first = year .. "-01-01", last = year .. "-12-31", year = year, basis = basis }
  end
end

--- The period of the figure at `offset` in sentence i. Looks at the clause and the sentence before the figure, then the
--- paragraph's earlier sentences, the article's topic, the document's date. Nothing known gives nil.
---@param reader table   see wenlu.facts
---@param i integer      sentence
---@param offset integer in the reading
---@param clause_first integer?  start of the figure's clause
---@return wenlu.Period?
function M.of(reader, i, offset, clause_first)
  local mentions, reading = reader.mentions, reader.document.reading
  local article = reader:article_at(offset)
  local year = article.year
  local first = mentions:sentence(i)
  if words.any(reading:sub(clause_first or first, offset), ALWAYS) then
    local period = whole_year(year, "document")
    if period then
      period.first = nil
    end
    return period
  end
  local right_before = adjacent(reader, i, offset)
  if right_before then
    return resolve(mentions, right_before, year, year, "clause")
  end
  local found, at = nearest(reader, i, offset, true)
  local basis = found and (at >= (clause_first or first) and "clause" or "sentence")
  if not found then
    found = earlier(reader, i)
    basis = "paragraph"
  end
  local topic = M.topic_year(reader, article)
  local period = found and resolve(mentions, found, year, topic or year, basis)
  period = period or whole_year(reader:planned_year(offset), "heading") or whole_year(topic, "article") or
    whole_year(year, "document")
  local part = nearest_part(reader, i, offset)
  if part and period and (not found or part > found) then
    period = resolve(mentions, part, year, period.year, period.basis) or period
  end
  return period
end

local SPANS = { ["前两年"] = { 2, 2 }, ["前三年"] = { 3, 3 }, ["近两年"] = { 1, 2 }, ["近三年"] = { 2, 3 }, ["近五年"] = { 4, 5 },
  ["两年"] = { 1, 2 }, ["三年"] = { 2, 3 } }

-- 前两年…分别是95.6%和96.1%: the year of place i of n, counted from the document's.
local function spanned_year(reader, row, year)
  local before = reader.document.reading:sub(row.sentence.first, row.figure.first)
  for _, word in ipairs { "前两年", "前三年", "近两年", "近三年", "近五年", "两年", "三年" } do
    local span = SPANS[word]
    if span[2] == row.place_count and before:find(word, 1, true) then
      return year - span[1] + row.place_index - 1
    end
  end
end

-- Years side by side before a list of figures (2020年、2021年和今年, 2019年至2023年): the one of place i of n.
local function listed_year(reader, row)
  local years = {}
  local article = reader:article_at(row.figure.first)
  for _, token in ipairs(row.sentence.tokens) do
    if token.kind == "period" and token.first < row.figure.first and token.clause <= row.figure.clause then
      local how, year, last_year, month = reader.mentions:period(token.index)
      if how == "written" and last_year - year + 1 == row.place_count and last_year > year then
        return year + row.place_index - 1
      elseif how == "written" and year == last_year then
        years[#years + 1] = year
      elseif how == "relative" and article.year and month == 0 then
        years[#years + 1] = article.year + year
      end
    end
  end
  if #years == row.place_count then
    return years[row.place_index]
  end
  return #years == 0 and article.year and spanned_year(reader, row, article.year) or nil
end

--- The period of a fact: what its frame found, else what M.of says of its figure.
---@param reader table
---@param row table {sentence, figure, place_index, place_count, period_at (a mention), period_before (an offset)}
---@param clause_first integer?
---@return wenlu.Period?
function M.for_row(reader, row, clause_first)
  if row.period_at then
    local article = reader:article_at(row.figure.first)
    return resolve(reader.mentions, row.period_at, article.year, article.year, "clause")
  elseif row.place_index then
    local year = listed_year(reader, row)
    if year then
      return whole_year(year, "sentence")
    end
  end
  return M.of(reader, row.sentence.index, row.period_before or row.figure.first, clause_first)
end

return M
