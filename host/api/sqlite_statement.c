/* Statements of wenlu.sqlite: prepared by hand or cached by SQL text, run, read row by row.
 * A statement is reset at its end, on an error, and when its iterator is closed or collected.
 * Bound text is not copied while the caller's stack holds it; an iterator's is. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "api/sqlite.h"
#include "wenlu.h"

#define STATEMENT_TYPE "wenlu.sqlite.Statement"
#define CURSOR_TYPE "wenlu.sqlite.Cursor"
#define CACHED_STATEMENTS 64 /* in the newer of two generations */

/* User values: 1 the database, 2 the column names. */
struct sqlite_statement {
  sqlite3_stmt *handle;
  sqlite_database *database;
  sqlite_statement *next;
  sqlite_statement **link; /* what points here in the database's list */
  uint64_t run;            /* counts executions: tells an iterator that its rows are gone */
  int columns;
  int prepared; /* SQLite's count of re-preparations when the names were read, -1: never */
  bool active;  /* stepped and not reset */
  bool lent;    /* an iterator reads it */
};

/* One execution that is read row by row. User value: 1 the statement. */
typedef struct {
  sqlite_statement *statement;
  uint64_t run;
} sqlite_cursor;

static sqlite_statement *check_statement(lua_State *L, int arg) {
  sqlite_statement *statement = luaL_checkudata(L, arg, STATEMENT_TYPE);
  luaL_argcheck(L, statement->handle != NULL, arg, "statement is closed");
  return statement;
}

sqlite3_stmt *wl_check_statement(lua_State *L, int arg) { return check_statement(L, arg)->handle; }

static void close_statement(sqlite_statement *statement) {
  if (statement->handle != NULL) {
    sqlite3_finalize(statement->handle);
    statement->handle = NULL;
    *statement->link = statement->next;
    if (statement->next != NULL) {
      statement->next->link = statement->link;
    }
  }
}

void sqlite_close_statements(sqlite_database *database) {
  while (database->statements != NULL) {
    close_statement(database->statements);
  }
}

static void reset_statement(sqlite_statement *statement) {
  sqlite3_reset(statement->handle);
  statement->active = false;
  statement->lent = false;
}

/* Raises SQLite's message about a failed bind or step. */
static int raise_statement(lua_State *L, sqlite_statement *statement) {
  const char *sql = sqlite3_sql(statement->handle);
  reset_statement(statement);
  return sqlite_raise(L, sqlite3_errmsg(statement->database->handle), sql, strlen(sql));
}

/* Pushes a statement that is registered with its database and not prepared. */
static sqlite_statement *new_statement(lua_State *L, int database_arg) {
  sqlite_statement *statement = lua_newuserdatauv(L, sizeof *statement, 2);
  memset(statement, 0, sizeof *statement);
  luaL_setmetatable(L, STATEMENT_TYPE);
  statement->database = lua_touserdata(L, database_arg);
  statement->prepared = -1;
  lua_pushvalue(L, database_arg);
  lua_setiuservalue(L, -2, 1);
  return statement;
}

static void adopt_statement(sqlite_database *database, sqlite_statement *statement) {
  statement->next = database->statements;
  statement->link = &database->statements;
  if (statement->next != NULL) {
    statement->next->link = &statement->next;
  }
  database->statements = statement;
}

/* Whether SQL follows the first statement, other than blanks and comments. */
static bool has_more_sql(sqlite3 *handle, const char *tail, const char *end) {
  sqlite3_stmt *second = NULL;
  while (tail < end && strchr(" \t\r\n;", *tail) != NULL) {
    tail++;
  }
  if (tail == end) {
    return false;
  }
  int result = sqlite3_prepare_v2(handle, tail, (int)(end - tail), &second, NULL);
  sqlite3_finalize(second);
  return result != SQLITE_OK || second != NULL;
}

