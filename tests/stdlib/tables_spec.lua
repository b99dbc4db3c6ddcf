local tables = require "wenlu.tables"

describe("tables.parse", function()
  it("takes the columns from the comment line that holds tabs, the last before the first record", function()
    local text = "# what it is\n# with\ttabs in a note\n# code\tname\tshort\n320600\t南通市\t南通\n"
    assert.are.same({ { code = "320600", name = "南通市", short = "南通" } }, tables.parse(text, "x"))
  end)

  it("leaves out empty fields, empty lines and later comments", function()
    local text = "# a\tb\tc\n1\t\t3\n\n# a note\twith a tab\n4\n\t5\t\n"
    assert.are.same({ { a = "1", c = "3" }, { a = "4" }, { b = "5" } }, tables.parse(text, "x"))
  end)

  it("reads lines that end in CR LF, and a last line without an end", function()
    assert.are.same({ { a = "1", b = "2" }, { a = "3" } }, tables.parse("# a\tb\r\n1\t2\r\n3", "x"))
  end)

  it("raises, naming table and line, for more fields than columns", function()
    assert.has_error(function() tables.parse("# a\tb\n1\t2\n1\t2\t3\n", "data/x.tsv") end,
      "data/x.tsv:3: 3 fields, but 2 columns")
  end)

  it("raises when nothing names the columns", function()
    assert.has_error(function() tables.parse("1\t2\n", "data/x.tsv") end, "data/x.tsv: no line names the columns")
  end)
end)

describe("tables.read", function()
  it("reads a table of data/ once", function()
    local divisions = tables.read "divisions"
    assert.are.equal(divisions, tables.read "divisions")
    assert.is_true(#divisions > 3000)
  end)

  it("raises for a table that is not there", function()
    assert.has_error(function() tables.read "nosuch" end, "no table data/nosuch.tsv")
  end)
end)

describe("tables.split", function()
  it("splits at bars and gives nothing for nothing", function()
    assert.are.same({ "书记项目", "双领项目" }, tables.split "书记项目|双领项目")
    assert.are.same({ "品牌" }, tables.split "品牌")
    assert.are.same({}, tables.split(nil))
    assert.are.same({}, tables.split "")
  end)
end)
