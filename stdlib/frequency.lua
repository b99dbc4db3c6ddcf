--- Turns documents of words into frequencies by group: by city and year, or by whatever fields the documents have.

local corpus = require "wenlu.corpus"
local tally = require "wenlu.tally"

local M = {}

--- One word in one group; it also has the group's fields (city, year).
---@class wenlu.frequency.Row
---@field word string
---@field count integer
---@field per_million number  of the words counted in the group
---@field documents integer   of the group that have the word
---@field share number        of the group's documents, 0 to 1

---@class wenlu.frequency.Group
---@field words integer       that were counted
---@field documents integer
---@field types integer       different words

---@class wenlu.frequency.Options
---@field by string[]?      fields of the documents; all in one group when absent
---@field words string[]?   the words to tell of; all when absent
---@field keep nil|fun(word: string): boolean  which words count, in the totals too
---@field least integer?    count in the group (1)
---@field limit integer?    words of each group

-- The documents of each group, the groups in the order of their fields: cities as in GB/T 2260, unknown values last.
local function grouped(documents, by)
  local groups, found = {}, {}
  for _, document in ipairs(documents) do
    local parts = {}
    for i, field in ipairs(by) do
      local value = document[field]
      parts[i] = value == nil and "" or math.type(value) == "integer" and "i" .. value or "s" .. tostring(value)
      parts[i] = ("%d:%s"):format(#parts[i], parts[i])
    end
    local key = table.concat(parts)
    local group = found[key]
    if not group then
      group = { members = {}, order = #groups + 1 }
      for _, field in ipairs(by) do
        group[field] = document[field]
      end
      found[key], groups[group.order] = group, group
    end
    group.members[#group.members + 1] = document
  end
  local fields = table.pack(table.unpack(by))
  fields[#fields + 1] = "order"
  return corpus.sort(groups, table.unpack(fields))
end

local function rows_of(group, by, options)
  local counts, total, within = tally.count(group.members, options.keep)
  local size, rows, least = #group.members, {}, options.least or 1
  local words = options.words or tally.words(counts)
  for _, word in ipairs(words) do
    local count = counts[word] or 0
    if options.words or count >= least then
      local row = {
        word = word, count = count, per_million = total > 0 and count * 1e6 / total or 0.0,
        documents = within[word] or 0, share = (within[word] or 0) / size,
      }
      for _, field in ipairs(by) do
        row[field] = group[field]
      end
      rows[#rows + 1] = row
    end
  end
  local types = #words
  if options.words then
    types = #tally.words(counts)
  else
    tally.sort(rows, "count", options.limit)
  end
  return rows, { words = total, documents = size, types = types }
end

--- Counts words in each group: the most frequent first, or the words asked for, in their order and with their zeros.
---
---     frequency.count(documents, { by = { "city", "year" }, words = { "整改率", "满意率" } })
---     --> { { city = "苏州市", year = 2021, word = "整改率", count = 12, per_million = 431.2, ... }, ... }
---
---@param documents wenlu.tokens.Document[]
---@param options? wenlu.frequency.Options
---@return wenlu.frequency.Row[] rows  group after group
---@return wenlu.frequency.Group[] groups  with the fields of each, in the same order
function M.count(documents, options)
  options = options or {}
  local by, all, groups = options.by or {}, {}, {}
  for _, group in ipairs(grouped(documents, by)) do
    local rows, summary = rows_of(group, by, options)
    for _, field in ipairs(by) do
      summary[field] = group[field]
    end
    groups[#groups + 1] = summary
    table.move(rows, 1, #rows, #all + 1, all)
  end
  return all, groups
end

return M
