-- A newspaper page holds several articles, each with its place; a headline may stand away from its body.

local document = require "wenlu.document"
local facts = require "wenlu.facts"

local function articles(text)
  return facts.reader(document.read(text)).articles
end

local function column(text, key)
  local list = {}
  for i, article in ipairs(articles(text)) do
    list[i] = article[key] or "-"
  end
  return list
end

local function body(place, more)
  return ("%s把为民办实事作为检验作风的标尺，组织机关干部进社区、进企业，面对面听取意见，逐条明确责任单位和办理时限，%s" ..
    "群众的获得感不断增强，一批多年的难题得到解决。"):format(place, more or "")
end

describe("a document", function()
  it("with one by-line is one article", function()
    local text = "把难事办好\n\n本报记者 周平\n\n" .. body "海安市" .. "\n\n小标题\n\n" .. body "我市" .. "\n"
    assert.are.same({ "周平" }, column(text, "byline"))
    assert.are.same({ "把难事办好" }, column(text, "title"))
  end)

  it("with the same by-line twice is one article", function()
    local text = "把难事办好\n\n" .. body "海安市" .. "\n\n本报记者 周平\n\n" .. body "我市" .. "\n\n本报记者 周平\n"
    assert.are.equal(1, #articles(text))
  end)

  it("without by-lines is one article, however many its headings", function()
    assert.are.equal(1, #articles("总结\n\n一、做法\n\n" .. body "海安市" .. "\n\n二、打算\n\n" .. body "我市" .. "\n"))
  end)

  it("names its writer in brackets at the end", function()
    assert.are.same({ "周平" }, column("简讯一则\n\n" .. body "海安市" .. "（通讯员 周平）\n", "byline"))
    assert.are.same({ "周平" }, column("简讯一则\n\n" .. body "海安市" .. "（周平）\n", "byline"))
  end)
end)

describe("a page", function()
  it("with by-lines above is split before their headlines", function()
    local text = "A3版　2023年5月6日\n\n如皋：窗口前移\n\n本报记者 周平\n\n" .. body "如皋市" ..
      "\n\n海安市：上门问需\n——一次走访的收获\n\n通讯员 吴芳 李强\n\n" .. body "海安市" .. "\n"
    assert.are.same({ "如皋：窗口前移", "海安市：上门问需 ——一次走访的收获" }, column(text, "title"))
    assert.are.same({ "周平", "吴芳 李强" }, column(text, "byline"))
    assert.are.same({ "如皋市", "海安市" }, column(text, "place"))
    assert.are.same({ "南通市", "南通市" }, column(text, "city"))
  end)

  it("with by-lines below is split behind them", function()
    local text = "窗口前移\n\n" .. body "如皋市" .. "\n\n本报记者 周平\n\n上门问需\n\n" .. body "海安市" .. "\n\n本报记者 吴芳\n"
    assert.are.same({ "窗口前移", "上门问需" }, column(text, "title"))
    assert.are.same({ "周平", "吴芳" }, column(text, "byline"))
    assert.are.same({ "如皋市", "海安市" }, column(text, "place"))
  end)

  it("with datelines is split, though one writer wrote it all", function()
    local text = "窗口前移\n\n本报讯（记者 周平）" .. body "如皋市" .. "\n\n上门问需\n\n本报讯（记者 周平）" .. body "海安市" .. "\n"
    assert.are.same({ "窗口前移", "上门问需" }, column(text, "title"))
  end)

  it("gives a body to the headline that names its place", function()
    local text = "如皋市委书记张三：\n\n**奋力争先**\n\n海安市委书记李四：\n\n**真抓实干\n共建新南通**\n\n" .. body("如皋市", "为南通作出贡献，") ..
      "\n\n本报记者 周平\n\n启东市委书记王五：\n\n**向海图强**\n\n" .. body "海安市" .. "\n\n本报记者 吴芳\n"
    assert.are.same({ "如皋市委书记张三： 奋力争先", "启东市委书记王五： 向海图强", "海安市委书记李四： 真抓实干 共建新南通" },
      column(text, "title"))
    assert.are.same({ "周平", "-", "吴芳" }, column(text, "byline"))
    assert.are.same({ "如皋市", "启东市", "海安市" }, column(text, "place"))
  end)

  it("joins a sentence that a headline of another article cuts", function()
    local text = "如皋市：窗口前移\n\n本报讯（记者 周平）" .. body "如皋市" .. "已收到诉求八十件，\n\n海安市：上门问需\n\n" ..
      "办结率达到九成，群众满意。\n\n本报讯（记者 吴芳）" .. body "海安市" .. "\n"
    assert.are.same({ "如皋市：窗口前移", "海安市：上门问需" }, column(text, "title"))
    assert.are.same({ "如皋市", "海安市" }, column(text, "place"))
  end)

  it("of one city has articles that speak of the whole city", function()
    local text = "2022年12月30日　南通新闻\n\n作风一线\n\n本报记者 周平\n\n" .. body "南通市级机关" ..
      "\n\n如皋市：窗口前移\n\n本报记者 吴芳\n\n" .. body("如皋市", "我市") .. "\n"
    assert.are.same({ "南通市", "如皋市" }, column(text, "place"))
  end)

  it("of many cities has no city itself", function()
    local text = "各地动态\n\n窗口前移\n\n本报讯（记者 周平）" .. body "常州市武进区" .. "\n\n上门问需\n\n本报讯（记者 吴芳）" ..
      body "无锡市梁溪区" .. "\n\n院坝夜话\n\n本报讯（记者 李强）" .. body "杭州市" .. "\n"
    local reader = facts.reader(document.read(text))
    assert.is_nil(reader.meta.city)
    assert.are.same({ "武进区", "梁溪区", "杭州市" }, column(text, "place"))
  end)

  it("keeps a zone apart from its city", function()
    local text = "作风一线\n\n" .. body "南通市级机关" .. "\n\n本报记者 周平\n\n南通开发区：争先进位\n\n" .. body "南通开发区" ..
      "\n\n本报记者 吴芳\n"
    assert.are.same({ "南通市", "南通经济技术开发区" }, column(text, "place"))
  end)
end)

describe("the place of a fact", function()
  local function rows(sentence)
    local text = "南通市2023年意见办理情况的通报\n\n" .. sentence .. "\n\n南通市作风办\n2023年12月20日\n"
    local list = {}
    for i, row in ipairs(facts.read(facts.reader(document.read(text)))) do
      list[i] = row.place .. (row.city == "南通市" and "" or " of " .. row.city)
    end
    return list
  end

  it("is that of the article", function()
    assert.are.same({ "南通市" }, rows "全年收到意见120条，办结118条，办结率98.3%。")
  end)

  it("is the subject of its clause, until a semicolon", function()
    assert.are.same({ "海安市", "南通市" },
      rows "海安市推行夜间服务，收到意见120条，办结118条，办结率98.3%；全市收到意见980条，办结960条，办结率98.0%。")
  end)

  it("is found by its number in a list", function()
    assert.are.same({ "崇川区", "海门区", "如东县" }, rows "崇川区、海门区、如东县的办结率分别为98.1%、96.2%和97.9%。")
  end)

  it("is the more specific of two names side by side", function()
    assert.are.same({ "江都区 of 扬州市" }, rows "扬州市江都区收到意见120条，办结118条，办结率98.3%。")
  end)

  it("is where the sentence says it happened, when another does it", function()
    assert.are.same({ "海安市" }, rows "在海安市，巡察组收到意见120条，办结118条，办结率98.3%。")
  end)

  it("is not that of an object or a journey", function()
    assert.are.same({ "南通市" }, rows "工委赴苏州市学习经验，收到意见120条，办结118条，办结率98.3%。")
    assert.are.same({ "南通市" }, rows "在海安市召开座谈会，收到意见120条，办结118条，办结率98.3%。")
    assert.are.same({ "南通市" }, rows "与海安市相比，南通市级机关收到意见120条，办结118条，办结率98.3%。")
  end)
end)
