--- Turns busted's events into lines for a person, the last one being `N passed, N failed`.

local M = {}

local Output = {}
Output.__index = Output

--- The names of all enclosing blocks and the spec's own, in one line.
local function full_name(busted, element)
  local names = {}
  local current = element
  while current and current.descriptor and current.descriptor ~= "file" and current.descriptor ~= "suite" do
    table.insert(names, 1, current.name or current.descriptor)
    current = busted.context.parent(current)
  end
  return table.concat(names, " ")
end

local function place(trace)
  if trace and trace.short_src and trace.currentline then
    return ("%s:%d"):format(trace.short_src, trace.currentline)
  end
  return nil
end

local function indent(text)
  return "    " .. text:gsub("\n+$", ""):gsub("\n", "\n    ")
end

--- Records one failure; busted's trace is where it happened, the element's where the spec begins.
function Output:add_problem(element, message, trace)
  local lines = {}
  local name = full_name(self.busted, element)
  lines[1] = ("FAILED  %s"):format(name ~= "" and name or element.name or "loading")
  if place(element.trace) then
    lines[1] = lines[1] .. ("  (%s)"):format(place(element.trace))
  end
  lines[2] = indent(tostring(message))
  if trace and trace.traceback and trace.traceback:find("%S") then
    lines[3] = indent((trace.traceback:gsub("^\n+", "")))
  end
  table.insert(self.problems, table.concat(lines, "\n"))
end

function Output:add_skipped(element, message)
  local reason = type(message) == "string" and ": " .. message:gsub("^[^\n]-:%d+: ", "") or ""
  local where = place(element.trace)
  table.insert(self.skipped, ("skipped  %s%s%s"):format(
    full_name(self.busted, element), where and ("  (%s)"):format(where) or "", reason))
end

--- Prints what went wrong, what was skipped, and the closing line.
---@return {passed: integer, failed: integer, skipped: integer}
function Output:finish()
  local counts = { passed = self.passed, failed = #self.problems, skipped = #self.skipped }
  for _, line in ipairs(self.skipped) do
    self.file:write(line, "\n")
  end
  for _, text in ipairs(self.problems) do
    self.file:write("\n", text, "\n")
  end
  if counts.passed + counts.failed == 0 then
    self.file:write("no spec was run\n")
  end
  local closing = ("%d passed, %d failed"):format(counts.passed, counts.failed)
  if counts.skipped > 0 then
    closing = closing .. (", %d skipped"):format(counts.skipped)
  end
  self.file:write(closing, "\n")
  self.file:flush()
  return counts
end

--- busted's mediator passes an event on to its other readers only when told to.
local function passing_on(act)
  return function(...)
    act(...)
    return nil, true
  end
end

--- Listens to a busted core; call finish() on the result when the run is over.
---@param busted table what require "busted.core"() returns
---@param file file*
function M.subscribe(busted, file)
  local output = setmetatable({
    busted = busted, file = file, passed = 0, problems = {}, skipped = {}, reasons = {},
  }, Output)

  busted.subscribe({ "test", "end" }, passing_on(function(element, _, status)
    if status == "success" then
      output.passed = output.passed + 1
    elseif status == "pending" then
      output:add_skipped(element, output.reasons[element])
    end
  end))
  busted.subscribe({ "pending" }, passing_on(function(element, _, message)
    output.reasons[element] = message
  end))
  for _, kind in ipairs { "failure", "error" } do
    busted.subscribe({ kind }, passing_on(function(element, _, message, trace)
      output:add_problem(element, message, trace)
    end))
  end
  return output
end

return M
