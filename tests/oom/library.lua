-- Opens every module in C and reads the library's files.

for name in pairs(package.preload) do
  require(name)
end

local embed = require "wenlu.embed"
assert(#embed.list "stdlib/" > 0)
assert(embed.read "stdlib/cli.lua")
assert(embed.load "stdlib/cli.lua")
assert(select("#", embed.load "stdlib/nosuch.lua") == 3)
assert(require "wenlu.cli".names()[1])
