--- How much is found and how much of it is right, against gold made by hand apart from the program.
--
-- The rules are those of the gold: a mention matches a gold quantity when it overlaps its numeral; each gold
-- quantity takes one, what is left over is false. Borderline gold counts neither way. Floors only rise.

local bytes = require "wenlu.bytes"
local corpus_of = require "wenlu.corpus"
local decode = require "wenlu.decode"
local document = require "wenlu.document"
local files = require "wenlu.files"
local ingest = require "wenlu.ingest"
local json = require "wenlu.json"
local mentions = require "wenlu.mentions"
local folder = dofile "tests/folder.lua"

local SHARED_GOLD, SEEDS = "../shared/gold", "../shared/seeds"

local function number(value)
  return value ~= json.null and value or nil
end

-- The quantities found in a file, those that begin first and reach farthest in front.
local function quantities_of(path)
  local read = document.read(assert(decode.text(assert(bytes.read(path)))).text)
  local found = mentions.scan(read)
  local list = {}
  for i = 1, #found do
    local record = mentions.record(read, found, i)
    if record and record.kind == "quantity" then
      list[#list + 1] = record
    end
  end
  table.sort(list, function(a, b)
    return a.first < b.first or a.first == b.first and a.last > b.last
  end)
  return list
end

-- Takes the first of the list that overlaps, or all of them.
local function take(list, first, last, all)
  local taken
  for i = #list, 1, -1 do
    local record = list[i]
    if record.first <= last and first <= record.last then
      if all then
        table.remove(list, i)
      else
        taken = i
      end
    end
  end
  return taken and table.remove(list, taken)
end

local function near(a, b)
  return a == b or a ~= nil and b ~= nil and math.abs(a - b) <= 1e-6 * math.max(1, math.abs(b))
end

local function compare(score, mention, hit)
  score.found = score.found + 1
  local spans = hit.first == mention.first and hit.last == mention.last
  score.spans = score.spans + (spans and 1 or 0)
  local low, high = number(mention.low), number(mention.high)
  local hinted = high == nil and near(hit.high, number(mention.high_hint))
  local bounds = near(hit.low, low) and (near(hit.high, high) or hinted)
  score.bounds = score.bounds + (bounds and 1 or 0)
  if mention.mark ~= "exact" then
    score.marked = score.marked + 1
    score.marks = score.marks + (hit.mark == mention.mark and 1 or 0)
  end
end

local function add_file(score, gold, found)
  for _, mention in ipairs(gold.mentions) do
    local first, last = mention.number_first or mention.first, mention.number_last or mention.last
    if mention.borderline == true then
      take(found, first, last, true)
    else
      local hit = take(found, first, last)
      if mention.kind == "quantity" then
        score.gold = score.gold + 1
        if hit then
          compare(score, mention, hit)
        end
      elseif hit then
        score.wrong = score.wrong + 1
      end
    end
  end
  score.wrong = score.wrong + #found
end

local function score_of(gold_folder, text_folder)
  local score = { gold = 0, found = 0, wrong = 0, spans = 0, bounds = 0, marks = 0, marked = 0 }
  for _, name in ipairs(assert(files.list(gold_folder))) do
    if name:match "%.json$" then
      local gold = assert(json.decode(assert(files.read(gold_folder .. "/" .. name))))
      add_file(score, gold, quantities_of(text_folder .. "/" .. gold.file))
    end
  end
  local function f1(hits)
    local precision, recall = hits / (score.found + score.wrong), hits / score.gold
    return 2 * precision * recall / (precision + recall), precision, recall
  end
  score.f1, score.precision, score.recall = f1(score.found)
  score.exact_f1 = f1(score.spans)
  return score
end

local function at_least(floor, value, what)
  assert.is_true(value >= floor, ("%s: %.4f, less than %.4f"):format(what, value, floor))
end

describe("quantities of the sample", function()
  local score = score_of("data/sample/gold", "data/sample")

  it("are found and are right", function()
    at_least(0.97, score.f1, "F1")
    at_least(0.99, score.precision, "precision")
    at_least(0.955, score.recall, "recall")
  end)

  it("have their exact spans, bounds and marks", function()
    at_least(0.97, score.exact_f1, "F1 of exact spans")
    at_least(0.995, score.bounds / score.found, "bounds of the found")
    at_least(0.97, score.marks / score.marked, "marks of the found")
  end)
end)

describe("quantities of the seeds", function()
  it("are found and are right, with spans, bounds and marks", function()
    if not files.stat(SHARED_GOLD) then
      return pending("no " .. SHARED_GOLD)
    end
    local score = score_of(SHARED_GOLD, SEEDS)
    at_least(0.99, score.f1, "F1")
    at_least(0.99, score.exact_f1, "F1 of exact spans")
    at_least(0.99, score.bounds / score.found, "bounds of the found")
    at_least(0.99, score.marks / score.marked, "marks of the found")
  end)
end)

describe("the seeds", function()
  local path, corpus

  setup(function()
    if files.stat(SEEDS) then
      path = folder.new()
      assert(ingest.run(path .. "/seeds.db", { SEEDS }))
      corpus = assert(corpus_of.open(path .. "/seeds.db"))
    end
  end)

  teardown(function()
    if path then
      corpus:close()
      folder.remove(path)
    end
  end)

  local function with_seeds(name, body)
    it(name, function()
      if not corpus then
        return pending("no " .. SEEDS)
      end
      body()
    end)
  end

  -- The facts of a frame for which every field is as given; false stands for a field that is empty.
  local function matching(frame, fields)
    local list = {}
    for _, fact in ipairs(corpus:facts(frame)) do
      local same = true
      for name, value in pairs(fields) do
        same = same and (fact[name] or false) == value
      end
      list[#list + 1] = same and fact or nil
    end
    return list
  end

  local RATES = {
    { city = "南通市", year = 2020, measure = "整改率", raised = false, done = false, rate = 96, verdict = "not-checkable" },
    { city = "南通市", year = 2021, measure = "整改率", raised = 168, done = 165, rate = 98.2, verdict = "agrees" },
    { city = "南通市", year = 2022, measure = "办结率", raised = 115, done = 110, rate = 95.6,
      verdict = "agrees-by-truncation" },
    { city = "南通市", year = 2022, measure = "累计整改率", raised = 173, done = false, rate = 94.5,
      verdict = "unattainable" },
    { city = "南通市", year = 2021, measure = "满意率", rate = 94, rate_mark = "at_least", verdict = "not-checkable" },
  }
  for _, row in ipairs(RATES) do
    local name = ("tell %s %d %s %g%%, which is %s"):format(row.city, row.year, row.measure, row.rate, row.verdict)
    with_seeds(name, function()
      row.status = "actual"
      local found = matching("rectification", row)
      assert.are.equal(1, #found)
      local text = corpus.db:value("SELECT content FROM text WHERE document = ?", found[1].document)
      assert.matches(("%g"):format(row.rate), text:sub(found[1].first, found[1].last), 1, true)
    end)
  end

  for _, row in ipairs {
    { city = "南通市", year = 2021, kind = "书记项目", count = 389 },
    { city = "南通市", year = 2022, kind = "书记项目", count = 156 },
    { city = "盐城市", year = 2025, kind = "书记项目", count = 73 },
    { city = "连云港市", year = 2023, kind = "双领项目", count = 50 },
    { city = "南通市", year = 2021, kind = "品牌", count = 76 },
  } do
    with_seeds(("tell %s %d %s: %d"):format(row.city, row.year, row.kind, row.count), function()
      row.status = "actual"
      assert.is_true(#matching("initiative", row) >= 1)
    end)
  end

  -- Rows of mention with what they say, of the documents whose path holds these words.
  local MENTIONS = [[SELECT m.*,
    CAST(substr(CAST(t.content AS BLOB), m.first, m.last - m.first + 1) AS TEXT) AS surface,
    CAST(substr(CAST(t.content AS BLOB), max(1, m.first - 60), 60) AS TEXT) AS before
    FROM mention m JOIN text t ON t.document = m.document JOIN source s ON s.document = m.document WHERE s.path LIKE ?]]

  with_seeds("keep the plans of 崇川区 apart from the results of 南通市", function()
    local seen = 0
    for row in corpus.db:rows(MENTIONS .. " AND m.kind = 'quantity'", "%/004%") do
      if row.surface == "6%左右" and row.before:find("增长", 1, true) then
        seen = seen + 1
        assert.are.equal("target", row.status)
        local sql = "SELECT place FROM article WHERE document = ? AND first <= ? AND last >= ?"
        assert.are.equal("崇川区", corpus.db:value(sql, row.document, row.first, row.first))
      end
    end
    assert.is_true(seen >= 1)
    for _, frame in ipairs { "rectification", "initiative" } do
      for _, fact in ipairs(corpus:facts(frame)) do
        local place = corpus.db:value("SELECT place FROM article WHERE id = ?", fact.article)
        assert.is_false(place == "崇川区" and fact.place == "南通市")
      end
    end
  end)

  with_seeds("count nothing in slogans, ordinals, telephone and ICP numbers", function()
    local quantities, names = {}, { ["‘三牛’"] = 0, ["“四协助、四主抓”"] = 0, ["“两个维护”"] = 0 }
    for row in corpus.db:rows(MENTIONS, "%") do
      if row.kind == "quantity" then
        quantities[#quantities + 1] = row
      elseif names[row.surface] then
        names[row.surface] = names[row.surface] + 1
      end
    end
    assert.is_true(#quantities > 150)
    for _, row in ipairs(quantities) do
      assert.is_nil(row.surface:match "^第", row.surface)
      assert.is_nil(row.before:match "电话%s*$" or row.before:match "电话:%s*$" or row.before:match "电话：%s*$", row.surface)
      assert.is_nil(row.before:match "ICP备$", row.surface)
      assert.is_nil(row.surface:match "^0%d%d%d", row.surface)
    end
    for name, count in pairs(names) do
      assert.is_true(count >= 1, name)
    end
  end)
end)
