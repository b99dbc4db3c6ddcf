/* The map from a text to its source as a Lua value: what charset and html hand out.
   A map owns its runs; nothing here is freed by hand. */

#ifndef WENLU_CHARSET_MAP_H
#define WENLU_CHARSET_MAP_H

#include <lua.h>

#include "core/map.h"

/* Pushes a map with a copy of the runs; an identity map has none. */
void wl_push_map(lua_State *L, const map_view *map);

/* Pushes a map of `count` runs that the caller fills in at once, through the returned pointer. */
map_run *wl_new_map(lua_State *L, size_t count, uint32_t text_size);

const map_view *wl_check_map(lua_State *L, int arg);

/* unpack(packed) -> map | nil, message, code */
int wl_unpack_map(lua_State *L);

#endif
