--- Keywords, in the very figures of jieba 0.42.1.

local json = require "wenlu.json"
local keywords = require "wenlu.keywords"
local segment = require "wenlu.segment"
local tokens = require "wenlu.tokens"
local program = dofile "tests/program.lua"

-- A sentence as jieba.posseg cuts and tags it, what jieba.cut makes of it being the same words.
local SENTENCE = [[全市/n 聚焦/v 群众反映/i 问题/n 整改/v ，/x 建立/v 整改/v 清单/a ，/x 推动/v 问题/n 整改/v 落实/a 到位/v
  ，/x 群众/n 满意率/nz 持续/vd 提升/v 。/x]]

-- Lines of jieba's idf.txt.
local IDF = [[
清单 8.86372504956
落实 6.87780956589
问题 3.96351357308
聚焦 8.2985588311
满意率 11.598092559
提升 5.57126086804
推动 5.25456368049
整改 8.75901409547
建立 4.6215577646
到位 7.40995411747
群众 6.024039191
持续 4.94162313726
全市 7.03791973892
群众反映 10.2117981979
]]

local function document()
  local list = { tags = {} }
  for word, tag in SENTENCE:gmatch "(%S+)/(%a+)" do
    list[#list + 1], list.tags[#list.tags + 1] = word, tag
  end
  return list
end

local function exact(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = ("%s %.17g"):format(row.word, row.weight)
  end
  return list
end

local function expected(pairs_of)
  local list = {}
  for i, pair in ipairs(pairs_of) do
    list[i] = ("%s %.17g"):format(pair[1], pair[2])
  end
  return list
end

describe("TF-IDF", function()
  local idf = assert(keywords.read_idf(IDF))

  it("has jieba's weights, to the last bit", function()
    assert.are.same(expected {
      { "整改", 1.5457083697888236 }, { "满意率", 0.6822407387647058 }, { "群众反映", 0.6006940116411765 },
      { "清单", 0.5213955911505882 }, { "聚焦", 0.48815051947647053 }, { "问题", 0.46629571448 },
    }, exact(keywords.tfidf(document(), idf, { limit = 6 })))
  end)

  it("counts only words of the tags asked for, two characters or more, and no stop words", function()
    local rows = keywords.tfidf(document(), idf, { tags = { "n" } })
    assert.are.same({ "问题", "全市", "群众" }, { rows[1].word, rows[2].word, rows[3].word })
    assert.are.equal(2 * (3.96351357308 / 4), rows[1].weight)
    local words = { "The", "整", "、", " a", "\u{3000}改\u{3000}", "整改", "it", "Xy" }
    rows = keywords.tfidf(words, idf, { stop = { xy = true } })
    assert.are.same({ { word = "整改", weight = 8.75901409547 } }, rows)
  end)

  it("gives a word that the table does not have the median, the upper one of two", function()
    local table_of_four = assert(keywords.read_idf "a 1\nb 4\nc 2\nd 3\n")
    assert.are.equal(3.0, table_of_four.median)
    assert.are.same({ { word = "督办", weight = 3.0 } }, keywords.tfidf({ "督办" }, table_of_four))
  end)

  it("puts equals in the order of their code points", function()
    local rows = keywords.tfidf({ "督办", "办结", "整治", "zz" }, idf)
    assert.are.same({ "zz", "办结", "整治", "督办" }, { rows[1].word, rows[2].word, rows[3].word, rows[4].word })
  end)

  it("has no keywords for an empty document", function()
    assert.are.same({}, keywords.tfidf({}, idf))
    assert.are.same({}, keywords.tfidf({ "，" }, idf))
  end)
end)

describe("a table of IDF", function()
  it("is refused with its line when it is none", function()
    assert.are.same({ nil, "idf: no word and number in line 2", "bad-idf" }, { keywords.read_idf "整改 8.7\n办结\n" })
    assert.are.same({ nil, "idf: no word and number in line 1", "bad-idf" }, { keywords.read_idf "整改 many\n" })
    assert.are.same({ nil, "idf: empty", "bad-idf" }, { keywords.read_idf "" })
  end)

  it("may be a segmenter's", function()
    local segmenter = { idf = function(_, word) return word == "整改" and 8.5 or nil end }
    local rows = keywords.tfidf({ "整改", "督办" }, keywords.idf_of(segmenter, 11.5))
    assert.are.same({ { word = "督办", weight = 5.75 }, { word = "整改", weight = 4.25 } }, rows)
  end)

  it("is learnt from one's own documents: ln(N / n)", function()
    local idf = keywords.learn_idf { { "整改", "整改" }, { "整改", "办结" }, { "督办" }, { "整改" } }
    assert.near(math.log(4 / 3), idf.of "整改", 1e-15)
    assert.near(math.log(4), idf.of "办结", 1e-15)
    assert.is_nil(idf.of "巡察")
    assert.near(math.log(4), idf.median, 1e-15)
    local rows = keywords.tfidf({ "整改", "整改", "办结" }, idf)
    assert.are.equal("办结", rows[1].word)
    assert.near(math.log(4) / 3, rows[1].weight, 1e-15)
  end)
end)

describe("TextRank", function()
  it("has jieba's weights, to the last bit", function()
    assert.are.same(expected {
      { "整改", 1.0 }, { "问题", 0.6514771994443683 }, { "推动", 0.3729933262460422 },
      { "到位", 0.3313829799041295 }, { "群众", 0.3208892545259626 }, { "建立", 0.2974849716760019 },
      { "聚焦", 0.24729412963507494 }, { "全市", 0.24556017848885994 }, { "提升", 0.1439051479566427 },
    }, exact(keywords.textrank(document())))
  end)

  it("takes all words when tags do not matter", function()
    local rows = keywords.textrank({ "整改", "问题", "整改" }, { tags = false })
    assert.are.equal("整改", rows[1].word)
    assert.are.equal(2, #rows)
  end)

  it("reaches as far as its span", function()
    local words = { "整改", "，", "，", "问题" }
    assert.are.equal(2, #keywords.textrank(words, { tags = false, span = 4 }))
    assert.are.equal(0, #keywords.textrank(words, { tags = false, span = 3 }))
  end)

  it("has nothing to rank without neighbours", function()
    assert.are.same({}, keywords.textrank {})
    assert.are.same({}, keywords.textrank({ "整改" }, { tags = false }))
  end)
end)

-- What jieba itself makes of two documents, as lines of JSON.
local JIEBA = [[
import json, jieba.analyse
jieba.setLogLevel(60)
for name in ("nanjing-2021-fuwu", "xuzhou-2024-ribaobanmian"):
    text = open("data/sample/%s.txt" % name, "rb").read().decode("utf-8")
    print(json.dumps(dict(
        cut=jieba.lcut(text),
        tfidf=jieba.analyse.extract_tags(text, topK=None, withWeight=True),
        nouns=jieba.analyse.extract_tags(text, topK=None, withWeight=True, allowPOS=("n", "vn")),
        textrank=jieba.analyse.textrank(text, topK=None, withWeight=True))))
]]

-- Each word's weight, and the weights in their order: words of equal weight may be in another.
local function agree(ours, theirs)
  assert.are.equal(#theirs, #ours)
  local weights = {}
  for i, pair in ipairs(theirs) do
    weights[pair[1]] = pair[2]
    assert.are.equal(pair[2], ours[i].weight)
  end
  for _, row in ipairs(ours) do
    assert.are.equal(weights[row.word], row.weight, row.word)
  end
end

describe("keywords of whole documents", function()
  it("are those of Debian's jieba, all of them, from the text on", function()
    local info = assert(segment.info())
    if info.source ~= "jieba" then
      return pending("built without python3-jieba")
    end
    local segmenter = assert(segment.new())
    local idf = keywords.idf_of(segmenter, info.idf_median)
    local answer = program.shell(("/usr/bin/python3 -c '%s'"):format(JIEBA))
    local count, everything = 0, { limit = math.huge }
    for line in answer.out:gmatch "[^\n]+" do
      local theirs = assert(json.decode(line))
      local text = table.concat(theirs.cut)
      local tagged = tokens.all(text, tokens.cutter(segmenter, { tags = "posseg" }))
      agree(keywords.tfidf(tokens.all(text, tokens.cutter(segmenter)), idf, everything), theirs.tfidf)
      agree(keywords.tfidf(tagged, idf, { limit = math.huge, tags = { "n", "vn" } }), theirs.nouns)
      agree(keywords.textrank(tagged, everything), theirs.textrank)
      count = count + 1
    end
    assert.are.equal(2, count, answer.err)
  end)
end)
