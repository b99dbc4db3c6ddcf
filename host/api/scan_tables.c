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
static Lexicon *build_lexicon(lua_State *L, int list) {
  lua_Integer count = luaL_len(L, list);
  size_t characters = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    size_t size = 0;
    const char *text = row_text(L, list, i, &size);
    for (size_t k = 0; k < size; k++) {
      characters += ((uint8_t)text[k] & 0xC0) != 0x80;
    }
    lua_pop(L, 1);
  }
  Lexicon *lexicon = lua_newuserdatauv(L, lexicon_size(characters), 0);
  lexicon_init(lexicon, characters);
  for (lua_Integer i = 1; i <= count; i++) {
    size_t size = 0;
    const char *text = row_text(L, list, i, &size);
    if (!lexicon_add(lexicon, (const uint8_t *)text, size, (uint32_t)i)) {
      luaL_error(L, "scan: too many terms");
    }
    lua_pop(L, 1);
  }
  return lexicon;
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
  tables->units = build_lexicon(L, 2);
  lua_setiuservalue(L, 4, 1);
  tables->terms = build_lexicon(L, 3);
  lua_setiuservalue(L, 4, 2);
  tables->unit = build_units(L, 2);
  lua_setiuservalue(L, 4, 3);
  tables->term = build_terms(L, 3);
  lua_setiuservalue(L, 4, 4);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, 4, 5); /* unit rows, for their normal forms */
  lua_pushvalue(L, 3);
  lua_setiuservalue(L, 4, 6); /* term rows */
  scan_mark_special(tables);
  luaL_setmetatable(L, SCAN_TABLES);
  return 1;
}
