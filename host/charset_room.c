/* Room for a charset_text on the Lua stack (see charset_room.h).
   Sizes are bytes for the text and runs for the map.
   All memory is userdata. */

#include "charset_room.h"

#include <string.h>

void *wl_room_replace(lua_State *L, int slot, size_t used, size_t room) {
  void *larger = lua_newuserdatauv(L, room, 0);
  if (used > 0) {
    memcpy(larger, lua_touserdata(L, slot), used);
  }
  lua_replace(L, slot);
  return larger;
}

static void grow_text(lua_State *L, int slot, charset_text *out, size_t room) {
  out->text = wl_room_replace(L, slot, out->size, room);
  out->room = room;
}

static void grow_runs(lua_State *L, int slot, charset_text *out, size_t room) {
  size_t used = out->run_count * sizeof *out->runs;
  out->runs = wl_room_replace(L, slot, used, room * sizeof *out->runs);
  out->run_room = room;
}

void wl_room_open(lua_State *L, int slot, charset_text *out, size_t size) {
  lua_pushnil(L);
  lua_pushnil(L);
  grow_text(L, slot, out, size + 4 * CHARSET_TEXT_SPARE);
  grow_runs(L, slot + 1, out, size / 48 + 4 * CHARSET_RUNS_SPARE);
}

void wl_room_grow(lua_State *L, int slot, charset_text *out) {
  if (out->room - out->size < 2 * CHARSET_TEXT_SPARE) {
    grow_text(L, slot, out, out->room + out->room / 2);
  }
  if (out->run_room - out->run_count < 2 * CHARSET_RUNS_SPARE) {
    grow_runs(L, slot + 1, out, 2 * out->run_room);
  }
}
