--- Turns a printed rate into the counts it is the share of, where no word says what they are.
local M = {}

--- Whether a rate is the share of what was done in what was raised, each one exact figure.
---@param done wenlu.Figure
---@param raised wenlu.Figure
---@param rate wenlu.Figure
---@return boolean
function M.is_share(done, raised, rate)
  local part, whole = done.low, raised.low
  if #raised > 0 or #done > 0 or #rate > 0 or not part or not whole or whole == 0 or part > whole then
    return false
  end
  return math.abs(part / whole * 100 - (rate.low or rate.high)) < 0.6 and
    raised.mark == "exact" and done.mark == "exact"
end

-- The pair of kept counts whose share is the rate, the latest first.
local function pair_in(pool, rate)
  for i = #pool, 2, -1 do
    for k = i - 1, math.max(1, i - 6), -1 do
      if M.is_share(pool[i], pool[k], rate) then
        return pool[k], pool[i]
      end
    end
  end
end

-- The first count behind those raised that was done, if the rate is right.
local function done_in(pool, raised, rate)
  for i = 1, #pool do
    if pool[i].first > raised.last and M.is_share(pool[i], raised, rate) then
      return pool[i]
    end
  end
end

-- The last count before those done that was raised, if the rate is right.
local function raised_in(pool, done, rate)
  for i = #pool, 1, -1 do
    if pool[i].first < done.first and M.is_share(done, pool[i], rate) then
      return pool[i]
    end
  end
end

--- Gives a case the counts that no word explains but its rate does: 成功1,893件 of 2,750件 where 68.8% is printed.
---@param pool wenlu.Figure[]  counts that no word explains, few
---@param case wenlu.Case
---@param rate wenlu.Figure
---@param add fun(case: wenlu.Case, slot: string, figure: wenlu.Figure)
function M.complete(pool, case, rate, add)
  local last = pool[#pool]
  local near = last and last.sentence == rate.sentence and rate.clause - last.clause <= 2
  local raised, done
  if #rate > 1 and not case.raised and near and #last == #rate then
    add(case, "raised", last) -- 分别为131件、117件、64件，办结率分别为…
  elseif case.raised and not case.done then
    done = done_in(pool, case.raised, rate)
  elseif case.done and not case.raised then
    raised = raised_in(pool, case.done, rate)
  elseif not case.raised then
    raised, done = pair_in(pool, rate)
  end
  if raised then
    add(case, "raised", raised)
  end
  if done then
    add(case, "done", done)
  end
  case.reckoned = case.reckoned or (raised or done) ~= nil or nil
end

return M
