/* text.index(text) -> an object that leads from byte to code point, line and column, and back.
 * Positions are from 1; a byte inside a character stands for the character that holds it.
 * The index is one userdata with its checkpoints; it keeps its text alive. */
#include <lauxlib.h>

#include "core/charset.h"
#include "core/textindex.h"
#include "text.h"
#include "wenlu.h"

static const char INDEX[] = "wenlu.text.index";

static TextIndex *check_index(lua_State *L) {
  return luaL_checkudata(L, 1, INDEX);
}

/* The offset of the first byte that is no UTF-8, or size. */
static size_t first_fault(lua_State *L, const uint8_t *text, size_t size) {
  for (size_t at = 0; at < size;) {
    at += utf8_valid(text + at, size - at < TEXT_STEP ? size - at : TEXT_STEP);
    if (at < size) { /* a fault, or a character across the end of the step */
      charset_char character = utf8_next(text + at, size - at);
      if (character.point == CHARSET_FAULT) {
        return at;
      }
      at += character.size;
    }
    wl_poll(L);
  }
  return size;
}

static void build(lua_State *L, TextIndex *x) {
  size_t blocks = TEXT_STEP / TEXTINDEX_BLOCK;
  for (size_t from = 0; from < x->block_count; from += blocks) {
    size_t to = x->block_count - from < blocks ? x->block_count : from + blocks;
    textindex_build(x, from, to);
    wl_poll(L);
  }
}

/* text.index(text [, options]) -> index */
int wl_text_index(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)wl_check_text(L, 1, &size);
  bool simd = wl_wants_simd(L, 2);
  size_t fault = first_fault(L, text, size);
  if (fault < size) {
    return wl_fail(L, "bad-utf8", "text: bad UTF-8 at byte %I", (LUAI_UACINT)fault + 1);
  }
  size_t blocks = textindex_blocks(size);
  TextIndex *x = lua_newuserdatauv(L, sizeof *x + blocks * sizeof(TextCount), 1);
  *x = (TextIndex){text, size, blocks, {0, 0}, (TextCount *)(x + 1), simd};
  luaL_setmetatable(L, INDEX);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  build(L, x);
  return 1;
}

/* The 0-based offset that an argument names: a byte of the text or the place after it. */
static size_t check_byte(lua_State *L, const TextIndex *x) {
  lua_Integer byte = luaL_checkinteger(L, 2);
  luaL_argcheck(L, byte >= 1 && (size_t)byte <= x->size + 1, 2, "no such byte");
  return (size_t)byte - 1;
}

static size_t character_begin(const TextIndex *x, size_t offset) {
  while (offset > 0 && offset < x->size && (x->text[offset] & 0xC0) == 0x80) {
    offset--;
  }
  return offset;
}

static size_t character_end(const TextIndex *x, size_t begin) {
  size_t end = begin < x->size ? begin + 1 : begin;
  while (end < x->size && (x->text[end] & 0xC0) == 0x80) {
    end++;
  }
  return end;
}

/* index:character(byte) -> number, first, last */
static int index_character(lua_State *L) {
  const TextIndex *x = check_index(L);
  size_t begin = character_begin(x, check_byte(L, x));
  lua_pushinteger(L, (lua_Integer)textindex_characters(x, begin) + 1);
  lua_pushinteger(L, (lua_Integer)begin + 1);
  lua_pushinteger(L, (lua_Integer)character_end(x, begin));
  return 3;
}

/* index:byte(number) -> first, last */
static int index_byte(lua_State *L) {
  const TextIndex *x = check_index(L);
  lua_Integer number = luaL_checkinteger(L, 2);
  luaL_argcheck(L, number >= 1 && (uint64_t)number <= x->total.characters + 1, 2,
                "no such character");
  size_t begin = textindex_character(x, (uint64_t)number - 1);
  lua_pushinteger(L, (lua_Integer)begin + 1);
  lua_pushinteger(L, (lua_Integer)character_end(x, begin));
  return 2;
}

/* index:position(byte) -> line, column */
static int index_position(lua_State *L) {
  const TextIndex *x = check_index(L);
  size_t begin = character_begin(x, check_byte(L, x));
  uint64_t line = textindex_lines(x, begin);
  uint64_t before = textindex_characters(x, textindex_line_around(x, begin, line));
  lua_pushinteger(L, (lua_Integer)line + 1);
  lua_pushinteger(L, (lua_Integer)(textindex_characters(x, begin) - before) + 1);
  return 2;
}

static uint64_t check_line(lua_State *L, const TextIndex *x) {
  lua_Integer line = luaL_checkinteger(L, 2);
  luaL_argcheck(L, line >= 1 && (uint64_t)line <= x->total.lines + 1, 2, "no such line");
  return (uint64_t)line - 1;
}

/* index:offset(line, column) -> byte */
static int index_offset(lua_State *L) {
  const TextIndex *x = check_index(L);
  uint64_t line = check_line(L, x);
  lua_Integer column = luaL_checkinteger(L, 3);
  uint64_t from = textindex_characters(x, textindex_line(x, line));
  uint64_t next = line == x->total.lines ? x->total.characters + 1
                                         : textindex_characters(x, textindex_line(x, line + 1));
  luaL_argcheck(L, column >= 1 && (uint64_t)column <= next - from, 3, "no such column");
  size_t offset = textindex_character(x, from + (uint64_t)column - 1);
  lua_pushinteger(L, (lua_Integer)offset + 1);
  return 1;
}

/* index:line(number) -> first, last */
static int index_line(lua_State *L) {
  const TextIndex *x = check_index(L);
  uint64_t line = check_line(L, x);
  size_t begin = textindex_line(x, line);
  size_t end = textindex_line(x, line + 1);
  if (line < x->total.lines) {
    size_t mark = x->text[end - 1] == '\n' || x->text[end - 1] == '\r' ? 1 : 3;
    bool pair = end - begin >= 2 && x->text[end - 1] == '\n' && x->text[end - 2] == '\r';
    end -= pair ? 2 : mark;
  }
  lua_pushinteger(L, (lua_Integer)begin + 1);
  lua_pushinteger(L, (lua_Integer)end);
  return 2;
}

/* index:characters() -> count */
static int index_characters(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_index(L)->total.characters);
  return 1;
}

/* index:lines() -> count */
static int index_lines(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_index(L)->total.lines + 1);
  return 1;
}

static const luaL_Reg methods[] = {
  {"character", index_character}, {"byte", index_byte},
  {"position", index_position},   {"offset", index_offset},
  {"line", index_line},           {"characters", index_characters},
  {"lines", index_lines},         {NULL, NULL},
};

void wl_open_text_index(lua_State *L) {
  luaL_newmetatable(L, INDEX);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
