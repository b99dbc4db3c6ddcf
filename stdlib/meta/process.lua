---@meta wenlu.process

--- What this process is and what it was started with.
local process = {}

--- The options of wenlu's own that stood before the script or command.
---@return {db: string, db_given: boolean, root: string?} db is "./wenlu.db" when --db was not given
function process.options() end

--- The version of wenlu, "MAJOR.MINOR.PATCH".
---@return string
function process.version() end

return process
