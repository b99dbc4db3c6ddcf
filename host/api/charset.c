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
#include "core/foreign.h"
#include "core/utf8_check.h"
#include "wenlu.h"

#define CHECK_WINDOW (4 << 20) /* bytes between two questions for Ctrl-C */
#define HINT_SAMPLE 16384

int luaopen_wenlu_charset(lua_State *L);

/* A flag of an options table that may be absent. */
static bool has_option(lua_State *L, int arg, const char *name) {
  if (lua_isnoneornil(L, arg)) {
    return false;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
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

static charset declared_charset(lua_State *L, int arg, const char *bytes, size_t size) {
  size_t label_size;
  const char *label = luaL_optlstring(L, arg, "", &label_size);
  charset id = charset_from_label(label, label_size);
  return id != CHARSET_NONE ? id : charset_declared((const uint8_t *)bytes, size);
}

/* detect(bytes[, declared]) -> name, confidence, why | nil, message, code */
static int charset_detect_function(lua_State *L) {
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  const uint8_t *source = (const uint8_t *)bytes;
  charset declared = declared_charset(L, 2, bytes, size);
  size_t valid = check_all(L, source, size, utf8_check).valid;
  charset_verdict verdict = charset_detect(source, size, valid, declared, CHARSET_NONE);
  if (verdict.open) {
    charset hint = ask_uchardet(bytes, size);
    verdict = charset_detect(source, size, valid, declared, hint);
  }
  if (verdict.id == CHARSET_NONE) {
    return verdict.binary ? wl_fail(L, "binary", "binary data (%s)", verdict.why)
                          : wl_fail(L, "unknown-charset", "unknown charset (%s)", verdict.why);
  }
  lua_pushstring(L, charset_name(verdict.id));
  lua_pushnumber(L, verdict.confidence);
  lua_pushstring(L, verdict.why);
  return 3;
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
