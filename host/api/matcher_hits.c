/* wenlu.matcher: scanning texts; hits are kept packed, in blocks, and handed to Lua one at a time.
 * Positions seen from Lua are 1-based bytes of the text, ranges inclusive.
 * Hits hold the text, the set and their blocks as user values. */
#include <lauxlib.h>
#include <string.h>

#include "matcher_api.h"
#include "wenlu.h"

static const char HITS[] = "wenlu.matcher.hits";
static const char COUNTER[] = "wenlu.matcher.counter";

static const char *const policies[] = {"leftmost-longest", "overlapping", "all", NULL};

enum { POLL_BYTES = 1 << 16, BLOCK_BITS = 15, LEAST_BLOCK_BITS = 6, DEFAULT_LIMIT = 1 << 28 };

enum { UV_TEXT = 1, UV_MATCHER, UV_BLOCKS, UV_INDEX, UV_COUNT = UV_INDEX };

typedef struct {
  const MatcherSet *set;
  MatcherHit **blocks;
  size_t count;
  size_t room;     /* blocks the index has room for */
  size_t size;     /* of the text */
  size_t stopped;  /* where the limit was reached, from 0 */
  int has_stopped;
  uint32_t bits;   /* log2 of the hits in a block */
} Hits;

static Hits *check_hits(lua_State *L, int arg) { return luaL_checkudata(L, arg, HITS); }

/* ---- a scan ---- */

static const uint8_t *check_text(lua_State *L, int arg, size_t *size) {
  const char *text = luaL_checklstring(L, arg, size);
  luaL_argcheck(L, *size < UINT32_MAX, arg, "text is 4 GB or longer");
  return (const uint8_t *)text;
}

static lua_Integer option_integer(lua_State *L, int arg, const char *name, lua_Integer standard,
                                  lua_Integer least) {
  lua_getfield(L, arg, name);
  int is_integer = 1;
  lua_Integer value = lua_isnil(L, -1) ? standard : lua_tointegerx(L, -1, &is_integer);
  lua_pop(L, 1);
  if (!is_integer || value < least) {
    luaL_argerror(L, arg, lua_pushfstring(L, "%s is out of range", name));
  }
  return value;
}

static MatcherPolicy option_policy(lua_State *L, int arg) {
  lua_getfield(L, arg, "policy");
  const char *name = lua_isnil(L, -1) ? policies[0] : lua_tostring(L, -1);
  for (int i = 0; name != NULL && policies[i] != NULL; i++) {
    if (strcmp(policies[i], name) == 0) {
      lua_pop(L, 1);
      return (MatcherPolicy)i;
    }
  }
  return (MatcherPolicy)luaL_argerror(L, arg, "unknown policy");
}

/* Policy, range and limit from the options at `arg`, if there are any. */
static void read_options(lua_State *L, int arg, MatcherScan *s, size_t *limit) {
  *limit = DEFAULT_LIMIT;
  if (lua_isnoneornil(L, arg)) {
    return;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_Integer size = (lua_Integer)s->end;
  lua_Integer first = option_integer(L, arg, "first", 1, 1);
  lua_Integer last = option_integer(L, arg, "last", size, 0);
  luaL_argcheck(L, first <= size + 1, arg, "first is out of range");
  luaL_argcheck(L, last <= size, arg, "last is out of range");
  s->at = (size_t)first - 1;
  s->end = last < first ? s->at : (size_t)last;
  s->policy = option_policy(L, arg);
  *limit = (size_t)option_integer(L, arg, "limit", DEFAULT_LIMIT, 1);
  lua_getfield(L, arg, "scalar");
  s->scalar = lua_toboolean(L, -1);
  lua_pop(L, 1);
}

/* Scans on, with the set at this stack index, until the hits are full or the text ends. */
static void scan_on(lua_State *L, int matcher, MatcherScan *s) {
  while (s->at < s->end && s->count < s->capacity) {
    matcher_scan(s, s->end - s->at > POLL_BYTES ? s->at + POLL_BYTES : s->end);
    wl_poll(L);
    if (s->stuck) {
      wl_provide_longs(L, matcher, lua_touserdata(L, matcher), s);
    }
  }
}

static Hits *push_hits(lua_State *L, const MatcherSet *set, size_t size) {
  Hits *hits = lua_newuserdatauv(L, sizeof *hits, UV_COUNT);
  memset(hits, 0, sizeof *hits);
  luaL_setmetatable(L, HITS);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, UV_TEXT);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, UV_MATCHER);
  hits->set = set;
  hits->size = size;
  hits->bits = LEAST_BLOCK_BITS;
  while (hits->bits < BLOCK_BITS && ((size_t)8 << hits->bits) < size) {
    hits->bits++;
  }
  return hits;
}

