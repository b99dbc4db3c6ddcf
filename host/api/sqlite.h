/* What sqlite.c (databases, transactions) and sqlite_statement.c (statements, rows) share.
 * A database owns its statements and finalizes them when it closes; a statement keeps it alive.
 * Nothing here outlives its Lua state, and two states share nothing. */
#ifndef WENLU_API_SQLITE_H
#define WENLU_API_SQLITE_H

#include <lauxlib.h>
#include <lua.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#define SQLITE_DATABASE_TYPE "wenlu.sqlite.Database"
#define SQLITE_BLOB_TYPE "wenlu.sqlite.Blob"
#define SQLITE_LONGEST_VALUE (256 * 1024 * 1024)

typedef struct sqlite_statement sqlite_statement;

/* User values: 1 and 2 are the newer and the older statements that are cached by SQL text. */
typedef struct {
  sqlite3 *handle;
  sqlite_statement *statements;
  int cached;
} sqlite_database;

/* sqlite.c */
sqlite_database *sqlite_check_database(lua_State *L, int arg);
const char *sqlite_check_sql(lua_State *L, int arg, size_t *length);

/* Raises "sqlite: message (in: SQL)"; long SQL is cut at a whole character. */
int sqlite_raise(lua_State *L, const char *message, const char *sql, size_t length);

/* One close serves the method, the collector and to-be-closed variables. */
void sqlite_new_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close);

/* sqlite_statement.c */
void sqlite_close_statements(sqlite_database *database);
void sqlite_open_statements(lua_State *L);
int sqlite_database_prepare(lua_State *L);
int sqlite_database_row(lua_State *L);
int sqlite_database_rows(lua_State *L);
int sqlite_database_value(lua_State *L);

#endif
