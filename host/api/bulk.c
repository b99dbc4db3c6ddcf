/* wenlu.bulk: hands the rows of a document to SQLite without making Lua values of them.
 * bulk_pack.c turns them into a string, which may come from another process; bulk_table.c is the
 * virtual table that SQL reads it with. Statements belong to their database. */
#include <lauxlib.h>
#include <lua.h>
#include <sqlite3.h>
#include <string.h>

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

/* Reads how many rows of each table a document has, and counts the ids on. */
static void count_document(lua_State *L, PackedDocument *document, sqlite3_int64 *ids) {
  const uint8_t *at = document->at;
  Section section;
  memcpy(document->before, ids, sizeof document->before);
  while (at < document->end) {
    luaL_argcheck(L, rows_get_section(&at, document->end, &section), 1, "not packed rows");
    ids[section.table] += section.rows;
  }
}

/* The documents in the array at 1, which keeps their bytes alive; pushes the userdata that holds
 * them. `ids` are the last ones in use. */
static PackedRows check_documents(lua_State *L, sqlite3_int64 *ids) {
  size_t count = (size_t)luaL_len(L, 1);
  PackedDocument *documents = lua_newuserdatauv(L, count * sizeof *documents + 1, 0);
  for (size_t i = 0; i < count; i++) {
    size_t size = 0;
    lua_rawgeti(L, 1, (lua_Integer)i + 1);
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 1, "not packed rows");
    documents[i].at = (const uint8_t *)lua_tolstring(L, -1, &size);
    documents[i].end = documents[i].at + size;
    count_document(L, &documents[i], ids);
    lua_pop(L, 1);
  }
  return (PackedRows){.documents = documents, .count = count};
}

/* Runs the statement of a table over its rows in all documents. */
static void write_table(lua_State *L, sqlite3_stmt *statement, PackedRows *rows) {
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

/* write(documents, statements, ids): ids[table] goes on by the rows of each table */
static int bulk_write(lua_State *L) {
  for (int arg = 1; arg <= 3; arg++) {
    luaL_checktype(L, arg, LUA_TTABLE);
  }
  lua_settop(L, 3);
  sqlite3_int64 ids[ROWS_TABLES + 1] = {0};
  lua_Integer tables = luaL_len(L, 3);
  luaL_argcheck(L, tables <= ROWS_TABLES, 3, "more than 64 tables");
  for (lua_Integer table = 1; table <= tables; table++) {
    lua_rawgeti(L, 3, table);
    ids[table] = luaL_checkinteger(L, -1) - 1;
    lua_pop(L, 1);
  }
  PackedRows rows = check_documents(L, ids);
  for (rows.table = 1; rows.table <= tables; rows.table++) {
    lua_rawgeti(L, 2, rows.table);
    write_table(L, wl_check_statement(L, -1), &rows);
    lua_pushinteger(L, ids[rows.table] + 1);
    lua_rawseti(L, 3, rows.table);
    lua_pop(L, 1);
  }
  return 0;
}

static const luaL_Reg functions[] = {
  {"attach", bulk_attach},
  {"stored", wl_bulk_stored},
  {"write", bulk_write},
  {NULL, NULL},
};

int luaopen_wenlu_bulk(lua_State *L);

int luaopen_wenlu_bulk(lua_State *L) {
  luaL_newlib(L, functions);
  wl_push_bulk_pack(L);
  lua_setfield(L, -2, "pack");
  return 1;
}
