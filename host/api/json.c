/* Lua module wenlu.json: Lua values to JSON text and back; equal values give equal text.
 * jansson decodes; encoding is ours, since jansson has one precision for all numbers of a text.
 * The text grows in userdata and a decoded tree belongs to a userdata: a raise leaks nothing. */
#include <jansson.h>
#include <lauxlib.h>
#include <lua.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_text.h"
#include "wenlu.h"

#define ARRAY_TYPE "wenlu.json.array"
#define TREE_TYPE "wenlu.json.tree"
#define DEPTH_LIMIT 2048 /* what jansson reads: all that decodes can be encoded */
#define INDENT_LIMIT 16

typedef struct {
  const char *text;
  size_t length;
  lua_Integer slot; /* place in the table that keeps the key alive */
} json_key;

/* Where a value stands in the one that is being written; the root has no parent. */
typedef struct json_place {
  const struct json_place *parent;
  const json_key *key;
  lua_Integer index;
  int stack;
  int depth;
} json_place;

/* The text and the keys being sorted are userdata on the Lua stack, replaced as they grow. */
typedef struct {
  lua_State *L;
  int indent;
  char *text;
  size_t used;
  size_t size;
  json_key *keys;
  size_t keys_used;
  size_t keys_size;
  const char *code;
} json_writer;

enum { SLOT_VALUE = 1, SLOT_OPTIONS, SLOT_TEXT, SLOT_KEYS, SLOT_REASON };

static bool write_value(json_writer *writer, const json_place *place);

static void *grow_userdata(json_writer *writer, int slot, size_t used, size_t size) {
  void *grown = lua_newuserdatauv(writer->L, size, 0);
  if (used > 0) {
    memcpy(grown, lua_touserdata(writer->L, slot), used);
  }
  lua_replace(writer->L, slot);
  return grown;
}

static char *reserve_text(json_writer *writer, size_t more) {
  if (writer->size - writer->used < more) {
    size_t size = writer->size * 2 + more;
    writer->text = grow_userdata(writer, SLOT_TEXT, writer->used, size);
    writer->size = size;
  }
  return writer->text + writer->used;
}

static void add_text(json_writer *writer, const char *text, size_t length) {
  memcpy(reserve_text(writer, length), text, length);
  writer->used += length;
}

static void add_byte(json_writer *writer, char byte) {
  *reserve_text(writer, 1) = byte;
  writer->used++;
}

static void add_line(json_writer *writer, int depth) {
  if (writer->indent > 0) {
    size_t width = (size_t)writer->indent * (size_t)depth;
    char *at = reserve_text(writer, width + 1);
    at[0] = '\n';
    memset(at + 1, ' ', width);
    writer->used += width + 1;
  }
}

static void add_key(json_writer *writer, json_key key) {
  if (writer->keys_used == writer->keys_size) {
    size_t size = writer->keys_size * 2 + 32;
    writer->keys = grow_userdata(writer, SLOT_KEYS, writer->keys_used * sizeof key,
                                 size * sizeof key);
    writer->keys_size = size;
  }
  writer->keys[writer->keys_used++] = key;
}

/* Pushes the path from the root, as in $.places[3].name; of a long one only the end. */
static void push_path(lua_State *L, const json_place *place, int steps) {
  if (place->parent == NULL) {
    lua_pushliteral(L, "$");
    return;
  }
  if (steps == 0) {
    lua_pushliteral(L, "...");
    return;
  }
  push_path(L, place->parent, steps - 1);
  if (place->key != NULL) {
    lua_pushliteral(L, ".");
    lua_pushlstring(L, place->key->text, place->key->length);
    lua_concat(L, 3);
  } else {
    lua_pushfstring(L, "[%I]", place->index);
    lua_concat(L, 2);
  }
}

static bool refuse(json_writer *writer, const json_place *place, const char *code,
                   const char *reason) {
  luaL_checkstack(writer->L, 24, "json");
  push_path(writer->L, place, 6);
  lua_pushfstring(writer->L, "%s: %s", lua_tostring(writer->L, -1), reason);
  lua_replace(writer->L, SLOT_REASON);
  writer->code = code;
  return false;
}

