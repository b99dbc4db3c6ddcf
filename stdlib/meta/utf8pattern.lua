---@meta wenlu.utf8pattern

--- Lua's patterns over code points: find, match, gmatch and gsub as in the string library, with positions that
--- count characters. `require "lua-utf8"` offers them under luautf8's names.
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

return utf8pattern
