/* The tables of wenlu.scan: rows of units and terms from Lua become lexicons and packed arrays.
 * Rows are kept as user values of the tables, so that mentions can lead back to them.
 * Nothing here outlives the userdata. */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "core/charset.h"
#include "core/scan.h"
#include "core/utf8.h"
#include "scan_api.h"
#include "wenlu.h"

static int field_option(lua_State *L, int row, const char *name, const char *standard,
                        const char *const names[]) {
  lua_getfield(L, row, name);
  const char *value = luaL_optstring(L, -1, standard);
  for (int i = 0; names[i] != NULL; i++) {
    if (strcmp(names[i], value) == 0) {
      lua_pop(L, 1);
      return i;
    }
  }
  return luaL_error(L, "scan: unknown %s '%s'", name, value);
}

static lua_Integer field_integer(lua_State *L, int row, const char *name, lua_Integer standard) {
  lua_getfield(L, row, name);
  lua_Integer value = luaL_optinteger(L, -1, standard);
  lua_pop(L, 1);
  return value;
}

static int field_true(lua_State *L, int row, const char *name) {
  lua_getfield(L, row, name);
  int value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

/* The text of row i of the list (valid UTF-8, not empty); leaves the row on the stack. */
static const char *row_text(lua_State *L, int list, lua_Integer i, size_t *size) {
  lua_geti(L, list, i);
  luaL_checktype(L, -1, LUA_TTABLE);
  lua_getfield(L, -1, "text");
  luaL_checktype(L, -1, LUA_TSTRING);
  const char *text = lua_tolstring(L, -1, size);
  if (*size == 0) {
    luaL_error(L, "scan: row %d has no text", (int)i);
  }
  int valid = utf8_valid((const uint8_t *)text, *size) == *size;
  if (!valid || memchr(text, 0, *size) != NULL) {
    luaL_error(L, "scan: the text of row %d is not UTF-8, or holds NUL", (int)i);
  }
  lua_pop(L, 1); /* the row keeps the string alive */
  return text;
}

/* Makes a lexicon of the `text` of each row; payload is the row's number. Pushes the userdata. */
/* Fills the matcher from the rows, numbered as they are; 0 when it is too small. */
static int add_rows(lua_State *L, int list, lua_Integer count, Matcher *matcher) {
  for (lua_Integer i = 1; i <= count; i++) {
    size_t size = 0;
    const char *text = row_text(L, list, i, &size);
    int has_room = matcher_has_room(matcher->head, size);
    uint32_t *number = has_room ? matcher_insert(matcher, (const uint8_t *)text, size) : NULL;
    if (number == NULL) {
      lua_pop(L, 1);
      return 0;
    }
    *number = (uint32_t)i;
    lua_pop(L, 1);
  }
  return 1;
}

/* A matcher of the rows' texts; pushes the memory it lies in. */
static void build_matcher(lua_State *L, int list, MatcherHead *head, Matcher *matcher) {
  lua_Integer count = luaL_len(L, list);
  size_t steps = (size_t)count;
  for (uint32_t seed = 0;; seed++) {
    matcher_init(head, (size_t)count, steps, seed);
    steps *= 2;
    size_t edges = matcher_edges_size(head);
    uint8_t *memory = lua_newuserdatauv(L, edges + matcher_filter_size(head), 0);
    memset(memory, 0, edges + matcher_filter_size(head));
    matcher->head = head;
    matcher->edges = (MatcherEdge *)(void *)memory;
    matcher->filter = (uint64_t *)(void *)(memory + edges);
    if (add_rows(L, list, count, matcher)) {
      return;
    }
    lua_pop(L, 1);
  }
}

static void read_not_before(lua_State *L, int row, Unit *unit) {
  size_t size = 0;
  lua_getfield(L, row, "not_before");
  const char *text = luaL_optlstring(L, -1, "", &size);
  const uint8_t *p = (const uint8_t *)text;
  const uint8_t *end = p + size;
  while (p < end && unit->forbidden < sizeof unit->not_before / sizeof *unit->not_before) {
    Utf8Char c = utf8_at(p, end);
    unit->not_before[unit->forbidden++] = c.cp;
    p += c.size;
  }
  lua_pop(L, 1);
}

static const Unit *build_units(lua_State *L, int list) {
  lua_Integer count = luaL_len(L, list);
  Unit *units = lua_newuserdatauv(L, (size_t)count * sizeof(Unit) + 1, 0);
  memset(units, 0, (size_t)count * sizeof(Unit));
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, list, i);
    int row = lua_gettop(L);
    Unit *unit = &units[i - 1];
    unit->cls = (uint8_t)field_option(L, row, "class", "count", scan_class_names);
    unit->arabic_only = (uint8_t)field_true(L, row, "arabic");
    lua_getfield(L, row, "factor");
    unit->factor = luaL_optnumber(L, -1, 1);
    lua_pop(L, 1);
    read_not_before(L, row, unit);
    lua_pop(L, 1);
  }
  return units;
}

