/* What the files of wenlu.unicode share. Offsets handed to Lua are 1-based bytes. */

#ifndef WENLU_UNICODE_API_H
#define WENLU_UNICODE_API_H

#include <stddef.h>

#include "lauxlib.h"
#include "lua.h"

#include "core/unicode.h"

enum { UNICODE_CHUNK = 1 << 18 }; /* bytes of work between two looks for Ctrl-C */

/* Pushes nil, message, "bad-utf8", offset for the text at this offset from 0; returns 4. */
int unicode_fail(lua_State *L, size_t at);

/* Polls; returns the end of the next `chunk` of work, or `size`. */
size_t unicode_limit(lua_State *L, size_t at, size_t size, size_t chunk);

/* Maps the text at 1; pushes the result, or what unicode_fail does, and returns how many. */
int unicode_map_text(lua_State *L, UnicodeMapping mapping);

/* The columns of a character of ambiguous width: 1, the default, or 2. */
unsigned unicode_check_ambiguous(lua_State *L, int arg);

extern const luaL_Reg unicode_columns_functions[];
extern const luaL_Reg unicode_normal_functions[];
extern const luaL_Reg unicode_text_functions[];

#endif
