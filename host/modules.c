/* Makes require "wenlu.X" find the modules in C (api/X.c) and in Lua (stdlib/X.lua), and a few
** well-known names find ours. The list of C modules is modules.inc, one WL_MODULE(X) for each
** api/X.c, written by the Makefile. Memory is Lua's; nothing becomes a global. */

#include <string.h>

#include "wenlu.h"

#define WL_MODULE(name) int luaopen_wenlu_##name(lua_State *L);
#include "modules.inc"
#undef WL_MODULE

static const luaL_Reg modules[] = {
#define WL_MODULE(name) {"wenlu." #name, luaopen_wenlu_##name},
#include "modules.inc"
#undef WL_MODULE
  {NULL, NULL},
};

/* Other people's modules that existing scripts require, as layers over ours. They are preloaded, so
** that no installed module of that name, perhaps for another Lua, comes before them. */
static const struct {
  const char *name;
  const char *file;
} compatible[] = {
  {"iconv", "stdlib/compat/iconv.lua"},
  {"lua-utf8", "stdlib/compat/utf8.lua"},
};

/* Pushes "stdlib/cli/show.lua" for "wenlu.cli.show"; false, and nothing, for other names. */
static bool push_file_name(lua_State *L, const char *module) {
  static const char prefix[] = "wenlu.";
  if (strncmp(module, prefix, sizeof prefix - 1) != 0) {
    return false;
  }
  const char *name = luaL_gsub(L, module + sizeof prefix - 1, ".", "/");
  lua_pushfstring(L, "stdlib/%s.lua", name);
  lua_remove(L, -2);
  return true;
}

/* searcher(name) -> loader, file. What begins with wenlu. is ours: no other place is searched. The
** compatible names are in package.preload, which is searched before. */
static int search_embedded(lua_State *L) {
  if (!push_file_name(L, luaL_checkstring(L, 1))) {
    return 0;
  }
  const char *name = lua_tostring(L, -1);
  if (!wl_embed_exists(L, name)) {
    return luaL_error(L, "module '%s' not found: the library has no '%s'", lua_tostring(L, 1),
                      name);
  }
  if (wl_embed_load(L, name) != LUA_OK) {
    return lua_error(L);
  }
  lua_insert(L, -2);
  return 2;
}

/* Puts the searcher second: after package.preload, before anything on package.path. */
static void add_searcher(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, "package");
  lua_getfield(L, -1, "searchers");
  for (lua_Integer i = luaL_len(L, -1); i >= 2; i--) {
    lua_geti(L, -1, i);
    lua_seti(L, -2, i + 1);
  }
  lua_pushcfunction(L, search_embedded);
  lua_seti(L, -2, 2);
  lua_pop(L, 3);
}

/* loader(name) -> module: upvalue 1 is the file. */
static int load_compatible(lua_State *L) {
  const char *file = lua_tostring(L, lua_upvalueindex(1));
  if (wl_embed_load(L, file) != LUA_OK) {
    return lua_error(L);
  }
  lua_pushvalue(L, 1);
  lua_pushstring(L, file);
  lua_call(L, 2, 1);
  return 1;
}

/* Adds the compatible names to package.preload, which is on top. */
static void preload_compatible(lua_State *L) {
  for (size_t i = 0; i < sizeof compatible / sizeof *compatible; i++) {
    lua_pushstring(L, compatible[i].file);
    lua_pushcclosure(L, load_compatible, 1);
    lua_setfield(L, -2, compatible[i].name);
  }
}

void wl_open_modules(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  luaL_setfuncs(L, modules, 0);
  preload_compatible(L);
  lua_pop(L, 1);
  add_searcher(L);
  wl_embed_environment(L);
  lua_pop(L, 1);
}
