/* Finds what decodes or encodes a charset (see charset_codec.h). A document's label never reaches
   iconv_open: only names of core/labels.c do.
   Converters are iconv's memory, held by userdata. */

#include "charset_codec.h"

#include <string.h>

#include <lauxlib.h>

#include "core/foreign.h"
#include "wenlu.h"

#define CONVERTER "wenlu.charset.converter"
#define LABEL_SHOWN 60 /* bytes of an unknown label in a message */

static void converter_close(iconv_t *converter) {
  if (*converter != (iconv_t)-1) {
    iconv_close(*converter);
    *converter = (iconv_t)-1;
  }
}

static int converter_gc(lua_State *L) {
  converter_close(luaL_checkudata(L, 1, CONVERTER));
  return 0;
}

void wl_close_codec(charset_codec *codec) {
  if (codec->held != NULL) {
    converter_close(codec->held);
  }
}

/* Pushes a converter; false, and nothing, if this machine has none for these names. */
static bool push_converter(lua_State *L, const char *to, const char *from, charset_codec *codec) {
  iconv_t *converter = lua_newuserdatauv(L, sizeof *converter, 0);
  *converter = (iconv_t)-1;
  if (luaL_newmetatable(L, CONVERTER)) {
    lua_pushcfunction(L, converter_gc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  *converter = iconv_open(to, from);
  if (*converter == (iconv_t)-1) {
    lua_pop(L, 1);
    return false;
  }
  codec->converter = *converter;
  codec->held = converter;
  return true;
}

static bool push_ours(lua_State *L, charset id, charset_codec *codec) {
  *codec = (charset_codec){.id = id, .name = charset_name(id)};
  lua_pushnil(L);
  return true;
}

bool wl_find_decoder(lua_State *L, int arg, charset_codec *codec) {
  size_t size;
  const char *label = luaL_checklstring(L, arg, &size);
  charset id = charset_from_label(label, size);
  if (id != CHARSET_NONE) {
    return push_ours(L, id, codec);
  }
  *codec = (charset_codec){.id = id, .name = charset_foreign(label, size)};
  return codec->name != NULL && push_converter(L, FOREIGN_POINTS, codec->name, codec);
}

bool wl_find_encoder(lua_State *L, int arg, charset_codec *codec) {
  size_t size;
  const char *label = luaL_checklstring(L, arg, &size);
  charset id = charset_encoder_from_label(label, size);
  if (id != CHARSET_NONE) {
    return push_ours(L, id, codec);
  }
  *codec = (charset_codec){.id = id, .name = charset_foreign(label, size)};
  return codec->name != NULL && push_converter(L, codec->name, FOREIGN_POINTS, codec);
}

static bool is_one_of(const char *name, const char *const names[]) {
  for (size_t i = 0; names[i] != NULL; i++) {
    if (strcmp(name, names[i]) == 0) {
      return true;
    }
  }
  return false;
}

bool wl_check_options(lua_State *L, int arg, const char *const names[]) {
  if (lua_isnoneornil(L, arg)) {
    return false;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, arg) != 0) {
    lua_pop(L, 1);
    bool known = lua_type(L, -1) == LUA_TSTRING && is_one_of(lua_tostring(L, -1), names);
    if (!known) {
      const char *name = luaL_tolstring(L, -1, NULL);
      luaL_argerror(L, arg, lua_pushfstring(L, "unknown option '%s'", name));
    }
  }
  return true;
}

int wl_fail_charset(lua_State *L, int arg) {
  size_t size;
  const char *label = lua_tolstring(L, arg, &size);
  lua_pushlstring(L, label, size < LABEL_SHOWN ? size : LABEL_SHOWN);
  return wl_fail(L, "unknown-charset", size > 0 ? "%s: unknown charset" : "\"%s\": unknown charset",
                 lua_tostring(L, -1));
}

void wl_push_faults(lua_State *L, const size_t *faults, size_t count) {
  size_t kept = count < CHARSET_FAULTS_KEPT ? count : CHARSET_FAULTS_KEPT;
  lua_createtable(L, (int)kept, 1);
  for (size_t i = 0; i < kept; i++) {
    lua_pushinteger(L, (lua_Integer)faults[i] + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_pushinteger(L, (lua_Integer)count);
  lua_setfield(L, -2, "n");
}
