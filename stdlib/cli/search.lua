--- Turns a query into the documents that answer it: `wenlu search`.
local cli = require "wenlu.cli"
local corpus_of = require "wenlu.corpus"
local escape = require "wenlu.escape"
local files = require "wenlu.files"
local json = require "wenlu.json"
local search = require "wenlu.search"

local M = {}

M.name = "search"
M.summary = "find documents by what their text says"
M.usage = [[
wenlu search [--db FILE] [--limit N] [--hits N] [--json] TEXT... [city=C] [issuer=I] [from=YEAR] [to=YEAR]

Prints the documents that hold TEXT, best first (bm25), with the sentences around the hits, and the bytes of the
file where they stand. Hanzi are found as they are written, from one up; Latin words and numbers are found whole.
Traditional and full-width forms, upper case and broken lines make no difference. The first search makes an
index in the store; later ingests keep it up.

整改 落实          both, anywhere in the document; 整改 AND 落实 says the same
整改 OR 落实       one of them; NOT 落实 without it; (brackets) group
"第 一 书记"       a phrase with blanks, or of words that mean something here (“…” will do)
GDP*  94*          words and numbers that begin so
NEAR(整改 落实, 5) with at most 5 characters between them, 10 when not given

city=C issuer=I    of this city (南通 or 南通市); by an issuer whose name has I in it
from=YEAR to=YEAR  published in these years
--limit N          documents, 10 when not given
--hits N           sentences of each document, 3 when not given
--json             one object a line for each document, keys sorted
--build            only make the index, or add to it; --rebuild makes it anew
exit codes: 0 found, 1 nothing found, 64 usage, 65 not a store, 75 another process writes to the store]]

local NUMBERS = { ["--limit"] = "limit", ["--hits"] = "hits" }
local FLAGS = { ["--json"] = "json", ["--build"] = "build", ["--rebuild"] = "rebuild" }
local FILTERS = { city = true, issuer = true, from = true, to = true }

-- options | nil, what is wrong
local function parse(args)
  local options, words = { wanted = {} }, {}
  local i, only_text = 1, false
  while i <= #args do
    local arg = args[i]
    local key, value = arg:match "^(%l+)=(.*)$"
    if only_text then
      words[#words + 1] = arg
    elseif arg == "--" then
      only_text = true
    elseif NUMBERS[arg] then
      i = i + 1
      local number = math.tointeger(tonumber(args[i]))
      if not number or number < 1 then
        return nil, arg .. " needs a number from 1"
      end
      options.wanted[NUMBERS[arg]] = number
    elseif FLAGS[arg] then
      options[FLAGS[arg]] = true
    elseif arg:sub(1, 2) == "--" then
      return nil, "no option " .. arg
    elseif key and FILTERS[key] then
      options.wanted[key] = value
    else
      words[#words + 1] = arg
    end
    i = i + 1
  end
  for _, key in ipairs { "from", "to" } do
    local value = options.wanted[key]
    options.wanted[key] = value and math.tointeger(tonumber(value))
    if value and not options.wanted[key] then
      return nil, ("%s=%s is no year"):format(key, value)
    end
  end
  if options.wanted.from and options.wanted.to and options.wanted.from > options.wanted.to then
    return nil, ("from=%d is after to=%d"):format(options.wanted.from, options.wanted.to)
  end
  options.wanted.text = table.concat(words, " ")
  if not options.wanted.text:find "%S" and (#words > 0 or not options.build and not options.rebuild) then
    return nil, "for what?"
  end
  return options
end

local function plain(text)
  return escape.visible(escape.valid(text))
end

local LONGEST = 300 -- bytes of a title or a name

local function brief(text)
  return #text <= LONGEST and text or text:sub(1, utf8.offset(text, 0, LONGEST) - 1) .. "…"
end

local function marked(hit, open, close)
  local parts = { plain(hit.before) }
  for _, piece in ipairs(hit.marked) do
    parts[#parts + 1] = piece.mark and open .. plain(piece.text) .. close or plain(piece.text)
  end
  parts[#parts + 1] = plain(hit.after)
  return table.concat(parts)
end

local function print_result(result, open, close)
  local parts = {}
  for _, key in ipairs { "title", "issuer", "place", "date" } do
    if result[key] then
      parts[#parts + 1] = plain(brief(result[key]))
    end
  end
  parts[#parts + 1] = plain(result.path)
  io.stdout:write(table.concat(parts, " · "), "\n")
  for _, hit in ipairs(result.hits) do
    io.stdout:write(("  %d–%d  "):format(hit.source_first, hit.source_last), marked(hit, open, close), "\n")
  end
end

local function print_results(results)
  local is_live = files.is_terminal(1) and not os.getenv "NO_COLOR"
  local open, close = is_live and "\27[1;31m" or "【", is_live and "\27[0m" or "】"
  for _, result in ipairs(results) do
    print_result(result, open, close)
    io.stdout:write "\n"
  end
  io.stdout:write(("%d of %d document%s\n"):format(#results, results.total, results.total == 1 and "" or "s"))
end

-- Ids depend on the order in which documents came.
local function print_json(results)
  for _, result in ipairs(results) do
    result.document = nil
    for _, hit in ipairs(result.hits) do
      hit.document = nil
      json.array(hit.marked)
    end
    json.array(result.hits)
    io.stdout:write(assert(json.encode(result)), "\n")
  end
end

local function fail(message, code)
  io.stderr:write("wenlu search: ", plain(message), "\n")
  return code == "bad-query" and cli.USAGE or code == "busy" and cli.BUSY or cli.BAD_DATA
end

local function reporter()
  if files.is_terminal(2) then
    return function(document, last)
      io.stderr:write(document < last and ("\rindexing: %d of %d documents"):format(document, last) or "\r\27[K")
    end
  end
end

local BUILT = {}

-- results, or BUILT when only the index was wanted | nil, message, code
local function work(corpus, options)
  local ready, message, code = search.prepare(corpus, reporter(), options.rebuild)
  if not ready then
    return nil, message, code
  elseif (options.build or options.rebuild) and corpus.is_index_passing then
    return nil, corpus.path .. ": cannot be written, so its index was not kept", "store"
  elseif options.wanted.text == "" then
    return BUILT
  end
  return corpus:search(options.wanted)
end

-- A store that is damaged shows it only when SQLite comes to the place.
local function answer(corpus, options)
  local ok, results, message, code = pcall(work, corpus, options)
  if ok then
    return results, message, code
  end
  local reason = type(results) == "string" and results:match "^sqlite: (.*)$"
  if not reason then
    error(results, 0)
  end
  return nil, corpus.path .. ": " .. reason:gsub("%s*%(in: .*$", ""), "store"
end

function M.run(args, context)
  local options, mistake = parse(args)
  if not options then
    return cli.usage_error(M, mistake)
  end
  local corpus, message, code = corpus_of.open(context.db)
  if not corpus then
    return fail(message, code)
  end
  local results
  results, message, code = answer(corpus, options)
  corpus:close()
  if not results then
    return fail(message, code)
  elseif results == BUILT then
    return cli.OK
  end
  if options.json then
    print_json(results)
  else
    print_results(results)
  end
  return results.total > 0 and cli.OK or cli.FAILED
end

return M
