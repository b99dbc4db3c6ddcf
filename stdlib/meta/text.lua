---@meta wenlu.text

--- Texts as offsets, lines, sentences, views, differences, numerals and order.
---
--- A text is a string or a view that text.slice made; positions are 1-based bytes of that text, ranges
--- inclusive. Bytes that are no UTF-8 are never changed and never an error unless a function says so;
--- NUL is a character like others. Results that hold positions (spans, index) take text up to 4 GB (an
--- index any) and keep it alive; but all values of a Lua state have 4 GB together, and what would need more
--- raises "not enough memory". Work that takes long is stopped by Ctrl-C. `simd = false` in the options
--- of index, lines, find_all, fields, split and replace forces the plain code, for tests.
local text = {}

---@alias wenlu.text.Text string|wenlu.text.View

--- Positions as numbers of characters (code points) and as lines, each from each, in constant memory: 16
--- bytes for each KB of text, and a count of at most 1 KB a question.
---
--- A line end is \n, \r\n, \r, U+2028 or U+2029 and belongs to the line that it ends. As in an editor,
--- after the last line end one more line begins, which may be empty.
---@class wenlu.text.Index
local Index = {}

--- Which character holds a byte. The byte after the text stands for the place after the last character.
--- Raises for bytes outside 1 to #text + 1.
---
---     text.index("整改a"):character(5)  --> 2, 4, 6
---     text.index("整改a"):character(8)  --> 4, 8, 7
---@param byte integer
---@return integer number from 1
---@return integer first byte of the character
---@return integer last
function Index:character(byte) end

--- The bytes of a character. Raises for numbers outside 1 to characters() + 1.
---
---     text.index("整改a"):byte(2)  --> 4, 6
---@param number integer
---@return integer first
---@return integer last
function Index:byte(number) end

--- Line and column of the character that holds a byte; columns count characters from 1. Raises as
--- character does.
---
---     text.index("一\r\n二三\n"):position(9)  --> 2, 2
---@param byte integer
---@return integer line
---@return integer column
function Index:position(byte) end

--- The byte at a line and column. Raises when there is no such line, or the line has no such column (its
--- line end has columns too, and the end of the text one).
---
---     text.index("一\r\n二三\n"):offset(2, 2)  --> 9
---@param line integer
---@param column integer
---@return integer byte
function Index:offset(line, column) end

--- The bytes of a line, without its line end; first is last + 1 for an empty line. Raises when there is no
--- such line.
---
---     text.index("一\r\n二三\n"):line(2)  --> 6, 11
---@param number integer
---@return integer first
---@return integer last
function Index:line(number) end

--- How many characters the text has.
---
---     text.index("整改a"):characters()  --> 3
---@return integer
function Index:characters() end

--- How many lines the text has: line ends + 1.
---
---     text.index("一\n二"):lines()  --> 2
---@return integer
function Index:lines() end

--- Reads a text once and answers about its offsets from then on.
---
---     text.index("整\xFF")  --> nil, "text: bad UTF-8 at byte 4", "bad-utf8"
---@param s wenlu.text.Text UTF-8
---@param options? {simd: boolean?}
---@return wenlu.text.Index?
---@return string? message
---@return string? code "bad-utf8"
function text.index(s, options) end

--- Ranges of a text, packed: 8 bytes each. #spans is their number.
---@class wenlu.text.Spans
---@operator len: integer
local Spans = {}

--- Span i. Raises when there is none.
---
---     text.lines("一\n二"):get(2)  --> 5, 7
---@param i integer
---@return integer first
---@return integer last first - 1 for an empty one
function Spans:get(i) end

--- The text of span i as a string.
---
---     text.lines("一\n二"):text(2)  --> "二"
---@param i integer
---@return string
function Spans:text(i) end

--- The text of span i as a view.
---
---     #text.lines("一\n二"):slice(2)  --> 3
---@param i integer
---@return wenlu.text.View
function Spans:slice(i) end

--- Which span holds a byte, by binary search; nil for a byte between spans.
---
---     text.sentences("好。真好。"):at(8)  --> 2, 7, 15
---@param byte integer
---@return integer? i
---@return integer? first
---@return integer? last
function Spans:at(byte) end

--- Steps through the spans.
---
---     for i, first, last in text.sentences(s):each() do print(i, s:sub(first, last)) end
---     text.sentences("好。真好。"):each()()  --> 1, 1, 6
---@return fun(): integer?, integer?, integer?
function Spans:each() end

--- The lines of a text without their ends: \n, \r\n, \r, U+2028, U+2029. What follows the last line end is a
--- line only when it is not empty, so "a\n" has one line and "" none.
---
---     #text.lines("a\r\nb\n")  --> 2
---@param s wenlu.text.Text
---@param options? {simd: boolean?}
---@return wenlu.text.Spans
function text.lines(s, options) end

