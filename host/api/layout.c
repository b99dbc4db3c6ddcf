/* wenlu.layout: a text as blocks, with the joins over broken lines and the reading made of them.
 * Positions seen from Lua are 1-based bytes, ranges inclusive; numbers of blocks count from 1.
 * Blocks stay packed in a userdata and become tables, kept in its user value, when asked for. */
#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>
#include <string.h>

#include "core/layout.h"
#include "wenlu.h"

static const char BLOCKS[] = "wenlu.layout.blocks";

/* The strings in block tables, upvalues of blocks.__index; kinds and endings in their order. */
static const char *const names[] = {
    "kind", "first", "last", "ending", "after_blank", "indented", "joined", "next",
    "reading_first", "reading_last",
    "heading", "paragraph", "byline", "caption", "page", "chrome",
    "stop", "closed", "open", "word"};
enum {
  METHODS = 1, LINE_WORDS = 1, /* upvalues of blocks.__index and of layout.read */
  KIND, FIRST, LAST, ENDING, AFTER_BLANK, INDENTED, JOINED, NEXT, READING_FIRST, READING_LAST,
  KINDS, ENDINGS = KINDS + BLOCK_CHROME + 1,
  COUNT_OF_NAMES = sizeof names / sizeof *names
};

typedef struct {
  size_t count;
  Block blocks[];
} Blocks;

enum { UV_TABLES = 1 };

static Blocks *check_blocks(lua_State *L, int arg) { return luaL_checkudata(L, arg, BLOCKS); }

/* ---- blocks as tables ---- */

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

static void put_integer(lua_State *L, int key, lua_Integer value) {
  lua_pushvalue(L, lua_upvalueindex(key));
  lua_pushinteger(L, value);
  lua_rawset(L, -3);
}

static void put_true(lua_State *L, int key) {
  lua_pushvalue(L, lua_upvalueindex(key));
  lua_pushboolean(L, true);
  lua_rawset(L, -3);
}

static void put_name(lua_State *L, int key, int name) {
  lua_pushvalue(L, lua_upvalueindex(key));
  lua_pushvalue(L, lua_upvalueindex(name));
  lua_rawset(L, -3);
}

static void push_block(lua_State *L, const Block *block) {
  lua_createtable(L, 0, 8);
  put_name(L, KIND, KINDS + block->kind);
  put_integer(L, FIRST, (lua_Integer)block->begin + 1);
  put_integer(L, LAST, block->end);
  put_name(L, ENDING, ENDINGS + block->ending);
  if (block->after_blank) {
    put_true(L, AFTER_BLANK);
  }
  if (block->indented) {
    put_true(L, INDENTED);
  }
  if (block->joined) {
    put_true(L, JOINED);
  } else {
    put_integer(L, READING_FIRST, (lua_Integer)block->reading_begin + 1);
    put_integer(L, READING_LAST, block->reading_end);
  }
  if (block->next != 0) {
    put_integer(L, NEXT, (lua_Integer)block->next + 1);
  }
}

/* blocks[i] -> block, or nil; blocks.name -> method */
static int blocks_index(lua_State *L) {
  const Blocks *b = check_blocks(L, 1);
  if (lua_type(L, 2) == LUA_TSTRING) {
    lua_rawget(L, lua_upvalueindex(METHODS));
    return 1;
  }
  lua_Integer i = lua_tointeger(L, 2);
  if (i < 1 || (size_t)i > b->count) {
    return 0;
  }
  lua_getiuservalue(L, 1, UV_TABLES);
  if (lua_rawgeti(L, -1, i) == LUA_TNIL) {
    push_block(L, &b->blocks[i - 1]);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -4, i);
  }
  return 1;
}

static int blocks_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_blocks(L, 1)->count);
  return 1;
}

/* ---- looking through blocks ---- */

/* 1 for 一、 and #, 2 for （一）, 3 for other headings, 0 for what is none. */
static int level_of(const Block *block) {
  if (block->joined || block->kind == BLOCK_CHROME || block->kind == BLOCK_BYLINE) {
    return 0;
  }
  return block->numbered != 0 ? block->numbered : block->kind == BLOCK_HEADING ? 3 : 0;
}

