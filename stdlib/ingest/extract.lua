--- Turns the path of a document into all that the store keeps of it, or into the reason why it is refused.
local bytes = require "wenlu.bytes"
local decode = require "wenlu.decode"
local document = require "wenlu.document"
local facts = require "wenlu.facts"
local mentions = require "wenlu.mentions"
local rows = require "wenlu.rows"

local M = {}

---@class wenlu.Extract
---@field path string
---@field size integer      bytes read
---@field sha256 string?    nil when the file cannot be read
---@field packed string?    see wenlu.rows; nil when it is known or refused
---@field damage string?    "path: what is broken in it"
---@field refusal string?   "path: reason"
---@field code string?      of the refusal

local function extract(value)
  local text, message, code = decode.text(value)
  if not text then
    return nil, message, code
  end
  local reader = facts.reader(document.read(text.text), value.path)
  return text, rows.pack(text, reader, facts.read(reader))
end

-- What went wrong inside: Ctrl-C goes on, all else costs this file alone.
local function refusal_of(path, reason)
  if tostring(reason):find("interrupted!", 1, true) then
    error(reason, 0)
  end
  return path .. ": cannot be read: " .. tostring(reason)
end

local function damage_of(text)
  local broken = text.faults.n or #text.faults
  if broken > 0 then
    return ("%s: %d broken character%s in %s, the first at byte %d; U+FFFD stands there"):format(
      text.path, broken, broken == 1 and "" or "s", text.charset, text.faults[1])
  end
end

--- Loads the tables that every document is read with, so that workers share them.
function M.prepare()
  mentions.scanner()
end

--- Reads a file and, unless its bytes are known, everything that is in it.
---@param path string
---@param limit integer?  largest size in bytes
---@param is_known fun(sha256: string): boolean
---@return wenlu.Extract
function M.read(path, limit, is_known)
  local done, value, message, code = pcall(bytes.read, path, limit)
  if not done then
    return { path = path, size = 0, refusal = refusal_of(path, value), code = "internal" }
  elseif not value then
    return { path = path, size = 0, refusal = message, code = code }
  end
  local result = { path = path, size = #value.bytes, sha256 = value.sha256 }
  if is_known(value.sha256) then
    return result
  end
  local ok, text, packed, why = pcall(extract, value)
  if not ok then
    result.refusal, result.code = refusal_of(path, text), "internal"
  elseif not text then
    result.refusal, result.code = packed, why
  else
    result.packed, result.damage = packed, damage_of(text)
  end
  return result
end

return M
