---@meta wenlu.utf8pattern

--- Lua's patterns over code points: find, match, gmatch and gsub as in the string library, with positions that
--- count characters; and a text cut, counted, mapped and measured by them. `require "lua-utf8"` offers them under luautf8's names.
---
--- The classes are Unicode's: %a Alphabetic, %l %u Lowercase and Uppercase, %d Nd, %s White_Space, %p
--- punctuation and symbols, %c Cc, %g what is seen, %w %a or %d, %x hexadecimal digits; %t combining marks, %z
--- NUL. A character begins at the first byte and at each that is no continuation byte; one that is no UTF-8
--- is in no class and is matched by . and by itself. Patterns that are wrong raise, in Lua's words.
--- Matching goes back as Lua's does: the time of a pattern with k repetitions may grow with the k-th power
--- of the text. Ctrl-C stops it.
local utf8pattern = {}

--- The first match from character `init` on; `plain` looks for the text itself.
---
---     utf8pattern.find("整改率95.6%", "(%d+)%.")  --> 4, 6, "95"
---     utf8pattern.find("整改率", "[改-整]", -2)  --> 2, 2
---@param s string
---@param pattern string
---@param init? integer character, negative from the end
---@param plain? boolean
---@return integer? first character
---@return integer? last
---@return string|integer ... captures
function utf8pattern.find(s, pattern, init, plain) end

--- The captures of the first match, or all of it where the pattern has none.
---
---     utf8pattern.match("整改率95", "()率(.+)")  --> 3, "95"
---@param s string
---@param pattern string
---@param init? integer
---@return string|integer|nil ...
function utf8pattern.match(s, pattern, init) end

--- The matches one after the other. (^ is a character here.)
---
---     utf8pattern.gmatch("查 改", "%S")()  --> "查"
---@param s string
---@param pattern string
---@param init? integer
---@return fun(): string|integer|nil ...
function utf8pattern.gmatch(s, pattern, init) end

--- The text with its matches replaced: by a string with %0 to %9, by what a function gives for the captures,
--- or by what a table has for the first.
---
---     utf8pattern.gsub("整改率和办结率", "(.)率", "%1数", 1)  --> "整改数和办结率", 1
---@param s string
---@param pattern string
---@param replacement string|table|function
---@param limit? integer
---@return string
---@return integer count
function utf8pattern.gsub(s, pattern, replacement, limit) end

--- The bytes of characters i to j, by the rules of string.sub; last is first - 1 for none.
---
---     utf8pattern.range("整改率", 2, -1)  --> 4, 9
---@param s string
---@param i integer
---@param j integer
---@return integer first byte
---@return integer last
function utf8pattern.range(s, i, j) end

--- Characters i to j.
---
---     utf8pattern.sub("整改率", -2)  --> "改率"
---@param s string
---@param i integer
---@param j? integer -1
---@return string
function utf8pattern.sub(s, i, j) end

--- The code points of characters i to j; raises "invalid UTF-8 code".
---
---     utf8pattern.byte("整改", 1, 2)  --> 0x6574, 0x6539
---@param s string
---@param i? integer 1
---@param j? integer i
---@return integer ...
function utf8pattern.byte(s, i, j) end

--- How many characters begin from byte i to byte j, or nil and the byte of the first that is no UTF-8. With
--- `lax` every byte that is no continuation counts, whatever follows it.
---
---     utf8pattern.len "整改率"  --> 3
---@param s string
---@param i? integer byte, 1
---@param j? integer byte, -1
---@param lax? boolean
---@return integer?
---@return integer? byte
function utf8pattern.len(s, i, j, lax) end

--- The characters from the last to the first, with the combining marks that belong to them, or with `lax` by
--- code points; raises "invalid UTF-8 code".
---
---     utf8pattern.reverse "整e\u{301}"  --> "e\u{301}整"
---@param s string
---@param lax? boolean
---@return string
function utf8pattern.reverse(s, lax) end

--- Maps a text in full, or a code point simply, as wenlu.unicode does; raises "invalid UTF-8 code".
---
---     utf8pattern.lower "Éa整"  --> "éa整"
---@param s string|integer
---@return string|integer
function utf8pattern.lower(s) end

---
---     utf8pattern.upper(0x61)  --> 0x41
utf8pattern.upper = utf8pattern.lower

---
---     utf8pattern.title "hello world"  --> "Hello World"
utf8pattern.title = utf8pattern.lower

---
---     utf8pattern.fold "Straße"  --> "strasse"
utf8pattern.fold = utf8pattern.lower

--- Columns of the characters from byte i to byte j, one by one, or of a code point: width(code, ambiguous,
--- otherwise). A control counts 1. Raises "invalid UTF-8 code".
---
---     utf8pattern.width("hello你好")  --> 9
---@param s string|integer
---@param i? integer byte, 1
---@param j? integer byte, -1
---@param ambiguous? integer columns of characters of ambiguous width, 1
---@param otherwise? integer columns of what cannot be printed, 0
---@return integer
function utf8pattern.width(s, i, j, ambiguous, otherwise) end

return utf8pattern
