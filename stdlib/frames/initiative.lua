--- Turns sentences into counts of initiatives: 书记项目, brands, star branches, sessions, 第一书记 and their kin.
local M = {
  name = "initiative",
  about = "书记项目、品牌、星级支部、宣讲场次、第一书记等的数量。Printed counts of party-office initiatives.",
}

M.columns = {
  { "name", "TEXT" }, { "kind", "TEXT" }, { "count", "NUMERIC" }, { "mark", "TEXT" }, { "unit", "TEXT" },
  { "status", "TEXT" },
}

M.words = {}

local NEAR_AFTER = 24  -- bytes between the name and a count that follows it
local NEAR_BEFORE = 42 -- bytes between a count and the name that it counts

local function is_counted(row)
  return row ~= nil and row.initiative ~= nil and row.initiative.frame == "initiative"
end

local function takes_unit(initiative, unit)
  return ("|" .. (initiative.units or "") .. "|"):find("|" .. unit .. "|", 1, true) ~= nil
end

local function has_break(text)
  return text:find("，", 1, true) or text:find("。", 1, true) or text:find("；", 1, true) or text:find("、", 1, true) or
    text:find("\n", 1, true) or text:find("[,;]")
end

-- The count that belongs to the initiative at tokens[k]: right before it, or right behind it.
local function count_of(reading, tokens, k)
  local name = tokens[k]
  local initiative = name.row.initiative
  for i = k - 1, 1, -1 do
    local token = tokens[i]
    local between = reading:sub(token.last + 1, name.first - 1)
    if #between > NEAR_BEFORE or has_break(between) then
      break
    end
    if token.kind == "quantity" then
      if takes_unit(initiative, token.unit) and not token.taken then
        return token
      end
      break
    end
  end
  for i = k + 1, #tokens do
    local token = tokens[i]
    local between = reading:sub(name.last + 1, token.first - 1)
    if #between > NEAR_AFTER or has_break(between) or token.kind == "initiative" and token.row and token.row.initiative then
      break
    end
    if token.kind == "quantity" then
      if takes_unit(initiative, token.unit) and not token.taken then
        return token
      end
      break
    end
  end
end

local SESSION = { ["场"] = "场次", ["场次"] = "场次", ["期"] = "期数", ["讲"] = "讲数", ["节"] = "节数", ["堂"] = "堂数" }

local QUOTES = { ["“"] = true, ["”"] = true, ["‘"] = true, ["’"] = true, ["「"] = true, ["」"] = true, ["『"] = true, ["』"] = true }

--- A name without the quotation marks around it.
---@param name string
---@return string
function M.unquote(name)
  if QUOTES[name:sub(1, 3)] then
    name = name:sub(4)
  elseif name:sub(1, 1) == '"' then
    name = name:sub(2)
  end
  if QUOTES[name:sub(-3)] then
    return name:sub(1, -4)
  end
  return name:sub(-1) == '"' and name:sub(1, -2) or name
end

local function name_of(reading, name, unit)
  local surface = reading:sub(name.first, name.last)
  local initiative = name.row.initiative
  local plain = M.unquote(surface)
  if SESSION[unit] then
    return plain .. "（" .. SESSION[unit] .. "）"
  end
  return plain ~= "" and plain or initiative.kind
end

--- Reads the facts of a document.
---@param reader table see wenlu.facts
---@return table[] rows
function M.read(reader)
  local reading = reader.document.reading
  local bit = reader.bits.initiative_term
  local rows = {}
  local i = reader.mentions:find(1, bit)
  while i do
    local sentence = reader:sentence(i)
    for k, token in ipairs(sentence.tokens) do
      if token.kind == "initiative" and is_counted(token.row) then
        local count = count_of(reading, sentence.tokens, k)
        if count then
          count.taken = true
          rows[#rows + 1] = {
            name = name_of(reading, token, count.unit), kind = token.row.initiative.kind,
            count = count.low or count.high, mark = count.mark, unit = count.unit, status = count.status,
            figure = count, sentence = sentence, rule = "initiative/count",
            evidence = { { slot = "count", token = count }, { slot = "name", token = token } },
          }
        end
      end
    end
    i = reader.mentions:find(i + 1, bit)
  end
  return rows
end

return M
