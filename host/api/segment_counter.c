/* Counters of wenlu.segment: how often each token was seen, over many texts.
** Words are bytes; a counter given tokens with tags counts each word and tag by itself.
** Entries and bytes are userdata in user values, replaced by larger ones. */

#include <stdlib.h>
#include <string.h>

#include "segment_api.h"

typedef struct {
  Counts core;
  bool tagged; /* some tokens came with tags */
} CounterHandle;

enum { UV_ENTRIES = 1, UV_BYTES, UV_NAMES, UV_COUNTER_COUNT = UV_NAMES };

static CounterHandle *check_counter(lua_State *L, int arg) {
  return luaL_checkudata(L, arg, SEGMENT_COUNTER);
}

Counts *wl_check_counter(lua_State *L, int arg) { return &check_counter(L, arg)->core; }

/* segment.counter() -> counter */
int wl_segment_counter(lua_State *L) {
  CounterHandle *c = lua_newuserdatauv(L, sizeof *c, UV_COUNTER_COUNT);
  memset(c, 0, sizeof *c);
  lua_newtable(L);
  lua_setiuservalue(L, -2, UV_NAMES);
  luaL_setmetatable(L, SEGMENT_COUNTER);
  return 1;
}

/* ---- room ---- */

static void grow_entries(lua_State *L, int counter, Counts *c) {
  Counts more = *c;
  luaL_argcheck(L, c->capacity < 1u << 30, counter, "too many different words");
  more.capacity = c->capacity == 0 ? 1024 : c->capacity * 2;
  more.entries = lua_newuserdatauv(L, (size_t)more.capacity * sizeof(CountEntry), 0);
  memset(more.entries, 0, (size_t)more.capacity * sizeof(CountEntry));
  counts_rehash(&more, c);
  *c = more;
  lua_setiuservalue(L, counter, UV_ENTRIES);
}

static void grow_bytes(lua_State *L, int counter, Counts *c, size_t need) {
  size_t room = c->room * 2 + 4096 + need;
  uint8_t *bytes = lua_newuserdatauv(L, room, 0);
  if (c->used > 0) {
    memcpy(bytes, c->bytes, c->used);
  }
  c->bytes = bytes;
  c->room = room;
  lua_setiuservalue(L, counter, UV_BYTES);
}

static void make_room(lua_State *L, int counter, Counts *c, size_t need) {
  if ((uint64_t)c->count * 2 >= c->capacity) {
    grow_entries(L, counter, c);
  }
  if (c->room - c->used < need) {
    grow_bytes(L, counter, c, need);
  }
}

/* Tags are numbered by each segmenter; a counter numbers the names itself, from 1 on. */
static unsigned own_tag(lua_State *L, int counter, int segmenter, unsigned tag) {
  lua_getiuservalue(L, counter, UV_NAMES);
  wl_push_tag(L, segmenter, tag);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) == LUA_TNIL) {
    lua_Integer number = (lua_Integer)lua_rawlen(L, -3) + 1;
    lua_pushvalue(L, -2);
    lua_rawseti(L, -4, number);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, number);
    lua_rawset(L, -5);
    lua_pop(L, 3);
    return (unsigned)number;
  }
  unsigned number = (unsigned)lua_tointeger(L, -1);
  lua_pop(L, 3);
  return number;
}

static void count_one(lua_State *L, int counter, const uint8_t *word, size_t size, unsigned tag,
                      uint64_t times) {
  Counts *c = wl_check_counter(L, counter);
  while (!counts_put(c, word, size, tag, times)) {
    make_room(L, counter, c, size);
  }
}

static void count_tagged(lua_State *L, int counter, const uint8_t *text, const Token *tokens,
                         size_t count, int segmenter) {
  uint16_t own[SEGMENT_TAGS] = {0};
  check_counter(L, counter)->tagged = true;
  for (size_t i = 0; i < count; i++) {
    const Token *t = &tokens[i];
    if (own[t->tag] == 0) {
      own[t->tag] = (uint16_t)own_tag(L, counter, segmenter, t->tag);
    }
    count_one(L, counter, text + t->first, t->end - t->first, own[t->tag], 1);
  }
}

void wl_count_tokens(lua_State *L, int counter, const uint8_t *text, const Token *tokens,
                     size_t count, int segmenter) {
  if (segmenter != 0) {
    count_tagged(L, counter, text, tokens, count, segmenter);
    return;
  }
  Counts *c = wl_check_counter(L, counter);
  for (size_t i = 0; i < count;) {
    i += counts_add(c, text, tokens + i, count - i, false);
    if (i < count) {
      make_room(L, counter, c, tokens[i].end - tokens[i].first);
    }
  }
}

/* ---- methods ---- */

