---@meta wenlu.charset

--- From the bytes of a document to valid UTF-8 and a map back to the bytes, and from text to the bytes
--- of a charset: the only place where charsets exist. Names: "UTF-8", "UTF-16LE", "UTF-16BE",
--- "UTF-32LE", "UTF-32BE", "GB18030" (of 2022; GBK and GB2312 are parts of it), "Big5" (with the Hong
--- Kong supplement), "Latin-1", "windows-1252"; and "GBK", which differs from GB18030 in what is
--- encoded. Labels such as "gb2312", "x-gbk", "cp936", "utf8", " Big5-HKSCS" stand for these; "gb2312"
--- is always GB18030. iconv(3) decodes and encodes what else is allowed, one character at a time:
--- "shift_jis", "euc-jp", "euc-kr", "euc-tw", "iso-8859-2" to "-16", "windows-1250" to "-1258",
--- "windows-874", "koi8-r", "koi8-u", "ibm866", "macintosh". A label of a document never reaches iconv(3)
--- itself; those that are not in these lists are unknown.
---
---     local bytes = assert(files.read "old.html")
---     local name, confidence, why = assert(charset.detect(bytes))
---     local text, map, faults = assert(charset.decode(bytes, name))
---     print(map:source(1, 3))    --> 1   2
---
--- Tables: the Encoding Standard's (https://encoding.spec.whatwg.org/), of 2024. The limit of a text or
--- of bytes is 1.3 GB, above it is "too-big"; only `check` and valid UTF-8 know no limit of their own.
--- All values of a Lua state have 4 GB together, and text is held besides the bytes that it comes from:
--- past that it raises "not enough memory", for two texts of 2 GB already. Unknown options raise.
local charset = {}

--- Leads from offsets of a text to offsets of the bytes it was made from.
---@class wenlu.charset.Map
local Map = {}

--- The bytes that a range of the text was made from, a byte order mark counted. A range that begins or
--- ends inside a character takes the whole character, wherever its length changed on the way; bytes
--- that were UTF-8 already are led through one by one. An empty range (last = first - 1) leads to an
--- empty range. Characters that were inserted (the new lines of a page) lead to an empty range too.
---
--- Raises when the range lies outside the text; an identity map knows no end.
---@param first integer 1-based byte offset in the text
---@param last? integer inclusive; `first` when absent
---@return integer source_first
---@return integer source_last
---
---     select(2, charset.decode("a\xD6\xD0", "gbk")):source(2) --> 2, 3
---     select(2, charset.decode("a\xD6\xD0", "gbk")):source(1, 4) --> 1, 3
function Map:source(first, last) end

--- The map from the text that `other` maps to this map's source: for a page,
--- `charset_map:compose(html_map)` leads from its visible text to the bytes of the file.
---@param other wenlu.charset.Map leads to the text that this map is of
---@return wenlu.charset.Map
---
---     select(2, charset.decode("\xD6\xD0<b>", "gbk")):compose(select(2, html.text "中<b>")):source(1, 3) --> 1, 2
function Map:compose(other) end

--- The map as a short string for `charset.unpack`; "" for an identity.
---@return string packed
---
---     charset.unpack(select(2, charset.decode("a\xD6\xD0", "gbk")):pack()):source(2) --> 2, 3
---     select(2, charset.decode("整改", "utf-8")):pack() --> ""
function Map:pack() end

