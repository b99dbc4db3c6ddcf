/* Questions to the mentions of wenlu.scan that would walk over all of them in Lua: by halving.
 * Positions are 1-based bytes of the reading, ranges inclusive; a mention is named by its number.
 * Methods of the mentions userdata, in whose user values the numbers sorted by kind are kept. */
#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>
#include <string.h>

#include "scan_api.h"
#include "wenlu.h"

/* Sorts the numbers of the mentions by kind, at the first question. */
static void sort_by_kind(lua_State *L, Mentions *m) {
  size_t next[KIND_NONE + 2] = {0};
  for (size_t i = 0; i < m->count; i++) {
    next[m->mentions[i].kind + 1]++;
  }
  for (int kind = 0; kind <= KIND_NONE; kind++) {
    next[kind + 1] += next[kind];
  }
  memcpy(m->kind_begin, next, sizeof next);
  uint32_t *sorted = lua_newuserdatauv(L, m->count * sizeof *sorted + 1, 0);
  for (size_t i = 0; i < m->count; i++) {
    sorted[next[m->mentions[i].kind]++] = (uint32_t)i;
  }
  lua_setiuservalue(L, 1, MENTIONS_KINDS);
  m->by_kind = sorted;
}

typedef struct {
  const Mentions *mentions;
  const uint32_t *index; /* of the mentions of one kind */
  size_t count;
} OfKind;

static OfKind check_kind(lua_State *L) {
  Mentions *m = wl_check_class(L, 1, 1, SCAN_MENTIONS);
  int kind = luaL_checkoption(L, 2, NULL, scan_kind_names);
  if (m->by_kind == NULL) {
    sort_by_kind(L, m);
  }
  size_t begin = m->kind_begin[kind];
  return (OfKind){m, m->by_kind + begin, m->kind_begin[kind + 1] - begin};
}

