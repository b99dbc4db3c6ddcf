--- Turns counts in a table of two by two into measures of association, and those into probabilities.
---
--- All measures take the same four counts: `both`, how often the two came together; `first` and `second`, how often
--- each came at all; `total`, how often anything came. Results are 64-bit floats, and nothing is rounded.
---
--- Sources: pmi, t_score, chi_squared: Manning & Schuetze, Foundations of Statistical Natural Language Processing
--- (1999), ch. 5; npmi: Bouma (2009); log_likelihood: Dunning, Computational Linguistics 19 (1993); dice, mi3 and
--- log_dice: Rychly (2008); z_score: Evert (2008).
local M = {}

local log = math.log

local function expected(first, second, total)
  return first * second / total
end

--- Pointwise mutual information, in bits; -inf when the two never came together.
---@param both number
---@param first number
---@param second number
---@param total number
---@return number
function M.pmi(both, first, second, total)
  return log(both / expected(first, second, total), 2)
end

--- Normalised pointwise mutual information, -1 (never together) to 1 (only together).
---@param both number
---@param first number
---@param second number
---@param total number
---@return number
function M.npmi(both, first, second, total)
  if both == 0 then
    return -1.0
  elseif both == total then
    return 1.0
  end
  return M.pmi(both, first, second, total) / -log(both / total, 2)
end

--- PMI with the cube of the joint count, which favours rare pairs less.
---@param both number
---@param first number
---@param second number
---@param total number
---@return number
function M.mi3(both, first, second, total)
  return log(both ^ 3 / expected(first, second, total), 2)
end

--- Student's t for the joint count against independence, its variance taken to be its mean.
---@param both number
---@param first number
---@param second number
---@param total number
---@return number
function M.t_score(both, first, second, total)
  return (both - expected(first, second, total)) / math.sqrt(both)
end

--- z for the joint count against independence.
---@param both number
---@param first number
---@param second number
---@param total number
---@return number
function M.z_score(both, first, second, total)
  local mean = expected(first, second, total)
  return (both - mean) / math.sqrt(mean)
end

--- Dice's coefficient, 0 to 1.
---@param both number
---@param first number
---@param second number
---@return number
function M.dice(both, first, second)
  return 2 * both / (first + second)
end

--- 14 + log2 of Dice's coefficient: at most 14, and independent of the size of the corpus.
---@param both number
---@param first number
---@param second number
---@return number
function M.log_dice(both, first, second)
  return 14 + log(M.dice(both, first, second), 2)
end

local function cells(both, first, second, total)
  return both, first - both, second - both, total - first - second + both
end

-- One cell's part of G2: observed * ln(observed / expected), 0 for nothing observed.
local function part(observed, row, column, total)
  return observed > 0 and observed * log(observed / (row * column / total)) or 0.0
end

--- Dunning's log-likelihood ratio G2 over all four cells; never negative, whichever way the two are associated.
---@param both number
---@param first number
---@param second number
---@param total number
---@return number
function M.log_likelihood(both, first, second, total)
  local a, b, c, d = cells(both, first, second, total)
  local sum = part(a, first, second, total) + part(b, first, total - second, total)
    + part(c, total - first, second, total) + part(d, total - first, total - second, total)
  return math.max(2 * sum, 0.0)
end

--- Pearson's chi-squared over all four cells.
---@param both number
---@param first number
---@param second number
---@param total number
---@param yates? boolean with Yates' correction for continuity
---@return number
function M.chi_squared(both, first, second, total, yates)
  local a, b, c, d = cells(both, first, second, total)
  local difference = math.abs(a * d - b * c)
  if yates then
    difference = math.max(difference - total / 2, 0)
  end
  local margins = 1.0 * (a + b) * (a + c) * (b + d) * (c + d)
  return margins > 0 and 1.0 * total * difference * difference / margins or 0.0
end

--- The measures by name, each with the same four arguments.
---@type table<string, fun(both: number, first: number, second: number, total: number): number>
M.MEASURES = {
  pmi = M.pmi, npmi = M.npmi, mi3 = M.mi3, t_score = M.t_score, z_score = M.z_score, dice = M.dice,
  log_dice = M.log_dice, log_likelihood = M.log_likelihood, chi_squared = M.chi_squared,
}

-- erfc(x) for x >= 0: the series near 0, the continued fraction (Lentz) beyond; about 15 digits.
local function erfc(x)
  if x < 2 then
    local term, sum, n = x, x, 0
    repeat
      n = n + 1
      term = -term * x * x / n
      sum = sum + term / (2 * n + 1)
    until math.abs(term) < 1e-17 * math.abs(sum) or term == 0
    return 1 - 2 / math.sqrt(math.pi) * sum
  end
  local fraction = x
  for n = 120, 1, -1 do
    fraction = x + n / 2 / fraction
  end
  return math.exp(-x * x) / math.sqrt(math.pi) / fraction
end

--- The probability of a chi-squared or G2 this large or larger by chance, with one degree of freedom.
---@param statistic number at least 0
---@return number 1 to 0
function M.p_value(statistic)
  return erfc(math.sqrt(statistic / 2))
end

return M
