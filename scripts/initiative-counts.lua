--- Turns counts of initiatives into city by year: what is claimed, beside what the texts name.
local corpus_of = require "wenlu.corpus"
local report = require "wenlu.report"

local M = {
  name = "initiative-counts",
  title = "书记项目、品牌、星级支部、宣讲等的数量",
  about = "各市各年所称的数量，与同一篇文章里点名的实例并列。数量只照原文，不相加；同一名目在一年内有几个说法时都列出。",
  frames = { "initiative" },
  params = { city = "one city only (南通市)", from = "first year", to = "last year" },
}

local SHOWN = 3 -- names in a cell; the evidence has them all

local MARKS = { at_least = "≥", over = ">", at_most = "≤", under = "<", approx = "≈" }

local function count_text(fact)
  return (MARKS[fact.mark] or "") .. ("%.14g"):format(fact.count) .. (fact.unit or "")
end

-- The cell of the instances that the article of a fact names, each with its sentence.
local function named_cell(corpus, out, fact)
  local ids, names = {}, {}
  for i, instance in ipairs(corpus:named_instances(fact)) do
    ids[i] = corpus:evidence(out, instance)
    names[i] = instance.name
  end
  if #ids > 0 then
    local more = #names > SHOWN and "…" or ""
    local shown = table.concat(names, "、", 1, math.min(#names, SHOWN)) .. more
    return { text = #ids .. "：" .. shown, value = #ids, evidence = ids }
  end
end

local COLUMNS = {
  { key = "city", title = "城市" }, { key = "place", title = "地方" }, { key = "year", title = "年份" },
  { key = "kind", title = "类别" }, { key = "name", title = "名目" },
  { key = "count", title = "所称数量", align = "right" }, { key = "named", title = "文中点名" },
  { key = "status", title = "状态" },
}

local function row_of(fact, id, named)
  return {
    city = fact.city or "（未知）", place = fact.place ~= fact.city and fact.place or nil,
    year = fact.year and tostring(fact.year) or "（未知）", kind = fact.kind, name = fact.name,
    count = { text = count_text(fact), value = fact.count, evidence = { id } },
    named = named, status = fact.status == "target" and "目标" or "结果",
  }
end

-- Cells of the city-by-year table: every figure of a kind that cities give for a year.
local function matrix_of(facts, kind, ids)
  local rows, years, seen = {}, {}, {}
  for _, fact in ipairs(facts) do
    if fact.kind == kind and fact.status ~= "target" and fact.city and fact.year then
      local row = rows[fact.city]
      if not row then
        row = { city = fact.city }
        rows[fact.city], rows[#rows + 1] = row, row
      end
      local key = tostring(fact.year)
      local cell = row[key]
      if not cell then
        row[key] = { text = count_text(fact), value = fact.count, evidence = { ids[fact] } }
      else
        cell.text = cell.text .. "、" .. count_text(fact)
        cell.value = nil
        cell.evidence[#cell.evidence + 1] = ids[fact]
      end
      if not seen[fact.year] then
        seen[fact.year] = true
        years[#years + 1] = fact.year
      end
    end
  end
  table.sort(years)
  return rows, years
end

local function add_matrix(out, facts, kind, ids)
  local rows, years = matrix_of(facts, kind, ids)
  if #rows == 0 then
    return
  end
  local columns = { { key = "city", title = "城市" } }
  for _, year in ipairs(years) do
    columns[#columns + 1] = { key = tostring(year), title = tostring(year), align = "right" }
  end
  report.table(out, { title = kind .. "：各市各年", columns = columns, rows = rows })
  return rows, years
end

local function add_chart(out, kind, rows, years)
  local series = {}
  for _, row in ipairs(rows) do
    local points = {}
    for _, year in ipairs(years) do
      local cell = row[tostring(year)]
      if cell and cell.value then
        points[#points + 1] = { x = year, y = cell.value, label = cell.text, evidence = cell.evidence }
      end
    end
    if #points >= 2 and #series < 6 then
      series[#series + 1] = { name = row.city, points = points }
    end
  end
  if #series > 0 then
    report.chart(out, { chart = "bar", title = kind .. "：各市各年", x = years, series = series })
  end
end

--- Runs the analysis.
---@param corpus wenlu.Corpus
---@param params table
---@return wenlu.Report
function M.run(corpus, params)
  local out = report.new(M.title, M.about)
  local facts = corpus:facts("initiative", params)
  local ids, rows, kinds = {}, {}, {}
  corpus_of.sort(facts, "city", "year", "kind", "order")
  for i, fact in ipairs(facts) do
    ids[fact] = corpus:evidence(out, fact)
    rows[i] = row_of(fact, ids[fact], named_cell(corpus, out, fact))
    if not kinds[fact.kind] then
      kinds[fact.kind] = 0
      kinds[#kinds + 1] = fact.kind
    end
    kinds[fact.kind] = kinds[fact.kind] + 1
  end
  table.sort(kinds, function(a, b)
    return kinds[a] > kinds[b] or kinds[a] == kinds[b] and a < b
  end)
  for _, kind in ipairs(kinds) do
    local matrix, years = add_matrix(out, facts, kind, ids)
    if matrix then
      add_chart(out, kind, matrix, years)
    end
  end
  if #facts == 0 then
    report.note(out, "没有符合条件的事实。")
  else
    report.table(out, { title = "全部数量", columns = COLUMNS, rows = rows })
  end
  return out
end

return M
