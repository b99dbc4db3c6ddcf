-- Writes and reads a store in memory and a JSON text.

local json = require "wenlu.json"
local sqlite = require "wenlu.sqlite"

local db = assert(sqlite.open ":memory:")
db:exec "create table city (id integer primary key, name text)"
local insert = db:prepare "insert into city (name) values (?)"
db:transaction(function()
  for _, name in ipairs { "南通市", "盐城市", "a\0b" } do
    insert:run(name)
  end
end)
local count = 0
for row in db:rows "select id, name from city order by id" do
  count = count + row.id
end
assert(count == 6)
db:close()

local text = assert(json.encode({ rate = 95.6, list = { 1, 2, { name = "整改率" } } }))
assert(json.decode(text).list[3].name == "整改率")
