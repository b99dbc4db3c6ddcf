-- A page is read as blocks, and a sentence that columns or pages cut is put together for reading; the text stays.

local document = require "wenlu.document"

local function kinds(text)
  local list = {}
  for i, block in ipairs(document.read(text).blocks) do
    list[i] = block.kind
  end
  return list
end

-- The words on both sides of every join.
local function joins(text)
  local read = document.read(text)
  local list = {}
  for i, join in ipairs(read.joins) do
    list[i] = text:sub(join.last - 4, join.last):match "[%d\xE3-\xEF].*" .. "+" .. text:sub(join.first, join.first + 5)
  end
  return list
end

local function reads_together(text, sentence)
  local reading = document.read(text).reading
  assert.is_truthy(reading:find(sentence, 1, true), reading)
end

local PROSE = "全市各级机关坚持问题导向，完善督办制度，推动群众反映的事项逐件落地见效，办理质量稳步提高。"

describe("the blocks of a page", function()
  it("are headings, by-lines and paragraphs", function()
    local text = "把难事办好\n\n本报记者 周平\n\n" .. PROSE
    assert.are.same({ "heading", "byline", "paragraph" }, kinds(text))
  end)

  it("leave a question or a quotation at the end of a headline a headline", function()
    assert.are.same({ "heading", "paragraph" }, kinds("窗口“点单” 部门“接单”\n" .. PROSE))
  end)

  it("set the site and the imprint aside", function()
    for _, line in ipairs {
      "首页 > 工作动态 > 正文", "发布日期：2023-05-06 浏览次数：112", "版权所有：某市机关工委", "苏ICP备12345678号", "打印本页 关闭窗口",
      "报：市委、市政府，各有关领导", "责任编辑：王明", "联系电话：0513-85099999",
    } do
      assert.are.same({ "chrome" }, kinds(line), line)
    end
  end)

  it("keep headings that begin like labels", function()
    for _, line in ipairs { "联系群众出实招", "来自一线的报告", "发布会上的承诺", "编辑部里的故事" } do
      assert.are.same({ "heading" }, kinds(line), line)
    end
  end)

  it("know captions and page numbers", function()
    assert.are.same({ "caption" }, kinds "图为座谈会现场")
    assert.are.same({ "caption" }, kinds "干部走访农户。李平 摄")
    assert.are.same({ "page" }, kinds "— 12 —")
    assert.are.same({ "page" }, kinds "37")
  end)

  it("take a heading that is repeated for a caption", function()
    local text = "机关读书会启动仪式\n\n" .. PROSE .. "\n\n机关读书会启动仪式\n"
    assert.are.same({ "caption", "paragraph", "caption" }, kinds(text))
  end)

  it("do not take a column of that name for a by-line", function()
    assert.are.same({ "heading" }, kinds "记者手记")
  end)
end)

describe("a broken sentence", function()
  local half = "各支部围绕中心任务，深入企业走访，全年共收集意见三百余条，逐条列出清单并明确责任单位，其中当场解决的问"

  it("is joined over an empty line", function()
    reads_together(half .. "\n\n题超过一半，其余限期办理。\n", "的问题超过一半")
  end)

  it("is joined over a heading, a caption and a page number", function()
    local text = half .. "\n\n三、监督有力\n\n图为走访现场\n\n— 3 —\n\n题超过一半，其余限期办理。\n\n" .. PROSE
    reads_together(text, "的问题超过一半")
    reads_together(text, "\n三、监督有力\n")
  end)

  it("is joined behind a comma, however short the line", function()
    assert.are.same({ "，+办结" }, joins "共收到来信三十条，\n\n办结率达到了九成以上，群众普遍表示满意和认可。\n")
  end)

  it("is joined where a number stands apart from its unit", function()
    assert.are.same({ "1735+件，" }, joins "热线办理提速，前十个月收到诉求1735\n\n件，已办结1699件，办结率为97.9%。\n" )
    assert.are.same({ "的46+个“" }, joins "盯着难题干，年初领办的46\n\n个“书记项目”覆盖四大领域，比上年多五个。\n")
  end)

  it("is joined where a heading lost its last character", function()
    reads_together("创新教育形式，精神入脑入\n\n心。精心打磨沉浸式党课，让党员在现场受到教育。\n", "入脑入心。精心")
  end)

  it("takes a fragment between two others", function()
    local text = "全年办实事，收集问题1,937个，当场解决805个，转办\n\n1,132个；转办问题已办结1,078个，办结\n\n率95.2%，群众普遍满意。\n"
    reads_together(text, "转办1,132个；转办问题已办结1,078个，办结率95.2%")
  end)

  it("is joined line by line where plain text was wrapped", function()
    local text = "市级机关工委今年以来坚持把为民服务摆在突出位置，组织党员干部走进社\n" ..
      "区和企业，收集意见建议二百六十条，逐条研究办理措施，明确办理时限和责\n" ..
      "任单位，办结率达到九成以上，群众对办理结果总体满意，一些多年没有解决\n" ..
      "的难题得到解决。\n"
    reads_together(text, "走进社区和企业")
    reads_together(text, "时限和责任单位")
    reads_together(text, "没有解决的难题")
  end)
end)

