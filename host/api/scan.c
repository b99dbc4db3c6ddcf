/* wenlu.scan: compiles tables of units and terms, and scans texts with them into packed mentions.
 * Positions seen from Lua are 1-based bytes of the scanned text, ranges inclusive.
 * Tables and mentions are userdata; mentions keep their text and tables alive (user values). */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "core/scan.h"
#include "core/wordset.h"
#include "scan_api.h"
#include "wenlu.h"

const char *const scan_kind_names[] = {"quantity",   "period", "place", "organisation",
                                       "initiative", "non-quantity", "cue", "none", NULL};
const char *const scan_class_names[] = {
    "none",
    "count", "money", "percent", "points", "permille", "share", "multiple", "fraction", "measure",
    "year", "month", "day", "range", "part", "relative", "plan",
    "lexical", "idiom", "slogan", "ordinal", "grade", "version",
    "identifier", "list_marker", "duration", "anniversary", "time_of_day",
    "age", "score", "ratio", "indefinite", "levels", "date", "place_name",
    "named", "cue", NULL};
const char *const scan_mark_names[] = {"exact", "approx", "over", "under",
                                       "at_least", "at_most", "vague", NULL};
const char *const scan_status_names[] = {"actual", "target", NULL};

static Tables *check_tables(lua_State *L, int arg) { return luaL_checkudata(L, arg, SCAN_TABLES); }

Mentions *wl_check_mentions(lua_State *L, int arg) {
  return luaL_checkudata(L, arg, SCAN_MENTIONS);
}

/* ---- a run ---- */

enum { UV_TEXT = 1, UV_TABLES, UV_MENTIONS, UV_SENTENCES, UV_SEGMENTS, UV_COUNT = MENTIONS_KINDS };

typedef struct {
  lua_State *L;
  int handle; /* stack index of the mentions userdata */
} Owner;

static void grow_mentions(Scan *s) {
  Owner *owner = s->owner;
  size_t capacity = s->capacity ? s->capacity * 2 : (size_t)(s->end - s->text) / 40 + 64;
  Mention *grown = lua_newuserdatauv(owner->L, capacity * sizeof(Mention), 0);
  if (s->count > 0) {
    memcpy(grown, s->mentions, s->count * sizeof(Mention));
  }
  lua_setiuservalue(owner->L, owner->handle, UV_MENTIONS);
  s->mentions = grown;
  s->capacity = capacity;
}

static void grow_sentences(Scan *s) {
  Owner *owner = s->owner;
  size_t guess = (size_t)(s->end - s->text) / 80 + 16;
  size_t capacity = s->sentence_capacity ? s->sentence_capacity * 2 : guess;
  Sentence *grown = lua_newuserdatauv(owner->L, capacity * sizeof(Sentence), 0);
  if (s->sentence_count > 0) {
    memcpy(grown, s->sentences, s->sentence_count * sizeof(Sentence));
  }
  lua_setiuservalue(owner->L, owner->handle, UV_SENTENCES);
  s->sentences = grown;
  s->sentence_capacity = capacity;
}

static void poll(Scan *s) { wl_poll(((Owner *)s->owner)->L); }

/* tables:scan(text) -> mentions */
static int tables_scan(lua_State *L) {
  const Tables *tables = check_tables(L, 1);
  size_t size = 0;
  const char *text = luaL_checklstring(L, 2, &size);
  luaL_argcheck(L, size < UINT32_MAX, 2, "text is 4 GB or longer");
  lua_settop(L, 2);
  Mentions *m = lua_newuserdatauv(L, sizeof *m, UV_COUNT);
  memset(m, 0, sizeof *m);
  luaL_setmetatable(L, SCAN_MENTIONS);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, 3, UV_TEXT);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, 3, UV_TABLES);
  Owner owner = {L, 3};
  Scan s = {.tables = tables, .text = (const uint8_t *)text, .end = (const uint8_t *)text + size,
            .owner = &owner, .grow_mentions = grow_mentions, .grow_sentences = grow_sentences,
            .poll = poll};
  scan_run(&s);
  m->text = text;
  m->size = size;
  m->tables = tables;
  m->mentions = s.mentions;
  m->count = s.count;
  m->sentences = s.sentences;
  m->sentence_count = s.sentence_count;
  return 1;
}

