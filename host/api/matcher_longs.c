/* wenlu.matcher: the automaton of a set's long terms, made when a text that hurts stops a scan.
 * It is kept with the set until the set is altered; sizes are bytes.
 * Its memory is a user value of the set. */
#include <string.h>

#include "matcher_api.h"
#include "wenlu.h"

enum {
  AT_ONCE = 1 << 15,
  ADDED_AT_ONCE = 1 << 12,
  CLEARED_AT_ONCE = 1 << 18,
  POLL_EVERY = 256
};

static int is_long(const MatcherSet *set, uint32_t id) {
  return matcher_length(&set->parts, id) > MATCHER_WALKED;
}

static const uint8_t *text_of(const MatcherSet *set, uint32_t id) {
  return set->parts.bytes + set->parts.ends[id - 1];
}

static size_t count_bytes(MatcherSet *set) {
  size_t bytes = 0;
  set->longest = 0;
  for (uint32_t id = 1; id <= set->parts.head->terms; id++) {
    if (is_long(set, id)) {
      size_t size = matcher_length(&set->parts, id);
      bytes += size;
      set->longest = size > set->longest ? size : set->longest;
    }
  }
  return bytes;
}

static void clear(lua_State *L, uint8_t *memory, size_t size) {
  for (size_t at = 0; at < size; at += CLEARED_AT_ONCE) {
    memset(memory + at, 0, size - at < CLEARED_AT_ONCE ? size - at : CLEARED_AT_ONCE);
    wl_poll(L);
  }
}

static void add_term(lua_State *L, MatcherSet *set, uint32_t id) {
  const uint8_t *text = text_of(set, id);
  size_t length = matcher_length(&set->parts, id);
  const uint32_t *slot = matcher_find(&set->parts, text, length);
  if (slot == NULL || *slot != id) {
    return;
  }
  uint32_t node = 0;
  for (size_t left = length; left > 0;) {
    size_t part = left < ADDED_AT_ONCE ? left : ADDED_AT_ONCE;
    left -= part;
    node = matcher_long_add(&set->longs, text + left, part, node);
    wl_poll(L);
  }
  matcher_long_end(&set->longs, node, id);
}

static void build(lua_State *L, int matcher, MatcherSet *set) {
  size_t bytes = count_bytes(set);
  size_t size = matcher_long_size(bytes);
  uint8_t *memory = lua_newuserdatauv(L, size, 0);
  clear(L, memory, size);
  matcher_long_init(&set->longs, bytes, memory);
  lua_setiuservalue(L, matcher, MATCHER_UV_LONGS);
  for (uint32_t id = 1; id <= set->parts.head->terms; id++) {
    if (is_long(set, id)) {
      add_term(L, set, id);
    }
    if (id % POLL_EVERY == 0) {
      wl_poll(L);
    }
  }
  while (matcher_long_link(&set->longs)) {
    wl_poll(L);
  }
  set->has_longs = 1;
}

static void reserve_starts(lua_State *L, int matcher, MatcherSet *set, size_t room) {
  if (room > set->starts_room) {
    set->starts = lua_newuserdatauv(L, room * sizeof *set->starts, 0);
    set->starts_room = room;
    lua_setiuservalue(L, matcher, MATCHER_UV_STARTS);
  }
}

void wl_provide_longs(lua_State *L, int matcher, MatcherSet *set, MatcherScan *s) {
  if (!set->has_longs) {
    build(L, matcher, set);
  }
  size_t room = set->longest > AT_ONCE ? set->longest : AT_ONCE;
  reserve_starts(L, matcher, set, room);
  size_t from = s->at;
  size_t to = s->end - from > room ? from + room : s->end;
  size_t at = s->end - to > set->longest ? to + set->longest : s->end;
  uint32_t state = 0;
  while (at > from) {
    size_t next = at > to ? to : from;
    next = at - next > AT_ONCE ? at - AT_ONCE : next;
    uint32_t *starts = at > to ? NULL : set->starts + (next - from);
    state = matcher_long_run(&set->longs, s->text, next, at, state, starts);
    at = next;
    wl_poll(L);
  }
  s->longs = &set->longs;
  s->starts = set->starts;
  s->starts_from = from;
  s->starts_to = to;
}
