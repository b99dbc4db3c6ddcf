-- A chart is a static picture: nothing moves, every point leads to its sentence.

local chart = require "wenlu.chart"
local markup = dofile "tests/markup.lua"
local width = require "wenlu.width"

local function href(id)
  return "#e" .. id
end

local function line(series, more)
  local block = { kind = "chart", chart = "line", title = "整改率", unit = "%", series = series }
  for key, value in pairs(more or {}) do
    block[key] = value
  end
  return block
end

local function draw(block, options)
  local svg = chart.svg(block, options or { href = href })
  return svg, markup.elements(svg)
end

local function paths(elements, class)
  local found = {}
  for _, element in ipairs(markup.named(elements, "path")) do
    if element.attributes.class == class then
      found[#found + 1] = element.attributes.d
    end
  end
  return found
end

-- Boxes that texts take by estimate, from their position, anchor and font size.
local function boxes(elements)
  local list = {}
  for _, element in ipairs(markup.named(elements, "text")) do
    local text = element.text:gsub("&#?%w+;", "x")
    local w, x, y = width.em(text) * 12, tonumber(element.attributes.x), tonumber(element.attributes.y)
    local class = element.attributes.class or ""
    x = class:find("me") and x - w or class:find("mm") and x - w / 2 or x
    list[#list + 1] = { left = x, right = x + w, top = y - 10, bottom = y + 2, text = text }
  end
  return list
end

local function check_labels(svg, elements)
  local w, h = svg:match('viewBox="0 0 (%d+) (%d+)"')
  local list = boxes(elements)
  for index, box in ipairs(list) do
    assert.is_true(box.left >= -1 and box.right <= w + 1 and box.top >= -1 and box.bottom <= h + 1,
      "leaves the picture: " .. box.text)
    for other = 1, index - 1 do
      local b = list[other]
      assert.is_true(box.right <= b.left or b.right <= box.left or box.bottom <= b.top or b.bottom <= box.top,
        box.text .. " touches " .. b.text)
    end
  end
end

local function cities(count, from, to)
  local series = {}
  for index = 1, count do
    local points = {}
    for year = from, to do
      points[#points + 1] = { x = year, y = 90 + (index * 7 + year * 3) % 9, evidence = { index } }
    end
    series[index] = { name = ("连云港市%d"):format(index), points = points }
  end
  return series
end

describe("a line chart", function()
  it("joins neighbouring years and shows a missing year as a gap", function()
    local _, elements = draw(line { { name = "南通市", points = {
      { x = 2018, y = 90 }, { x = 2019, y = 92 }, { x = 2021, y = 94 }, { x = 2022, y = 95 } } } })
    local path = paths(elements, "l")
    assert.are.equal(1, #path)
    assert.are.equal(2, select(2, path[1]:gsub("M", "")))
    assert.are.equal(2, select(2, path[1]:gsub("L", "")))
  end)

  it("keeps the missing year on the axis", function()
    assert.are.same({ 2018, 2019, 2020, 2021 },
      chart.model(line { { name = "甲", points = { { x = 2021, y = 1 }, { x = 2018, y = 2 } } } }).x)
  end)

  it("never joins two series", function()
    local _, elements = draw(line {
      { name = "整改率", points = { { x = 2020, y = 90 } } },
      { name = "办结率", points = { { x = 2021, y = 92 } } },
    })
    assert.are.same({}, paths(elements, "l"))
  end)

  it("draws a bound hollow with an arrow, joined by a dotted line", function()
    local _, elements = draw(line { { name = "满意率", points = {
      { x = 2020, low = 94, mark = "at_least" }, { x = 2021, y = 96 } } } })
    assert.are.same({}, paths(elements, "l"))
    assert.are.equal(1, #paths(elements, "b"))
    assert.truthy(paths(elements, "w")[1]:find("v-13", 1, true))
    assert.are.equal("o", markup.named(elements, "circle")[1].attributes.class)
  end)

  it("draws a range as a whisker", function()
    local _, elements = draw(line({ { name = "宣讲", points = { { x = 2020, y = 25, low = 20, high = 30 } } } },
      { unit = "场" }))
    assert.are.equal(1, #paths(elements, "w"))
  end)

  it("links each point to its evidence and says in words what it is", function()
    local svg = draw(line { { name = "南通市", points = { { x = 2021, y = 98.2, evidence = { 12 } } } } })
    assert.truthy(svg:find('<a href="#e12"><title>南通市 2021：98.2%</title>', 1, true))
  end)

  it("does not go beyond 100 percent, and says when the axis does not begin at 0", function()
    local svg = draw(line { { name = "甲", points = { { x = 2020, y = 99 }, { x = 2021, y = 95 } } } })
    assert.is_nil(svg:find("101%%"))
    assert.truthy(svg:find("纵轴不从 0 起", 1, true))
  end)

  it("keeps labels apart and inside the picture", function()
    for _, count in ipairs { 1, 2, 5, 13, 30 } do
      check_labels(draw(line(cities(count, 2018, 2023))))
    end
    check_labels(draw(line(cities(3, 1980, 2025))))
  end)

  it("takes about 4 KB for five cities and six years", function()
    assert.is_true(#draw(line(cities(5, 2018, 2023))) < 5000)
  end)
end)

describe("a bar chart", function()
  local function bars(series)
    return { kind = "chart", chart = "bar", title = "书记项目", unit = "个", series = series }
  end

  local function count_of(xs)
    local points = {}
    for index, x in ipairs(xs) do
      points[index] = { x = x, y = index * 40, evidence = { index } }
    end
    return points
  end

  it("stands over years and lies beside names", function()
    local standing = draw(bars { { name = "南通市", points = count_of { 2021, 2022 } } })
    local lying = draw(bars { { name = "2021", points = count_of { "南通市", "盐城市" } } })
    assert.truthy(standing:find("V[%d.]+h[%d.]+V"))
    assert.truthy(lying:find("H[%d.]+v[%d.]+H"))
  end)

  it("begins at 0", function()
    local svg = draw(bars { { name = "南通市", points = { { x = 2021, y = 389 }, { x = 2022, y = 380 } } } })
    assert.truthy(svg:find(">0</text>", 1, true))
  end)

  it("names its series when there are several", function()
    local svg = draw(bars { { name = "甲", points = count_of { 2021 } }, { name = "乙", points = count_of { 2021 } } })
    assert.truthy(svg:find(">甲</text>", 1, true))
    assert.truthy(svg:find(">乙</text>", 1, true))
  end)

  it("keeps labels apart and inside the picture", function()
    local names = { "南京市", "无锡市", "黔西南布依族苗族自治州", "博尔塔拉蒙古自治州市级机关工委", "连云港市" }
    local series = {}
    for index = 1, 8 do
      series[index] = { name = ("二〇二%d年度声称数"):format(index), points = count_of(names) }
    end
    check_labels(draw(bars(series)))
    check_labels(draw(bars { series[1], series[2] }))
    check_labels(draw(bars { { name = "甲", points = count_of { 2019, 2020, 2021, 2022, 2023, 2024 } } }))
    check_labels(draw(bars { { name = "甲", points = count_of { ("长"):rep(70), "短" } } }))
    local years = {}
    for index = 1, 60 do
      years[index] = 1960 + index
    end
    check_labels(draw(bars { { name = "甲", points = count_of(years) } }))
  end)
end)

describe("any chart", function()
  it("has a title and a description for those who do not see it", function()
    local svg = draw(line(cities(2, 2020, 2021)), { id = "f3" })
    assert.truthy(svg:find('aria-labelledby="f3-t f3-d"', 1, true))
    assert.truthy(svg:find('<title id="f3-t">整改率</title>', 1, true))
    assert.truthy(svg:find('<desc id="f3-d">折线图，2 个系列，2020–2021', 1, true))
  end)

  it("says that there is nothing to draw", function()
    assert.are.equal('<p class="empty">无数据</p>', chart.svg(line {}))
  end)

  it("draws nothing that the documents wrote as anything but text", function()
    local evil = '<script>"&\27[31m\u{202E}\xFF'
    for _, kind in ipairs { "line", "bar" } do
      local svg, elements = draw(line({ { name = evil, points = {
        { x = evil, y = 1, label = evil, evidence = { 1 } }, { x = "乙", y = 2 } } } },
        { chart = kind, title = evil, unit = evil }))
      assert.are.same({}, markup.named(elements, "script"))
      assert.is_nil(svg:find("[\27\xFF]"))
      assert.is_nil(svg:find("\u{202E}", 1, true))
      assert.truthy(utf8.len(svg))
    end
  end)

  it("comes out the same every time", function()
    assert.are.equal(draw(line(cities(7, 2018, 2025))), draw(line(cities(7, 2018, 2025))))
  end)

  it("carries its style when it stands alone", function()
    assert.truthy(chart.svg(line(cities(1, 2020, 2021)), { standalone = true }):find("<style>.chart{", 1, true))
  end)
end)
