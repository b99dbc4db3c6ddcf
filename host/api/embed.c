/* Lua module wenlu.embed: the library's own files, built into the program or below --root DIR.
** Names are "stdlib/X.lua", "scripts/X.lua" and "data/X.tsv"; every result is a Lua value.
** Reading never touches a file outside those three folders. */

#include <string.h>

#include "wenlu.h"

/* The name at this index; one with a NUL inside names no file, so it becomes the empty name. */
static const char *check_name(lua_State *L, int arg) {
  size_t size = 0;
  const char *name = luaL_checklstring(L, arg, &size);
  return strlen(name) == size ? name : "";
}

/* read(name) -> string | nil */
static int embed_read(lua_State *L) {
  if (!wl_embed_read(L, check_name(L, 1))) {
    lua_pushnil(L);
  }
  return 1;
}

/* load(name) -> function | nil, message, code */
static int embed_load(lua_State *L) {
  const char *name = check_name(L, 1);
  if (!wl_embed_exists(L, name)) {
    return wl_fail(L, "enoent", "%s: no such file in the library", lua_tostring(L, 1));
  }
  if (wl_embed_load(L, name) != LUA_OK) {
    return wl_fail(L, "syntax", "%s", lua_tostring(L, -1));
  }
  return 1;
}

/* list([prefix]) -> sorted array of names */
static int embed_list(lua_State *L) {
  wl_embed_list(L, luaL_optstring(L, 1, ""));
  return 1;
}

/* root() -> the folder of --root | nil */
static int embed_root(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, WENLU_ROOT);
  return 1;
}

/* environment() -> the strict globals that the library's own files run with */
static int embed_environment(lua_State *L) {
  wl_embed_environment(L);
  return 1;
}

static const luaL_Reg functions[] = {
  {"environment", embed_environment},
  {"list", embed_list},
  {"load", embed_load},
  {"read", embed_read},
  {"root", embed_root},
  {NULL, NULL},
};

int luaopen_wenlu_embed(lua_State *L);

int luaopen_wenlu_embed(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
