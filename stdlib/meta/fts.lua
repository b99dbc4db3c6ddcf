---@meta wenlu.fts

--- What full-text search makes of a text, for those who look into it. The search itself is wenlu.search.
---
--- Every connection of wenlu.sqlite has the FTS5 tokenizer `wenlu`, which is right for Chinese from one hanzi up:
---
---     db:exec "CREATE VIRTUAL TABLE note USING fts5(body, tokenize = 'wenlu')"
---     db:exec "INSERT INTO note VALUES ('整改率達９４．５％。')"
---     db:value "SELECT body FROM note WHERE note MATCH '\"整改率达94.5%\"'"   --> 整改率達９４．５％。
---
--- Phrases, NEAR, AND, OR, NOT, prefixes, bm25 and highlight() work as SQLite documents them, but for two things. In a
--- row, a hanzi alone has a place of its own only where it is first and at both ends of a run of hanzi: a query of one
--- hanzi finds every row, but NEAR wants `率*`, which has all places. And `整改 + 率` is written `整改率`.
---
--- The FTS5 function `spans(TABLE, 'UNITS')` tells where the phrases of the query stand in the first column: a text of
--- "phrase first last " for each place; UNITS are the lengths of the phrases in tokens ("3 1").
local fts = {}

---@class wenlu.fts.Token
---@field first integer  byte of the text
---@field last integer
---@field text string    folded
---@field kind "ideograph"|"word"|"sign"

--- Fills an empty FTS5 table of one column, made with the tokenizer `wenlu` and external or no content, with all rows
--- of a query at once: the index is sorted and written in FTS5's own format, which is twice as fast as inserting, and is
--- not told from one that was inserted. Do it in a transaction, after CREATE VIRTUAL TABLE and before anything else is
--- done with the table. Raises what SQLite refuses, and for a table that is not empty.
---
---     fts.fill(db, "search", "SELECT id, body FROM note ORDER BY id")
---
---@param db wenlu.sqlite.Database
---@param table string  lower-case letters and _
---@param sql string    rows of (rowid, text), by rising rowid
---@return boolean filled  false: not possible (a format of FTS5 that is not known here, a text of millions of tokens);
--- what was written is of no use, drop the table
function fts.fill(db, table, sql) end

--- The tokens of a text: each hanzi (kana, hangul), each word of letters and digits, each sign. A point between digits
--- belongs to the number. Blanks and line ends are no tokens: a word that is broken over two lines is whole. A word
--- longer than 124 bytes is several tokens; damaged UTF-8 is a sign, U+FFFD.
---
---     fts.tokens "達９４.5%"
---     --> {{first = 1, last = 3, text = "达", kind = "ideograph"}, {first = 4, last = 11, text = "94.5", kind = "word"},
---     -->  {first = 12, last = 12, text = "%", kind = "sign"}}
---
---@param text string
---@return wenlu.fts.Token[]
function fts.tokens(text) end

--- The text as search sees it: half-width, lower case, simplified, one form of quotation marks and dashes, without
--- blanks, but for one between two words.
---
---     fts.fold "ＧＤＰ 增長 5.5 ％"  --> "gdp增长5.5%"
---
---@param text string
---@return string
function fts.fold(text) end

return fts