static bool refuse_type(json_writer *writer, const json_place *place) {
  const char *type = luaL_typename(writer->L, place->stack);
  const char *reason = lua_pushfstring(writer->L, "a %s has no JSON form", type);
  return refuse(writer, place, "bad-value", reason);
}

static bool refuse_depth(json_writer *writer, const json_place *place) {
  for (const json_place *up = place->parent; up != NULL; up = up->parent) {
    if (lua_rawequal(writer->L, up->stack, place->stack)) {
      return refuse(writer, place, "cycle", "a table contains itself");
    }
  }
  return refuse(writer, place, "too-deep", "nested more than 2048 levels deep");
}

/* Runs of bytes that stand for themselves are copied whole; false where the text is not UTF-8. */
static bool add_string(json_writer *writer, const char *text, size_t length) {
  size_t done = 0;
  add_byte(writer, '"');
  while (done < length) {
    size_t run = json_plain_run(text + done, length - done);
    add_text(writer, text + done, run);
    done += run;
    if (done < length) {
      if ((unsigned char)text[done] >= 0x80) {
        return false;
      }
      writer->used += json_escape(text[done], reserve_text(writer, JSON_ESCAPE_SIZE));
      done++;
    }
  }
  add_byte(writer, '"');
  return true;
}

static bool write_string(json_writer *writer, const json_place *place) {
  size_t length;
  const char *text = lua_tolstring(writer->L, place->stack, &length);
  return add_string(writer, text, length) ||
         refuse(writer, place, "bad-utf8", "a string is not valid UTF-8");
}

static bool write_number(json_writer *writer, const json_place *place) {
  if (lua_isinteger(writer->L, place->stack)) {
    char text[24];
    lua_Integer number = lua_tointeger(writer->L, place->stack);
    int length = snprintf(text, sizeof text, LUA_INTEGER_FMT, number);
    add_text(writer, text, (size_t)length);
    return true;
  }
  double number = lua_tonumber(writer->L, place->stack);
  if (!isfinite(number)) {
    return refuse(writer, place, "bad-value", "a NaN or an infinity has no JSON form");
  }
  writer->used += json_float(number, reserve_text(writer, JSON_FLOAT_SIZE));
  return true;
}

/* Writes the value on top of the stack as a member of place, and pops it if that went well. */
static bool write_member(json_writer *writer, const json_place *place, const json_key *key,
                         lua_Integer index) {
  json_place member = {place, key, index, lua_gettop(writer->L), place->depth + 1};
  if (!write_value(writer, &member)) {
    return false;
  }
  lua_settop(writer->L, member.stack - 1);
  return true;
}

static bool write_array(json_writer *writer, const json_place *place) {
  lua_State *L = writer->L;
  lua_Integer length = (lua_Integer)lua_rawlen(L, place->stack);
  lua_Integer fields = 0;
  for (lua_pushnil(L); lua_next(L, place->stack) != 0; lua_pop(L, 1)) {
    fields++;
  }
  if (fields != length) {
    return refuse(writer, place, "bad-value", "an array has holes or named fields");
  }
  add_byte(writer, '[');
  for (lua_Integer i = 1; i <= length; i++) {
    if (i > 1) {
      add_byte(writer, ',');
    }
    add_line(writer, place->depth + 1);
    lua_rawgeti(L, place->stack, i);
    if (!write_member(writer, place, NULL, i)) {
      return false;
    }
  }
  if (length > 0) {
    add_line(writer, place->depth);
  }
  add_byte(writer, ']');
  return true;
}

static int compare_keys(const void *left, const void *right) {
  const json_key *a = left;
  const json_key *b = right;
  size_t shorter = a->length < b->length ? a->length : b->length;
  int order = memcmp(a->text, b->text, shorter);
  if (order != 0) {
    return order;
  }
  return (a->length > b->length) - (a->length < b->length);
}

