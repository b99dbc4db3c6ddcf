--- Turns nothing into something to fill: sentences in the official style, written for the benchmark.
--
-- {name} is a slot that generate.lua fills. "plain" sentences count nothing, though many hold numerals;
-- "figures" sentences hold quantities.
local M = {}

M.titles = {
  "{city}{office}{year}年工作总结", "{county}{office}以{slogan}推动{theme}走深走实",
  "{city}：{theme}交出{year}年答卷", "关于{city}{year}年度社会评价意见整改情况的通报",
  "{city}{office}：{slogan}促{theme}", "{county}{year}年{theme}工作综述",
}

M.headings = {
  "{ordinal}、聚焦{theme}，夯实{base}", "{ordinal}、坚持{slogan}，建强{base}", "{ordinal}、突出{theme}，办好民生实事",
  "{ordinal}、强化{base}，提升服务效能", "{ordinal}、做实{brand}品牌，擦亮机关底色", "{ordinal}、下一步工作打算",
}

M.captions = { "“{slogan}”里看变化", "把{theme}抓到群众心坎上", "{brand}：点亮一盏灯", "一线见闻" }

M.chrome = { "当前位置：首页 > 工作动态 > 正文", "来源：{city}{office}    浏览次数：{hundred}", "上一篇：{county}召开{theme}推进会" }
M.footers = { "版权所有：{city}{office}    {icp}", "主办单位：{city}{office}    联系电话：{phone}" }

M.plain = {
  "{body}把{theme}摆在突出位置，主要负责同志牵头抓总，班子成员分工负责，逐级压实责任，推动各项部署落到基层、见到实效。",
  "围绕{theme}，{body}坚持学用结合，把学习成果转化为推动工作的思路办法，让{base}更加坚实。",
  "坚持以{slogan}为抓手，健全集体学习、专题研讨、现场观摩相结合的机制，引导党员干部在{theme}中亮身份、作表率。",
  "各支部结合岗位特点开展{slogan}活动，老党员讲传统，青年党员谈体会，支部的凝聚力和战斗力明显增强。",
  "{body}深入贯彻党的二十大精神，按照{congress}部署，把{theme}同业务工作同谋划、同推进、同检查。",
  "对标“十四五”规划确定的方向，{body}找准制约{theme}的薄弱环节，细化措施，明确责任部门和时间节点。",
  "走进{county}的便民服务大厅，窗口工作人员正耐心解答办事群众的疑问，“{slogan}”的标语格外醒目。",
  "“以前要来回跑，现在在家门口就能办成。”说起{theme}带来的变化，{county}的经营户老周满脸笑容。",
  "为巩固成效，{body}健全台账管理、跟踪督促、回头看相结合的机制，谁主管、谁负责，久久为功。",
  "坚决做到“两个维护”，持续用好“四不两直”方式，深入{county}的企业、社区和田间地头了解真实情况。",
  "干部作风好不好，群众最有发言权；{theme}实不实，要看企业服务得怎么样，要看{base}牢不牢。",
  "{body}与高校院所、重点企业结对共建，推行“1+X”联动模式，把组织优势转化为推动{theme}的实际成效。",
  "在{county}，{brand}已成为家喻户晓的服务名片，越来越多的党员走出机关、走进网格，在服务中受教育、长才干。",
  "{body}主动向上争取政策，向下延伸服务，着力畅通{theme}的末梢循环，营造百舸争流、奋勇争先的浓厚氛围。",
  "会议强调，要统一思想、提高站位，切实增强责任感和紧迫感，持之以恒抓好{theme}，决不能有歇歇脚的念头。",
  "要严肃监督执纪，紧盯重点领域和关键环节，既抓思想又抓作风，推动{base}从有形覆盖向有效覆盖转变。",
  "{congress}召开以来，{body}迅速传达学习，制定贯彻方案，明确路线图、任务书，确保各项部署不悬空、不走样。",
  "实践证明，{theme}越往深处推进，越要坚持实事求是，越要注重统筹兼顾，越要依靠群众的智慧和力量。",
  "新征程上，{body}将以更高标准、更实举措推进{theme}，在大局中找准定位，在实干中彰显担当。",
  "通过主题党日、案例教学、情景党课等形式，{body}把{slogan}的要求讲清楚、说明白，让理论学习真正入脑入心。",
}