/* counter:add(tokens) or counter:add(word[, times]) -> counter */
static int counter_add(lua_State *L) {
  check_counter(L, 1);
  if (lua_type(L, 2) == LUA_TSTRING) {
    size_t size = 0;
    const char *word = luaL_checklstring(L, 2, &size);
    lua_Integer times = luaL_optinteger(L, 3, 1);
    luaL_argcheck(L, times >= 1, 3, "a word is counted at least once");
    luaL_argcheck(L, size < UINT32_MAX, 2, "a word is too long");
    count_one(L, 1, (const uint8_t *)word, size, 0, (uint64_t)times);
  } else {
    const TokensHandle *tokens = wl_check_tokens(L, 2);
    lua_settop(L, 2);
    lua_getiuservalue(L, 2, UV_SEGMENTER);
    for (size_t i = 0; i < tokens->count; i += 4096) {
      size_t some = tokens->count - i < 4096 ? tokens->count - i : 4096;
      wl_count_tokens(L, 1, tokens->text, tokens->tokens + i, some, tokens->tags ? 3 : 0);
      wl_poll(L);
    }
  }
  lua_settop(L, 1);
  return 1;
}

/* counter:get(word[, tag]) -> how often; 0 when never */
static int counter_get(lua_State *L) {
  const Counts *c = wl_check_counter(L, 1);
  size_t size = 0;
  const char *word = luaL_checklstring(L, 2, &size);
  unsigned tag = 0;
  if (!lua_isnoneornil(L, 3)) {
    luaL_checkstring(L, 3);
    lua_getiuservalue(L, 1, UV_NAMES);
    lua_pushvalue(L, 3);
    lua_rawget(L, -2);
    tag = lua_isinteger(L, -1) ? (unsigned)lua_tointeger(L, -1) : SEGMENT_TAGS + 1;
  }
  const CountEntry *e = counts_find(c, (const uint8_t *)word, size, tag);
  lua_pushinteger(L, e != NULL ? (lua_Integer)e->count : 0);
  return 1;
}

typedef struct {
  uint64_t count;
  const uint8_t *word;
  uint32_t size, tag;
} Listed;

static int by_count(const void *a, const void *b) {
  const Listed *x = a;
  const Listed *y = b;
  if (x->count != y->count) {
    return x->count > y->count ? -1 : 1;
  }
  int order = memcmp(x->word, y->word, x->size < y->size ? x->size : y->size);
  if (order == 0) {
    order = x->size != y->size ? (x->size > y->size) - (x->size < y->size)
                               : (x->tag > y->tag) - (x->tag < y->tag);
  }
  return order;
}

static lua_Integer optional(lua_State *L, int arg, const char *name, lua_Integer otherwise) {
  lua_Integer value = otherwise;
  if (lua_istable(L, arg)) {
    lua_getfield(L, arg, name);
    value = luaL_optinteger(L, -1, otherwise);
    lua_pop(L, 1);
  }
  return value;
}

/* Pushes the entries seen often enough and long enough, sorted. */
static Listed *push_listed(lua_State *L, const Counts *c, uint64_t least, size_t *count) {
  Listed *listed = lua_newuserdatauv(L, ((size_t)c->count + 1) * sizeof(Listed), 0);
  *count = 0;
  for (uint32_t i = 0; i < c->capacity; i++) {
    const CountEntry *e = &c->entries[i];
    if (e->count != 0 && e->count >= least) {
      listed[(*count)++] = (Listed){e->count, c->bytes + e->offset, e->size, e->tag};
    }
  }
  qsort(listed, *count, sizeof(Listed), by_count);
  return listed;
}

/* counter:list([{top=, least=}]) -> words, counts[, tags]; the most frequent first */
static int counter_list(lua_State *L) {
  const CounterHandle *handle = check_counter(L, 1);
  size_t count = 0;
  lua_settop(L, 2);
  lua_Integer top = optional(L, 2, "top", LUA_MAXINTEGER);
  lua_Integer least = optional(L, 2, "least", 1);
  lua_getiuservalue(L, 1, UV_BYTES); /* stays alive while it is read */
  const Listed *listed = push_listed(L, &handle->core, least < 1 ? 1 : (uint64_t)least, &count);
  count = (lua_Integer)count > top ? (size_t)(top < 0 ? 0 : top) : count;
  lua_getiuservalue(L, 1, UV_NAMES);
  for (int i = 0; i < 3; i++) {
    lua_createtable(L, (int)count, 0);
  }
  for (size_t i = 0; i < count; i++) {
    lua_Integer at = (lua_Integer)i + 1;
    lua_pushlstring(L, (const char *)listed[i].word, listed[i].size);
    lua_rawseti(L, -4, at);
    lua_pushinteger(L, (lua_Integer)listed[i].count);
    lua_rawseti(L, -3, at);
    if (listed[i].tag == 0) {
      lua_pushliteral(L, "");
    } else {
      lua_rawgeti(L, -4, listed[i].tag);
    }
    lua_rawseti(L, -2, at);
  }
  if (!handle->tagged) {
    lua_pop(L, 1);
  }
  return handle->tagged ? 3 : 2;
}

/* counter:total() -> tokens counted */
static int counter_total(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)wl_check_counter(L, 1)->total);
  return 1;
}

static int counter_len(lua_State *L) {
  lua_pushinteger(L, wl_check_counter(L, 1)->count);
  return 1;
}

static const luaL_Reg methods[] = {{"add", counter_add},
                                   {"get", counter_get},
                                   {"list", counter_list},
                                   {"total", counter_total},
                                   {NULL, NULL}};

void wl_segment_counter_class(lua_State *L) {
  luaL_newmetatable(L, SEGMENT_COUNTER);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, counter_len);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
}
