/* wenlu.unicode: grapheme clusters, and text measured, cut and padded by the columns it takes.
   Offsets handed to Lua are 1-based bytes, ranges inclusive. */

#include <string.h>

#include "core/unicode.h"
#include "unicode_api.h"
#include "wenlu.h"

enum { TEXT = 1, COLUMNS, OPTIONS };

/* ---- clusters ---- */

static int next_grapheme(lua_State *L) {
  size_t size;
  const uint8_t *text = (const uint8_t *)lua_tolstring(L, lua_upvalueindex(1), &size);
  size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(2));
  if (at >= size) {
    return 0;
  }
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_pushinteger(L, (lua_Integer)grapheme_end(text, size, at));
  lua_copy(L, -1, lua_upvalueindex(2));
  return 2;
}

/* graphemes(text): for first, last in ... */
static int unicode_graphemes(lua_State *L) {
  luaL_checkstring(L, TEXT);
  lua_settop(L, TEXT);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_grapheme, 2);
  return 1;
}

/* Polls when `at` has passed `next`; returns where to poll next. */
static size_t poll_at(lua_State *L, size_t at, size_t next) {
  if (at < next) {
    return next;
  }
  wl_poll(L);
  return at + UNICODE_CHUNK / 8;
}

/* grapheme_count(text) -> integer */
static int unicode_grapheme_count(lua_State *L) {
  size_t size;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, TEXT, &size);
  lua_Integer count = 0;
  size_t poll = 0;
  for (size_t at = 0; at < size; at = grapheme_end(text, size, at)) {
    poll = poll_at(L, at, poll);
    count++;
  }
  lua_pushinteger(L, count);
  return 1;
}

/* grapheme_offsets(text) -> packed */
static int unicode_grapheme_offsets(lua_State *L) {
  enum { BATCH = 256, WIDTH = 4 };
  size_t size;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, TEXT, &size);
  luaL_argcheck(L, size < UINT32_MAX, TEXT, "too long");
  luaL_Buffer buffer;
  luaL_buffinitsize(L, &buffer, size + size / 2); /* enough for hanzi */
  size_t at = 0;
  size_t poll = 0;
  while (at < size) {
    uint8_t *out = (uint8_t *)luaL_prepbuffsize(&buffer, BATCH * WIDTH);
    size_t used = 0;
    for (; at < size && used < BATCH * WIDTH; at = grapheme_end(text, size, at)) {
      for (unsigned byte = 0; byte < WIDTH; byte++) {
        out[used++] = (uint8_t)((at + 1) >> byte * 8);
      }
    }
    luaL_addsize(&buffer, used);
    poll = poll_at(L, at, poll);
  }
  luaL_pushresult(&buffer);
  return 1;
}

/* ---- columns ---- */

unsigned unicode_check_ambiguous(lua_State *L, int arg) {
  lua_Integer ambiguous = luaL_optinteger(L, arg, 1);
  luaL_argcheck(L, ambiguous == 1 || ambiguous == 2, arg, "1 or 2 expected");
  return (unsigned)ambiguous;
}

/* Goes on until `most` columns are full; true when the text goes on behind them. */
static bool advance(lua_State *L, WidthRun *run, size_t most) {
  while (run->at < run->size) {
    if (width_advance(run, unicode_limit(L, run->at, run->size, UNICODE_CHUNK / 8), most)) {
      return true;
    }
  }
  return false;
}

static WidthRun run_over(lua_State *L, int arg, unsigned ambiguous) {
  WidthRun run = {.ambiguous = ambiguous};
  run.text = (const uint8_t *)lua_tolstring(L, arg, &run.size);
  return run;
}

static size_t columns_of(lua_State *L, int arg, unsigned ambiguous) {
  WidthRun run = run_over(L, arg, ambiguous);
  advance(L, &run, SIZE_MAX);
  return run.columns;
}

/* width(text[, ambiguous]) -> columns */
static int unicode_width_function(lua_State *L) {
  luaL_checkstring(L, TEXT);
  unsigned ambiguous = unicode_check_ambiguous(L, 2);
  lua_pushinteger(L, (lua_Integer)columns_of(L, TEXT, ambiguous));
  return 1;
}

static size_t check_columns(lua_State *L) {
  luaL_checkstring(L, TEXT);
  lua_Integer columns = luaL_checkinteger(L, COLUMNS);
  luaL_argcheck(L, columns >= 0 && columns <= INT32_MAX, COLUMNS, "out of range");
  if (!lua_isnoneornil(L, OPTIONS)) {
    luaL_checktype(L, OPTIONS, LUA_TTABLE);
  }
  lua_settop(L, OPTIONS);
  return (size_t)columns;
}

