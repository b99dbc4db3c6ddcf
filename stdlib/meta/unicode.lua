---@meta wenlu.unicode

--- Normal forms, case, properties, grapheme clusters, width and safe display of UTF-8, by the tables of
--- the Unicode version that libutf8proc has (`unicode.version`). No function hangs on the locale.
---
--- Text is UTF-8. Offsets are 1-based bytes, ranges inclusive. A function that returns a text returns
--- the very same string when nothing changes. Bytes that are no UTF-8 (overlong forms and surrogates
--- too) make those functions return nil, "text: no UTF-8 at byte 5", "bad-utf8", 5; where a replacement
--- is used instead, it is said below. NUL is a character like others. All values of a Lua state have 4 GB
--- together: a text of 2 GB that changes raises "not enough memory".
---
---     unicode.nfkc "（ﬁ①）"                      --> "(fi1)"
---     unicode.fold "Straße"                      --> "strasse"
---     unicode.truncate("整改情况通报", 7, { ellipsis = "…" }) --> "整改情…", 7
local unicode = {}

--- The version of Unicode, such as "15.0.0".
---@type string
unicode.version = "15.0.0"

--- Normalisation Form C: composed. Text that is NFC already is checked at the speed of memory.
---
---     unicode.nfc "e\u{301}" --> "é"
---     unicode.nfc "ab\xFF" --> nil, "text: no UTF-8 at byte 3", "bad-utf8", 3
---
---@param text string
---@param way? "fast"|"plain" "plain": without vector instructions, for tests
---@return string? normal
---@return string? message
---@return string? code "bad-utf8"
---@return integer? offset
function unicode.nfc(text, way) end

--- Normalisation Form D: decomposed.
---
---     unicode.nfd "é" --> "e\u{301}"
---
unicode.nfd = unicode.nfc

