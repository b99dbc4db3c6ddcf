/* Tokens of wenlu.segment: packed in C, handed to Lua one by one or as strings when asked.
** Positions are 1-based bytes of the text that was cut, ranges inclusive.
** They keep their text and their segmenter alive. */

#include "segment_api.h"

static const char *const mark_names[] = {"word", "term", "span"};

TokensHandle *wl_check_tokens(lua_State *L, int arg) {
  return luaL_checkudata(L, arg, SEGMENT_TOKENS);
}

static void push_mark(lua_State *L, unsigned mark) {
  lua_pushstring(L, mark_names[mark]);
}

/* Pushes first, last, tag and mark. */
static int push_token(lua_State *L, const TokensHandle *tokens, lua_Integer i) {
  const Token *t = &tokens->tokens[i - 1];
  lua_pushinteger(L, (lua_Integer)t->first + 1);
  lua_pushinteger(L, (lua_Integer)t->end);
  if (tokens->tags) {
    lua_getiuservalue(L, 1, UV_SEGMENTER);
    wl_push_tag(L, lua_gettop(L), t->tag);
    lua_remove(L, -2);
  } else {
    lua_pushnil(L);
  }
  push_mark(L, t->mark);
  return 4;
}

static lua_Integer check_index(lua_State *L, const TokensHandle *tokens, int arg) {
  lua_Integer i = luaL_checkinteger(L, arg);
  luaL_argcheck(L, i >= 1 && i <= (lua_Integer)tokens->count, arg, "no token of that number");
  return i;
}

/* tokens:get(i) -> first, last, tag or nil, mark */
static int tokens_get(lua_State *L) {
  const TokensHandle *tokens = wl_check_tokens(L, 1);
  return push_token(L, tokens, check_index(L, tokens, 2));
}

static int next_token(lua_State *L) {
  const TokensHandle *tokens = wl_check_tokens(L, 1);
  lua_Integer i = luaL_checkinteger(L, 2);
  if (i < 0 || i >= (lua_Integer)tokens->count) {
    return 0;
  }
  lua_pushinteger(L, i + 1);
  return 1 + push_token(L, tokens, i + 1);
}

/* tokens:each() -> iterator of i, first, last, tag or nil, mark */
static int tokens_each(lua_State *L) {
  wl_check_tokens(L, 1);
  lua_pushcfunction(L, next_token);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static void push_word(lua_State *L, const TokensHandle *tokens, lua_Integer i) {
  const Token *t = &tokens->tokens[i - 1];
  lua_pushlstring(L, (const char *)tokens->text + t->first, t->end - t->first);
}

/* tokens:word(i) -> string */
static int tokens_word(lua_State *L) {
  const TokensHandle *tokens = wl_check_tokens(L, 1);
  push_word(L, tokens, check_index(L, tokens, 2));
  return 1;
}

/* tokens:words() -> array of strings */
static int tokens_words(lua_State *L) {
  const TokensHandle *tokens = wl_check_tokens(L, 1);
  lua_createtable(L, (int)(tokens->count < INT32_MAX ? tokens->count : INT32_MAX), 0);
  for (lua_Integer i = 1; i <= (lua_Integer)tokens->count; i++) {
    push_word(L, tokens, i);
    lua_rawseti(L, -2, i);
    if (i % 8192 == 0) {
      wl_poll(L);
    }
  }
  return 1;
}

/* tokens:tags() -> array of strings */
static int tokens_tags(lua_State *L) {
  const TokensHandle *tokens = wl_check_tokens(L, 1);
  luaL_argcheck(L, tokens->tags, 1, "the text was cut without tags");
  lua_settop(L, 1);
  lua_getiuservalue(L, 1, UV_SEGMENTER);
  lua_createtable(L, (int)(tokens->count < INT32_MAX ? tokens->count : INT32_MAX), 0);
  for (lua_Integer i = 1; i <= (lua_Integer)tokens->count; i++) {
    wl_push_tag(L, 2, tokens->tokens[i - 1].tag);
    lua_rawseti(L, 3, i);
    if (i % 8192 == 0) {
      wl_poll(L);
    }
  }
  return 1;
}

/* tokens:text() -> string */
static int tokens_text(lua_State *L) {
  wl_check_tokens(L, 1);
  lua_getiuservalue(L, 1, UV_TEXT);
  return 1;
}

static int tokens_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)wl_check_tokens(L, 1)->count);
  return 1;
}

static const luaL_Reg methods[] = {
    {"get", tokens_get},     {"each", tokens_each}, {"word", tokens_word},
    {"words", tokens_words}, {"tags", tokens_tags}, {"text", tokens_text},
    {NULL, NULL}};

void wl_segment_tokens_class(lua_State *L) {
  luaL_newmetatable(L, SEGMENT_TOKENS);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, tokens_len);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
}
