-- A report is a plain table; what is wrong with it is said before anything is rendered.

local report = require "wenlu.report"
local view = require "wenlu.render.view"
local words = require("wenlu.render.words").of("zh")

local function small()
  local one = report.new("整改率", "按城市与年份。")
  local id = report.evidence(one, { before = "整改率", marked = "98.2%", after = "。" })
  local block = report.table(one, {
    title = "比率",
    columns = { { key = "city", title = "城市" }, { key = "rate", title = "比率" } },
    rows = { { city = "南通市", rate = { text = "98.2%", value = 98.2, evidence = { id } } } },
  })
  return one, block, id
end

describe("a report", function()
  it("is a plain table of blocks in the order they were added", function()
    local one = report.new("题")
    report.heading(one, "一")
    report.text(one, "二")
    report.note(one, "三")
    report.table(one, { columns = { { key = "a" } } })
    report.chart(one, { chart = "bar" })
    local kinds = {}
    for index, block in ipairs(one.blocks) do
      kinds[index] = block.kind
    end
    assert.are.same({ "heading", "text", "note", "table", "chart" }, kinds)
    assert.are.equal(one, report.check(one))
  end)

  it("numbers its evidence from 1", function()
    local one, _, id = small()
    assert.are.equal(1, id)
    assert.are.equal(2, report.evidence(one, { marked = "165条" }))
  end)

  local function refuses(what, damage, message)
    it("refuses " .. what, function()
      local one, block = small()
      damage(one, block)
      assert.error_matches(function()
        report.check(one)
      end, message)
    end)
  end

  refuses("a cell that points at no evidence", function(_, block)
    block.rows[1].rate.evidence = { 7 }
  end, "row 1, column rate: no evidence 7")

  refuses("a block of an unknown kind", function(one)
    one.blocks[1].kind = "song"
  end, "block 1: no kind song")

  refuses("a tone nobody knows", function(_, block)
    block.rows[1].rate.tone = "purple"
  end, "no tone purple")

  refuses("a cell that is neither text nor number", function(_, block)
    block.rows[1].city = true
  end, "column city: a cell is a string, a number or a table, not a boolean")

  refuses("a column without a key", function(_, block)
    block.columns[2].key = nil
  end, "column 2: key missing")

  refuses("an evidence id used twice", function(one)
    one.evidence[2] = { id = 1, marked = "x" }
  end, "id 1 used twice")

  refuses("a point without a figure", function(one)
    report.chart(one, { chart = "line", series = { { name = "甲", points = { { x = 2020 } } } } })
  end, "series 甲, point 1: y, low and high missing")
end)

describe("a verdict", function()
  it("has a word and a tone", function()
    assert.are.same({ text = "unattainable", tone = "bad", evidence = { 3 } }, report.verdict("unattainable", { 3 }))
    assert.are.same({ text = "截位相符", tone = "warn" }, report.verdict("agrees-by-truncation", nil, "zh"))
  end)

  it("is one of five", function()
    assert.error_matches(function()
      report.verdict("perhaps")
    end, "no such verdict: perhaps")
  end)
end)

describe("what a cell says", function()
  it("is its text, its figure, its evidence and its tone", function()
    assert.are.same({ "94%以上", 94, { 2 }, "warn" },
      { view.cell { text = "94%以上", value = 94, evidence = { 2 }, tone = "warn" } })
    assert.are.same({ "96", 96.0, {} }, { view.cell(96.0) })
    assert.are.same({ "", nil, {} }, { view.cell(nil) })
  end)

  it("is no more than its figure when nothing but a percent sign follows", function()
    assert.are.same({ 92, "92.0" }, { view.exact { text = "92.0%", value = 92 } })
    assert.is_nil(view.exact { text = "94%以上", value = 94 })
    assert.is_nil(view.exact "94")
  end)
end)

describe("a sum below a table", function()
  local function sum(rows)
    local columns = { { key = "city" }, { key = "n", total = true } }
    return view.totals({ columns = columns, rows = rows }, words)
  end

  it("adds the figures", function()
    assert.are.same({ city = "合计", n = 5 }, sum { { n = 2 }, { n = { value = 3 } }, {} })
  end)

  it("says how many figures are bounds, and how many cells were not counted", function()
    assert.are.equal("52（含 1 处非确数）（1 处未计）",
      sum({ { n = 2 }, { n = { text = "50余", value = 50 } }, { n = "若干" } }).n.text)
  end)

  it("is left out when no column asks for it", function()
    assert.is_nil(view.totals({ columns = { { key = "a" } }, rows = { { a = 1 } } }, words))
  end)
end)
