local segment = require "wenlu.segment"
local segmenter = require "wenlu.segmenter"

describe("wenlu.segmenter", function()
  it("keeps figures and terms whole, and marks them", function()
    local own = assert(segmenter.new())
    own.words:load("整改率 1500 n", { terms = true })
    own.words:add("达", 5000)
    local tokens = own:cut "整改率达94.5%"
    local marks = {}
    for i, _, _, _, mark in tokens:each() do
      marks[i] = tokens:word(i) .. " " .. mark
    end
    assert.same({ "整改率 term", "达 word", "94.5% span" }, marks)
  end)

  it("keeps dates whole, with their tags", function()
    local tokens = segmenter.default():cut("2021年，收到意见近300条", { tags = true })
    local tag_of = {}
    for i, _, _, tag in tokens:each() do
      tag_of[tokens:word(i)] = tag
    end
    if segment.info().words > 0 then
      assert.equal("t", tag_of["2021年"])
      assert.equal("m", tag_of["近300条"])
    else
      assert.is_not_nil(tag_of["近300条"])
    end
  end)

  it("cuts figures like all else when asked", function()
    for _, _, _, _, mark in segmenter.default():cut("达94.5%", { numbers = false }):each() do
      assert.is_not.equal("span", mark)
    end
  end)

  it("cuts traditional text by its simplified form, unless told not to", function()
    local own = assert(segmenter.new { lexicon = false })
    own.words:add("苏囧服务", 1000)
    own.words:add("蘇囧測評", 1000)
    assert.same({ "蘇囧服務", "蘇囧測評" }, own:cut("蘇囧服務蘇囧測評"):words())
    assert.is_not.equal("蘇囧服務", own:cut("蘇囧服務", { simplify = false }):word(1))
    assert.equal("蘇囧服務", own:cut("蘇囧服務", { numbers = false }):word(1))
  end)

  it("marks words that only guard against terms as common words", function()
    local tokens = assert(segmenter.new()):cut "工作风格"
    assert.same({ "工作风格" }, tokens:words())
    for _, _, _, _, mark in tokens:each() do
      assert.equal("word", mark)
    end
  end)

  it("counts", function()
    local counter = segmenter.default():count("94.5%和94.5%", segment.counter())
    assert.equal(2, counter:get "94.5%")
  end)
end)
