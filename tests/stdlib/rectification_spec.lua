-- Facts of rectification: each construct with a sentence of its own, and beside it what must not be paired.

local document = require "wenlu.document"
local facts = require "wenlu.facts"

-- The rows of a text as "measure raised/done rate% verdict", in reading order; "target" and the year where asked.
local function rows_of(text, shown)
  local rows = {}
  for _, fact in ipairs(facts.read(facts.reader(document.read(text)))) do
    if fact.frame == "rectification" then
      local parts = { fact.measure, ("%s/%s"):format(fact.raised or "", fact.done or "") }
      if fact.rate then
        parts[#parts + 1] = ("%.10g%%"):format(fact.rate)
        parts[#parts + 1] = fact.verdict
      end
      parts[#parts + 1] = shown and tostring(fact[shown]) or nil
      rows[#rows + 1] = table.concat(parts, " ")
    end
  end
  return rows
end

local function gives(text, ...)
  assert.are.same({ ... }, rows_of(text))
end

describe("matters raised", function()
  it("are those that are left when some were put together", function()
    gives("征集到意见1,286条，经梳理归并为842条。目前已办结811条，办结率96.3%。", "办结率 842/811 96.3% agrees")
  end)

  it("are the whole, not the parts of it", function()
    gives("受理信访件163件，其中初次举报98件，重复举报65件。办结151件。", "办结 163/151")
  end)
end)

describe("matters done", function()
  it("are not those under way", function()
    gives("认领问题23个，立行立改19个，限期整改4个，整改完成率82.6%。", "整改完成率 23/19 82.6% agrees")
  end)

  it("need more than a verb that says many things", function()
    gives "64家部门中已有58家完成换届，占90.6%。"
    gives "1200多个事项实现“一网通办”，占比98.6%。"
  end)
end)

describe("counts that no word explains", function()
  local function with(others)
    return "涉及1000件，成功903件" .. ("，窗口7件"):rep(others) .. "，办结率90.3%。"
  end

  it("are explained by a rate behind them", function()
    gives(with(0), "办结率 1000/903 90.3% agrees")
    gives(with(30), "办结率 1000/903 90.3% agrees")
  end)

  it("are forgotten when many others follow", function()
    gives(with(31), "办结率 / 90.3% not-checkable")
  end)
end)

describe("the year of a fact", function()
  local function years(text)
    return rows_of(text, "year")
  end

  it("is that which the title looks back on, whenever it was published", function()
    assert.are.same({ "整改率 50/48 96% agrees 2022" }, years(
      "机关工委2022年工作总结\n（2023年1月10日）\n收到意见50条，已整改48条，整改率96%。"))
    assert.are.same({ "整改率 50/48 96% agrees 2022" }, years(
      "机关工委2022年工作总结和2023年工作安排\n（2023年1月10日）\n收到意见50条，已整改48条，整改率96%。"))
  end)

  it("is no year to come", function()
    assert.are.same({ "整改率 50/48 96% agrees 2023" }, years(
      "2023年度整改情况通报\n项目预计2025年6月底前竣工。\n收到意见50条，已整改48条，整改率96%。"))
    assert.are.same({ "办结率 60/57 95% agrees 2021" }, years(
      "2021年度作风建设情况报告\n余下8条转入2022年续办。热线受理来电60件，办结57件，办结率95%。"))
  end)
end)

describe("a target", function()
  it("is what a year still to come will have", function()
    assert.are.same({ "办结率 / 98% not-checkable target" }, rows_of(
      "工作简报\n发布日期：2023-12-10\n2024年办结率98%。", "status"))
  end)
end)
