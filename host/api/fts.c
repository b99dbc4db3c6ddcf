/* Lua module wenlu.fts: what full-text search makes of a text. The tokenizer itself is in
 * fts_tokenizer.c, on every connection of wenlu.sqlite. Positions are 1-based bytes, inclusive;
 * results are Lua's. */
#include <sqlite3.h>

#include "api/fts_api.h"
#include "core/tokens.h"
#include "wenlu.h"

enum { POLL_TOKENS = 10000 };

static const char *kind_of(const Token *token) {
  return token->class == FOLD_IDEOGRAPH ? "ideograph" : token->class == FOLD_SIGN ? "sign" : "word";
}

/* fts.tokens(text) -> {{first, last, text, kind}, ...} */
static int fts_tokens(lua_State *L) {
  TokenScan scan = {0};
  scan.text = (const uint8_t *)luaL_checklstring(L, 1, &scan.size);
  Token token;
  lua_newtable(L);
  for (lua_Integer i = 1; tokens_next(&scan, &token); i++) {
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, (lua_Integer)token.first + 1);
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, (lua_Integer)token.end);
    lua_setfield(L, -2, "last");
    lua_pushlstring(L, (const char *)token.bytes, token.size);
    lua_setfield(L, -2, "text");
    lua_pushstring(L, kind_of(&token));
    lua_setfield(L, -2, "kind");
    lua_seti(L, -2, i);
    if (i % POLL_TOKENS == 0) {
      wl_poll(L);
    }
  }
  return 1;
}

/* fts.fold(text) -> text */
static int fts_fold(lua_State *L) {
  TokenScan scan = {0};
  scan.text = (const uint8_t *)luaL_checklstring(L, 1, &scan.size);
  Token token;
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  FoldClass before = FOLD_SIGN;
  for (size_t i = 1; tokens_next(&scan, &token); i++) {
    if (before == FOLD_LETTER && token.class == FOLD_LETTER) {
      luaL_addchar(&out, ' ');
    }
    luaL_addlstring(&out, (const char *)token.bytes, token.size);
    before = token.class;
    if (i % POLL_TOKENS == 0) {
      wl_poll(L);
    }
  }
  luaL_pushresult(&out);
  return 1;
}

static const luaL_Reg fts_functions[] = {
  {"fill", wl_fts_fill},
  {"fold", fts_fold},
  {"tokens", fts_tokens},
  {NULL, NULL},
};

int luaopen_wenlu_fts(lua_State *L) {
  luaL_newlib(L, fts_functions);
  return 1;
}
