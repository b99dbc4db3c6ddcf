--- Turns 32 MB of official text into the charset primitives' work, to be measured beside iconv(3) and a plain loop.
local charset = require "wenlu.charset"

return {
  --- `bytes` are GB18030.
  gb18030_decode = function(bytes)
    return function()
      return assert(charset.decode(bytes, "GB18030"))
    end
  end,

  --- `bytes` are UTF-8, here and below.
  gb18030_encode = function(bytes)
    return function()
      return assert(charset.encode(bytes, "GB18030"))
    end
  end,

  gb18030_encode_scalar = function(bytes)
    local options = { scalar = true }
    return function()
      return assert(charset.encode(bytes, "GB18030", options))
    end
  end,

  utf8_check = function(bytes)
    return function()
      return charset.check(bytes)
    end
  end,

  utf8_check_scalar = function(bytes)
    local options = { scalar = true }
    return function()
      return charset.check(bytes, options)
    end
  end,
}
