/* text.find_all, fields, split and replace: one needle of plain bytes, occurrences from the left,
 * none overlapping the one before. Positions are 1-based bytes, ranges inclusive.
 * Results are packed spans, a table of strings or a string; the text is never changed. */
#include <lauxlib.h>

#include "text.h"
#include "wenlu.h"

size_t wl_search_next(lua_State *L, Search *search, size_t from) {
  size_t step = search->needle_size < TEXT_STEP / 4 ? TEXT_STEP : search->needle_size * 4;
  for (;;) {
    size_t to = search->size + 1 - from < step ? search->size + 1 : from + step;
    size_t found = search_in(search, from, to);
    if (found != SEARCH_NONE || to > search->size) {
      return found;
    }
    from = to;
    wl_poll(L);
  }
}

/* The text at 1 and the needle at 2, which must not be empty. */
static void check_search(lua_State *L, Search *search, int options) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)wl_check_text(L, 1, &size);
  search->needle = (const uint8_t *)wl_check_text(L, 2, &search->needle_size);
  luaL_argcheck(L, search->needle_size > 0, 2, "empty");
  search_begin(search, text, size, wl_wants_simd(L, options));
}

/* How often at most, from the argument; without it, as often as there is. */
static size_t check_limit(lua_State *L, int arg) {
  lua_Integer limit = luaL_optinteger(L, arg, LUA_MAXINTEGER);
  luaL_argcheck(L, limit >= 0, arg, "negative");
  return (size_t)limit;
}

static void add_span(lua_State *L, SpanList *list, size_t begin, size_t end) {
  if (list->count == list->room) {
    wl_more_spans(L, list);
  }
  if (list->count % 4096 == 0) {
    wl_poll(L);
  }
  list->spans[list->count++] = (Span){(uint32_t)begin, (uint32_t)end};
}

/* text.find_all(text, needle [, options]) -> spans */
int wl_text_find_all(lua_State *L) {
  Search search = {0};
  SpanList list;
  size_t size = 0;
  wl_check_short_text(L, 1, &size);
  check_search(L, &search, 3);
  wl_new_spans(L, &list);
  for (size_t at = 0; (at = wl_search_next(L, &search, at)) != SEARCH_NONE;) {
    add_span(L, &list, at, at + search.needle_size);
    at += search.needle_size;
  }
  wl_push_spans(L, &list, 1);
  return 1;
}

/* text.fields(text, separator [, limit]) -> spans */
int wl_text_fields(lua_State *L) {
  Search search = {0};
  SpanList list;
  size_t size = 0;
  size_t begin = 0;
  wl_check_short_text(L, 1, &size);
  check_search(L, &search, 4);
  size_t limit = check_limit(L, 3);
  luaL_argcheck(L, limit > 0, 3, "must be positive");
  wl_new_spans(L, &list);
  while (list.count + 1 < limit) {
    size_t at = wl_search_next(L, &search, begin);
    if (at == SEARCH_NONE) {
      break;
    }
    add_span(L, &list, begin, at);
    begin = at + search.needle_size;
  }
  add_span(L, &list, begin, size);
  wl_push_spans(L, &list, 1);
  return 1;
}

/* text.split(text, separator [, limit]) -> table of strings */
int wl_text_split(lua_State *L) {
  Search search = {0};
  size_t begin = 0;
  lua_Integer count = 0;
  check_search(L, &search, 4);
  size_t limit = check_limit(L, 3);
  luaL_argcheck(L, limit > 0, 3, "must be positive");
  lua_newtable(L);
  while ((size_t)count + 1 < limit) {
    size_t at = wl_search_next(L, &search, begin);
    if (at == SEARCH_NONE) {
      break;
    }
    lua_pushlstring(L, (const char *)search.text + begin, at - begin);
    lua_rawseti(L, -2, ++count);
    begin = at + search.needle_size;
    if (count % 4096 == 0) {
      wl_poll(L);
    }
  }
  lua_pushlstring(L, (const char *)search.text + begin, search.size - begin);
  lua_rawseti(L, -2, ++count);
  return 1;
}

/* Adds in steps, so that a copy of gigabytes can be stopped. */
static void add_bytes(lua_State *L, luaL_Buffer *buffer, const uint8_t *bytes, size_t size) {
  for (size_t from = 0; from < size; from += TEXT_STEP) {
    luaL_addlstring(buffer, (const char *)bytes + from,
                    size - from < TEXT_STEP ? size - from : TEXT_STEP);
    wl_poll(L);
  }
}

/* text.replace(text, old, new [, limit]) -> string, count */
int wl_text_replace(lua_State *L) {
  Search search = {0};
  luaL_Buffer buffer;
  size_t new_size = 0;
  size_t begin = 0;
  size_t count = 0;
  check_search(L, &search, 5);
  const uint8_t *new = (const uint8_t *)wl_check_text(L, 3, &new_size);
  size_t limit = check_limit(L, 4);
  luaL_buffinitsize(L, &buffer, search.size);
  while (count < limit) {
    size_t at = wl_search_next(L, &search, begin);
    if (at == SEARCH_NONE) {
      break;
    }
    add_bytes(L, &buffer, search.text + begin, at - begin);
    add_bytes(L, &buffer, new, new_size);
    begin = at + search.needle_size;
    count++;
  }
  add_bytes(L, &buffer, search.text + begin, search.size - begin);
  luaL_pushresult(&buffer);
  lua_pushinteger(L, (lua_Integer)count);
  return 2;
}
