---@meta wenlu.digest

--- Hashes that give documents their identity.
local digest = {}

--- The SHA-256 of any bytes, as 64 lower-case hexadecimal digits (FIPS 180-4).
---
---     digest.sha256 "abc" --> "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
---
---@param bytes string
---@return string hexadecimal
function digest.sha256(bytes) end

return digest
