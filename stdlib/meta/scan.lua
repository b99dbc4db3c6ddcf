---@meta wenlu.scan

--- One pass over a text that finds its quantities, periods, names and cue words, in time linear in the
--- text. What it finds stays packed in C; Lua sees integers and strings when it asks for them.
--- Most code uses it through wenlu.mentions, which knows the tables of data/.
---
---     local tables = scan.compile {
---       units = { { text = "条", class = "count" }, { text = "吨", normal = "公斤", class = "measure", factor = 1000 } },
---       terms = { { text = "办结", kind = "cue", class = "cue", groups = 1 } },
---     }
---     local mentions = tables:scan "收到意见近300条，已办结。"
---     print(mentions:get(1))    --> quantity  count  13  21  1   (近300条)
---     print(mentions:value(1))  --> nil  300  under  actual
---
--- Positions are 1-based bytes of the scanned text (the reading of a document), ranges inclusive.
--- Every method raises for an index that is not there.
local scan = {}

--- Kinds, in the order in which they are numbered. Cue words and "none" (quotations and heads that name
--- nothing by themselves) are for frames and are never stored or shown.
---@alias wenlu.scan.Kind "quantity"|"period"|"place"|"organisation"|"initiative"|"non-quantity"|"cue"|"none"

--- Classes. Of quantities: count, money (元), percent, points (percentage points), permille, share (成 and
--- 半, in percent), multiple (倍; 翻一番 is 2), fraction (三分之二, in percent), measure.
--- Of periods: year, month, day, range, part (of a year: 上半年, 1—9月), relative (去年), plan (“十四五”).
--- Of non-quantities: lexical (统一), idiom, slogan (“三个表率”, 四不两直), ordinal (第十三届), grade (五星级),
--- version (2.0版), identifier (telephone, ICP, 5号楼, G15), list_marker (一、), duration (两个月),
--- anniversary (100周年), time_of_day (9:00), age, score, ratio, indefinite (一个, 几家), levels (四级), date,
--- place_name. Of names and cue words: named, cue, none.
---@alias wenlu.scan.Class
---| "none"
---| "count"|"money"|"percent"|"points"|"permille"|"share"|"multiple"|"fraction"|"measure"
---| "year"|"month"|"day"|"range"|"part"|"relative"|"plan"
---| "lexical"|"idiom"|"slogan"|"ordinal"|"grade"|"version"|"identifier"|"list_marker"|"duration"
---| "anniversary"|"time_of_day"|"age"|"score"|"ratio"|"indefinite"|"levels"|"date"|"place_name"
---| "named"|"cue"

--- Marks: exact; approx 约 左右; over 多 余 超 逾; under 近 不到 不足; at_least 以上 不少于 不低于;
--- at_most 以内 以下 不超过; vague 几 数 上百.
---@alias wenlu.scan.Mark "exact"|"approx"|"over"|"under"|"at_least"|"at_most"|"vague"

---@alias wenlu.scan.Status "actual"|"target"

---@class wenlu.scan.UnitRow
---@field text string        as written, without a scale before it: 万 and 亿 belong to the numeral
---@field normal? string     the form it is counted under; `text`
---@field class? wenlu.scan.Class  "count"; a class of non-quantities makes one of them (小时: duration)
---@field factor? number     to the base unit; 1
---@field not_before? string characters (24 at most) that make another word of it: 人 but 人大
---@field arabic? boolean    takes no Chinese numeral

---@class wenlu.scan.PeriodRow
---@field basis? integer     0 the year is written, 1 counted from the document's year, 2 missing; 0
---@field year? integer      or the difference from the document's year; 0
---@field last_year? integer `year`
---@field month? integer     0: none
---@field last_month? integer `month`

---@class wenlu.scan.TermRow
---@field text string
---@field kind? wenlu.scan.Kind    "none": makes no mention
---@field class? wenlu.scan.Class  "none"
---@field role? "mention"|"target"|"target_back"  target: what follows in the sentence is planned;
--- target_back: what precedes it in the sentence
---@field head? boolean      names what a quotation before it is: “江海领航”行动
---@field groups? integer    32 bits that Mentions:find asks for; 0
---@field period? wenlu.scan.PeriodRow
---@field name? string       what Mentions:row and the store say; `text`

--- Compiled tables: immutable, may scan any number of texts.
---@class wenlu.scan.Tables
local Tables = {}

--- What was found in a text, in the order of the text. `#mentions` is how many. It keeps its text and
--- its tables alive.
---@class wenlu.scan.Mentions
local Mentions = {}

--- Compiles tables. Texts are valid UTF-8; where two rows have the same text, the later one counts.
--- Raises for a row without text and for a name that is none of those above.
---@param tables {units: wenlu.scan.UnitRow[], terms: wenlu.scan.TermRow[]}  kept: do not change the rows
---@return wenlu.scan.Tables
function scan.compile(tables) end