/* One more block for the hits at this stack index. */
static MatcherHit *add_block(lua_State *L, int handle, Hits *hits) {
  size_t count = hits->count >> hits->bits;
  if (count == hits->room) {
    size_t room = count * 2 + 4;
    MatcherHit **grown = lua_newuserdatauv(L, room * sizeof *grown, 0);
    if (count > 0) {
      memcpy(grown, hits->blocks, count * sizeof *grown);
    }
    lua_setiuservalue(L, handle, UV_INDEX);
    hits->blocks = grown;
    hits->room = room;
  }
  if (lua_getiuservalue(L, handle, UV_BLOCKS) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, handle, UV_BLOCKS);
  }
  MatcherHit *block = lua_newuserdatauv(L, sizeof(MatcherHit) << hits->bits, 0);
  lua_rawseti(L, -2, (lua_Integer)count + 1);
  lua_pop(L, 1);
  hits->blocks[count] = block;
  return block;
}

/* matcher:scan(text[, options]) -> hits */
int wl_matcher_scan(lua_State *L) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  size_t limit;
  MatcherScan s = {.matcher = &set->parts};
  s.text = check_text(L, 2, &s.end);
  read_options(L, 3, &s, &limit);
  lua_settop(L, 3);
  Hits *hits = push_hits(L, set, s.end);
  size_t block = (size_t)1 << hits->bits;
  while (s.at < s.end && hits->count < limit) {
    s.hits = add_block(L, 4, hits);
    s.count = 0;
    s.capacity = limit - hits->count < block ? limit - hits->count : block;
    scan_on(L, 1, &s);
    hits->count += s.count;
  }
  hits->has_stopped = s.at < s.end;
  hits->stopped = s.at > s.free ? s.at : s.free;
  return 1;
}

/* Looks for one hit; its end in *last, from 1. */
static int find_first(lua_State *L, MatcherHit *hit, size_t *last) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  MatcherScan s = {.matcher = &set->parts, .hits = hit, .capacity = 1};
  s.text = check_text(L, 2, &s.end);
  lua_Integer first = luaL_optinteger(L, 3, 1);
  luaL_argcheck(L, first >= 1 && first <= (lua_Integer)s.end + 1, 3, "out of range");
  s.at = (size_t)first - 1;
  scan_on(L, 1, &s);
  *last = s.count > 0 ? hit->start + matcher_length(&set->parts, hit->term) : 0;
  return s.count > 0;
}

/* matcher:first_match(text[, from]) -> first, last, number; nothing when there is none */
int wl_matcher_first_match(lua_State *L) {
  MatcherHit hit;
  size_t last;
  if (!find_first(L, &hit, &last)) {
    return 0;
  }
  lua_pushinteger(L, (lua_Integer)hit.start + 1);
  lua_pushinteger(L, (lua_Integer)last);
  lua_pushinteger(L, hit.term);
  return 3;
}

/* matcher:is_match(text[, from]) -> boolean */
int wl_matcher_is_match(lua_State *L) {
  MatcherHit hit;
  size_t last;
  lua_pushboolean(L, find_first(L, &hit, &last));
  return 1;
}

/* ---- reading hits ---- */

static int push_span(lua_State *L, const Hits *hits, size_t i) {
  MatcherHit hit = hits->blocks[i >> hits->bits][i & (((size_t)1 << hits->bits) - 1)];
  size_t last = hit.start + matcher_length(&hits->set->parts, hit.term);
  lua_pushinteger(L, (lua_Integer)hit.start + 1);
  lua_pushinteger(L, (lua_Integer)(last < hits->size ? last : hits->size));
  lua_pushinteger(L, hit.term);
  return 3;
}

static size_t check_index(lua_State *L, const Hits *hits, int arg) {
  lua_Integer i = luaL_checkinteger(L, arg);
  luaL_argcheck(L, i >= 1 && (size_t)i <= hits->count, arg, "no such hit");
  return (size_t)i - 1;
}

/* hits:get(i) -> first, last, number */
static int hits_get(lua_State *L) {
  const Hits *hits = check_hits(L, 1);
  return push_span(L, hits, check_index(L, hits, 2));
}

/* hits:text(i) -> the bytes found */
static int hits_text(lua_State *L) {
  const Hits *hits = check_hits(L, 1);
  push_span(L, hits, check_index(L, hits, 2));
  lua_Integer first = lua_tointeger(L, -3);
  lua_Integer last = lua_tointeger(L, -2);
  lua_getiuservalue(L, 1, UV_TEXT);
  lua_pushlstring(L, lua_tostring(L, -1) + first - 1, (size_t)(last - first + 1));
  return 1;
}

/* hits:payload(i) -> value */
static int hits_payload(lua_State *L) {
  const Hits *hits = check_hits(L, 1);
  push_span(L, hits, check_index(L, hits, 2));
  uint32_t term = (uint32_t)lua_tointeger(L, -1);
  lua_getiuservalue(L, 1, UV_MATCHER);
  wl_push_payload(L, lua_gettop(L), term);
  return 1;
}

/* hits:stopped() -> where the limit was reached, or nil */
static int hits_stopped(lua_State *L) {
  const Hits *hits = check_hits(L, 1);
  if (!hits->has_stopped) {
    return 0;
  }
  lua_pushinteger(L, (lua_Integer)hits->stopped + 1);
  return 1;
}

static int hits_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_hits(L, 1)->count);
  return 1;
}

typedef struct {
  const Hits *hits; /* the iterator's upvalue */
  size_t next;
} Walk;

