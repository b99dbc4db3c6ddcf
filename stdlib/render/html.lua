--- Turns reports into one self-contained HTML file: no script, no request, evidence one link away.

local chart = require "wenlu.chart"
local css = require "wenlu.render.css"
local escape = require "wenlu.escape"
local sheet = require "wenlu.render.sheet"
local trail = require "wenlu.render.trail"
local view = require "wenlu.render.view"
local words_of = require("wenlu.render.words").of

local M = {}

local POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

-- What the blocks of one report share: numbers of tables, anchors, and who uses which evidence.
local function page_of(prefix, words, counts)
  local page = { prefix = prefix, words = words, counts = counts, uses = {}, contents = {} }
  function page.anchor()
    counts.anchor = counts.anchor + 1
    return "c" .. counts.anchor
  end
  function page.href(id)
    return ("#%se%d"):format(prefix, id)
  end
  function page.use(id, anchor, where, name)
    page.uses[id] = page.uses[id] or {}
    table.insert(page.uses[id], { anchor = anchor, where = where, name = name })
  end
  function page.list(id, text, class)
    table.insert(page.contents, { id = id, text = text, class = class })
  end
  return page
end

local draw = {}

function draw.heading(block, page, put)
  page.counts.heading = page.counts.heading + 1
  local id = "h" .. page.counts.heading
  page.list(id, escape.html(block.text))
  put(('<h2 id="%s">%s</h2>\n'):format(id, escape.html(block.text)))
end

function draw.text(block, _, put, class)
  local text = escape.valid(block.text):gsub("\r\n?", "\n")
  for part in (text .. "\n\n"):gmatch("%s*(.-)\n%s*\n") do
    if part ~= "" then
      put((class and '<p class="' .. class .. '">' or "<p>") .. escape.html(part) .. "</p>\n")
    end
  end
end

function draw.note(block, page, put)
  put(('<p class="note"><b>%s</b>%s</p>\n'):format(page.words.note, escape.html(block.text)))
end

function draw.table(block, page, put)
  page.counts.table = page.counts.table + 1
  local id, label = "t" .. page.counts.table, page.words.table .. " " .. page.counts.table
  page.list(id, label .. "　" .. escape.html(block.title or ""), "in")
  sheet.draw(block, page, id, label, put)
end

function draw.chart(block, page, put)
  page.counts.figure = page.counts.figure + 1
  local id, label = "f" .. page.counts.figure, page.words.figure .. " " .. page.counts.figure
  page.list(id, label .. "　" .. escape.html(block.title or ""), "in")
  put(('<figure id="%s"><figcaption id="%s-c"><b>%s</b>%s</figcaption>\n'):format(id, id, label,
    escape.html(block.title or "")))
  put(('<div class="wide pic" role="region" tabindex="0" aria-labelledby="%s-c">'):format(id))
  put(chart.svg(block, { id = id, href = page.href, language = page.words.lang,
    point_id = function(point, series)
      local anchor = page.anchor()
      for _, one in ipairs(point.evidence) do
        page.use(one, anchor, label, series.name .. " " .. view.x(point.x))
      end
      return anchor
    end }))
  put("</div></figure>\n")
end

local function footer(report, words, put)
  local parts = {}
  for _, key in ipairs { "input", "script", "version" } do
    local value = report.footer[key]
    parts[#parts + 1] = value and ("<dt>%s</dt><dd><code>%s</code></dd>"):format(words[key],
      escape.html(value))
  end
  local rows = report.footer.rows
  parts[#parts + 1] = rows and ("<dt>%s</dt><dd>%s</dd>"):format(words.count, words.rows:format(rows))
  if #parts > 0 then
    put('<footer class="foot"><dl>' .. table.concat(parts) .. "</dl></footer>\n")
  end
end

local function article(report, number, page, put)
  put(('<article id="r%d">\n<h1>%s</h1>\n'):format(number, escape.html(report.title)))
  if report.about then
    draw.text({ text = report.about }, page, put, "about")
  end
  for _, block in ipairs(report.blocks) do
    draw[block.kind](block, page, put)
  end
  if #report.evidence > 0 then
    page.list(page.prefix .. "evidence", page.words.evidence)
    page.list(page.prefix .. "documents", page.words.documents)
  end
  trail.draw(report, page.prefix, page.uses, page.words, put)
  footer(report, page.words, put)
  put("</article>\n")
end

local function contents(reports, pages, words, put)
  put(('<nav aria-label="%s"><h2>%s</h2><ol>\n'):format(words.contents, words.contents))
  for number, page in ipairs(pages) do
    put(('<li><a href="#r%d">%s</a><ol>\n'):format(number, escape.html(reports[number].title)))
    for _, entry in ipairs(page.contents) do
      local class = entry.class and (' class="%s"'):format(entry.class) or ""
      put(('<li%s><a href="#%s">%s</a></li>\n'):format(class, entry.id, entry.text))
    end
    put("</ol></li>\n")
  end
  put("</ol></nav>\n")
end

local function head(title, words, put)
  put(('<!DOCTYPE html>\n<html lang="%s">\n<head>\n<meta charset="utf-8">\n'):format(words.lang))
  put(('<meta http-equiv="Content-Security-Policy" content="%s">\n'):format(POLICY))
  put('<meta name="viewport" content="width=device-width, initial-scale=1">\n')
  put('<meta name="referrer" content="no-referrer">\n')
  put(("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n"):format(escape.attribute(title),
    css.text()))
end

--- Renders reports as one HTML page. Evidence n of the first report is #e<n>, of report 2 #r2-e<n>.
---@param reports wenlu.Report|wenlu.Report[]
---@param options? {language: string?, title: string?} title of the page; that of the first report if missing
---@return string
function M.render(reports, options)
  options = options or {}
  local words = words_of(options.language)
  local counts = { anchor = 0, heading = 0, table = 0, figure = 0 }
  local pages, body, parts = {}, {}, {}
  reports = view.reports(reports)
  for number, report in ipairs(reports) do
    pages[number] = page_of(number > 1 and ("r%d-"):format(number) or "", words, counts)
    article(report, number, pages[number], function(text)
      body[#body + 1] = text
    end)
  end
  local function put(text)
    parts[#parts + 1] = text
  end
  head(options.title or reports[1] and reports[1].title or "wenlu", words, put)
  contents(reports, pages, words, put)
  put("<main>\n" .. table.concat(body) .. "</main>\n</body>\n</html>\n")
  return table.concat(parts)
end

return M
