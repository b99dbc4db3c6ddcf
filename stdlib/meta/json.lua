---@meta wenlu.json

--- JSON text (RFC 8259) from Lua values and back. The same value always gives the same bytes: keys
--- are sorted by bytes, nothing depends on the locale. One call handles at most 2048 levels of
--- nesting.
---
---     local json = require "wenlu.json"
---     json.encode {rate = 95.6, city = "南通市", places = json.array {}}
---     --> {"city":"南通市","places":[],"rate":95.6}
---     local value, message, code = json.decode(text)
local json = {}

--- JSON's null, where a table cannot hold nil: `json.decode("[null]")[1] == json.null`. It counts
--- as true in a condition. A light userdata, the same in every Lua state.
---@type lightuserdata
json.null = nil

--- Turns a value into JSON text of one line, or of many when `indent` is given.
---
--- A table with a value at 1, or marked by `json.array`, is an array and must have nothing but 1 to
--- #t; any other is an object and must have string keys only. Metatables' methods are not called.
--- Integers are written with all their digits, floats with the fewest, from 15, that read back as
--- the same number; a whole float as an integer is (96.0 is `96`). Strings must be UTF-8; Chinese
--- and `/` stay as they are, control characters (NUL too) are escaped.
---
---     json.encode({b = {1, 2.5}, a = json.null})             --> {"a":null,"b":[1,2.5]}
---     json.encode({b = {1, 2.5}}, {indent = 2})               --> indented by 2 blanks a level
---     json.encode {rows = {{rate = 0 / 0}}}
---     --> nil, "json: $.rows[1].rate: a NaN or an infinity has no JSON form", "bad-value"
---
--- Raises when the value is missing or indent is no number from 0 to 16.
---@param value any nil, boolean, number, string, table or json.null
---@param options? {indent?: integer} blanks a level, 0 to 16; 0, the default, means one line
---@return string? text
---@return string? message "json: PATH: reason", PATH from the root $
---@return string? code "bad-value" (no JSON form), "bad-utf8", "cycle", "too-deep"
function json.encode(value, options) end

--- Turns JSON text into a value. Arrays come marked as by `json.array`, so that an empty one is
--- written back as `[]`. Numbers without fraction and exponent are integers, others floats; an
--- integer of more than 64 bits, a float above 1.8e308 and a key with a NUL are errors. Of equal
--- keys the last counts.
---
---     json.decode '{"rate": 95.6, "note": null}'   --> {rate = 95.6, note = json.null}
---     json.decode "[1,"
---     --> nil, "json: line 1 column 3: unexpected token near end of file", "bad-json"
---
---@param text string one JSON value; blanks around it are allowed, a byte order mark is not
---@return any value json.null for null, nil only on failure
---@return string? message "json: line L column C: reason"; columns count characters
---@return string? code "bad-json"
function json.decode(text) end

--- Marks a table as an array, by its metatable, and returns it; makes one when none is given.
---
---     json.encode {facts = json.array()}   --> {"facts":[]}
---
--- Raises when the table has another metatable.
---@generic T: table
---@param list? T
---@return T list
function json.array(list) end

return json
