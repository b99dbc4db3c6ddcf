--- Figures under a heading that announces plans are targets, but for what a sentence tells of the past.

local document = require "wenlu.document"
local mentions = require "wenlu.mentions"
local planning = require "wenlu.planning"
local wordset = require "wenlu.wordset"

-- The surfaces of the targets in a page, and the stretches that are planned.
local function targets(text)
  local page = document.read(text)
  local found = mentions.scan(page)
  local stretches = planning.mark(page, found, 2024)
  local list = {}
  for i = 1, #found do
    local kind, _, first, last = found:get(i)
    local _, _, _, status = found:value(i)
    if kind == "quantity" and status == "target" then
      list[#list + 1] = page.reading:sub(first, last)
    end
  end
  return list, stretches
end

local REPORT = "督办工作情况\n\n一、主要做法\n走访企业300家。\n\n%s\n走访企业500家。已走访40家。办结意见60条。\n\n三、几点体会\n办结意见70条。\n"

describe("what is planned", function()
  it("stands between a heading that says so and the next", function()
    local list, stretches = targets(REPORT:format "二、下一步打算")
    assert.are.same({ "500家", "60条" }, list)
    assert.are.equal(1, #stretches)
    assert.is_nil(stretches[1].year)
  end)

  it("is planned for the year of the heading", function()
    for heading, year in pairs { ["二、2026年工作安排"] = 2026, ["二、明年打算"] = 2025, ["二、来年工作思路"] = 2025 } do
      local _, stretches = targets(REPORT:format(heading))
      assert.are.equal(year, stretches[1].year, heading)
    end
  end)

  it("goes on below headings of a lower kind", function()
    local list = targets(REPORT:format "二、下一步打算\n（一）加大力度\n新办实事20件。")
    assert.are.same({ "20件", "500家", "60条" }, list)
  end)

  it("is the whole page below a title of that kind", function()
    local list = targets "督办工作要点\n\n走访企业300家。\n去年走访200家。\n"
    assert.are.same({ "300家" }, list)
  end)

  it("is nothing below other headings", function()
    for _, heading in ipairs { "二、特色亮点", "二、工作计划完成情况", "二、取得成效，下一步还要努力" } do
      assert.are.same({}, (targets(REPORT:format(heading))), heading)
    end
    assert.are.same({}, (targets "督办工作要点落实情况\n\n走访企业300家。\n"))
    assert.are.same({}, (targets "下一步打算\n走访企业300家。\n"))
    assert.are.same({}, (targets ""))
  end)

  it("are whole sentences of a range, whatever the range", function()
    local text = "走访300家。办结意见60条。"
    local page = document.read(text)
    local none = wordset.new "已"
    for first = 1, #text + 1 do
      for last = first - 1, #text + 1 do
        local found = mentions.scan(page)
        found:plan(first, last, none)
        local _, _, _, one = found:value(2) -- 300家
        local _, _, _, two = found:value(5) -- 60条
        assert.are.equal(first == 1 and last >= 15 and "target" or "actual", one)
        assert.are.equal(first <= 16 and last >= #text and "target" or "actual", two)
      end
    end
    assert.has_error(function() mentions.scan(page):plan(0, 5, none) end)
    assert.has_error(function() mentions.scan(page):plan(1, 5) end)
    assert.has_error(function() mentions.scan(page):plan(1, 5, {}) end)
  end)
end)
