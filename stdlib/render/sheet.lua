--- Turns a table block into HTML whose figures link to their evidence.

local escape = require "wenlu.escape"
local view = require "wenlu.render.view"
local width = require "wenlu.width"

local M = {}

local LONG = 60
local MOST_GROUPS = 8
local MOST_LINKS = 12
local MOST_NAMES = 4

local function bdi(text)
  return "<bdi>" .. escape.html(text) .. "</bdi>"
end

local function sign(tone, words)
  local mark = view.signs[tone]
  return mark and ('<span class="sign" role="img" aria-label="%s">%s</span>')
    :format(words.tones[tone], mark) or ""
end

local function references(ids, page)
  local links = {}
  for index, id in ipairs(ids) do
    links[index] = ('<a href="%s">%d</a>'):format(page.href(id), id)
  end
  return "<sup>" .. table.concat(links, " ") .. "</sup>"
end

local function content(text, value, ids, page)
  if text == "" then
    return #ids > 0 and references(ids, page) or ""
  end
  local shown = value and escape.html(text) or bdi(text)
  if #ids == 0 then
    return shown
  end
  local more = #ids > 1
  local link = ('<a href="%s"%s>%s</a>'):format(page.href(ids[1]),
    more and "" or (' data-n="%d"'):format(ids[1]), shown)
  return more and link .. references(ids, page) or link
end

-- One cell; remembers which evidence it uses, and whether its tone deserves a look.
local function cell(value, column, row, page)
  local text, figure, ids, tone = view.cell(value)
  local id = ""
  if #ids > 0 or tone == "bad" or tone == "warn" then
    local anchor = page.anchor()
    id = (' id="%s"'):format(anchor)
    for _, one in ipairs(ids) do
      page.use(one, anchor, row.where, column.title)
    end
    if tone == "bad" or tone == "warn" then
      page.look(tone, text, anchor, row.name)
    end
  end
  local class = (column.right and #text < LONG and "n" or "t") .. (tone and " " .. tone or "")
  local inside = content(text, figure, ids, page)
  if tone then
    inside = sign(tone, page.words) .. (#ids > 0 and inside or "<span>" .. inside .. "</span>")
  end
  local element = column.number == 1 and "th" or "td"
  local scope = element == "th" and ' scope="row"' or ""
  return ('<%s%s class="%s"%s>%s</%s>'):format(element, scope, class, id, inside, element)
end

-- What tells a row from the others: its first cells that are neither figures nor verdicts.
local function row_name(block, row)
  local texts = {}
  for _, column in ipairs(block.columns) do
    local text, _, ids, tone = view.cell(row[column.key])
    if text ~= "" and #ids == 0 and not tone and #texts < MOST_NAMES then
      texts[#texts + 1] = text
    end
  end
  return width.cut_em(escape.visible(table.concat(texts, " ")), 24)
end

local function columns_of(block)
  local columns = {}
  for number, column in ipairs(block.columns) do
    local title = column.title or column.key
    local right = view.is_right(block, column)
    columns[number] = { key = column.key, title = title, right = right, number = number }
  end
  return columns
end

-- What deserves a look, gathered above the table, the worst first: each verdict with links to its rows.
local function looks(by_tone, words, put)
  local groups = table.move(by_tone.warn, 1, #by_tone.warn, #by_tone.bad + 1, by_tone.bad)
  if #groups == 0 then
    return
  end
  put('<ul class="look">')
  for number = 1, math.min(#groups, MOST_GROUPS) do
    local group = groups[number]
    put(('<li class="%s"><b>%s%s %s</b>'):format(group.tone, sign(group.tone, words),
      bdi(width.cut_em(escape.visible(group.text), 24)), words.places:format(#group)))
    for index = 1, math.min(#group, MOST_LINKS) do
      put(('<a href="#%s">%s</a>'):format(group[index].anchor, bdi(group[index].name)))
    end
    if #group > MOST_LINKS then
      put("<i>" .. words.more:format(#group - MOST_LINKS) .. "</i>")
    end
    put("</li>")
  end
  put("</ul>\n")
end

local function collector()
  local groups, by_key = { bad = {}, warn = {} }, {}
  return groups, function(tone, text, anchor, name)
    local key = tone .. " " .. text
    local group = by_key[key]
    if not group then
      group = { tone = tone, text = text }
      by_key[key] = group
      table.insert(groups[tone], group)
    end
    group[#group + 1] = { anchor = anchor, name = name }
  end
end

local function rows(block, columns, page, label)
  local lines = {}
  for number, row in ipairs(block.rows) do
    local where = label .. " " .. page.words.row:format(number)
    local facts = { where = where, name = row_name(block, row) }
    local cells = {}
    for index, column in ipairs(columns) do
      cells[index] = cell(row[column.key], column, facts, page)
    end
    lines[number] = "<tr>" .. table.concat(cells) .. "</tr>\n"
  end
  return table.concat(lines)
end

local function foot(block, columns, page, put)
  local totals = view.totals(block, page.words)
  if not totals then
    return
  end
  put("<tfoot><tr>")
  for _, column in ipairs(columns) do
    put(cell(totals[column.key], column, {}, page))
  end
  put("</tr></tfoot>")
end

--- Writes a table.
---@param block wenlu.Block
---@param page table words, and the functions anchor, use, look and href of the page
---@param id string of the figure
---@param label string such as "表 2"
---@param put fun(text: string)
function M.draw(block, page, id, label, put)
  local columns = columns_of(block)
  local groups, look = collector()
  page.look = look
  local body = rows(block, columns, page, label)
  put(('<figure id="%s"><figcaption id="%s-c"><b>%s</b>%s<span>%s</span></figcaption>\n'):format(id, id,
    label, escape.html(block.title or ""), page.words.rows:format(#block.rows)))
  looks(groups, page.words, put)
  put(('<div class="wide" role="region" tabindex="0" aria-labelledby="%s-c"><table><thead><tr>'):format(id))
  for _, column in ipairs(columns) do
    local class = column.right and ' class="n"' or ""
    put(('<th scope="col"%s>%s</th>'):format(class, escape.html(column.title)))
  end
  put("</tr></thead>")
  put("<tbody>\n" .. body .. "</tbody>")
  foot(block, columns, page, put)
  put("</table></div></figure>\n")
end

return M
