--- Turns a large UTF-8 text into the work of full-text search: an index built, and queries over 80,000 paragraphs.
local sqlite = require "wenlu.sqlite"

local M = {}

local DOCUMENT = 8000 -- bytes, at least
local QUERIES = { "整改率", "营商环境", "高质量发展", "书记项目", "办结率" }

local function database(bytes, least)
  local db = assert(sqlite.open ":memory:")
  db:exec "PRAGMA page_size = 16384; CREATE TABLE text (document INTEGER PRIMARY KEY, content TEXT); BEGIN"
  local insert = db:prepare "INSERT INTO text (content) VALUES (?)"
  local lines, size = {}, 0
  for line in bytes:gmatch "[^\n]+" do
    lines[#lines + 1] = line
    size = size + #line
    if size >= least then
      insert:run(table.concat(lines, "\n"))
      lines, size = {}, 0
    end
  end
  db:exec "COMMIT"
  return db
end

local index = require "wenlu.search.index"

--- The index of documents of 8 KB, their texts being in a table already.
M.search_build = function(bytes)
  local db = database(bytes, DOCUMENT)
  return function()
    db:transaction(function()
      index.rebuild(db)
    end)
  end
end

--- The ten best paragraphs for five queries of three hanzi and more: trigrams find nothing for fewer.
M.search_query = function(bytes)
  local db = database(bytes, 1)
  index.build(db)
  return function()
    local count = 0
    for _ = 1, 20 do
      for _, query in ipairs(QUERIES) do
        for _ in db:rows('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 10', query) do
          count = count + 1
        end
      end
    end
    return count
  end
end

return M
