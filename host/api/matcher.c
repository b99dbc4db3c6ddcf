/* wenlu.matcher: sets of terms over bytes, with payloads; what scans with them: matcher_hits.c.
 * Terms are numbered from 1 in the order of adding. What lies in a mapped file is copied when it is
 * altered; all else is userdata and user values of the set. */
#include "matcher_api.h"

#include <lauxlib.h>
#include <string.h>

#include "wenlu.h"

static const char MATCHER[] = "wenlu.matcher";

enum { BATCH = 16, POLL_EVERY = 1024, MOST_NODES = 1 << 29 };

MatcherSet *wl_check_matcher(lua_State *L, int arg) { return luaL_checkudata(L, arg, MATCHER); }

MatcherSet *wl_new_matcher(lua_State *L) {
  MatcherSet *set = lua_newuserdatauv(L, sizeof *set, MATCHER_UV_COUNT);
  memset(set, 0, sizeof *set);
  luaL_setmetatable(L, MATCHER);
  set->parts.head = &set->own;
  return set;
}

/* ---- memory ---- */

/* A new, larger array in place of a user value's; returns it. */
static void *grow_array(lua_State *L, int handle, int value, const void *old, size_t used,
                        size_t size) {
  void *grown = lua_newuserdatauv(L, size, 0);
  if (used > 0) {
    memcpy(grown, old, used);
  }
  lua_setiuservalue(L, handle, value);
  return grown;
}

/* Zeroed edges and filters for this head, pushed. */
static Matcher push_table(lua_State *L, MatcherHead *head, const Matcher *from) {
  size_t edges = matcher_edges_size(head);
  uint8_t *memory = lua_newuserdatauv(L, edges + matcher_filter_size(head), 0);
  memset(memory, 0, edges + matcher_filter_size(head));
  Matcher made = *from;
  made.head = head;
  made.edges = (MatcherEdge *)(void *)memory;
  made.filter = (uint64_t *)(void *)(memory + edges);
  return made;
}

static void take_table(lua_State *L, int handle, MatcherSet *set, const Matcher *made) {
  lua_setiuservalue(L, handle, MATCHER_UV_TABLE);
  set->own = *made->head;
  set->parts = *made;
  set->parts.head = &set->own;
}

static void grow_table(lua_State *L, int handle, MatcherSet *set, size_t size) {
  MatcherHead head = set->own;
  for (;;) {
    MatcherHead before = head;
    matcher_grow_head(&head, &before, size);
    Matcher made = push_table(L, &head, &set->parts);
    if (matcher_rehash(&made, &set->parts)) {
      take_table(L, handle, set, &made);
      return;
    }
    lua_pop(L, 1);
    wl_poll(L);
  }
}

static void reserve_ends(lua_State *L, int handle, MatcherSet *set, size_t terms) {
  if (terms + 1 > set->ends_room) {
    size_t room = terms + 1 > set->ends_room * 2 ? terms + 1 : set->ends_room * 2;
    size_t used = set->parts.ends == NULL ? 0 : (size_t)set->own.terms + 1;
    set->parts.ends = grow_array(L, handle, MATCHER_UV_ENDS, set->parts.ends,
                                 used * sizeof(uint32_t), room * sizeof(uint32_t));
    set->parts.ends[0] = 0;
    set->ends_room = room;
  }
}

static void reserve_bytes(lua_State *L, int handle, MatcherSet *set, size_t used, size_t size) {
  if (used + size > UINT32_MAX) {
    luaL_error(L, "matcher: the terms are longer than 4 GB");
  }
  if (used + size > set->bytes_room) {
    size_t room = (used + size) * 2 + 64;
    set->parts.bytes = grow_array(L, handle, MATCHER_UV_BYTES, set->parts.bytes, used, room);
    set->bytes_room = room;
  }
}

/* Copies what lies in a mapped file, so that it can be altered. */
static void thaw(lua_State *L, int handle, MatcherSet *set) {
  if (set->mapping == NULL) {
    return;
  }
  Matcher old = set->parts;
  MatcherHead head = *old.head;
  size_t terms = (size_t)head.terms + 1;
  Matcher made = push_table(L, &head, &old);
  memcpy(made.edges, old.edges, matcher_edges_size(&head));
  memcpy(made.filter, old.filter, matcher_filter_size(&head));
  made.ends = grow_array(L, handle, MATCHER_UV_ENDS, old.ends, terms * sizeof(uint32_t),
                         terms * sizeof(uint32_t));
  made.bytes = grow_array(L, handle, MATCHER_UV_BYTES, old.bytes, old.bytes_size,
                          old.bytes_size + 1);
  int64_t *numbers = NULL;
  if (set->numbers != NULL) {
    numbers = grow_array(L, handle, MATCHER_UV_NUMBERS, set->numbers, terms * sizeof *numbers,
                         terms * sizeof *numbers);
  }
  take_table(L, handle, set, &made);
  set->ends_room = terms;
  set->bytes_room = old.bytes_size;
  set->numbers = numbers;
  set->numbers_room = numbers == NULL ? 0 : terms;
  wl_unmap_matcher(set);
}

