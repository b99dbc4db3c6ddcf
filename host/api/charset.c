/* wenlu.charset: from the bytes of a document to valid UTF-8 and a map back; nothing else knows
   charsets. Offsets handed to Lua are 1-based bytes. Text and runs grow in userdata on the Lua
   stack, uchardet's detector is freed before anything can raise. */

#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <uchardet/uchardet.h>

#include "charset_map.h"
#include "charset_room.h"
#include "core/charset.h"
#include "wenlu.h"

#define LARGEST_SOURCE 0x50000000u /* bytes: three times as much text still has 32-bit offsets */
#define HINT_SAMPLE 16384

int luaopen_wenlu_charset(lua_State *L);

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
  charset declared = declared_charset(L, 2, bytes, size);
  charset_verdict verdict =
      charset_detect((const uint8_t *)bytes, size, declared, CHARSET_NONE);
  if (verdict.open) {
    charset hint = ask_uchardet(bytes, size);
    verdict = charset_detect((const uint8_t *)bytes, size, declared, hint);
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

/* Decodes all of the bytes; text and runs stay in stack slots 3 and 4. */
static void decode_all(lua_State *L, charset id, const uint8_t *bytes, size_t size,
                       charset_text *out) {
  lua_settop(L, 2);
  wl_room_open(L, 3, out, id == CHARSET_UTF8 ? size : size + size / 2);
  size_t at = charset_mark_size(id, bytes, size);
  while ((at = charset_decode(id, bytes, size, at, out)) < size) {
    wl_room_grow(L, 3, out);
  }
}

static void push_faults(lua_State *L, const charset_text *out) {
  size_t kept = out->fault_count < CHARSET_FAULTS_KEPT ? out->fault_count : CHARSET_FAULTS_KEPT;
  lua_createtable(L, (int)kept, 1);
  for (size_t i = 0; i < kept; i++) {
    lua_pushinteger(L, (lua_Integer)out->faults[i] + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_pushinteger(L, (lua_Integer)out->fault_count);
  lua_setfield(L, -2, "n");
}

/* The bytes are the text. */
static int push_same(lua_State *L) {
  lua_settop(L, 1);
  wl_push_map(L, &(map_view){.identity = true});
  push_faults(L, &(charset_text){0});
  return 3;
}

/* decode(bytes, name) -> text, map, faults | nil, message, code */
static int charset_decode_function(lua_State *L) {
  size_t size;
  size_t label_size;
  const uint8_t *bytes = (const uint8_t *)luaL_checklstring(L, 1, &size);
  const char *label = luaL_checklstring(L, 2, &label_size);
  charset id = charset_from_label(label, label_size);
  if (id == CHARSET_NONE) {
    return wl_fail(L, "unknown-charset", "%s: unknown charset", label);
  }
  if (id == CHARSET_UTF8 && charset_mark_size(id, bytes, size) == 0 &&
      utf8_valid(bytes, size) == size) {
    return push_same(L);
  }
  if (size > LARGEST_SOURCE) {
    return wl_fail(L, "too-big", "document: %I bytes, more than the limit of %I",
                   (LUAI_UACINT)size, (LUAI_UACINT)LARGEST_SOURCE);
  }
  charset_text out = {0};
  decode_all(L, id, bytes, size, &out);
  lua_pushlstring(L, (const char *)out.text, out.size);
  wl_push_map(L, &(map_view){out.runs, out.run_count, (uint32_t)out.size, false});
  push_faults(L, &out);
  return 3;
}

static const luaL_Reg functions[] = {
  {"decode", charset_decode_function},
  {"detect", charset_detect_function},
  {"unpack", wl_unpack_map},
  {NULL, NULL},
};

int luaopen_wenlu_charset(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
