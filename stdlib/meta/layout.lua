---@meta wenlu.layout

--- The layout of a text: its lines as blocks of a kind each, and which of them go on with a sentence that
--- a line, a column or a page broke off. Most code uses it through wenlu.document.
---
---     local blocks, joins, reading = layout.read "全年收到意见1735\n\n件，已办结1699件。\n"
---     print(#blocks, blocks[1].kind, blocks[2].joined)  --> 2  paragraph  true
---     print(reading)                                    --> 全年收到意见1735件，已办结1699件。
---
--- Positions are 1-based bytes, ranges inclusive; time is linear in the text. Bytes that are no UTF-8 do no
--- harm.
local layout = {}

---@class wenlu.Block
---@field kind "heading"|"paragraph"|"byline"|"caption"|"page"|"chrome"  page: its number; chrome: site and imprint
---@field first integer  without the blanks around the line
---@field last integer
---@field ending "stop"|"closed"|"open"|"word"  closed: with a bracket, a quotation mark or a colon; open: a comma
---@field after_blank boolean?  an empty line, or nothing, stands before it
---@field indented boolean?
---@field next integer?  number of the block that goes on with a sentence cut here
---@field joined boolean?  goes on with an earlier block
---@field reading_first integer?  offsets in the reading (not on joined blocks)
---@field reading_last integer?

--- The lines of a text that are not empty, in order. `#blocks` is how many, `blocks[i]` is one of them, the
--- same table each time (nil when there is none): ipairs goes over all. Packed until they are asked for.
---@class wenlu.layout.Blocks
---@field [integer] wenlu.Block?
local Blocks = {}

--- The first block from number `i` on that opens a section: it begins 一、 or # (level 1) or （一） (2), or is another
--- heading (3). Chrome, by-lines and second parts of sentences open none.
---
---     local i, level, first, last = blocks:section(1)
---     while i do
---       print(level, text:sub(first, last))
---       i, level, first, last = blocks:section(i + 1)
---     end
---@param i integer  at least 1
---@return integer? i  nothing when there is none
---@return integer? level
---@return integer? first  of the block, in the text
---@return integer? last
---@return integer? reading_first
function Blocks:section(i) end

--- Whether a page may have by-lines at all: a block that is one, or a paragraph that begins like a dateline or ends
--- with a bracket. A cheap look for wenlu.bylines.
---@param reading string  that of the same text
---@return boolean
function Blocks:may_have_bylines(reading) end

--- Reads the layout of a text.
---@param text string valid UTF-8, below 4 GB; raises when longer
---@return wenlu.layout.Blocks blocks
---@return {last: integer, first: integer}[] joins  end of the first part, start of the second
---@return string reading  the text with each second part right behind its first
---@return integer[]? segments  flat pairs: offset in the reading, offset in the text; nil: the reading is the text
function layout.read(text) end

--- Whether a line opens a section or an item of a list: 一、 （一） 1. ① 一是 第一章 # **
---@param line string  without blanks before it; its first 31 bytes are enough
---@return boolean
function layout.opens_section(line) end

--- Whether a paragraph may begin with a dateline: 本…, （…, (…, or 讯 soon after. A cheap look.
---@param reading string
---@param first integer  1 to #reading + 1
---@return boolean
function layout.may_be_dateline(reading, first) end

return layout