/* ---- payloads ---- */

static void keep_number(lua_State *L, int handle, MatcherSet *set, uint32_t term, int64_t number) {
  if (term >= set->numbers_room) {
    size_t room = set->ends_room > term ? set->ends_room : (size_t)term + 1;
    int64_t *grown = grow_array(L, handle, MATCHER_UV_NUMBERS, set->numbers,
                                set->numbers_room * sizeof(int64_t), room * sizeof(int64_t));
    for (size_t i = set->numbers_room; i < room; i++) {
      grown[i] = MATCHER_NO_NUMBER;
    }
    set->numbers = grown;
    set->numbers_room = room;
  }
  set->numbers[term] = number;
}

/* Keeps the value on the top of the stack as the term's payload, and pops it. */
static void keep_payload(lua_State *L, int handle, MatcherSet *set, uint32_t term) {
  int is_number = lua_isinteger(L, -1) && lua_tointeger(L, -1) != MATCHER_NO_NUMBER;
  if (is_number || term < set->numbers_room) {
    keep_number(L, handle, set, term, is_number ? lua_tointeger(L, -1) : MATCHER_NO_NUMBER);
  }
  int has_table = lua_getiuservalue(L, handle, MATCHER_UV_PAYLOADS) == LUA_TTABLE;
  if (!has_table && (is_number || lua_isnil(L, -2))) {
    lua_pop(L, 2);
    return;
  }
  if (!has_table) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, handle, MATCHER_UV_PAYLOADS);
  }
  if (is_number) {
    lua_pushnil(L);
  } else {
    lua_pushvalue(L, -2);
  }
  lua_rawseti(L, -2, term);
  lua_pop(L, 2);
}

void wl_push_payload(lua_State *L, int matcher, uint32_t term) {
  const MatcherSet *set = lua_touserdata(L, matcher);
  size_t numbers = set->mapping == NULL ? set->numbers_room : (size_t)set->parts.head->terms + 1;
  if (set->numbers != NULL && term < numbers && set->numbers[term] != MATCHER_NO_NUMBER) {
    lua_pushinteger(L, set->numbers[term]);
  } else if (lua_getiuservalue(L, matcher, MATCHER_UV_PAYLOADS) == LUA_TTABLE) {
    lua_rawgeti(L, -1, term);
    lua_replace(L, -2);
  } else {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
}

/* ---- adding ---- */

/* The number of this term, made when it is new; the bytes at its end are then already in place. */
static uint32_t insert(lua_State *L, int handle, MatcherSet *set, const uint8_t *term, size_t size,
                       uint32_t end) {
  uint32_t *slot = NULL;
  if (set->own.terms >= UINT32_MAX - 1 || set->own.nodes + size / 3 >= MOST_NODES) {
    luaL_error(L, "matcher: too many terms");
  }
  if (!matcher_has_room(&set->own, size)) {
    grow_table(L, handle, set, size);
  }
  while ((slot = matcher_insert(&set->parts, term, size)) == NULL) {
    grow_table(L, handle, set, size);
  }
  if (*slot == 0) {
    set->has_longs = 0;
    *slot = ++set->own.terms;
    set->own.live++;
    set->parts.ends[*slot] = end;
    set->parts.bytes_size = end;
  }
  return *slot;
}

static const uint8_t *check_term(lua_State *L, int arg, size_t *size) {
  const char *term = luaL_checklstring(L, arg, size);
  luaL_argcheck(L, *size > 0, arg, "term is empty");
  return (const uint8_t *)term;
}

/* matcher:add(term[, payload]) -> number */
static int matcher_add(lua_State *L) {
  MatcherSet *set = wl_check_matcher(L, 1);
  size_t size;
  const uint8_t *term = check_term(L, 2, &size);
  lua_settop(L, 3);
  thaw(L, 1, set);
  size_t used = set->parts.bytes_size;
  reserve_ends(L, 1, set, (size_t)set->own.terms + 1);
  reserve_bytes(L, 1, set, used, size);
  memcpy(set->parts.bytes + used, term, size);
  uint32_t id = insert(L, 1, set, term, size, (uint32_t)(used + size));
  keep_payload(L, 1, set, id);
  lua_pushinteger(L, id);
  return 1;
}

/* Appends the bytes of the list at stack index 1; ends[i] tells where string i ends. */
static void read_terms(lua_State *L, int handle, MatcherSet *set, lua_Integer count) {
  size_t used = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    size_t size = 0;
    const char *term = lua_geti(L, 1, i) == LUA_TSTRING ? lua_tolstring(L, -1, &size) : NULL;
    if (size == 0) {
      luaL_error(L, "bad argument #1 to 'new' (term %I is %s)", (LUAI_UACINT)i,
                 term == NULL ? luaL_typename(L, -1) : "empty");
    }
    reserve_bytes(L, handle, set, used, size);
    memcpy(set->parts.bytes + used, term, size);
    used += size;
    set->parts.ends[i] = (uint32_t)used;
    lua_pop(L, 1);
  }
}

