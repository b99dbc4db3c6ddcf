local context = require "wenlu.context"

-- The pieces of a context in one line: figures in [ ].
local function shown(text, ...)
  local spans = {}
  for i, words in ipairs { ... } do
    local first, last = text:find(words, 1, true)
    spans[i] = { first = first, last = last }
  end
  local item = context.around(text, spans)
  local parts = { item.before }
  for _, piece in ipairs(item.marked) do
    parts[#parts + 1] = piece.mark and "[" .. piece.text .. "]" or piece.text
  end
  parts[#parts + 1] = item.after
  return table.concat(parts)
end

describe("context.around", function()
  it("gives the sentence, its figures marked", function()
    local text = "工作有序推进。共收集意见168条，办结165条。下一步继续努力。"
    assert.are.equal("共收集意见[168条]，办结[165条]。", shown(text, "168条", "165条"))
  end)

  it("ends at the line", function()
    assert.are.equal("办结[165条]", shown("标题\n办结165条\n其余推进。", "165条"))
    assert.are.equal("办结[165条]", shown("办结165条", "165条"))
  end)

  it("keeps the closing mark of a quotation with its sentence", function()
    assert.are.equal("他说：“办结[165条]。”", shown("起初。他说：“办结165条。”众人点头。", "165条"))
  end)

  it("runs over several sentences when figures stand in several", function()
    assert.are.equal("收集[168条]。办结[165条]。", shown("收集168条。办结165条。完毕。", "168条", "165条"))
  end)

  it("reads over a broken line as the document does", function()
    local text = "评议情况\n\n2021年度社会评价共收集群众意见和建议一百六十八条，经各责任部门逐条研究、限时整改，目前已经办\n结165条，" ..
      "整改率达98.2%。\n"
    assert.are.equal("2021年度社会评价共收集群众意见和建议一百六十八条，经各责任部门逐条研究、限时整改，目前已经办结[165条]，" ..
      "整改率达[98.2%]。", shown(text, "165条", "98.2%"))
  end)

  it("cuts a sentence that does not end, between characters", function()
    local before, after = ("甲"):rep(1000), ("乙"):rep(1000)
    local words = shown(before .. "165条" .. after, "165条")
    assert.is_truthy(utf8.len(words))
    assert.are.equal("…[165条]…", (words:gsub("甲", ""):gsub("乙", "")))
    assert.is_true(#words > 1500 and #words < 2000)
  end)

  it("takes spans in any order, and drops one that lies in another", function()
    local text = "收集168条，办结165条。"
    local function at(words)
      local first, last = text:find(words, 1, true)
      return { first = first, last = last }
    end
    local item = context.around(text, { at "165条", at "168条", at "68条" })
    assert.are.same({ { text = "168条", mark = true }, { text = "，办结" }, { text = "165条", mark = true } }, item.marked)
  end)
end)
