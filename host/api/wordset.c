/* wenlu.wordset: small sets of words, looked for in a range of a text without cutting it out.
 * Positions are 1-based bytes, ranges inclusive; a range that reaches beyond the text is cut to it.
 * A set is one userdata that holds its words. */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "core/wordset.h"
#include "wenlu.h"

int luaopen_wenlu_wordset(lua_State *L);

static const char SET[] = "wenlu.wordset";

enum { CHUNK = 1 << 18 }; /* bytes between two looks for Ctrl-C */

static const Wordset *check_set(lua_State *L) { return wl_check_class(L, 1, 1, SET); }

typedef struct {
  const uint8_t *text, *begin, *end;
} Range;

/* The range of arguments `arg` (text), arg + 1 (first), arg + 2 (last); empty when none is left. */
static Range check_range(lua_State *L, int arg) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, arg, &size);
  lua_Integer first = luaL_optinteger(L, arg + 1, 1);
  lua_Integer last = luaL_optinteger(L, arg + 2, (lua_Integer)size);
  last = last > (lua_Integer)size ? (lua_Integer)size : last;
  first = first < 1 ? 1 : first;
  first = first > (lua_Integer)size ? (lua_Integer)size + 1 : first;
  return (Range){text, text + first - 1, text + (last < first ? first - 1 : last)};
}

static lua_Integer position(const Range *range, const uint8_t *p) { return p - range->text; }

/* ---- making one ---- */

/* The next word of a text that blanks divide, NULL at its end. */
static const char *next_word(const char *p, const char *end, size_t *size) {
  while (p < end && strchr(" \t\n\r", *p) != NULL && *p != '\0') {
    p++;
  }
  const char *q = p;
  while (q < end && (*q == '\0' || strchr(" \t\n\r", *q) == NULL)) {
    q++;
  }
  *size = (size_t)(q - p);
  return q > p ? p : NULL;
}

static Wordset *push_set(lua_State *L, size_t count, size_t bytes) {
  luaL_argcheck(L, count <= WORDSET_MOST, 1, "too many words");
  Wordset *set = lua_newuserdatauv(L, wordset_size(count, bytes), 0);
  wordset_init(set, count, bytes);
  luaL_setmetatable(L, SET);
  return set;
}

static void add(lua_State *L, Wordset *set, const char *word, size_t size) {
  luaL_argcheck(L, size > 0 && size <= WORDSET_LONGEST, 1, "a word has 1 to 255 bytes");
  wordset_add(set, (const uint8_t *)word, size);
}

static void set_of_text(lua_State *L) {
  size_t length = 0;
  const char *text = lua_tolstring(L, 1, &length);
  size_t count = 0;
  size_t size = 0;
  for (const char *w = text; (w = next_word(w, text + length, &size)) != NULL; w += size) {
    count++;
  }
  Wordset *set = push_set(L, count, length);
  for (const char *w = text; (w = next_word(w, text + length, &size)) != NULL; w += size) {
    add(L, set, w, size);
  }
  wordset_seal(set);
}

static void set_of_list(lua_State *L) {
  lua_Integer count = luaL_len(L, 1);
  size_t bytes = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    luaL_argcheck(L, lua_geti(L, 1, i) == LUA_TSTRING, 1, "words are strings");
    bytes += lua_rawlen(L, -1);
    lua_pop(L, 1);
  }
  Wordset *set = push_set(L, (size_t)count, bytes);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, 1, i);
    size_t size = 0;
    const char *word = luaL_checklstring(L, -1, &size);
    luaL_argcheck(L, set->count < (uint32_t)count && set->used + size <= bytes, 1,
                  "words change while they are read");
    add(L, set, word, size);
    lua_pop(L, 1);
  }
  wordset_seal(set);
}

/* wordset.new(words[, {scalar=}]) -> set; words: a text that blanks divide, or a list of strings */
static int wordset_new(lua_State *L) {
  int scalar = 0;
  if (!lua_isnoneornil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_getfield(L, 2, "scalar");
    scalar = lua_toboolean(L, -1);
  }
  lua_settop(L, 1);
  if (lua_type(L, 1) == LUA_TTABLE) {
    set_of_list(L);
  } else {
    luaL_checktype(L, 1, LUA_TSTRING);
    set_of_text(L);
  }
  Wordset *set = lua_touserdata(L, -1);
  set->scalar = (uint8_t)scalar;
  return 1;
}

/* ---- asking it ---- */