/* Pushes an option that is a string. */
static const char *push_option(lua_State *L, const char *name, const char *otherwise) {
  if (!lua_istable(L, OPTIONS) || lua_getfield(L, OPTIONS, name) == LUA_TNIL) {
    return lua_pushstring(L, otherwise);
  }
  if (lua_type(L, -1) != LUA_TSTRING) {
    luaL_error(L, "option '%s': a string expected", name);
  }
  return lua_tostring(L, -1);
}

static unsigned ambiguous_option(lua_State *L) {
  lua_Integer ambiguous = 1;
  if (lua_istable(L, OPTIONS) && lua_getfield(L, OPTIONS, "ambiguous") != LUA_TNIL) {
    int is_integer;
    ambiguous = lua_tointegerx(L, -1, &is_integer);
    luaL_argcheck(L, is_integer && (ambiguous == 1 || ambiguous == 2), OPTIONS,
                  "option 'ambiguous': 1 or 2 expected");
  }
  return (unsigned)ambiguous;
}

/* truncate(text, columns[, {ellipsis, ambiguous}]) -> text, columns */
static int unicode_truncate(lua_State *L) {
  size_t most = check_columns(L);
  unsigned ambiguous = ambiguous_option(L);
  WidthRun run = run_over(L, TEXT, ambiguous);
  if (!advance(L, &run, most)) {
    lua_pushvalue(L, TEXT);
    lua_pushinteger(L, (lua_Integer)run.columns);
    return 2;
  }
  push_option(L, "ellipsis", "");
  int ellipsis = lua_gettop(L);
  size_t mark = columns_of(L, ellipsis, ambiguous);
  if (mark > most) {
    mark = 0;
    lua_pushliteral(L, "");
    lua_replace(L, ellipsis);
  }
  run = run_over(L, TEXT, ambiguous);
  advance(L, &run, most - mark);
  lua_pushlstring(L, (const char *)run.text, run.at);
  lua_pushvalue(L, ellipsis);
  lua_concat(L, 2);
  lua_pushinteger(L, (lua_Integer)(run.columns + mark));
  return 2;
}

/* Adds `count` copies of the string in the stack slot `fill`. */
static void add_fill(lua_State *L, luaL_Buffer *buffer, int fill, size_t count) {
  size_t size;
  const char *text = lua_tolstring(L, fill, &size);
  for (size_t i = 0; i < count; i++) {
    luaL_addlstring(buffer, text, size);
    if (i % UNICODE_CHUNK == 0) {
      wl_poll(L);
    }
  }
}

/* How many of `missing` columns go before the text. */
static size_t columns_before(lua_State *L, size_t missing) {
  const char *align = push_option(L, "align", "left");
  if (strcmp(align, "left") == 0) {
    return 0;
  }
  if (strcmp(align, "right") == 0) {
    return missing;
  }
  luaL_argcheck(L, strcmp(align, "center") == 0, OPTIONS,
                "option 'align': left, right or center expected");
  return missing / 2;
}

/* pad(text, columns[, {align, fill, ambiguous}]) -> text */
static int unicode_pad(lua_State *L) {
  size_t wanted = check_columns(L);
  unsigned ambiguous = ambiguous_option(L);
  size_t columns = columns_of(L, TEXT, ambiguous);
  size_t missing = columns < wanted ? wanted - columns : 0;
  size_t before = columns_before(L, missing);
  push_option(L, "fill", " ");
  int fill = lua_gettop(L);
  luaL_argcheck(L, columns_of(L, fill, ambiguous) == 1, OPTIONS,
                "option 'fill': one column expected");
  if (missing == 0) {
    lua_pushvalue(L, TEXT);
    return 1;
  }
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  add_fill(L, &buffer, fill, before);
  lua_pushvalue(L, TEXT);
  luaL_addvalue(&buffer);
  add_fill(L, &buffer, fill, missing - before);
  luaL_pushresult(&buffer);
  return 1;
}

const luaL_Reg unicode_columns_functions[] = {
  {"grapheme_count", unicode_grapheme_count},
  {"grapheme_offsets", unicode_grapheme_offsets},
  {"graphemes", unicode_graphemes},
  {"pad", unicode_pad},
  {"truncate", unicode_truncate},
  {"width", unicode_width_function},
  {NULL, NULL},
};
