-- Who issued a text, about which place, and when: by the marks that such texts bear, each with its basis.

local document = require "wenlu.document"
local facts = require "wenlu.facts"

local function meta(text, path)
  return facts.reader(document.read(text), path).meta
end

local BODY = "全市各级机关坚持问题导向，完善督办制度，推动群众反映的事项逐件落地见效，办理质量稳步提高，群众满意。"

describe("the date", function()
  local function date(text, path)
    local known = meta(text, path)
    return known.date, known.date_basis
  end

  local function is_stated(expected, text)
    local found, basis = date(text)
    assert.are.equal(expected, found, text)
    assert.are.equal("stated", basis, text)
  end

  it("is stated below a label, in the masthead, below the title or in the signature", function()
    is_stated("2022-09-29", "情况公示\n来源：办公室　发布时间：2022-09-29 17:30\n" .. BODY)
    is_stated("2023-12-18", "机关党建简报\n第21期（总第316期）\n市级机关工委　　2023年12月18日\n\n" .. BODY)
    is_stated("2019-02-18", "在推进会上的讲话\n（2019年2月18日）\n\n" .. BODY)
    is_stated("2020-12-12", "情况专报\n\n" .. BODY .. "\n\n市级机关工委\n2020.12.12\n")
    is_stated("2020-12-30", "工作总结\n\n" .. BODY .. "\n\n市级机关工委\n二〇二〇年十二月三十日\n")
    is_stated("2020-12", "工作总结\n\n" .. BODY .. "\n\n市级机关工委\n二〇二〇年十二月\n")
    is_stated("2022-12-28", "工作通报\n\n" .. BODY .. "\n\n市委办公室　2022年12月28日印发\n")
  end)

  it("of publication may lie in the year after the one told", function()
    is_stated("2020-01-15", "2019年度意见整改情况反馈\n\n2019年，" .. BODY .. "\n\n市作风办\n2020年1月15日\n")
  end)

  local function is_told(year, text)
    local found, basis = date(text)
    assert.are.equal(year, found and found:sub(1, 4), text)
    assert.are_not.equal("stated", basis)
  end

  it("is the year of the title of a review, not of the plan that follows", function()
    is_told("2020", "市级机关2020年工作总结\n\n" .. BODY .. "\n\n2021年，工委将继续发力。\n")
    is_told("2024", "2024年作风建设小结暨2025年工作要点\n\n2024年，" .. BODY .. "2025年，办结率力争达到99%。\n")
    is_told("2018", "用评议改作风——市级机关2018年评议回眸\n\n" .. BODY .. "其余列入2019年度整改计划。\n")
  end)

  it("is the latest year told as past", function()
    is_told("2022", "让实事更实\n\n2022年以来，" .. BODY .. "比2021年多九件。到2025年，实现全覆盖。\n")
    is_told("2022", "让实事更实\n\n截至2022年11月底，" .. BODY .. "即将到来的2023年，还有硬仗。\n")
    is_told("2021", "让实事更实\n\n办结率由2020年的94%提高到2021年的96%，" .. BODY .. "\n\n下一步打算\n\n2022年，办好实事。\n")
  end)

  it("is the year of the issue", function()
    is_told("2022", "机关党建\n2022年第6期\n\n把实事办好\n\n2021年以来，" .. BODY .. "\n")
  end)

  it("is the year of a plan when there is nothing but the plan", function()
    is_told("2025", "2025年机关党建工作要点\n\n" .. BODY .. "\n")
  end)

  it("is the year before the plan in a text of this year", function()
    is_told("2023", "院坝里的夜话\n\n今年4月起，" .. BODY .. "2024年计划办满五百场。\n")
  end)

  it("is the new year that a text begins", function()
    is_told("2023", "新征程\n\n2022年是作风建设提升年。" .. BODY .. "去年成绩可喜，站在新一年起点上再出发。\n")
  end)

  it("takes the day of a dateline and the year of the text", function()
    assert.are.equal("2021-12-28", date("推进会召开\n\n本报12月28日讯　2021年以来，" .. BODY .. "\n"))
  end)

  it("is that of an event nobody names before it happens", function()
    is_told("2022", "学习笔记\n\n党的二十大召开以来，" .. BODY .. "\n")
    is_told("2023", "学习笔记\n\n2017年以来持续用力。" .. BODY .. "成功服务中欧班列国际合作论坛。\n")
    is_told("2021", "学习笔记\n\n2021年以来，" .. BODY .. "为迎接杭州亚运会作贡献。\n")
  end)

  it("comes from the path when the text tells none, or is unknown", function()
    assert.are.same({ "2019", "path" }, { date("无题\n\n" .. BODY, "archive/2019/a.txt") })
    assert.are.same({ nil, "unknown" }, { date("无题\n\n" .. BODY, "archive/a.txt") })
  end)
end)