/* blocks:section(i) -> i, level, first, last, reading_first of the next one that opens a section */
static int blocks_section(lua_State *L) {
  const Blocks *b = check_blocks(L, 1);
  lua_Integer from = luaL_checkinteger(L, 2);
  luaL_argcheck(L, from >= 1, 2, "out of range");
  for (size_t i = (size_t)from - 1; i < b->count; i++) {
    const Block *block = &b->blocks[i];
    int level = level_of(block);
    if (level != 0) {
      lua_pushinteger(L, (lua_Integer)i + 1);
      lua_pushinteger(L, level);
      lua_pushinteger(L, (lua_Integer)block->begin + 1);
      lua_pushinteger(L, block->end);
      lua_pushinteger(L, (lua_Integer)block->reading_begin + 1);
      return 5;
    }
  }
  return 0;
}

static bool may_have_byline(const Block *block, const char *reading, size_t size) {
  if (block->kind != BLOCK_PARAGRAPH || block->joined) {
    return block->kind == BLOCK_BYLINE;
  }
  const uint8_t *end = (const uint8_t *)reading + size;
  return block->ending == ENDS_CLOSED ||
         (block->reading_begin < size &&
          line_may_be_dateline((const uint8_t *)reading + block->reading_begin, end));
}

/* blocks:may_have_bylines(reading) -> boolean */
static int blocks_may_have_bylines(lua_State *L) {
  const Blocks *b = check_blocks(L, 1);
  size_t size = 0;
  const char *reading = luaL_checklstring(L, 2, &size);
  bool found = false;
  for (size_t i = 0; i < b->count && !found; i++) {
    found = may_have_byline(&b->blocks[i], reading, size);
  }
  lua_pushboolean(L, found);
  return 1;
}

/* ---- a run ---- */

enum {
  PART = 1 << 16,         /* bytes, or blocks, between two looks for Ctrl-C */
  BYTES_A_BLOCK = 256,    /* at most in most texts */
  SLOTS_ON_STACK = 128
};

/* Pushes blocks with room for more, and with those that there are; the earlier ones may die. */
static void grow_blocks(lua_State *L, Layout *l) {
  size_t capacity = l->capacity ? l->capacity * 2 : l->size / BYTES_A_BLOCK + 16;
  Blocks *grown = lua_newuserdatauv(L, sizeof *grown + capacity * sizeof(Block), 1);
  if (l->count > 0) {
    memcpy(grown->blocks, l->blocks, l->count * sizeof(Block));
  }
  grown->count = l->count;
  l->blocks = grown->blocks;
  l->capacity = capacity;
}

/* Leaves the blocks on the stack. */
static Blocks *divide(lua_State *L, Layout *l) {
  grow_blocks(L, l);
  while (l->divided < l->size) {
    if (l->count == l->capacity) {
      grow_blocks(L, l);
      lua_replace(L, -2);
    }
    layout_divide(l, PART);
    wl_poll(L);
  }
  Blocks *blocks = lua_touserdata(L, -1);
  blocks->count = l->count;
  return blocks;
}

static void pass(lua_State *L, Layout *l, void (*work)(Layout *, size_t, size_t)) {
  for (size_t from = 0; from < l->count; from += PART) {
    work(l, from, l->count - from < PART ? l->count : from + PART);
    wl_poll(L);
  }
}

static void mark_repeats(lua_State *L, Layout *l) {
  uint32_t few[SLOTS_ON_STACK] = {0};
  l->slots = few;
  l->slot_count = SLOTS_ON_STACK;
  l->seed = (uint64_t)(uintptr_t)l->blocks;
  if (l->headings * 2 > SLOTS_ON_STACK) {
    while (l->slot_count < l->headings * 2) {
      l->slot_count *= 2;
    }
    l->slots = lua_newuserdatauv(L, l->slot_count * sizeof *l->slots, 0);
    memset(l->slots, 0, l->slot_count * sizeof *l->slots);
    pass(L, l, layout_mark_repeats);
    lua_pop(L, 1);
  } else if (l->headings > 1) {
    pass(L, l, layout_mark_repeats);
  }
}

/* Pushes the joins: {last = end of the first part, first = start of the second}, in order. */
static void push_joins(lua_State *L, const Layout *l) {
  lua_createtable(L, (int)l->joins, 0);
  lua_Integer count = 0;
  for (size_t i = 0; count < (lua_Integer)l->joins; i++) {
    if (l->blocks[i].next != 0) {
      lua_createtable(L, 0, 2);
      set_integer(L, "last", l->blocks[i].end);
      set_integer(L, "first", (lua_Integer)l->blocks[l->blocks[i].next].begin + 1);
      lua_rawseti(L, -2, ++count);
    }
  }
}

