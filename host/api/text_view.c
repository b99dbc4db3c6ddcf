/* text.slice(text, first, last) -> a view: part of a string that is not copied.
 * Positions are 1-based bytes of the view, ranges inclusive, negative ones from its end.
 * A view keeps the string alive (user value 1); a view of a view keeps the string, not the view. */
#include <lauxlib.h>
#include <string.h>

#include "text.h"
#include "wenlu.h"

static const char VIEW[] = "wenlu.text.view";

typedef struct {
  const char *data;
  size_t size;
  size_t offset; /* of data in the string */
} View;

enum { CLASS = 1 }; /* the upvalue of slice and the methods that is a view's metatable */

static const View *check_view(lua_State *L) { return wl_check_class(L, 1, CLASS, VIEW); }

static const View *to_view(lua_State *L, int arg) {
  return lua_type(L, arg) == LUA_TUSERDATA ? luaL_testudata(L, arg, VIEW) : NULL;
}

const char *wl_check_text(lua_State *L, int arg, size_t *size) {
  const View *view = to_view(L, arg);
  if (view == NULL) {
    return luaL_checklstring(L, arg, size);
  }
  *size = view->size;
  return view->data;
}

const char *wl_check_short_text(lua_State *L, int arg, size_t *size) {
  const char *text = wl_check_text(L, arg, size);
  luaL_argcheck(L, *size < UINT32_MAX, arg, "text longer than 4 GB");
  return text;
}

/* Pushes a view without its metatable: the bytes from `begin` to `end` of `data`, which is the text
 * at `text`, a view where `parent` is one. */
static void new_view(lua_State *L, int text, const View *parent, const char *data, size_t begin,
                     size_t end) {
  View *view = lua_newuserdatauv(L, sizeof *view, 1);
  *view = (View){data + begin, end - begin, begin + (parent != NULL ? parent->offset : 0)};
  if (parent != NULL) {
    lua_getiuservalue(L, text, 1);
  } else {
    lua_pushvalue(L, text);
  }
  lua_setiuservalue(L, -2, 1);
}

void wl_push_view(lua_State *L, int text, size_t begin, size_t end) {
  size_t size = 0;
  const char *data = wl_check_text(L, text, &size);
  new_view(L, text, to_view(L, text), data, begin, end);
  luaL_setmetatable(L, VIEW);
}

/* text.slice(text [, first [, last]]) and view:sub -> view */
static int slice(lua_State *L) {
  size_t size = 0;
  size_t begin = 0;
  size_t end = 0;
  const char *data = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &size) : NULL;
  const View *parent = data == NULL && lua_type(L, 1) == LUA_TUSERDATA ? check_view(L) : NULL;
  if (parent != NULL) {
    data = parent->data;
    size = parent->size;
  } else if (data == NULL) {
    data = luaL_checklstring(L, 1, &size);
  }
  wl_range(L, 2, size, &begin, &end);
  new_view(L, 1, parent, data, begin, end);
  lua_pushvalue(L, lua_upvalueindex(CLASS));
  lua_setmetatable(L, -2);
  return 1;
}

/* #view */
static int view_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_view(L)->size);
  return 1;
}

/* tostring(view) */
static int view_tostring(lua_State *L) {
  const View *view = check_view(L);
  lua_pushlstring(L, view->data, view->size);
  return 1;
}

/* view == view: the same bytes. (A view and a string are never equal in Lua.) */
static int view_eq(lua_State *L) {
  const View *a = luaL_testudata(L, 1, VIEW);
  const View *b = luaL_testudata(L, 2, VIEW);
  bool same = a != NULL && b != NULL && a->size == b->size;
  lua_pushboolean(L, same && memcmp(a->data, b->data, a->size) == 0);
  return 1;
}

/* view .. text -> string */
static int view_concat(lua_State *L) {
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  for (int arg = 1; arg <= 2; arg++) {
    size_t size = 0;
    const char *text = wl_check_text(L, arg, &size);
    luaL_addlstring(&buffer, text, size);
  }
  luaL_pushresult(&buffer);
  return 1;
}