/* ---- reading mentions ---- */

size_t wl_mention_offset(const Mentions *m, size_t offset) {
  size_t low = 0;
  size_t high = m->segment_count;
  if (high == 0) {
    return offset;
  }
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (m->segments[middle].reading <= offset) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return m->segments[low].text + (offset - m->segments[low].reading);
}

static const Mention *check_mention(lua_State *L, const Mentions *m, int arg) {
  lua_Integer i = luaL_checkinteger(L, arg);
  luaL_argcheck(L, i >= 1 && (size_t)i <= m->count, arg, "no such mention");
  return &m->mentions[i - 1];
}

/* mentions:place(segments): where the reading lies in the text; flat pairs reading, text, ... */
static int mentions_place(lua_State *L) {
  Mentions *m = wl_check_mentions(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Integer count = luaL_len(L, 2) / 2;
  Segment *segments = lua_newuserdatauv(L, (size_t)count * sizeof(Segment) + 1, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_geti(L, 2, i * 2 + 1);
    lua_geti(L, 2, i * 2 + 2);
    lua_Integer reading = luaL_checkinteger(L, -2);
    lua_Integer text = luaL_checkinteger(L, -1);
    luaL_argcheck(L, reading >= 1 && text >= 1 && text < UINT32_MAX, 2, "offset out of range");
    segments[i].reading = (size_t)reading - 1;
    segments[i].text = (size_t)text - 1;
    lua_pop(L, 2);
  }
  lua_setiuservalue(L, 1, UV_SEGMENTS);
  m->segments = segments;
  m->segment_count = (size_t)count;
  return 0;
}

/* mentions:locate(first, last) -> first, last in the document's text */
static int mentions_locate(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  lua_Integer first = luaL_checkinteger(L, 2);
  lua_Integer last = luaL_checkinteger(L, 3);
  luaL_argcheck(L, first >= 1, 2, "out of range");
  luaL_argcheck(L, last >= first && (size_t)last <= m->size, 3, "out of range");
  lua_pushinteger(L, (lua_Integer)wl_mention_offset(m, (size_t)first - 1) + 1);
  lua_pushinteger(L, (lua_Integer)wl_mention_offset(m, (size_t)last - 1) + 1);
  return 2;
}

static int mentions_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)wl_check_mentions(L, 1)->count);
  return 1;
}

/* mentions:sentences() -> count */
static int mentions_sentences(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)wl_check_mentions(L, 1)->sentence_count);
  return 1;
}

/* mentions:sentence(i) -> first, last, first_mention, last_mention, groups, quantities */
static int mentions_sentence(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  lua_Integer i = luaL_checkinteger(L, 2);
  luaL_argcheck(L, i >= 1 && (size_t)i <= m->sentence_count, 2, "no such sentence");
  const Sentence *s = &m->sentences[i - 1];
  size_t next = (size_t)i < m->sentence_count ? s[1].first_mention : m->count;
  lua_pushinteger(L, (lua_Integer)s->begin + 1);
  lua_pushinteger(L, (lua_Integer)s->end);
  lua_pushinteger(L, (lua_Integer)s->first_mention + 1);
  lua_pushinteger(L, (lua_Integer)next);
  lua_pushinteger(L, (lua_Integer)s->groups);
  lua_pushinteger(L, (lua_Integer)s->quantities);
  return 6;
}

/* mentions:find(i, groups[, quantities=0]) -> the next sentence from i on that has a term of these
 * groups and so many quantities, or nil */
static int mentions_find(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  lua_Integer i = luaL_checkinteger(L, 2);
  uint32_t groups = (uint32_t)luaL_checkinteger(L, 3);
  lua_Integer quantities = luaL_optinteger(L, 4, 0);
  luaL_argcheck(L, i >= 1, 2, "out of range");
  for (size_t k = (size_t)i - 1; k < m->sentence_count; k++) {
    if ((m->sentences[k].groups & groups) && m->sentences[k].quantities >= quantities) {
      lua_pushinteger(L, (lua_Integer)k + 1);
      return 1;
    }
  }
  return 0;
}

