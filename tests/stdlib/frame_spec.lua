local frame = require "wenlu.frame"

local visits = frame.counts {
  name = "visit", about = "走访企业的家数", words = { "走访", "上门服务" }, units = { "家", "家次", "户" },
}

-- The facts of a text in one line: word, count, unit, the mark where it is not exact, the status where planned.
local function facts(text, of)
  local parts = {}
  for i, row in ipairs(frame.try(of or visits, text)) do
    parts[i] = row.word .. " " .. row.count .. row.unit .. (row.mark ~= "exact" and " " .. row.mark or "") ..
      (row.status == "target" and " target" or "")
  end
  return table.concat(parts, "; ")
end

describe("a frame of counts", function()
  it("finds a count behind its word", function()
    assert.are.equal("走访 780家", facts "全年走访企业780家，收集意见建议487条。")
  end)

  it("finds the word inside a longer term of the tables, and alone", function()
    assert.are.equal("走访 159家", facts "走访企业159家。")
    assert.are.equal("走访 11000户", facts "走访农户1.1万户。")
  end)

  it("finds a word close behind its count when it announces no other", function()
    assert.are.equal("走访 300家", facts "对300家企业开展走访。")
    assert.are.equal("上门服务 118家次", facts "七家支部轮流上门服务企业118家次。")
    assert.are.equal("", facts "3家单位的党员干部全年没有到结对企业走访。")
  end)

  it("gives several counts to one word, and each count to the nearer of two words", function()
    assert.are.equal("走访 20家; 走访 30户", facts "走访企业20家、群众30户。")
    assert.are.equal("走访 20家; 上门服务 5家", facts "走访企业20家和上门服务企业5家。")
  end)

  it("keeps to the clause and to the units declared", function()
    assert.are.equal("", facts "开展走访，服务企业20家。")
    assert.are.equal("", facts "走访企业解决问题30个。")
    assert.are.equal("", facts "邀请企业20家。")
  end)

  it("keeps mark and status, and takes no range for a number", function()
    assert.are.equal("走访 43000家次 over", facts "走访企业4.3万余家次。")
    assert.are.equal("走访 12000家 at_least target", facts "2019年力争走访企业1.2万家以上。")
    assert.are.equal("", facts "每月走访企业3至5家。")
  end)

  it("counts nothing in slogans and ordinals", function()
    assert.are.equal("", facts "走访“百家企业”活动进入第2家。")
  end)

  it("finds words in traditional characters", function()
    local complaints = frame.counts { name = "complaint", about = "投诉", words = { "投诉" }, units = { "件" } }
    assert.are.equal("投訴 12件", facts("收到投訴12件。", complaints))
  end)

  it("names its sentence, and the tokens it rests on", function()
    local row = frame.try(visits, "起初。全年走访企业780家。")[1]
    assert.are.equal("全年走访企业780家。", row.surface)
    assert.are.equal("visit/announced", row.rule)
    assert.are.same({ "word", "count" }, { row.evidence[1].slot, row.evidence[2].slot })
    assert.are.same({ 28, 33 }, { row.evidence[2].token.first, row.evidence[2].token.last })
  end)

  it("names its columns as declared", function()
    local declared = frame.counts {
      name = "visit", about = "", words = { "走访" }, units = { "家" }, slots = { word = "action", count = "companies" },
    }
    assert.are.same({ "action", "companies", "mark", "unit", "counted", "status" },
      { declared.columns[1][1], declared.columns[2][1], declared.columns[3][1], declared.columns[4][1],
        declared.columns[5][1], declared.columns[6][1] })
    local row = frame.try(declared, "走访企业780家。")[1]
    assert.are.same({ "走访", 780 }, { row.action, row.companies })
  end)

  it("refuses names that would break the store", function()
    local function declare(name, count)
      return pcall(frame.counts, { name = name, about = "", words = {}, units = {}, slots = { count = count } })
    end
    assert.is_false(declare "two words")
    assert.is_false(declare(nil))
    assert.is_false(declare("visit", "year"))
    assert.is_true(declare("visit", "visits"))
  end)

  it("stands beside the frames that ship: each reads its own words", function()
    local lexicon, sentences = require "wenlu.lexicon", require "wenlu.sentence"
    local frames = require("wenlu.frames").list()
    frames[#frames + 1] = visits
    local scanner, bits = lexicon.compile(frames)
    local text = "走访企业780家，收集意见建议487条，已办结452条。"
    local kept = {}
    local reader = { document = { reading = text }, mentions = scanner:scan(text), bits = bits, meta = {} }
    function reader:sentence(i)
      kept[i] = kept[i] or sentences.read(self.mentions, i)
      return kept[i]
    end
    local raised = frames[1].read(reader)
    assert.are.same({ 487, 452 }, { raised[1].raised, raised[1].done })
    assert.are.equal(780, visits.read(reader)[1].count)
  end)
end)
