--- Turns one file into the value of a stage, printed: `wenlu show`.
local bytes = require "wenlu.bytes"
local cli = require "wenlu.cli"
local decode = require "wenlu.decode"
local document = require "wenlu.document"
local escape = require "wenlu.escape"
local facts = require "wenlu.facts"
local json = require "wenlu.json"
local mentions = require "wenlu.mentions"

local M = {}

M.name = "show"
M.summary = "print what is read from a file, at any stage"
M.usage = [[
wenlu show [--stage bytes|text|document|mentions|facts] [--json] FILE...

Prints the value of a stage, facts when none is named: the bytes (size, sha256), the text (charset, faults),
the document (title, place, date, articles, blocks, joins), the mentions (quantities, periods, names, with
their byte spans in the text and in the file), the facts. With --json, one JSON object a line, keys sorted.]]

local STAGES = { bytes = 1, text = 2, document = 3, mentions = 4, facts = 5 }

local function with_source(text, record)
  record.source_first, record.source_last = text.map:source(record.first, record.last)
  return record
end

local function surface(reader, first, last)
  return reader.document.text:sub(first, last)
end

local show = {}

function show.bytes(value)
  return { { path = value.path, sha256 = value.sha256, size = #value.bytes } }
end

function show.text(_, text)
  return { {
    charset = text.charset, confidence = text.confidence, why = text.why, size = #text.text, html = text.html,
    faults = json.array(table.move(text.faults, 1, #text.faults, 1, {})), text = text.text,
  } }
end

local function add_blocks(rows, text, reader)
  for i, article in ipairs(reader.articles) do
    local first, last = reader.mentions:locate(article.first, math.min(article.last, #reader.document.reading))
    rows[#rows + 1] = with_source(text, {
      part = "article", number = i, first = first, last = last, title = article.title, byline = article.byline,
      city = article.city, place = article.place,
    })
  end
  for _, block in ipairs(reader.document.blocks) do
    rows[#rows + 1] = with_source(text, {
      part = block.kind, first = block.first, last = block.last, joined = block.joined,
      surface = surface(reader, block.first, block.last),
    })
  end
end

-- Where a sentence lies in the text, without blanks at its end that stand before a part that was joined to it.
local function locate(reader, first, last)
  local text_first, text_last = reader.mentions:locate(first, last)
  while text_last - text_first < last - first do
    last = last - 1
    text_first, text_last = reader.mentions:locate(first, last)
  end
  return text_first, text_last
end

function show.document(_, text, reader)
  local meta = reader.meta
  local rows = { {
    part = "document", title = meta.title, issuer = meta.issuer, issuer_basis = meta.issuer_basis,
    city = meta.city, place = meta.place, published = meta.date, published_basis = meta.date_basis,
  } }
  add_blocks(rows, text, reader)
  for _, join in ipairs(reader.document.joins) do
    rows[#rows + 1] = with_source(text, { part = "join", first = join.last + 1, last = join.first - 1 })
  end
  for i = 1, reader.mentions:sentences() do
    local first, last = reader.mentions:sentence(i)
    if last >= first then
      first, last = locate(reader, first, last)
      rows[#rows + 1] = with_source(text, { part = "sentence", number = i, first = first, last = last })
    end
  end
  return rows
end

function show.mentions(_, text, reader)
  local rows = {}
  for i = 1, #reader.mentions do
    local record = mentions.record(reader.document, reader.mentions, i)
    if record then
      rows[#rows + 1] = with_source(text, record)
    end
  end
  return rows
end

local INTERNAL = { sentence = true, figure = true, anchor = true, evidence = true, article = true, period = true,
  place_index = true, place_count = true, order = true, period_at = true, period_before = true, own_place = true }

function show.facts(_, text, reader)
  local rows = {}
  for i, fact in ipairs(facts.read(reader)) do
    local row = {}
    for key, value in pairs(fact) do
      if not INTERNAL[key] then
        row[key] = value
      end
    end
    row.evidence = json.array {}
    for k, item in ipairs(fact.evidence) do
      local first, last = reader.mentions:locate(item.token.first, item.token.last)
      row.evidence[k] = with_source(text, {
        slot = item.slot, first = first, last = last, surface = surface(reader, first, last),
      })
    end
    rows[i] = with_source(text, row)
  end
  return rows
end

local FIRST = { "part", "frame", "kind", "class", "first", "last", "source_first", "source_last", "surface" }

local function plain(value)
  if math.type(value) == "float" and value == math.floor(value) then
    value = math.tointeger(value)
  end
  return (escape.visible(escape.valid(tostring(value))):gsub("\n", "⏎"))
end

local function print_rows(rows)
  for _, row in ipairs(rows) do
    local seen, parts, rest = {}, {}, {}
    for _, key in ipairs(FIRST) do
      seen[key] = true
      if row[key] ~= nil then
        parts[#parts + 1] = key == "surface" and "「" .. plain(row[key]) .. "」" or plain(row[key])
      end
    end
    for key, value in pairs(row) do
      if not seen[key] and type(value) ~= "table" and key ~= "file" then
        rest[#rest + 1] = key .. "=" .. plain(value)
      end
    end
    table.sort(rest)
    io.stdout:write(table.concat(parts, " "), #rest > 0 and "  " or "", table.concat(rest, " "), "\n")
    for _, item in ipairs(row.evidence or {}) do
      io.stdout:write("    ", item.slot, " ", item.first, "-", item.last, " 「", plain(item.surface), "」\n")
    end
  end
end

local function or_null(value)
  return value == nil and json.null or value
end

local function show_file(stage, path, as_json)
  local value, message = bytes.read(path)
  local text, reader
  if value and STAGES[stage] > 1 then
    text, message = decode.text(value)
    if text and STAGES[stage] > 2 then
      reader = facts.reader(document.read(text.text), path)
    end
  end
  if not value or STAGES[stage] > 1 and not text then
    io.stderr:write("wenlu show: ", message, "\n")
    return cli.BAD_DATA
  end
  local rows = show[stage](value, text, reader)
  if not as_json then
    print_rows(rows)
    return cli.OK
  end
  for _, row in ipairs(rows) do
    row.file = path
    if row.kind == "quantity" then
      row.low, row.high = or_null(row.low), or_null(row.high)
    end
    io.stdout:write(assert(json.encode(row)), "\n")
  end
  return cli.OK
end

function M.run(args)
  local stage, as_json, paths = "facts", false, {}
  local i = 1
  while i <= #args do
    if args[i] == "--" then
      table.move(args, i + 1, #args, #paths + 1, paths)
      break
    elseif args[i] == "--stage" then
      i = i + 1
      stage = args[i] or ""
    elseif args[i] == "--json" then
      as_json = true
    elseif args[i]:sub(1, 2) == "--" and #args[i] > 2 then
      return cli.usage_error(M, "no option " .. args[i])
    else
      paths[#paths + 1] = args[i]
    end
    i = i + 1
  end
  if not STAGES[stage] then
    return cli.usage_error(M, ("no stage '%s'"):format(stage))
  elseif #paths == 0 then
    return cli.usage_error(M, "which file?")
  end
  local worst = cli.OK
  for _, path in ipairs(paths) do
    worst = math.max(worst, show_file(stage, path, as_json))
  end
  return worst
end

return M
