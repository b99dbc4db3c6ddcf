--- Turns the tables in data/ into a verdict: each parses, is complete and agrees with the others.

local TABLES = {
  divisions = { "code", "name", "short", "level", "parent", "aliases", "former", "flags" },
  events = { "name", "date", "kind", "until", "note" },
  initiatives = { "kind", "words", "units", "canonical", "frame" },
  nonquantities = { "surface", "class", "note" },
  organisations = { "short", "full", "aliases", "kind", "valid" },
  zones = { "name", "aliases", "parent" },
}
local KEYS = {
  divisions = "code", initiatives = "kind", nonquantities = "surface", organisations = "short",
  zones = "name",
}
local KINDS = {
  divisions = { column = "level", "province", "prefecture", "county" },
  events = {
    column = "kind", "congress", "plenum", "session", "anniversary", "campaign", "event", "plan",
  },
  initiatives = { column = "canonical", "things", "sessions", "people" },
  nonquantities = {
    column = "class", "lexical", "idiom", "indefinite", "slogan_or_name", "ordinal", "grade",
    "version", "duration", "date", "anniversary", "place", "list_marker", "identifier",
  },
  organisations = {
    column = "kind", "party", "government", "congress", "court", "people", "institution", "former",
  },
}
local FLAGS = {
  ["-"] = true, ["unsafe-short"] = true, ["shared-name"] = true, ["shared-short"] = true,
  ["boundary-risk"] = true,
}
local SUFFIXES = {
  province = { "省", "市", "自治区", "特别行政区" },
  prefecture = { "市", "地区", "自治州", "盟" },
  county = { "区", "县", "市", "旗" },
}
local NUMERALS = {}
local DIGITS = "0123456789一二三四五六七八九十百千万亿两零〇几数半双"
for _, code in utf8.codes(DIGITS) do
  NUMERALS[code] = true
end