static int walk_next(lua_State *L) {
  Walk *walk = lua_touserdata(L, lua_upvalueindex(1));
  return walk->next < walk->hits->count ? push_span(L, walk->hits, walk->next++) : 0;
}

/* hits:each() -> iterator over first, last, number */
static int hits_each(lua_State *L) {
  const Hits *hits = check_hits(L, 1);
  Walk *walk = lua_newuserdatauv(L, sizeof *walk, 0);
  walk->hits = hits;
  walk->next = 0;
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, walk_next, 2);
  return 1;
}

/* ---- counters ---- */

enum { COUNTER_MATCHER = 1, COUNTER_COUNTS, COUNTER_UV = COUNTER_COUNTS };

typedef struct {
  const MatcherSet *set;
  uint64_t *counts; /* by number */
  size_t room;
  uint64_t total;
  MatcherPolicy policy;
} Counter;

static Counter *check_counter(lua_State *L, int arg) { return luaL_checkudata(L, arg, COUNTER); }

/* matcher:counter([policy]) -> counter */
int wl_matcher_counter(lua_State *L) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  MatcherPolicy policy = (MatcherPolicy)luaL_checkoption(L, 2, policies[0], policies);
  Counter *counter = lua_newuserdatauv(L, sizeof *counter, COUNTER_UV);
  memset(counter, 0, sizeof *counter);
  counter->set = set;
  counter->policy = policy;
  luaL_setmetatable(L, COUNTER);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, COUNTER_MATCHER);
  return 1;
}

static void reserve_counts(lua_State *L, Counter *counter) {
  size_t room = (size_t)counter->set->parts.head->terms + 1;
  if (room <= counter->room) {
    return;
  }
  uint64_t *grown = lua_newuserdatauv(L, room * sizeof *grown, 0);
  memset(grown, 0, room * sizeof *grown);
  if (counter->room > 0) {
    memcpy(grown, counter->counts, counter->room * sizeof *grown);
  }
  lua_setiuservalue(L, 1, COUNTER_COUNTS);
  counter->counts = grown;
  counter->room = room;
}

/* counter:add(text) -> hits in this text */
static int counter_add(lua_State *L) {
  enum { AT_ONCE = 512 };
  MatcherHit hits[AT_ONCE];
  Counter *counter = check_counter(L, 1);
  MatcherScan s = {.matcher = &counter->set->parts, .hits = hits, .capacity = AT_ONCE,
                   .policy = counter->policy};
  s.text = check_text(L, 2, &s.end);
  lua_settop(L, 2);
  reserve_counts(L, counter);
  lua_getiuservalue(L, 1, COUNTER_MATCHER);
  uint64_t before = counter->total;
  while (s.at < s.end) {
    s.count = 0;
    scan_on(L, 3, &s);
    for (size_t i = 0; i < s.count; i++) {
      counter->counts[hits[i].term < counter->room ? hits[i].term : 0]++;
    }
    counter->total += s.count;
  }
  lua_pushinteger(L, (lua_Integer)(counter->total - before));
  return 1;
}

/* counter:get(number) -> count */
static int counter_get(lua_State *L) {
  const Counter *counter = check_counter(L, 1);
  lua_Integer id = luaL_checkinteger(L, 2);
  luaL_argcheck(L, id >= 1 && id <= counter->set->parts.head->terms, 2, "no such term");
  lua_pushinteger(L, (size_t)id < counter->room ? (lua_Integer)counter->counts[id] : 0);
  return 1;
}

/* counter:total() -> count */
static int counter_total(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_counter(L, 1)->total);
  return 1;
}

/* The next term that was counted: number, count. */
static int count_next(lua_State *L) {
  const Counter *counter = check_counter(L, 1);
  lua_Integer id = luaL_checkinteger(L, 2);
  luaL_argcheck(L, id >= 0, 2, "out of range");
  for (size_t i = (size_t)id + 1; i < counter->room; i++) {
    if (counter->counts[i] > 0) {
      lua_pushinteger(L, (lua_Integer)i);
      lua_pushinteger(L, (lua_Integer)counter->counts[i]);
      return 2;
    }
  }
  return 0;
}

/* counter:each() -> iterator over number, count, by number */
static int counter_each(lua_State *L) {
  check_counter(L, 1);
  lua_pushcfunction(L, count_next);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static const luaL_Reg hits_methods[] = {
  {"get", hits_get},         {"each", hits_each},       {"text", hits_text},
  {"payload", hits_payload}, {"stopped", hits_stopped}, {NULL, NULL},
};

static const luaL_Reg counter_methods[] = {
  {"add", counter_add},     {"get", counter_get}, {"total", counter_total},
  {"each", counter_each},   {NULL, NULL},
};

void wl_open_matcher_hits(lua_State *L) {
  luaL_newmetatable(L, HITS);
  lua_pushcfunction(L, hits_len);
  lua_setfield(L, -2, "__len");
  luaL_newlib(L, hits_methods);
  lua_setfield(L, -2, "__index");
  luaL_newmetatable(L, COUNTER);
  luaL_newlib(L, counter_methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 2);
}