/* Prepares the SQL at sql_arg and pushes the statement. */
static sqlite_statement *prepare(lua_State *L, int database_arg, int sql_arg) {
  size_t length;
  const char *tail = NULL;
  const char *sql = sqlite_check_sql(L, sql_arg, &length);
  sqlite_statement *statement = new_statement(L, database_arg);
  sqlite3 *handle = statement->database->handle;
  int result = sqlite3_prepare_v3(handle, sql, (int)length + 1, SQLITE_PREPARE_PERSISTENT,
                                  &statement->handle, &tail);
  if (result != SQLITE_OK) {
    sqlite_raise(L, sqlite3_errmsg(handle), sql, length);
  }
  if (statement->handle == NULL) {
    sqlite_raise(L, "there is no statement", sql, length);
  }
  adopt_statement(statement->database, statement);
  if (has_more_sql(handle, tail, sql + length)) {
    close_statement(statement);
    sqlite_raise(L, "there is more than one statement", sql, length);
  }
  statement->columns = sqlite3_column_count(statement->handle);
  return statement;
}

/* Text and blobs are not copied when `keep` is SQLITE_STATIC: the caller's stack holds them. */
static int bind_value(lua_State *L, sqlite3_stmt *handle, int parameter, int arg,
                      sqlite3_destructor_type keep) {
  size_t length;
  const char *text;
  switch (lua_type(L, arg)) {
    case LUA_TNIL:
      return sqlite3_bind_null(handle, parameter);
    case LUA_TBOOLEAN:
      return sqlite3_bind_int(handle, parameter, lua_toboolean(L, arg));
    case LUA_TSTRING:
      text = lua_tolstring(L, arg, &length);
      return sqlite3_bind_text64(handle, parameter, text, length, keep, SQLITE_UTF8);
    case LUA_TNUMBER:
      if (lua_isinteger(L, arg)) {
        return sqlite3_bind_int64(handle, parameter, lua_tointeger(L, arg));
      }
      luaL_argcheck(L, !isnan(lua_tonumber(L, arg)), arg, "SQLite cannot store a NaN");
      return sqlite3_bind_double(handle, parameter, lua_tonumber(L, arg));
    default:
      if (luaL_testudata(L, arg, SQLITE_BLOB_TYPE) == NULL) {
        return luaL_typeerror(L, arg, "number, string, boolean, nil or sqlite.blob");
      }
      lua_getiuservalue(L, arg, 1);
      text = lua_tolstring(L, -1, &length);
      lua_pop(L, 1);
      return sqlite3_bind_blob64(handle, parameter, text, length, keep);
  }
}

/* Begins a new execution with the arguments first to last; an iterator over the old one ends. */
static void start(lua_State *L, sqlite_statement *statement, int first, int last,
                  sqlite3_destructor_type keep) {
  sqlite3_stmt *handle = statement->handle;
  int wanted = sqlite3_bind_parameter_count(handle);
  int given = last - first + 1;
  if (statement->active) {
    reset_statement(statement);
  }
  statement->run++;
  if (given != wanted) {
    const char *sql = sqlite3_sql(handle);
    const char *message = lua_pushfstring(L, "%d values for %d parameters", given, wanted);
    sqlite_raise(L, message, sql, strlen(sql));
  }
  for (int i = 0; i < given; i++) {
    if (bind_value(L, handle, i + 1, first + i, keep) != SQLITE_OK) {
      raise_statement(L, statement);
    }
  }
}

/* Whether there is a row; at the end the statement is reset, on an error it raises. */
static bool step(lua_State *L, sqlite_statement *statement) {
  statement->active = true;
  int result = sqlite3_step(statement->handle);
  if (result == SQLITE_ROW) {
    return true;
  }
  if (result != SQLITE_DONE) {
    raise_statement(L, statement);
  }
  reset_statement(statement);
  return false;
}

/* SQLite gives no pointer for an empty blob, nor when memory is short. */
static void push_bytes(lua_State *L, sqlite3_stmt *handle, int column, const void *bytes) {
  if (bytes == NULL && sqlite3_errcode(sqlite3_db_handle(handle)) == SQLITE_NOMEM) {
    luaL_error(L, "not enough memory");
  }
  lua_pushlstring(L, bytes, (size_t)sqlite3_column_bytes(handle, column));
}

static void push_column(lua_State *L, sqlite3_stmt *handle, int column) {
  switch (sqlite3_column_type(handle, column)) {
    case SQLITE_INTEGER:
      lua_pushinteger(L, sqlite3_column_int64(handle, column));
      break;
    case SQLITE_FLOAT:
      lua_pushnumber(L, sqlite3_column_double(handle, column));
      break;
    case SQLITE_NULL:
      lua_pushnil(L);
      break;
    case SQLITE_TEXT:
      push_bytes(L, handle, column, sqlite3_column_text(handle, column));
      break;
    default:
      push_bytes(L, handle, column, sqlite3_column_blob(handle, column));
      break;
  }
}

