local json = require "wenlu.json"
local folder = dofile "tests/folder.lua"
local markup = dofile "tests/markup.lua"
local program = dofile "tests/program.lua"

local REPORTS = { "rectification-trend", "initiative-counts" }

describe("wenlu report", function()
  local path, db

  setup(function()
    path = folder.new()
    db = path .. "/a.db"
    folder.fill(path, {
      ["in/a.txt"] = "南通市机关作风建设通报\n\n2021年，共征集意见建议168条，办结165条，整改率达98.2%。实施书记项目389个。\n",
      ["in/b.txt"] = "南通市机关作风建设通报\n\n2022年，共征集意见建议115条，办结110条，整改率达95.6%。实施书记项目156个。\n",
      ["in/c.txt"] = "盐城市机关作风建设通报<b>&\n\n2022年，共征集意见建议173条，整改率达94.5%。力争整改率达到96%以上。" ..
        "他说=1+1，“<script>alert(1)</script>”。实施书记项目73个。\n",
    })
    assert(program.run({ "--db", db, "ingest", path .. "/in" }).code == 0)
  end)

  teardown(function()
    folder.remove(path)
  end)

  local function report(...)
    local answer = program.run { "--db", db, "report", ... }
    assert.are.equal("", answer.err)
    assert.are.equal(0, answer.code)
    return answer.out
  end

  for _, format in ipairs { "term", "md", "csv", "json", "html" } do
    it("prints the same bytes twice as " .. format, function()
      for _, name in ipairs(REPORTS) do
        local first = report("--format", format, name)
        assert.is_true(#first > 100)
        assert.are.equal(first, report("--format", format, name))
        assert.is_truthy(utf8.len(first))
      end
    end)

    it("prints the same whatever order the documents came in, as " .. format, function()
      local other = path .. "/other.db"
      os.remove(other)
      for _, file in ipairs { "c", "a", "b" } do
        program.run { "--db", other, "ingest", ("%s/in/%s.txt"):format(path, file) }
      end
      assert.are.equal(report("--format", format, table.unpack(REPORTS)),
        program.run({ "--db", other, "report", "--format", format, table.unpack(REPORTS) }).out)
    end)
  end

  it("writes HTML that is well-formed, without scripts, in which every link is answered", function()
    local html = report("--format", "html", table.unpack(REPORTS))
    local list = markup.elements(html)
    markup.check_links(list)
    assert.matches("盐城市机关作风建设通报&lt;b&gt;&amp;", html, 1, true)
    local links = 0
    for _, element in ipairs(list) do
      assert.are_not.equal("script", element.name)
      links = links + (element.name == "a" and 1 or 0)
    end
    assert.is_true(links > 20)
  end)

  it("leads from every figure of a table to a sentence that holds it", function()
    local html = report("--format", "html", "rectification-trend")
    for _, figure in ipairs { "168", "165", "98.2%", "115", "110", "95.6%", "173", "94.5%" } do
      local target = html:match('<a[^>]* href="#([^"]+)"[^>]*>' .. figure:gsub("%p", "%%%0") .. "</a>")
      assert.is_truthy(target, figure)
      local item = html:match('id="' .. target .. '"(.-)</li>') or html:match('id="' .. target .. '"(.*)')
      assert.matches("<mark>[^<]*" .. figure:gsub("%p", "%%%0"), item)
    end
  end)

  it("writes JSON lines and CSV that parse, with the same rows", function()
    local objects = 0
    for line in report("--format", "json", table.unpack(REPORTS)):gmatch "[^\n]+" do
      assert(json.decode(line))
      objects = objects + 1
    end
    assert.is_true(objects > 6)
    local csv = report("--format", "csv", "rectification-trend")
    local quotes = select(2, csv:gsub('"', ""))
    assert.are.equal(0, quotes % 2)
    for cell in csv:gmatch "[^,\r\n]+" do
      assert.is_nil(cell:match '^"?[=+@]', cell)
    end
    assert.matches("南通市[^\n]*168[^\n]*165[^\n]*98.2", csv)
  end)

  it("writes Markdown tables whose rows have as many cells as their heads", function()
    local bars
    for line in report("--format", "md", "rectification-trend"):gmatch "[^\n]*" do
      if line:match "^|" then
        local count = select(2, line:gsub("\\|", ""):gsub("|", ""))
        bars = bars or count
        assert.are.equal(bars, count, line)
      else
        bars = nil
      end
    end
  end)

  it("takes parameters as KEY=VALUE", function()
    local out = report("rectification-trend", "city=盐城市")
    assert.matches("94.5", out, 1, true)
    assert.is_nil(out:find("98.2", 1, true))
    assert.is_nil(report("rectification-trend", "from=2022"):find("98.2", 1, true))
  end)

  it("writes to the file after -o, in the format of its name", function()
    assert.are.equal("", report("rectification-trend", "-o", path .. "/out.html"))
    assert.are.equal(report("rectification-trend", "--format", "html"), program.read(path .. "/out.html"))
    report("rectification-trend", "-o", path .. "/out.md")
    assert.are.equal(report("rectification-trend", "--format", "md"), program.read(path .. "/out.md"))
  end)

  it("runs a script of one's own by its path", function()
    folder.fill(path, { ["mine.lua"] = [[
      local report = require "wenlu.report"
      return { name = "mine", title = "Mine", params = { least = "least rate" }, run = function(corpus, params)
        local out = report.new("Mine", "")
        for _, fact in ipairs(corpus:facts("rectification", { from = 2021 })) do
          if fact.rate >= params.least then
            report.note(out, fact.city .. " " .. fact.rate)
          end
        end
        return out
      end }]] })
    local out = report(path .. "/mine.lua", "least=95")
    assert.matches("南通市 98.2", out, 1, true)
    assert.is_nil(out:find("94.5", 1, true))
  end)

  it("lists the analyses that ship", function()
    local out = report "--list"
    for _, name in ipairs(REPORTS) do
      assert.matches(name, out, 1, true)
    end
  end)

  it("says when there is nothing to tell", function()
    assert.matches("没有符合条件的事实", report("rectification-trend", "city=苏州市"), 1, true)
  end)
end)
