/* The map from a text to its source as a Lua value, with its methods (see charset_map.h).
   Lua sees 1-based inclusive offsets; core/map.c works with 0-based ones and exclusive ends.
   Runs lie in the same userdata as the map. */

#include "charset_map.h"

#include <string.h>

#include <lauxlib.h>

#include "wenlu.h"

#define MAP "wenlu.charset.map"

const map_view *wl_check_map(lua_State *L, int arg) {
  return luaL_checkudata(L, arg, MAP);
}

/* map:source(first, last) -> first, last of the source */
static int map_source_method(lua_State *L) {
  const map_view *map = wl_check_map(L, 1);
  lua_Integer first = luaL_checkinteger(L, 2);
  lua_Integer last = luaL_optinteger(L, 3, first);
  lua_Integer size = map->identity ? LUA_MAXINTEGER - 1 : (lua_Integer)map->text_size;
  luaL_argcheck(L, first >= 1 && first <= size + 1, 2, "offset outside the text");
  luaL_argcheck(L, last >= first - 1 && last <= size, 3, "offset outside the text");
  if (map->identity) {
    lua_pushinteger(L, first);
    lua_pushinteger(L, last);
    return 2;
  }
  map_range range = map_source(map, (uint32_t)(first - 1), (uint32_t)last);
  lua_pushinteger(L, (lua_Integer)range.first + 1);
  lua_pushinteger(L, (lua_Integer)range.end);
  return 2;
}

/* map:compose(other) -> the map of a text that `other` leads to this map's text */
static int map_compose_method(lua_State *L) {
  const map_view *inner = wl_check_map(L, 1);
  const map_view *outer = wl_check_map(L, 2);
  if (inner->identity || outer->identity) {
    lua_pushvalue(L, inner->identity ? 2 : 1);
    return 1;
  }
  size_t count = map_compose(outer, inner, NULL);
  map_compose(outer, inner, wl_new_map(L, count, outer->text_size));
  return 1;
}

/* map:pack() -> string */
static int map_pack_method(lua_State *L) {
  const map_view *map = wl_check_map(L, 1);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  if (!map->identity) {
    uint8_t *head = (uint8_t *)luaL_prepbuffsize(&buffer, MAP_PACKED_HEAD);
    luaL_addsize(&buffer, map_pack_head(map, head));
    for (size_t i = 0; i < map->count; i++) {
      uint8_t *run = (uint8_t *)luaL_prepbuffsize(&buffer, MAP_PACKED_RUN);
      luaL_addsize(&buffer, map_pack_run(map, i, run));
    }
  }
  luaL_pushresult(&buffer);
  return 1;
}

static const luaL_Reg methods[] = {
  {"compose", map_compose_method},
  {"pack", map_pack_method},
  {"source", map_source_method},
  {NULL, NULL},
};

static void set_metatable(lua_State *L) {
  if (luaL_newmetatable(L, MAP)) {
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
  }
  lua_setmetatable(L, -2);
}

map_run *wl_new_map(lua_State *L, size_t count, uint32_t text_size) {
  map_view *map = lua_newuserdatauv(L, sizeof *map + count * sizeof *map->runs, 0);
  map_run *runs = (map_run *)(map + 1);
  *map = (map_view){.runs = runs, .count = count, .text_size = text_size};
  set_metatable(L);
  return runs;
}

void wl_push_map(lua_State *L, const map_view *map) {
  map_run *runs = wl_new_map(L, map->count, map->text_size);
  if (map->count > 0) {
    memcpy(runs, map->runs, map->count * sizeof *runs);
  }
  ((map_view *)lua_touserdata(L, -1))->identity = map->identity;
}

int wl_unpack_map(lua_State *L) {
  size_t size;
  const uint8_t *bytes = (const uint8_t *)luaL_checklstring(L, 1, &size);
  if (size == 0) {
    wl_push_map(L, &(map_view){.identity = true});
    return 1;
  }
  size_t count;
  size_t at;
  if (!map_unpack_head(bytes, size, &count, &at)) {
    return wl_fail(L, "bad-map", "map: not a packed map");
  }
  map_run *runs = wl_new_map(L, count, 0);
  if (!map_unpack_runs(bytes, size, at, runs, lua_touserdata(L, -1))) {
    return wl_fail(L, "bad-map", "map: packed map is damaged");
  }
  return 1;
}
