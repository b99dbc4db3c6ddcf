/* wenlu.sentence: a sentence of scanned mentions: its quantities and clauses as tables, and what
 * else stands where as answers that make none. Positions are 1-based bytes of the reading,
 * ranges inclusive. Everything made here is a Lua value; a sentence keeps its mentions alive. */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "scan_api.h"
#include "wenlu.h"

int luaopen_wenlu_sentence(lua_State *L);

/* Upvalues of all functions, made once: the metatable of mentions, the names of kinds, classes,
 * marks and statuses, the metatables of sentences and tokens, and the keys that are set most. */
enum {
  MENTIONS = 1, KINDS, CLASSES, MARKS, STATUSES, SENTENCE, TOKEN,
  INDEX, CLASS, FIRST, LAST, CLAUSE, IN_SENTENCE, UNIT, LOW, KIND, ROW, UPVALUES = ROW
};
static const char *const keys[] = {"index", "class", "first", "last", "clause", "sentence",
                                   "unit",  "low",   "kind",  "row",  NULL};

/* Selectors: the groups of terms in the low 32 bits, a bit for each kind above them. */
enum { KIND_SHIFT = 32 };

static const Mentions *check_mentions(lua_State *L, int arg) {
  return wl_check_class(L, arg, MENTIONS, SCAN_MENTIONS);
}

static const Sentence *check_sentence(lua_State *L, const Mentions *m, int arg) {
  lua_Integer i = luaL_checkinteger(L, arg);
  luaL_argcheck(L, i >= 1 && (size_t)i <= m->sentence_count, arg, "no such sentence");
  return &m->sentences[i - 1];
}

typedef struct {
  const Mention *begin, *end;
} Range;

/* The mentions of a sentence. */
static Range mentions_of(const Mentions *m, const Sentence *s) {
  size_t last = s + 1 < m->sentences + m->sentence_count ? s[1].first_mention : m->count;
  return (Range){m->mentions + s->first_mention, m->mentions + last};
}

/* ---- tables ---- */

/* Sets the field of one of the keys above to the value on top, in the table below it. */
static void set(lua_State *L, int key) {
  lua_pushvalue(L, lua_upvalueindex(key));
  lua_insert(L, -2);
  lua_rawset(L, -3);
}

static void set_integer(lua_State *L, int key, lua_Integer value) {
  lua_pushvalue(L, lua_upvalueindex(key));
  lua_pushinteger(L, value);
  lua_rawset(L, -3);
}

static void push_name(lua_State *L, int names, int index) {
  lua_rawgeti(L, lua_upvalueindex(names), index + 1);
}

static void add_quantity(lua_State *L, int handle, const Mention *x) {
  wl_push_unit(L, handle, x);
  set(L, UNIT);
  wl_push_value(L, x->low, x->open & OPEN_LOW);
  set(L, LOW);
  lua_pushvalue(L, lua_upvalueindex(TOKEN));
  lua_setmetatable(L, -2);
}

static void add_term(lua_State *L, int handle, const Mention *x) {
  push_name(L, KINDS, x->kind);
  set(L, KIND);
  if (x->term != 0 && !scan_is_measured(x)) {
    wl_push_rows(L, handle);
    lua_geti(L, -1, x->term);
    lua_replace(L, -2);
    set(L, ROW);
  }
}

