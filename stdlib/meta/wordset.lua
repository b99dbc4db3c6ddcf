---@meta wenlu.wordset

--- Small sets of words, looked for in a range of a text without cutting the range out. Made once, for many texts.
--- Of several words at one place the longest counts. Ranges that reach beyond the text are cut to it; an empty range
--- holds nothing. Words of UTF-8 are found only where characters begin and end.
---
---     local verbs = wordset.new "办结 整改 整改完成"
---     print(verbs:find "已整改完成。")    --> 4  15
---     print(verbs:at("已办结。", 4))      --> 9
---     print(verbs:is("办结", 1, 6))       --> true
local wordset = {}

--- Immutable. `#set` is the number of words, those given twice counted twice.
---@class wenlu.wordset.Set
local Set = {}

--- Makes a set. Raises for a word that is empty or longer than 255 bytes, and for more than 16,384 words.
---@param words string|string[]  a text whose words blanks divide, or a list
---@param options {scalar: boolean?}?  scalar: look at one place of a text at a time, to test the other way
---@return wenlu.wordset.Set
function wordset.new(words, options) end

--- Whether a range is exactly one of the words.
---@param text string
---@param first integer?  1
---@param last integer?   #text
---@return boolean
function Set:is(text, first, last) end

--- The longest word that begins at an offset.
---@param text string
---@param first integer
---@param last integer?  the word ends by it; #text
---@return integer? last  of the word; nothing when none begins there
function Set:at(text, first, last) end

--- The longest word that ends at an offset.
---@param text string
---@param last integer
---@param first integer?  the word begins no earlier; 1
---@return integer? first  of the word; nothing when none ends there
function Set:before(text, last, first) end

--- The first word in a range: that which begins first.
---@param text string
---@param first integer?  1
---@param last integer?   #text
---@return integer? first  nothing when there is none
---@return integer? last
function Set:find(text, first, last) end

--- At how many places of a range a word begins (that ends in it too). Words may overlap: 全区委 holds 全区 and 区委.
---@param text string
---@param first integer?  1
---@param last integer?   #text
---@return integer
function Set:count(text, first, last) end

--- The last word in a range: that which ends last.
---@param text string
---@param first integer?  1
---@param last integer?   #text
---@return integer? first  nothing when there is none
---@return integer? last
function Set:last(text, first, last) end

--- Where the words end that follow one another from the beginning of a range, each the longest.
---@param text string
---@param first integer?  1
---@param last integer?   #text
---@return integer offset  behind them; `first` when none begins there
function Set:skip(text, first, last) end

return wordset
