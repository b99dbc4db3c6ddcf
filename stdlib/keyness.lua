--- Turns two sub-corpora into the words that set one apart from the other.
---
--- Significance: log_likelihood is the G2 over two cells of Rayson & Garside (2000) and their calculator; g2 over four
--- cells is Dunning's (1993) and quanteda's measure "lr" (correction "none"); chi_squared is quanteda's "chi2" without
--- correction. All carry a sign: negative for words that the target has less often. Size of the effect: log_ratio after
--- Hardie (2014); percent_difference is %DIFF of Gabrielatos & Marchi (2011); bic after Wilson (2013).

local association = require "wenlu.association"
local tally = require "wenlu.tally"

local M = {}

local log = math.log

--- What stands in for no occurrences in log_ratio (Hardie), and for the normalised frequency 0 in %DIFF.
M.SMOOTHING = 0.5
local ALMOST_NONE = 1e-18

--- Critical values of one degree of freedom, for p below 0.05, 0.01, 0.001 and 0.0001.
M.CRITICAL = { [0.05] = 3.841459, [0.01] = 6.634897, [0.001] = 10.827566, [0.0001] = 15.136705 }

--- Log-likelihood over two cells.
---
---     keyness.log_likelihood(20, 1000, 10, 1000)  --> 3.398...
---
---@param a number occurrences in the target
---@param size_a number words of the target
---@param b number occurrences in the reference
---@param size_b number
---@return number at least 0
function M.log_likelihood(a, size_a, b, size_b)
  local share = (a + b) / (size_a + size_b)
  local sum = 0.0
  if a > 0 then
    sum = a * log(a / (size_a * share))
  end
  if b > 0 then
    sum = sum + b * log(b / (size_b * share))
  end
  return math.max(2 * sum, 0.0)
end

--- Log ratio: how many times the frequency doubles from the reference to the target.
---
---     keyness.log_ratio(6, 10000, 2, 10000)  --> 1.584... (three times as often)
---
---@param a number
---@param size_a number
---@param b number
---@param size_b number
---@param smoothing? number for a or b that is 0; 0.5
---@return number
function M.log_ratio(a, size_a, b, size_b, smoothing)
  smoothing = smoothing or M.SMOOTHING
  a, b = a > 0 and a or smoothing, b > 0 and b or smoothing
  return log(a / size_a / (b / size_b), 2)
end

--- %DIFF: by how many percent the frequency in the target is higher than in the reference.
---@param a number
---@param size_a number
---@param b number
---@param size_b number
---@return number at least -100
function M.percent_difference(a, size_a, b, size_b)
  local reference = b > 0 and b / size_b or ALMOST_NONE
  return (a / size_a - reference) * 100 / reference
end

-- G2 and chi-squared as of a table of two by two: the word or another, the target or the reference.
local function four_cells(measure)
  return function(a, size_a, b, size_b)
    return measure(a, a + b, size_a, size_a + size_b)
  end
end

--- Williams' correction: what quanteda divides G2 by when asked for correction = "williams", its default.
---@param a number
---@param size_a number
---@param b number
---@param size_b number
---@return number divisor
function M.williams(a, size_a, b, size_b)
  local total, word = size_a + size_b, a + b
  return 1 + (total / word + total / (total - word) - 1) * (total / size_a + total / size_b - 1) / (6 * total)
end

--- The measures that words can be sorted by, each of (a, size_a, b, size_b).
---@type table<string, fun(a: number, size_a: number, b: number, size_b: number): number>
M.MEASURES = {
  log_likelihood = M.log_likelihood,
  g2 = four_cells(association.log_likelihood),
  chi_squared = four_cells(association.chi_squared),
  log_ratio = M.log_ratio,
  percent_difference = M.percent_difference,
}

local EFFECTS = { log_ratio = true, percent_difference = true }

--- One word of a comparison.
---@class wenlu.keyness.Row
---@field word string
---@field target integer
---@field reference integer
---@field target_per_million number
---@field reference_per_million number
---@field score number               the measure asked for; negative for less often in the target
---@field log_likelihood number      without sign
---@field p number                   of log_likelihood, or of the measure asked for where it has one
---@field bic number                 log_likelihood - ln(all words); above 10 is very strong evidence
---@field log_ratio number
---@field percent_difference number

---@class wenlu.keyness.Options
---@field measure string?   that rows are sorted by: "log_likelihood", or another of M.MEASURES
---@field least integer?    occurrences in both together (1)
---@field p number?         at most (1)
---@field both boolean?     words that the target has less often too, last
---@field smoothing number? see log_ratio
---@field limit integer?
---@field keep nil|fun(word: string): boolean  which words count, in the totals too

local function row_of(word, a, size_a, b, size_b, options)
  local name = options.measure or "log_likelihood"
  local likelihood = M.log_likelihood(a, size_a, b, size_b)
  local score = M.MEASURES[name](a, size_a, b, size_b)
  local significance = EFFECTS[name] and likelihood or score
  local less = a * size_b < b * size_a
  return {
    word = word, target = a, reference = b,
    target_per_million = a * 1e6 / size_a, reference_per_million = b * 1e6 / size_b,
    score = not EFFECTS[name] and less and -score or score,
    log_likelihood = likelihood, p = association.p_value(significance), bic = likelihood - log(size_a + size_b),
    log_ratio = M.log_ratio(a, size_a, b, size_b, options.smoothing),
    percent_difference = M.percent_difference(a, size_a, b, size_b),
  }
end

--- Compares tables of counts; see M.compare.
---@param target table<string, integer>
---@param size_a integer words of the target, above 0
---@param reference table<string, integer>
---@param size_b integer above 0
---@param options? wenlu.keyness.Options without keep
---@return wenlu.keyness.Row[]
function M.of_counts(target, size_a, reference, size_b, options)
  options = options or {}
  if options.measure and not M.MEASURES[options.measure] then
    error(("measure: none is called '%s'"):format(tostring(options.measure)), 2)
  elseif size_a <= 0 or size_b <= 0 then
    error("a corpus without words cannot be compared", 2)
  end
  local rows, least = {}, options.least or 1
  local words = tally.words(target)
  for _, word in ipairs(tally.words(reference)) do
    words[#words + 1] = not target[word] and word or nil
  end
  for _, word in ipairs(words) do
    local a, b = target[word] or 0, reference[word] or 0
    if a + b >= least then
      local row = row_of(word, a, size_a, b, size_b, options)
      if row.p <= (options.p or 1) and (options.both or row.target_per_million > row.reference_per_million) then
        rows[#rows + 1] = row
      end
    end
  end
  return tally.sort(rows, "score", options.limit)
end

--- Compares two sub-corpora: the words that the target has more often, those with the highest score first.
---
---     keyness.compare(of_2023, of_2019, { least = 5, p = 0.001, limit = 20 })
---
---@param target wenlu.tokens.Document[]
---@param reference wenlu.tokens.Document[]
---@param options? wenlu.keyness.Options
---@return wenlu.keyness.Row[]
function M.compare(target, reference, options)
  local keep = options and options.keep
  local counts_a, size_a = tally.count(target, keep)
  local counts_b, size_b = tally.count(reference, keep)
  return M.of_counts(counts_a, size_a, counts_b, size_b, options)
end

return M
