/* Lua module wenlu.process: what this process is and what it was started with.
** Every result is a Lua value, made anew at each call. */

#include "wenlu.h"

/* options() -> {db=path, db_given=boolean, root=folder|nil} */
static int process_options(lua_State *L) {
  lua_createtable(L, 0, 3);
  bool given = lua_getfield(L, LUA_REGISTRYINDEX, WENLU_DB) == LUA_TSTRING;
  if (!given) {
    lua_pop(L, 1);
    lua_pushliteral(L, "./wenlu.db");
  }
  lua_setfield(L, -2, "db");
  lua_pushboolean(L, given);
  lua_setfield(L, -2, "db_given");
  lua_getfield(L, LUA_REGISTRYINDEX, WENLU_ROOT);
  lua_setfield(L, -2, "root");
  return 1;
}

/* version() -> string */
static int process_version(lua_State *L) {
  lua_pushliteral(L, WENLU_VERSION);
  return 1;
}

static const luaL_Reg functions[] = {
  {"options", process_options},
  {"version", process_version},
  {NULL, NULL},
};

int luaopen_wenlu_process(lua_State *L);

int luaopen_wenlu_process(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
