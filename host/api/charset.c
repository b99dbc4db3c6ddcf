/* wenlu.charset: from the bytes of a document to valid UTF-8 and a map back, and from text to
   bytes; nothing else knows charsets. Offsets handed to Lua are 1-based bytes. Text and runs grow
   in userdata on the Lua stack, uchardet's detector is freed before anything can raise. */

#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <uchardet/uchardet.h>

#include "charset_codec.h"
#include "charset_map.h"
#include "charset_room.h"
#include "core/charset.h"
#include "core/charset_write.h"
#include "core/foreign.h"
#include "core/utf8_check.h"
#include "wenlu.h"

#define CHECK_WINDOW (4 << 20) /* bytes between two questions for Ctrl-C */
#define HINT_SAMPLE 16384

int luaopen_wenlu_charset(lua_State *L);

/* The one flag of an options table that may be absent. */
static bool has_option(lua_State *L, int arg, const char *name) {
  const char *const names[] = {name, NULL};
  if (!wl_check_options(L, arg, names)) {
    return false;
  }
  lua_getfield(L, arg, name);
  bool is_set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return is_set;
}

/* ---- checking ---- */

/* Adds up windows, so that Ctrl-C is asked for between them; a window may end in a character. */
static utf8_summary check_all(lua_State *L, const uint8_t *bytes, size_t size,
                              utf8_summary (*check)(const uint8_t *, size_t)) {
  utf8_summary all = {.surely_nfc = true};
  while (all.valid < size) {
    size_t left = size - all.valid;
    size_t window = left < CHECK_WINDOW ? left : CHECK_WINDOW;
    utf8_summary part = check(bytes + all.valid, window);
    all.valid += part.valid;
    all.newlines += part.newlines;
    all.surely_nfc &= part.surely_nfc;
    if (window == left || part.valid + 3 < window || part.valid == 0) {
      break;
    }
    wl_poll(L);
  }
  return all;
}

/* check(bytes[, options]) -> valid, newlines, surely_nfc */
static int charset_check(lua_State *L) {
  size_t size;
  const uint8_t *bytes = (const uint8_t *)luaL_checklstring(L, 1, &size);
  bool scalar = has_option(L, 2, "scalar");
  utf8_summary found = check_all(L, bytes, size, scalar ? utf8_check_scalar : utf8_check);
  lua_pushinteger(L, (lua_Integer)found.valid);
  lua_pushinteger(L, (lua_Integer)found.newlines);
  lua_pushboolean(L, found.surely_nfc);
  return 3;
}

/* ---- detecting ---- */

/* What uchardet thinks, in our names; it knows nothing of UTF-16 without a mark, and is not
   asked. */
static charset ask_uchardet(const char *bytes, size_t size) {
  charset id = CHARSET_NONE;
  uchardet_t detector = uchardet_new();
  if (uchardet_handle_data(detector, bytes, size < HINT_SAMPLE ? size : HINT_SAMPLE) == 0) {
    uchardet_data_end(detector);
    const char *name = uchardet_get_charset(detector);
    id = charset_from_label(name, strlen(name));
  }
  uchardet_delete(detector);
  return id;
}

static charset_choice declared_charset(lua_State *L, int arg, const char *bytes, size_t size) {
  size_t label_size;
  const char *label = luaL_optlstring(L, arg, "", &label_size);
  charset_choice given = charset_chosen(label, label_size);
  return charset_is_chosen(given) ? given : charset_declared((const uint8_t *)bytes, size);
}

/* The length of the prefix that is ASCII. */
static size_t ascii_all(lua_State *L, const uint8_t *bytes, size_t size) {
  size_t at = 0;
  while (at < size) {
    size_t window = size - at < CHECK_WINDOW ? size - at : CHECK_WINDOW;
    size_t part = ascii_prefix(bytes + at, window);
    at += part;
    if (part < window) {
      break;
    }
    wl_poll(L);
  }
  return at;
}

/* Whether iconv(3) decodes a sample without a fault, but for a character that its end cuts. */
static bool decodes_strictly(const char *name, const uint8_t *bytes, size_t size) {
  uint8_t text[1024];
  map_run runs[256];
  size_t at = 0;
  charset_text out = {0};
  iconv_t converter = iconv_open(FOREIGN_POINTS, name);
  if (converter == (iconv_t)-1) {
    return false;
  }
  size = size < HINT_SAMPLE ? size : HINT_SAMPLE;
  while (at < size && out.fault_count == 0) {
    out.text = text;
    out.room = sizeof text;
    out.size = 0;
    out.runs = runs;
    out.run_room = sizeof runs / sizeof *runs;
    out.run_count = 0;
    at = foreign_decode(converter, bytes, size, at, &out);
  }
  iconv_close(converter);
  return out.fault_count == 0 || (out.fault_count == 1 && out.cut && at == size);
}

static int push_verdict(lua_State *L, const char *name, double confidence, const char *why) {
  lua_pushstring(L, name);
  lua_pushnumber(L, confidence);
  lua_pushstring(L, why);
  return 3;
}

