/* text.distance, simhash, minhash, hamming and resemblance: how much two texts differ.
 * Distances count code points; a signature is a string of 4 bytes a bin.
 * Scratch is in userdata; texts are strings or views. */
#include <lauxlib.h>
#include <string.h>

#include "core/distance.h"
#include "core/simhash.h"
#include "text.h"
#include "wenlu.h"

enum { RUN_STEP = 64 * 1024, MOST_BINS = 65536 };

/* Pushes a userdata with the code points of the text at `arg`. */
static const uint32_t *decode(lua_State *L, int arg, size_t *count) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)wl_check_text(L, arg, &size);
  uint32_t *points = lua_newuserdatauv(L, (size + 1) * sizeof *points, 0);
  *count = 0;
  for (size_t at = 0; at < size;) {
    *count += distance_decode(text, size, &at, RUN_STEP, points + *count);
    wl_poll(L);
  }
  return points;
}

static void poll_sometimes(lua_State *L, size_t left) {
  if (left % RUN_STEP == 0) {
    wl_poll(L);
  }
}

/* Leaves out what both begin with and end with. */
static void trim(lua_State *L, Distance *d) {
  while (d->row_count > 0 && d->rows[0] == d->columns[0]) {
    d->rows++;
    d->columns++;
    d->row_count--;
    d->column_count--;
    poll_sometimes(L, d->row_count);
  }
  while (d->row_count > 0 && d->rows[d->row_count - 1] == d->columns[d->column_count - 1]) {
    d->row_count--;
    d->column_count--;
    poll_sometimes(L, d->row_count);
  }
}

static size_t measure(lua_State *L, Distance *d) {
  trim(L, d);
  if (d->column_count - d->row_count > d->bound) {
    return SIZE_MAX;
  }
  if (d->row_count == 0) {
    return d->column_count;
  }
  d->steps = lua_newuserdatauv(L, d->column_count, 0);
  distance_begin(d);
  while (distance_run(d, RUN_STEP)) {
    wl_poll(L);
  }
  return distance_result(d);
}

/* text.distance(a, b [, limit]) -> integer, or nil when it is more than the limit */
int wl_text_distance(lua_State *L) {
  Distance d = {0};
  lua_Integer limit = luaL_optinteger(L, 3, LUA_MAXINTEGER);
  luaL_argcheck(L, limit >= 0, 3, "negative");
  size_t count = 0;
  size_t other_count = 0;
  const uint32_t *points = decode(L, 1, &count);
  const uint32_t *others = decode(L, 2, &other_count);
  bool shorter = count <= other_count;
  d.rows = shorter ? points : others;
  d.row_count = shorter ? count : other_count;
  d.columns = shorter ? others : points;
  d.column_count = shorter ? other_count : count;
  d.bound = (size_t)limit;
  size_t distance = measure(L, &d);
  if (distance == SIZE_MAX) {
    lua_pushnil(L);
  } else {
    lua_pushinteger(L, (lua_Integer)distance);
  }
  return 1;
}

static lua_Integer integer_option(lua_State *L, int arg, const char *name, lua_Integer otherwise) {
  if (lua_isnoneornil(L, arg)) {
    return otherwise;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  int given = lua_getfield(L, arg, name) != LUA_TNIL;
  int whole = 0;
  lua_Integer value = lua_tointegerx(L, -1, &whole);
  lua_pop(L, 1);
  if (given && !whole) {
    return luaL_error(L, "option '%s' must be an integer", name);
  }
  return given ? value : otherwise;
}

static void read_grams(lua_State *L, Grams *g) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)wl_check_text(L, 1, &size);
  lua_Integer length = integer_option(L, 2, "n", 3);
  luaL_argcheck(L, length >= 1 && length <= GRAM_LONGEST, 2, "n must be 1 to 32");
  g->length = (unsigned)length;
  grams_begin(g);
  for (size_t at = 0; at < size;) {
    grams_read(g, text, size, &at, RUN_STEP);
    wl_poll(L);
  }
  grams_end(g);
}

/* text.simhash(text [, options]) -> integer of 64 bits */
int wl_text_simhash(lua_State *L) {
  Grams g = {0};
  read_grams(L, &g);
  lua_pushinteger(L, (lua_Integer)simhash_result(&g));
  return 1;
}

/* text.minhash(text [, options]) -> signature */
int wl_text_minhash(lua_State *L) {
  Grams g = {0};
  luaL_Buffer buffer;
  lua_settop(L, 2);
  lua_Integer bins = integer_option(L, 2, "bins", 128);
  luaL_argcheck(L, bins >= 1 && bins <= MOST_BINS, 2, "bins must be 1 to 65536");
  g.bin_count = (size_t)bins;
  g.bins = lua_newuserdatauv(L, g.bin_count * sizeof *g.bins, 0);
  read_grams(L, &g);
  minhash_fill(&g);
  luaL_buffinit(L, &buffer);
  for (size_t i = 0; i < g.bin_count; i++) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      luaL_addchar(&buffer, (char)(g.bins[i] >> shift & 0xFF));
    }
  }
  luaL_pushresult(&buffer);
  return 1;
}

/* text.hamming(a, b) -> how many of the 64 bits differ */
int wl_text_hamming(lua_State *L) {
  uint64_t bits = (uint64_t)luaL_checkinteger(L, 1) ^ (uint64_t)luaL_checkinteger(L, 2);
  lua_Integer count = 0;
  for (; bits != 0; bits &= bits - 1) {
    count++;
  }
  lua_pushinteger(L, count);
  return 1;
}

/* text.resemblance(signature, signature) -> 0 to 1 */
int wl_text_resemblance(lua_State *L) {
  size_t size = 0;
  size_t other_size = 0;
  const char *a = luaL_checklstring(L, 1, &size);
  const char *b = luaL_checklstring(L, 2, &other_size);
  luaL_argcheck(L, size > 0 && size % 4 == 0, 1, "no signature");
  luaL_argcheck(L, size == other_size, 2, "a signature of another size");
  size_t same = 0;
  for (size_t i = 0; i < size; i += 4) {
    same += memcmp(a + i, b + i, 4) == 0;
  }
  lua_pushnumber(L, (lua_Number)same / (lua_Number)(size / 4));
  return 1;
}
