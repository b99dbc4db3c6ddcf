--- Blocks are packed in C; what they are is told in tests/stdlib/document_spec.lua, here is how they are handed out.

local layout = require "wenlu.layout"

local PROSE = "全市各级机关坚持问题导向，完善督办制度，推动群众反映的事项逐件落地见效，办理质量稳步提高。"

-- What holds of the layout of any bytes: blocks in order, between line ends; a reading that its segments explain.
local function is_sound(text)
  local blocks, joins, reading, segments = layout.read(text)
  local position, joined = 1, 0
  for _, block in ipairs(blocks) do
    assert.is_true(block.first >= position and block.last >= block.first and block.last <= #text)
    assert.is_nil(text:sub(block.first, block.last):find("\n", 1, true))
    position = block.last + 1
    joined = joined + (block.joined and 1 or 0)
  end
  assert.are.equal(joined, #joins)
  segments = segments or { 1, 1 }
  for i = 1, #segments, 2 do
    local last = (segments[i + 2] or #reading + 1) - 1
    local offset = segments[i + 1]
    assert.are.equal(text:sub(offset, offset + last - segments[i]), reading:sub(segments[i], last))
  end
end

describe("blocks", function()
  local blocks = layout.read("把难事办好\n\n　　" .. PROSE .. "\n")

  it("are counted, and made when they are asked for", function()
    assert.are.equal(2, #blocks)
    assert.are.same({
      kind = "paragraph", first = 24, last = 23 + #PROSE, ending = "stop", after_blank = true, indented = true,
      reading_first = 24, reading_last = 23 + #PROSE,
    }, blocks[2])
    assert.are.equal(blocks[2], blocks[2])
  end)

  it("end where the text ends", function()
    assert.is_nil(blocks[0])
    assert.is_nil(blocks[3])
    assert.is_nil(blocks[math.maxinteger])
    assert.is_nil(blocks[1.5])
    assert.is_nil(blocks.kind)
    local seen = 0
    for i in ipairs(blocks) do
      seen = i
    end
    assert.are.equal(2, seen)
  end)

  it("outlive their text", function()
    local kept = layout.read(("甲"):rep(20) .. "\n乙\n")
    collectgarbage()
    assert.are.equal(61, kept[1].last + 1)
    assert.are.equal("heading", kept[2].kind)
  end)

  it("of a heading among hundreds are found again", function()
    local lines = {}
    for i = 1, 300 do
      lines[i] = "第" .. i .. "项工作的名称"
    end
    lines[301] = lines[77]
    local many = layout.read(table.concat(lines, "\n"))
    for i, block in ipairs(many) do
      assert.are.equal((i == 77 or i == 301) and "caption" or "heading", block.kind)
    end
  end)
end)

describe("a layout", function()
  it("leaves a text alone in which nothing is broken", function()
    local text = "把难事办好\n\n" .. PROSE
    local _, joins, reading, segments = layout.read(text)
    assert.are.same({}, joins)
    assert.are.equal(text, reading)
    assert.is_nil(segments)
  end)

  it("tells what it joined, and where the parts of the reading lie in the text", function()
    local blocks, joins, reading, segments = layout.read "甲乙，\n丙丁。\n"
    assert.are.equal(2, blocks[1].next)
    assert.is_true(blocks[2].joined)
    assert.is_nil(blocks[2].reading_first)
    assert.are.same({ { last = 9, first = 11 } }, joins)
    assert.are.equal("甲乙，丙丁。\n\n", reading)
    assert.are.same({ 1, 1, 10, 11, 19, 10, 20, 20 }, segments)
  end)

  it("takes blanks from both ends of a line, of every kind, and nothing else", function()
    local blocks = layout.read " \t　\u{A0}甲\u{A0}　\t \r\n\r\nむダ\n\0\n"
    assert.are.equal("甲", (" \t　\u{A0}甲"):sub(blocks[1].first, blocks[1].last))
    assert.are.equal(6, blocks[2].last - blocks[2].first + 1)
    assert.are.equal(1, blocks[3].last - blocks[3].first + 1)
    assert.are.same({ true, true }, { blocks[1].after_blank, blocks[2].after_blank, blocks[3].after_blank })
  end)

  it("is sound, whatever the bytes", function()
    local pieces = {
      "\n", "\r\n", "\0", "　", "\u{A0}", "，", "。", "件", "率", "1,132", "年", "一、", "图", "摄", "（图", "来源：", "发",
      ":", "[打印", "首页", "记者", "讯(", "——", "ICP备", "#", "**", "-", "\xE3\x80", "\xE4", "\xF0\x9F", "\xC2",
      "\x80", PROSE, "\u{1F600}", "(", "（", "3）", "第",
    }
    math.randomseed(7)
    for _ = 1, 2000 do
      local parts = {}
      for i = 1, math.random(24) do
        parts[i] = pieces[math.random(#pieces)]
      end
      is_sound(table.concat(parts))
    end
    for _, piece in ipairs(pieces) do
      is_sound(piece)
    end
  end)

  it("takes many lines, empty lines and a line without end in its stride", function()
    is_sound ""
    is_sound(("\n"):rep(100000))
    is_sound(("，"):rep(300000))
    is_sound((PROSE .. "\n"):rep(20000))
    is_sound(("走访企业收集意见" .. "\n"):rep(20000))
  end)

  it("is one of a string", function()
    assert.has_error(function() layout.read() end)
    assert.has_error(function() layout.read {} end)
    assert.has_error(function() return getmetatable(layout.read "甲").__index({}, 1) end)
  end)
end)

describe("a line", function()
  it("opens a section or an item", function()
    for _, line in ipairs {
      "一、主要做法", "十一、", "（三）压实责任", "（12）", "(3)", "第一章", "第二部", "1.领导包案", "12、", "3．", "①", "⑳",
      "■", "▲", "一是", "二要", "# 标题", "**", "【经验】",
    } do
      assert.is_true(layout.opens_section(line), line)
    end
  end)

  it("or does not", function()
    for _, line in ipairs {
      "", "一", "一心", "一个月、", "（甲）", "（12", "(3", "()", "第1章", "第一个", "1.5", "123.", "1", "12",
      "*", "甲、", "㉑", "→", "\xE2\x91", "\xE4\xB8", "一\0",
    } do
      assert.is_false(layout.opens_section(line), line)
    end
  end)
end)
