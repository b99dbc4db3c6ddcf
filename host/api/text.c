/* wenlu.text: offsets, lines, sentences, views, search, distance, numerals and order of text.
 * Positions are 1-based bytes, ranges inclusive. A text is a string or a view of one.
 * Each family of functions has its own file, api/text_X.c; nothing is allocated here. */
#include "text.h"

#include <lauxlib.h>

#include "core/simd.h"
#include "wenlu.h"

bool wl_option(lua_State *L, int arg, const char *name, bool otherwise) {
  if (lua_isnoneornil(L, arg)) {
    return otherwise;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  bool value = lua_getfield(L, arg, name) == LUA_TNIL ? otherwise : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

bool wl_wants_simd(lua_State *L, int arg) {
  return simd_has_avx2() && wl_option(L, arg, "simd", true);
}

void wl_range(lua_State *L, int arg, size_t size, size_t *begin, size_t *end) {
  lua_Integer first = luaL_optinteger(L, arg, 1);
  lua_Integer last = luaL_optinteger(L, arg + 1, -1);
  lua_Integer length = (lua_Integer)size;
  first = first < -length ? 1 : first < 0 ? length + first + 1 : first == 0 ? 1 : first;
  last = last > length ? length : last < -length ? 0 : last < 0 ? length + last + 1 : last;
  *begin = first > length ? size : (size_t)first - 1;
  *end = first > last ? *begin : (size_t)last;
}

static const luaL_Reg functions[] = {
  {"index", wl_text_index},
  {"lines", wl_text_lines},
  {"sentences", wl_text_sentences},
  {"clauses", wl_text_clauses},
  {"find_all", wl_text_find_all},
  {"fields", wl_text_fields},
  {"split", wl_text_split},
  {"replace", wl_text_replace},
  {"distance", wl_text_distance},
  {"simhash", wl_text_simhash},
  {"minhash", wl_text_minhash},
  {"hamming", wl_text_hamming},
  {"resemblance", wl_text_resemblance},
  {"compare", wl_text_compare},
  {"sort_key", wl_text_sort_key},
  {"sorter", wl_text_sorter},
  {"number", wl_text_number},
  {"numeral", wl_text_numeral},
  {NULL, NULL},
};

int luaopen_wenlu_text(lua_State *L) {
  wl_open_text_index(L);
  wl_open_text_spans(L);
  luaL_newlib(L, functions);
  wl_open_text_view(L);
  return 1;
}
