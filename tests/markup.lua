--- Turns HTML or SVG of ours into its elements, or into the first thing that is not well-formed.

local M = {}

local VOID = { meta = true, br = true }

local function attributes_of(text)
  local attributes, rest = {}, text
  while rest:find("%S") do
    local name, value, after = rest:match('^%s+([%w:-]+)="([^"<]*)"(.*)$')
    assert(name, "not an attribute: " .. rest)
    assert(not attributes[name], "attribute twice: " .. name)
    assert(not value:gsub("&#?%w+;", ""):find("&"), "bare & in " .. value)
    attributes[name], rest = value, after
  end
  return attributes
end

--- Elements in document order, each {name=, attributes=, text=}: text directly inside it.
--- Raises when a tag is not closed, an attribute is not quoted, or a < or & is bare.
function M.elements(text)
  local list, open = {}, {}
  text = text:gsub("^<!DOCTYPE html>\n", ""):gsub("<style>.-</style>", "<style></style>")
  local position = 1
  while position <= #text do
    local before, inside, after = text:match("^([^<>]*)<([^<>]*)>()", position)
    assert(before, "neither text nor a tag at byte " .. position .. ": " .. text:sub(position, position + 60))
    assert(not before:gsub("&#?%w+;", ""):find("&"), "bare & in " .. before)
    if #open > 0 then
      open[#open].text = open[#open].text .. before
    end
    local closing = inside:match("^/(%w+)$")
    if closing then
      local element = table.remove(open)
      local name = element and element.name or "nothing"
      assert(name == closing, "</" .. closing .. "> closes " .. name)
    else
      local name, attributes, empty = inside:match("^(%w+)(.-)(/?)$")
      local element = { name = assert(name, inside), attributes = attributes_of(attributes), text = "" }
      list[#list + 1] = element
      if empty == "" and not VOID[name] then
        open[#open + 1] = element
      end
    end
    position = after
    if not text:find("<", position, true) then
      assert(not text:find("%S", position), "text after the last tag")
      break
    end
  end
  assert(#open == 0, "not closed: " .. (open[1] and open[1].name or ""))
  return list
end

--- Elements of one name.
function M.named(list, name)
  local found = {}
  for _, element in ipairs(list) do
    if element.name == name then
      found[#found + 1] = element
    end
  end
  return found
end

--- Every id once, every local link answered: raises otherwise.
function M.check_links(list)
  local ids = {}
  for _, element in ipairs(list) do
    local id = element.attributes.id
    assert(not id or not ids[id], "id twice: " .. tostring(id))
    if id then
      ids[id] = true
    end
  end
  for _, element in ipairs(M.named(list, "a")) do
    local target = element.attributes.href:match("^#(.+)$")
    assert(target, "a link that leaves the page: " .. element.attributes.href)
    assert(ids[target], "a link to nothing: " .. target)
  end
end

return M
