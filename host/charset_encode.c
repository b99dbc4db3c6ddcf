/* encode of wenlu.charset: text to the bytes of a charset, strictly or with replacements. The
   bytes grow in a userdata on the Lua stack. The text need not be valid UTF-8: what is broken in
   it has no code. */

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "charset_codec.h"
#include "charset_room.h"
#include "core/foreign.h"
#include "core/utf8.h"
#include "wenlu.h"

#define REPLACEMENT_MOST 16 /* bytes of text */
#define BYTES_SLOT 5        /* after the three arguments and the converter */
#define CHECK_WINDOW 131072 /* bytes of text checked, then encoded while they are near */

typedef struct encoding {
  charset_codec codec;
  const uint8_t *text;
  size_t size;
  size_t valid; /* the text is valid UTF-8 up to here */
  charset_bytes out;
  const char *replacement; /* NULL: strict, unless references are wanted */
  size_t replacement_size;
  bool references;
  size_t faults[CHARSET_FAULTS_KEPT];
  size_t fault_count;
} encoding;

/* ---- room ---- */

static void need_room(lua_State *L, encoding *to, size_t more) {
  if (to->out.room - to->out.size < more) {
    size_t room = to->out.size + to->out.size / 2 + more;
    to->out.bytes = wl_room_replace(L, BYTES_SLOT, to->out.size, room);
    to->out.room = room;
  }
}

/* The bytes that most texts need; what needs more grows. */
static size_t first_room(charset id, size_t size) {
  bool wide = id >= CHARSET_UTF16LE && id <= CHARSET_UTF32BE;
  return (wide ? size + size / 2 : size) + 4 * CHARSET_BYTES_SPARE;
}

/* ---- encoding ---- */

static size_t encode_part(const charset_codec *codec, const uint8_t *text, size_t size, size_t at,
                          charset_bytes *out) {
  return codec->id == CHARSET_NONE ? foreign_encode(codec->converter, text, size, at, out)
                                   : charset_encode(codec->id, text, size, at, out);
}

/* Encodes at most a window; returns where it stopped; `missing`: for want of a code. */
static size_t encode_window(lua_State *L, encoding *to, size_t at, bool *missing) {
  need_room(L, to, 2 * CHARSET_BYTES_SPARE);
  charset_bytes window = to->out;
  if (window.room - window.size > wl_charset_window(&to->codec)) {
    window.room = window.size + wl_charset_window(&to->codec);
  }
  at = encode_part(&to->codec, to->text, to->valid, at, &window);
  to->out.size = window.size;
  *missing = at < to->valid && !charset_bytes_full(&window);
  wl_poll(L);
  return at;
}

/* Writes a few characters of a replacement; false if they have no code themselves. */
static bool write_replacement(lua_State *L, encoding *to, const char *text, size_t size) {
  need_room(L, to, 4 * size + 2 * CHARSET_BYTES_SPARE);
  return encode_part(&to->codec, (const uint8_t *)text, size, 0, &to->out) == size;
}

static bool replace(lua_State *L, encoding *to, uint32_t point) {
  char reference[REPLACEMENT_MOST];
  if (!to->references) {
    return write_replacement(L, to, to->replacement, to->replacement_size);
  }
  int size = snprintf(reference, sizeof reference, "&#%lu;", (unsigned long)point);
  return write_replacement(L, to, reference, (size_t)size);
}

static int fail_at(lua_State *L, const encoding *to, size_t at, uint32_t point) {
  lua_Integer offset = (lua_Integer)at + 1;
  if (point == CHARSET_FAULT) {
    wl_fail(L, "bad-utf8", "text: not UTF-8 at byte %I", (LUAI_UACINT)offset);
  } else {
    char name[REPLACEMENT_MOST];
    snprintf(name, sizeof name, "U+%04lX", (unsigned long)point);
    wl_fail(L, "no-code", "text: %s has no code for %s at byte %I", to->codec.name, name,
            (LUAI_UACINT)offset);
  }
  lua_pushinteger(L, offset);
  return 4;
}