/* Inserts the strings read, in place: one given twice leaves no bytes behind. */
static void insert_terms(lua_State *L, int handle, MatcherSet *set, size_t count, int payloads) {
  uint32_t *ends = set->parts.ends;
  uint8_t *bytes = set->parts.bytes;
  uint32_t begin = 0;
  for (size_t i = 1; i <= count; i++) {
    if (i % BATCH == 1) {
      for (size_t j = i; j < i + BATCH && j <= count; j++) {
        uint32_t from = j == i ? begin : ends[j - 1];
        matcher_expect(&set->parts, bytes + from, ends[j] - from);
      }
    }
    uint32_t end = ends[i];
    size_t size = end - begin;
    uint8_t *term = bytes + set->parts.bytes_size;
    memmove(term, bytes + begin, size);
    uint32_t id = insert(L, handle, set, term, size, (uint32_t)(set->parts.bytes_size + size));
    begin = end;
    if (payloads) {
      lua_geti(L, 2, (lua_Integer)i);
      keep_payload(L, handle, set, id);
    }
    if (i % POLL_EVERY == 0) {
      wl_poll(L);
    }
  }
}

/* matcher.new([terms[, payloads]]) -> matcher */
static int matcher_new(lua_State *L) {
  lua_Integer count = 0;
  if (!lua_isnoneornil(L, 1)) {
    luaL_checktype(L, 1, LUA_TTABLE);
    count = luaL_len(L, 1);
  }
  if (!lua_isnoneornil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
  }
  luaL_argcheck(L, count < UINT32_MAX - 1, 1, "too many terms");
  lua_settop(L, 2);
  MatcherSet *set = wl_new_matcher(L);
  MatcherHead head;
  matcher_init(&head, (size_t)count, (size_t)count + (size_t)count / 2, 0);
  Matcher made = push_table(L, &head, &set->parts);
  take_table(L, 3, set, &made);
  reserve_ends(L, 3, set, (size_t)count);
  read_terms(L, 3, set, count);
  insert_terms(L, 3, set, (size_t)count, lua_istable(L, 2));
  return 1;
}

/* matcher:remove(term) -> whether it was there */
static int matcher_remove(lua_State *L) {
  MatcherSet *set = wl_check_matcher(L, 1);
  size_t size;
  const uint8_t *term = check_term(L, 2, &size);
  thaw(L, 1, set);
  uint32_t *slot = matcher_find(&set->parts, term, size);
  int found = slot != NULL && *slot != 0;
  if (found) {
    lua_pushnil(L);
    keep_payload(L, 1, set, *slot);
    *slot = 0;
    set->has_longs = 0;
    set->own.live--;
  }
  lua_pushboolean(L, found);
  return 1;
}

/* ---- looking terms up ---- */

/* matcher:find(term) -> number, or nil */
static int matcher_find_term(lua_State *L) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  size_t size;
  const uint8_t *term = check_term(L, 2, &size);
  const uint32_t *slot = matcher_find(&set->parts, term, size);
  if (slot == NULL || *slot == 0) {
    return 0;
  }
  lua_pushinteger(L, *slot);
  return 1;
}

static uint32_t check_id(lua_State *L, const MatcherSet *set, int arg) {
  lua_Integer id = luaL_checkinteger(L, arg);
  luaL_argcheck(L, id >= 1 && id <= set->parts.head->terms, arg, "no such term");
  return (uint32_t)id;
}

/* matcher:term(number) -> term, also of one that was removed */
static int matcher_term(lua_State *L) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  uint32_t id = check_id(L, set, 2);
  size_t size = matcher_length(&set->parts, id);
  lua_pushlstring(L, (const char *)set->parts.bytes + (size > 0 ? set->parts.ends[id - 1] : 0),
                  size);
  return 1;
}

/* matcher:payload(number) -> value */
static int matcher_payload(lua_State *L) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  wl_push_payload(L, 1, check_id(L, set, 2));
  return 1;
}

static int matcher_len(lua_State *L) {
  lua_pushinteger(L, wl_check_matcher(L, 1)->parts.head->live);
  return 1;
}

static int matcher_gc(lua_State *L) {
  wl_unmap_matcher(wl_check_matcher(L, 1));
  return 0;
}

static const luaL_Reg methods[] = {
  {"add", matcher_add},         {"remove", matcher_remove},
  {"find", matcher_find_term},  {"term", matcher_term},
  {"payload", matcher_payload}, {"pack", wl_matcher_pack},
  {"scan", wl_matcher_scan},    {"first_match", wl_matcher_first_match},
  {"counter", wl_matcher_counter}, {"is_match", wl_matcher_is_match},
  {NULL, NULL},
};

static const luaL_Reg meta[] = {{"__len", matcher_len}, {"__gc", matcher_gc}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"new", matcher_new}, {"map", wl_matcher_map}, {NULL, NULL}};

int luaopen_wenlu_matcher(lua_State *L) {
  luaL_newmetatable(L, MATCHER);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  wl_open_matcher_hits(L);
  luaL_newlib(L, functions);
  return 1;
}
