local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local folder = dofile "tests/folder.lua"

local SENTENCE = "南通市共征集意见建议一百六十八条，办结一百六十五条，整改率达98.2%。\n"

local function decoded(content, name)
  return decode.text { path = name or "a.txt", bytes = content, sha256 = "" }
end

describe("decode.text", function()
  it("leaves valid UTF-8 as it is", function()
    local text = decoded(SENTENCE)
    assert.are.same({ SENTENCE, "UTF-8", 0, false }, { text.text, text.charset, text.faults.n, text.html })
    assert.are.same({ 4, 9 }, { text.map:source(4, 9) })
  end)

  it("drops a byte order mark and counts it in the file", function()
    local text = decoded("\xEF\xBB\xBF" .. SENTENCE)
    assert.are.equal(SENTENCE, text.text)
    assert.are.same({ 7, 9 }, { text.map:source(4, 6) })
  end)

  for _, charset in ipairs { "GB18030", "BIG5", "UTF-16LE", "UTF-16BE" } do
    it("reads " .. charset .. " and leads back to its bytes", function()
      local body = charset == "BIG5" and "南通市共徵集意見建議一百六十八條，辦結一百六十五條，整改率達98.2%。\n" or SENTENCE
      local content = folder.encode(body, charset)
      if charset:find "^UTF" then
        content = folder.encode("\u{FEFF}", charset) .. content
      end
      local text = decoded(content)
      assert.are.equal(body, text.text)
      local at = body:find("98.2", 1, true)
      local first, last = text.map:source(at, at + 3)
      local back = content:sub(first, last):gsub("\0", "")
      assert.are.equal("98.2", back)
    end)
  end

  it("reads a page as the text that it shows", function()
    local page = "<!DOCTYPE html><html><head><title>通报</title><script>var n = 500;</script></head>" ..
      "<body><h1>通报</h1><p>办结<b>165</b>件&amp;整改。</p></body></html>"
    local text = decoded(page, "a.txt")
    assert.is_true(text.html)
    assert.are.equal("通报", text.title)
    assert.matches("办结165件&整改。", text.text, 1, true)
    assert.is_nil(text.text:find "500")
    local at = text.text:find("165", 1, true)
    local first, last = text.map:source(at, at + 2)
    assert.are.equal("165", page:sub(first, last))
  end)

  it("takes a name ending in .html or .htm for a page, whatever the case", function()
    for _, name in ipairs { "a.html", "a.HTM" } do
      assert.is_true(decoded("<p>办结165件。", name).html)
    end
    assert.is_false(decoded("<p>办结165件。", "a.txt").html)
  end)

  it("accepts a file that ends inside a character, and tells where", function()
    local text = decoded(SENTENCE:rep(4) .. "办\xE7\xBB")
    assert.are.equal(SENTENCE:rep(4) .. "办\u{FFFD}", text.text)
    assert.are.same({ #SENTENCE * 4 + 4 }, { text.faults[1] })
    assert.are.equal(1, text.faults.n)
  end)

  it("refuses what is broken in more than one character of a hundred", function()
    local text, message, code = decoded((SENTENCE:sub(1, 60) .. "\xE7\n"):rep(50))
    assert.is_nil(text)
    assert.matches("^a.txt: not readable as UTF%-8: %d+ broken characters, the first at byte 61$", message)
    assert.are.equal("bad-utf-8", code)
  end)

  it("refuses what is no text", function()
    for _, content in ipairs {
      "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", "PK\3\4\20\0\0\0\8\0", ("\0\1\2\3"):rep(50),
    } do
      local text, message, code = decoded(content)
      assert.is_nil(text)
      assert.matches("^a.txt: .", message)
      assert.are.equal("binary", code)
    end
  end)

  it("refuses blanks and pages that show nothing", function()
    for _, content in ipairs {
      " \n\t\r\n", "<html><head><title>x</title></head><body><script>1</script></body></html>",
    } do
      local text, message, code = decoded(content)
      assert.is_nil(text)
      assert.are.same({ "a.txt: no text in it", "empty" }, { message, code })
    end
  end)
end)

describe("bytes.read", function()
  it("gives the bytes and their sha256", function()
    folder.with(function(path)
      folder.fill(path, { ["a.txt"] = "abc" })
      assert.are.same({ path = path .. "/a.txt", bytes = "abc",
        sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }, bytes.read(path .. "/a.txt"))
    end)
  end)

  it("refuses an empty file, one above the limit and one that is not there", function()
    folder.with(function(path)
      folder.fill(path, { ["empty.txt"] = "", ["large.txt"] = ("x"):rep(1001) })
      assert.are.same({ nil, path .. "/empty.txt: empty file", "empty" }, { bytes.read(path .. "/empty.txt") })
      assert.are.equal("too-big", (select(3, bytes.read(path .. "/large.txt", 1000))))
      assert.are.equal(1001, #bytes.read(path .. "/large.txt", 1001).bytes)
      assert.are.equal("enoent", (select(3, bytes.read(path .. "/none.txt"))))
    end)
  end)
end)
