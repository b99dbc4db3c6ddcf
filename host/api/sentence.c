/* wenlu.sentence: one sentence of scanned mentions as a table of tokens and clauses for frames.
 * Positions are 1-based bytes of the reading, ranges inclusive.
 * Everything made here is a Lua value; nothing is kept. */
#include <lauxlib.h>
#include <lua.h>

#include "scan_api.h"
#include "wenlu.h"

enum { MENTIONS = 1, SENTENCE, CLAUSES, TOKENS, CLAUSE, CLAUSE_TOKENS, ROWS };

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

/* Upvalues of sentence.read: the names of kinds, classes, marks and statuses, made once. */
enum { KINDS = 1, CLASSES, MARKS, STATUSES };

static void set_name(lua_State *L, const char *field, int names, int index) {
  lua_rawgeti(L, lua_upvalueindex(names), index + 1);
  lua_setfield(L, -2, field);
}

static void set_slice(lua_State *L, const char *name, const Mentions *m, size_t begin, size_t end) {
  lua_pushlstring(L, m->text + begin, end - begin);
  lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double value) {
  if (wl_is_whole(value)) {
    lua_pushinteger(L, (lua_Integer)value);
  } else {
    lua_pushnumber(L, value);
  }
  lua_setfield(L, -2, name);
}

static void add_value(lua_State *L, const Mentions *m, const Mention *x) {
  if (!(x->open & OPEN_LOW)) {
    set_number(L, "low", x->low);
  }
  if (!(x->open & OPEN_HIGH)) {
    set_number(L, "high", x->high);
  }
  set_name(L, "mark", MARKS, x->mark);
  set_name(L, "status", STATUSES, x->status);
  wl_push_unit(L, MENTIONS, x);
  lua_setfield(L, -2, "unit");
  if (x->cls == CLASS_PERCENT) {
    set_slice(L, "digits", m, x->number_begin, x->number_end);
  }
  if (x->counted_end > 0) {
    set_slice(L, "counted", m, x->counted_begin, x->counted_end);
    set_integer(L, "counted_first", (lua_Integer)x->counted_begin + 1);
  }
}

static void push_token(lua_State *L, const Mentions *m, size_t i, lua_Integer clause) {
  const Mention *x = &m->mentions[i];
  int quantity = x->kind == KIND_QUANTITY;
  lua_createtable(L, 0, quantity ? 14 : 7);
  set_integer(L, "index", (lua_Integer)i + 1);
  set_name(L, "kind", KINDS, x->kind);
  set_name(L, "class", CLASSES, x->cls);
  set_integer(L, "first", (lua_Integer)x->begin + 1);
  set_integer(L, "last", (lua_Integer)x->end);
  set_integer(L, "clause", clause);
  if (quantity) {
    add_value(L, m, x);
  } else if (x->term != 0 && !scan_is_measured(x)) {
    lua_geti(L, ROWS, x->term);
    lua_setfield(L, -2, "row");
  }
}

/* The offset after the next ， ； ： , or ; from `from` on, `end` when there is none; the sign in
 * 1,286 is none. */
static size_t clause_end(const char *text, size_t from, size_t end) {
  for (size_t i = from; i < end; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == 0xEF && i + 2 < end && (unsigned char)text[i + 1] == 0xBC) {
      unsigned char last = (unsigned char)text[i + 2];
      if (last == 0x8C || last == 0x9B || last == 0x9A) {
        return i + 3;
      }
    } else if (c == ';' || c == ',') {
      int grouped = i > from && i + 3 < end && text[i - 1] >= '0' && text[i - 1] <= '9' &&
                    text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] >= '0' &&
                    text[i + 2] <= '9' && text[i + 3] >= '0' && text[i + 3] <= '9';
      if (!grouped) {
        return i + 1;
      }
    }
  }
  return end;
}

/* Opens clause `number` of [begin, end) on the stack slots CLAUSE and CLAUSE_TOKENS. */
static void open_clause(lua_State *L, lua_Integer number, size_t begin, size_t end) {
  lua_settop(L, TOKENS);
  lua_createtable(L, 0, 3);
  set_integer(L, "first", (lua_Integer)begin + 1);
  set_integer(L, "last", (lua_Integer)end);
  lua_createtable(L, 4, 0);
  lua_pushvalue(L, CLAUSE_TOKENS);
  lua_setfield(L, CLAUSE, "tokens");
  lua_pushvalue(L, CLAUSE);
  lua_seti(L, CLAUSES, number);
  wl_push_rows(L, MENTIONS);
}

/* sentence.read(mentions, i) -> {index, first, last, tokens, clauses = {{first, last, tokens}}}
 * Non-quantities are left out: no frame counts them. */
static int sentence_read(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, MENTIONS);
  lua_Integer number = luaL_checkinteger(L, 2);
  luaL_argcheck(L, number >= 1 && (size_t)number <= m->sentence_count, 2, "no such sentence");
  const Sentence *s = &m->sentences[number - 1];
  size_t last = (size_t)number < m->sentence_count ? s[1].first_mention : m->count;
  lua_settop(L, 1);
  lua_createtable(L, 0, 6);
  set_integer(L, "index", number);
  set_integer(L, "first", (lua_Integer)s->begin + 1);
  set_integer(L, "last", (lua_Integer)s->end);
  lua_createtable(L, 4, 0);
  lua_createtable(L, (int)(last - s->first_mention), 0);
  lua_Integer clause = 0;
  lua_Integer in_clause = 0;
  lua_Integer count = 0;
  size_t i = s->first_mention;
  for (size_t begin = s->begin; begin < s->end;) {
    size_t end = clause_end(m->text, begin, s->end);
    open_clause(L, ++clause, begin, end);
    in_clause = 0;
    for (; i < last && m->mentions[i].begin < end; i++) {
      if (m->mentions[i].kind == KIND_NON_QUANTITY) {
        continue;
      }
      push_token(L, m, i, clause);
      lua_pushvalue(L, -1);
      lua_seti(L, CLAUSE_TOKENS, ++in_clause);
      lua_seti(L, TOKENS, ++count);
    }
    begin = end;
  }
  lua_settop(L, TOKENS);
  lua_setfield(L, SENTENCE, "tokens");
  lua_setfield(L, SENTENCE, "clauses");
  return 1;
}

static void push_names(lua_State *L, const char *const *names) {
  lua_newtable(L);
  for (int i = 0; names[i] != NULL; i++) {
    lua_pushstring(L, names[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

static const luaL_Reg functions[] = {{"read", sentence_read}, {NULL, NULL}};

int luaopen_wenlu_sentence(lua_State *L) {
  luaL_newlibtable(L, functions);
  push_names(L, scan_kind_names);
  push_names(L, scan_class_names);
  push_names(L, scan_mark_names);
  push_names(L, scan_status_names);
  luaL_setfuncs(L, functions, 4);
  return 1;
}
