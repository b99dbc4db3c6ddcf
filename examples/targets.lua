-- Puts what a city promised beside what it reported for the same year: wenlu --db FILE examples/targets.lua CITY
local process = require "wenlu.process"
local sqlite = require "wenlu.sqlite"

local db <close> = assert(sqlite.open(process.options().db, { readonly = true }))
local pairs_of = [[
  select distinct target.year, measure, target.rate as promised, result.rate as reported
  from rectification target join rectification result using (city, year, measure)
  where city = ? and target.status = 'target' and result.status = 'actual' and promised and reported
  order by measure, target.year, promised, reported]]
for row in db:rows(pairs_of, arg[1]) do
  local outcome = row.reported >= row.promised and "kept" or "missed"
  print(row.measure, row.year, row.promised .. "%", row.reported .. "%", outcome)
end