describe("city and place", function()
  local function where(text, path)
    local known = meta(text, path)
    return { known.city, known.place }
  end

  it("are those of the title", function()
    assert.are.same({ "徐州市", "铜山区" }, where("中共徐州市铜山区水务局党委关于整改情况的通报\n\n" .. BODY))
    assert.are.same({ "常州市", "新北区" }, where("新北区机关工委:建设模范机关\n\n" .. BODY .. "常州市有关部门参加。\n"))
    assert.are.same({ "上海市", "徐汇区" }, where("徐汇区对台工作情况\n\n" .. BODY))
  end)

  it("are the city's where counties are only examples", function()
    assert.are.same({ "泰州市", "泰州市" },
      where("泰州市办件情况\n\n" .. BODY .. "海陵区办结快，兴化市办结稳，海陵区还推行夜办。\n"))
  end)

  it("do not follow a journey or an address", function()
    assert.are.same({ "扬州市", "扬州市" }, where("扬州市机关作风情况\n\n" .. BODY .. "工委赴苏州市学习，又到苏州市吴中区取经。\n"))
    assert.are.same({ "成都市", "成都市" }, where("成都市办件情况公示\n\n" .. BODY .. "\n\n地址：成都市武侯区武科西路360号\n"))
  end)

  it("of a name that two cities share are decided by telephone or licence, or not at all", function()
    assert.are.equal("深圳市", where("南山区意见箱月报\n\n" .. BODY .. "\n\n电话：0755-26551122\n")[1])
    assert.are.equal("深圳市", where("南山区意见箱月报\n\n" .. BODY .. "\n\n粤ICP备2021012345号\n")[1])
    assert.is_nil(where("南山区意见箱月报\n\n" .. BODY .. "\n")[1])
  end)

  it("come from a telephone, then from the path, when the text names none", function()
    assert.are.equal("泰州市", where("办件情况\n\n" .. BODY .. "\n\n联系电话：0523-86812210\n")[1])
    assert.are.equal("无锡市", where("办件情况\n\n" .. BODY .. "\n", "in/wuxi-2021-xuncha.txt")[1])
    assert.are.equal("南通市", where("办件情况\n\n" .. BODY .. "\n", "in/南通/1.txt")[1])
    assert.is_nil(where("办件情况\n\n" .. BODY .. "\n", "in/suzhou-1.txt")[1], "two cities are spelled so")
  end)
end)

describe("title and issuer", function()
  it("are found below the masthead", function()
    local known = meta("机关党建简报\n\n第21期（总第316期）\n\n中共扬州市委市级机关工作委员会　　2023年12月18日\n\n让诉求有回音\n\n——作风建设综述\n\n" .. BODY)
    assert.are.equal("让诉求有回音 ——作风建设综述", known.title)
    assert.are.equal("中共扬州市委市级机关工作委员会", known.issuer)
    assert.are.equal("heading", known.issuer_basis)
  end)

  it("are the periodical's where no headline follows", function()
    assert.are.equal("“码上办”诉求办理情况专报", meta("“码上办”诉求办理情况专报\n（2020年第4期）\n\n" .. BODY).title)
  end)

  it("leave the marks of emphasis out", function()
    assert.are.equal("把实事办好", meta("# **把实事办好**\n\n" .. BODY).title)
    assert.are.equal("把实事办好", meta("□记者 周平\n\n" .. BODY .. "\n\n# 把实事办好\n\n## 机关工委纪实\n\n" .. BODY).title)
  end)

  it("are stated, signed, or those that speak in the title", function()
    assert.are.equal("区政务服务中心", meta("情况公示\n来源：区政务服务中心　发布时间：2022-09-29\n" .. BODY).issuer)
    assert.are.equal("扬州市作风办公室", meta("情况通报\n\n" .. BODY .. "\n\n扬州市作风办公室\n2022年1月3日\n").issuer)
    assert.are.equal("中共合肥市园林管理处党总支", meta("中共合肥市园林管理处党总支关于整改的通报\n\n" .. BODY).issuer)
  end)
end)