/* Pushes the reading and its segments: offset in the reading, offset in the text, ... */
static void push_reading(lua_State *L, Layout *l) {
  l->stretches = lua_newuserdatauv(L, (3 * l->joins + 1) * sizeof(Stretch), 0);
  int stretches = lua_gettop(L);
  pass(L, l, layout_read);
  layout_read_rest(l);
  luaL_Buffer buffer;
  char *reading = luaL_buffinitsize(L, &buffer, l->read);
  for (size_t i = 0; i < l->stretch_count; i++) {
    memcpy(reading + l->stretches[i].reading, l->text + l->stretches[i].text, l->stretches[i].size);
  }
  luaL_pushresultsize(&buffer, l->read);
  lua_createtable(L, (int)l->stretch_count * 2, 0);
  for (size_t i = 0; i < l->stretch_count; i++) {
    lua_pushinteger(L, (lua_Integer)l->stretches[i].reading + 1);
    lua_rawseti(L, -2, (lua_Integer)i * 2 + 1);
    lua_pushinteger(L, (lua_Integer)l->stretches[i].text + 1);
    lua_rawseti(L, -2, (lua_Integer)i * 2 + 2);
  }
  lua_remove(L, stretches);
}

/* layout.read(text) -> blocks, joins, reading, segments (nothing where nothing is joined) */
static int layout_of_text(lua_State *L) {
  size_t size = 0;
  const char *text = luaL_checklstring(L, 1, &size);
  luaL_argcheck(L, size < UINT32_MAX, 1, "text is 4 GB or longer");
  Layout l = {.words = lua_touserdata(L, lua_upvalueindex(LINE_WORDS)),
              .text = (const uint8_t *)text, .size = size, .after_blank = true};
  Blocks *blocks = divide(L, &l);
  mark_repeats(L, &l);
  pass(L, &l, layout_measure);
  pass(L, &l, layout_join);
  luaL_setmetatable(L, BLOCKS);
  lua_createtable(L, (int)(blocks->count < PART ? blocks->count : PART), 0);
  lua_setiuservalue(L, -2, UV_TABLES);
  push_joins(L, &l);
  if (l.joins == 0) {
    lua_pushvalue(L, 1);
    return 3;
  }
  push_reading(L, &l);
  return 4;
}

/* layout.opens_section(line) -> boolean */
static int opens_section(lua_State *L) {
  size_t size = 0;
  const char *line = luaL_checklstring(L, 1, &size);
  lua_pushboolean(L, line_opens_section((const uint8_t *)line, (const uint8_t *)line + size));
  return 1;
}

/* layout.may_be_dateline(reading, first) -> boolean */
static int may_be_dateline(lua_State *L) {
  size_t size = 0;
  const uint8_t *reading = (const uint8_t *)luaL_checklstring(L, 1, &size);
  lua_Integer first = luaL_checkinteger(L, 2);
  luaL_argcheck(L, first >= 1 && (size_t)first <= size + 1, 2, "out of range");
  lua_pushboolean(L, line_may_be_dateline(reading + first - 1, reading + size));
  return 1;
}

static const luaL_Reg blocks_methods[] = {{"section", blocks_section},
                                          {"may_have_bylines", blocks_may_have_bylines},
                                          {NULL, NULL}};

static const luaL_Reg functions[] = {{"read", layout_of_text},
                                     {"opens_section", opens_section},
                                     {"may_be_dateline", may_be_dateline},
                                     {NULL, NULL}};

int luaopen_wenlu_layout(lua_State *L) {
  luaL_newmetatable(L, BLOCKS);
  luaL_newlib(L, blocks_methods);
  for (size_t i = 0; i < COUNT_OF_NAMES; i++) {
    lua_pushstring(L, names[i]);
  }
  lua_pushcclosure(L, blocks_index, 1 + COUNT_OF_NAMES);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, blocks_len);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
  luaL_newlibtable(L, functions);
  line_words(lua_newuserdatauv(L, sizeof(LineWords), 0));
  luaL_setfuncs(L, functions, 1);
  return 1;
}
