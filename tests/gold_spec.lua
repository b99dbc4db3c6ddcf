--- The gold beside data/sample: that it describes its documents as they are, and describes them whole.

local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local files = require "wenlu.files"
local json = require "wenlu.json"
local tables = require "wenlu.tables"

local SAMPLE = "data/sample/"

-- Documents and their gold, in the order of their names.
local function load_gold()
  local list = {}
  for _, name in ipairs(assert(files.list(SAMPLE .. "gold"))) do
    local gold = assert(json.decode(assert(files.read(SAMPLE .. "gold/" .. name))))
    gold.value = assert(bytes.read(SAMPLE .. gold.file))
    gold.decoded = assert(decode.text(gold.value))
    list[#list + 1] = gold
  end
  return list
end

-- The gold says with which mark a charset begins, and calls the old parts of GB18030 by their names.
local function same_charset(written, found)
  local name = written:gsub("%-n?o?bom$", "")
  return name == found:lower() or name == "gbk" and found == "GB18030"
end

local NUMERALS = {}
for _, code in utf8.codes "0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億兩" do
  NUMERALS[utf8.char(code)] = true
end

describe("the sample", function()
  local golds = load_gold()

  it("holds at least sixty documents, each with its gold", function()
    assert.is_true(#golds >= 60)
    local names = {}
    for _, name in ipairs(assert(files.list(SAMPLE))) do
      if name ~= "gold" then
        names[#names + 1] = name
      end
    end
    for i, gold in ipairs(golds) do
      assert.are.equal(names[i], gold.file)
    end
    assert.are.equal(#names, #golds)
  end)

  it("covers the thirteen cities of Jiangsu, some others, and the years 2018 to 2025", function()
    local jiangsu, others, years = {}, 0, {}
    local codes = {}
    for _, division in ipairs(tables.read "divisions") do
      if division.level == "prefecture" and division.code:sub(1, 2) == "32" then
        codes[division.name] = true
      end
    end
    for _, gold in ipairs(golds) do
      if codes[gold.meta.city] then
        jiangsu[gold.meta.city] = true
      else
        others = others + 1
      end
      years[gold.meta.date.year] = true
    end
    local count = 0
    for _ in pairs(jiangsu) do
      count = count + 1
    end
    assert.are.equal(13, count)
    assert.is_true(others >= 5)
    for year = 2018, 2025 do
      assert.is_true(years[year], "no document of " .. year)
    end
  end)

  it("comes in several charsets, as text and as pages", function()
    local seen = {}
    for _, gold in ipairs(golds) do
      seen[gold.decoded.charset] = true
      seen[gold.decoded.html and "html" or "text"] = true
    end
    for _, name in ipairs { "UTF-8", "GB18030", "Big5", "html", "text" } do
      assert.is_true(seen[name], "none is " .. name)
    end
  end)
end)

describe("the gold of", function()
  local divisions = {}
  for _, name in ipairs { "divisions", "zones" } do
    for _, division in ipairs(tables.read(name)) do
      divisions[division.name] = true
    end
  end

  for _, gold in ipairs(load_gold()) do
    describe(gold.file, function()
      local text = gold.decoded.text

      it("is of these bytes, in this charset", function()
        assert.are.equal(gold.sha256, gold.value.sha256)
        assert.is_true(same_charset(gold.charset, gold.decoded.charset), gold.charset .. " or " .. gold.decoded.charset)
      end)

      it("quotes what stands there", function()
        for _, mention in ipairs(gold.mentions) do
          assert.are.equal(mention.surface, text:sub(mention.first, mention.last))
          if mention.number_first then
            assert.is_true(mention.first <= mention.number_first, mention.surface)
            assert.is_true(mention.number_last <= mention.last, mention.surface)
          end
        end
        for _, frame in ipairs { "rectification", "initiative" } do
          for _, row in ipairs(gold[frame]) do
            for _, item in ipairs(row.evidence) do
              assert.are.equal(item.text, text:sub(item.first, item.last))
            end
          end
        end
      end)

      it("has every digit and every Chinese numeral in exactly one mention", function()
        local cover = {}
        for _, mention in ipairs(gold.mentions) do
          for offset = mention.first, mention.last do
            assert.is_nil(cover[offset], "twice: " .. mention.surface)
            cover[offset] = true
          end
        end
        for offset, code in utf8.codes(text) do
          if NUMERALS[utf8.char(code)] then
            local around = text:sub(math.max(1, offset - 12), offset + 15)
            assert.is_true(cover[offset], ("byte %d, in %q"):format(offset, around))
          end
        end
      end)

      it("names cities and places that there are", function()
        -- a page with articles of several cities belongs to none
        assert.is_true(divisions[gold.meta.city] or gold.meta.city == json.null and #gold.meta.articles > 1)
        for _, frame in ipairs { "rectification", "initiative" } do
          for _, row in ipairs(gold[frame]) do
            assert.is_true(divisions[row.city] or false, tostring(row.city))
          end
        end
      end)
    end)
  end
end)
