/* wenlu.utf8pattern: a text counted, cut, turned round, mapped and measured by its characters.
 * Positions are 1-based characters, or bytes where it says so; ranges inclusive.
 * Nothing is allocated but the results. */
#include <string.h>

#include "core/charset.h"
#include "core/pattern.h"
#include "core/pattern_items.h"
#include "core/simd.h"
#include "core/textindex.h"
#include "core/unicode.h"
#include "core/unicode_utf8.h"
#include "unicode_api.h"
#include "utf8pattern_api.h"
#include "wenlu.h"

enum { FEW = 128, POLL_STEP = 1 << 18, COUNT_STEP = 1 << 20 };

#define INVALID "invalid UTF-8 code"

/* ---- characters and bytes ---- */

/* How many of eight bytes are no continuation. */
static inline size_t first_bytes(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  uint64_t trail = word & ~(word << 1) & 0x8080808080808080u;
  return 8 - (size_t)((trail >> 7) * 0x0101010101010101u >> 56);
}

static lua_Integer count_few(const uint8_t *text, size_t begin, size_t end) {
  size_t count = 0;
  for (; end - begin >= 8; begin += 8) {
    count += first_bytes(text + begin);
  }
  for (; begin < end; begin++) {
    count += !unicode_is_trail(text[begin]);
  }
  return (lua_Integer)count;
}

lua_Integer characters_between(lua_State *L, const uint8_t *text, size_t begin, size_t end) {
  lua_Integer count = begin == 0 && end > 0 && unicode_is_trail(text[0]);
  if (end - begin <= FEW) {
    return count + count_few(text, begin, end);
  }
  bool simd = simd_has_avx2();
  for (size_t at = begin; at < end;) {
    size_t stop = end - at < COUNT_STEP ? end : at + COUNT_STEP;
    count += (lua_Integer)text_count(text, end, at, stop, simd).characters;
    at = stop;
    if (at < end) {
      wl_poll(L);
    }
  }
  return count;
}

/* The offset `count` characters behind the one that begins at `at`, or PATTERN_NONE. */
static size_t forward(lua_State *L, const uint8_t *text, size_t size, size_t at,
                      lua_Unsigned count) {
  if (count == 0 || at >= size) {
    return count == 0 ? at : PATTERN_NONE;
  }
  size_t poll = ++at + POLL_STEP;
  for (; size - at >= 8; at += 8) {
    size_t passed = first_bytes(text + at);
    if (passed >= count) {
      break;
    }
    count -= passed;
    if (at >= poll) {
      wl_poll(L);
      poll = at + POLL_STEP;
    }
  }
  for (; at < size; at++) {
    if (!unicode_is_trail(text[at]) && --count == 0) {
      return at;
    }
  }
  return count == 1 ? size : PATTERN_NONE;
}

/* The offset `count` characters before the end; 0 when there are not as many. */
static size_t backward(lua_State *L, const uint8_t *text, size_t size, lua_Unsigned count) {
  size_t at = size;
  size_t poll = 0;
  for (; at >= 8; at -= 8) {
    size_t passed = first_bytes(text + at - 8);
    if (passed >= count) {
      break;
    }
    count -= passed;
    if (++poll % (POLL_STEP / 8) == 0) {
      wl_poll(L);
    }
  }
  while (count > 0 && at > 0) {
    count -= !unicode_is_trail(text[--at]);
  }
  return at;
}

size_t character_offset(lua_State *L, const uint8_t *text, size_t size, lua_Integer number) {
  if (number < 0) {
    return backward(L, text, size, 0 - (lua_Unsigned)number);
  }
  return forward(L, text, size, 0, number > 0 ? (lua_Unsigned)number - 1 : 0);
}

typedef struct {
  size_t begin;
  size_t end;
} Bytes;

/* The bytes of characters i to j, by the rules of string.sub. */
static Bytes bytes_of(lua_State *L, const uint8_t *text, size_t size, lua_Integer i,
                      lua_Integer j) {
  size_t begin = character_offset(L, text, size, i);
  begin = begin == PATTERN_NONE ? size : begin;
  size_t end = 0;
  if (j < 0) {
    end = backward(L, text, size, (lua_Unsigned)-(j + 1));
  } else if (i > 0 && j >= i) {
    end = forward(L, text, size, begin, (lua_Unsigned)j - (lua_Unsigned)i + 1);
  } else if (i <= 0 && j > 0) {
    end = forward(L, text, size, 0, (lua_Unsigned)j);
  }
  end = end == PATTERN_NONE ? size : end;
  return (Bytes){begin, end > begin ? end : begin};
}

