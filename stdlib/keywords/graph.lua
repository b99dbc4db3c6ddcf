--- Turns pairs of neighbouring words into the rank of each, as jieba's TextRank does.

local tally = require "wenlu.tally"

local M = {}

-- For each word of the edges, by code points: what it is joined to, and which share of the other's edges that is.
local function graph_of(edges)
  local joined, out, nodes, index = {}, {}, {}, {}
  local function add(from, to, weight)
    if not joined[from] then
      joined[from], out[from], nodes[#nodes + 1] = {}, 0, from
    end
    table.insert(joined[from], { to, weight })
    out[from] = out[from] + weight
  end
  for _, edge in ipairs(edges) do
    add(edge[1], edge[2], edge.weight)
    add(edge[2], edge[1], edge.weight)
  end
  table.sort(nodes, tally.before)
  for i, name in ipairs(nodes) do
    index[name] = i
  end
  local graph = {}
  for i, name in ipairs(nodes) do
    graph[i] = {}
    for _, edge in ipairs(joined[name]) do
      table.insert(graph[i], index[edge[1]])
      table.insert(graph[i], edge[2] / out[edge[1]])
    end
  end
  return graph, nodes
end

local DAMPING, ROUNDS = 0.85, 10

-- Each round goes over the words in their order, each using what the ones before it have just become.
local function rounds(graph)
  local ranks = {}
  for i = 1, #graph do
    ranks[i] = 1.0 / #graph
  end
  for _ = 1, ROUNDS do
    for i, edges in ipairs(graph) do
      local sum = 0
      for k = 1, #edges, 2 do
        sum = sum + edges[k + 1] * ranks[edges[k]]
      end
      ranks[i] = (1 - DAMPING) + DAMPING * sum
    end
  end
  return ranks
end

--- Ranks the words of weighted, undirected edges; the highest rank is 1.
---@param edges {[1]: string, [2]: string, weight: integer}[]  in the order in which the pairs first came: sums of
--- floats depend on it
---@return table<string, number> ranks
---@return string[] words  by code points
function M.rank(edges)
  local graph, nodes = graph_of(edges)
  local ranks, scaled = rounds(graph), {}
  local lowest, highest = math.huge, 0x1p-1022
  for _, value in ipairs(ranks) do
    lowest, highest = math.min(lowest, value), math.max(highest, value)
  end
  for i, name in ipairs(nodes) do
    scaled[name] = (ranks[i] - lowest / 10.0) / (highest - lowest / 10.0)
  end
  return scaled, nodes
end

return M
