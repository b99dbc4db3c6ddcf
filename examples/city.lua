-- Prints the rates of one city straight from the store: wenlu --db FILE examples/city.lua CITY
local process = require "wenlu.process"
local sqlite = require "wenlu.sqlite"

local db <close> = assert(sqlite.open(process.options().db, { readonly = true }))
local rates = [[
  select year, measure, raised, done, rate, verdict from rectification
  where city = ? and status = 'actual' and rate is not null order by measure, year, rate]]
for row in db:rows(rates, arg[1]) do
  local counts = row.raised and row.done and row.done .. "/" .. row.raised or ""
  print(row.measure, row.year, row.rate .. "%", counts, row.verdict)
end
