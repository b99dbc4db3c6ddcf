--- Turns data/stopwords.tsv into the set of words that tell nothing of a theme.
local tables = require "wenlu.tables"

local M = {}

local sets = {}

--- The stop words: those of grammar (的, 以及), and with `boilerplate` the set words of official writing (进一步, 切实).
---@param options? {boilerplate: boolean?}
---@return table<string, true> words  shared: do not change it
function M.set(options)
  local boilerplate = options ~= nil and options.boilerplate == true
  if not sets[boilerplate] then
    local words = {}
    for _, record in ipairs(tables.read "stopwords") do
      if boilerplate or record.layer == "function" then
        words[record.text] = true
      end
    end
    sets[boilerplate] = words
  end
  return sets[boilerplate]
end

return M
