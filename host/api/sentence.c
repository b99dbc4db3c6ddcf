/* wenlu.sentence: a sentence of scanned mentions: its quantities and clauses as tables, and what
 * else stands where as answers that make none. Positions are 1-based bytes of the reading,
 * ranges inclusive. Everything made here is a Lua value; a sentence keeps its mentions alive. */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "scan_api.h"
#include "wenlu.h"

int luaopen_wenlu_sentence(lua_State *L);

/* Upvalues of all functions: the names of kinds, classes, marks and statuses, made once. */
enum { KINDS = 1, CLASSES, MARKS, STATUSES, NAMES = STATUSES };

/* Selectors: the groups of terms in the low 32 bits, a bit for each kind above them. */
enum { KIND_SHIFT = 32 };

static const char SENTENCE[] = "wenlu.sentence";

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

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

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

static void add_value(lua_State *L, int handle, const Mentions *m, const Mention *x) {
  if (!(x->open & OPEN_LOW)) {
    set_number(L, "low", x->low);
  }
  if (!(x->open & OPEN_HIGH)) {
    set_number(L, "high", x->high);
  }
  set_name(L, "mark", MARKS, x->mark);
  set_name(L, "status", STATUSES, x->status);
  wl_push_unit(L, handle, x);
  lua_setfield(L, -2, "unit");
  if (x->cls == CLASS_PERCENT) {
    set_slice(L, "digits", m, x->number_begin, x->number_end);
  }
  if (x->counted_end > 0) {
    set_slice(L, "counted", m, x->counted_begin, x->counted_end);
    set_integer(L, "counted_first", (lua_Integer)x->counted_begin + 1);
  }
}

