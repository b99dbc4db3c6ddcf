--- Turns the evidence of a report into the HTML that its figures link to, and its documents.

local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

local function bdi(text)
  return "<bdi>" .. escape.html(text) .. "</bdi>"
end

local function sentence(item)
  local text = view.sentence(item, function(piece, mark)
    piece = escape.html(piece)
    return mark and "<mark>" .. piece .. "</mark>" or piece
  end)
  return '<p class="q"><bdi lang="zh-CN">' .. text .. "</bdi></p>"
end

local function source(item, put)
  local parts = { item.title and "<cite>" .. bdi(item.title) .. "</cite>" }
  for _, key in ipairs { "issuer", "place", "date" } do
    parts[#parts + 1] = item[key] and "<span>" .. bdi(item[key]) .. "</span>"
  end
  if #parts > 0 then
    put('<p class="src" lang="zh-CN">' .. table.concat(parts) .. "</p>")
  end
end

local function span(text)
  return "<span>" .. text .. "</span>"
end

local function place(item, document, words, put)
  local parts = {}
  parts[#parts + 1] = item.path and span("<code>" .. bdi(item.path) .. "</code>")
  if item.first then
    parts[#parts + 1] = span(("%s %d–%d"):format(words.text_bytes, item.first, item.last or item.first))
  end
  if item.source_first then
    local last = item.source_last or item.source_first
    parts[#parts + 1] = span(("%s %d–%d"):format(words.file_bytes, item.source_first, last))
  end
  if item.sha256 then
    parts[#parts + 1] = span(('%s <a href="#%s"><code>%s</code></a>'):format(words.sha256, document,
      escape.html(escape.valid(item.sha256):sub(1, 16))))
  end
  parts[#parts + 1] = item.rule and span(words.rule .. " <code>" .. bdi(item.rule) .. "</code>")
  if #parts > 0 then
    put('<p class="loc">' .. table.concat(parts) .. "</p>")
  end
end

-- Links to every cell and point that rests on the item, those of one row together.
local function back(uses, words, put)
  local parts, group = {}, nil
  for _, use in ipairs(uses or {}) do
    if use.where ~= group then
      parts[#parts + 1] = (group and "</span>" or "") .. "<span>↩ " .. use.where
      group = use.where
    end
    parts[#parts + 1] = ('<a href="#%s">%s</a>'):format(use.anchor, bdi(width.cut_em(escape.visible(use.name), 24)))
  end
  if group then
    put(('<p class="back" aria-label="%s">%s</span></p>'):format(words.back, table.concat(parts)))
  end
end

local function key_of(item)
  return item.sha256 or item.document or item.path or item.title
end

-- The documents behind the evidence, each once, in the order they are first needed.
local function documents_of(evidence, prefix)
  local list, by_key = {}, {}
  for _, item in ipairs(evidence) do
    local key = key_of(item)
    if key and not by_key[key] then
      by_key[key] = { item = item, id = ("%sd%d"):format(prefix, #list + 1), cited = {} }
      list[#list + 1] = by_key[key]
    end
    if key then
      local cited = by_key[key].cited
      cited[#cited + 1] = ('<a href="#%se%d">%d</a>'):format(prefix, item.id, item.id)
    end
  end
  return list, by_key
end

local function document_row(number, document, put)
  local item = document.item
  put(('<tr id="%s"><td class="n">%d</td>'):format(document.id, number))
  for _, key in ipairs { "title", "issuer", "place", "date" } do
    put('<td class="t">' .. bdi(item[key] or "") .. "</td>")
  end
  put("<td><code>" .. bdi(item.path or "") .. "</code><br><code>" .. escape.html(item.sha256 or ""))
  put("</code></td><td>" .. table.concat(document.cited, " ") .. "</td></tr>\n")
end

local function documents(list, title, prefix, words, put)
  put(('<h2 id="%sdocuments">%s</h2>\n'):format(prefix, words.documents))
  put(('<div class="wide docs" role="region" tabindex="0" aria-label="%s%s%s">'):format(words.documents,
    words.sep, escape.attribute(title)))
  put("<table><thead><tr>")
  put('<th scope="col" class="n">' .. words.number .. "</th>")
  for _, key in ipairs { "title", "issuer", "place", "date" } do
    put('<th scope="col">' .. words[key] .. "</th>")
  end
  put(('<th scope="col">%s · %s</th><th scope="col">%s</th>'):format(words.file, words.sha256, words.cited))
  put("</tr></thead><tbody>\n")
  for number, document in ipairs(list) do
    document_row(number, document, put)
  end
  put("</tbody></table></div>\n")
end

--- Writes the evidence and the documents of a report.
---@param report wenlu.Report
---@param prefix string before the ids of this report: "" or "r2-"
---@param uses table<integer, {anchor: string, where: string, name: string}[]> by evidence id
---@param words table from wenlu.render.words
---@param put fun(text: string)
function M.draw(report, prefix, uses, words, put)
  if #report.evidence == 0 then
    return
  end
  local list, by_key = documents_of(report.evidence, prefix)
  put(('<h2 id="%sevidence">%s</h2>\n<ol class="ev">\n'):format(prefix, words.evidence))
  for _, item in ipairs(report.evidence) do
    local document = by_key[key_of(item)]
    local id = ("%se%d"):format(prefix, item.id)
    put(('<li id="%s"><a class="no" href="#%s">%d</a>'):format(id, id, item.id))
    put(sentence(item))
    source(item, put)
    place(item, document and document.id or id, words, put)
    back(uses[item.id], words, put)
    put("</li>\n")
  end
  put("</ol>\n")
  if #list > 0 then
    documents(list, report.title, prefix, words, put)
  end
end

return M