static int order(lua_State *L) {
  size_t size = 0;
  size_t other_size = 0;
  const char *text = wl_check_text(L, 1, &size);
  const char *other = wl_check_text(L, 2, &other_size);
  int difference = memcmp(text, other, size < other_size ? size : other_size);
  return difference != 0 ? difference : (size > other_size) - (size < other_size);
}

/* view < text: byte by byte */
static int view_lt(lua_State *L) {
  lua_pushboolean(L, order(L) < 0);
  return 1;
}

/* view <= text */
static int view_le(lua_State *L) {
  lua_pushboolean(L, order(L) <= 0);
  return 1;
}

static int one_byte(lua_State *L, const View *view, lua_Integer at) {
  size_t place = (size_t)(at < 0 ? (lua_Integer)view->size + at : at - 1);
  if (at == 0 || place >= view->size) {
    return 0;
  }
  lua_pushinteger(L, (unsigned char)view->data[place]);
  return 1;
}

/* view:byte([i [, j]]) -> bytes, as string.byte */
static int view_byte(lua_State *L) {
  const View *view = check_view(L);
  size_t begin = 0;
  size_t end = 0;
  if (lua_isnoneornil(L, 3)) {
    return one_byte(L, view, luaL_optinteger(L, 2, 1));
  }
  wl_range(L, 2, view->size, &begin, &end);
  luaL_checkstack(L, end - begin < 1000000 ? (int)(end - begin) : 1000000, "too many bytes");
  for (size_t i = begin; i < end; i++) {
    lua_pushinteger(L, (unsigned char)view->data[i]);
  }
  return (int)(end - begin);
}

/* view:find(needle [, init]) -> first, last of the first plain occurrence, or nil */
static int view_find(lua_State *L) {
  const View *view = check_view(L);
  Search search = {0};
  search.needle = (const uint8_t *)wl_check_text(L, 2, &search.needle_size);
  lua_Integer init = luaL_optinteger(L, 3, 1);
  lua_Integer length = (lua_Integer)view->size;
  init = init < -length ? 1 : init < 0 ? length + init + 1 : init == 0 ? 1 : init;
  size_t at = init > length + 1 ? SEARCH_NONE : (size_t)init - 1;
  if (at != SEARCH_NONE) {
    search_begin(&search, (const uint8_t *)view->data, view->size, true);
    at = wl_search_next(L, &search, at);
  }
  if (at == SEARCH_NONE) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_pushinteger(L, (lua_Integer)(at + search.needle_size));
  return 2;
}

/* view:range() -> first, last in the string */
static int view_range(lua_State *L) {
  const View *view = check_view(L);
  lua_pushinteger(L, (lua_Integer)view->offset + 1);
  lua_pushinteger(L, (lua_Integer)(view->offset + view->size));
  return 2;
}

/* view:parent() -> the string */
static int view_parent(lua_State *L) {
  check_view(L);
  lua_getiuservalue(L, 1, 1);
  return 1;
}

static const luaL_Reg methods[] = {
  {"sub", slice},        {"find", view_find},     {"byte", view_byte},
  {"range", view_range}, {"parent", view_parent}, {NULL, NULL},
};

static const luaL_Reg metamethods[] = {
  {"__len", view_len}, {"__tostring", view_tostring}, {"__eq", view_eq}, {"__concat", view_concat},
  {"__lt", view_lt},   {"__le", view_le},             {NULL, NULL},
};

void wl_open_text_view(lua_State *L) {
  luaL_newmetatable(L, VIEW);
  lua_pushvalue(L, -1);
  luaL_setfuncs(L, metamethods, 1);
  luaL_newlibtable(L, methods);
  lua_pushvalue(L, -2);
  luaL_setfuncs(L, methods, 1);
  lua_setfield(L, -2, "__index");
  lua_pushcclosure(L, slice, 1);
  lua_setfield(L, -2, "slice");
}
