--- Turns a count and the name it was found to belong to into a binding; what the rules of initiatives share.
local M = {}

--- Marks that end a phrase.
M.BREAKS = { "，", "。", "；", "：", "、", ",", ";", "\n", "（", "）", "(" }

--- The first of some words (or patterns) that a text holds.
---@param text string
---@param list string[]
---@param plain boolean?  words, not patterns
---@return string?
function M.finds(text, list, plain)
  for _, word in ipairs(list) do
    if text:find(word, 1, plain) then
      return word
    end
  end
end

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
  local bound = { count = count, anchor = anchor, name = name, rule = rule }
  count.initiative = bound
  anchor.bound = true
  state.bound[#state.bound + 1] = bound
end

--- The text of a count's clause before it.
---@param state table
---@param count table
---@return string
function M.before(state, count)
  local clause = state.sentence.clauses[count.clause]
  return state.reading:sub(clause.first, count.first - 1)
end

return M
