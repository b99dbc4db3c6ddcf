--- Turns the word lists in data/lexicon into a verdict: each line is well formed, each word stands once.

local FOLDER = "data/lexicon/"
local TAGS = {}
for tag in ("n nt ns nz nr v vn vd a ad an l i j m q mq t b d s f r"):gmatch("%a+") do
  TAGS[tag] = true
end

-- The names in the folder without their suffix, sorted.
local function lexicon_names()
  local names = {}
  local listing = assert(io.popen("ls " .. FOLDER))
  for line in listing:lines() do
    local name = line:match("^([%w_]+)%.txt$")
    assert(name, "no lexicon file: " .. line)
    names[#names + 1] = name
  end
  listing:close()
  return names
end

local function lines_of(name)
  local lines = {}
  for line in io.lines(FOLDER .. name .. ".txt") do
    lines[#lines + 1] = line
  end
  return lines
end

-- Calls visit(word, frequency, tag, place) for every entry of the lexicon.
local function each_entry(visit)
  for _, name in ipairs(lexicon_names()) do
    for number, line in ipairs(lines_of(name)) do
      local place = name .. ":" .. number .. ": " .. line
      if line:sub(1, 1) ~= "#" then
        local word, frequency, tag = line:match("^(%S+) (%d+) (%l+)$")
        assert.is_truthy(word, place)
        visit(word, math.tointeger(frequency), tag, place)
      end
    end
  end
end

describe("the lexicon", function()
  it("is valid UTF-8 without a byte order mark", function()
    for _, name in ipairs(lexicon_names()) do
      for number, line in ipairs(lines_of(name)) do
        assert.is_truthy(utf8.len(line), name .. ":" .. number)
        assert.is_nil(line:find("\u{FEFF}", 1, true), name .. ":" .. number)
      end
    end
  end)

  it("holds at least 5,000 words, each with a frequency and a known tag", function()
    local entries = 0
    each_entry(function(_, frequency, tag, place)
      entries = entries + 1
      assert.is_true(frequency >= 1 and frequency <= 1000000, place)
      assert.is_true(TAGS[tag] == true, place)
    end)
    assert.is_true(entries >= 5000, entries .. " entries")
  end)

  it("holds no word twice and no single character", function()
    local seen = {}
    each_entry(function(word, _, _, place)
      assert.is_nil(seen[word], place .. " stands also at " .. tostring(seen[word]))
      assert.is_true(utf8.len(word) >= 2, place)
      seen[word] = place
    end)
  end)

  it("names the source and the years of every group", function()
    for _, name in ipairs(lexicon_names()) do
      local lines = lines_of(name)
      assert.is_truthy(lines[1]:match("^# "), name)
      for number, line in ipairs(lines) do
        if line:sub(1, 1) == "#" then
          assert.is_truthy(line:match("^# group: .*%d%d%d%d"), name .. ":" .. number)
        end
      end
    end
  end)

  it("has no group without words", function()
    for _, name in ipairs(lexicon_names()) do
      local lines = lines_of(name)
      for number, line in ipairs(lines) do
        local following = lines[number + 1] or "#"
        assert.is_false(line:sub(1, 1) == "#" and following:sub(1, 1) == "#", name .. ":" .. number)
      end
    end
  end)

  it("knows the words that are missing in dictionaries of before 2012", function()
    local seen = {}
    each_entry(function(word)
      seen[word] = true
    end)
    for word in ("高质量发展 营商环境 乡村振兴 主体责任 整改率 办结率 书记项目 面对面"):gmatch("%S+") do
      assert.is_true(seen[word] == true, word)
    end
  end)

  it("holds no word that hides the verb after 已, 未 or 尚未", function()
    local verbs = {}
    each_entry(function(word, _, tag)
      verbs[word] = tag:sub(1, 1) == "v"
    end)
    each_entry(function(word, _, _, place)
      for _, before in ipairs { "已", "未", "尚未" } do
        local rest = word:sub(1, #before) == before and word:sub(#before + 1) or ""
        assert.is_falsy(verbs[rest], place)
      end
    end)
  end)

  it("holds whole words where their halves are none", function()
    local segment = require "wenlu.segment"
    if segment.info().words == 0 then
      return
    end
    local function joined(text)
      return table.concat(require("wenlu.segmenter").default():cut(text):words(), "/")
    end
    assert.equal("落实/作风建设", joined "落实作风建设")
    assert.equal("过硬作风/和/务实作风", joined "过硬作风和务实作风")
    assert.equal("离退休党支部", joined "离退休党支部")
    assert.equal("公务接待费/下降", joined "公务接待费下降")
    assert.equal("小微企业/主要负责人", joined "小微企业主要负责人")
    assert.equal("尚未/整改", joined "尚未整改")
  end)
end)

describe("the words that tell nothing of a theme", function()
  local stopwords = require "wenlu.stopwords"
  local records = require("wenlu.tables").read "stopwords"

  it("stand once, each in one layer", function()
    local seen = {}
    for _, record in ipairs(records) do
      assert.is_nil(seen[record.text], record.text)
      assert.is_true(record.layer == "function" or record.layer == "boilerplate", record.text)
      seen[record.text] = true
    end
    assert.is_true(#records > 1000)
  end)

  it("are those of grammar, and with boilerplate the set words of official writing too", function()
    local plain, all = stopwords.set(), stopwords.set { boilerplate = true }
    assert.are.same({ true, true, true }, { plain["的"], all["的"], all["切实"] })
    assert.is_nil(plain["切实"])
  end)

  it("keep the words that name a theme", function()
    local all = stopwords.set { boilerplate = true }
    for word in ("创新 基层 民生 党建 整改 作风 营商环境"):gmatch("%S+") do
      assert.is_nil(all[word], word)
    end
  end)
end)
