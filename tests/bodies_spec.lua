--- Turns the table of bodies into a verdict: it parses, and its names and years agree with each other.

local LEVELS = { central = true, province = true, city = true, county = true, people = true }

local function split(text, separator)
  local fields = {}
  for field in (text .. separator):gmatch("(.-)" .. separator) do
    fields[#fields + 1] = field
  end
  return fields
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  local rows, number = {}, 0
  for line in file:lines() do
    number = number + 1
    if line:sub(1, 1) ~= "#" then
      local fields = split(line, "\t")
      assert.equal(6, #fields, path .. ":" .. number .. ": number of columns")
      rows[#rows + 1] = {
        name = fields[1],
        short = fields[2] == "-" and {} or split(fields[2], "|"),
        former = fields[3] == "-" and {} or split(fields[3], "|"),
        from = fields[4], to = fields[5],
        levels = split(fields[6], "|"),
        line = path .. ":" .. number,
      }
    end
  end
  return rows
end

-- The rows of others that have a level of row.
local function share_level(row, others)
  local found = {}
  for _, other in ipairs(others or {}) do
    local levels = " " .. table.concat(other.levels, " ") .. " "
    for _, level in ipairs(row.levels) do
      if levels:find(" " .. level .. " ", 1, true) and found[#found] ~= other then
        found[#found + 1] = other
      end
    end
  end
  return found
end

local rows = read "data/bodies.tsv"

describe("the table of bodies", function()
  it("has some hundred bodies, each with a name in UTF-8 and known levels", function()
    assert.is_true(#rows >= 400)
    for _, row in ipairs(rows) do
      assert.truthy(utf8.len(row.name), row.line)
      assert.is_true(utf8.len(row.name) >= 2, row.line)
      for _, level in ipairs(row.levels) do
        assert.is_true(LEVELS[level], row.line .. ": " .. level)
      end
    end
  end)

  it("gives years as four digits or -, and the first before the last", function()
    for _, row in ipairs(rows) do
      for _, year in ipairs { row.from, row.to } do
        assert.truthy(year == "-" or year:match "^[12]%d%d%d$", row.line .. ": " .. year)
      end
      if row.from ~= "-" and row.to ~= "-" then
        assert.is_true(row.from < row.to, row.line)
      end
    end
  end)

  it("gives a name or short name to one body of a level at a time", function()
    local owners = {}
    for _, row in ipairs(rows) do
      local from = row.from == "-" and "0000" or row.from
      local to = row.to == "-" and "9999" or row.to
      for _, level in ipairs(row.levels) do
        for _, name in ipairs { row.name, table.unpack(row.short) } do
          local key = name .. " " .. level
          owners[key] = owners[key] or {}
          for _, other in ipairs(owners[key]) do
            local apart = to <= other.from or other.to <= from
            assert.is_true(apart, row.line .. ": " .. key .. " is also on " .. other.line)
          end
          table.insert(owners[key], { from = from, to = to, line = row.line })
        end
      end
    end
  end)

  it("lets no body take over one that ended at quite another time", function()
    local by_name = {}
    for _, row in ipairs(rows) do
      by_name[row.name] = by_name[row.name] or {}
      table.insert(by_name[row.name], row)
    end
    for _, row in ipairs(rows) do
      for _, former in ipairs(row.former) do
        local fits, known = row.from == "-", false
        for _, other in ipairs(share_level(row, by_name[former])) do
          known = true
          local gap = other.to ~= "-" and row.from ~= "-" and tonumber(row.from) - tonumber(other.to)
          fits = fits or other.to == "-" or gap and gap >= -5 and gap <= 15
        end
        assert.is_true(fits or not known, row.line .. ": " .. row.name .. " after " .. former)
      end
    end
  end)
end)
