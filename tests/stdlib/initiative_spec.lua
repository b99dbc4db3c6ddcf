-- Counts of initiatives: each construct with a sentence of its own, and beside it what must not be counted.

local document = require "wenlu.document"
local facts = require "wenlu.facts"
local initiatives = require "wenlu.initiatives"
local modifiers = require "wenlu.initiatives.modifiers"

-- The rows of a text as "name=count unit", in reading order.
local function rows_of(text)
  local reader = facts.reader(document.read(text))
  local rows = {}
  for _, fact in ipairs(facts.read(reader)) do
    if fact.frame == "initiative" then
      rows[#rows + 1] = ("%s=%d%s"):format(fact.name, fact.count, fact.unit)
    end
  end
  table.sort(rows)
  return rows
end

local function gives(text, ...)
  local expected = { ... }
  table.sort(expected)
  assert.are.same(expected, rows_of(text))
end

describe("a count of initiatives", function()
  it("stands before the name", function()
    gives("全区58个“书记项目”进入收尾阶段。", "书记项目=58个")
    gives("年内有36个五星级党支部、72个四星级党支部通过复核。", "五星级党支部=36个", "四星级党支部=72个")
    gives("首批30名作风建设观察员走马上任。", "作风建设监督员/观察员=30名")
    gives("12个街道开展“书记项目”观摩。")
  end)

  it("stands behind the name, over light words", function()
    gives("机关“书记项目”全年立项64个，五星级党支部增至41个。", "书记项目=64个", "五星级党支部=41个")
    gives("“局长接访日”活动全年开展17场。", "“局长接访日”（场次）=17场")
    gives("先锋岗（窗口）新设21个。", "先锋岗=21个")
    gives("“书记项目”覆盖全县11个镇。")
    gives("“书记项目”带动群众办成实事230件。")
  end)

  it("keeps its mark and unit", function()
    local reader = facts.reader(document.read "开展“渔港夜话”活动30余场。")
    local fact = facts.read(reader)[1]
    assert.are.same({ 30, "over", "场" }, { fact.count, fact.mark, fact.unit })
  end)

  it("is no ordinal, no number of people, no range, no share, no quota", function()
    gives("第三期“滨江讲堂”开讲，听众180人。")
    gives("首场“我与群众面对面”活动走进园区。")
    gives("明年拟立项“书记项目”40至50个。")
    gives("其中12个“书记项目”聚焦营商环境。")
    gives("每个单位领办1个“书记项目”。")
    gives("另有5个“书记项目”进展缓慢。")
    gives("省级以上党建品牌力争超过8个。")
  end)

  it("is given once, however often an article repeats it", function()
    gives("今年实施“书记项目”58个。这58个“书记项目”各有特色。", "书记项目=58个")
  end)
end)

describe("the name of a thing", function()
  it("is the noun phrase that is counted", function()
    gives("培育“潮汐红”机关党建品牌19个。", "“潮汐红”机关党建品牌=19个")
    gives("评出优秀“书记项目”15个。", "优秀书记项目=15个")
    gives("市供电公司建成党员先锋岗8个。", "党员先锋岗=8个")
    gives("创建“四强”党支部26个。", "“四强”党支部=26个")
  end)

  it("takes the fuller name that stands before a bare word", function()
    gives("机关服务品牌争奇斗艳，22个品牌登上展台。", "机关服务品牌=22个")
    gives("培育机关党建品牌37个，五星级品牌9个。", "机关党建品牌=37个", "五星级机关党建品牌=9个")
    gives("“暖心驿”“快办侠”等4个品牌写入案例集。")
  end)

  it("is one for the words of one kind", function()
    gives("聘请社会监督员24名。", "作风建设监督员/观察员=24名")
    gives("新创“五星支部”13个、“四星支部”29个。", "五星级党支部=13个", "四星级党支部=29个")
    gives("推選書記項目12個。", "書記項目=12个")
  end)

  it("is a window or a post only when it stands for a model", function()
    gives("创建“无差评”窗口33个，设“办不成事”反映窗口7个。", "“无差评”窗口=33个")
    gives("评选星级服务窗口14个，走访服务窗口52个。", "星级服务窗口=14个")
  end)

  it("ends where another noun goes on", function()
    gives("组织宣讲比赛3场，建成服务品牌库2个。")
  end)
end)

describe("sessions", function()
  it("say in brackets what is counted", function()
    gives("举办“滨江讲堂”11期。", "“滨江讲堂”（期数）=11期")
    gives("各支部书记讲党课24场、上微党课60节。", "党课（场次）=24场", "党课（节数）=60节")
    gives("组织“政企早茶”恳谈会9次。", "“政企早茶”恳谈会（次数）=9次")
  end)

  it("keep a quoted name, and the kind behind it, but not 活动", function()
    gives("开展“田埂议事”面对面活动16场。", "“田埂议事”面对面活动（场次）=16场")
    gives("举办“我与群众面对面”活动6场。", "我与群众面对面（场次）=6场")
    gives("“民情夜访”走进9个社区，举办18场。", "“民情夜访”（场次）=18场")
    gives("开展“清风”文艺演出16场。")
    gives("举办“头雁”培训班3期。")
  end)

  it("take their topic as name", function()
    gives("开展反诈宣讲42场。", "反诈宣讲（场次）=42场")
    gives("进企业宣讲惠企政策55场。", "惠企政策宣讲（场次）=55场")
    gives("“海燕”宣讲团宣讲77场。", "“海燕”宣讲（场次）=77场")
    gives("开展“千场万人”党史宣讲，组织各类宣讲500多场。", "“千场万人”党史宣讲（场次）=500场")
  end)

  it("say so when they are counted for each month", function()
    gives("“局长接访日”活动每月不少于3场。", "“局长接访日”（场次，每月）=3场")
  end)

  it("are followed through clauses and sentences that leave the name out", function()
    gives("把“我与群众面对面”办到田头。全年举办活动八场。", "我与群众面对面（场次）=8场")
    gives("“民声快车”开到5个镇，举办活动12场。", "“民声快车”（场次）=12场")
    gives("崂山“热线进村”值得推广，全年组织52场。", "“热线进村”（场次）=52场")
    gives("“甲讲堂”和“乙讲堂”各有特色。全年举办活动12场。")
    gives("“我与群众面对面”办到田头。团委举办招聘会12场。")
    gives("“我与群众面对面”办到田头。\n全年举办12场。")
  end)
end)

describe("a name left out", function()
  it("is that of the projects spoken of", function()
    gives("“书记项目”实行清单管理，全年立项71个。", "书记项目=71个")
    gives("关于“书记项目”实施情况的通报\n\n经评审，最终立项实施52个，评出优秀项目9个。", "书记项目=52个", "优秀书记项目=9个")
    gives("经评审，全年立项71个。")
  end)

  it("is that of the count before, for another time", function()
    gives("“书记项目”从2022年的61个到2023年的75个。", "书记项目=61个", "书记项目=75个")
    gives("“书记项目”2021年、2022年立项数分别为69个、72个。", "书记项目=69个", "书记项目=72个")
    gives("“政企会客厅”去年办了18场；2023年则是20场。", "“政企会客厅”（场次）=18场", "“政企会客厅”（场次）=20场")
    gives("“书记项目”75个，比上年增加6个。", "书记项目=75个")
  end)

  it("is that of the count before, with another grade", function()
    gives("评定五星级党支部31个、四星级64个。", "五星级党支部=31个", "四星级党支部=64个")
    gives("五星级、四星级、三星级党支部分别为8个、17个、40个。", "五星级党支部=8个", "四星级党支部=17个", "三星级党支部=40个")
  end)
end)

describe("people", function()
  it("are counted before they become what the name says", function()
    gives("选派28名机关干部到村任第一书记。", "驻村第一书记=28名")
    gives("组建由40名企业家、记者组成的作风监督员队伍。", "作风建设监督员/观察员=40名")
    gives("18个窗口被命名为党员示范窗口。", "党员示范窗口=18个")
    gives("28名机关干部陪同第一书记走访。")
  end)

  it("reside where the text says, and nowhere when it says nothing", function()
    gives("选派第一书记45名、驻企第一书记16名。", "第一书记=45名", "驻企第一书记=16名")
    gives("选派驻村第一书记45名。", "驻村第一书记=45名")
  end)
end)

describe("names", function()
  it("lose quotation marks only around the whole", function()
    assert.are.equal("书记项目", initiatives.unquote "“书记项目”")
    assert.are.equal("“潮汐红”品牌", initiatives.unquote "“潮汐红”品牌")
  end)

  it("take from the words before them what belongs to the noun", function()
    assert.are.equal("机关党员", (modifiers.of "举办机关党员"))
    assert.are.equal("“潮汐红”机关", (modifiers.of "全市培育“潮汐红”机关"))
    assert.are.equal("面对面", (modifiers.of "开展面对面"))
    assert.are.equal("", (modifiers.of "市税务局"))
  end)
end)