static void read_names(lua_State *L, sqlite_statement *statement, int statement_slot) {
  statement->columns = sqlite3_column_count(statement->handle);
  lua_createtable(L, statement->columns, 0);
  for (int i = 0; i < statement->columns; i++) {
    lua_pushstring(L, sqlite3_column_name(statement->handle, i));
    lua_rawseti(L, -2, i + 1);
  }
  lua_setiuservalue(L, statement_slot, 2);
}

/* Pushes the table of column names; SQLite prepares again by itself when the schema has changed. */
static void push_names(lua_State *L, sqlite_statement *statement, int statement_slot) {
  int prepared = sqlite3_stmt_status(statement->handle, SQLITE_STMTSTATUS_REPREPARE, 0);
  if (prepared != statement->prepared) {
    read_names(L, statement, statement_slot);
    statement->prepared = prepared;
  }
  lua_getiuservalue(L, statement_slot, 2);
}

/* Pushes the present row as a record; names are in the table at names_slot. */
static void push_record(lua_State *L, sqlite_statement *statement, int names_slot) {
  int columns = statement->columns;
  lua_createtable(L, 0, columns);
  for (int i = 0; i < columns; i++) {
    lua_rawgeti(L, names_slot, i + 1);
    push_column(L, statement->handle, i);
    lua_rawset(L, -3);
  }
}

static int cursor_close(lua_State *L) {
  sqlite_cursor *cursor = luaL_checkudata(L, 1, CURSOR_TYPE);
  sqlite_statement *statement = cursor->statement;
  cursor->statement = NULL;
  if (statement != NULL && statement->handle != NULL && statement->run == cursor->run) {
    reset_statement(statement);
  }
  return 0;
}

/* The iterator. Upvalues: the cursor, its statement. */
static int cursor_next(lua_State *L) {
  sqlite_cursor *cursor = lua_touserdata(L, lua_upvalueindex(1));
  sqlite_statement *statement = cursor->statement;
  if (statement == NULL) {
    return 0;
  }
  if (statement->handle == NULL) {
    return luaL_error(L, "sqlite: the statement was closed while its rows were read");
  }
  if (statement->run != cursor->run) {
    return luaL_error(L, "sqlite: the statement was run again while its rows were read");
  }
  cursor->statement = NULL; /* and stays so at the end, or when the step raises */
  if (!step(L, statement)) {
    return 0;
  }
  cursor->statement = statement;
  lua_settop(L, 0);
  push_names(L, statement, lua_upvalueindex(2));
  push_record(L, statement, 1);
  return 1;
}

/* Pushes the four values of a generic `for` over a statement that was started. */
static int push_cursor(lua_State *L, sqlite_statement *statement, int statement_slot) {
  sqlite_cursor *cursor = lua_newuserdatauv(L, sizeof *cursor, 1);
  int slot = lua_gettop(L);
  cursor->statement = NULL;
  luaL_setmetatable(L, CURSOR_TYPE);
  lua_pushvalue(L, statement_slot);
  lua_setiuservalue(L, slot, 1);
  lua_pushvalue(L, slot);
  lua_pushvalue(L, statement_slot);
  lua_pushcclosure(L, cursor_next, 2);
  cursor->statement = statement;
  cursor->run = statement->run;
  statement->active = true;
  statement->lent = true;
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, slot);
  return 4;
}

/* statement:run(...) -> changes */
static int statement_run(lua_State *L) {
  sqlite_statement *statement = check_statement(L, 1);
  sqlite3 *handle = statement->database->handle;
  start(L, statement, 2, lua_gettop(L), SQLITE_STATIC);
  sqlite3_int64 before = sqlite3_total_changes64(handle);
  while (step(L, statement)) {
  }
  bool changed = sqlite3_total_changes64(handle) != before;
  lua_pushinteger(L, changed ? sqlite3_changes64(handle) : 0);
  return 1;
}

/* statement:rows(...) -> iterator, nil, nil, cursor */
static int statement_rows(lua_State *L) {
  sqlite_statement *statement = check_statement(L, 1);
  start(L, statement, 2, lua_gettop(L), SQLITE_TRANSIENT);
  return push_cursor(L, statement, 1);
}