/* detect(bytes[, declared]) -> name, confidence, why | nil, message, code */
static int charset_detect_function(lua_State *L) {
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  const uint8_t *source = (const uint8_t *)bytes;
  charset_choice declared = declared_charset(L, 2, bytes, size);
  size_t ascii = ascii_all(L, source, size);
  size_t valid = ascii + check_all(L, source + ascii, size - ascii, utf8_check).valid;
  charset_verdict verdict = charset_detect(source, size, ascii, valid, declared.id, CHARSET_NONE);
  if (verdict.open) {
    charset hint = ask_uchardet(bytes, size);
    verdict = charset_detect(source, size, ascii, valid, declared.id, hint);
  }
  bool doubtful = verdict.weak || (verdict.id == CHARSET_NONE && !verdict.binary);
  if (declared.foreign != NULL && doubtful && decodes_strictly(declared.foreign, source, size)) {
    return push_verdict(L, declared.foreign, 0.7, "declared, and decodes");
  }
  if (verdict.id == CHARSET_NONE) {
    return verdict.binary ? wl_fail(L, "binary", "binary data (%s)", verdict.why)
                          : wl_fail(L, "unknown-charset", "unknown charset (%s)", verdict.why);
  }
  return push_verdict(L, charset_name(verdict.id), verdict.confidence, verdict.why);
}

/* ---- decoding ---- */

/* Decodes a window, or as much as there is room for. */
static size_t decode_window(const charset_codec *codec, const uint8_t *bytes, size_t size,
                            size_t at, charset_text *out) {
  const size_t room = out->room;
  if (out->room - out->size > wl_charset_window(codec)) {
    out->room = out->size + wl_charset_window(codec);
  }
  at = codec->id == CHARSET_NONE ? foreign_decode(codec->converter, bytes, size, at, out)
                                 : charset_decode(codec->id, bytes, size, at, out);
  out->room = room;
  return at;
}

/* Decodes the bytes, up to the first fault when strict; text and runs stay in two stack slots. */
static void decode_all(lua_State *L, const charset_codec *codec, const uint8_t *bytes, size_t size,
                       bool strict, charset_text *out) {
  int slot = lua_gettop(L) + 1;
  wl_room_open(L, slot, out, codec->id == CHARSET_UTF8 ? size : size + size / 2);
  size_t at = codec->id == CHARSET_NONE ? 0 : charset_mark_size(codec->id, bytes, size);
  while ((at = decode_window(codec, bytes, size, at, out)) < size &&
         !(strict && out->fault_count > 0)) {
    wl_room_grow(L, slot, out);
    wl_poll(L);
  }
}

/* nil, message, code, offset of the first fault */
static int fail_strictly(lua_State *L, const charset_codec *codec, const uint8_t *bytes,
                         size_t size, const charset_text *out) {
  size_t at = out->faults[0];
  bool cut = codec->id == CHARSET_NONE ? out->cut && out->fault_count == 1
                                       : charset_is_cut(codec->id, bytes + at, size - at);
  lua_Integer offset = (lua_Integer)at + 1;
  if (cut) {
    wl_fail(L, "cut-bytes", "bytes: the end cuts a character of %s at byte %I", codec->name,
            (LUAI_UACINT)offset);
  } else {
    wl_fail(L, "bad-bytes", "bytes: not %s at byte %I", codec->name, (LUAI_UACINT)offset);
  }
  lua_pushinteger(L, offset);
  return 4;
}

/* A label that leaves the byte order open means that of the mark, and little-endian without one. */
static void obey_mark(lua_State *L, int arg, charset_codec *codec, const uint8_t *bytes,
                      size_t size) {
  size_t label_size;
  const char *label = lua_tolstring(L, arg, &label_size);
  charset big = codec->id == CHARSET_UTF32LE ? CHARSET_UTF32BE : CHARSET_UTF16BE;
  if (charset_asks_mark(label, label_size) && charset_mark_size(big, bytes, size) > 0) {
    codec->id = big;
    codec->name = charset_name(big);
  }
}

/* The bytes are the text. */
static int push_same(lua_State *L) {
  lua_pushvalue(L, 1);
  wl_push_map(L, &(map_view){.identity = true});
  wl_push_faults(L, NULL, 0);
  return 3;
}

/* decode(bytes, name[, options]) -> text, map, faults | nil, message, code[, offset] */
static int charset_decode_function(lua_State *L) {
  size_t size;
  charset_codec codec;
  const uint8_t *bytes = (const uint8_t *)luaL_checklstring(L, 1, &size);
  bool strict = has_option(L, 3, "strict");
  if (!wl_find_decoder(L, 2, &codec)) {
    return wl_fail_charset(L, 2);
  }
  obey_mark(L, 2, &codec, bytes, size);
  if (codec.id == CHARSET_UTF8 && charset_mark_size(codec.id, bytes, size) == 0 &&
      check_all(L, bytes, size, utf8_check).valid == size) {
    return push_same(L);
  }
  if (size > CHARSET_LARGEST) {
    return wl_fail(L, "too-big", "document: %I bytes, more than the limit of %I",
                   (LUAI_UACINT)size, (LUAI_UACINT)CHARSET_LARGEST);
  }
  charset_text out = {0};
  decode_all(L, &codec, bytes, size, strict, &out);
  wl_close_codec(&codec);
  if (strict && out.fault_count > 0) {
    return fail_strictly(L, &codec, bytes, size, &out);
  }
  lua_pushlstring(L, (const char *)out.text, out.size);
  wl_push_map(L, &(map_view){out.runs, out.run_count, (uint32_t)out.size, false});
  wl_push_faults(L, out.faults, out.fault_count);
  return 3;
}

static const luaL_Reg functions[] = {
  {"check", charset_check},
  {"decode", charset_decode_function},
  {"detect", charset_detect_function},
  {"encode", wl_charset_encode},
  {"unpack", wl_unpack_map},
  {NULL, NULL},
};

int luaopen_wenlu_charset(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
