--- Turns a number of documents and a folder into that corpus: the same bytes on every run and machine.
--
-- Use: build/wenlu tests/bench/generate.lua [FOLDER [DOCUMENTS]]
local files = require "wenlu.files"
local tables = require "wenlu.tables"

local templates = dofile((arg[0]:match "^(.*/)" or "") .. "templates.lua")

local VERSION = 1
local SIZE = 7700          -- bytes; the last paragraph goes beyond
local A_FOLDER = 500       -- documents
local FIGURES_IN_100 = 13  -- sentences with figures
local ORDINALS = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" }

-- A linear congruential generator (Knuth's MMIX constants); the low bits are weak, so the high ones count.
local state = 0
local function random(first, last)
  state = state * 6364136223846793005 + 1442695040888963407
  return first + (state >> 33) % (last - first + 1)
end

local function pick(list)
  return list[random(1, #list)]
end

local function places()
  local cities, counties = {}, {}
  for _, division in ipairs(tables.read "divisions") do
    if division.level == "prefecture" then
      cities[#cities + 1] = division
      counties[division.code] = {}
    elseif counties[division.parent] then
      table.insert(counties[division.parent], division.name)
    end
  end
  local inhabited = {}
  for _, city in ipairs(cities) do
    if #counties[city.code] > 0 then
      inhabited[#inhabited + 1] = { name = city.name, counties = counties[city.code] }
    end
  end
  return inhabited
end

local function between(first, last)
  return function() return tostring(random(first, last)) end
end

local function tenths(first, last)
  return function() return ("%d.%d"):format(random(first, last), random(0, 9)) end
end

-- What a slot is filled with; `about` is what the document keeps to: city, year, counts that belong together.
local slots = {
  city = function(about) return about.city.name end,
  county = function(about) return pick(about.city.counties) end,
  year = function(about) return tostring(about.year - random(0, 1)) end,
  nextyear = function(about) return tostring(about.year + 1) end,
  ordinal = function(about) return ORDINALS[about.section] end,
  raised = function(about)
    about.raised = random(20, 400)
    about.done = about.raised - random(0, about.raised // 10)
    return tostring(about.raised)
  end,
  done = function(about) return tostring(about.done) end,
  rate = function(about)
    local tenth = about.done * 1000 // about.raised
    return tenth % 10 == 0 and tostring(tenth // 10) or ("%d.%d"):format(tenth // 10, tenth % 10)
  end,
  few = between(2, 9), some = between(10, 60), tens = between(12, 98), hundred = between(100, 990),
  thousand = between(1000, 9900), money = between(120, 8000), month = between(1, 12), day = between(1, 28),
  high = between(85, 99), highpoint = tenths(88, 99), point = tenths(0, 9), decimal = tenths(1, 30),
  phone = function() return ("0%d-%d"):format(random(510, 599), random(80000000, 89999999)) end,
  icp = function() return ("苏ICP备%08d号"):format(random(5000000, 19999999)) end,
}
for name, words in pairs(templates.words) do
  slots[name] = function() return pick(words) end
end

local function fill(template, about)
  return (template:gsub("{(%l+)}", function(name) return slots[name](about) end))
end

local function paragraph(about)
  local sentences = {}
  for i = 1, random(3, 6) do
    local figures = random(1, 100) <= FIGURES_IN_100
    sentences[i] = fill(pick(figures and templates.figures or templates.plain), about)
  end
  return "　　" .. table.concat(sentences)
end

-- Cuts a paragraph in the middle, as a column of a newspaper page does, with a caption between the halves.
local function broken(text, about)
  local at = utf8.offset(text, utf8.len(text) // 2)
  return text:sub(1, at - 1) .. "\n\n" .. fill(pick(templates.captions), about) .. "\n\n" .. text:sub(at)
end

local function document(number, cities)
  state = number * 2654435761
  local about = { city = pick(cities), year = random(2018, 2025), section = 0 }
  local lines, size = {}, 0
  local function add(line)
    lines[#lines + 1] = line
    size = size + #line + 1
  end
  local on_the_web = random(1, 4) == 1
  if on_the_web then
    add(fill(pick(templates.chrome), about))
  end
  add(fill(pick(templates.titles), about))
  add(("发布日期：%d-%02d-%02d\n"):format(about.year, random(1, 12), random(1, 28)))
  while size < SIZE do
    if about.section < #ORDINALS and random(1, 3) == 1 then
      about.section = about.section + 1
      add(fill(pick(templates.headings), about))
    end
    local text = paragraph(about)
    add((random(1, 12) == 1 and broken(text, about) or text) .. "\n")
  end
  if on_the_web then
    add(fill(pick(templates.footers), about))
  end
  return table.concat(lines, "\n") .. "\n"
end

local function clear(folder)
  for _, subfolder in ipairs(files.list(folder) or {}) do
    for _, name in ipairs(assert(files.list(folder .. "/" .. subfolder))) do
      assert(os.remove(("%s/%s/%s"):format(folder, subfolder, name)))
    end
    assert(os.remove(folder .. "/" .. subfolder))
  end
end

local function write(folder, documents)
  local cities = places()
  for number = 1, documents do
    local subfolder = ("%s/%03d"):format(folder, (number - 1) // A_FOLDER)
    if (number - 1) % A_FOLDER == 0 then
      assert(files.mkdir(subfolder))
    end
    local file <close> = assert(io.open(("%s/%05d.txt"):format(subfolder, number), "wb"))
    assert(file:write(document(number, cities)))
  end
end

local folder = arg[1] or "build/bench/corpus"
local documents = math.tointeger(tonumber(arg[2] or 10000))
assert(documents and documents > 0, "the number of documents is a positive integer")
local stamp = folder .. ".stamp"
local complete = ("version %d, %d documents\n"):format(VERSION, documents)
if files.read(stamp) ~= complete then
  os.remove(stamp)
  clear(folder)
  write(folder, documents)
  assert(files.write(stamp, complete))
end