static void push_token(lua_State *L, int handle, const Mentions *m, const Mention *x,
                       lua_Integer clause) {
  int quantity = x->kind == KIND_QUANTITY;
  lua_createtable(L, 0, quantity ? 14 : 7);
  set_integer(L, "index", (x - m->mentions) + 1);
  set_name(L, "kind", KINDS, x->kind);
  set_name(L, "class", CLASSES, x->cls);
  set_integer(L, "first", (lua_Integer)x->begin + 1);
  set_integer(L, "last", (lua_Integer)x->end);
  set_integer(L, "clause", clause);
  if (quantity) {
    add_value(L, handle, m, x);
  } else if (x->term != 0 && !scan_is_measured(x)) {
    wl_push_rows(L, handle);
    lua_geti(L, -1, x->term);
    lua_setfield(L, -3, "row");
    lua_pop(L, 1);
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

/* Fills the tables `clauses` and `quantities` of a sentence, both on the stack. */
static void cut(lua_State *L, int handle, const Mentions *m, const Sentence *s, int clauses,
                int quantities) {
  Range range = mentions_of(m, s);
  const Mention *x = range.begin;
  lua_Integer clause = 0;
  lua_Integer count = 0;
  for (size_t begin = s->begin; begin < s->end;) {
    size_t end = clause_end(m->text, begin, s->end);
    lua_createtable(L, 0, 2);
    set_integer(L, "first", (lua_Integer)begin + 1);
    set_integer(L, "last", (lua_Integer)end);
    lua_rawseti(L, clauses, ++clause);
    for (; x < range.end && x->begin < end; x++) {
      if (x->kind == KIND_QUANTITY) {
        push_token(L, handle, m, x, clause);
        lua_rawseti(L, quantities, ++count);
      }
    }
    begin = end;
  }
}

/* sentence.read(mentions, i) -> {mentions, index, first, last, quantities, clauses = {{first, last}}}
 * and, made when asked for, `tokens` */
static int sentence_read(lua_State *L) {
  enum { HANDLE = 1, MADE, CLAUSES, QUANTITIES };
  const Mentions *m = wl_check_mentions(L, HANDLE);
  const Sentence *s = check_sentence(L, m, 2);
  lua_settop(L, 1);
  lua_createtable(L, 0, 8);
  lua_createtable(L, 4, 0);
  lua_createtable(L, (int)(s->quantities < 64 ? s->quantities : 64), 0);
  cut(L, HANDLE, m, s, CLAUSES, QUANTITIES);
  lua_setfield(L, MADE, "quantities");
  lua_setfield(L, MADE, "clauses");
  lua_pushvalue(L, HANDLE);
  lua_setfield(L, MADE, "mentions");
  set_integer(L, "index", (s - m->sentences) + 1);
  set_integer(L, "first", (lua_Integer)s->begin + 1);
  set_integer(L, "last", (lua_Integer)s->end);
  luaL_setmetatable(L, SENTENCE);
  return 1;
}

static lua_Integer get_integer(lua_State *L, int table, const char *name) {
  lua_getfield(L, table, name);
  lua_Integer value = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  return value;
}

/* The number of the clause that holds an offset from 0, from clause `from` on. */
static lua_Integer clause_at(lua_State *L, int clauses, lua_Integer from, size_t offset) {
  lua_Integer count = luaL_len(L, clauses);
  for (; from < count; from++) {
    lua_geti(L, clauses, from);
    lua_Integer last = get_integer(L, lua_gettop(L), "last");
    lua_pop(L, 1);
    if (last > (lua_Integer)offset) {
      break;
    }
  }
  return from;
}

/* The tokens of a sentence, the quantities being those it has already. */
static void push_tokens(lua_State *L, int made) {
  lua_getfield(L, made, "mentions");
  int handle = lua_gettop(L);
  const Mentions *m = wl_check_mentions(L, handle);
  lua_getfield(L, made, "index");
  const Sentence *s = check_sentence(L, m, handle + 1);
  lua_getfield(L, made, "clauses");
  lua_getfield(L, made, "quantities");
  lua_newtable(L);
  Range range = mentions_of(m, s);
  lua_Integer clause = 1;
  lua_Integer quantity = 0;
  lua_Integer count = 0;
  for (const Mention *x = range.begin; x < range.end; x++) {
    if (x->kind == KIND_QUANTITY) {
      lua_geti(L, handle + 3, ++quantity);
    } else if (x->kind != KIND_NON_QUANTITY) {
      clause = clause_at(L, handle + 2, clause, x->begin);
      push_token(L, handle, m, x, clause);
    } else {
      continue;
    }
    lua_rawseti(L, handle + 4, ++count);
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
  push_tokens(L, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, 1, "tokens");
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
  span.m = wl_check_mentions(L, 1);
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
  const Mentions *m = wl_check_mentions(L, 1);
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
  const Mentions *m = wl_check_mentions(L, 1);
  const Sentence *a = check_sentence(L, m, 2);
  lua_pushboolean(L, is_broken(m, a, check_sentence(L, m, 3)));
  return 1;
}

/* sentence.lead(mentions, i, lowest, groups) -> the first sentence from `lowest` to i, of the same
 * paragraph, that has a quantity and a term of these groups; i when none has */
static int sentence_lead(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
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

static void push_all_names(lua_State *L) {
  push_names(L, scan_kind_names);
  push_names(L, scan_class_names);
  push_names(L, scan_mark_names);
  push_names(L, scan_status_names);
}

/* sentence.KINDS: kind -> its selector */
static void add_kinds(lua_State *L) {
  lua_newtable(L);
  for (int i = 0; scan_kind_names[i] != NULL; i++) {
    set_integer(L, scan_kind_names[i], (lua_Integer)1 << (KIND_SHIFT + i));
  }
  lua_setfield(L, -2, "KINDS");
}

static const luaL_Reg functions[] = {
    {"read", sentence_read},     {"present", sentence_present}, {"first", sentence_first},
    {"last", sentence_last},     {"find", sentence_find},       {"breaks", sentence_breaks},
    {"lead", sentence_lead},     {NULL, NULL}};

int luaopen_wenlu_sentence(lua_State *L) {
  luaL_newmetatable(L, SENTENCE);
  push_all_names(L);
  lua_pushcclosure(L, sentence_index, NAMES);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlibtable(L, functions);
  push_all_names(L);
  luaL_setfuncs(L, functions, NAMES);
  add_kinds(L);
  return 1;
}
