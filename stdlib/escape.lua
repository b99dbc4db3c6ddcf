--- Turns text of documents into text that cannot act: on a terminal, in HTML, in Markdown.
-- Control, bidirectional and zero-width characters become visible names such as ⟨U+202E⟩, bytes
-- that are no UTF-8 become ⟨E4⟩, a line break inside a line becomes ⏎.

local unicode = require "wenlu.unicode"

local M = {}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }
local PLAIN = { line_break = "⏎" }
local HTML = { open = '<span class="hid">', close = "</span>", line_break = '<span class="hid">⏎</span>' }

-- The text in one line, what is hidden shown in the marks of `how`.
local function reveal(text, how)
  if not text:find("[%c\x80-\xFF]") then
    return text
  end
  text = text:gsub("\r\n?", "\n"):gsub("\n[ \t\n]*", "\n"):gsub("^\n", ""):gsub("\n$", "")
  return unicode.visible((text:gsub("[\t\n]", { ["\t"] = " ", ["\n"] = how.line_break })), how)
end

--- The same text as valid UTF-8: a byte that belongs to no character becomes ⟨E4⟩.
---@param text string
---@return string
function M.valid(text)
  text = tostring(text)
  local valid, _, _, bad = unicode.validate(text)
  if valid then
    return text
  end
  local pieces, start = {}, 1
  while bad do
    pieces[#pieces + 1] = text:sub(start, bad - 1)
    pieces[#pieces + 1] = ("⟨%02X⟩"):format(text:byte(bad))
    start = bad + 1
    _, _, _, bad = unicode.validate(text, start)
  end
  pieces[#pieces + 1] = text:sub(start)
  return table.concat(pieces)
end

--- One line of plain text, everything hidden made visible.
---@param text string
---@return string
function M.visible(text)
  return reveal(tostring(text), PLAIN)
end

--- Text between tags.
---@param text string
---@return string
function M.html(text)
  return reveal(M.valid(text):gsub("[&<>\"']", ENTITIES), HTML)
end

--- The value of an attribute (between double quotes), or text inside an SVG or a <title>.
---@param text string
---@return string
function M.attribute(text)
  return (M.visible(text):gsub("[&<>\"']", ENTITIES))
end

--- Text in a paragraph or a table cell of GitHub-flavoured Markdown; nothing in it is markup.
---@param text string
---@return string
function M.markdown(text)
  text = M.visible(text):gsub("[\\`*_%[%]{}<>|~#$&]", "\\%0")
  text = text:gsub("^([-+=])", "\\%1"):gsub("^(%d+)([.)])%f[%s\0]", "%1\\%2")
  return (text:gsub("://", "\\://"):gsub("[Ww][Ww][Ww]%.", "%0\\"):gsub("%.\\", "\\."))
end

--- A cell of a spreadsheet: text that begins like a formula, in ASCII or full-width, is preceded
--- by an apostrophe, so that no spreadsheet takes it for one.
---@param text string
---@return string
function M.formula(text)
  local first = text:match("^%s*([^\x80-\xBF][\x80-\xBF]*)") or ""
  if first ~= "" and (text:find("^[\t\r]") or ("=+-@＝＋－＠"):find(first, 1, true)) then
    return "'" .. text
  end
  return text
end

return M
