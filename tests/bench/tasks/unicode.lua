--- Turns a large UTF-8 text into the work that the Unicode benches measure.

local unicode = require "wenlu.unicode"

local M = {}

for _, name in ipairs { "nfc", "nfkc", "fold", "width", "grapheme_count", "grapheme_offsets" } do
  M[name] = function(bytes)
    return function()
      return assert(unicode[name](bytes))
    end
  end
end

for _, name in ipairs { "nfc", "nfkc" } do
  M[name .. "_plain"] = function(bytes) -- as on processors without the vectors we know
    return function()
      return assert(unicode[name](bytes, "plain"))
    end
  end
end

return M