--- Normalisation Form KC: compatibility characters replaced (① by 1, （ by (, a Kangxi radical by its
--- hanzi), then composed. For indexes and lookups, not for text that is shown or quoted.
---
---     unicode.nfkc "①２é⼀" --> "12é一"
---
unicode.nfkc = unicode.nfc

--- Normalisation Form KD: compatibility characters replaced, then decomposed.
---
---     unicode.nfkd "①é" --> "1e\u{301}"
---
unicode.nfkd = unicode.nfc

--- Whether a text is in a normal form; exact, no "maybe".
---
---     unicode.is_normal("e\u{301}", "NFC") --> false, 1
---     unicode.is_normal("e\u{301}", "NFD") --> true
---
---@param text string
---@param form? "NFC"|"NFD"|"NFKC"|"NFKD" "NFC" when absent
---@param way? "fast"|"plain"
---@return boolean? normal
---@return integer|string|nil first where the first character begins that is not: with the marks after
--- it, it changes; or the message
---@return string? code "bad-utf8", when a fault comes before any such character
---@return integer? offset
function unicode.is_normal(text, form, way) end

--- Full case folding, for comparing without regard to case: ß becomes ss. Not a normal form: fold,
--- then normalise.
---
---     unicode.fold "Straße Σς" --> "strasse σσ"
---
---@param text string
---@return string? folded
---@return string? message
---@return string? code "bad-utf8"
---@return integer? offset
function unicode.fold(text) end

--- Lower case, full mappings; a Greek sigma at the end of a word becomes ς.
---
---     unicode.lower "ÀΣΑΣ" --> "àσας"
---
unicode.lower = unicode.fold

--- Upper case, full mappings: ß becomes SS.
---
---     unicode.upper "straße ﬁ" --> "STRASSE FI"
---
unicode.upper = unicode.fold

--- Title case for the first cased character of each word, lower case for the rest. A word goes on over
--- cased characters and those that case ignores, such as ' and marks.
---
---     unicode.title "wenlu's ǆ" --> "Wenlu's ǅ"
---
---@param text string
---@return string? title
---@return string? message
---@return string? code "bad-utf8"
---@return integer? offset
function unicode.title(text) end

--- Full-width forms (U+FF01 to U+FF60, U+FFE0 to U+FFE6) become the characters they are forms of, and
--- the ideographic space becomes a space; nothing else changes, 。 and 、 stay.
---
---     unicode.halfwidth "１２．５％，Ａ　Ｂ。" --> "12.5%,A B。"
---
unicode.halfwidth = unicode.fold

--- The inverse: characters that have a full-width form become that, a space the ideographic space;
--- half-width forms (katakana, hangul letters, symbols) become the characters they are forms of.
---
---     unicode.fullwidth "a1 ｱ" --> "ａ１　ア"
---
unicode.fullwidth = unicode.fold

--- The general category of a code point: "Lu", "Lo", "Nd", "Po" ...; "Cn" when none is assigned.
---
---     unicode.category(0x6574) --> "Lo"
---     unicode.category(0x3002) --> "Po"
---
---@param code integer 0 to 0x10FFFF; raises otherwise
---@return string category
function unicode.category(code) end

--- The script of a code point by its long name: "Han", "Latin", "Common", "Inherited", "Unknown".
---
---     unicode.script(0x6574) --> "Han"
---     unicode.script(0x3002) --> "Common"
---
---@param code integer
---@return string script
function unicode.script(code) end

--- Simple case folding of a code point.
---
---     unicode.simple_fold(0x3A3) --> 0x3C3
---
---@param code integer
---@return integer code
function unicode.simple_fold(code) end

--- Simple lower case of a code point.
---
---     unicode.simple_lower(0xC0) --> 0xE0
---
---@param code integer
---@return integer code
function unicode.simple_lower(code) end

--- Simple title case of a code point.
---
---     unicode.simple_title(0x1C6) --> 0x1C5
---
---@param code integer
---@return integer code
function unicode.simple_title(code) end

--- Simple upper case of a code point.
---
---     unicode.simple_upper(0xE0) --> 0xC0
---     unicode.simple_upper(0xDF) --> 0xDF
---
---@param code integer
---@return integer code
function unicode.simple_upper(code) end

--- Code points one after another. A sequence that is no UTF-8 comes as U+FFFD, cut where Unicode
--- recommends: the longest part that could begin a character.
---
---     for first, code, last in unicode.codes "a整\xFF" do print(first, code, last) end
---     --> 1 97 1   2 25972 4   5 65533 5
---
---@param text string
---@return fun(): integer?, integer, integer first, code, last
function unicode.codes(text) end

--- Whether a text is UTF-8.
---
---     unicode.validate "ab\xFF" --> nil, "text: no UTF-8 at byte 3", "bad-utf8", 3
---
---@param text string
---@param first? integer where to begin, 1 to #text + 1; raises otherwise. Inside a character is a fault
---@return true? valid
---@return string? message
---@return string? code "bad-utf8"
---@return integer? offset
function unicode.validate(text, first) end

--- Extended grapheme clusters, what a reader takes for one character, as offsets; no string is made.
--- A sequence that is no UTF-8 is a cluster of its own.
---
---     for first, last in unicode.graphemes "e\u{301}整" do print(first, last) end --> 1 3   4 6
---
---@param text string
---@return fun(): integer?, integer first, last
function unicode.graphemes(text) end

--- How many grapheme clusters a text has.
---
---     unicode.grapheme_count "e\u{301}整" --> 2
---
---@param text string
---@return integer
function unicode.grapheme_count(text) end

--- The offset of each cluster, packed: four bytes each, little-endian, in one string.
---
---     (string.unpack("<I4", unicode.grapheme_offsets "e\u{301}整", 4 * 2 - 3)) --> 4
---
---@param text string below 4 GB; raises otherwise
---@return string packed
function unicode.grapheme_offsets(text) end

--- Columns of a text on a terminal, cluster by cluster. 2 for hanzi and what else is wide or full-width
--- (East_Asian_Width W and F), 0 for nonspacing marks, controls and format characters (but 1 for the soft
--- hyphen U+00AD), `ambiguous` for characters such as “ ① or ° (A), otherwise 1. A cluster of pictographs or a flag takes 2 columns in all. A
--- sequence that is no UTF-8 counts 1.
---
---     unicode.width "整改98%" --> 7
---     unicode.width("①", 2) --> 2
---
---@param text string
---@param ambiguous? 1|2 1 when absent
---@return integer columns
function unicode.width(text, ambiguous) end

--- Columns of one code point.
---
---     unicode.code_width(0x6574) --> 2
---     unicode.code_width(0x301) --> 0
---
---@param code integer
---@param ambiguous? 1|2
---@return integer columns 0, 1 or 2
function unicode.code_width(code, ambiguous) end

--- Cuts a text to at most so many columns, never inside a cluster. When something is left out, the
--- ellipsis takes the last columns, if it fits into all of them.
---
---     unicode.truncate("整改率", 5)                        --> "整改", 4
---     unicode.truncate("整改率", 5, { ellipsis = "…" })    --> "整改…", 5
---
---@param text string
---@param columns integer 0 to 2^31 - 1
---@param options? { ellipsis?: string, ambiguous?: 1|2 }
---@return string text
---@return integer columns that it takes
function unicode.truncate(text, columns, options) end

--- Fills a text up to so many columns; one that takes more stays as it is.
---
---     unicode.pad("整改", 7, { align = "center", fill = "*" }) --> "*整改**"
---
---@param text string
---@param columns integer 0 to 2^31 - 1
---@param options? { align?: "left"|"right"|"center", fill?: string, ambiguous?: 1|2 } where the text
--- stands ("left" when absent), and what fills, of one column
---@return string
function unicode.pad(text, columns, options) end

--- Makes a text safe to show: control, format (bidirectional, zero-width) and other default-ignorable
--- characters, separators of lines and paragraphs and noncharacters become ⟨U+202E⟩; a byte that
--- belongs to no character becomes ⟨E4⟩. Variation selectors stay. What is safe already stays as it is,
--- so a text that has ⟨U+202E⟩ written out in it looks the same: where the difference matters, choose
--- marks that the text does not have.
---
---     unicode.visible "a\n\u{202E}b"                      --> "a⟨U+000A⟩⟨U+202E⟩b"
---     unicode.visible("a\n\0", { keep = "\n", open = "[", close = "]" }) --> "a\n[U+0000]"
---
---@param text string
---@param options? { open?: string, close?: string, keep?: string } what stands around a name (up to 256
--- bytes each), and ASCII characters that stay
---@return string
function unicode.visible(text, options) end

return unicode