/* How many of the kind have a number below `number` and begin before `offset`, both from 0. */
static size_t count_below(const OfKind *k, size_t number, size_t offset) {
  size_t low = 0;
  size_t high = k->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (k->index[middle] < number && k->mentions->mentions[k->index[middle]].begin < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static int push_found(lua_State *L, const OfKind *k, size_t i) {
  const Mention *x = &k->mentions->mentions[k->index[i]];
  lua_pushinteger(L, (lua_Integer)k->index[i] + 1);
  lua_pushstring(L, scan_class_names[x->cls]);
  lua_pushinteger(L, (lua_Integer)x->begin + 1);
  lua_pushinteger(L, (lua_Integer)x->end);
  return 4;
}

static lua_Integer first_of(const OfKind *k, size_t i) {
  return (lua_Integer)k->mentions->mentions[k->index[i]].begin + 1;
}

/* mentions:next(kind, i[, to]) -> number, class, first, last of the first mention of the kind from
 * number i on that begins by `to`; nothing when there is none */
static int mentions_next(lua_State *L) {
  OfKind k = check_kind(L);
  lua_Integer from = luaL_checkinteger(L, 3);
  lua_Integer to = luaL_optinteger(L, 4, LUA_MAXINTEGER);
  luaL_argcheck(L, from >= 1, 3, "out of range");
  size_t i = count_below(&k, (size_t)from - 1, SIZE_MAX);
  return i < k.count && first_of(&k, i) <= to ? push_found(L, &k, i) : 0;
}

/* mentions:before(kind, offset[, from=1]) -> number, class, first, last of the last mention of the
 * kind that begins in [from, offset); nothing when there is none */
static int mentions_before(lua_State *L) {
  OfKind k = check_kind(L);
  lua_Integer offset = luaL_checkinteger(L, 3);
  lua_Integer from = luaL_optinteger(L, 4, 1);
  size_t i = offset > 1 ? count_below(&k, SIZE_MAX, (size_t)offset - 1) : 0;
  return i > 0 && first_of(&k, i - 1) >= from ? push_found(L, &k, i - 1) : 0;
}

/* Pushes row[field] of a mention's term and returns 1; pushes nothing when it is nil. */
static int push_field(lua_State *L, int rows, const Mention *x, int field) {
  if (x->term == 0 || scan_is_measured(x)) {
    return 0;
  }
  lua_rawgeti(L, rows, x->term);
  lua_pushvalue(L, field);
  lua_rawget(L, -2);
  lua_remove(L, -2);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return 0;
  }
  return 1;
}

/* mentions:collect(kind, field) -> first, last, values: of the mentions whose term has the field */
static int mentions_collect(lua_State *L) {
  enum { FIELD = 3, FIRST, LAST, VALUES_OF, ROWS_OF };
  luaL_checktype(L, FIELD, LUA_TSTRING);
  OfKind k = check_kind(L);
  lua_settop(L, FIELD);
  for (int array = FIRST; array <= VALUES_OF; array++) {
    lua_createtable(L, (int)k.count, 0);
  }
  wl_push_rows(L, 1);
  lua_Integer count = 0;
  for (size_t i = 0; i < k.count; i++) {
    const Mention *x = &k.mentions->mentions[k.index[i]];
    if (push_field(L, ROWS_OF, x, FIELD)) {
      lua_rawseti(L, VALUES_OF, ++count);
      lua_pushinteger(L, (lua_Integer)x->begin + 1);
      lua_rawseti(L, FIRST, count);
      lua_pushinteger(L, (lua_Integer)x->end);
      lua_rawseti(L, LAST, count);
    }
  }
  lua_settop(L, VALUES_OF);
  return 3;
}

/* ---- names and how often they stand in a text ---- */

enum { TALLY_KIND = 2, TALLY_FIELD, TALLY_SPANS, MOST_SPANS = 8 };

typedef struct {
  lua_Integer first, last, weight;
} Span;

/* The spans first, last, weight, ... of the arguments; returns how many. */
static int check_spans(lua_State *L, Span spans[MOST_SPANS]) {
  int count = (lua_gettop(L) - TALLY_SPANS + 3) / 3;
  luaL_argcheck(L, count <= MOST_SPANS, TALLY_SPANS, "too many spans");
  for (int i = 0; i < count; i++) {
    spans[i].first = luaL_checkinteger(L, TALLY_SPANS + 3 * i);
    spans[i].last = luaL_checkinteger(L, TALLY_SPANS + 3 * i + 1);
    spans[i].weight = luaL_checkinteger(L, TALLY_SPANS + 3 * i + 2);
  }
  return count;
}

/* The weight of an offset: that of the first span that holds it, 0 when none does. */
static lua_Integer weight_at(const Span *spans, int count, lua_Integer offset) {
  for (int i = 0; i < count; i++) {
    if (offset >= spans[i].first && offset <= spans[i].last) {
      return spans[i].weight;
    }
  }
  return 0;
}

/* Where the spans begin and end, all together. */
static Span hull_of(const Span *spans, int count) {
  Span hull = {LUA_MAXINTEGER, 0, 0};
  for (int i = 0; i < count; i++) {
    if (spans[i].first <= spans[i].last) {
      hull.first = spans[i].first < hull.first ? spans[i].first : hull.first;
      hull.last = spans[i].last > hull.last ? spans[i].last : hull.last;
    }
  }
  hull.first = hull.first < 1 ? 1 : hull.first;
  return hull;
}

enum { VALUES = TALLY_FIELD + 1, SUMS, SEEN, ROWS }; /* SEEN: term -> its place in the arrays */

/* Adds a weight to the sum of a mention's term; returns how many terms were met by now. */
static lua_Integer add_weight(lua_State *L, const Mention *x, lua_Integer weight,
                              lua_Integer names) {
  lua_rawgeti(L, SEEN, x->term);
  lua_Integer place = lua_tointeger(L, -1);
  lua_pop(L, 1);
  if (place > 0) {
    lua_rawgeti(L, SUMS, place);
    weight += lua_tointeger(L, -1);
    lua_pop(L, 1);
  } else if (push_field(L, ROWS, x, TALLY_FIELD)) {
    place = ++names;
    lua_rawseti(L, VALUES, place);
    lua_pushinteger(L, place);
    lua_rawseti(L, SEEN, x->term);
  } else {
    return names;
  }
  lua_pushinteger(L, weight);
  lua_rawseti(L, SUMS, place);
  return names;
}

/* mentions:tally(kind, field, first, last, weight, ...) -> values, sums: row[field] of each name of
 * the kind in the spans, in the order of the text, and the sum of its weights */
static int mentions_tally(lua_State *L) {
  OfKind k = check_kind(L);
  luaL_checktype(L, TALLY_FIELD, LUA_TSTRING);
  Span spans[MOST_SPANS];
  int count = check_spans(L, spans);
  Span hull = hull_of(spans, count);
  lua_settop(L, TALLY_FIELD);
  lua_createtable(L, 8, 0);
  lua_createtable(L, 8, 0);
  lua_createtable(L, 0, 8);
  wl_push_rows(L, 1);
  lua_Integer names = 0;
  for (size_t i = count_below(&k, SIZE_MAX, (size_t)hull.first - 1); i < k.count; i++) {
    lua_Integer offset = first_of(&k, i);
    if (offset > hull.last) {
      break;
    }
    lua_Integer weight = weight_at(spans, count, offset);
    if (weight != 0) {
      names = add_weight(L, &k.mentions->mentions[k.index[i]], weight, names);
    }
  }
  lua_settop(L, SUMS);
  return 2;
}

/* Their upvalue is the metatable of the mentions. */
const luaL_Reg scan_find_methods[] = {{"next", mentions_next},
                                      {"before", mentions_before},
                                      {"collect", mentions_collect},
                                      {"tally", mentions_tally},
                                      {NULL, NULL}};