/* set:is(text[, first[, last]]) -> whether the range is one of the words */
static int set_is(lua_State *L) {
  const Wordset *set = check_set(L);
  Range range = check_range(L, 2);
  size_t size = (size_t)(range.end - range.begin);
  lua_pushboolean(L, size > 0 && wordset_at(set, range.begin, range.end) == size);
  return 1;
}

/* set:at(text, first[, last]) -> last of the longest word that begins at first, or nothing */
static int set_at(lua_State *L) {
  const Wordset *set = check_set(L);
  luaL_checkinteger(L, 3);
  Range range = check_range(L, 2);
  size_t size = wordset_at(set, range.begin, range.end);
  if (size == 0) {
    return 0;
  }
  lua_pushinteger(L, position(&range, range.begin + size));
  return 1;
}

/* set:before(text, last[, first]) -> first of the longest word that ends at last, or nothing */
static int set_before(lua_State *L) {
  const Wordset *set = check_set(L);
  lua_settop(L, 4);
  luaL_checkinteger(L, 3);
  lua_insert(L, 3);
  Range range = check_range(L, 2);
  size_t size = wordset_before(set, range.begin, range.end);
  if (size == 0) {
    return 0;
  }
  lua_pushinteger(L, position(&range, range.end - size) + 1);
  return 1;
}

static int push_span(lua_State *L, const Range *range, const uint8_t *p, size_t size) {
  lua_pushinteger(L, position(range, p) + 1);
  lua_pushinteger(L, position(range, p + size));
  return 2;
}

/* set:find(text[, first[, last]]) -> first, last of the first word in the range, or nothing */
static int set_find(lua_State *L) {
  const Wordset *set = check_set(L);
  Range range = check_range(L, 2);
  size_t size = 0;
  for (const uint8_t *p = range.begin; p < range.end; wl_poll(L)) {
    const uint8_t *stop = range.end - p > CHUNK ? p + CHUNK : range.end;
    const uint8_t *found = wordset_find(set, p, stop, range.end, &size);
    if (found != NULL) {
      return push_span(L, &range, found, size);
    }
    p = stop;
  }
  return 0;
}

/* set:count(text[, first[, last]]) -> at how many places of the range a word begins */
static int set_count(lua_State *L) {
  const Wordset *set = check_set(L);
  Range range = check_range(L, 2);
  size_t size = 0;
  lua_Integer count = 0;
  for (const uint8_t *p = range.begin; p < range.end; wl_poll(L)) {
    const uint8_t *stop = range.end - p > CHUNK ? p + CHUNK : range.end;
    while (p < stop && (p = wordset_find(set, p, stop, range.end, &size)) != NULL) {
      count++;
      p++;
    }
    p = stop;
  }
  lua_pushinteger(L, count);
  return 1;
}

/* set:last(text[, first[, last]]) -> first, last of the word in the range that ends last */
static int set_last(lua_State *L) {
  const Wordset *set = check_set(L);
  Range range = check_range(L, 2);
  size_t size = 0;
  for (const uint8_t *p = range.end; p > range.begin; wl_poll(L)) {
    const uint8_t *stop = p - range.begin > CHUNK ? p - CHUNK : range.begin;
    const uint8_t *found = wordset_find_last(set, range.begin, stop, p, &size);
    if (found != NULL) {
      return push_span(L, &range, found - size, size);
    }
    p = stop;
  }
  return 0;
}

/* set:skip(text[, first[, last]]) -> the offset behind the words that follow one another from first
 * on, always the longest */
static int set_skip(lua_State *L) {
  const Wordset *set = check_set(L);
  Range range = check_range(L, 2);
  size_t size = 0;
  const uint8_t *p = range.begin;
  for (const uint8_t *polled = p; (size = wordset_at(set, p, range.end)) > 0; p += size) {
    if (p - polled > CHUNK) {
      wl_poll(L);
      polled = p;
    }
  }
  lua_pushinteger(L, position(&range, p) + 1);
  return 1;
}

static int set_len(lua_State *L) {
  lua_pushinteger(L, check_set(L)->count);
  return 1;
}

static const luaL_Reg methods[] = {
    {"is", set_is},     {"at", set_at},     {"before", set_before}, {"find", set_find},
    {"last", set_last}, {"skip", set_skip}, {"count", set_count},   {NULL, NULL}};

static const luaL_Reg functions[] = {{"new", wordset_new}, {NULL, NULL}};

int luaopen_wenlu_wordset(lua_State *L) {
  luaL_newmetatable(L, SET);
  lua_newtable(L);
  lua_pushvalue(L, -2);
  luaL_setfuncs(L, methods, 1);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, set_len, 1);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
