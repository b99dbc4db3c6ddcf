--- Turns a count and the name it was found to belong to into a binding; what the rules of initiatives share.
local wordset = require "wenlu.wordset"

local M = {}

--- Marks that end a phrase.
M.BREAKS = wordset.new { "，", "。", "；", "：", "、", ",", ";", "\n", "（", "）", "(" }

--- Whether sessions are counted, not things or people.
---@param record table  of data/initiatives.tsv
function M.is_session(record)
  return record.canonical == "sessions"
end

--- Remembers that a count belongs to a name.
---@param state table  see wenlu.frames.initiative
---@param count table  the token
---@param anchor wenlu.Anchor
---@param name string
---@param rule string
function M.bind(state, count, anchor, name, rule)
  state.taken[count], anchor.bound = true, true
  state.bound[#state.bound + 1] = { count = count, anchor = anchor, name = name, rule = rule }
end

--- The first word of a set in a count's clause before it.
---@param state table
---@param count table
---@param set wenlu.wordset.Set
---@return integer? first
---@return integer? last
function M.find_before(state, count, set)
  return set:find(state.reading, state.sentence.clauses[count.clause].first, count.first - 1)
end

return M
