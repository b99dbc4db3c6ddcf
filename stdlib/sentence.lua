--- Turns one sentence of a scanned reading into tokens and clauses that frames can walk over.
local M = {}

---@class wenlu.Token
---@field index integer     of the mention
---@field kind string
---@field class string
---@field first integer     in the reading
---@field last integer
---@field row table?        term row (words of frames, places, initiatives)
---@field low number?       quantities: nil where open
---@field high number?
---@field mark string?
---@field status string?
---@field unit string?
---@field digits string?    the numeral as written
---@field counted string?   the noun counted
---@field clause integer    number of the clause it lies in

local BREAKS = { ["，"] = true, ["；"] = true, ["："] = true }

-- Offsets at which clauses of [first, last] begin.
local function clause_starts(reading, first, last)
  local starts = { first }
  local position = first
  while true do
    local at = reading:find("[\xEF,;]", position)
    if not at or at > last then
      return starts
    end
    if reading:byte(at) == 0xEF then
      if BREAKS[reading:sub(at, at + 2)] then
        starts[#starts + 1] = at + 3
      end
      position = at + 3
    else
      local digit_after = reading:find("^%d%d%d", at + 1) and reading:find("^%d", at - 1)
      if not digit_after then
        starts[#starts + 1] = at + 1
      end
      position = at + 1
    end
  end
end

local function add_quantity(token, reading, mentions)
  local i = token.index
  token.low, token.high, token.mark, token.status = mentions:value(i)
  token.unit = mentions:unit(i)
  local from, to = mentions:number(i)
  token.digits = from and reading:sub(from, to) or nil
  from, to = mentions:counted(i)
  token.counted = from and reading:sub(from, to) or nil
  token.counted_first = from
end

--- The sentence with its tokens in order.
---@param reading string
---@param mentions userdata
---@param i integer number of the sentence
---@return table sentence {index, first, last, tokens, clauses = {{first, last, tokens}}}
function M.read(reading, mentions, i)
  local first, last, from, to = mentions:sentence(i)
  local starts = clause_starts(reading, first, last)
  local sentence = { index = i, first = first, last = last, tokens = {}, clauses = {} }
  for k, start in ipairs(starts) do
    sentence.clauses[k] = { first = start, last = (starts[k + 1] or last + 1) - 1, tokens = {} }
  end
  local clause = 1
  for m = from, to do
    local kind, class, token_first, token_last = mentions:get(m)
    while starts[clause + 1] and token_first >= starts[clause + 1] do
      clause = clause + 1
    end
    local token = {
      index = m, kind = kind, class = class, first = token_first, last = token_last,
      row = mentions:row(m), clause = clause,
    }
    if kind == "quantity" then
      add_quantity(token, reading, mentions)
    end
    sentence.tokens[#sentence.tokens + 1] = token
    local list = sentence.clauses[clause].tokens
    list[#list + 1] = token
  end
  return sentence
end

return M
