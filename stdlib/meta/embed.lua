---@meta wenlu.embed

--- The library's own files, built into the program or, with `--root DIR`, those of DIR.
--- Names: `stdlib/X.lua`, `stdlib/FOLDER/X.lua`, `scripts/X.lua`, `data/X.tsv`,
--- `data/lexicon/X.txt`; no others are served.
local embed = {}

--- The bytes of one of the files; nil when there is none of that name.
---@param name string
---@return string?
function embed.read(name) end

--- Compiles one of the Lua files, with the strict globals as its _ENV. Its chunk name is its path.
---@param name string
---@return function? chunk
---@return string? message
---@return string? code "enoent", "syntax"
function embed.load(name) end

--- The names that begin with the prefix, sorted.
---@param prefix string? "" when not given
---@return string[]
function embed.list(prefix) end

--- The folder given with --root; nil when the files are those built in.
---@return string?
function embed.root() end

--- The globals that the library's own files run with: Lua's own as they stood before any script ran.
--- Reading or assigning any other name raises. For `load(text, name, "t", embed.environment())`.
---@return table
function embed.environment() end

return embed