M.figures = {
  "{year}年，{body}共收到社会评价意见{raised}条，已整改{done}条，整改率达{rate}%。",
  "截至{year}年{month}月底，{city}机关作风监督平台受理群众诉求{raised}件，办结{done}件，办结率{rate}%，群众满意率在{high}%以上。",
  "{year}年度收集的{raised}条意见建议全部反馈到责任部门，其中{done}条得到整改，整改率为{rate}%，同比提高{point}个百分点。",
  "第三方机构回访服务对象{hundred}人，满意率{highpoint}%，较上年提升{point}个百分点。",
  "{year}年以来，{county}领办书记项目{some}个，其中{few}个入选市级重点，带动投入资金{money}余万元。",
  "全市机关培育{brand}等党建品牌{some}个，建成星级党支部近{hundred}个，{few}个案例获省级表彰。",
  "{month}月{day}日，{county}举办“面对面”恳谈活动，{some}名部门负责人与{tens}多名企业代表现场交流，当场答复问题{few}个。",
  "组织宣讲团深入{county}开展宣讲{tens}场次，覆盖党员群众超{thousand}人次。",
  "选派{some}名机关干部到村任第一书记，落实帮扶项目{few}个，村均增收{few}万元。",
  "今年以来，{body}走访企业{thousand}余家，梳理问题{raised}个，协调解决{done}个，解决率达{rate}%。",
  "{year}年前三季度，{city}完成重点项目投资{decimal}亿元，增长{decimal}%，新增市场主体{tens}00余户。",
  "力争到{nextyear}年底，建成示范点{some}个以上，问题整改率达到{high}%，群众满意度不低于{high}%。",
  "对排查发现的{raised}处隐患逐一登记，目前已完成整治{done}处，另有{few}处列入明年计划。",
  "{body}为群众办实事{tens}件，服务时长约{thousand}小时，帮助{hundred}多户家庭解决急难愁盼问题。",
  "全年举办“{slogan}”专题党课{some}场，{hundred}名党员参加，收回问卷{tens}份，好评率{highpoint}%。",
  "{month}月至今，出动执法人员{thousand}多人次，巡查岸线{hundred}公里，清理垃圾{tens}吨，完成绿化面积约{thousand}平方米。",
  "{county}投入{decimal}亿元改造老旧小区{some}个，惠及居民{thousand}余户，新增停车位{hundred}个、充电桩{tens}台。",
  "{year}年，{city}一般公共预算收入{hundred}.{few}亿元，同比增长{decimal}%；规上工业增加值增长{decimal}%，新签约亿元以上项目{tens}个。",
  "专班{some}名成员奔赴{few}个街道、{tens}个社区，用{few}天时间走访居民近{thousand}户，发放明白纸{thousand}份。",
  "审批材料由{some}份压减到{few}份，办理时限缩短{few}个工作日，窗口日均接待群众{hundred}人次，提速{high}%以上。",
  "{county}培训网格员{hundred}名，组建{tens}支服务队，每队{few}至10人，累计服务{thousand}小时左右。",
  "{body}开设{few}个专题班次，轮训干部{thousand}人次，编发案例{some}篇，人均学时不少于{tens}学时。",
  "据统计，{city}现有机关基层党组织{thousand}个、党员{decimal}万名，其中{few}成以上直接服务群众。",
}

M.words = {
  office = { "市级机关工委", "纪委监委", "行政审批局", "住房和城乡建设局", "政务服务办", "市场监督管理局", "作风建设办公室" },
  body = { "市级机关工委", "区级机关各部门", "全市各级机关", "县作风办", "牵头单位", "各责任单位", "市直机关党组织", "街道党工委" },
  theme = {
    "作风建设", "机关效能提升", "优化营商环境", "乡村振兴", "基层治理", "为民办实事", "模范机关建设", "助企纾困", "理论武装",
    "文明创建", "生态环境整治", "数字政府建设",
  },
  base = { "组织根基", "战斗堡垒", "责任链条", "制度防线", "服务阵地", "干部队伍", "监督网络" },
  slogan = {
    "三问三解", "四必访四必谈", "五个一线", "两走进一服务", "百名局长进千企", "先锋同行", "亮牌上岗", "下沉社区", "揭榜领题",
    "红色引擎", "清廉机关", "岗位建功", "结对共建", "网格微课堂",
  },
  brand = { "“先锋窗口”", "“暖心驿站”", "“红色链条”", "“通快办”", "“江海灯塔”", "“红润万家”", "“清风同行”", "“一线听音”" },
  congress = { "党的二十大", "市第十三次党代会", "市委十二届四次全会", "十六届二次会议", "区第五届人代会", "省委十四届三次全会" },
}

return M
