--- Turns what somebody searches for into a query of FTS5, or into the place where it is wrong.
local fts = require "wenlu.fts"

local M = {}

local NEAR = 10 -- tokens between the words of NEAR(a b), as in FTS5
local DEEPEST = 100
local MOST_PHRASES = 200

---@class wenlu.Query
---@field match string      for MATCH on a table with the tokenizer wenlu
---@field units integer[]   the tokens of each phrase, in the order of the query

local Reader = {}
Reader.__index = Reader

local CLOSING = { ['"'] = '"', ["“"] = "”", ["("] = ")", ["（"] = "）" }

-- "“" is three bytes; everything here looks at characters.
local function characters(text)
  local list = {}
  for character in text:gmatch "[^\x80-\xBF][\x80-\xBF]*" do
    list[#list + 1] = character
  end
  return list
end

local function is_blank(character)
  return character:find "^[%s%z]$" or character == "　"
end

local function opens_group(character)
  return character == "(" or character == "（"
end

local function closes_group(character)
  return character == ")" or character == "）"
end

local function opens_phrase(character)
  return character == '"' or character == "“"
end

function Reader:fail(at, reason)
  error({ message = ("character %d: %s"):format(at, reason) }, 0)
end

function Reader:skip_blanks()
  while self.list[self.at] and is_blank(self.list[self.at]) do
    self.at = self.at + 1
  end
  return self.list[self.at]
end

-- A word ends before a blank, a bracket or a quotation mark.
function Reader:word_end()
  local i = self.at
  while self.list[i] do
    local character = self.list[i]
    if is_blank(character) or opens_group(character) or closes_group(character) or opens_phrase(character) then
      break
    end
    i = i + 1
  end
  return i - 1
end

function Reader:peek_word()
  self:skip_blanks()
  return table.concat(self.list, "", self.at, self:word_end())
end

function Reader:take_operator(name)
  if self:peek_word() == name then
    self.at = self.at + #name
    return true
  end
end

-- A phrase of FTS5. A hanzi that stands alone at the end is looked up as the beginning of pairs, which have all its
-- places.
function Reader:phrase(text, at, is_prefix)
  text = text:gsub("\0", " ") -- SQLite would end the query there
  local tokens = fts.tokens(text)
  local last, before = tokens[#tokens], tokens[#tokens - 1]
  if not last then
    self:fail(at, "nothing to search for")
  end
  self.units[#self.units + 1] = #tokens
  if #self.units > MOST_PHRASES then
    self:fail(at, ("more than %d words"):format(MOST_PHRASES))
  end
  local in_pair = last.kind == "ideograph" and before and before.kind == "ideograph"
  local is_open = last.kind == "ideograph" and not in_pair or is_prefix and last.kind == "word"
  local quoted = '"' .. text:gsub('"', '""') .. '"'
  return quoted .. (is_open and "*" or ""), in_pair and ('%s + "%s"*'):format(quoted, last.text)
end

function Reader:quoted()
  local from = self.at
  local closing = CLOSING[self.list[from]]
  local i = from + 1
  while self.list[i] ~= closing do
    if not self.list[i] then
      self:fail(from, "a quotation mark is not closed")
    end
    i = i + 1
  end
  self.at = i + 1
  local is_prefix = self.list[self.at] == "*"
  self.at = self.at + (is_prefix and 1 or 0)
  return self:phrase(table.concat(self.list, "", from + 1, i - 1), from, is_prefix)
end

local OPERATOR = { AND = true, OR = true, NOT = true }

function Reader:word()
  local from, last = self.at, self:word_end()
  local text = table.concat(self.list, "", from, last)
  if OPERATOR[text] then
    self:fail(from, text .. " needs something on both sides (in quotation marks it is a word)")
  end
  local is_prefix = text:sub(-1) == "*"
  self.at = last + 1
  return self:phrase(is_prefix and text:sub(1, -2) or text, from, is_prefix)
end

local DISTANCE = "^,%s*([-+.%d]+)%s*%)"

-- NEAR(a b, 5): the words, in any order, with at most so many tokens between them.
function Reader:near(from)
  local phrases, padded, distance, pairs_there = {}, {}, NEAR, 0
  while true do
    local character = self:skip_blanks()
    if not character then
      self:fail(from, "NEAR( is not closed")
    elseif closes_group(character) then
      break
    end
    local rest = table.concat(self.list, "", self.at)
    local number = rest:match(DISTANCE)
    local phrase, longer
    if number then
      distance = number:find "^%d+$" and tonumber(number)
      if not distance then
        self:fail(self.at, ("NEAR takes a whole number from 0, not %s"):format(number))
      end
      self.at = self.at + #rest:match "^,%s*[-+.%d]+%s*"
      break
    elseif opens_phrase(character) then
      phrase, longer = self:quoted()
    elseif opens_group(character) then
      self:fail(self.at, "NEAR takes words only")
    else
      phrase, longer = self:near_word()
    end
    phrases[#phrases + 1] = phrase
    padded[#phrases] = longer or phrase
    pairs_there = pairs_there + (longer and 1 or 0)
  end
  if #phrases < 2 then
    self:fail(from, "NEAR needs two words or more")
  end
  self.at = self.at + 1
  -- A phrase that ends in a pair is one token longer than FTS5 counts: where only some do, those are looked up with
  -- the beginning of the next pair, which is slower.
  distance = math.min(distance, 10000)
  if pairs_there == #phrases then
    return ("NEAR(%s, %d)"):format(table.concat(phrases, " "), distance + 1)
  end
  return ("NEAR(%s, %d)"):format(table.concat(padded, " "), distance)
end

-- The comma before the number may touch the word before it.
function Reader:near_word()
  local from, last = self.at, self:word_end()
  for i = from + 1, last do
    if self.list[i] == "," and table.concat(self.list, "", i):find(DISTANCE) then
      last = i - 1
      break
    end
  end
  local text = table.concat(self.list, "", from, last)
  self.at = last + 1
  local is_prefix = text:sub(-1) == "*"
  return self:phrase(is_prefix and text:sub(1, -2) or text, from, is_prefix)
end

function Reader:group()
  local from = self.at
  self.at = from + 1
  self.depth = self.depth + 1
  if self.depth > DEEPEST then
    self:fail(from, "too many brackets")
  end
  local match = self:alternatives()
  if not self.list[self.at] then
    self:fail(from, "a bracket is not closed")
  end
  self.at = self.at + 1
  self.depth = self.depth - 1
  return match
end

function Reader:item()
  local character = self:skip_blanks()
  if not character then
    self:fail(#self.list + 1, "something to search for is missing")
  elseif closes_group(character) then
    self:fail(self.at, "something to search for is missing before the bracket")
  elseif opens_group(character) then
    return self:group()
  elseif opens_phrase(character) then
    return (self:quoted())
  elseif self:peek_word() == "NEAR" and opens_group(self.list[self.at + 4] or "") then
    self.at = self.at + 5
    return self:near(self.at - 5)
  end
  return (self:word())
end

function Reader:excluding()
  local match = self:item()
  while self:take_operator "NOT" do
    match = ("(%s NOT %s)"):format(match, self:item())
  end
  return match
end

-- What stands side by side must all be there.
function Reader:together()
  local matches = { self:excluding() }
  while true do
    local said = self:take_operator "AND"
    local character = self:skip_blanks()
    if not said and (not character or closes_group(character) or self:peek_word() == "OR") then
      break
    end
    matches[#matches + 1] = self:excluding()
  end
  return #matches == 1 and matches[1] or "(" .. table.concat(matches, " AND ") .. ")"
end

function Reader:alternatives()
  local matches = { self:together() }
  while self:take_operator "OR" do
    matches[#matches + 1] = self:together()
  end
  return #matches == 1 and matches[1] or "(" .. table.concat(matches, " OR ") .. ")"
end

--- Reads a query: words, all of which must be there; "a phrase" (or “…”); 整改* and GDP* for what begins so; AND, OR,
--- NOT, (brackets) and NEAR(a b, 10).
---@param text string
---@return wenlu.Query? query
---@return string? message "character N: reason", or "byte N: not UTF-8"
---@return string? code "bad-query"
function M.read(text)
  local good, bad = utf8.len(text)
  if not good then
    return nil, ("byte %d: not UTF-8"):format(bad), "bad-query"
  end
  local reader = setmetatable({ list = characters(text), at = 1, units = {}, depth = 0 }, Reader)
  local ok, match = pcall(function()
    local read = reader:alternatives()
    if reader:skip_blanks() then
      reader:fail(reader.at, "a bracket was never opened")
    end
    return read
  end)
  if ok then
    return { match = match, units = reader.units }
  elseif type(match) == "table" then
    return nil, match.message, "bad-query"
  end
  error(match, 0)
end

return M
