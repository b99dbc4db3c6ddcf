/* Room for a charset_text on the Lua stack: text and runs are two userdata that are replaced by
   larger ones as they fill. Whatever raises in between, Lua frees them. */

#ifndef WENLU_CHARSET_ROOM_H
#define WENLU_CHARSET_ROOM_H

#include <lua.h>

#include "core/charset.h"

/* Pushes the two userdata, for a text of about `size` bytes; they stay at `slot` and `slot` + 1,
   which must be the first free ones. */
void wl_room_open(lua_State *L, int slot, charset_text *out, size_t size);

/* Makes room where there is little left. */
void wl_room_grow(lua_State *L, int slot, charset_text *out);

/* Replaces the userdata at `slot` by one of `room` bytes that begins with the same `used` bytes. */
void *wl_room_replace(lua_State *L, int slot, size_t used, size_t room);

#endif
