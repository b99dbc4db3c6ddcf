/* wenlu.bulk: hands packed mentions to SQLite without making Lua values of them.
 * Positions are stored as 1-based bytes of the document's text, ranges inclusive.
 * Statements belong to their database; nothing is allocated here. */
#include <lauxlib.h>
#include <lua.h>
#include <sqlite3.h>
#include <string.h>

#include "scan_api.h"
#include "wenlu.h"

enum { COLUMNS = 12 };

static void bind_name(sqlite3_stmt *s, int column, const char *name) {
  sqlite3_bind_text(s, column, name, -1, SQLITE_STATIC);
}

static void bind_number(sqlite3_stmt *s, int column, double value) {
  if (wl_is_whole(value)) {
    sqlite3_bind_int64(s, column, (sqlite3_int64)value);
  } else {
    sqlite3_bind_double(s, column, value);
  }
}

/* low, high, mark, unit, counted and status of a quantity; all NULL for other kinds. */
static void bind_quantity(lua_State *L, sqlite3_stmt *s, int at, const Mentions *m,
                          const Mention *x) {
  if (!(x->open & OPEN_LOW)) {
    bind_number(s, at, x->low);
  }
  if (!(x->open & OPEN_HIGH)) {
    bind_number(s, at + 1, x->high);
  }
  bind_name(s, at + 2, scan_mark_names[x->mark]);
  wl_push_unit(L, 1, x);
  size_t size = 0;
  const char *unit = lua_tolstring(L, -1, &size);
  sqlite3_bind_text(s, at + 3, unit, (int)size, SQLITE_STATIC); /* the unit table keeps it alive */
  lua_pop(L, 1);
  if (x->counted_end > 0) {
    sqlite3_bind_text(s, at + 4, m->text + x->counted_begin,
                      (int)(x->counted_end - x->counted_begin), SQLITE_STATIC);
  }
  bind_name(s, at + 5, scan_status_names[x->status]);
}

/* `counted` of an initiative: the word that says what it is (品牌, 书记项目). */
static void bind_term(lua_State *L, sqlite3_stmt *s, int at, const Mention *x) {
  wl_push_term_name(L, 1, x);
  size_t size = 0;
  const char *name = lua_tolstring(L, -1, &size);
  if (name != NULL) {
    sqlite3_bind_text(s, at, name, (int)size, SQLITE_STATIC); /* the term table keeps it alive */
  }
  lua_pop(L, 1);
}

static void bind_mention(lua_State *L, sqlite3_stmt *s, int row, const Mentions *m,
                         const Mention *x, sqlite3_int64 document, sqlite3_int64 id) {
  int at = row * COLUMNS + 1;
  sqlite3_bind_int64(s, at, id);
  sqlite3_bind_int64(s, at + 1, document);
  bind_name(s, at + 2, scan_kind_names[x->kind]);
  bind_name(s, at + 3, scan_class_names[x->cls]);
  sqlite3_bind_int64(s, at + 4, (sqlite3_int64)wl_mention_offset(m, x->begin) + 1);
  sqlite3_bind_int64(s, at + 5, (sqlite3_int64)wl_mention_offset(m, x->end - 1) + 1);
  if (scan_is_measured(x)) {
    bind_quantity(L, s, at + 6, m, x);
  } else if (x->kind == KIND_INITIATIVE && x->term != 0) {
    bind_term(L, s, at + 10, x);
  }
}

static void step(lua_State *L, sqlite3_stmt *s) {
  int result = sqlite3_step(s);
  sqlite3_reset(s);
  sqlite3_clear_bindings(s);
  if (result != SQLITE_DONE) {
    luaL_error(L, "sqlite: %s (in: %s)", sqlite3_errmsg(sqlite3_db_handle(s)), sqlite3_sql(s));
  }
}

/* The mentions from `from` on that are stored: cue words and unnamed quotations are not. */
static size_t next_stored(const Mentions *m, size_t from) {
  while (from < m->count && m->mentions[from].kind >= KIND_CUE) {
    from++;
  }
  return from;
}

/* bulk.mentions(mentions, one, many, document, id) -> next free id.
 * `one` inserts one row of twelve columns, `many` a whole number of them. */
static int bulk_mentions(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  sqlite3_stmt *one = wl_check_statement(L, 2);
  sqlite3_stmt *many = wl_check_statement(L, 3);
  sqlite3_int64 document = luaL_checkinteger(L, 4);
  sqlite3_int64 id = luaL_checkinteger(L, 5);
  int rows = sqlite3_bind_parameter_count(many) / COLUMNS;
  int right = sqlite3_bind_parameter_count(one) == COLUMNS && rows > 0;
  luaL_argcheck(L, right, 2, "not twelve columns");
  size_t left = 0;
  sqlite3_clear_bindings(one);
  sqlite3_clear_bindings(many);
  for (size_t i = next_stored(m, 0); i < m->count; i = next_stored(m, i + 1)) {
    left++;
  }
  int row = 0;
  for (size_t i = next_stored(m, 0); i < m->count; i = next_stored(m, i + 1)) {
    sqlite3_stmt *s = left + (size_t)row >= (size_t)rows ? many : one;
    bind_mention(L, s, row, m, &m->mentions[i], document, id++);
    left--;
    row++;
    if (s == one || row == rows) {
      step(L, s);
      row = 0;
    }
  }
  lua_pushinteger(L, id);
  return 1;
}

static const luaL_Reg functions[] = {{"mentions", bulk_mentions}, {NULL, NULL}};

int luaopen_wenlu_bulk(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
