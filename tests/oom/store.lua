-- Writes and reads a store in memory, packed rows in it, and a JSON text.

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

local bulk = require "wenlu.bulk"
bulk.attach(db)
local packed = bulk.pack({ { { 0, 1 }, "name" } }, { { { name = "泰州市" }, { name = ("长"):rep(9000) } } })
bulk.write({ packed, packed }, { db:prepare "INSERT INTO city SELECT c1, c2 FROM packed(?)" }, { 11 })
assert(db:value "select count(*) from city" == 7)
db:close()

local text = assert(json.encode({ rate = 95.6, list = { 1, 2, { name = "整改率" } } }))
assert(json.decode(text).list[3].name == "整改率")
