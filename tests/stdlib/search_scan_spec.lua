local fts = require "wenlu.fts"
local ingest = require "wenlu.ingest"
local query_of = require "wenlu.search.query"
local sqlite = require "wenlu.sqlite"
local folder = dofile "tests/folder.lua"

-- Search beside the slow way: look into every folded paragraph of the sample corpus.
describe("search and a plain scan", function()
  local db, path, paragraphs, folded = nil, nil, {}, {}

  setup(function()
    path = folder.new()
    assert(ingest.run(path .. "/a.db", { "data/sample" }, { jobs = 1 }))
    local store = assert(sqlite.open(path .. "/a.db"))
    for row in store:rows "SELECT content FROM text ORDER BY document" do
      for line in row.content:gmatch "[^\n]+" do
        paragraphs[#paragraphs + 1] = line
        folded[#folded + 1] = fts.fold(line)
      end
    end
    store:close()
    db = assert(sqlite.open ":memory:")
    db:exec "CREATE VIRTUAL TABLE note USING fts5(body, content = '', tokenize = 'wenlu'); BEGIN"
    local insert = db:prepare "INSERT INTO note (rowid, body) VALUES (?, ?)"
    for i, line in ipairs(paragraphs) do
      insert:run(i, line)
    end
    db:exec "COMMIT"
  end)

  teardown(function()
    db:close()
    folder.remove(path)
  end)

  -- A word is whole where no letter or digit touches it, and no point with a digit behind it.
  local function is_whole(text, first, last)
    local before, after = text:sub(first - 1, first - 1), text:sub(last + 1, last + 1)
    if first > 1 and text:find("^%w", first) and (before:find "%w"
      or text:find("^%d", first) and first > 2 and text:find("^%d%.", first - 2)) then
      return false
    end
    return not (text:find("^%w", last) and (after:find "%w" or text:find("^%d%.%d", last)))
  end

  local function scan(query)
    local wanted, list = fts.fold(query), {}
    for i, text in ipairs(folded) do
      local first, last = text:find(wanted, 1, true)
      while first and not is_whole(text, first, last) do
        first, last = text:find(wanted, first + 1, true)
      end
      if first then
        list[#list + 1] = i
      end
    end
    return list
  end

  local function search(match)
    local list = {}
    for row in db:rows("SELECT rowid FROM note WHERE note MATCH ? ORDER BY rowid", match) do
      list[#list + 1] = row.rowid
    end
    return list
  end

  -- All n-grams of tokens of every 30th paragraph.
  local function grams()
    local seen, list = {}, {}
    for i = 1, #paragraphs, 30 do
      local text = paragraphs[i]
      local tokens = fts.tokens(text)
      for size = 1, 3 do
        for from = 1, #tokens - size + 1 do
          local gram = text:sub(tokens[from].first, tokens[from + size - 1].last)
          if not seen[gram] then
            seen[gram] = true
            list[#list + 1] = gram
          end
        end
      end
    end
    return list
  end

  it("find the same paragraphs for all 1-, 2- and 3-grams, words and numbers of a sample", function()
    local count, kinds = 0, {}
    for _, gram in ipairs(grams()) do
      local quoted = '"' .. gram:gsub('"', '""') .. '"'
      local expected = table.concat(scan(gram), " ")
      assert.is_true(expected ~= "")
      if not fts.fold(gram):find('"', 1, true) then
        local query = assert(query_of.read('"' .. gram .. '"'))
        assert.are.equal(expected, table.concat(search(query.match), " "), "search " .. gram)
      end
      assert.are.equal(expected, table.concat(search(quoted), " "), "MATCH " .. gram)
      count = count + 1
      kinds[fts.tokens(gram)[1].kind] = true
    end
    assert.is_true(count > 2000, count)
    assert.are.same({ ideograph = true, word = true, sign = true }, kinds)
  end)

  it("find the same paragraphs for AND, OR and NOT", function()
    local words = { "整改", "率", "满意", "2023", "书记项目", "%", "市" }
    local function set(query)
      local members = {}
      for _, i in ipairs(scan(query)) do
        members[i] = true
      end
      return members
    end
    for _, a in ipairs(words) do
      for _, b in ipairs(words) do
        local in_a, in_b = set(a), set(b)
        local both, either, only = {}, {}, {}
        for i = 1, #folded do
          both[#both + 1] = in_a[i] and in_b[i] and i or nil
          either[#either + 1] = (in_a[i] or in_b[i]) and i or nil
          only[#only + 1] = in_a[i] and not in_b[i] and i or nil
        end
        local forms = { ["%s %s"] = both, ["%s AND %s"] = both, ["%s OR %s"] = either, ["%s NOT %s"] = only }
        for form, expected in pairs(forms) do
          local query = assert(query_of.read(form:format(a, b)))
          assert.are.equal(table.concat(expected, " "), table.concat(search(query.match), " "), form:format(a, b))
        end
      end
    end
  end)

  it("find the same paragraphs for NEAR", function()
    local function places(tokens, phrase)
      local list, wanted = {}, fts.tokens(phrase)
      for i = 1, #tokens - #wanted + 1 do
        local same = true
        for k, token in ipairs(wanted) do
          same = same and tokens[i + k - 1].text == token.text
        end
        list[#list + 1] = same and { i, i + #wanted - 1 } or nil
      end
      return list
    end
    local function is_near(text, a, b, distance)
      local tokens = fts.tokens(text)
      for _, x in ipairs(places(tokens, a)) do
        for _, y in ipairs(places(tokens, b)) do
          if math.max(x[1], y[1]) - math.min(x[2], y[2]) - 1 <= distance then
            return true
          end
        end
      end
    end
    for _, pair in ipairs { { "整改", "满意" }, { "书记", "项目" }, { "率", "整" }, { "2023", "2022" } } do
      for _, distance in ipairs { 0, 3, 10 } do
        local expected = {}
        for i, text in ipairs(folded) do
          expected[#expected + 1] = is_near(text, pair[1], pair[2], distance) and i or nil
        end
        local asked = ("NEAR(%s %s, %d)"):format(pair[1], pair[2], distance)
        assert.are.equal(table.concat(expected, " "), table.concat(search(query_of.read(asked).match), " "), asked)
      end
    end
  end)
end)