/* Adds the keys of the table to the writer's, sorted; pushes a table that keeps them alive. */
static bool collect_keys(json_writer *writer, const json_place *place) {
  lua_State *L = writer->L;
  size_t first = writer->keys_used;
  json_key key = {NULL, 0, 0};
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, place->stack) != 0;) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) {
      const char *type = luaL_typename(L, -1);
      const char *reason = lua_pushfstring(L, "a key is a %s, not a string", type);
      return refuse(writer, place, "bad-value", reason);
    }
    key.slot++;
    key.text = lua_tolstring(L, -1, &key.length);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, key.slot);
    add_key(writer, key);
  }
  if (key.slot > 1) {
    qsort(writer->keys + first, (size_t)key.slot, sizeof key, compare_keys);
  }
  return true;
}

static bool write_field(json_writer *writer, const json_place *place, int keeper, json_key key) {
  add_line(writer, place->depth + 1);
  if (!add_string(writer, key.text, key.length)) {
    return refuse(writer, place, "bad-utf8", "a key is not valid UTF-8");
  }
  add_text(writer, ": ", writer->indent > 0 ? 2 : 1);
  lua_rawgeti(writer->L, keeper, key.slot);
  lua_rawget(writer->L, place->stack);
  return write_member(writer, place, &key, 0);
}

static bool write_object(json_writer *writer, const json_place *place) {
  size_t first = writer->keys_used;
  if (!collect_keys(writer, place)) {
    return false;
  }
  int keeper = lua_gettop(writer->L);
  size_t last = writer->keys_used;
  add_byte(writer, '{');
  for (size_t i = first; i < last; i++) {
    if (i > first) {
      add_byte(writer, ',');
    }
    if (!write_field(writer, place, keeper, writer->keys[i])) {
      return false;
    }
  }
  if (last > first) {
    add_line(writer, place->depth);
  }
  add_byte(writer, '}');
  writer->keys_used = first;
  lua_settop(writer->L, keeper - 1);
  return true;
}

static bool is_array(lua_State *L, int table) {
  bool found = lua_rawgeti(L, table, 1) != LUA_TNIL;
  lua_pop(L, 1);
  if (!found && lua_getmetatable(L, table)) {
    luaL_getmetatable(L, ARRAY_TYPE);
    found = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
  }
  return found;
}

static bool write_table(json_writer *writer, const json_place *place) {
  luaL_checkstack(writer->L, 8, "json");
  if (place->depth >= DEPTH_LIMIT) {
    return refuse_depth(writer, place);
  }
  return is_array(writer->L, place->stack) ? write_array(writer, place)
                                           : write_object(writer, place);
}

static bool write_value(json_writer *writer, const json_place *place) {
  const char *truth;
  switch (lua_type(writer->L, place->stack)) {
    case LUA_TTABLE:
      return write_table(writer, place);
    case LUA_TSTRING:
      return write_string(writer, place);
    case LUA_TNUMBER:
      return write_number(writer, place);
    case LUA_TBOOLEAN:
      truth = lua_toboolean(writer->L, place->stack) ? "true" : "false";
      add_text(writer, truth, strlen(truth));
      return true;
    case LUA_TLIGHTUSERDATA:
      if (lua_touserdata(writer->L, place->stack) != NULL) {
        return refuse_type(writer, place);
      }
      add_text(writer, "null", 4);
      return true;
    default:
      return refuse_type(writer, place);
  }
}

static int check_indent(lua_State *L) {
  lua_Integer indent = 0;
  if (!lua_isnoneornil(L, SLOT_OPTIONS)) {
    luaL_checktype(L, SLOT_OPTIONS, LUA_TTABLE);
    if (lua_getfield(L, SLOT_OPTIONS, "indent") != LUA_TNIL) {
      int is_integer;
      indent = lua_tointegerx(L, -1, &is_integer);
      luaL_argcheck(L, is_integer && indent >= 0 && indent <= INDENT_LIMIT, SLOT_OPTIONS,
                    "indent is not a number from 0 to 16");
    }
    lua_pop(L, 1);
  }
  return (int)indent;
}

/* json.encode(value [, {indent = n}]) -> string | nil, message, code */
static int json_encode(lua_State *L) {
  luaL_checkany(L, SLOT_VALUE);
  json_writer writer = {.L = L, .indent = check_indent(L)};
  json_place root = {.stack = SLOT_VALUE};
  lua_settop(L, SLOT_REASON);
  if (!write_value(&writer, &root)) {
    return wl_fail(L, writer.code, "json: %s", lua_tostring(L, SLOT_REASON));
  }
  lua_pushlstring(L, writer.text, writer.used);
  return 1;
}