-- Splits at a one-byte separator and keeps empty fields.
local function split(text, separator)
  local fields = {}
  for field in (text .. separator):gmatch("([^" .. separator .. "]*)" .. separator) do
    fields[#fields + 1] = field
  end
  return fields
end

-- Splits a list written a|b; an empty text is an empty list.
local function list(text)
  return text == "" and {} or split(text, "|")
end

local function contains_numeral(text)
  for _, code in utf8.codes(text) do
    if NUMERALS[code] then
      return true
    end
  end
  return false
end

local function ends_in(text, suffixes)
  for _, suffix in ipairs(suffixes) do
    if #text > #suffix and text:sub(-#suffix) == suffix then
      return true
    end
  end
  return false
end

local function is_date(text)
  local year, month, day = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if not year then
    return false
  end
  local time = os.time({ year = year, month = month, day = day, hour = 12 })
  return os.date("%Y-%m-%d", time) == text
end

-- Reads one table: its comment lines, its records and the line each record stands on.
local function read(name)
  local path = "data/" .. name .. ".tsv"
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  local columns, records, comments = TABLES[name], {}, {}
  local number = 0
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    if line:sub(1, 2) == "# " then
      assert(#records == 0, path .. ":" .. number .. ": a comment below the records")
      comments[#comments + 1] = line
    else
      local fields = split(line, "\t")
      assert.equal(#columns, #fields, path .. ":" .. number .. ": number of columns")
      local record = { line = path .. ":" .. number }
      for index, column in ipairs(columns) do
        record[column] = fields[index]
      end
      records[#records + 1] = record
    end
  end
  return { text = text, records = records, comments = comments }
end

local tables = {}
local names = {}
for name in pairs(TABLES) do
  names[#names + 1] = name
end
table.sort(names)
for _, name in ipairs(names) do
  tables[name] = read(name)
end

local by_code = {}
for _, division in ipairs(tables.divisions.records) do
  by_code[division.code] = division
end

describe("every table", function()
  for _, name in ipairs(names) do
    local loaded, columns = tables[name], TABLES[name]

    it(name .. " is UTF-8 with Unix lines, ends in a newline and has no stray blanks", function()
      assert.is_truthy(utf8.len(loaded.text))
      assert.equal("\n", loaded.text:sub(-1))
      assert.is_nil(loaded.text:find("\r", 1, true))
      assert.is_nil(loaded.text:find("[ \t]\n"))
      assert.is_nil(loaded.text:find("\n\n", 1, true))
      assert.is_nil(loaded.text:find("\239\187\191", 1, true))
    end)

    it(name .. " says in its head what it is, names its source and its columns", function()
      local head = table.concat(loaded.comments, "\n")
      assert.is_truthy(head:find("# source: ", 1, true))
      assert.equal("# " .. table.concat(columns, "\t"), loaded.comments[#loaded.comments])
    end)

    it(name .. " has records, and each has its first and last column", function()
      assert.is_true(#loaded.records > 0)
      for _, record in ipairs(loaded.records) do
        assert.not_equal("", record[columns[1]], record.line)
        assert.not_equal("", record[columns[#columns]], record.line)
      end
    end)

    it(name .. " has no empty and no repeated item in a list", function()
      for _, record in ipairs(loaded.records) do
        for _, column in ipairs(columns) do
          local seen = {}
          for _, item in ipairs(list(record[column])) do
            assert.not_equal("", item, record.line)
            assert.is_nil(seen[item], record.line .. ": twice " .. item)
            seen[item] = true
          end
        end
      end
    end)

    if KEYS[name] then
      it(name .. " is sorted by its key, bytewise, and no key comes twice", function()
        local before = ""
        for _, record in ipairs(loaded.records) do
          local key = record[KEYS[name]]
          assert.is_true(before < key, record.line .. ": " .. key .. " after " .. before)
          before = key
        end
      end)
    end

    if KINDS[name] then
      it(name .. " knows every " .. KINDS[name].column, function()
        local known = {}
        for _, kind in ipairs(KINDS[name]) do
          known[kind] = true
        end
        for _, record in ipairs(loaded.records) do
          local kind = record[KINDS[name].column]
          assert.is_true(known[kind], record.line .. ": " .. kind)
        end
      end)
    end
  end
end)

describe("divisions", function()
  local records = tables.divisions.records

  it("have a six-digit code that agrees with the level", function()
    for _, record in ipairs(records) do
      assert.is_truthy(record.code:find("^%d%d%d%d%d%d$"), record.line)
      local level = "county"
      if record.code:sub(3) == "0000" then
        level = "province"
      elseif record.code:sub(5) == "00" then
        level = "prefecture"
      end
      assert.equal(level, record.level, record.line)
    end
  end)

  it("have a parent that exists and is the nearest unit above", function()
    for _, record in ipairs(records) do
      local province, prefecture = record.code:sub(1, 2) .. "0000", record.code:sub(1, 4) .. "00"
      local parent = province
      if record.level == "province" then
        parent = ""
      elseif record.level == "county" and by_code[prefecture] then
        parent = prefecture
      end
      assert.equal(parent, record.parent, record.line)
      assert.is_true(parent == "" or by_code[parent] ~= nil, record.line)
    end
  end)

  it("have a name with a known suffix", function()
    for _, record in ipairs(records) do
      assert.is_true(ends_in(record.name, SUFFIXES[record.level]), record.line)
    end
  end)

  it("have a short form only where it is safe, and no two of one parent share it", function()
    local seen = {}
    for _, record in ipairs(records) do
      if record.short ~= "" then
        local key = record.parent .. record.short
        assert.is_nil(seen[key], record.line)
        seen[key] = true
        assert.is_nil(record.flags:find("unsafe-short", 1, true), record.line)
        assert.is_true(utf8.len(record.short) >= 2, record.line)
        assert.equal(record.short, record.name:sub(1, #record.short), record.line)
      end
    end
  end)

  it("have known flags and well-formed former names", function()
    for _, record in ipairs(records) do
      for _, flag in ipairs(list(record.flags)) do
        assert.is_true(FLAGS[flag], record.line .. ": " .. flag)
      end
      for _, former in ipairs(list(record.former)) do
        local name, year = former:match("^([^@]+)@%-(%d%d%d%d)$")
        assert.is_truthy(name, record.line .. ": " .. former)
        assert.is_true(tonumber(year) >= 2009 and tonumber(year) <= 2025, record.line)
        assert.not_equal(record.name, name, record.line)
      end
    end
  end)

  it("are as many as the register says", function()
    local counts = { province = 0, prefecture = 0, county = 0 }
    for _, record in ipairs(records) do
      counts[record.level] = counts[record.level] + 1
    end
    assert.same({ province = 34, prefecture = 333, county = 2846 }, counts)
  end)

  it("give Jiangsu its 13 prefectures and 95 counties", function()
    local prefectures, counties = {}, 0
    for _, record in ipairs(records) do
      if record.parent == "320000" then
        prefectures[#prefectures + 1] = record.short
      elseif record.code:sub(1, 2) == "32" and record.level == "county" then
        counties = counties + 1
      end
    end
    local expected = {
      "南京", "无锡", "徐州", "常州", "苏州", "南通", "连云港", "淮安", "盐城", "扬州", "镇江", "泰州",
      "宿迁",
    }
    assert.same(expected, prefectures)
    assert.equal(95, counties)
  end)

  local function find(name, parent)
    for _, record in ipairs(records) do
      if record.name == name and (not parent or by_code[record.parent].name == parent) then
        return record
      end
    end
  end

  it("put a county-level city under its prefecture, or else its province", function()
    assert.equal("320600", find("海安市").parent)
    assert.equal("420000", find("仙桃市").parent)
    assert.equal("410000", find("济源市").parent)
    assert.equal("460000", find("五指山市").parent)
  end)

  it("remember the names of before", function()
    assert.equal("通州市@-2009", find("通州区", "南通市").former)
    assert.equal("海门市@-2020", find("海门区").former)
    assert.equal("港闸区@-2020", find("崇川区").former)
    assert.equal("襄樊市@-2010", find("襄阳市").former)
    assert.is_truthy(find("巢湖市").former:find("居巢区@-2011", 1, true))
    assert.is_truthy(find("莱芜区").former:find("莱芜市@-2019", 1, true))
  end)

  it("leave a short form that is an ordinary word out", function()
    local ordinary = {
      "和平区", "朝阳区", "城中区", "光明区", "东方市", "开平市", "东海县", "富民县", "合作市",
    }
    for _, name in ipairs(ordinary) do
      local record = find(name)
      assert.equal("", record.short, name)
      assert.is_truthy(record.flags:find("unsafe-short", 1, true), name)
    end
  end)
end)

describe("zones", function()
  it("lie in a division, and no name is given twice or is a division's", function()
    local taken = {}
    for _, record in ipairs(tables.divisions.records) do
      taken[record.name] = true
    end
    for _, record in ipairs(tables.zones.records) do
      assert.is_truthy(by_code[record.parent], record.line)
      local surfaces = list(record.aliases)
      surfaces[#surfaces + 1] = record.name
      for _, surface in ipairs(surfaces) do
        assert.is_nil(taken[surface], record.line .. ": " .. surface)
        taken[surface] = true
      end
    end
  end)
end)

describe("events", function()
  it("have ISO dates in order, and end after they begin", function()
    local before = ""
    for _, record in ipairs(tables.events.records) do
      assert.is_true(is_date(record.date), record.line)
      assert.is_true(before <= record.date, record.line)
      before = record.date
      if record["until"] ~= "" then
        assert.is_true(is_date(record["until"]), record.line)
        assert.is_true(record.date <= record["until"], record.line)
      end
    end
  end)

  it("give each name once, and each five-year plan its last day", function()
    local seen = {}
    for _, record in ipairs(tables.events.records) do
      for _, name in ipairs(list(record.name)) do
        assert.is_nil(seen[name], record.line .. ": " .. name)
        seen[name] = record
      end
      if record.kind == "plan" then
        local first, last = record.date:sub(1, 4), record["until"]:sub(1, 4)
        assert.equal(first + 4, tonumber(last), record.line)
      end
    end
    assert.equal("2022-10-16", seen["党的二十大"].date)
    assert.equal("2013-11-09", seen["十八届三中全会"].date)
    assert.equal("2025-12-31", seen["十四五"]["until"])
  end)
end)

describe("organisations and initiatives", function()
  it("give each surface once", function()
    local function once(records, columns)
      local seen = {}
      for _, record in ipairs(records) do
        local own = {}
        for _, column in ipairs(columns) do
          for _, surface in ipairs(list(record[column])) do
            own[surface] = true
          end
        end
        for surface in pairs(own) do
          assert.is_nil(seen[surface], record.line .. ": " .. surface)
          seen[surface] = true
        end
      end
    end
    once(tables.organisations.records, { "short", "full", "aliases" })
    once(tables.initiatives.records, { "words" })
  end)

  it("bound the life of a former body", function()
    for _, record in ipairs(tables.organisations.records) do
      assert.is_truthy(record.valid:find("^%d*%-%d*$"), record.line)
      if record.kind == "former" then
        assert.is_truthy(record.valid:find("%-%d%d%d%d$"), record.line)
      end
    end
  end)

  it("put the longest word of an initiative first", function()
    for _, record in ipairs(tables.initiatives.records) do
      local before = math.huge
      for _, word in ipairs(list(record.words)) do
        local length = utf8.len(word)
        assert.is_true(length <= before, record.line .. ": " .. word)
        before = length
      end
      assert.is_true(#list(record.units) > 0, record.line)
    end
  end)
end)

describe("non-quantities", function()
  it("hold a numeral each", function()
    for _, record in ipairs(tables.nonquantities.records) do
      assert.is_true(contains_numeral(record.surface), record.line .. ": " .. record.surface)
      assert.is_nil(record.surface:find("“", 1, true), record.line)
    end
  end)

  it("are at least two characters and no bare digits", function()
    for _, record in ipairs(tables.nonquantities.records) do
      assert.is_true(utf8.len(record.surface) >= 2, record.line)
      assert.is_nil(record.surface:find("^[%d.]+$"), record.line)
    end
  end)

  it("hold none of the phrases that are counts", function()
    local counts = {}
    local phrases = {
      "三个渠道", "十条", "五场", "六方面", "一户", "一人", "一家", "两名", "百亿级", "千亿级", "百亿",
      "十件", "三名", "一个",
    }
    for _, phrase in ipairs(phrases) do
      counts[phrase] = true
    end
    for _, record in ipairs(tables.nonquantities.records) do
      assert.is_nil(counts[record.surface], record.line .. ": " .. record.surface)
    end
  end)
end)
