--- Turns text of documents into text that cannot act: on a terminal, in HTML, in Markdown.
-- Control, bidirectional and zero-width characters become visible names such as ⟨U+202E⟩, bytes
-- that are no UTF-8 become ⟨E4⟩, a line break inside a line becomes ⏎.

local M = {}

-- Pairs of first and last code point: C0, C1, soft hyphen, fillers, bidi marks and isolates,
-- zero-width characters, separators, tags (Unicode 14: Cc, Cf and Default_Ignorable, without
-- the variation selectors, which belong to the character before them).
local HIDDEN = {
  0x00, 0x1F, 0x7F, 0x9F, 0xAD, 0xAD, 0x600, 0x605, 0x61C, 0x61C, 0x6DD, 0x6DD, 0x70F, 0x70F,
  0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F, 0x2028, 0x202E, 0x2060, 0x206F,
  0x3164, 0x3164, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFFB, 0xFFFE, 0xFFFF,
  0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE00FF, 0xE01F0, 0xE0FFF,
}

-- A character that may be hidden: a control character, or one after such a lead byte.
local SUSPECT = "[\0-\31\127\xC2\xD8\xDB\xDC\xE1-\xE3\xEF\xF0\xF3][\x80-\xBF]*"

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

local function is_hidden(code)
  for index = 1, #HIDDEN, 2 do
    if code <= HIDDEN[index + 1] then
      return code >= HIDDEN[index]
    end
  end
  return false
end

-- What stands for a hidden character; false for one that may stay.
local function names(show)
  return setmetatable({ ["\t"] = " ", ["\n"] = show("⏎") }, {
    __index = function(known, character)
      local code = utf8.codepoint(character)
      known[character] = is_hidden(code) and show(("U+%04X"):format(code))
      return known[character]
    end,
  })
end

local function reveal(text, show)
  text = text:gsub("\r\n?", "\n"):gsub("\n[ \t\n]*", "\n"):gsub("^\n", ""):gsub("\n$", "")
  return (text:gsub(SUSPECT, names(show)))
end

local function plain_name(name)
  return name == "⏎" and name or "⟨" .. name .. "⟩"
end

local function html_name(name)
  return '<span class="hid">' .. name .. "</span>"
end

--- The same text as valid UTF-8: a byte that belongs to no character becomes ⟨E4⟩.
---@param text string
---@return string
function M.valid(text)
  text = tostring(text)
  if utf8.len(text) then
    return text
  end
  local pieces, start = {}, 1
  while true do
    local length, bad = utf8.len(text, start)
    if length then
      pieces[#pieces + 1] = text:sub(start)
      return table.concat(pieces)
    end
    pieces[#pieces + 1] = text:sub(start, bad - 1)
    pieces[#pieces + 1] = ("⟨%02X⟩"):format(text:byte(bad))
    start = bad + 1
  end
end

--- One line of plain text, everything hidden made visible.
---@param text string
---@return string
function M.visible(text)
  text = M.valid(text)
  return text:find(SUSPECT) and reveal(text, plain_name) or text
end

--- Text between tags.
---@param text string
---@return string
function M.html(text)
  text = M.valid(text):gsub("[&<>\"']", ENTITIES)
  return text:find(SUSPECT) and reveal(text, html_name) or text
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