describe("wrapped lines", function()
  -- Lines of 23, 22 and 22 characters, the last with some of a single column.
  local function page(tail)
    return ("甲"):rep(23) .. "\n" .. ("乙"):rep(22) .. "\n" .. ("丙"):rep(20) .. tail .. "\n丁心，由此延续的一行文字完。\n"
  end

  it("differ by four columns at most", function()
    assert.are.equal(3, #document.read(page "ab").joins)
    assert.are.equal(0, #document.read(page "é").joins)
  end)
end)

describe("what is whole", function()
  it("is never joined: headings and paragraphs", function()
    local text = "办实事解难题\n\n一、主要做法\n\n" .. PROSE .. "\n\n二、存在问题，仍须努力\n\n" .. PROSE .. "\n"
    assert.are.same({}, joins(text))
    assert.are.equal(text, document.read(text).reading)
  end)

  it("is never joined: a heading and figures below it", function()
    assert.are.same({}, joins("三、典型做法\n1.领导包案，由三十八位负责人包干化解疑难事项。\n2.限时督办，逾期亮牌。\n"))
    assert.are.same({}, joins("四、队伍建设\n\n112名驻村第一书记接续奋斗，带动村集体增收。\n"))
    assert.are.same({}, joins("五、项目攻坚见成效\n\n件件有回音，事事有着落，群众拍手称快。\n"))
  end)

  it("is never joined: an indented paragraph", function()
    assert.are.same({}, joins("　　" .. PROSE:sub(1, -4) .. "\n　　" .. PROSE .. "\n"))
  end)

  it("is never joined: a by-line, a signature and a date", function()
    assert.are.same({}, joins(PROSE .. "\n\n中共某市委市级机关工作委员会\n2022年12月30日\n"))
  end)

  it("is never joined: a photograph's caption", function()
    assert.are.same({}, joins("图为座谈会现场\n\n" .. PROSE .. "\n"))
  end)
end)

describe("the reading", function()
  it("leads back to the text", function()
    local text = "各支部围绕中心任务，深入企业走访，收集意见建议三百余条，列出清单并明确责任单位，现场解决的问\n\n小标题\n\n题占六成。\n\n" .. PROSE
    local read = document.read(text)
    for i = 1, #read.segments, 2 do
      local from, offset = read.segments[i], read.segments[i + 1]
      local to = (read.segments[i + 2] or #read.reading + 1) - 1
      assert.are.equal(text:sub(offset, offset + to - from), read.reading:sub(from, to))
    end
    for _, block in ipairs(read.blocks) do
      if not block.joined and not block.next then
        assert.are.equal(text:sub(block.first, block.last), read.reading:sub(block.reading_first, block.reading_last))
      end
    end
  end)

  it("holds every byte that is not blank once", function()
    local text = "一二三四五六七八九十，一二三四五六七八九十，一二三四五六七八九十，一二三四五六七八九十甲\n\n标题\n\n乙丙丁，完。\n\n末\n"
    local function letters(of)
      local list = {}
      for letter in of:gmatch "[\xE3-\xEF][\x80-\xBF][\x80-\xBF]" do
        list[#list + 1] = letter
      end
      table.sort(list)
      return table.concat(list)
    end
    assert.are.equal(letters(text), letters(document.read(text).reading))
  end)

  it("of nothing is nothing", function()
    assert.are.equal(0, #document.read("").blocks)
    assert.are.equal(0, #document.read(" \n\t\n").blocks)
    assert.are.equal(1, #document.read("。").blocks)
  end)
end)
