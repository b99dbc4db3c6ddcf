--- Turns bytes into their SHA-256, as FIPS 180-4 has it.
local digest = require "wenlu.digest"

describe("digest.sha256", function()
  it("gives the standard's own examples", function()
    local vectors = {
      [""] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      ["abc"] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      ["abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"] =
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      [("a"):rep(1000000)] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    }
    for bytes, expected in pairs(vectors) do
      assert.equal(expected, digest.sha256(bytes))
    end
  end)

  it("reads past NUL", function()
    assert.not_equal(digest.sha256 "a\0b", digest.sha256 "a\0c")
  end)

  it("raises without bytes", function()
    assert.has_error(function() digest.sha256() end)
  end)
end)