--- The sentences of Chinese and mixed text, without the white space around them.
---
--- A sentence ends after 。！？；!?; and after a point, with the stops and closing marks behind it, and at a
--- line end (with `wrapped`, only at an empty line). A stop inside quotation marks or brackets does not
--- end it: “” ‘’ 「」 『』 《》 〈〉 （） 【】 〔〕 () [] {} and "". It ends after a quotation whose last
--- mark is a stop, unless a comma or one of 的等之和与是及或地 follows; after brackets only when they hold all
--- of it. Behind a stop, a ' that is open closes. A mark that is not closed in its paragraph is passed over (after eight of them, all are).
--- No ends: points in 3.5, v2.0.1, addresses, U.S., No., e.g., before a small letter, after the number of a
--- list (1. at the start, 2.完善); an ellipsis. Linear time. A text that has no stop is one sentence.
---
---     text.sentences("他说：“好。真好。”共3.5万件；完。"):text(1)  --> "他说：“好。真好。”"
---     #text.sentences("他说：“好。真好。”共3.5万件；完。")  --> 3
---@param s wenlu.text.Text
---@param options? {wrapped: boolean?}
---@return wenlu.text.Spans
function text.sentences(s, options) end

--- The clauses: sentences cut after ， 、 ： , and : too, under the same rules for quotations. No ends: the
--- comma in 1,286 and inside https://…, the colon in 10:30, 、 after the number of a list (1、 （一）、 ①、 A、 第一、
--- 三是、).
---
---     text.clauses("一、查出12,500件，改了3件。"):text(1)  --> "一、查出12,500件，"
---@param s wenlu.text.Text
---@param options? {wrapped: boolean?}
---@return wenlu.text.Spans
function text.clauses(s, options) end

--- A part of a string that is not copied; it keeps the string alive. #view is its size in bytes; views are
--- equal when their bytes are; `..` and tostring make strings; < and <= compare bytes, with strings too.
--- Every function of this module takes a view for a string.
---@class wenlu.text.View
---@operator len: integer
---@operator concat(wenlu.text.Text): string
local View = {}

--- A view of a part, by the rules of string.sub.
---
---     tostring(text.slice("abcdef", 2, 5):sub(2))  --> "cde"
---@param first? integer
---@param last? integer
---@return wenlu.text.View
function View:sub(first, last) end

--- Where plain bytes first occur from `init` on.
---
---     text.slice("整改率", 4):find("率")  --> 4, 6
---@param needle wenlu.text.Text
---@param init? integer
---@return integer? first
---@return integer? last
function View:find(needle, init) end

--- As string.byte.
---
---     text.slice("abc", 2):byte(1, 2)  --> 98, 99
---@param first? integer
---@param last? integer
---@return integer ...
function View:byte(first, last) end

--- Where the view lies in its string.
---
---     text.slice("abcdef", 2, 5):sub(2):range()  --> 3, 5
---@return integer first
---@return integer last
function View:range() end

--- The string that the view is a part of.
---
---     text.slice("abcdef", 2, 5):parent()  --> "abcdef"
---@return string
function View:parent() end

--- A view of the bytes from first to last, by the rules of string.sub: negative from the end, clipped.
---
---     tostring(text.slice("整改率", 4, -1))  --> "改率"
---@param s wenlu.text.Text
---@param first? integer 1
---@param last? integer -1
---@return wenlu.text.View
function text.slice(s, first, last) end

--- Every occurrence of plain bytes, from the left, none overlapping. Raises for an empty needle.
---
---     text.find_all("abcabca", "abc"):get(2)  --> 4, 6
---@param s wenlu.text.Text
---@param needle wenlu.text.Text
---@param options? {simd: boolean?}
---@return wenlu.text.Spans
function text.find_all(s, needle, options) end

--- What stands between the separators, as spans: one more than there are separators. With a limit, the last
--- field holds the rest.
---
---     text.fields("a,b,,c", ","):get(4)  --> 6, 6
---@param s wenlu.text.Text
---@param separator wenlu.text.Text not empty
---@param limit? integer at most so many fields
---@param options? {simd: boolean?}
---@return wenlu.text.Spans
function text.fields(s, separator, limit, options) end

--- The same as strings.
---
---     text.split("a,b,,c", ",", 3)  --> { "a", "b", ",c" }
---@param s wenlu.text.Text
---@param separator wenlu.text.Text not empty
---@param limit? integer at most so many fields
---@param options? {simd: boolean?}
---@return string[]
function text.split(s, separator, limit, options) end

--- The text with plain bytes replaced from the left, at most `limit` times.
---
---     text.replace("整改率、办结率", "率", "数", 1)  --> "整改数、办结率", 1
---@param s wenlu.text.Text
---@param old wenlu.text.Text not empty
---@param new wenlu.text.Text
---@param limit? integer
---@param options? {simd: boolean?}
---@return string
---@return integer count
function text.replace(s, old, new, limit, options) end

