-- Stretches in reading order, and the one that holds an offset.

local stretches = require "wenlu.stretches"

describe("an offset", function()
  local list = { { first = 3, last = 5 }, { first = 6, last = 6 }, { first = 10, last = 12 } }

  it("lies in the stretch that begins by it and ends no sooner", function()
    local held = {}
    for offset = 1, 13 do
      local stretch = stretches.holding(list, offset)
      held[offset] = stretch and stretch.first or 0
    end
    assert.are.same({ 0, 0, 3, 3, 3, 6, 0, 0, 0, 10, 10, 10, 0 }, held)
  end)

  it("has so many stretches that begin by it", function()
    local begun = {}
    for offset = 1, 13 do
      begun[offset] = stretches.begun(list, offset)
    end
    assert.are.same({ 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3 }, begun)
  end)

  it("lies in none of no stretches", function()
    assert.are.equal(0, stretches.begun({}, 1))
    assert.is_nil(stretches.holding({}, 1))
  end)
end)
