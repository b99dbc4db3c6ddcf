--- Turns figures, in the order in which a text gives them, into cases: so many raised, so many done, at this rate.
local handling = require "wenlu.handling"
local reckoning = require "wenlu.reckoning"
local wordset = require "wenlu.wordset"

local M = {}

local Cases = {}
Cases.__index = Cases

---@class wenlu.Case
---@field raised wenlu.Figure?
---@field done wenlu.Figure?
---@field rate wenlu.Figure?
---@field measure string? as printed
---@field verb wenlu.Verb?  that says what was done
---@field subject string?
---@field sentence table  of the first figure
---@field asked boolean?  `raised` are people who were asked
---@field implied boolean?  all were done, and no count says so
---@field reckoned boolean? counts that no word explains, but the rate does
---@field deadline boolean? handed over with a time limit
---@field period_at integer?  mention that gives the period
---@field period_before integer?  only periods before this offset count

--- An empty collection for one document.
---@param reading string
---@return table cases
function M.new(reading)
  return setmetatable({ closed = {}, pool = {}, reading = reading }, Cases)
end

--- Closes the case at hand; one that says nothing of how it was dealt with is dropped.
function Cases:flush()
  local case = self.open
  self.open = nil
  if case and (case.rate or case.deadline or case.done and (case.raised or case.matter)) then
    self.closed[#self.closed + 1] = case
  elseif case and case.raised then
    self:keep(case.raised)
  end
end

--- Whether the case at hand has matters raised and nothing said of them yet.
function Cases:has_raised()
  local case = self.open
  return case ~= nil and case.raised ~= nil and not case.done and not case.rate
end

--- Forgets what the last paragraph left open.
function Cases:forget()
  self:flush()
  self.pool = {}
end

-- A case of this measure (room for all fields is made at once).
local function new_case(measure)
  return {
    raised = nil, done = nil, rate = nil, measure = measure, verb = nil, subject = nil, sentence = nil, asked = nil,
    implied = nil, reckoned = nil, deadline = nil, period_at = nil, period_before = nil, matter = nil, first = nil,
    last = nil,
  }
end

local function add(case, slot, figure)
  case[slot] = figure
  if not case.sentence then
    case.first, case.last, case.sentence = figure.first, figure.last, figure.sentence
    return
  end
  case.first = math.min(case.first, figure.first)
  case.last = math.max(case.last, figure.last)
end

function Cases:fresh()
  self.open = new_case()
  return self.open
end

local MOST_KEPT = 32 -- counts that no word explains

--- Keeps counts that no word explains: a rate or a later count may. The oldest go when there are many.
function Cases:keep(figure)
  local pool = self.pool
  if #pool == MOST_KEPT then
    table.remove(pool, 1)
  end
  pool[#pool + 1] = figure
end

-- A count without a word of its own, in the clause before a count that is done, of the same unit and no smaller.
local function is_base(base, figure)
  return base ~= nil and base.sentence == figure.sentence and figure.clause - base.clause <= 1 and #base == #figure and
    base.unit == figure.unit and base.mark == "exact" and figure.low ~= nil and base.low >= figure.low
end

--- Takes matters raised, or people asked.
---@param figure wenlu.Figure
---@param asked boolean
---@param all_done wenlu.Verb?  the verb that says that all were done
function Cases:raise(figure, asked, all_done)
  local case = self.open
  if case and (case.raised or case.done or case.rate) then
    self:flush()
    case = nil
  end
  case = case or self:fresh()
  add(case, "raised", figure)
  case.subject, case.asked = figure.counted, asked
  if all_done then
    case.done, case.implied, case.verb = figure, true, all_done
  end
end

-- Verbs that also say many other things: they need a noun, or the count that was raised.
local WEAK = { ["完成"] = true, ["实现"] = true, ["落实"] = true, ["处理"] = true, ["打通"] = true, ["落地"] = true }

-- Whether a count of things done cannot be of the matters that the case raised.
local function is_strange(case, figure, base)
  local raised = case.raised
  if raised and #raised ~= #figure then
    return true
  end
  return raised ~= nil and raised.unit ~= figure.unit and (raised.sentence ~= figure.sentence or is_base(base, figure))
end

--- Takes matters done.
---@param figure wenlu.Figure
---@param verb wenlu.Verb
---@param matter boolean  a noun beside the count says that they are matters
function Cases:finish(figure, verb, matter)
  local case = self.open
  local base = self.pool[#self.pool]
  if WEAK[verb.text] and not matter and not (case and case.raised and case.raised.unit == figure.unit) then
    return self:keep(figure)
  end
  if case and (case.done or case.rate or is_strange(case, figure, base)) then
    self:flush()
    case = nil
  end
  case = case or self:fresh()
  add(case, "done", figure)
  if not case.raised and is_base(base, figure) then
    add(case, "raised", base) -- 其中涉及搬迁的312件，化解286件
    case.subject = base.counted
  end
  case.subject = case.subject or figure.counted
  case.verb, case.matter = verb, matter
end

--- All of the case at hand were done, says a clause without a count: 均已办结, 并督促整改到位.
---@param verb wenlu.Verb
function Cases:finish_all(verb)
  local case = self.open
  if case and case.raised and not case.done and not case.rate and not case.asked then
    case.done, case.implied, case.verb = case.raised, true, verb
    return true
  end
  return false
end

--- The case at hand was handed over with a time limit.
---@param verb wenlu.Verb
function Cases:set_deadline(verb)
  local case = self.open
  if case and case.raised and not case.done and not case.rate then
    case.deadline, case.verb = true, verb
  end
end

local SATISFACTION = wordset.new "满意 好评 滿意"
local TIMELY, IN_TIME = wordset.new "按期 按时", wordset.new "按"

local function is_satisfaction(measure)
  return SATISFACTION:find(measure) ~= nil
end

-- 按期办结率 is no rate of all that was done, unless the count says 按期 too.
local function asks_for_time(self, measure, case)
  local verb = case.verb
  return case.done and TIMELY:at(measure, 1) and
    not (verb and IN_TIME:find(self.reading, verb.first - 6, verb.first - 1))
end

local FAR = 240 -- bytes: a rate further behind its counts, and off by far, is not theirs

local function belongs(self, case, found)
  local figure = found.figure
  if not case or case.rate or found.alone or asks_for_time(self, found.measure, case) or
    is_satisfaction(found.measure) ~= (case.asked == true) or case.raised and #case.raised ~= #figure then
    return false
  end
  if not case.raised or not case.done or case.implied or reckoning.is_share(case.done, case.raised, figure) then
    return true
  end
  -- counts that do not give the rate: theirs only when it stands close and no other count lies between
  local last = self.pool[#self.pool]
  return figure.first - case.last <= FAR and not (last and last.first > case.last and last.last < figure.first)
end

--- Takes a rate: of the case at hand, or of a case of its own.
---@param found table  see wenlu.rates
function Cases:rate(found)
  local case, figure = self.open, found.figure
  if belongs(self, case, found) then
    add(case, "rate", figure)
    case.measure = found.measure
    if not case.raised and not case.done then
      case.period_before, case.period_at = found.period_before, found.period_at
    end
    reckoning.complete(self.pool, case, figure, add)
    return
  end
  local fresh = new_case(found.measure)
  fresh.period_before, fresh.period_at = found.period_before, found.period_at
  add(fresh, "rate", figure)
  if not found.alone then
    reckoning.complete(self.pool, fresh, figure, add)
  end
  local again = case and case.rate and found.measure:find "^按" and case.raised
  if again and #again == #figure and not fresh.raised then
    add(fresh, "raised", again)
  end
  self.closed[#self.closed + 1] = fresh
end

M.is_countable = function(unit)
  return handling.ISSUE_UNITS[unit] or handling.PEOPLE[unit] or false
end

return M