--- Finds the charset of a document. In this order: byte order mark; UTF-8, also with a few broken
--- sequences (one character in ten at most) or cut inside a character; then UTF-16 and UTF-32 without
--- mark, GB18030 and Big5 by how much each makes of the first bytes, where a declaration counts as
--- evidence and uchardet has a say when two are close. A declaration of another charset ("iso-8859-1",
--- or one of iconv(3), which comes back by iconv's name) is believed when none of these fits, or when it
--- fits and the winner has hardly any frequent hanzi; an unknown label never. ASCII with the shifts of
--- ISO-2022 or HZ is UTF-8 with a confidence of 0.5.
---
---     charset.detect("\xD5\xFB\xB8\xC4\xC2\xCA98.2%") --> "GB18030", 0.99, "decodes to plain Chinese text"
---     charset.detect("\xFF\xFEa\0") --> "UTF-16LE", 1.0, "byte order mark"
---     charset.detect("5 m\xB2", "iso-8859-1") --> "Latin-1", 0.5, "declared"
---     charset.detect "%PDF-1.4" --> nil, "binary data (PDF document)", "binary"
---
---@param bytes string
---@param declared? string a label such as "gb2312", from outside; when absent or unknown, what an
--- HTML meta element, or else an XML declaration, in the first 4,096 bytes says
---@return string? name
---@return number|string confidence 0 to 1; or the message
---@return string why a phrase, such as "byte order mark"; or the code: "binary" (images, archives,
--- PDF, Office documents, many control bytes), "unknown-charset"
function charset.detect(bytes, declared) end

---@class wenlu.charset.DecodeOptions
---@field strict? boolean the first fault is a failure

--- Turns bytes into valid UTF-8. A byte order mark is dropped, every byte run that cannot be decoded
--- becomes one U+FFFD; a bad lead byte takes no ASCII byte with it, unless the file ends there (the
--- Encoding Standard's rule). UTF-8 that is valid and has no mark comes back as the very same string.
--- "utf-16", "ucs-2", "unicode" and "utf-32" have the byte order of the mark, little-endian without one.
---
---     (charset.decode("\xD6\xD0\xFF1", "gbk")) --> "中\u{FFFD}1"
---     select(3, charset.decode("\xD6\xD0\xFF1", "gbk")) --> {3, n = 1}
---     charset.decode("\xD6\xD0\xFF1", "gbk", {strict = true}) --> nil, "bytes: not GB18030 at byte 3", "bad-bytes", 3
---     (charset.decode("\xFE\xFF\0a", "utf-16")) --> "a"
---
---@param bytes string
---@param name string a name from above or any label of it, such as "gb2312"
---@param options? wenlu.charset.DecodeOptions
---@return string? text
---@return wenlu.charset.Map|string map or the message
---@return {[integer]: integer, n: integer}|string faults the 1-based offsets, in the bytes, of the
--- first 100 faults, and how many there are; or the code: "unknown-charset", "too-big", and when strict
--- "bad-bytes", or "cut-bytes" when the end cuts a character
---@return integer? offset of the fault, when strict
function charset.decode(bytes, name, options) end

---@class wenlu.charset.EncodeOptions
---@field replacement? string for each character without a code, such as "?" or "〓": UTF-8, 16 bytes at
--- most; raises when it has no code itself
---@field references? boolean "&#22531;" for such a character, as forms on web pages do
---@field scalar? boolean without vector instructions: the same result, for tests

--- Turns text into the bytes of a charset, without byte order mark. Fails at the first character that
--- has no code there, and at bytes that are not UTF-8, unless an option says what to write instead. As
--- on the web, GB18030 writes all characters but U+E5E5, and the private ones that had a two-byte code
--- before 2022 keep it; GBK writes no four-byte codes, and 80 for "€"; Big5 writes no code below A140.
---
---     charset.encode("整改率", "gb18030") --> "\xD5\xFB\xB8\xC4\xC2\xCA", {n = 0}
---     charset.encode("堃a", "gb18030", {references = true}) --> "\x88\xD2a", {n = 0}
---     charset.encode("率a堃", "Latin-1", {replacement = "?"}) --> "?a?", {1, 5, n = 2}
---     charset.encode("a率", "Latin-1") --> nil, "text: Latin-1 has no code for U+7387 at byte 2", "no-code", 2
---
---@param text string
---@param name string
---@param options? wenlu.charset.EncodeOptions
---@return string? bytes
---@return {[integer]: integer, n: integer}|string faults the 1-based offsets, in the text, of the first
--- 100 characters without a code, and how many there are; or the message
---@return string? code "no-code", "bad-utf8", "unknown-charset", "too-big"
---@return integer? offset in the text, with the first two codes
function charset.encode(text, name, options) end

---@class wenlu.charset.CheckOptions
---@field scalar? boolean without vector instructions: the same result, for tests

--- Looks a string through in one pass: is it UTF-8, how many lines has it, is it surely in NFC?
--- The latter is false for some strings that are, never true for one that is not; text of hanzi,
--- Chinese punctuation, full-width forms and Latin letters is surely in NFC.
---
---     charset.check("整改\n98%\n") --> 11, 2, true
---     charset.check("e\u{301}\xFF") --> 3, 0, false
---
---@param bytes string of any size
---@param options? wenlu.charset.CheckOptions
---@return integer valid the length of the longest prefix that is UTF-8; `#bytes` when all is
---@return integer newlines in that prefix
---@return boolean surely_nfc of that prefix
function charset.check(bytes, options) end

--- Reads what `map:pack()` wrote. Safe with any string.
---
---     charset.unpack(""):source(3, 7) --> 3, 7
---     select(3, charset.unpack "\xFF") --> "bad-map"
---
---@param packed string
---@return wenlu.charset.Map? map
---@return string? message
---@return string? code "bad-map"
function charset.unpack(packed) end

return charset
