/* wenlu.utf8pattern: find, match, gmatch and gsub of Lua's string library over code points.
 * Positions are 1-based characters, ranges inclusive.
 * A compiled pattern is a userdata, or on the C stack when it is short. */
#include <lauxlib.h>
#include <string.h>

#include "core/pattern.h"
#include "core/search.h"
#include "utf8pattern_api.h"
#include "wenlu.h"

enum { SHORT_PATTERN = 24 };

/* A pattern with a text, and a place in it whose character is known. */
typedef struct {
  Pattern p;
  size_t known; /* offset */
  lua_Integer characters; /* that begin before it */
  PatternItem items[SHORT_PATTERN + 1];
  PatternElement elements[SHORT_PATTERN + 1];
  PatternFrame frames[SHORT_PATTERN + 1];
} Matcher;

static void poll(void *L) {
  wl_poll(L);
}

/* The number of the character that begins at an offset; quick when it is not far behind the last
 * one that was asked for by `move_to`. */
static lua_Integer position_of(lua_State *L, const Matcher *m, size_t offset) {
  bool behind = offset >= m->known;
  size_t from = behind ? m->known : 0;
  return (behind ? m->characters : 0) +
         characters_between(L, m->p.text, from, offset) + 1;
}

static void move_to(lua_State *L, Matcher *m, size_t offset) {
  m->characters = position_of(L, m, offset) - 1;
  m->known = offset;
}

/* Lays out the arrays: inside the matcher, or in a userdata that is pushed. */
static void make_room(lua_State *L, Matcher *m, size_t size) {
  if (size <= SHORT_PATTERN) {
    m->p.items = m->items;
    m->p.elements = m->elements;
    m->p.frames = m->frames;
    return;
  }
  size_t each = sizeof(PatternFrame) + sizeof(PatternItem) + sizeof(PatternElement);
  char *room = lua_newuserdatauv(L, (size + 1) * each, 0);
  m->p.frames = (PatternFrame *)(void *)room;
  m->p.items = (PatternItem *)(void *)(room + (size + 1) * sizeof(PatternFrame));
  m->p.elements = (PatternElement *)(void *)(m->p.items + size + 1);
}

/* Compiles the pattern at 2 for the text at 1; may push. Raises what is wrong with it. */
static void compile(lua_State *L, Matcher *m, bool anchors) {
  size_t size = 0;
  const uint8_t *pattern = (const uint8_t *)luaL_checklstring(L, 2, &size);
  m->p.text = (const uint8_t *)luaL_checklstring(L, 1, &m->p.size);
  m->p.fuel = 0;
  m->p.poll = poll;
  m->p.owner = L;
  m->known = 0;
  m->characters = 0;
  make_room(L, m, size);
  const char *wrong = pattern_compile(&m->p, pattern, size, anchors);
  if (wrong != NULL) {
    luaL_error(L, "%s", wrong);
  }
}

static void push_capture(lua_State *L, const Matcher *m, unsigned i) {
  const PatternCapture *capture = &m->p.captures[i];
  if (capture->position) {
    lua_pushinteger(L, position_of(L, m, capture->begin));
  } else {
    lua_pushlstring(L, (const char *)m->p.text + capture->begin, capture->end - capture->begin);
  }
}

/* The captures, or the whole match where there are none. */
static int push_captures(lua_State *L, const Matcher *m, size_t begin, size_t end) {
  luaL_checkstack(L, PATTERN_CAPTURES, "too many captures");
  for (unsigned i = 0; i < m->p.capture_count; i++) {
    push_capture(L, m, i);
  }
  if (m->p.capture_count > 0) {
    return (int)m->p.capture_count;
  }
  lua_pushlstring(L, (const char *)m->p.text + begin, end - begin);
  return 1;
}

/* Pushes the positions of a match; `end` is behind it. */
static void push_place(lua_State *L, Matcher *m, size_t begin, size_t end) {
  move_to(L, m, begin);
  lua_pushinteger(L, m->characters + 1);
  lua_pushinteger(L, position_of(L, m, end) - 1);
}

