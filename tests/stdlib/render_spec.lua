-- One report through every renderer: complete, the same every time, and harmless whatever the
-- documents say.

local json = require "wenlu.json"
local markup = dofile "tests/markup.lua"
local report = require "wenlu.report"
local width = require "wenlu.width"
local wrap = require "wenlu.wrap"

local NAMES = { "term", "markdown", "html", "csv", "json" }

local function render(name, reports, options)
  return require("wenlu.render." .. name).render(reports, options)
end

local function sample()
  local one = report.new("各市整改率", "按城市与年份。")
  local id = report.evidence(one, {
    before = "此外，", after = "。",
    marked = { { text = "2021年度", mark = true }, { text = "收集的" }, { text = "168条", mark = true },
      { text = "意见建议，整改率" }, { text = "98.2%", mark = true } },
    title = "通报", issuer = "市级机关工委", place = "南通市", date = "2022-12-28", path = "004.txt",
    sha256 = ("ab12"):rep(16), first = 1203, last = 1288, source_first = 803, source_last = 860, rule = "counts",
  })
  report.heading(one, "核对")
  report.text(one, "第一段。\n\n第二段。")
  report.note(one, "截去尾数方合者另记。")
  report.table(one, {
    title = "比率与核对",
    columns = { { key = "city", title = "城市" }, { key = "year", title = "年份" },
      { key = "raised", title = "提出", total = true }, { key = "rate", title = "比率", align = "right" },
      { key = "verdict", title = "核对" } },
    rows = {
      { city = "南通市", year = 2021, raised = { value = 168, evidence = { id } },
        rate = { text = "98.2%", value = 98.2, evidence = { id } }, verdict = report.verdict("disagrees") },
      { city = "苏州市", year = 2021, rate = { text = "94%以上", value = 94 }, verdict = report.verdict("agrees") },
    },
  })
  report.chart(one, { chart = "line", title = "走势", unit = "%", series = {
    { name = "南通市", points = { { x = 2020, y = 96 }, { x = 2021, y = 98.2, evidence = { id } } } } } })
  one.footer = { input = "1f2e", script = "9d8c", version = "0.1.0", rows = 2 }
  return one
end

local HOSTILE = {
  "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0", "+1+1", "-x", "@SUM(1)",
  "\t=1", "\r=1", "＝1", "－x", "＋1", "＠x", "\27[31mred\27[0m", "\27]0;t\7", "\u{202E}abc\u{202C}",
  "\u{200B}x\u{FEFF}", "a\0b", "bad\xFF\xE4\xBD", "x\n\ny", ("长"):rep(10000), ("w"):rep(10000), 'a,b"c', "|x|`y`*z*",
  "</style></svg>]]>", "&amp;&#x3c;", "\u{FFFE}", "\u{E0041}", "שלום", "e\u{301}", "<!--", "\u{85}", "\u{2028}",
}

local function hostile()
  local one = report.new(HOSTILE[1], HOSTILE[13])
  local rows, series = {}, {}
  for index, text in ipairs(HOSTILE) do
    report.evidence(one, { before = text, marked = text, after = text, title = text, issuer = text, place = text,
      date = text, path = text, sha256 = text, rule = text, first = 1, last = 2 })
    rows[index] = { a = text, b = { text = text, value = index, evidence = { index, 1 }, tone = "bad" } }
    series[index] = { name = text, points = { { x = text, y = index, label = text, evidence = { index } } } }
  end
  report.heading(one, HOSTILE[15])
  report.text(one, HOSTILE[13])
  report.note(one, HOSTILE[17])
  report.table(one, { title = HOSTILE[3], columns = { { key = "a", title = HOSTILE[2] }, { key = "b", total = true } },
    rows = rows })
  report.chart(one, { chart = "line", title = HOSTILE[1], unit = HOSTILE[1], series = series })
  report.chart(one, { chart = "bar", title = HOSTILE[2], unit = HOSTILE[15], series = series })
  one.footer = { input = HOSTILE[1], script = HOSTILE[14], version = HOSTILE[15], rows = 3 }
  return one
end

