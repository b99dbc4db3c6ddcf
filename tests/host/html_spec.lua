--- Turns web pages into their visible text, and every character of it back into the page.
local charset = require "wenlu.charset"
local html = require "wenlu.html"

local function text(page)
  return (html.text(page))
end

describe("html.text", function()
  it("puts each block on a line of its own", function()
    assert.equal("a\nb\nc\nd\ne\nf\ng\nh\n",
      text "<div>a<p>b<p>c</p>d<ul><li>e<li>f</ul><h2>g</h2><blockquote>h</blockquote></div>")
    assert.equal("a\nb\nc\nd\n", text "a<br>b<br/><br>c<hr>d")
    assert.equal("整改率98.2%\n", text "<p>整改<b>率</b><span>98</span>.2%")
  end)

  it("folds and trims white space, no-break spaces too, but keeps U+3000", function()
    assert.equal("a b c\n", text "<p>  a \r\n\t b&nbsp;&nbsp; \u{A0}c  </p>")
    assert.equal("　　一 二\n", text "<p>　　一 <b> 二 </b></p>")
    assert.equal("a\nb\n", text "<p>a</p><p>　　</p><p>&nbsp;</p>\n\n<p>b</p>")
  end)

  it("shows nothing of title, scripts, styles, templates and comments", function()
    local page = "<head><title>x</title><style>p{}</style></head><script>if (a<b) '</p>'</script>"
      .. "<noscript>n</noscript><template>t</template><!-- c > --><iframe>i</iframe><!doctype html>a<?x y?>"
    assert.equal("a\n", text(page))
  end)

  it("returns the title apart", function()
    local _, _, title = html.text "<html><title>\n 南通市 &amp;\n<b> 公告 </title><title>late</title>x"
    assert.equal("南通市 & <b> 公告", title)
    assert.is_nil(select(3, html.text "<p>x"))
  end)

  it("parts the cells of a row by tabs, paragraphs in them or not", function()
    assert.equal("市\t率\t\t数\n甲\t1\n", text(
      "<table><tr><th>市<th><p>率</p><th><th>数</tr><tr><td><p>甲</p></td><td>\n<div>1</div></td></tr></table>"))
    assert.equal("a\tb\nc\td\n", text "<table><tr><td>a<td><table><tr><td>b<tr><td>c</table><td>d</table>")
    assert.equal("a\nb\n", text "<table><tr><td>a<td><tr><td>b</table>")
  end)

  it("keeps the lines of pre", function()
    assert.equal("a\nb c\nd e\n", text "<pre>a\n  b   c\n</pre>d\ne")
  end)

  it("says where the headings are", function()
    local shown, _, _, headings = html.text "<h1> 一 </h1>x<h3><b>二</b>三</h3><h2>　</h2>"
    local found = {}
    for i, heading in ipairs(headings) do
      found[i] = heading.level .. shown:sub(heading.first, heading.last)
    end
    assert.same({ "1一", "3二三" }, found)
  end)

  it("decodes references as browsers do, and maps them whole", function()
    local cases = {
      ["&amp;"] = "&", ["&#37;"] = "%", ["&#x4e00;"] = "一", ["&#X4E00"] = "一", ["&ldquo;"] = "“",
      ["&alpha;"] = "α", ["&copy"] = "©", ["&#128;"] = "€", ["&#0;"] = "\u{FFFD}", ["&#xD800;"] = "\u{FFFD}",
      ["&#99999999999;"] = "\u{FFFD}", ["&nGt;"] = "≫⃒", ["&CounterClockwiseContourIntegral;"] = "∳",
      ["&lowbar;"] = "_", ["&semi;"] = ";",
    }
    for reference, expected in pairs(cases) do
      local page = "<p>前" .. reference .. "-后"
      local shown, map = html.text(page)
      assert.equal("前" .. expected .. "-后\n", shown)
      local first, last = map:source(4, 3 + #expected)
      assert.equal(reference, page:sub(first, last))
    end
    assert.equal("&foo; &; & &# &#x &ampere\n", text "&foo; &; & &# &#x &ampampere")
    assert.equal("¬it;\n", text "&notit;")
  end)

  it("leaves a less-than sign that begins no tag", function()
    assert.equal("a < b <3 </\n", text "a < b <3 </")
    assert.equal("x\n", text "<a title='1>2' href=\"<b>\">x</a>")
    assert.equal("a\n", text "a<b")
  end)

  it("maps every character to where it stands in the page", function()
    local page = "<div>南通 <!-- x --> 市<p>整改 率&#57;8.2%　完</p></div>"
    local shown, map = html.text(page)
    for first, point in utf8.codes(shown) do
      local character = utf8.char(point)
      local a, b = map:source(first, first + #character - 1)
      local source = page:sub(a, b)
      local made_from = { ["\n"] = "", ["9"] = "&#57;" }
      assert.equal(made_from[character] or character, source)
    end
  end)

  it("leads, composed with the charset's map, to the bytes of the file", function()
    local bytes = "<meta charset=gb2312><p>\xC4\xCF\xCD\xA8&#37;\xCA\xD0<br>1\xB8\xF6"
    local page, page_map = charset.decode(bytes, (charset.detect(bytes)))
    local shown, text_map = html.text(page)
    local map = page_map:compose(text_map)
    assert.equal("南通%市\n1个\n", shown)
    local sources = {}
    for first, point in utf8.codes(shown) do
      local a, b = map:source(first, first + #utf8.char(point) - 1)
      sources[#sources + 1] = bytes:sub(a, b)
    end
    assert.same({ "\xC4\xCF", "\xCD\xA8", "&#37;", "\xCA\xD0", "", "1", "\xB8\xF6", "" }, sources)
    assert.equal(map:pack(), charset.unpack(map:pack()):pack())
  end)

  it("composes with an identity and with a byte order mark", function()
    local _, identity = charset.decode("<p>一", "UTF-8")
    local _, marked = charset.decode("\xEF\xBB\xBF<p>一", "UTF-8")
    local _, map = html.text "<p>一"
    assert.same({ 4, 6 }, { identity:compose(map):source(1, 3) })
    assert.same({ 7, 9 }, { marked:compose(map):source(1, 3) })
    assert.same({ 4, 6 }, { marked:source(1, 3) })
  end)

  it("reads hostile pages in linear time", function()
    local pieces = {
      "<div>", "<b>x", "<table><td>", "<!--", "<", "&", "</", "<h1>x", "<script>", "<td>", "<a b='",
      "<p>　", "<svg><x>", "&#", "<!", "<title>", "<pre>\n", "&x;",
    }
    for _, piece in ipairs(pieces) do
      local before = os.clock()
      local shown, map = html.text(piece:rep(50000))
      assert.is_truthy(utf8.len(shown))
      assert.is_string(map:pack())
      assert.is_true(os.clock() - before < 20, piece)
    end
    assert.is_string(text("<a " .. ("b "):rep(200000) .. ">"))
  end)

  it("gives valid text and a map within the page for any cut of a page", function()
    local page = "<title>一</title><table><tr><td>&ldquo;二<td>三</table><h1>四&#x4e00;</h1><!-- 五 --><a b='c'>六"
    for cut = 0, #page do
      local part = page:sub(1, cut)
      local shown, map = html.text(part)
      if utf8.len(part) then
        for first = 1, #shown do
          local a, b = map:source(first, first)
          assert.is_true(a >= 1 and b <= #part and b >= a - 1)
        end
      else
        assert.is_nil(shown)
      end
    end
  end)

  it("refuses what is not UTF-8 and says where", function()
    assert.same({ nil, "page: not UTF-8 at byte 3", "bad-utf8" }, { html.text "<p\xFF>" })
    assert.equal("", text "")
  end)
end)