/* period = {basis=, year=, last_year=, month=, last_month=} of a term such as 去年 or “十四五”. */
static PeriodValue read_period(lua_State *L, int row) {
  PeriodValue v = {0};
  lua_getfield(L, row, "period");
  if (lua_istable(L, -1)) {
    int t = lua_gettop(L);
    v.basis = (uint8_t)field_integer(L, t, "basis", YEAR_WRITTEN);
    v.year = (int16_t)field_integer(L, t, "year", 0);
    v.last_year = (int16_t)field_integer(L, t, "last_year", v.year);
    v.month = (uint8_t)field_integer(L, t, "month", 0);
    v.last_month = (uint8_t)field_integer(L, t, "last_month", v.month);
  }
  lua_pop(L, 1);
  return v;
}

static const Term *build_terms(lua_State *L, int list) {
  static const char *const roles[] = {"mention", "target", "target_back", NULL};
  lua_Integer count = luaL_len(L, list);
  Term *terms = lua_newuserdatauv(L, (size_t)count * sizeof(Term) + 1, 0);
  memset(terms, 0, (size_t)count * sizeof(Term));
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, list, i);
    int row = lua_gettop(L);
    Term *term = &terms[i - 1];
    term->kind = (uint8_t)field_option(L, row, "kind", "none", scan_kind_names);
    term->cls = (uint8_t)field_option(L, row, "class", "none", scan_class_names);
    term->role = (uint8_t)field_option(L, row, "role", "mention", roles);
    term->head = (uint8_t)field_true(L, row, "head");
    term->groups = (uint32_t)field_integer(L, row, "groups", 0);
    term->period = read_period(L, row);
    lua_pop(L, 1);
  }
  return terms;
}

/* scan.compile{units=, terms=} -> tables */
int wl_scan_compile(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_getfield(L, 1, "units");
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 1, "terms");
  luaL_checktype(L, 3, LUA_TTABLE);
  Tables *tables = lua_newuserdatauv(L, sizeof *tables, 6);
  memset(tables, 0, sizeof *tables);
  build_matcher(L, 2, &tables->units_head, &tables->units);
  lua_setiuservalue(L, 4, 1);
  build_matcher(L, 3, &tables->terms_head, &tables->terms);
  lua_setiuservalue(L, 4, 2);
  tables->unit = build_units(L, 2);
  lua_setiuservalue(L, 4, 3);
  tables->term = build_terms(L, 3);
  lua_setiuservalue(L, 4, 4);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, 4, 5); /* unit rows, for their normal forms */
  lua_pushvalue(L, 3);
  lua_setiuservalue(L, 4, 6); /* term rows */
  scan_make_gate(tables);
  luaL_setmetatable(L, SCAN_TABLES);
  return 1;
}