/* Checks the next window of text; false if it begins with what is not UTF-8. */
static bool check_more(encoding *to) {
  size_t left = to->size - to->valid;
  size_t more = utf8_valid(to->text + to->valid, left < CHECK_WINDOW ? left : CHECK_WINDOW);
  to->valid += more;
  return more > 0;
}

/* Writes what stands for a character without a code; returns where the next one begins. */
static size_t encode_fault(lua_State *L, encoding *to, size_t at, charset_char character) {
  if (to->fault_count < CHARSET_FAULTS_KEPT) {
    to->faults[to->fault_count] = at;
  }
  to->fault_count++;
  if (!replace(L, to, character.point == CHARSET_FAULT ? 0xFFFD : character.point)) {
    luaL_argerror(L, 3, "the replacement has no code either");
  }
  if (character.point == CHARSET_FAULT) {
    to->valid = at + character.size;
  }
  return at + character.size;
}

/* Everything; returns 0, or the number of values that tell of a failure. */
static int encode_all(lua_State *L, encoding *to) {
  const bool strict = to->replacement == NULL && !to->references;
  size_t at = 0;
  while (at < to->size) {
    bool missing = at == to->valid && !check_more(to);
    if (!missing) {
      at = encode_window(L, to, at, &missing);
    }
    if (missing) {
      charset_char character = utf8_next(to->text + at, to->size - at);
      if (strict) {
        return fail_at(L, to, at, character.point);
      }
      at = encode_fault(L, to, at, character);
    }
  }
  return 0;
}

/* The options: {replacement = string} or {references = true}, {scalar = true}. */
static void read_options(lua_State *L, int arg, encoding *to) {
  static const char *const names[] = {"scalar", "references", "replacement", NULL};
  if (!wl_check_options(L, arg, names)) {
    return;
  }
  lua_getfield(L, arg, "scalar");
  to->out.scalar = lua_toboolean(L, -1);
  lua_getfield(L, arg, "references");
  to->references = lua_toboolean(L, -1);
  if (lua_getfield(L, arg, "replacement") != LUA_TNIL) {
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, arg, "a replacement is a string");
    to->replacement = lua_tolstring(L, -1, &to->replacement_size);
    luaL_argcheck(L, to->replacement_size <= REPLACEMENT_MOST, arg,
                  "a replacement has at most 16 bytes");
    luaL_argcheck(L, utf8_valid((const uint8_t *)to->replacement, to->replacement_size) ==
                  to->replacement_size, arg, "a replacement is UTF-8");
    luaL_argcheck(L, !to->references, arg, "a replacement or references, not both");
  }
  lua_pop(L, 3); /* the options hold the string */
}

int wl_charset_encode(lua_State *L) {
  encoding to = {0};
  to.text = (const uint8_t *)luaL_checklstring(L, 1, &to.size);
  lua_settop(L, 3);
  read_options(L, 3, &to);
  if (!wl_find_encoder(L, 2, &to.codec)) {
    return wl_fail_charset(L, 2);
  }
  if (to.size > CHARSET_LARGEST) {
    return wl_fail(L, "too-big", "text: %I bytes, more than the limit of %I",
                   (LUAI_UACINT)to.size, (LUAI_UACINT)CHARSET_LARGEST);
  }
  lua_pushnil(L);
  to.out.room = first_room(to.codec.id, to.size);
  to.out.bytes = wl_room_replace(L, BYTES_SLOT, 0, to.out.room);
  int failed = encode_all(L, &to);
  wl_close_codec(&to.codec);
  if (failed > 0) {
    return failed;
  }
  lua_pushlstring(L, (const char *)to.out.bytes, to.out.size);
  wl_push_faults(L, to.faults, to.fault_count);
  return 2;
}