/* Finds the needle of the search, which is set. */
static int find_plain(lua_State *L, Search *search, const uint8_t *text, size_t size,
                      size_t from) {
  search_begin(search, text, size, true);
  size_t at = search_in(search, from, size + 1);
  if (at == SEARCH_NONE) {
    lua_pushnil(L);
    return 1;
  }
  lua_Integer before = characters_between(L, text, 0, at);
  lua_pushinteger(L, before + 1);
  lua_pushinteger(L, before + characters_between(L, text, at, at + search->needle_size));
  return 2;
}

static int find_pattern(lua_State *L, size_t from, bool find) {
  Matcher m;
  size_t end = 0;
  compile(L, &m, true);
  size_t begin = pattern_search(&m.p, from, &end);
  if (begin == PATTERN_NONE) {
    lua_pushnil(L);
    return 1;
  }
  if (!find) {
    move_to(L, &m, begin);
    return push_captures(L, &m, begin, end);
  }
  push_place(L, &m, begin, end);
  return 2 + (m.p.capture_count > 0 ? push_captures(L, &m, begin, end) : 0);
}

static int find_or_match(lua_State *L, bool find) {
  size_t size = 0;
  size_t pattern_size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  const uint8_t *pattern = (const uint8_t *)luaL_checklstring(L, 2, &pattern_size);
  size_t from = character_offset(L, text, size, luaL_optinteger(L, 3, 1));
  if (from == PATTERN_NONE) {
    lua_pushnil(L);
    return 1;
  }
  if (find && (lua_toboolean(L, 4) || pattern_is_plain(pattern, pattern_size))) {
    Search search = {.needle = pattern, .needle_size = pattern_size};
    return find_plain(L, &search, text, size, from);
  }
  return find_pattern(L, from, find);
}

/* find(text, pattern [, init [, plain]]) -> first, last, captures */
static int utf8pattern_find(lua_State *L) {
  return find_or_match(L, true);
}

/* match(text, pattern [, init]) -> captures */
static int utf8pattern_match(lua_State *L) {
  return find_or_match(L, false);
}

/* What gmatch keeps between two matches. */
typedef struct {
  Matcher m;
  size_t at;
  size_t last; /* the end of the match before */
} Walk;

static int walk_next(lua_State *L) {
  Walk *walk = lua_touserdata(L, lua_upvalueindex(3));
  size_t end = 0;
  walk->m.p.owner = L;
  for (size_t at = walk->at; at <= walk->m.p.size;) {
    size_t begin = pattern_search(&walk->m.p, at, &end);
    if (begin == PATTERN_NONE) {
      break;
    }
    if (end != walk->last) {
      walk->at = walk->last = end;
      move_to(L, &walk->m, begin);
      return push_captures(L, &walk->m, begin, end);
    }
    at = pattern_next(walk->m.p.text, walk->m.p.size, begin);
  }
  walk->at = walk->m.p.size + 1;
  return 0;
}

/* gmatch(text, pattern [, init]) -> iterator of captures */
static int utf8pattern_gmatch(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  luaL_checkstring(L, 2);
  size_t from = character_offset(L, text, size, luaL_optinteger(L, 3, 1));
  lua_settop(L, 2);
  Walk *walk = lua_newuserdatauv(L, sizeof *walk, 1);
  compile(L, &walk->m, false);
  if (lua_gettop(L) == 4) {
    lua_setiuservalue(L, 3, 1);
  }
  walk->at = from == PATTERN_NONE ? size + 1 : from;
  walk->last = PATTERN_NONE;
  lua_pushcclosure(L, walk_next, 3);
  return 1;
}

