--- Turns stage 1 into stage 2: valid UTF-8, the charset and why, and the map back to the bytes of the file.
local charset = require "wenlu.charset"

local M = {}

-- Of the characters of a text, this many may be broken: one in a hundred. More is no text in that charset.
local MOST_BROKEN = 100

---@class wenlu.Text
---@field path string
---@field sha256 string
---@field text string     valid UTF-8
---@field charset string
---@field confidence number  0 to 1
---@field why string
---@field map userdata    map:source(first, last) leads to the bytes of the file
---@field faults integer[]  byte offsets of what could not be decoded (U+FFFD stands there); n: how many in all
---@field html boolean
---@field title string?   of an HTML page

local function looks_like_html(path, text)
  if path:lower():find("%.html?$") then
    return true
  end
  local head = text:sub(1, 512):lower()
  return head:find("^%s*<!doctype html") ~= nil or head:find("^%s*<html") ~= nil
end

local function refuse(path, reason, code)
  return nil, path .. ": " .. reason, code
end

--- Decodes a document. What cannot be read as text in any known charset is refused.
---@param value wenlu.Bytes
---@return wenlu.Text? text
---@return string? message "path: reason"
---@return string? code
function M.text(value)
  local name, confidence, why = charset.detect(value.bytes)
  if not name then
    return refuse(value.path, confidence, why)
  end
  local text, map, faults = charset.decode(value.bytes, name)
  if not text then
    return refuse(value.path, map, faults)
  end
  local broken = faults.n or #faults
  if broken > 1 and broken * MOST_BROKEN > (utf8.len(text) or #text) then
    return refuse(value.path, ("not readable as %s: %d broken characters, the first at byte %d"):format(
      name, broken, faults[1]), "bad-" .. name:lower())
  end
  local result = {
    path = value.path, sha256 = value.sha256, text = text, charset = name, confidence = confidence, why = why,
    map = map, faults = faults, html = false,
  }
  if looks_like_html(value.path, text) then
    local html = require "wenlu.html"
    local visible, html_map, title = html.text(text)
    if not visible then
      return refuse(value.path, html_map, title)
    end
    result.text, result.map, result.title, result.html = visible, map:compose(html_map), title, true
  end
  if not result.text:find "%S" then
    return refuse(value.path, "no text in it", "empty")
  end
  return result
end

return M
