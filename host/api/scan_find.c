/* Questions to the mentions of wenlu.scan that would walk over all of them in Lua.
 * Positions are 1-based bytes of the reading, ranges inclusive; a mention is named by its number.
 * Methods of the mentions userdata; api/scan.c adds them to its own. */
#include <lauxlib.h>
#include <lua.h>

#include "scan_api.h"

/* The first mention that begins at `offset` (from 0) or behind it. */
static size_t first_from(const Mentions *m, size_t offset) {
  size_t low = 0;
  size_t high = m->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (m->mentions[middle].begin < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static int push_found(lua_State *L, const Mentions *m, size_t i) {
  const Mention *x = &m->mentions[i];
  lua_pushinteger(L, (lua_Integer)i + 1);
  lua_pushstring(L, scan_class_names[x->cls]);
  lua_pushinteger(L, (lua_Integer)x->begin + 1);
  lua_pushinteger(L, (lua_Integer)x->end);
  return 4;
}

/* mentions:next(kind, i) -> number, class, first, last; nothing when there is none from i on */
static int mentions_next(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  int kind = luaL_checkoption(L, 2, NULL, scan_kind_names);
  lua_Integer from = luaL_checkinteger(L, 3);
  luaL_argcheck(L, from >= 1, 3, "out of range");
  for (size_t i = (size_t)from - 1; i < m->count; i++) {
    if (m->mentions[i].kind == kind) {
      return push_found(L, m, i);
    }
  }
  return 0;
}

/* mentions:before(kind, offset[, from=1]) -> number, class, first, last of the last mention of the
 * kind that begins in [from, offset); nothing when there is none */
static int mentions_before(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  int kind = luaL_checkoption(L, 2, NULL, scan_kind_names);
  lua_Integer offset = luaL_checkinteger(L, 3);
  lua_Integer from = luaL_optinteger(L, 4, 1);
  for (size_t i = offset > 1 ? first_from(m, (size_t)offset - 1) : 0; i-- > 0;) {
    if ((lua_Integer)m->mentions[i].begin + 1 < from) {
      return 0;
    } else if (m->mentions[i].kind == kind) {
      return push_found(L, m, i);
    }
  }
  return 0;
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

static int count_of_kind(const Mentions *m, int kind) {
  int count = 0;
  for (size_t i = 0; i < m->count; i++) {
    count += m->mentions[i].kind == kind;
  }
  return count;
}

/* mentions:collect(kind, field) -> first, last, values: of the mentions whose term has the field */
static int mentions_collect(lua_State *L) {
  enum { FIELD = 3, FIRST, LAST, VALUES, ROWS };
  const Mentions *m = wl_check_mentions(L, 1);
  int kind = luaL_checkoption(L, 2, NULL, scan_kind_names);
  luaL_checktype(L, FIELD, LUA_TSTRING);
  lua_settop(L, FIELD);
  int size = count_of_kind(m, kind);
  for (int array = FIRST; array <= VALUES; array++) {
    lua_createtable(L, size, 0);
  }
  wl_push_rows(L, 1);
  lua_Integer count = 0;
  for (size_t i = 0; i < m->count; i++) {
    const Mention *x = &m->mentions[i];
    if (x->kind == kind && push_field(L, ROWS, x, FIELD)) {
      lua_rawseti(L, VALUES, ++count);
      lua_pushinteger(L, (lua_Integer)x->begin + 1);
      lua_rawseti(L, FIRST, count);
      lua_pushinteger(L, (lua_Integer)x->end);
      lua_rawseti(L, LAST, count);
    }
  }
  lua_settop(L, VALUES);
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

/* Adds a weight to the sum of a mention's term; `names` terms were met before. Returns how many now. */
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
  const Mentions *m = wl_check_mentions(L, 1);
  int kind = luaL_checkoption(L, TALLY_KIND, NULL, scan_kind_names);
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
  for (size_t i = first_from(m, (size_t)hull.first - 1); i < m->count; i++) {
    const Mention *x = &m->mentions[i];
    lua_Integer offset = (lua_Integer)x->begin + 1;
    if (offset > hull.last) {
      break;
    }
    lua_Integer weight = x->kind == kind ? weight_at(spans, count, offset) : 0;
    if (weight != 0) {
      names = add_weight(L, x, weight, names);
    }
  }
  lua_settop(L, SUMS);
  return 2;
}

const luaL_Reg scan_find_methods[] = {{"next", mentions_next},
                                      {"before", mentions_before},
                                      {"collect", mentions_collect},
                                      {"tally", mentions_tally},
                                      {NULL, NULL}};
