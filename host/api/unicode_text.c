/* wenlu.unicode: mappings of text, safe display, and properties of code points. Offsets handed to
   Lua are 1-based bytes. Results grow in a luaL_Buffer. */

#include <string.h>

#include "core/charset.h"
#include "core/unicode.h"
#include "core/unicode_utf8.h"
#include "unicode_api.h"
#include "wenlu.h"

enum { MAP_CHUNK = 1 << 14, MAP_FEW = LUAL_BUFFERSIZE / UNICODE_MAPPED / 2, MOST_MARK = 256 };

size_t unicode_limit(lua_State *L, size_t at, size_t size, size_t chunk) {
  wl_poll(L);
  return size - at > chunk ? at + chunk : size;
}

/* ---- mappings ---- */

int unicode_map_text(lua_State *L, UnicodeMapping mapping) {
  UnicodeMapRun run = {.mapping = mapping};
  run.text = (const uint8_t *)luaL_checklstring(L, 1, &run.size);
  bool found = false;
  while (run.at < run.size && !found) {
    found = unicode_map_check(&run, unicode_limit(L, run.at, run.size, UNICODE_CHUNK));
  }
  if (!found) {
    lua_settop(L, 1);
    return 1;
  }
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  if (run.size > MAP_FEW) { /* fewer find room in the buffer itself */
    luaL_prepbuffsize(&buffer, run.size + run.size / 64 + MAP_CHUNK * UNICODE_MAPPED);
  }
  luaL_addlstring(&buffer, (const char *)run.text, run.at);
  while (run.at < run.size) {
    size_t most = run.size - run.at < MAP_CHUNK ? run.size - run.at : MAP_CHUNK + 4;
    run.out = (uint8_t *)luaL_prepbuffsize(&buffer, most * UNICODE_MAPPED);
    run.used = 0;
    if (!unicode_map_write(&run, unicode_limit(L, run.at, run.size, MAP_CHUNK))) {
      return unicode_fail(L, run.at);
    }
    luaL_addsize(&buffer, run.used);
  }
  luaL_pushresult(&buffer);
  return 1;
}

/* lower(text) -> text | nil, message, code, offset; the others alike */
static int unicode_lower_function(lua_State *L) {
  return unicode_map_text(L, UNICODE_TO_LOWER);
}

static int unicode_upper_function(lua_State *L) {
  return unicode_map_text(L, UNICODE_TO_UPPER);
}

static int unicode_title_function(lua_State *L) {
  return unicode_map_text(L, UNICODE_TO_TITLE);
}

static int unicode_fold_function(lua_State *L) {
  return unicode_map_text(L, UNICODE_TO_FOLD);
}

static int unicode_halfwidth(lua_State *L) {
  return unicode_map_text(L, UNICODE_TO_HALF);
}

static int unicode_fullwidth(lua_State *L) {
  return unicode_map_text(L, UNICODE_TO_FULL);
}

/* ---- code points ---- */

static uint32_t check_code(lua_State *L, int arg) {
  lua_Integer code = luaL_checkinteger(L, arg);
  luaL_argcheck(L, code >= 0 && code < UNICODE_POINTS, arg, "no code point");
  return (uint32_t)code;
}

/* category(code) -> "Lu" */
static int unicode_category_function(lua_State *L) {
  lua_pushstring(L, unicode_category_name(unicode_category(check_code(L, 1))));
  return 1;
}

/* script(code) -> "Han" */
static int unicode_script_function(lua_State *L) {
  lua_pushstring(L, unicode_script_name(unicode_script(check_code(L, 1))));
  return 1;
}

/* simple_lower(code) -> code; the others alike */
static int simple_lower(lua_State *L) {
  lua_pushinteger(L, unicode_lower(check_code(L, 1)));
  return 1;
}

static int simple_upper(lua_State *L) {
  lua_pushinteger(L, unicode_upper(check_code(L, 1)));
  return 1;
}

static int simple_title(lua_State *L) {
  lua_pushinteger(L, unicode_title(check_code(L, 1)));
  return 1;
}

static int simple_fold(lua_State *L) {
  lua_pushinteger(L, unicode_fold(check_code(L, 1)));
  return 1;
}

/* code_width(code[, ambiguous]) -> columns */
static int unicode_code_width(lua_State *L) {
  lua_pushinteger(L, unicode_width(check_code(L, 1), unicode_check_ambiguous(L, 2)));
  return 1;
}

/* codes(text): for first, code, last in ... */
static int next_code(lua_State *L) {
  size_t size;
  const uint8_t *text = (const uint8_t *)lua_tolstring(L, lua_upvalueindex(1), &size);
  size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(2));
  if (at >= size) {
    return 0;
  }
  UnicodeChar next = unicode_next(text + at, size - at);
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_pushinteger(L, next.point == UNICODE_BAD ? 0xFFFD : next.point);
  lua_pushinteger(L, (lua_Integer)(at + next.size));
  lua_copy(L, -1, lua_upvalueindex(2));
  return 3;
}

