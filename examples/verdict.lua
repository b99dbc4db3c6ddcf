-- Judges a rate against its counts: wenlu examples/verdict.lua RAISED DONE RATE [MARK]; "-" where none is stated
local verdict = require "wenlu.verdict"

local raised, done, rate, mark = table.unpack(arg)
raised, done = math.tointeger(tonumber(raised)), math.tointeger(tonumber(done))
print(verdict.of(raised, done, rate, mark))
if raised and done then
  print(("%d of %d is %.4f%%"):format(done, raised, done / raised * 100))
end