/* mentions:get(i) -> kind, class, first, last, term (names as strings; term 0: none) */
static int mentions_get(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  const Mention *x = check_mention(L, m, 2);
  lua_pushstring(L, scan_kind_names[x->kind]);
  lua_pushstring(L, scan_class_names[x->cls]);
  lua_pushinteger(L, (lua_Integer)x->begin + 1);
  lua_pushinteger(L, (lua_Integer)x->end);
  lua_pushinteger(L, (lua_Integer)x->term);
  return 5;
}

/* The number, from 0, of the first sentence that begins at this offset or behind it. */
static size_t sentence_from(const Mentions *m, size_t offset) {
  size_t low = 0;
  size_t high = m->sentence_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (m->sentences[middle].begin < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static bool has_word(const Mentions *m, const Sentence *s, const Wordset *words) {
  const uint8_t *text = (const uint8_t *)m->text;
  size_t size = 0;
  return wordset_find(words, text + s->begin, text + s->end, text + s->end, &size) != NULL;
}

/* mentions:plan(first, last, besides): the quantities of whole sentences in this range are targets,
 * but for sentences with one of the words */
static int mentions_plan(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  lua_Integer first = luaL_checkinteger(L, 2);
  lua_Integer last = luaL_checkinteger(L, 3);
  const Wordset *besides = luaL_checkudata(L, 4, "wenlu.wordset");
  luaL_argcheck(L, first >= 1, 2, "out of range");
  for (size_t i = sentence_from(m, (size_t)first - 1); i < m->sentence_count; i++) {
    const Sentence *s = &m->sentences[i];
    if ((lua_Integer)s->end > last) {
      break;
    }
    if (s->quantities > 0 && !has_word(m, s, besides)) {
      size_t next = i + 1 < m->sentence_count ? s[1].first_mention : m->count;
      for (size_t k = s->first_mention; k < next; k++) {
        m->mentions[k].status = STATUS_TARGET;
      }
      wl_poll(L);
    }
  }
  return 0;
}

void wl_push_value(lua_State *L, double value, int open) {
  if (open) {
    lua_pushnil(L);
  } else if (wl_is_whole(value)) {
    lua_pushinteger(L, (lua_Integer)value);
  } else {
    lua_pushnumber(L, value);
  }
}

/* mentions:value(i) -> low, high (nil: open), mark, status */
static int mentions_value(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  const Mention *x = check_mention(L, m, 2);
  wl_push_value(L, x->low, x->open & OPEN_LOW);
  wl_push_value(L, x->high, x->open & OPEN_HIGH);
  lua_pushstring(L, scan_mark_names[x->mark]);
  lua_pushstring(L, scan_status_names[x->status]);
  return 4;
}

/* mentions:number(i) -> first, last of the bare numeral (nothing when there is none) */
static int mentions_number(lua_State *L) {
  const Mention *x = check_mention(L, wl_check_mentions(L, 1), 2);
  if (x->number_end == 0) {
    return 0;
  }
  lua_pushinteger(L, (lua_Integer)x->number_begin + 1);
  lua_pushinteger(L, (lua_Integer)x->number_end);
  return 2;
}

/* mentions:counted(i) -> first, last of the noun counted (nothing when there is none) */
static int mentions_counted(lua_State *L) {
  const Mention *x = check_mention(L, wl_check_mentions(L, 1), 2);
  if (x->counted_end == 0) {
    return 0;
  }
  lua_pushinteger(L, (lua_Integer)x->counted_begin + 1);
  lua_pushinteger(L, (lua_Integer)x->counted_end);
  return 2;
}

/* mentions:period(i) -> basis, year, last_year, month, day, last_month, last_day */
static int mentions_period(lua_State *L) {
  static const char *const names[] = {"written", "relative", "missing"};
  const Mention *x = check_mention(L, wl_check_mentions(L, 1), 2);
  const PeriodValue *v = &x->period;
  lua_pushstring(L, names[v->basis]);
  lua_pushinteger(L, v->year);
  lua_pushinteger(L, v->last_year);
  lua_pushinteger(L, v->month);
  lua_pushinteger(L, v->day);
  lua_pushinteger(L, v->last_month);
  lua_pushinteger(L, v->last_day);
  return 7;
}

void wl_push_rows(lua_State *L, int handle) {
  lua_getiuservalue(L, handle, UV_TABLES);
  lua_getiuservalue(L, -1, 6);
  lua_replace(L, -2);
}

/* Pushes the normal form of a mention's unit ("" when it has none). */
void wl_push_unit(lua_State *L, int handle, const Mention *x) {
  if (!scan_is_measured(x) || x->term == 0) {
    lua_pushliteral(L, "");
    if (x->kind == KIND_QUANTITY && x->cls == CLASS_PERCENT) {
      lua_pushliteral(L, "%");
      lua_replace(L, -2);
    }
    return;
  }
  handle = lua_absindex(L, handle);
  lua_getiuservalue(L, handle, UV_TABLES);
  lua_getiuservalue(L, -1, 5);
  lua_geti(L, -1, x->term);
  lua_getfield(L, -1, "normal");
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_getfield(L, -1, "text");
  }
  lua_replace(L, -4);
  lua_pop(L, 2);
}

/* Pushes the normal name of a mention's term, or its text. */
void wl_push_term_name(lua_State *L, int handle, const Mention *x) {
  lua_getiuservalue(L, lua_absindex(L, handle), UV_TABLES);
  lua_getiuservalue(L, -1, 6);
  lua_geti(L, -1, x->term);
  if (lua_getfield(L, -1, "name") == LUA_TNIL) {
    lua_pop(L, 1);
    lua_getfield(L, -1, "text");
  }
  lua_replace(L, -4);
  lua_pop(L, 2);
}

/* mentions:unit(i) -> normal form of the unit, "" when there is none */
static int mentions_unit(lua_State *L) {
  const Mention *x = check_mention(L, wl_check_mentions(L, 1), 2);
  wl_push_unit(L, 1, x);
  return 1;
}

/* mentions:row(i) -> the row of the term table that made it, or nil */
static int mentions_row(lua_State *L) {
  const Mention *x = check_mention(L, wl_check_mentions(L, 1), 2);
  if (x->term == 0 || scan_is_measured(x)) {
    return 0;
  }
  lua_getiuservalue(L, 1, UV_TABLES);
  lua_getiuservalue(L, -1, 6);
  lua_geti(L, -1, x->term);
  return 1;
}

/* mentions:text() -> the scanned text */
static int mentions_text(lua_State *L) {
  wl_check_mentions(L, 1);
  lua_getiuservalue(L, 1, UV_TEXT);
  return 1;
}

static const luaL_Reg tables_methods[] = {{"scan", tables_scan}, {NULL, NULL}};

static const luaL_Reg mentions_methods[] = {
    {"place", mentions_place},       {"locate", mentions_locate}, {"sentences", mentions_sentences},
    {"sentence", mentions_sentence}, {"find", mentions_find},     {"get", mentions_get},
    {"value", mentions_value},       {"number", mentions_number}, {"counted", mentions_counted},
    {"period", mentions_period},     {"unit", mentions_unit},     {"row", mentions_row},
    {"text", mentions_text},         {"plan", mentions_plan},
    {NULL, NULL}};

static const luaL_Reg functions[] = {{"compile", wl_scan_compile}, {NULL, NULL}};

static void new_class(lua_State *L, const char *name, const luaL_Reg *methods) {
  luaL_newmetatable(L, name);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
}

int luaopen_wenlu_scan(lua_State *L) {
  new_class(L, SCAN_TABLES, tables_methods);
  lua_pop(L, 1);
  new_class(L, SCAN_MENTIONS, mentions_methods);
  lua_getfield(L, -1, "__index");
  lua_pushvalue(L, -2);
  luaL_setfuncs(L, scan_find_methods, 1);
  lua_pop(L, 1);
  lua_pushcfunction(L, mentions_len);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
