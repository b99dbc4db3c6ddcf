-- Names the files of a folder that are not plain UTF-8, and how that was seen: wenlu examples/charsets.lua FOLDER
local charset = require "wenlu.charset"
local files = require "wenlu.files"

local folder, plain = arg[1], 0
for _, name in ipairs(assert(files.list(folder))) do
  local bytes = files.read(folder .. "/" .. name)
  if bytes then
    local found, confidence, why = charset.detect(bytes)
    if found == "UTF-8" and not why:find "mark" then
      plain = plain + 1
    else
      print(name, found or confidence, why)
    end
  end
end
print(plain .. " files in plain UTF-8")
