/* What the files of wenlu.utf8pattern share. Offsets are bytes from 0 here. */

#ifndef WENLU_UTF8PATTERN_API_H
#define WENLU_UTF8PATTERN_API_H

#include <stddef.h>
#include <stdint.h>

#include "lauxlib.h"
#include "lua.h"

/* How many characters begin in [begin, end) of a text; its first byte always begins one. */
lua_Integer characters_between(lua_State *L, const uint8_t *text, size_t begin, size_t end);

/* The offset of character `number`, negative from the end; the text's size for the one behind the
   last, and PATTERN_NONE beyond. What lies before the first is the first. */
size_t character_offset(lua_State *L, const uint8_t *text, size_t size, lua_Integer number);

extern const luaL_Reg utf8pattern_text_functions[];

#endif