/* Pushes a token; `sentence` is the stack index of its table. */
static void push_token(lua_State *L, int handle, int sentence, const Mentions *m, const Mention *x,
                       lua_Integer clause) {
  lua_createtable(L, 0, 8);
  set_integer(L, INDEX, (x - m->mentions) + 1);
  push_name(L, CLASSES, x->cls);
  set(L, CLASS);
  set_integer(L, FIRST, (lua_Integer)x->begin + 1);
  set_integer(L, LAST, (lua_Integer)x->end);
  set_integer(L, CLAUSE, clause);
  lua_pushvalue(L, sentence);
  set(L, IN_SENTENCE);
  if (x->kind == KIND_QUANTITY) {
    add_quantity(L, handle, x);
  } else {
    add_term(L, handle, x);
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

/* Fills the tables `clauses` and `quantities` of a sentence, all on the stack. */
static void cut(lua_State *L, const Mentions *m, const Sentence *s) {
  enum { HANDLE = 1, MADE, ALL_CLAUSES, QUANTITIES };
  Range range = mentions_of(m, s);
  const Mention *x = range.begin;
  lua_Integer clause = 0;
  lua_Integer count = 0;
  for (size_t begin = s->begin; begin < s->end;) {
    size_t end = clause_end(m->text, begin, s->end);
    lua_createtable(L, 0, 2);
    set_integer(L, FIRST, (lua_Integer)begin + 1);
    set_integer(L, LAST, (lua_Integer)end);
    lua_rawseti(L, ALL_CLAUSES, ++clause);
    for (; x < range.end && x->begin < end; x++) {
      if (x->kind == KIND_QUANTITY) {
        push_token(L, HANDLE, MADE, m, x, clause);
        lua_rawseti(L, QUANTITIES, ++count);
      }
    }
    begin = end;
  }
  lua_setfield(L, MADE, "quantities");
  lua_setfield(L, MADE, "clauses");
}

/* sentence.read(mentions, i) -> {mentions, index, first, last, quantities,
 * clauses = {{first, last}}} and, made when asked for, `tokens` */
static int sentence_read(lua_State *L) {
  const Mentions *m = check_mentions(L, 1);
  const Sentence *s = check_sentence(L, m, 2);
  lua_settop(L, 1);
  lua_createtable(L, 0, 8);
  lua_createtable(L, 4, 0);
  lua_createtable(L, (int)(s->quantities < 64 ? s->quantities : 64), 0);
  cut(L, m, s);
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "mentions");
  set_integer(L, INDEX, (s - m->sentences) + 1);
  set_integer(L, FIRST, (lua_Integer)s->begin + 1);
  set_integer(L, LAST, (lua_Integer)s->end);
  lua_pushvalue(L, lua_upvalueindex(SENTENCE));
  lua_setmetatable(L, -2);
  return 1;
}

static void get(lua_State *L, int table, int key) {
  lua_pushvalue(L, lua_upvalueindex(key));
  lua_rawget(L, table);
}

static lua_Integer get_integer(lua_State *L, int table, int key) {
  get(L, table, key);
  lua_Integer value = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  return value;
}

/* The number of the clause that holds an offset from 0, from clause `from` on. */
static lua_Integer clause_at(lua_State *L, int clauses, lua_Integer from, size_t offset) {
  lua_Integer count = luaL_len(L, clauses);
  for (; from < count; from++) {
    lua_geti(L, clauses, from);
    lua_Integer last = get_integer(L, lua_gettop(L), LAST);
    lua_pop(L, 1);
    if (last > (lua_Integer)offset) {
      break;
    }
  }
  return from;
}

/* The tokens of the sentence at index 1, the quantities being those it has already. */
static void push_tokens(lua_State *L) {
  enum { HANDLE = 2, NUMBER, ALL_CLAUSES, QUANTITIES, TOKENS };
  lua_getfield(L, 1, "mentions");
  lua_getfield(L, 1, "index");
  lua_getfield(L, 1, "clauses");
  lua_getfield(L, 1, "quantities");
  lua_newtable(L);
  const Mentions *m = check_mentions(L, HANDLE);
  Range range = mentions_of(m, check_sentence(L, m, NUMBER));
  lua_Integer clause = 1;
  lua_Integer quantity = 0;
  lua_Integer count = 0;
  for (const Mention *x = range.begin; x < range.end; x++) {
    if (x->kind == KIND_QUANTITY) {
      lua_geti(L, QUANTITIES, ++quantity);
    } else if (x->kind != KIND_NON_QUANTITY) {
      clause = clause_at(L, ALL_CLAUSES, clause, x->begin);
      push_token(L, HANDLE, 1, m, x, clause);
    } else {
      continue;
    }
    lua_rawseti(L, TOKENS, ++count);
  }
}

/* __index of a sentence: makes its tokens */
static int sentence_index(lua_State *L) {
  const char *name = lua_tostring(L, 2);
  if (name == NULL || strcmp(name, "tokens") != 0) {
    return 0;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  push_tokens(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, 1, "tokens");
  return 1;
}

static void push_slice(lua_State *L, const Mentions *m, size_t begin, size_t end) {
  lua_pushlstring(L, m->text + begin, end - begin);
}

/* Fields of quantities that are seldom asked for, made when they are. */
enum {
  SOME_KIND, SOME_MARK, SOME_STATUS, SOME_HIGH, SOME_COUNTED, SOME_COUNTED_FIRST, SOME_DIGITS
};
static const char *const fields[] = {"kind",    "mark",          "status", "high",
                                     "counted", "counted_first", "digits", NULL};

static void push_field(lua_State *L, const Mentions *m, const Mention *x, int field) {
  if (field == SOME_KIND) {
    push_name(L, KINDS, x->kind);
  } else if (field == SOME_MARK) {
    push_name(L, MARKS, x->mark);
  } else if (field == SOME_STATUS) {
    push_name(L, STATUSES, x->status);
  } else if (field == SOME_HIGH) {
    wl_push_value(L, x->high, x->open & OPEN_HIGH);
  } else if (field == SOME_COUNTED && x->counted_end > 0) {
    push_slice(L, m, x->counted_begin, x->counted_end);
  } else if (field == SOME_COUNTED_FIRST && x->counted_end > 0) {
    lua_pushinteger(L, (lua_Integer)x->counted_begin + 1);
  } else if (field == SOME_DIGITS && x->cls == CLASS_PERCENT) {
    push_slice(L, m, x->number_begin, x->number_end);
  } else {
    lua_pushnil(L);
  }
}

/* The mention of the token at index 1. */
static const Mention *mention_of(lua_State *L, const Mentions **m) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer i = get_integer(L, 1, INDEX);
  get(L, 1, IN_SENTENCE);
  luaL_checktype(L, -1, LUA_TTABLE);
  lua_getfield(L, -1, "mentions");
  *m = check_mentions(L, lua_gettop(L));
  luaL_argcheck(L, i >= 1 && (size_t)i <= (*m)->count, 1, "no such mention");
  return &(*m)->mentions[i - 1];
}

/* __index of a quantity */
static int token_index(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  int field = 0;
  while (fields[field] != NULL && strcmp(fields[field], name) != 0) {
    field++;
  }
  if (fields[field] == NULL) {
    return 0;
  }
  const Mentions *m = NULL;
  const Mention *x = mention_of(L, &m);
  push_field(L, m, x, field);
  return 1;
}

/* ---- questions ---- */

static lua_Integer selectors_of(const Mentions *m, const Mention *x) {
  lua_Integer bits = (lua_Integer)1 << (KIND_SHIFT + x->kind);
  return x->term != 0 && !scan_is_measured(x) ? bits | m->tables->term[x->term - 1].groups : bits;
}

typedef struct {
  const Mentions *m;
  Range range;
  lua_Integer first, last;
} Span;

/* Arguments mentions, i, and at `arg` first and last. */
static Span check_span(lua_State *L, int arg) {
  Span span;
  span.m = check_mentions(L, 1);
  span.range = mentions_of(span.m, check_sentence(L, span.m, 2));
  span.first = luaL_checkinteger(L, arg);
  span.last = luaL_checkinteger(L, arg + 1);
  return span;
}

static int is_inside(const Span *span, const Mention *x) {
  return x->kind != KIND_NON_QUANTITY && x->begin + 1 >= span->first && x->end <= span->last;
}

static int push_found(lua_State *L, const Mentions *m, const Mention *x) {
  lua_pushinteger(L, (x - m->mentions) + 1);
  lua_pushinteger(L, (lua_Integer)x->begin + 1);
  lua_pushinteger(L, (lua_Integer)x->end);
  return 3;
}

/* sentence.present(mentions, i, first, last) -> the selectors of all that stands in the range */
static int sentence_present(lua_State *L) {
  Span span = check_span(L, 3);
  lua_Integer bits = 0;
  for (const Mention *x = span.range.begin; x < span.range.end; x++) {
    bits |= is_inside(&span, x) ? selectors_of(span.m, x) : 0;
  }
  lua_pushinteger(L, bits);
  return 1;
}

/* sentence.first(mentions, i, selectors, first, last) -> mention, first, last, or nothing */
static int sentence_first(lua_State *L) {
  lua_Integer bits = luaL_checkinteger(L, 3);
  Span span = check_span(L, 4);
  for (const Mention *x = span.range.begin; x < span.range.end; x++) {
    if (is_inside(&span, x) && (selectors_of(span.m, x) & bits)) {
      return push_found(L, span.m, x);
    }
  }
  return 0;
}

/* sentence.last(mentions, i, selectors, first, last) -> mention, first, last, or nothing */
static int sentence_last(lua_State *L) {
  lua_Integer bits = luaL_checkinteger(L, 3);
  Span span = check_span(L, 4);
  for (const Mention *x = span.range.end; x > span.range.begin; x--) {
    if (is_inside(&span, x - 1) && (selectors_of(span.m, x - 1) & bits)) {
      return push_found(L, span.m, x - 1);
    }
  }
  return 0;
}

/* ---- which sentences ---- */

static int counts_in(lua_State *L, int handle, const Mentions *m, const Sentence *s, int units) {
  Range range = mentions_of(m, s);
  for (const Mention *x = range.begin; x < range.end; x++) {
    if (x->kind == KIND_QUANTITY) {
      wl_push_unit(L, handle, x);
      int found = lua_rawget(L, units) != LUA_TNIL;
      lua_pop(L, 1);
      if (found) {
        return 1;
      }
    }
  }
  return 0;
}

/* sentence.find(mentions, i, groups[, units]) -> the next sentence from i on that has a quantity,
 * and a term of these groups or a quantity in one of these units; nothing when there is none */
static int sentence_find(lua_State *L) {
  const Mentions *m = check_mentions(L, 1);
  lua_Integer i = luaL_checkinteger(L, 2);
  uint32_t groups = (uint32_t)luaL_checkinteger(L, 3);
  int units = !lua_isnoneornil(L, 4);
  luaL_argcheck(L, i >= 1, 2, "out of range");
  if (units) {
    luaL_checktype(L, 4, LUA_TTABLE);
  }
  for (size_t k = (size_t)i - 1; k < m->sentence_count; k++) {
    const Sentence *s = &m->sentences[k];
    if (s->quantities > 0 && ((s->groups & groups) || (units && counts_in(L, 1, m, s, 4)))) {
      lua_pushinteger(L, (lua_Integer)k + 1);
      return 1;
    }
  }
  return 0;
}

/* Whether a line ends between two sentences, `a` before `b`. */
static int is_broken(const Mentions *m, const Sentence *a, const Sentence *b) {
  size_t begin = a->end > 0 ? a->end - 1 : 0;
  return b->begin > begin && memchr(m->text + begin, '\n', b->begin - begin) != NULL;
}

/* sentence.breaks(mentions, i, k) -> whether a line ends between sentence i and a later one, k */
static int sentence_breaks(lua_State *L) {
  const Mentions *m = check_mentions(L, 1);
  const Sentence *a = check_sentence(L, m, 2);
  lua_pushboolean(L, is_broken(m, a, check_sentence(L, m, 3)));
  return 1;
}

/* sentence.lead(mentions, i, lowest, groups) -> the first sentence from `lowest` to i, of the same
 * paragraph, that has a quantity and a term of these groups; i when none has */
static int sentence_lead(lua_State *L) {
  const Mentions *m = check_mentions(L, 1);
  const Sentence *last = check_sentence(L, m, 2);
  const Sentence *lowest = check_sentence(L, m, 3);
  uint32_t groups = (uint32_t)luaL_checkinteger(L, 4);
  const Sentence *lead = last;
  for (const Sentence *s = last; s > lowest && !is_broken(m, s - 1, last); s--) {
    lead = s[-1].quantities > 0 && (s[-1].groups & groups) ? s - 1 : lead;
  }
  lua_pushinteger(L, (lead - m->sentences) + 1);
  return 1;
}

static void push_names(lua_State *L, const char *const *names) {
  lua_newtable(L);
  for (int i = 0; names[i] != NULL; i++) {
    lua_pushstring(L, names[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

/* Puts functions into a metatable among the upvalues, which lie on top of the stack. */
static void set_methods(lua_State *L, int metatable, const luaL_Reg *methods) {
  int below = lua_gettop(L) - UPVALUES;
  lua_pushvalue(L, below + metatable);
  for (int i = 1; i <= UPVALUES; i++) {
    lua_pushvalue(L, below + i);
  }
  luaL_setfuncs(L, methods, UPVALUES);
  lua_pop(L, 1);
}

/* sentence.KINDS: kind -> its selector */
static void add_kinds(lua_State *L) {
  lua_newtable(L);
  for (int i = 0; scan_kind_names[i] != NULL; i++) {
    lua_pushinteger(L, (lua_Integer)1 << (KIND_SHIFT + i));
    lua_setfield(L, -2, scan_kind_names[i]);
  }
  lua_setfield(L, -2, "KINDS");
}

static const luaL_Reg functions[] = {
    {"read", sentence_read},     {"present", sentence_present}, {"first", sentence_first},
    {"last", sentence_last},     {"find", sentence_find},       {"breaks", sentence_breaks},
    {"lead", sentence_lead},     {NULL, NULL}};

static const luaL_Reg sentence_methods[] = {{"__index", sentence_index}, {NULL, NULL}};
static const luaL_Reg token_methods[] = {{"__index", token_index}, {NULL, NULL}};

int luaopen_wenlu_sentence(lua_State *L) {
  luaL_checkstack(L, 4 * UPVALUES, "too many upvalues"); /* three times over, and some more */
  luaL_newlibtable(L, functions);
  luaL_newmetatable(L, SCAN_MENTIONS);
  push_names(L, scan_kind_names);
  push_names(L, scan_class_names);
  push_names(L, scan_mark_names);
  push_names(L, scan_status_names);
  lua_newtable(L);
  lua_newtable(L);
  for (int i = 0; keys[i] != NULL; i++) {
    lua_pushstring(L, keys[i]);
  }
  set_methods(L, SENTENCE, sentence_methods);
  set_methods(L, TOKEN, token_methods);
  luaL_setfuncs(L, functions, UPVALUES);
  add_kinds(L);
  return 1;
}
