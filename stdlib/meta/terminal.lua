---@meta wenlu.terminal

--- Lines typed by a person, with editing and history where the program was built with readline.
local terminal = {}

--- One line without its newline. At the end of input nil; after Ctrl-C nil, message, "interrupted".
--- When standard input or output is no terminal, the prompt is written and a line read as it comes.
---@param prompt string
---@return string? line
---@return string? message
---@return string? code
function terminal.read_line(prompt) end

--- Remembers a line for the arrow keys.
---@param line string
function terminal.add_history(line) end

--- Reads the history from a file.
---@param path string
---@return true?
---@return string? message
---@return string? code errno's name in lower case, or "unsupported" without readline
function terminal.load_history(path) end

--- Writes the history to a file, the last lines of it.
---@param path string
---@param lines integer how many to keep at most
---@return true?
---@return string? message
---@return string? code
function terminal.save_history(path, lines) end

return terminal