--- The edit distance (Levenshtein) in characters; a byte that is no UTF-8 is a character of its own. With a
--- limit, nil when it is more. Costs #a * #b / 64 steps, with a limit only #a * limit / 32: not linear.
---
---     text.distance("整改率", "整改完成率")  --> 2
---     text.distance("kitten", "sitting", 2)  --> nil
---@param a wenlu.text.Text
---@param b wenlu.text.Text
---@param limit? integer
---@return integer?
function text.distance(a, b, limit) end

--- A fingerprint of 64 bits, near for texts that share most of their n-grams of characters: about 3 bits
--- apart for nearly the same, 32 for strangers. White space does not count. 0 for an empty text.
---
---     text.hamming(text.simhash("各市 狠抓整改"), text.simhash("各市狠抓\n整改"))  --> 0
---@param s wenlu.text.Text
---@param options? {n: integer?} characters a gram, 1 to 32 (3)
---@return integer
function text.simhash(s, options) end

--- How many of 64 bits differ.
---
---     text.hamming(7, 1)  --> 2
---@param a integer
---@param b integer
---@return integer
function text.hamming(a, b) end

--- A signature from which the share of common n-grams (Jaccard) can be told: 4 bytes a bin, the same on
--- every machine. The error is about 1 / sqrt(bins). White space does not count.
---
---     #text.minhash("各市狠抓整改", { bins = 64 })  --> 256
---@param s wenlu.text.Text
---@param options? {n: integer?, bins: integer?} characters a gram (3), bins from 1 to 65536 (128)
---@return string
function text.minhash(s, options) end

--- The share of common n-grams that two signatures of one size tell, 0 to 1. Raises for other sizes.
---
---     text.resemblance(text.minhash("各市狠抓整改"), text.minhash("各市狠抓整改"))  --> 1.0
---@param a string
---@param b string
---@return number
function text.resemblance(a, b) end

--- The order of two texts: by code point (for valid UTF-8, by byte), the same in every locale. With
--- `natural`, runs of digits compare by value (and by fewer leading zeros, when all else is equal). With
--- `width`, ！ to ～, the wide space and ￠￡￢￣￤￥￦ are as their half-width forms. With either, bytes that
--- are no UTF-8 come after all characters.
---
---     text.compare("第2条", "第10条")  --> 1
---     text.compare("第2条", "第10条", { natural = true })  --> -1
---     text.compare("ＡＢ１", "AB1", { width = true })  --> 0
---@param a wenlu.text.Text
---@param b wenlu.text.Text
---@param options? {natural: boolean?, width: boolean?}
---@return integer -1, 0 or 1
function text.compare(a, b, options) end

--- A string whose bytes have the order that compare gives texts; for a column to sort by. (Lua's < follows
--- the locale when a script set LC_COLLATE; compare and sorter do not.)
---
---     text.sort_key("第2条", { natural = true }) < text.sort_key("第10条", { natural = true })  --> true
---@param s wenlu.text.Text
---@param options? {natural: boolean?, width: boolean?}
---@return string
function text.sort_key(s, options) end

--- A function for table.sort.
---
---     table.sort(titles, text.sorter { natural = true })
---     text.sorter { natural = true }("第2条", "第10条")  --> true
---@param options? {natural: boolean?, width: boolean?}
---@return fun(a: wenlu.text.Text, b: wenlu.text.Text): boolean
function text.sorter(options) end

--- The number that a whole text writes: Chinese (两 廿 卅 卌 〇 ○, formal and traditional forms, 点, 负), Arabic
--- (１２, 1,286), mixed (3万4000, 25万6千), digits side by side (二〇二四) and amounts in 元 (壹佰元伍角整, ￥12).
--- 一万二 is 12000 and 三千五 3500, 一百零五 105; 兆 is 10^12. 三四万 and 万一, which are no exact numbers, 2万多
--- and whatever has more around the numeral give nil.
---
---     text.number("一万二千三百")  --> 12300, "12300"
---     text.number("壹佰贰拾叁元肆角伍分整")  --> 123.45, "123.45"
---     text.number("3.50")  --> 3.5, "3.50"
---     text.number("三四万")  --> nil, "number: no numeral at byte 7", "bad-numeral"
---@param s wenlu.text.Text
---@return number? number an integer where it is whole and fits, else the nearest float
---@return string digits exact, as written: or the message
---@return string? code "bad-numeral"; "too-big" above 36 digits
function text.number(s) end

--- The Chinese numeral of a number: "plain" 一万二千三百, "formal" 壹万贰仟叁佰, "amount" in 元 (with 整 after 元
--- and 角), "digits" 一二三〇〇. Raises for what is no number, for more than 32 digits on a side of the point,
--- for floats from 1e15 on, and for amounts of more than two decimals or in floats too large to hold 分.
---
---     text.numeral(12300)  --> "一万二千三百"
---     text.numeral("1680.32", { form = "amount" })  --> "壹仟陆佰捌拾元零叁角贰分"
---     text.numeral(2024, { form = "digits" })  --> "二〇二四"
---@param n number|string an integer, a float (15 digits count) or decimal digits
---@param options? {form: "plain"|"formal"|"amount"|"digits"|nil}
---@return string
function text.numeral(n, options) end

return text
