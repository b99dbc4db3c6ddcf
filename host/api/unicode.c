/* wenlu.unicode: normal forms, case, properties, grapheme clusters, width and safe display of
   UTF-8. Offsets handed to Lua are 1-based bytes, ranges inclusive; nothing is kept. */

#include "core/unicode.h"
#include "unicode_api.h"
#include "wenlu.h"

int luaopen_wenlu_unicode(lua_State *L);

int unicode_fail(lua_State *L, size_t at) {
  wl_fail(L, "bad-utf8", "text: no UTF-8 at byte %I", (LUAI_UACINT)at + 1);
  lua_pushinteger(L, (lua_Integer)at + 1);
  return 4;
}

int luaopen_wenlu_unicode(lua_State *L) {
  lua_newtable(L);
  luaL_setfuncs(L, unicode_columns_functions, 0);
  luaL_setfuncs(L, unicode_normal_functions, 0);
  luaL_setfuncs(L, unicode_text_functions, 0);
  lua_pushstring(L, unicode_version());
  lua_setfield(L, -2, "version");
  return 1;
}