/* statement:close() */
static int statement_close(lua_State *L) {
  close_statement(luaL_checkudata(L, 1, STATEMENT_TYPE));
  return 0;
}

/* Finalizes what the older generation still holds and makes the newer one the older. */
static void rotate_cache(lua_State *L, sqlite_database *database) {
  lua_getiuservalue(L, 1, 2);
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
    sqlite_statement *statement = lua_touserdata(L, -1);
    if (!statement->active) {
      close_statement(statement);
    }
  }
  lua_getiuservalue(L, 1, 1);
  lua_setiuservalue(L, 1, 2);
  lua_newtable(L);
  lua_setiuservalue(L, 1, 1);
  lua_pop(L, 1);
  database->cached = 0;
}

/* Puts the statement on top of the stack into the newer generation. */
static void cache_statement(lua_State *L, sqlite_database *database) {
  if (database->cached >= CACHED_STATEMENTS) {
    rotate_cache(L, database);
  }
  lua_getiuservalue(L, 1, 1);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -3);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  database->cached++;
}

/* Pushes the statement cached for the SQL at 2 in that generation of the database at 1, or nil. */
static sqlite_statement *find_statement(lua_State *L, int generation) {
  lua_getiuservalue(L, 1, generation);
  lua_pushvalue(L, 2);
  lua_rawget(L, -2);
  lua_remove(L, -2);
  return lua_touserdata(L, -1);
}

static void forget_older(lua_State *L) {
  lua_getiuservalue(L, 1, 2);
  lua_pushvalue(L, 2);
  lua_pushnil(L);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

/* Pushes a statement for the SQL at 2; one that an iterator reads is left alone. */
static sqlite_statement *acquire(lua_State *L) {
  sqlite_database *database = sqlite_check_database(L, 1);
  luaL_checktype(L, 2, LUA_TSTRING);
  sqlite_statement *statement = find_statement(L, 1);
  if (statement == NULL) {
    lua_pop(L, 1);
    statement = find_statement(L, 2);
    if (statement == NULL) {
      lua_pop(L, 1);
      statement = prepare(L, 1, 2);
    } else {
      forget_older(L);
    }
    cache_statement(L, database);
  }
  if (statement->lent) {
    lua_pop(L, 1);
    statement = prepare(L, 1, 2);
  }
  return statement;
}

/* database:prepare(sql) -> statement */
int sqlite_database_prepare(lua_State *L) {
  sqlite_check_database(L, 1);
  prepare(L, 1, 2);
  return 1;
}

/* database:rows(sql, ...) -> iterator, nil, nil, cursor */
int sqlite_database_rows(lua_State *L) {
  int last = lua_gettop(L);
  sqlite_statement *statement = acquire(L);
  start(L, statement, 3, last, SQLITE_TRANSIENT);
  return push_cursor(L, statement, lua_gettop(L));
}

/* database:row(sql, ...) -> record | nil */
int sqlite_database_row(lua_State *L) {
  int last = lua_gettop(L);
  sqlite_statement *statement = acquire(L);
  int slot = lua_gettop(L);
  start(L, statement, 3, last, SQLITE_STATIC);
  if (!step(L, statement)) {
    return 0;
  }
  push_names(L, statement, slot);
  push_record(L, statement, slot + 1);
  reset_statement(statement);
  return 1;
}

/* database:value(sql, ...) -> value | nil */
int sqlite_database_value(lua_State *L) {
  int last = lua_gettop(L);
  sqlite_statement *statement = acquire(L);
  start(L, statement, 3, last, SQLITE_STATIC);
  if (!step(L, statement)) {
    return 0;
  }
  push_column(L, statement->handle, 0);
  reset_statement(statement);
  return 1;
}

static const luaL_Reg statement_methods[] = {
  {"close", statement_close},
  {"rows", statement_rows},
  {"run", statement_run},
  {NULL, NULL},
};

static const luaL_Reg no_methods[] = {{NULL, NULL}};

void sqlite_open_statements(lua_State *L) {
  sqlite_new_type(L, STATEMENT_TYPE, statement_methods, statement_close);
  sqlite_new_type(L, CURSOR_TYPE, no_methods, cursor_close);
}
