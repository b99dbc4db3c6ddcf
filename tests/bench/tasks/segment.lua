--- Turns a text into the measured work of wenlu.segment: `{ [task] = function(bytes) -> work }`.
local segment = require "wenlu.segment"

local SLICE = 1 << 16

--- The text in slices of whole lines, as a stream hands it out.
local function slices(bytes)
  local list, first = {}, 1
  while first <= #bytes do
    local last = bytes:find("\n", first + SLICE, true) or #bytes
    list[#list + 1] = bytes:sub(first, last)
    first = last + 1
  end
  return list
end

local function cut(options)
  return function(bytes)
    local segmenter, list = assert(segment.new()), slices(bytes)
    return function()
      for i = 1, #list do
        segmenter:cut(list[i], options)
      end
    end
  end
end

local function count(bytes)
  local segmenter, list = assert(segment.new()), slices(bytes)
  return function()
    local counter = segment.counter()
    for i = 1, #list do
      segmenter:count(list[i], counter)
    end
    return counter:list { top = 100 }
  end
end

local function ready()
  return function()
    return assert(segment.new())
  end
end

return {
  cut = cut(),
  ["cut-plain"] = cut { hmm = false },
  ["cut-full"] = cut { mode = "full" },
  ["cut-search"] = cut { mode = "search" },
  ["cut-tags"] = cut { tags = true },
  ["cut-posseg"] = cut { tags = "posseg" },
  ["count-words"] = count,
  ready = ready,
}