--- Scans a text. At each place the longest reading wins, left to right; nothing overlaps.
---@param text string valid UTF-8, below 4 GB; raises when longer
---@return wenlu.scan.Mentions
function Tables:scan(text) end

--- Tells where the scanned reading lies in the text of its document: from reading offset `segments[i]` on
--- at text offset `segments[i + 1]`. Only `locate` and wenlu.bulk use it.
---@param segments integer[] flat pairs, ascending in the reading
function Mentions:place(segments) end

--- Where a range of the reading lies in the text of the document.
---@param first integer
---@param last integer  raises when last < first or either lies outside the reading
---@return integer first
---@return integer last
function Mentions:locate(first, last) end

--- How many sentences there are: stretches up to 。！？ (closing quotes and brackets included) or a line end.
---@return integer
function Mentions:sentences() end

---@param i integer 1 to Mentions:sentences()
---@return integer first
---@return integer last           first - 1 when it is empty
---@return integer first_mention
---@return integer last_mention   first_mention - 1 when there is none
---@return integer groups         union of the groups of its terms
---@return integer quantities     how many
function Mentions:sentence(i) end

--- The next sentence from `i` on that holds a term of these groups.
---@param i integer at least 1
---@param groups integer bits
---@return integer? sentence nothing when there is none
function Mentions:find(i, groups) end

--- The first mention of a kind from number `i` on; found by halving, not by walking.
---
---     local i, class, first, last = mentions:next("period", 1)
---     while i do
---       print(class, first, last)
---       i, class, first, last = mentions:next("period", i + 1)
---     end
---@param kind wenlu.scan.Kind
---@param i integer at least 1
---@param to integer? offset of the reading by which it begins; no limit
---@return integer? i nothing when there is none
---@return wenlu.scan.Class? class
---@return integer? first
---@return integer? last
function Mentions:next(kind, i, to) end

--- The last mention of a kind that begins before an offset of the reading; found by halving, not by walking.
---@param kind wenlu.scan.Kind
---@param offset integer
---@param from integer? it begins no earlier; 1
---@return integer? i nothing when there is none
---@return wenlu.scan.Class? class
---@return integer? first
---@return integer? last
function Mentions:before(kind, offset, from) end

--- All mentions of a kind whose row of the terms has a field, as three arrays of the same size.
---@param kind wenlu.scan.Kind
---@param field string
---@return integer[] first
---@return integer[] last
---@return any[] values of the field
function Mentions:collect(kind, field) end

--- The names of a kind that stand in spans of the reading, each once, and how much they weigh there: each of its
--- mentions adds the weight of the first span that holds its beginning.
---
---     -- the places of the text; those of the first 90 bytes count four times
---     local names, sums = mentions:tally("place", "text", 1, 90, 4, 1, #reading, 1)
---@param kind wenlu.scan.Kind
---@param field string   of the row of the terms; mentions without it do not count
---@param first integer
---@param last integer   below `first`: an empty span
---@param weight integer
---@param ... integer    more spans: first, last, weight; 8 in all
---@return any[] values  of the field, in the order of the text
---@return integer[] sums
function Mentions:tally(kind, field, first, last, weight, ...) end

--- Makes targets of the quantities in a range of the reading: those of sentences that lie in it as a whole and hold
--- none of the words.
---@param first integer
---@param last integer
---@param besides wenlu.wordset.Set
function Mentions:plan(first, last, besides) end

---@param i integer 1 to #mentions
---@return wenlu.scan.Kind kind
---@return wenlu.scan.Class class
---@return integer first  marks and unit are inside, the counted noun is outside
---@return integer last
---@return integer term   row of the terms that made it; of a quantity, row of the units; 0: none
function Mentions:get(i) end

--- The value of a quantity in its base unit (元, %), integers where they are whole.
---@param i integer
---@return number? low   nil: open (近300人, 5%以内)
---@return number? high  nil: open (300多人, 94%以上)
---@return wenlu.scan.Mark mark
---@return wenlu.scan.Status status
function Mentions:value(i) end

--- The bare numeral of a quantity (both ends of a range), or of a code or name that holds one.
---@param i integer
---@return integer? first nothing when there is none
---@return integer? last
function Mentions:number(i) end

--- The noun that a quantity counts: behind its unit (389个书记项目), else before it (品牌76个).
---@param i integer
---@return integer? first nothing when there is none
---@return integer? last
function Mentions:counted(i) end

--- The value of a period, unresolved: 0 stands for what is not said.
---@param i integer
---@return "written"|"relative"|"missing" basis
---@return integer year       or the difference from the document's year
---@return integer last_year
---@return integer month
---@return integer day
---@return integer last_month
---@return integer last_day
function Mentions:period(i) end

--- The normal form of a quantity's or a duration's unit, "" when there is none.
---@param i integer
---@return string
function Mentions:unit(i) end

--- The row of the terms that made a mention; nil for quantities and what no term made.
---@param i integer
---@return wenlu.scan.TermRow?
function Mentions:row(i) end

--- The scanned text.
---@return string
function Mentions:text() end

return scan