static int unicode_codes(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_code, 2);
  return 1;
}

/* validate(text[, first]) -> true | nil, message, code, offset */
static int unicode_validate(lua_State *L) {
  size_t size;
  const uint8_t *text = (const uint8_t *)luaL_checklstring(L, 1, &size);
  lua_Integer first = luaL_optinteger(L, 2, 1);
  luaL_argcheck(L, first >= 1 && (size_t)first <= size + 1, 2, "out of range");
  size_t at = (size_t)first - 1;
  while (at < size) {
    size_t limit = unicode_limit(L, at, size, UNICODE_CHUNK);
    at += utf8_valid(text + at, limit - at);
    if (at < limit) { /* a fault, or a character across the limit */
      UnicodeChar next = unicode_next(text + at, size - at);
      if (next.point == UNICODE_BAD) {
        return unicode_fail(L, at);
      }
      at += next.size;
    }
  }
  lua_pushboolean(L, 1);
  return 1;
}

/* ---- safe display ---- */

static const char *mark_option(lua_State *L, const char *name, const char *otherwise,
                               size_t *size) {
  *size = strlen(otherwise);
  if (lua_istable(L, 2) && lua_getfield(L, 2, name) != LUA_TNIL) {
    if (lua_type(L, -1) != LUA_TSTRING) {
      luaL_error(L, "option '%s': a string expected", name);
    }
    otherwise = lua_tolstring(L, -1, size);
    luaL_argcheck(L, *size <= MOST_MARK, 2, "option too long");
  }
  return otherwise; /* the options on the stack keep it */
}

static void read_visible_options(lua_State *L, VisibleRun *run) {
  size_t size;
  if (!lua_isnoneornil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
  }
  run->open = mark_option(L, "open", "\xE2\x9F\xA8", &run->open_size);
  run->close = mark_option(L, "close", "\xE2\x9F\xA9", &run->close_size);
  const char *keep = mark_option(L, "keep", "", &size);
  for (size_t i = 0; i < size; i++) {
    unsigned char byte = (unsigned char)keep[i];
    luaL_argcheck(L, byte < 0x80, 2, "option 'keep': ASCII characters expected");
    run->keep[byte >> 6] |= (uint64_t)1 << (byte & 63);
  }
}

static void open_visible(luaL_Buffer *buffer, VisibleRun *run, size_t more) {
  luaL_addsize(buffer, run->used - luaL_bufflen(buffer));
  luaL_prepbuffsize(buffer, more);
  run->out = (uint8_t *)luaL_buffaddr(buffer);
  run->room = buffer->size;
}

/* visible(text[, {open, close, keep}]) -> text */
static int unicode_visible(lua_State *L) {
  VisibleRun run = {0};
  run.text = (const uint8_t *)luaL_checklstring(L, 1, &run.size);
  read_visible_options(L, &run);
  bool found = false;
  while (run.at < run.size && !found) {
    found = visible_check(&run, unicode_limit(L, run.at, run.size, UNICODE_CHUNK));
  }
  if (!found) {
    lua_pushvalue(L, 1);
    return 1;
  }
  luaL_Buffer buffer;
  luaL_buffinitsize(L, &buffer, run.size + 2 * (2 * MOST_MARK + VISIBLE_NAME));
  luaL_addlstring(&buffer, (const char *)run.text, run.at);
  run.used = run.at;
  open_visible(&buffer, &run, 0);
  while (run.at < run.size) {
    if (!visible_write(&run, unicode_limit(L, run.at, run.size, UNICODE_CHUNK))) {
      open_visible(&buffer, &run, 2 * (2 * MOST_MARK + VISIBLE_NAME));
    }
  }
  luaL_addsize(&buffer, run.used - luaL_bufflen(&buffer));
  luaL_pushresult(&buffer);
  return 1;
}

const luaL_Reg unicode_text_functions[] = {
  {"category", unicode_category_function},
  {"code_width", unicode_code_width},
  {"codes", unicode_codes},
  {"fold", unicode_fold_function},
  {"fullwidth", unicode_fullwidth},
  {"halfwidth", unicode_halfwidth},
  {"lower", unicode_lower_function},
  {"script", unicode_script_function},
  {"simple_fold", simple_fold},
  {"simple_lower", simple_lower},
  {"simple_title", simple_title},
  {"simple_upper", simple_upper},
  {"title", unicode_title_function},
  {"upper", unicode_upper_function},
  {"validate", unicode_validate},
  {"visible", unicode_visible},
  {NULL, NULL},
};
