/* wenlu.bulk: hands the rows of a document to SQLite without making Lua values of them.
 * bulk_pack.c turns them into a string, which may come from another process; bulk_table.c is the
 * virtual table that SQL reads it with. Statements belong to their database. */
#include <lauxlib.h>
#include <lua.h>
#include <sqlite3.h>

#include "bulk_api.h"
#include "wenlu.h"

/* bulk.attach(db) */
static int bulk_attach(lua_State *L) {
  sqlite3 *db = wl_check_sqlite(L, 1);
  if (wl_attach_packed(db) != SQLITE_OK) {
    return luaL_error(L, "sqlite: %s", sqlite3_errmsg(db));
  }
  return 0;
}

/* ids[table] for every table, less one: rows count from 1. */
static void read_ids(lua_State *L, int ids, PackedRows *rows) {
  lua_Integer tables = luaL_len(L, ids);
  luaL_argcheck(L, tables <= ROWS_TABLES, ids, "more than 64 tables");
  for (lua_Integer table = 1; table <= tables; table++) {
    lua_rawgeti(L, ids, table);
    rows->before[table] = luaL_checkinteger(L, -1) - 1;
    lua_pop(L, 1);
  }
}

static void write_section(lua_State *L, sqlite3_stmt *statement, PackedRows *rows) {
  int result = sqlite3_bind_pointer(statement, 1, rows, PACKED_POINTER, NULL);
  if (result == SQLITE_OK) {
    sqlite3_step(statement);
    result = sqlite3_reset(statement);
  }
  sqlite3_clear_bindings(statement);
  luaL_argcheck(L, !rows->damaged, 1, "not packed rows");
  if (result != SQLITE_OK) {
    const char *message = sqlite3_errmsg(sqlite3_db_handle(statement));
    luaL_error(L, "sqlite: %s (in: %s)", message, sqlite3_sql(statement));
  }
}

/* write(packed, statements, ids): ids[table] goes on by the rows of each table */
static int bulk_write(lua_State *L) {
  size_t size = 0;
  const uint8_t *at = (const uint8_t *)luaL_checklstring(L, 1, &size);
  const uint8_t *end = at + size;
  luaL_checktype(L, 2, LUA_TTABLE);
  luaL_checktype(L, 3, LUA_TTABLE);
  lua_settop(L, 3);
  PackedRows rows = {0};
  read_ids(L, 3, &rows);
  while (at < end) {
    luaL_argcheck(L, rows_get_section(&at, end, &rows.section), 1, "not packed rows");
    lua_rawgeti(L, 2, rows.section.table);
    write_section(L, wl_check_statement(L, 4), &rows);
    lua_pushinteger(L, rows.before[rows.section.table] + 1 + rows.section.rows);
    lua_rawseti(L, 3, rows.section.table);
    lua_settop(L, 3);
  }
  return 0;
}

static const luaL_Reg functions[] = {
  {"attach", bulk_attach},
  {"pack", wl_bulk_pack},
  {"stored", wl_bulk_stored},
  {"write", bulk_write},
  {NULL, NULL},
};

int luaopen_wenlu_bulk(lua_State *L);

int luaopen_wenlu_bulk(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
