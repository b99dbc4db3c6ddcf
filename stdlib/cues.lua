--- Turns the tokens of a sentence into the cue words of one frame, by role, for questions about what stands where.
local M = {}

--- The cue words of a frame in a sentence: role -> tokens in order. Kept on the sentence, for each frame.
---@param sentence table  see stdlib/meta/sentence.lua
---@param frame string
---@return table<string, wenlu.Token[]>
function M.of(sentence, frame)
  local kept = sentence.cues
  if not kept then
    kept = {}
    sentence.cues = kept
  elseif kept[frame] then
    return kept[frame]
  end
  local roles = {}
  for _, token in ipairs(sentence.tokens) do
    local role = token.row and token.row.roles and token.row.roles[frame]
    if role then
      local list = roles[role]
      if not list then
        list = {}
        roles[role] = list
      end
      list[#list + 1] = token
    end
  end
  kept[frame] = roles
  return roles
end

--- The last cue of a role inside [from, to] of the reading.
---@return wenlu.Token?
function M.last(roles, role, from, to)
  local list = roles[role]
  for i = list and #list or 0, 1, -1 do
    local token = list[i]
    if token.first < from then
      return nil
    elseif token.last <= to then
      return token
    end
  end
end

--- The first cue of a role inside [from, to] of the reading.
---@return wenlu.Token?
function M.first(roles, role, from, to)
  local list = roles[role]
  for i = 1, list and #list or 0 do
    local token = list[i]
    if token.last > to then
      return nil
    elseif token.first >= from then
      return token
    end
  end
end

return M
