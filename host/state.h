/* Makes the program's Lua state on an arena (state.c); NULL when there is no memory.
 * The arena belongs to the caller: close it after lua_close. */
#ifndef WENLU_STATE_H
#define WENLU_STATE_H

#include <lua.h>

#include "alloc.h"

lua_State *wl_new_state(Arena *arena);

#endif
