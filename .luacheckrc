-- Lua 5.4, nothing defined globally.
std = "lua54"
max_line_length = 120
self = false
exclude_files = { "stdlib/meta" }

files["tests"] = { std = "+busted" }
files["tests/**/*_spec.lua"] = { std = "+busted" }
