--- Turns Lua values into JSON and back, and JSON that is no JSON into one clear line.
local json = require "wenlu.json"

describe("json.encode", function()
  it("writes keys sorted by bytes, without blanks", function()
    assert.equal('{"B":2,"a":1,"aa":3,"市":4}', json.encode {aa = 3, ["市"] = 4, a = 1, B = 2})
  end)

  it("sorts the keys of large and nested objects", function()
    local big, expected = {}, {}
    for i = 1, 5000 do
      local key = string.format("k%05d", (i * 7919) % 5000)
      big[key] = {z = 1, y = {x = true}}
    end
    for i = 0, 4999 do
      expected[#expected + 1] = string.format('"k%05d":{"y":{"x":true},"z":1}', i)
    end
    assert.equal("{" .. table.concat(expected, ",") .. "}", json.encode(big))
  end)

  it("writes integers of 64 bits", function()
    assert.equal("[0,-1,9223372036854775807,-9223372036854775808]",
      json.encode {0, -1, math.maxinteger, math.mininteger})
  end)

  it("writes floats with the fewest digits that read back", function()
    local cases = {
      [95.6] = "95.6", [0.1] = "0.1", [0.1 + 0.2] = "0.30000000000000004", [1e308] = "1e+308",
      [5e-324] = "4.94065645841247e-324", [math.pi] = "3.141592653589793", [-0.5] = "-0.5",
      [94.5] = "94.5", [2.0 ^ 53] = "9007199254740992", [1e-7] = "1e-07",
    }
    for number, text in pairs(cases) do
      assert.equal(text, json.encode(number))
      assert.equal(number, json.decode(text))
    end
  end)

  it("writes a whole float as it writes the integer", function()
    assert.equal("[96,1,-3]", json.encode {96.0, 1.0, -3.0})
  end)

  it("reads back any float exactly", function()
    local state = 42
    for _ = 1, 20000 do
      state = state * 6364136223846793005 + 1442695040888963407
      local number = string.unpack("d", string.pack("i8", state))
      if number == number and math.abs(number) ~= math.huge then
        assert.equal(number, json.decode(json.encode(number)))
      end
    end
  end)

  it("keeps Chinese and the slash, escapes what must be", function()
    assert.equal('"南通市 a/b 𠀀"', json.encode "南通市 a/b 𠀀")
    assert.equal([["\"\\\b\f\n\r\t\u0000\u001b\u000b]] .. "\127" .. '"',
      json.encode "\"\\\b\f\n\r\t\0\27\v\127")
  end)

  it("indents", function()
    local value = {b = {1, {}}, a = json.array {}}
    assert.equal('{\n  "a": [],\n  "b": [\n    1,\n    {}\n  ]\n}',
      json.encode(value, {indent = 2}))
    assert.equal('{"a":[],"b":[1,{}]}', json.encode(value, {indent = 0}))
    assert.equal('{"a":[],"b":[1,{}]}', json.encode(value, {}))
  end)

  it("tells arrays from objects", function()
    assert.equal("{}", json.encode {})
    assert.equal("[]", json.encode(json.array()))
    assert.equal("[]", json.encode(json.array {}))
    assert.equal("[1]", json.encode {1})
    assert.equal('[[],{},[{}]]', json.encode(json.decode "[[],{},[{}]]"))
  end)

  it("writes null, true and false", function()
    assert.equal('[null,true,false,{"x":null}]',
      json.encode {json.null, true, false, {x = json.null}})
  end)

  it("writes a string of 10 MB", function()
    local text = ("南通\n"):rep(10 * 1024 * 1024 // 7)
    local encoded = json.encode {text}
    assert.equal(#text + #text // 7 + 4, #encoded)
    assert.equal(text, json.decode(encoded)[1])
  end)

  it("writes the same table twice if it is no cycle", function()
    local shared = {x = 1}
    assert.equal('[{"x":1},{"x":1}]', json.encode {shared, shared})
  end)

  describe("refuses", function()
    local function refused(value, message, code)
      local text, reason, word = json.encode(value)
      assert.is_nil(text)
      assert.equal("json: " .. message, reason)
      assert.equal(code, word)
    end

    it("what has no JSON form, and says where", function()
      refused({a = {1, {b = print}}}, "$.a[2].b: a function has no JSON form", "bad-value")
      refused(io.stdout, "$: a userdata has no JSON form", "bad-value")
      refused({coroutine.create(print)}, "$[1]: a thread has no JSON form", "bad-value")
      refused(nil, "$: a nil has no JSON form", "bad-value")
    end)

    it("NaN and the infinities", function()
      for _, number in ipairs {0 / 0, 1 / 0, -1 / 0} do
        refused({x = number}, "$.x: a NaN or an infinity has no JSON form", "bad-value")
      end
    end)

    it("keys that are no strings", function()
      refused({[2021] = 1}, "$: a key is a number, not a string", "bad-value")
      refused({x = {[true] = 1}}, "$.x: a key is a boolean, not a string", "bad-value")
    end)

    it("arrays with holes or names, which would lose something", function()
      refused({1, nil, 3}, "$: an array has holes or named fields", "bad-value")
      refused({1, 2, n = 2}, "$: an array has holes or named fields", "bad-value")
      refused(json.array {x = 1}, "$: an array has holes or named fields", "bad-value")
    end)

    it("bytes that are not UTF-8", function()
      local bad = {
        "\xFF", "\x80", "a\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE5\x8D", "\xE5\x8D(", "\xF0\xA0\x80", "市\xC4",
      }
      for _, text in ipairs(bad) do
        refused({text}, "$[1]: a string is not valid UTF-8", "bad-utf8")
        refused({[text] = 1}, "$: a key is not valid UTF-8", "bad-utf8")
      end
    end)

    it("a table inside itself", function()
      local outer = {inner = {}}
      outer.inner.outer = outer
      refused(outer, "....inner.outer.inner.outer.inner.outer: a table contains itself", "cycle")
    end)

    it("more levels than it can read", function()
      local value = {}
      for _ = 2, 2048 do
        value = {value}
      end
      assert.is_string(json.encode(value))
      refused({value}, "...[1][1][1][1][1][1]: nested more than 2048 levels deep", "too-deep")
    end)
  end)

  it("raises on wrong options", function()
    assert.has_error(function() json.encode() end)
    assert.has_error(function() json.encode({}, 2) end)
    for _, indent in ipairs {-1, 17, 1.5, "two"} do
      assert.error_matches(function() json.encode({}, {indent = indent}) end, "indent is not")
    end
  end)
end)

describe("json.decode", function()
  it("reads values of every kind", function()
    local text = ' {"a": [1, -2.5, "市\\u5e02\\ud840\\udc00"], "b": true, "c": {"d": null}}\n'
    local value = json.decode(text)
    assert.same({1, -2.5, "市市𠀀"}, value.a)
    assert.is_true(value.b)
    assert.equal(json.null, value.c.d)
  end)

  it("reads a bare value", function()
    assert.equal(1, json.decode "1")
    assert.equal("x", json.decode '"x"')
    assert.equal(false, json.decode "false")
    assert.equal(json.null, json.decode "null")
  end)

  it("tells integers from floats", function()
    assert.equal("integer", math.type(json.decode "96"))
    assert.equal("float", math.type(json.decode "96.0"))
    assert.equal(math.mininteger, json.decode "-9223372036854775808")
    assert.equal(1e308, json.decode "1e308")
  end)

  it("keeps a NUL in text", function()
    assert.equal("a\0b", json.decode '"a\\u0000b"')
  end)

  it("keeps the last of equal keys", function()
    assert.equal(2, json.decode('{"a":1,"a":2}').a)
  end)

  it("says line, column and reason", function()
    local cases = {
      ["\xEF\xBB\xBF1"] = "line 1 column 1: invalid token near '\xEF\xBB\xBF'",
      [""] = "line 1 column 0: unexpected token near end of file",
      ["[1,\n 2,]"] = "line 2 column 4: unexpected token near ']'",
      ['{"市": x}'] = "line 1 column 7: invalid token near 'x'",
      ["[1] [2]"] = "line 1 column 5: end of file expected near '['",
      ["[1e309]"] = "line 1 column 6: real number overflow near '1e309'",
      ["[9223372036854775808]"] = "line 1 column 20: too big integer near '9223372036854775808'",
      ['"a\27b"'] = [[line 1 column 2: control character 0x1b near '"a']],
      ['"\xFF"'] = [[line 1 column 1: unable to decode byte 0xff near '"']],
      ['["市",\n1\0]'] = "line 2 column 2: a NUL byte",
      ["1\0002"] = "line 1 column 2: end of file expected near '2'",
    }
    for text, message in pairs(cases) do
      local value, reason, code = json.decode(text)
      assert.is_nil(value)
      assert.equal("bad-json", code)
      assert.equal("json: " .. message, reason)
    end
  end)

  it("stops at 2048 levels", function()
    local function nested(levels)
      return ("["):rep(levels) .. ("]"):rep(levels)
    end
    assert.equal(nested(2048), json.encode(json.decode(nested(2048))))
    local value, reason, code = json.decode(nested(2049))
    assert.is_nil(value)
    assert.equal("bad-json", code)
    assert.matches("depth", reason)
    assert.is_nil((json.decode(("["):rep(1000000))))
    assert.is_nil((json.decode(('{"a":'):rep(100000))))
  end)

  it("survives every truncation and every changed byte", function()
    local text = '{"a":[1,-2.5e3,"市\\u5e02",null],"b":{"c":true}}'
    for last = 0, #text - 1 do
      local _, _, code = json.decode(text:sub(1, last))
      assert.equal("bad-json", code)
    end
    for at = 1, #text do
      for byte = 0, 255 do
        local changed = text:sub(1, at - 1) .. string.char(byte) .. text:sub(at + 1)
        local value, reason = json.decode(changed)
        assert.is_true(value ~= nil or reason:find("^json: line %d+ column %d+: ") ~= nil)
      end
    end
  end)

  it("takes a string only", function()
    assert.has_error(function() json.decode() end)
    assert.has_error(function() json.decode {} end)
  end)
end)

describe("json.array", function()
  it("marks and returns the same table", function()
    local list = {}
    assert.equal(list, json.array(list))
    assert.equal(list, json.array(list))
  end)

  it("leaves another's metatable alone", function()
    assert.error_matches(function() json.array(setmetatable({}, {})) end, "metatable")
    assert.has_error(function() json.array "x" end)
  end)
end)
