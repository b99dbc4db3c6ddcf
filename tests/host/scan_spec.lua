--- A catalogue of what the scanner reads, construct by construct, the counter-examples beside each.
--
-- Every row is a sentence and then what is found in it: `surface = class value mark unit`. The value is
-- low..high in the base unit, one number when both are the same, nothing where an end is open; the mark is
-- left out when it is exact. Names (places, organisations, initiatives) are left out but in their own block.

local document = require "wenlu.document"
local mentions = require "wenlu.mentions"
local scan = require "wenlu.scan"

local NAMES = { place = true, organisation = true, initiative = true }

local function number(value)
  return value and ("%.14g"):format(value) or ""
end

local function value_of(record)
  local low, high = number(record.low), number(record.high)
  local words = { low == high and low or low .. ".." .. high }
  if record.mark ~= "exact" then
    words[#words + 1] = record.mark
  end
  if record.unit ~= "" then
    words[#words + 1] = record.unit
  end
  if record.status == "target" then
    words[#words + 1] = "target"
  end
  return table.concat(words, " ")
end

local function describe_record(record)
  local value = record.mark and " " .. value_of(record) or record.value and " " .. record.value or ""
  return record.surface .. " = " .. record.class .. value
end

local function records(text)
  local read = document.read(text)
  local found = mentions.scan(read)
  local list = {}
  for i = 1, #found do
    list[#list + 1] = mentions.record(read, found, i)
  end
  return list
end

local function figures(text)
  local list = {}
  for _, record in ipairs(records(text)) do
    if not NAMES[record.kind] then
      list[#list + 1] = describe_record(record)
    end
  end
  return list
end

local function reads(rows)
  for _, row in ipairs(rows) do
    it(row[1], function()
      assert.are.same(table.move(row, 2, #row, 1, {}), figures(row[1]))
    end)
  end
end

describe("a numeral", function()
  describe("in Arabic digits", function()
    reads {
      { "收到意见168条。", "168条 = count 168 条" },
      { "收到意见１２３条。", "１２３条 = count 123 条" },
      { "共受理1,234件。", "1,234件 = count 1234 件" },
      { "拨付1,234,567元。", "1,234,567元 = money 1234567 元" },
      { "共受理１，２３４件。", "１，２３４件 = count 1234 件" },
      { "分别为12，345件。", "12，345件 = count 12345 件" },
      { "发放问卷10 500份。", "10 500份 = count 10500 份" },
      { "实现产值1 286.4亿元。", "1 286.4亿元 = money 128640000000 元" },
      { "实现产值286.4亿元。", "286.4亿元 = money 28640000000 元" },
      { "组建1\u{2009}000余支小分队。", "1\u{2009}000余支 = count 1000.. over 支" },
      { "共1" .. (" 286"):rep(9) .. "件。", "1 = identifier", "286" .. (" 286"):rep(8) .. " = identifier" },
      { "合计 12 345 67 件。", "12 = identifier", "345 = identifier", "67 件 = count 67 件" },
      { "2021 500人。", "2021 = identifier", "500人 = count 500 人" },
      { "投资3.9亿元。", "3.9亿元 = money 390000000 元" },
      { "投资1.2万亿元。", "1.2万亿元 = money 1200000000000 元" },
      { "补助3万4千元。", "3万4千元 = money 34000 元" },
      { "参与25万6千人。", "25万6千人 = count 256000 人" },
      { "面积0.5平方公里。", "0.5平方公里 = measure 0.5 平方公里" },
      { "办结 168 条。", "168 条 = count 168 条" },
      { "未办结0件。", "0件 = count 0 件" },
      { "发放00012份。", "00012份 = count 12 份" },
    }
  end)

  describe("in Chinese", function()
    reads {
      { "参加的有一百二十三人。", "一百二十三人 = count 123 人" },
      { "投入三千二百万元。", "三千二百万元 = money 32000000 元" },
      { "投入一亿二千万元。", "一亿二千万元 = money 120000000 元" },
      { "服务一万五千人。", "一万五千人 = count 15000 人" },
      { "培训三百五十人次。", "三百五十人次 = count 350 人次" },
      { "培训一千零五人次。", "一千零五人次 = count 1005 人次" },
      { "设立十二个窗口。", "十二个 = count 12 个" },
      { "设立廿四个窗口。", "廿四个 = count 24 个" },
      { "设立两个窗口。", "两个 = count 2 个" },
      { "捐款壹佰贰拾元。", "壹佰贰拾元 = money 120 元" },
      { "整改率为百分之九十五点六。", "百分之九十五点六 = percent 95.6 %" },
      { "面积四十五点六亩。", "四十五点六亩 = measure 45.6 亩" },
      { "三个渠道并用。", "三个 = count 3 个" },
    }
  end)

  describe("that says about how many", function()
    reads {
      { "投入800余万元。", "800余万元 = money 8000000.. over 元" },
      { "投入1250多万元。", "1250多万元 = money 12500000.. over 元" },
      { "走访2000余名群众。", "2000余名 = count 2000.. over 名" },
      { "服务两千多名群众。", "两千多名 = count 2000.. over 名" },
      { "投入三十几万元。", "三十几万元 = money 320000..390000 vague 元" },
      { "涉及十几个部门。", "十几个 = count 11..19 vague 个" },
      { "涉及几十家企业。", "几十家 = count 20..90 vague 家" },
      { "涉及数十项任务。", "数十项 = count 20..90 vague 项" },
      { "动员几百名党员。", "几百名 = count 200..900 vague 名" },
      { "惠及数百万人。", "数百万人 = count 2000000..9000000 vague 人" },
      { "到场三四百人。", "三四百人 = count 300..400 vague 人" },
      { "涉及七八个部门。", "七八个 = count 7..8 vague 个" },
      { "吸引上百人。", "上百人 = count 100.. vague 人" },
      { "动员上千名党员。", "上千名 = count 1000.. vague 名" },
      { "参与过万人。", "过万人 = count 10000.. over 人" },
      -- no figure at all
      { "成千上万的群众。", "成千上万 = lexical" },
      { "走访了几家企业。", "几家 = indefinite" },
      { "有一个问题。", "一个 = indefinite" },
    }
  end)
end)

describe("a run of digits too long for a number", function()
  local long = ("9"):rep(400)
  for _, text in ipairs { long .. "万件", ("一二三"):rep(200) .. "个", ("亿"):rep(60) .. "元", "5至" .. long .. "万件",
    "百分之" .. ("九"):rep(400), long .. "分之一", "一千万亿亿元", long .. ".5亿元" } do
    it("counts nothing: " .. text:sub(1, 9) .. "…", function()
      for _, record in ipairs(records("办结" .. text .. "。")) do
        assert.is_true(record.kind ~= "quantity" or record.high <= 1e15, record.surface)
      end
    end)
  end

  it("ends above a thousand million million", function()
    assert.are.same({ "1000万亿元 = money 1e+15 元" }, figures "投资1000万亿元。")
    assert.are.same({ "1001万亿 = identifier" }, figures "投资1001万亿元。")
  end)
end)

describe("a mark", function()
  describe("before the figure", function()
    reads {
      { "共有近300人参加。", "近300人 = count ..300 under 人" },
      { "将近300人到场。", "将近300人 = count ..300 under 人" },
      { "接近100%。", "接近100% = percent ..100 under %" },
      { "不足10家。", "不足10家 = count ..10 under 家" },
      { "不到5%。", "不到5% = percent ..5 under %" },
      { "低于5%。", "低于5% = percent ..5 under %" },
      { "超600人次参加。", "超600人次 = count 600.. over 人次" },
      { "超过30%。", "超过30% = percent 30.. over %" },
      { "逾200家。", "逾200家 = count 200.. over 家" },
      { "逾百家企业。", "逾百家 = count 100.. over 家" },
      { "约20家。", "约20家 = count 20 approx 家" },
      { "大约20家。", "大约20家 = count 20 approx 家" },
      { "不少于100万元。", "不少于100万元 = money 1000000.. at_least 元" },
      { "不低于90%。", "不低于90% = percent 90.. at_least %" },
      { "至少3次。", "至少3次 = count 3.. at_least 次" },
      { "最多5次。", "最多5次 = count ..5 at_most 次" },
      { "不超过3%。", "不超过3% = percent ..3 at_most %" },
      { "近 300 人到场。", "近 300 人 = count ..300 under 人" },
      -- the same characters in other words
      { "签约20个项目。", "20个 = count 20 个" },
      { "附近3个小区。", "3个 = count 3 个" },
      { "超额完成30%。", "30% = percent 30 %" },
      { "反超3家。", "3家 = count 3 家" },
      { "节约5吨标煤。", "5吨 = measure 5 吨" },
      { "甚至少于5次。", "少于5次 = count ..5 under 次" },
    }
  end)

  describe("behind it", function()
    reads {
      { "动员100多名党员。", "100多名 = count 100.. over 名" },
      { "服务2万多人次。", "2万多人次 = count 20000.. over 人次" },
      { "受理1.2万余件。", "1.2万余件 = count 12000.. over 件" },
      { "满意率94%以上。", "94%以上 = percent 94.. at_least %" },
      { "10亿元以上的项目。", "10亿元以上 = money 1000000000.. at_least 元" },
      { "100元以下的罚款。", "100元以下 = money ..100 at_most 元" },
      { "控制在5%以内。", "5%以内 = percent ..5 at_most %" },
      { "增长5％左右。", "5％左右 = percent 5 approx %" },
      { "到场300人左右。", "300人左右 = count 300 approx 人" },
      { "占三成以上。", "三成以上 = share 30.. at_least 成" },
      { "占五成多。", "五成多 = share 50.. over 成" },
      -- one character is the mark of one figure
      { "占9%以上千人次。", "9%以上 = percent 9.. at_least %", "千人次 = slogan" },
      -- 以上 as a word of its own begins what follows
      { "办结5件以上所述事项。", "5件 = count 5 件" },
    }
  end)
end)

describe("a unit", function()
  describe("makes a class of its own of", function()
    reads {
      { "提高3.2个百分点。", "3.2个百分点 = points 3.2 个百分点" },
      { "下降1.2‰。", "1.2‰ = permille 1.2 ‰" },
      { "约占千分之三。", "千分之三 = permille 3" },
      { "近九成群众满意。", "近九成 = share ..90 under 成" },
      { "八成五的受访者满意。", "八成五 = share 85 成" },
      { "七成半的受访者满意。", "七成半 = share 75 成" },
      { "一半以上当场解决。", "一半以上 = share 50.. at_least 半" },
      { "三分之二的群众。", "三分之二 = fraction 66.666666666667" },
      { "三分之二以上的群众。", "三分之二以上 = fraction 66.666666666667.. at_least" },
      { "增长3.5倍。", "3.5倍 = multiple 3.5 倍" },
      { "产值翻一番。", "翻一番 = multiple 2 倍" },
      { "产值翻了两番。", "翻了两番 = multiple 4 倍" },
      { "占地近1000㎡。", "近1000㎡ = measure ..1000 under ㎡" },
      { "新增100兆瓦。", "100兆瓦 = measure 100 兆瓦" },
    }
  end)

  describe("may be turned down by what follows", function()
    reads {
      { "选举5人大代表。", "5 = identifier" },
      { "涉及3个性化方案。", "3 = identifier" },
      { "长三角一体化。", "长三角一体化 = lexical" },
    }
  end)

  describe("behind the last number of a list is that of all", function()
    reads {
      { "分别上升0.12和1.3个百分点。", "0.12 = points 0.12 个百分点", "1.3个百分点 = points 1.3 个百分点" },
      { "各有23、45和67家。", "23 = count 23 家", "45 = count 45 家", "67家 = count 67 家" },
      { "见3.1、3.2节。", "3.1 = identifier", "3.2节 = count 3.2 节" },
    }
  end)

  describe("may be missing behind a scale, or behind 余 and 多", function()
    reads {
      { "现有人口86.4万，增长2%多。", "86.4万 = count 864000", "2%多 = percent 2.. over %" },
      { "走访企业2,100多，80%多为民营。", "2,100多 = count 2100.. over", "80% = percent 80 %" },
    }
  end)

  describe("may be missing when a noun follows the number", function()
    reads {
      { "共梳理101重点民生项目。", "101 = count 101" },
      { "共梳理2021重点民生项目。", "2021 = identifier" },
      { "编号05003。", "05003 = identifier" },
    }
  end)

  describe("time is a duration and no quantity", function()
    reads {
      { "历经20年发展。", "20年 = duration 20 年" },
      { "提前两年完成。", "两年 = duration 2 年" },
      { "两个月内办结。", "两个月 = duration 2 个月" },
      { "3个工作日内答复。", "3个工作日 = duration 3 个工作日" },
      { "不到10天。", "不到10天 = duration ..10 under 天" },
      { "一年来。", "一年 = duration 1 年" },
    }
  end)
end)

describe("a range", function()
  reads {
    { "增长5%—8%。", "5%—8% = percent 5..8 %" },
    { "增长5—8%。", "5—8% = percent 5..8 %" },
    { "走访20—30家企业。", "20—30家 = count 20..30 家" },
    { "走访20-30家企业。", "20-30家 = count 20..30 家" },
    { "组建3至5个小组。", "3至5个 = count 3..5 个" },
    { "组建3个至5个小组。", "3个至5个 = count 3..5 个" },
    { "补助5～8万元。", "5～8万元 = money 50000..80000 元" },
    { "补助5万至8万元。", "5万至8万元 = money 50000..80000 元" },
    { "增长百分之五至百分之八。", "百分之五至百分之八 = percent 5..8 %" },
    { "提高1至2个百分点。", "1至2个百分点 = points 1..2 个百分点" },
    { "约20至30家。", "约20至30家 = count 20..30 approx 家" },
    -- going down, or of two things: no range
    { "由30家到20家。", "30家 = count 30 家", "20家 = count 20 家" },
    { "5人至3个部门。", "5人 = count 5 人", "3个 = count 3 个" },
  }
end)

describe("side by side", function()
  reads {
    { "23个省级、190个市级项目完成投资14亿元、120亿元。", "23个 = count 23 个", "190个 = count 190 个",
      "14亿元 = money 1400000000 元", "120亿元 = money 12000000000 元" },
    { "评出五星级26个、四星级41个。", "五星级 = grade", "26个 = count 26 个", "四星级 = grade", "41个 = count 41 个" },
    { "共115件，办结110件，办结率95.6%。", "115件 = count 115 件", "110件 = count 110 件", "95.6% = percent 95.6 %" },
  }
end)

describe("a period", function()
  describe("with its year", function()
    reads {
      { "2013年完成。", "2013年 = year 2013" },
      { "2020年度总结。", "2020年度 = year 2020" },
      { "二〇二一年五月四日。", "二〇二一年五月四日 = day 2021-05-04" },
      { "2021年5月4日上午9时。", "2021年5月4日 = day 2021-05-04", "9时 = time_of_day" },
      { "2021-08-31发布。", "2021-08-31 = day 2021-08-31" },
      { "2021.8.31发布。", "2021.8.31 = day 2021-08-31" },
      { "2021/8/31发布。", "2021/8/31 = day 2021-08-31" },
      { "2021年底。", "2021年底 = month 2021-12" },
      { "2021年上半年。", "2021年上半年 = part 2021-01..2021-06" },
      { "2021年1—9月。", "2021年1—9月 = part 2021-01..2021-09" },
      { "2021年第三季度。", "2021年第三季度 = part 2021-07..2021-09" },
      { "2021年前11个月。", "2021年前11个月 = part 2021-01..2021-11" },
      { "2021-2024年任职。", "2021-2024年 = range 2021..2024" },
      { "2018—2022年期间。", "2018—2022年 = range 2018..2022" },
      { "2018年至2022年。", "2018年至2022年 = range 2018..2022" },
      -- four digits that are no year
      { "走访2000余名。", "2000余名 = count 2000.. over 名" },
      { "整治1993个排污口。", "1993个 = count 1993 个" },
      { "实施2013个项目。", "2013个 = count 2013 个" },
      { "2021.8万人。", "2021.8万人 = count 20218000 人" },
      { "2021.13.1版。", "2021.13.1 = identifier" },
    }
  end)

  describe("without its year", function()
    reads {
      { "6月和10月。", "6月 = month -06", "10月 = month -10" },
      { "12月31日前办结。", "12月31日 = day -12-31" },
      { "5月4日至6日。", "5月4日至6日 = range -05-04" },
      { "1—9月完成。", "1—9月 = part -01..-09" },
      { "前三季度完成。", "前三季度 = part -01..-09" },
      { "前11个月完成。", "前11个月 = part -01..-11" },
      { "一季度完成。", "一季度 = part -01..-03" },
      { "第三季度完成。", "第三季度 = part -07..-09" },
      { "上半年完成。", "上半年 = part -01..-06" },
      -- an ordinal
      { "前三名。", "前三名 = ordinal" },
    }
  end)

  describe("counted from the document's year", function()
    reads {
      { "今年以来完成。", "今年以来 = relative +0" },
      { "去年上半年完成。", "去年上半年 = relative -1:01..06" },
      { "今年前8个月完成。", "今年前8个月 = relative +0:01..08" },
      { "今年5月完成。", "今年5月 = relative +0:05..05" },
      { "为上年的1.2倍。", "上年 = relative -1", "1.2倍 = multiple 1.2 倍" },
    }
  end)
end)

describe("never counted", function()
  describe("ordinals, sessions, grades and versions", function()
    reads {
      { "第十三届全国人大。", "第十三届 = ordinal" },
      { "二十大精神。", "二十大精神 = ordinal" },
      { "十六届二次会议召开。", "十六届 = ordinal", "二次会议 = ordinal" },
      { "第1期开班。", "第1期 = ordinal" },
      { "2.0版上线。", "2.0版 = version" },
      { "评为五星级窗口。", "五星级 = grade" },
      { "建党100周年。", "建党100周年 = anniversary" },
      { "年满18岁。", "18岁 = age" },
    }
  end)

  describe("slogans, idioms and words", function()
    reads {
      { "百舸争流。", "百舸争流 = lexical" },
      { "四不两直检查。", "四不两直 = slogan" },
      { "一时之间。", "一时 = lexical" },
      { "统一部署。", "统一 = lexical" },
      { "九三学社。", "九三学社 = lexical" },
      { "三大行动。", "三大行动 = slogan" },
      { "千名党员下基层。", "千名 = slogan" },
      { "七一前夕。", "七一 = date" },
    }
  end)

  describe("identifiers, addresses and times of day", function()
    reads {
      { "综合128号3号楼B座12楼。", "128号 = identifier", "3号楼 = identifier", "12楼 = identifier" },
      { "苏ICP备05001234号。", "05001234号 = identifier" },
      { "电话：0519-85685023。", "0519-85685023 = identifier" },
      { "苏办发〔2022〕15号。", "2022 = identifier", "15号 = identifier" },
      { "G15高速。", "G15 = identifier" },
      { "1+X模式。", "1+X = slogan" },
      { "邮编：213022。", "213022 = identifier" },
      { "9:00-17:00开放。", "9:00-17:00 = time_of_day" },
      { "比例为3:1。", "3:1 = ratio" },
      { "分辨率1024*768。", "1024*768 = identifier" },
      -- the same shape with a measure word is a quantity
      { "共155件。", "155件 = count 155 件" },
    }
  end)

  describe("list markers", function()
    reads {
      { "（一）加强学习", "（一） = list_marker" },
      { "一、总体情况", "一、 = list_marker" },
      { "　　一、总体情况", "一、 = list_marker" },
      { "　　2. 加强领导", "2. = list_marker" },
      { "1. 加强领导", "1. = list_marker" },
      { "(2)压实责任", "(2) = list_marker" },
      { "1.2万人参加。", "1.2万人 = count 12000 人" },
    }
  end)
end)

describe("a quotation", function()
  reads {
    { "践行“三个表率”。", "“三个表率” = slogan" },
    { "做到“两个维护”。", "“两个维护” = slogan" },
    { "落实“四协助、四主抓”。", "“四协助、四主抓” = slogan" },
    { '发扬"三牛"精神。', '"三牛" = slogan' },
    { "印发《二十条》措施。", "《二十条》 = slogan" },
    { "“1+3+N”体系。", "“1+3+N” = slogan" },
    -- a quoted sentence or rate is read as text
    { "他说：“今年办了35件实事。”", "今年 = relative +0", "35件 = count 35 件" },
    { "“整改率98.2%”的背后。", "98.2% = percent 98.2 %" },
    -- one that does not close is read as text too
    { "“共有35件实事。", "35件 = count 35 件" },
  }

  it("is an initiative when a word behind it says so", function()
    local found = records "“江海领航”行动、“三个一”、“书记项目”。"
    assert.are.same({ "initiative", "“江海领航”" }, { found[1].kind, found[1].surface })
    assert.are.same({ "non-quantity", "“三个一”" }, { found[2].kind, found[2].surface })
    assert.are.same({ "initiative", "“书记项目”", "书记项目" }, { found[3].kind, found[3].surface, found[3].name })
  end)

  it("gives its head to the names listed before it", function()
    local kinds = {}
    for i, record in ipairs(records "打造“机关红”、“先锋蓝”等品牌。") do
      kinds[i] = record.kind .. " " .. record.surface
    end
    assert.are.same({ "initiative “机关红”", "initiative “先锋蓝”", "initiative 品牌" }, kinds)
  end)
end)

describe("a target", function()
  reads {
    { "力争整改率达到96%以上。", "96%以上 = percent 96.. at_least % target" },
    { "确保完成50个项目。", "50个 = count 50 个 target" },
    { "收入增长6%左右的预期目标。", "6%左右 = percent 6 approx % target" },
    { "整改率达96%。力争明年更好。", "96% = percent 96 %", "明年 = relative +1" },
    -- the plan begins where its word stands
    { "已办结95%，力争达到98%。", "95% = percent 95 %", "98% = percent 98 % target" },
  }
end)

describe("a name", function()
  it("is a place, an organisation or an initiative of data/", function()
    local found = records "南通市市级机关工委开展第一书记选派。"
    assert.are.same({ "place", "南通市" }, { found[1].kind, found[1].surface })
    assert.are.equal("第一书记", found[#found].surface)
    assert.are.equal("initiative", found[#found].kind)
  end)

  it("lies apart from the noun that is counted", function()
    local found = records "实施389个书记项目。品牌76个。"
    assert.are.same({ "389个", "书记项目" }, { found[1].surface, found[1].counted })
    assert.are.same({ "76个", "品牌" }, { found[4].surface, found[4].counted })
  end)
end)

describe("the tables", function()
  local units = { { text = "人" }, { text = "人次" }, { text = "吨", normal = "公斤", class = "measure", factor = 1000 } }

  it("decide what is found", function()
    local found = scan.compile { units = units, terms = {} }:scan "12人次、3人、5万吨、7条。"
    local seen = {}
    for i = 1, #found do
      local kind, class, first, last = found:get(i)
      seen[i] = table.concat({ kind, class, first, last, found:unit(i) }, " ")
    end
    assert.are.same({ "quantity count 1 8 人次", "quantity count 12 15 人", "quantity measure 19 25 公斤",
      "non-quantity identifier 29 29 " }, seen)
    assert.are.same({ 50000000, 50000000, "exact", "actual" }, { found:value(3) })
    assert.are.same({ 19, 22 }, { found:number(3) })
  end)

  it("tell which sentences hold a group of terms", function()
    local terms = { { text = "办结", kind = "cue", groups = 1 }, { text = "满意", kind = "cue", groups = 2 } }
    local found = scan.compile { units = units, terms = terms }:scan "已办结。\n群众满意。3人。"
    assert.are.equal(3, found:sentences())
    assert.are.same({ 1, 2, nil }, { found:find(1, 1), found:find(1, 2), found:find(3, 3) })
    assert.are.same({ 1, 12, 1, 1, 1, 0 }, { found:sentence(1) })
    assert.are.same({ 14, 28, 2, 2, 2, 0 }, { found:sentence(2) })
    assert.are.same({ 29, 35, 3, 3, 0, 1 }, { found:sentence(3) })
    assert.are.equal(terms[2], found:row(2))
  end)

  it("lead from a reading back to its text", function()
    local found = scan.compile { units = units, terms = {} }:scan "12人次"
    found:place { 1, 11, 3, 21 }
    assert.are.same({ 11, 26 }, { found:locate(1, 8) })
    assert.are.same({ 12, 21 }, { found:locate(2, 3) })
    assert.are.equal("12人次", found:text())
  end)

  it("raise for what they do not know", function()
    assert.has_error(function() scan.compile { units = {} } end)
    assert.has_error(function() scan.compile { units = { {} }, terms = {} } end)
    assert.has_error(function() scan.compile { units = { { text = "" } }, terms = {} } end)
    assert.has_error(function() scan.compile { units = { { text = "人", class = "size" } }, terms = {} } end,
      "scan: unknown class 'size'")
    assert.has_error(function() scan.compile { units = {}, terms = { { text = "人", kind = "person" } } } end,
      "scan: unknown kind 'person'")
  end)

  it("raise for indexes that are not there", function()
    local found = scan.compile { units = units, terms = {} }:scan "3人"
    for _, name in ipairs { "get", "value", "number", "counted", "period", "unit", "row" } do
      assert.has_error(function() found[name](found, 0) end)
      assert.has_error(function() found[name](found, 2) end)
    end
    assert.has_error(function() found:sentence(2) end)
    assert.has_error(function() found:find(0, 1) end)
    assert.has_error(function() found:locate(0, 1) end)
    assert.has_error(function() found:locate(2, 1) end)
    assert.has_error(function() found:locate(1, 5) end)
  end)
end)

describe("any text", function()
  local scanner = mentions.scanner()

  local function spans(text)
    local found = scanner:scan(text)
    local previous = 0
    for i = 1, #found do
      local _, _, first, last = found:get(i)
      assert.is_true(first > previous and last >= first and last <= #text)
      previous = last
    end
    return #found
  end

  it("is read without a mention that overlaps another", function()
    assert.are.equal(0, spans "")
    assert.are.equal(0, spans "\0\0")
    assert.are.equal(2, spans "3人\0005人")
    spans(("“"):rep(500))
    spans(("“三个"):rep(500) .. ("”"):rep(500))
    spans(("第"):rep(500) .. ("翻"):rep(500) .. ("前"):rep(500))
    spans(("2021年"):rep(500))
    spans(("1,"):rep(500) .. ("1."):rep(500) .. ("1-"):rep(500) .. ("百分之"):rep(500))
  end)

  describe("never makes the scanner go over it again and again", function()
    local HANG = 20 -- seconds of processor time: a thousand times what half a megabyte takes

    local function takes_no_time(text, piece)
      local start = os.clock()
      scanner:scan(text)
      assert.is_true(os.clock() - start < HANG, piece)
    end

    it("when it repeats itself", function()
      for _, piece in ipairs { "一二三", "1", "1,", "1.", "1-", "1 000", "十", "九万", "十一亿", "几", "余", "近", "百分之",
        "2021年", "第", "前", "翻了", "至", "“", "《", "（", "“三”、", "A", "a1-", "\n", "的" } do
        takes_no_time(piece:rep(400000 // #piece), piece)
      end
    end)

    it("when its end tells that none of it is one number", function()
      takes_no_time(("一"):rep(300000) .. "十", "一")
      takes_no_time("共有1" .. (" 286"):rep(200000) .. " x", " 286")
    end)
  end)
end)