/* Adds the replacement string at 3 with its %0 to %9. */
static void add_string(lua_State *L, luaL_Buffer *buffer, const Matcher *m, size_t begin,
                       size_t end) {
  size_t size = 0;
  const char *new = lua_tolstring(L, 3, &size);
  for (size_t i = 0; i < size; i++) {
    if (new[i] != '%') {
      luaL_addchar(buffer, new[i]);
      continue;
    }
    i++;
    unsigned capture = i < size && new[i] >= '1' && new[i] <= '9' ? (unsigned)(new[i] - '1') : 99;
    if (i < size && new[i] == '%') {
      luaL_addchar(buffer, '%');
    } else if ((i < size && new[i] == '0') || (capture == 0 && m->p.capture_count == 0)) {
      luaL_addlstring(buffer, (const char *)m->p.text + begin, end - begin);
    } else if (capture == 99) {
      luaL_error(L, "invalid use of '%%' in replacement string");
    } else if (capture >= m->p.capture_count) {
      luaL_error(L, "invalid capture index %%%d in replacement string", (int)capture + 1);
    } else {
      push_capture(L, m, capture);
      luaL_tolstring(L, -1, NULL);
      lua_remove(L, -2);
      luaL_addvalue(buffer);
    }
  }
}

/* Adds what stands in the place of a match; false when that is the match itself. */
static void add_value(lua_State *L, luaL_Buffer *buffer, const Matcher *m, size_t begin,
                      size_t end) {
  int type = lua_type(L, 3);
  if (type == LUA_TSTRING || type == LUA_TNUMBER) {
    add_string(L, buffer, m, begin, end);
    return;
  }
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, push_captures(L, m, begin, end), 1);
  } else {
    int count = push_captures(L, m, begin, end);
    lua_pop(L, count - 1);
    lua_gettable(L, 3);
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(buffer, (const char *)m->p.text + begin, end - begin);
  } else if (!lua_isstring(L, -1)) {
    luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  } else {
    luaL_addvalue(buffer);
  }
}

static void check_replacement(lua_State *L) {
  int type = lua_type(L, 3);
  luaL_argexpected(L,
                   type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TFUNCTION ||
                     type == LUA_TTABLE,
                   3, "string/function/table");
}

/* gsub(text, pattern, replacement [, limit]) -> text, count */
static int utf8pattern_gsub(lua_State *L) {
  luaL_Buffer buffer;
  Matcher m;
  size_t at = 0;
  size_t last = PATTERN_NONE;
  size_t end = 0;
  lua_Integer count = 0;
  check_replacement(L);
  lua_Integer limit = luaL_optinteger(L, 4, LUA_MAXINTEGER);
  compile(L, &m, true);
  luaL_buffinit(L, &buffer);
  while (count < limit) {
    size_t begin = pattern_search(&m.p, at, &end);
    bool again = begin != PATTERN_NONE && end == last; /* empty, behind the match before */
    if (again) {
      size_t next = begin < m.p.size ? pattern_next(m.p.text, m.p.size, begin) : begin;
      luaL_addlstring(&buffer, (const char *)m.p.text + at, next - at);
      at = next;
    } else if (begin != PATTERN_NONE) {
      luaL_addlstring(&buffer, (const char *)m.p.text + at, begin - at);
      move_to(L, &m, begin);
      add_value(L, &buffer, &m, begin, end);
      at = last = end;
      count++;
    }
    if (begin == PATTERN_NONE || m.p.anchored || (again && begin >= m.p.size)) {
      break;
    }
  }
  luaL_addlstring(&buffer, (const char *)m.p.text + at, m.p.size - at);
  luaL_pushresult(&buffer);
  lua_pushinteger(L, count);
  return 2;
}

static const luaL_Reg functions[] = {
  {"find", utf8pattern_find}, {"match", utf8pattern_match}, {"gmatch", utf8pattern_gmatch},
  {"gsub", utf8pattern_gsub}, {NULL, NULL},
};

int luaopen_wenlu_utf8pattern(lua_State *L) {
  luaL_newlib(L, functions);
  luaL_setfuncs(L, utf8pattern_text_functions, 0);
  return 1;
}
