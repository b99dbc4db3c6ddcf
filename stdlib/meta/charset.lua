---@meta wenlu.charset

--- From the bytes of a document to valid UTF-8 and a map back to the bytes: the only place where
--- charsets exist. Names: "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030" (GBK and
--- GB2312 are parts of it), "Big5" (with the Hong Kong supplement), "Latin-1", "windows-1252".
---
---     local bytes = assert(files.read "old.html")
---     local name, confidence, why = assert(charset.detect(bytes))
---     local text, map, faults = assert(charset.decode(bytes, name))
---     print(map:source(1, 3))    --> 1   2, if a hanzi of GB18030 comes first
---
--- Tables: the Encoding Standard's (https://encoding.spec.whatwg.org/), of 2024.
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
function Map:source(first, last) end

--- The map from the text that `other` maps to this map's source: for a page,
--- `charset_map:compose(html_map)` leads from its visible text to the bytes of the file.
---@param other wenlu.charset.Map leads to the text that this map is of
---@return wenlu.charset.Map
function Map:compose(other) end

--- The map as a short string for `charset.unpack`; "" for an identity.
---@return string packed
function Map:pack() end

--- Finds the charset of a document. In this order: byte order mark; UTF-8, also with a few broken
--- sequences (one character in ten at most) or cut inside a character; then UTF-16 without mark,
--- GB18030 and Big5 by how much each makes of the first bytes, where a declaration counts as evidence
--- and uchardet has a say when two are close. A declaration of another charset is believed only when
--- none of these fits, an unknown label never.
---
---@param bytes string
---@param declared? string a label such as "gb2312", from outside; when absent or unknown, what an
--- HTML meta element or an XML declaration in the first 4,096 bytes says
---@return string? name
---@return number|string confidence 0 to 1; or the message
---@return string why a phrase, such as "byte order mark"; or the code: "binary" (images, archives,
--- PDF, Office documents, many control bytes), "unknown-charset"
function charset.detect(bytes, declared) end

--- Turns bytes into valid UTF-8. A byte order mark is dropped, every byte run that cannot be decoded
--- becomes one U+FFFD; a bad lead byte takes no ASCII byte with it, unless the file ends there (the
--- Encoding Standard's rule). UTF-8 that is valid and has no mark comes back as the very same string.
---
---     charset.decode("\xD6\xD0\xFF1", "gbk") --> "中\u{FFFD}1", map, {3, n = 1}
---
---@param bytes string
---@param name string a name from above or any label of it, such as "gb2312"
---@return string? text
---@return wenlu.charset.Map|string map or the message
---@return {[integer]: integer, n: integer}|string faults the 1-based offsets, in the bytes, of the
--- first 100 faults, and how many there are; or the code: "unknown-charset", "too-big" (1.3 GB)
function charset.decode(bytes, name) end

--- Reads what `map:pack()` wrote. Safe with any string.
---@param packed string
---@return wenlu.charset.Map? map
---@return string? message
---@return string? code "bad-map"
function charset.unpack(packed) end

return charset