describe("every renderer", function()
  for _, name in ipairs(NAMES) do
    it("gives the same bytes every time: " .. name, function()
      assert.are.equal(render(name, sample()), render(name, sample()))
    end)

    it("gives valid UTF-8 without a control character, whatever the documents say: " .. name, function()
      local text = render(name, { hostile(), hostile() })
      assert.truthy(utf8.len(text))
      assert.is_nil(text:find("[%z\1-\8\11\12\14-\31\127]"))
    end)

    it("takes an empty report: " .. name, function()
      local one = report.new("空")
      report.table(one, { columns = { { key = "a" } } })
      report.chart(one, { chart = "line" })
      assert.truthy(utf8.len(render(name, one)))
    end)
  end

  it("shows what would reorder or hide text", function()
    for _, name in ipairs { "term", "markdown", "html", "csv" } do
      local text = render(name, hostile())
      assert.is_nil(text:find("\u{202E}", 1, true), name)
      assert.is_nil(text:find("\u{200B}", 1, true), name)
      assert.truthy(text:find("U+202E", 1, true), name)
    end
  end)
end)

describe("the terminal", function()
  local function lines(text)
    local list = {}
    for line in text:gmatch("([^\n]*)\n") do
      list[#list + 1] = line
    end
    return list
  end

  it("aligns hanzi by their width", function()
    local found = {}
    for _, line in ipairs(lines(render("term", sample()))) do
      found[#found + 1] = line:match("^城市.*") or line:match("^南通市  .*✗.*") or line:match("^苏州市  .*")
    end
    assert.are.same({
      "城市    年份  提出     比率  核对         证据",
      "南通市  2021   168    98.2%  ✗ disagrees  [1]",
      "苏州市  2021        94%以上  ✓ agrees",
    }, { found[1], found[2], found[3] })
  end)

  it("marks the figures of a sentence", function()
    assert.truthy(render("term", sample()):find("[1] 此外，【2021年度】收集的【168条】意见建议", 1, true))
  end)

  it("uses escape codes only when colour is asked for", function()
    assert.is_nil(render("term", sample()):find("\27"))
    local coloured = render("term", sample(), { color = true })
    assert.truthy(coloured:find("\27[31m✗ disagrees\27[0m", 1, true))
    assert.truthy(coloured:find("\27[7m168条\27[0m", 1, true))
    assert.is_nil(coloured:gsub("\27%[%d+m", ""):find("\27"))
  end)

  it("never writes beyond its width", function()
    for _, columns in ipairs { 20, 40, 80, 132 } do
      for ambiguous = 1, 2 do
        local text = render("term", { sample(), hostile() }, { width = columns, ambiguous = ambiguous })
        for _, line in ipairs(lines(text)) do
          assert.is_true(width.of(line, ambiguous) <= columns, line)
        end
      end
    end
  end)

  it("shortens text before figures, and figures never", function()
    local one = report.new("题")
    report.table(one, { columns = { { key = "name" }, { key = "n" } },
      rows = { { name = ("很长的名称"):rep(8), n = 123456789 } } })
    local text = render("term", one, { width = 30 })
    assert.truthy(text:find("很长的名称很长的名…  123456789", 1, true))
  end)

  it("turns rows into lists where figures would not fit beside one another", function()
    local one = report.new("题")
    report.table(one, { columns = { { key = "name", title = "名" }, { key = "n", title = "数" } },
      rows = { { name = "南通市", n = 12345678901234 } } })
    local text = render("term", one, { width = 20 })
    assert.truthy(text:find("名  南通市\n数  12345678901234\n", 1, true))
  end)

  it("says how many rows it left out, with their evidence", function()
    local one = report.new("题")
    local rows = {}
    for index = 1, 10000 do
      rows[index] = { n = { value = index, evidence = { report.evidence(one, { marked = index .. "条" }) } } }
    end
    report.table(one, { columns = { { key = "n", title = "件数" } }, rows = rows })
    local text = render("term", one, { limit = 20 })
    assert.truthy(text:find("另有 9980 行未列出", 1, true))
    assert.truthy(text:find("另有 9980 条证据未列出", 1, true))
    assert.truthy(text:find("【20条】", 1, true))
    assert.is_nil(text:find("【21条】", 1, true))
  end)

  it("draws a line as steps, with a dot where a year is missing", function()
    local one = report.new("题")
    report.chart(one, { chart = "line", unit = "%", series = { { name = "南通市",
      points = { { x = 2018, y = 90 }, { x = 2020, y = 95 }, { x = 2021, y = 100 } } } } })
    assert.truthy(render("term", one):find("南通市  ▁·▅█  2018 90% → 2021 100%", 1, true))
  end)
end)

describe("width and lines", function()
  it("counts hanzi and full-width forms as two, marks as none", function()
    assert.are.same({ 6, 2, 1, 2, 1 },
      { width.of("南通市"), width.of("％"), width.of("e\u{301}"), width.of("①", 2), width.of("①") })
  end)

  it("cuts at a whole character", function()
    assert.are.equal("社会评…", width.cut("社会评价意见", 8))
    assert.are.equal("社会评价", width.cut("社会评价", 8))
  end)

  it("begins no line with a closing mark and divides no word that fits", function()
    assert.are.same({ "整改率达", "96%，再看", "second", "line" }, wrap.lines("整改率达96%，再看second line", 9))
  end)
end)

describe("HTML", function()
  local function page(reports, options)
    local text = render("html", reports, options)
    return text, markup.elements(text)
  end

  it("is well-formed, links only to itself, and answers every link", function()
    for _, reports in ipairs { { sample() }, { sample(), hostile() }, { hostile(), hostile(), sample() } } do
      local _, elements = page(reports)
      markup.check_links(elements)
      for _, name in ipairs { "script", "img", "link", "iframe", "form", "object" } do
        assert.are.same({}, markup.named(elements, name))
      end
    end
  end)

  it("names its charset first and forbids everything but its own style", function()
    local text = page(sample())
    assert.truthy(text:find("^<!DOCTYPE html>\n<html lang=\"zh%-CN\">\n<head>\n<meta charset=\"utf%-8\">"))
    assert.truthy(text:find("default-src 'none'; style-src 'unsafe-inline'; img-src data:", 1, true))
    assert.is_nil(text:gsub('xmlns="http://www.w3.org/2000/svg"', ""):find("https?://"))
  end)

  it("leads from a figure to its sentence and back", function()
    local text = page(sample())
    assert.truthy(text:find('<td class="n" id="c1"><a href="#e1" data-n="1">168</a></td>', 1, true))
    assert.truthy(text:find('<li id="e1">', 1, true))
    assert.truthy(text:find("<mark>2021年度</mark>收集的<mark>168条</mark>", 1, true))
    assert.truthy(text:find('↩ 表 1 第 1 行<a href="#c1"><bdi>提出</bdi></a><a href="#c2"><bdi>比率</bdi></a>', 1, true))
    assert.truthy(text:find('↩ 图 1<a href="#c4"><bdi>南通市 2021</bdi></a>', 1, true))
  end)

  it("shows where the sentence stands", function()
    local text = page(sample())
    for _, part in ipairs { "通报", "市级机关工委", "2022-12-28", "004.txt", "文本字节 1203–1288", "文件字节 803–860",
      ("ab12"):rep(16), "counts" } do
      assert.truthy(text:find(part, 1, true), part)
    end
  end)

  it("says a tone in text, and gathers what deserves a look above the table", function()
    local text = page(sample())
    assert.truthy(text:find('<ul class="look"><li class="bad"><b><span class="sign" role="img"', 1, true))
    assert.truthy(text:find('aria-label="有误">✗</span>', 1, true))
    assert.truthy(text:find('<a href="#c3"><bdi>南通市 2021</bdi></a>', 1, true))
  end)

  it("keeps the evidence of several reports apart", function()
    local text = page { sample(), sample() }
    assert.truthy(text:find('<a href="#e1" data-n="1">168</a>', 1, true))
    assert.truthy(text:find('<a href="#r2-e1" data-n="1">168</a>', 1, true))
  end)

  it("isolates the direction of document text and names its language", function()
    local text = page(sample(), { language = "en" })
    assert.truthy(text:find('<html lang="en">', 1, true))
    assert.truthy(text:find('<p class="q"><bdi lang="zh-CN">', 1, true))
  end)

  it("ends with hashes, version and rows, and no clock", function()
    local text = page(sample())
    assert.truthy(text:find("<dd><code>1f2e</code></dd>", 1, true))
    assert.truthy(text:find("<dd>2 行</dd>", 1, true))
  end)

  it("takes 10,000 rows", function()
    local one = report.new("大")
    local rows = {}
    for index = 1, 10000 do
      rows[index] = { n = { value = index, evidence = { report.evidence(one, { marked = index .. "条" }) } } }
    end
    report.table(one, { columns = { { key = "n" } }, rows = rows })
    assert.truthy(page(one):find('<li id="e10000">', 1, true))
  end)
end)

describe("CSV", function()
  -- One field from a position: its text, and the position after it.
  local function field_at(text, position)
    if text:sub(position, position) ~= '"' then
      return text:match("^([^,\r]*)()", position)
    end
    local start, parts = position + 1, {}
    while true do
      local stop = text:find('"', start, true)
      parts[#parts + 1] = text:sub(start, stop - 1)
      if text:sub(stop + 1, stop + 1) ~= '"' then
        return table.concat(parts, '"'), stop + 1
      end
      start = stop + 2
    end
  end

  -- Records of RFC 4180 text.
  local function records(text)
    local list, record, position = {}, {}, 1
    while position <= #text do
      record[#record + 1], position = field_at(text, position)
      if text:sub(position, position + 1) == "\r\n" then
        list[#list + 1], record = record, {}
        position = position + 2
      else
        assert.are.equal(",", text:sub(position, position))
        position = position + 1
      end
    end
    return list
  end

  it("begins with a BOM, and leads from each row to its sentence", function()
    local text = render("csv", sample())
    assert.are.equal("\u{FEFF}", text:sub(1, 3))
    local list = records(text:sub(4))
    assert.are.same({ "比率与核对" }, list[1])
    assert.are.same({ "城市", "年份", "提出", "比率", "核对", "证据", "句子", "出处" }, list[2])
    assert.are.same({ "南通市", "2021", "168", "98.2", "disagrees", "[1]",
      "此外，【2021年度】收集的【168条】意见建议，整改率【98.2%】。", "004.txt:1203-1288" }, list[3])
    assert.are.same({ "苏州市", "2021", "", "94%以上", "agrees", "", "", "" }, list[4])
  end)

  it("divides tables by an empty line", function()
    assert.truthy(render("csv", { sample(), sample() }):find("\r\n\r\n比率与核对\r\n", 1, true))
  end)

  local function cell(text, options)
    local one = report.new("题")
    report.table(one, { columns = { { key = "a" } }, rows = { { a = text } } })
    return render("csv", one, options):match("\r\na\r\n(.*)\r\n$")
  end

  it("lets no cell be a formula", function()
    for _, text in ipairs { "=1+1", "+x", "-x", "@x", "＝1", "＋x", "－x", "＠x", "  =1" } do
      assert.truthy(cell(text):find("^\"?'"), text)
    end
    assert.are.equal("' =1", cell("\t=1"))
    assert.are.equal("'⏎=1", cell("\r=1"))
  end)

  it("reads back whatever the documents say", function()
    local list = records(render("csv", hostile()):sub(4))
    assert.are.equal(2 + #HOSTILE, #list)
    for _, record in ipairs(list) do
      assert.is_true(#record == 1 or #record == 5)
    end
  end)

  it("leaves negative numbers and ordinary text alone", function()
    assert.are.equal("-5.2", cell("-5.2"))
    assert.are.equal("-5", cell(-5))
    assert.are.equal("整改率", cell("整改率"))
    assert.are.equal('"a,""b"""', cell('a,"b"'))
  end)

  it("gives text as it is with raw", function()
    assert.are.equal("=1+1", cell("=1+1", { raw = true }))
  end)
end)

describe("JSON lines", function()
  it("give one object a row with its evidence, keys sorted", function()
    local lines = {}
    for line in render("json", sample()):gmatch("([^\n]+)\n") do
      lines[#lines + 1] = line
    end
    assert.are.equal(2, #lines)
    assert.truthy(lines[1]:find('^{"city":"南通市","evidence":%[{'))
    local first, second = json.decode(lines[1]), json.decode(lines[2])
    assert.are.same({ 168, 98.2, "disagrees" }, { first.raised, first.rate, first.verdict })
    local item = first.evidence[1]
    assert.are.same({ 1203, 1288, "counts" }, { item.first, item.last, item.rule })
    assert.are.same({ "2021年度", "168条", "98.2%" }, item.marked)
    assert.are.equal("此外，2021年度收集的168条意见建议，整改率98.2%。", item.sentence)
    assert.are.same({ json.null, 94, "94%以上" }, { second.raised, second.rate, second.rate_text })
  end)

  it("keep a column called evidence apart from the evidence", function()
    local one = report.new("题")
    report.table(one, { columns = { { key = "evidence" } }, rows = { { evidence = "x" } } })
    local row = json.decode(render("json", one))
    assert.are.same({ "x", {} }, { row.evidence_cell, row.evidence })
  end)
end)

describe("Markdown", function()
  it("writes tables, footnotes and marked figures", function()
    local text = render("markdown", sample())
    assert.truthy(text:find("| 南通市 | 2021 | 168 | 98.2% | ✗ disagrees | [^1] |", 1, true))
    assert.truthy(text:find("[^1]: 此外，【**2021年度**】收集的【**168条**】", 1, true))
  end)

  it("takes nothing in a document for markup", function()
    local text = render("markdown", hostile())
    assert.is_nil(text:find("[^\\]<script"))
    assert.truthy(text:find("\\|x\\|\\`y\\`\\*z\\*", 1, true))
  end)

  it("keeps the footnotes of several reports apart", function()
    assert.truthy(render("markdown", { sample(), sample() }):find("\n[^2-1]: ", 1, true))
  end)
end)