/* range(text, i, j) -> first, last */
static int utf8pattern_range(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  Bytes bytes = bytes_of(L, text, size, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
  lua_pushinteger(L, (lua_Integer)bytes.begin + 1);
  lua_pushinteger(L, (lua_Integer)bytes.end);
  return 2;
}

/* sub(text, i [, j]) -> text */
static int utf8pattern_sub(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  Bytes bytes = bytes_of(L, text, size, luaL_checkinteger(L, 2), luaL_optinteger(L, 3, -1));
  lua_pushlstring(L, (const char *)text + bytes.begin, bytes.end - bytes.begin);
  return 1;
}

/* The character at an offset; raises when none begins there. */
static UnicodeChar check_character(lua_State *L, const uint8_t *text, size_t size, size_t at) {
  UnicodeChar character = unicode_next(text + at, size - at);
  if (character.point == UNICODE_BAD) {
    luaL_error(L, INVALID);
  }
  return character;
}

/* byte(text [, i [, j]]) -> code points */
static int utf8pattern_byte(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  lua_Integer i = luaL_optinteger(L, 2, 1);
  Bytes bytes = bytes_of(L, text, size, i, luaL_optinteger(L, 3, i));
  luaL_argcheck(L, bytes.end - bytes.begin < INT32_MAX, 3, "string slice too long");
  luaL_checkstack(L, (int)(bytes.end - bytes.begin), "string slice too long");
  int count = 0;
  for (UnicodeChar next; bytes.begin < bytes.end; bytes.begin += next.size) {
    next = check_character(L, text, bytes.end, bytes.begin);
    lua_pushinteger(L, next.point);
    count++;
  }
  return count;
}

/* ---- length ---- */

/* A byte position counted from the end where it is negative. */
static lua_Integer relative(lua_Integer position, size_t size) {
  if (position >= 0) {
    return position;
  }
  return 0 - (lua_Unsigned)position > size ? 0 : (lua_Integer)size + position + 1;
}

/* len(text [, i [, j [, lax]]]) -> count | nil, byte; i and j are bytes */
static int utf8pattern_len(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  lua_Integer i = relative(luaL_optinteger(L, 2, 1), size);
  lua_Integer j = relative(luaL_optinteger(L, 3, -1), size);
  lua_Integer count = 0;
  if (lua_toboolean(L, 4)) {
    size_t begin = i > 0 ? (size_t)i - 1 : 0;
    size_t end = j < (lua_Integer)size ? (size_t)j : size;
    count = begin < end ? characters_between(L, text, begin, end) : 0;
    count -= count > 0 && begin == 0 && unicode_is_trail(text[0]);
    lua_pushinteger(L, count);
    return 1;
  }
  luaL_argcheck(L, i >= 1 && i <= (lua_Integer)size + 1, 2, "initial position out of bounds");
  luaL_argcheck(L, j <= (lua_Integer)size, 3, "final position out of bounds");
  for (size_t at = (size_t)i - 1, end = (size_t)j; at < end;) {
    if (end - at > FEW) {
      size_t begin = at;
      size_t limit = unicode_limit(L, at, end, UNICODE_CHUNK);
      at += utf8_valid(text + at, limit - at);
      count += at > begin ? characters_between(L, text, begin, at) : 0;
      if (at >= limit) {
        continue;
      }
    }
    UnicodeChar next = unicode_next(text + at, size - at);
    if (next.point == UNICODE_BAD) {
      lua_pushnil(L);
      lua_pushinteger(L, (lua_Integer)at + 1);
      return 2;
    }
    at += next.size;
    count++;
  }
  lua_pushinteger(L, count);
  return 1;
}

/* ---- the other way round ---- */

/* reverse(text [, lax]) -> text; marks stay behind what they belong to, without `lax` */
static int utf8pattern_reverse(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  bool lax = lua_toboolean(L, 2);
  luaL_Buffer buffer;
  char *out = luaL_buffinitsize(L, &buffer, size);
  size_t poll = POLL_STEP;
  for (size_t at = 0, end; at < size; at = end) {
    end = at + check_character(L, text, size, at).size;
    while (!lax && end < size && text[end] >= 0x80) {
      UnicodeChar mark = check_character(L, text, size, end);
      if (!pattern_in_class(mark.point, 't')) {
        break;
      }
      end += mark.size;
    }
    memcpy(out + size - end, text + at, end - at);
    if (end >= poll) {
      wl_poll(L);
      poll = end + POLL_STEP;
    }
  }
  luaL_pushresultsize(&buffer, size);
  return 1;
}

/* ---- case ---- */

static uint32_t check_code(lua_State *L) {
  lua_Integer code = lua_tointeger(L, 1);
  luaL_argcheck(L, code >= 0 && code < UNICODE_POINTS, 1, "no code point");
  return (uint32_t)code;
}

/* lower(text or code point) -> the same; the others alike */
static int map(lua_State *L, UnicodeMapping mapping, uint32_t (*simple)(uint32_t)) {
  if (lua_isinteger(L, 1)) {
    lua_pushinteger(L, simple(check_code(L)));
    return 1;
  }
  return unicode_map_text(L, mapping) == 1 ? 1 : luaL_error(L, INVALID);
}

static int utf8pattern_lower(lua_State *L) {
  return map(L, UNICODE_TO_LOWER, unicode_lower);
}

static int utf8pattern_upper(lua_State *L) {
  return map(L, UNICODE_TO_UPPER, unicode_upper);
}

static int utf8pattern_title(lua_State *L) {
  return map(L, UNICODE_TO_TITLE, unicode_title);
}

static int utf8pattern_fold(lua_State *L) {
  return map(L, UNICODE_TO_FOLD, unicode_fold);
}

/* ---- columns ---- */

static lua_Integer columns_of(uint32_t point, lua_Integer ambiguous, lua_Integer otherwise) {
  if (point - 0x20 < 0x5F || point - 0x4E00 < 0x5000) {
    return point < 0x80 ? 1 : 2;
  }
  switch (unicode_category(point)) {
    case UNICODE_CC: return 1;
    case UNICODE_CF:
    case UNICODE_CS:
    case UNICODE_ZL:
    case UNICODE_ZP:
    case UNICODE_CN: return otherwise;
    default: break;
  }
  unsigned columns = unicode_width(point, 3);
  return columns == 3 ? ambiguous : (lua_Integer)columns;
}

/* width(text [, i [, j [, ambiguous [, otherwise]]]]), width(code [, ambiguous [, otherwise]])
   -> columns; i and j are bytes */
static int utf8pattern_width(lua_State *L) {
  if (lua_isinteger(L, 1)) {
    lua_Integer ambiguous = luaL_optinteger(L, 2, 1);
    lua_pushinteger(L, columns_of(check_code(L), ambiguous, luaL_optinteger(L, 3, 0)));
    return 1;
  }
  luaL_argexpected(L, lua_type(L, 1) == LUA_TSTRING, 1, "number/string");
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)lua_tolstring(L, 1, &size);
  lua_Integer i = relative(luaL_optinteger(L, 2, 1), size);
  lua_Integer j = relative(luaL_optinteger(L, 3, -1), size);
  lua_Integer ambiguous = luaL_optinteger(L, 4, 1);
  lua_Integer otherwise = luaL_optinteger(L, 5, 0);
  luaL_argcheck(L, i >= 1 && i <= (lua_Integer)size + 1, 2, "out of range");
  size_t at = (size_t)i - 1;
  size_t end = j < (lua_Integer)size ? (size_t)j : size;
  while (at > 0 && at < size && unicode_is_trail(text[at])) {
    at--;
  }
  lua_Integer columns = 0;
  size_t poll = at + POLL_STEP / 8;
  for (UnicodeChar next; at < end; at += next.size) {
    next = check_character(L, text, size, at);
    columns += columns_of(next.point, ambiguous, otherwise);
    if (at >= poll) {
      wl_poll(L);
      poll = at + POLL_STEP / 8;
    }
  }
  lua_pushinteger(L, columns);
  return 1;
}

const luaL_Reg utf8pattern_text_functions[] = {
  {"byte", utf8pattern_byte},
  {"fold", utf8pattern_fold},
  {"len", utf8pattern_len},
  {"lower", utf8pattern_lower},
  {"range", utf8pattern_range},
  {"reverse", utf8pattern_reverse},
  {"sub", utf8pattern_sub},
  {"title", utf8pattern_title},
  {"upper", utf8pattern_upper},
  {"width", utf8pattern_width},
  {NULL, NULL},
};