static void push_value(lua_State *L, json_t *value);

static void push_array(lua_State *L, json_t *value) {
  size_t length = json_array_size(value);
  lua_createtable(L, length < 0x10000000 ? (int)length : 0, 0);
  luaL_setmetatable(L, ARRAY_TYPE);
  for (size_t i = 0; i < length; i++) {
    push_value(L, json_array_get(value, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_object(lua_State *L, json_t *value) {
  size_t length = json_object_size(value);
  lua_createtable(L, 0, length < 0x10000000 ? (int)length : 0);
  void *at = json_object_iter(value);
  while (at != NULL) {
    lua_pushlstring(L, json_object_iter_key(at), json_object_iter_key_len(at));
    push_value(L, json_object_iter_value(at));
    lua_rawset(L, -3);
    at = json_object_iter_next(value, at);
  }
}

static void push_value(lua_State *L, json_t *value) {
  luaL_checkstack(L, 4, "json");
  switch (json_typeof(value)) {
    case JSON_OBJECT:
      push_object(L, value);
      break;
    case JSON_ARRAY:
      push_array(L, value);
      break;
    case JSON_STRING:
      lua_pushlstring(L, json_string_value(value), json_string_length(value));
      break;
    case JSON_INTEGER:
      lua_pushinteger(L, json_integer_value(value));
      break;
    case JSON_REAL:
      lua_pushnumber(L, json_real_value(value));
      break;
    case JSON_TRUE:
    case JSON_FALSE:
      lua_pushboolean(L, json_is_true(value));
      break;
    default:
      lua_pushlightuserdata(L, NULL);
      break;
  }
}

static int tree_close(lua_State *L) {
  json_t **tree = luaL_checkudata(L, 1, TREE_TYPE);
  json_decref(*tree);
  *tree = NULL;
  return 0;
}

static json_t **new_tree(lua_State *L) {
  json_t **tree = lua_newuserdatauv(L, sizeof *tree, 0);
  *tree = NULL;
  luaL_setmetatable(L, TREE_TYPE);
  return tree;
}

/* jansson 2.14 overlooks a NUL right after a number. */
static int fail_nul(lua_State *L, const char *text, const char *nul) {
  int line = 1;
  int column = 1;
  for (; text < nul; text++) {
    if (*text == '\n') {
      line++;
      column = 1;
    } else if ((*text & 0xC0) != 0x80) {
      column++;
    }
  }
  return wl_fail(L, "bad-json", "json: line %d column %d: a NUL byte", line, column);
}

/* json.decode(string) -> value | nil, message, code */
static int json_decode(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  json_t **tree = new_tree(L);
  json_error_t error;
  *tree = json_loadb(text, length, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
  if (*tree == NULL) {
    return wl_fail(L, "bad-json", "json: line %d column %d: %s", error.line, error.column,
                   error.text);
  }
  const char *nul = memchr(text, '\0', length);
  if (nul != NULL) {
    return fail_nul(L, text, nul);
  }
  push_value(L, *tree);
  json_decref(*tree);
  *tree = NULL;
  return 1;
}

/* json.array([table]) -> table */
static int json_mark_array(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  luaL_getmetatable(L, ARRAY_TYPE);
  if (lua_getmetatable(L, 1)) {
    luaL_argcheck(L, lua_rawequal(L, -1, -2), 1, "table has a metatable already");
    lua_pop(L, 1);
  }
  lua_setmetatable(L, 1);
  return 1;
}

static const luaL_Reg json_functions[] = {
  {"array", json_mark_array},
  {"decode", json_decode},
  {"encode", json_encode},
  {NULL, NULL},
};

int luaopen_wenlu_json(lua_State *L) {
  luaL_newmetatable(L, ARRAY_TYPE);
  luaL_newmetatable(L, TREE_TYPE);
  lua_pushcfunction(L, tree_close);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, json_functions);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  return 1;
}
