/* Lua module wenlu.sqlite: SQLite databases and transactions; statements are in sqlite_statement.c.
 * Lengths are bytes, `busy` is milliseconds, integers are 64 bits both ways.
 * A database is closed by close, by a to-be-closed variable or by the collector. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/fts_api.h"
#include "api/sqlite.h"
#include "wenlu.h"

#define GUARD_TYPE "wenlu.sqlite.Guard"
#define PROBE "SELECT 1 FROM sqlite_schema LIMIT 1"
#define DEFAULT_BUSY 5000
#define LONGEST_BUSY 86400000
#define SMALLEST_DATABASE 512 /* SQLite takes less for an empty database, and overwrites it */
#define QUOTED_SQL 300

/* An open transaction; closed on every way out of it. User value: 1 the database. */
typedef struct {
  sqlite_database *database;
  bool nested;
} sqlite_guard;

typedef struct {
  int flags;
  bool readonly;
  bool create;
  int busy;
} open_options;

sqlite_database *sqlite_check_database(lua_State *L, int arg) {
  sqlite_database *database = luaL_checkudata(L, arg, SQLITE_DATABASE_TYPE);
  luaL_argcheck(L, database->handle != NULL, arg, "database is closed");
  return database;
}

sqlite3 *wl_check_sqlite(lua_State *L, int arg) {
  return sqlite_check_database(L, arg)->handle;
}

const char *sqlite_check_sql(lua_State *L, int arg, size_t *length) {
  const char *sql = luaL_checklstring(L, arg, length);
  luaL_argcheck(L, memchr(sql, '\0', *length) == NULL, arg, "SQL contains a NUL");
  luaL_argcheck(L, *length < SQLITE_LONGEST_VALUE, arg, "SQL is too long");
  return sql;
}

/* The message is copied first: it belongs to SQLite, and the collector may finalize statements. */
int sqlite_raise(lua_State *L, const char *message, const char *sql, size_t length) {
  const char *dots = "";
  lua_pushstring(L, message);
  for (; length > 0 && strchr(" \t\r\n", *sql) != NULL; length--) {
    sql++;
  }
  if (length > QUOTED_SQL) {
    for (length = QUOTED_SQL; length > 0 && (sql[length] & 0xC0) == 0x80;) {
      length--;
    }
    dots = "...";
  }
  lua_pushlstring(L, sql, length);
  lua_pushfstring(L, "sqlite: %s (in: %s%s)", lua_tostring(L, -2), lua_tostring(L, -1), dots);
  return lua_error(L);
}

static void close_database(sqlite_database *database) {
  sqlite_close_statements(database);
  sqlite3_close_v2(database->handle);
  database->handle = NULL;
}

static bool option_flag(lua_State *L, const char *name, bool otherwise) {
  int type = lua_getfield(L, 2, name);
  bool value = type == LUA_TNIL ? otherwise : lua_toboolean(L, -1);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN) {
    luaL_argerror(L, 2, lua_pushfstring(L, "%s is not a boolean", name));
  }
  lua_pop(L, 1);
  return value;
}

static open_options check_options(lua_State *L) {
  open_options options = {.create = true, .busy = DEFAULT_BUSY};
  if (!lua_isnoneornil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    options.readonly = option_flag(L, "readonly", false);
    options.create = option_flag(L, "create", true);
    if (lua_getfield(L, 2, "busy") != LUA_TNIL) {
      int is_integer;
      lua_Integer busy = lua_tointegerx(L, -1, &is_integer);
      luaL_argcheck(L, is_integer && busy >= 0 && busy <= LONGEST_BUSY, 2,
                    "busy is not a number of milliseconds");
      options.busy = (int)busy;
    }
    lua_pop(L, 1);
  }
  options.create = options.create && !options.readonly;
  options.flags = SQLITE_OPEN_NOMUTEX;
  options.flags |= options.readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  options.flags |= options.create ? SQLITE_OPEN_CREATE : 0;
  return options;
}

static int fail_not_a_database(lua_State *L, const char *path) {
  return wl_fail(L, "not-a-database", "%s: not a SQLite database", path);
}

/* Fails on what SQLite would not refuse clearly, or would wait for; 0 if the path may be opened. */
static int refuse_path(lua_State *L, const char *path, const open_options *options) {
  struct stat found;
  if (stat(path, &found) != 0) {
    return errno == ENOENT && options->create ? 0 : wl_fail_errno(L, path, errno);
  }
  if (S_ISDIR(found.st_mode)) {
    return wl_fail_errno(L, path, EISDIR);
  }
  if (!S_ISREG(found.st_mode)) {
    return wl_fail(L, "not-a-file", "%s: not a regular file", path);
  }
  if (found.st_size > 0 && found.st_size < SMALLEST_DATABASE) {
    return fail_not_a_database(L, path);
  }
  return 0;
}

/* SQLite's second try, to read only, hides why a file could not be made: its folder tells. */
static int fail_create(lua_State *L, const char *path) {
  const char *slash = strrchr(path, '/');
  const char *folder = slash == NULL ? "." : lua_pushlstring(L, path, (size_t)(slash - path) + 1);
  return wl_fail_errno(L, path, access(folder, W_OK | X_OK) == 0 ? EACCES : errno);
}

static int fail_open(lua_State *L, const char *path, sqlite3 *handle, int result) {
  int number = sqlite3_system_errno(handle);
  switch (result & 0xFF) {
    case SQLITE_NOTADB:
      return fail_not_a_database(L, path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return wl_fail(L, "busy", "%s: locked by another program", path);
    case SQLITE_CORRUPT:
      return wl_fail(L, "corrupt", "%s: %s", path, sqlite3_errmsg(handle));
    case SQLITE_CANTOPEN:
      if (number == ENOENT) {
        return fail_create(L, path);
      }
      if (number != 0) {
        return wl_fail_errno(L, path, number);
      }
      break;
    default:
      break;
  }
  return wl_fail(L, "eio", "%s: %s", path, sqlite3_errmsg(handle));
}

static void configure(sqlite3 *handle, int busy) {
  sqlite3_busy_timeout(handle, busy);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, SQLITE_LONGEST_VALUE);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, NULL);
  /* "name" in double quotes is a column, never a string: a misspelt column is an error */
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
}

static sqlite_database *new_database(lua_State *L) {
  sqlite_database *database = lua_newuserdatauv(L, sizeof *database, 2);
  memset(database, 0, sizeof *database);
  luaL_setmetatable(L, SQLITE_DATABASE_TYPE);
  for (int generation = 1; generation <= 2; generation++) {
    lua_newtable(L);
    lua_setiuservalue(L, -2, generation);
  }
  return database;
}

/* sqlite.open(path [, {readonly, create, busy}]) -> database | nil, message, code */
static int sqlite_open(lua_State *L) {
  size_t length;
  const char *path = luaL_checklstring(L, 1, &length);
  luaL_argcheck(L, length > 0 && memchr(path, '\0', length) == NULL, 1, "not a path");
  open_options options = check_options(L);
  bool in_memory = strcmp(path, ":memory:") == 0;
  int refused = in_memory ? 0 : refuse_path(L, path, &options);
  if (refused != 0) {
    return refused;
  }
  /* Debian's SQLite reads a name that begins with file: as a URI */
  const char *name = strncmp(path, "file:", 5) == 0 ? lua_pushfstring(L, "./%s", path) : path;
  sqlite_database *database = new_database(L);
  int result = sqlite3_open_v2(name, &database->handle, options.flags, NULL);
  if (result == SQLITE_OK) {
    configure(database->handle, options.busy);
    wl_attach_fts(database->handle);
    result = sqlite3_exec(database->handle, PROBE, NULL, NULL, NULL);
  }
  int failed = 0;
  if (result != SQLITE_OK) {
    failed = fail_open(L, path, database->handle, result);
  } else if (!options.readonly && sqlite3_db_readonly(database->handle, "main") == 1) {
    failed = wl_fail(L, "eacces", "%s: can be read, but not written", path);
  }
  if (failed != 0) {
    close_database(database);
    return failed;
  }
  return 1;
}

/* sqlite.blob(string) -> blob */
static int sqlite_blob(lua_State *L) {
  luaL_checktype(L, 1, LUA_TSTRING);
  lua_newuserdatauv(L, 0, 1);
  luaL_setmetatable(L, SQLITE_BLOB_TYPE);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  return 1;
}

/* Runs one statement of a script; returns the rest, or NULL if it failed and is finalized. */
static const char *run_one(sqlite3 *handle, const char *sql, const char *end) {
  sqlite3_stmt *one = NULL;
  const char *rest = end;
  if (sqlite3_prepare_v2(handle, sql, (int)(end - sql) + 1, &one, &rest) != SQLITE_OK) {
    return NULL;
  }
  while (one != NULL && sqlite3_step(one) == SQLITE_ROW) {
  }
  return sqlite3_finalize(one) == SQLITE_OK ? rest : NULL;
}

/* database:exec(sql) */
static int database_exec(lua_State *L) {
  sqlite3 *handle = sqlite_check_database(L, 1)->handle;
  size_t length;
  const char *sql = sqlite_check_sql(L, 2, &length);
  const char *end = sql + length;
  while (sql < end) {
    const char *rest = run_one(handle, sql, end);
    if (rest == NULL) {
      return sqlite_raise(L, sqlite3_errmsg(handle), sql, (size_t)(end - sql));
    }
    sql = rest;
  }
  return 0;
}

static void control(lua_State *L, sqlite_database *database, const char *sql) {
  if (database->handle == NULL) {
    luaL_error(L, "sqlite: the database was closed inside its transaction");
  }
  if (sqlite3_exec(database->handle, sql, NULL, NULL, NULL) != SQLITE_OK) {
    sqlite_raise(L, sqlite3_errmsg(database->handle), sql, strlen(sql));
  }
}

/* Takes back what was not committed. What fails here was already rolled back by SQLite. */
static int guard_close(lua_State *L) {
  sqlite_guard *guard = luaL_checkudata(L, 1, GUARD_TYPE);
  sqlite_database *database = guard->database;
  guard->database = NULL;
  if (database != NULL && database->handle != NULL) {
    const char *sql = guard->nested ? "ROLLBACK TO wenlu; RELEASE wenlu" : "ROLLBACK";
    sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
  }
  return 0;
}

static const char *begin_sql(sqlite_database *database, bool nested) {
  if (nested) {
    return "SAVEPOINT wenlu";
  }
  /* taking the write lock at once: a reader that becomes a writer later could not wait for it */
  return sqlite3_db_readonly(database->handle, "main") == 1 ? "BEGIN" : "BEGIN IMMEDIATE";
}

/* database:transaction(fn) -> what fn(database) returned; an error rolls back and goes on */
static int database_transaction(lua_State *L) {
  sqlite_database *database = sqlite_check_database(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  sqlite_guard *guard = lua_newuserdatauv(L, sizeof *guard, 1);
  guard->database = NULL;
  guard->nested = !sqlite3_get_autocommit(database->handle);
  luaL_setmetatable(L, GUARD_TYPE);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, 3, 1);
  lua_toclose(L, 3);
  control(L, database, begin_sql(database, guard->nested));
  guard->database = database;
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 1);
  lua_call(L, 1, LUA_MULTRET);
  control(L, database, guard->nested ? "RELEASE wenlu" : "COMMIT");
  guard->database = NULL;
  return lua_gettop(L) - 3;
}

/* database:last_id() -> integer */
static int database_last_id(lua_State *L) {
  lua_pushinteger(L, sqlite3_last_insert_rowid(sqlite_check_database(L, 1)->handle));
  return 1;
}

/* database:changes() -> integer */
static int database_changes(lua_State *L) {
  lua_pushinteger(L, sqlite3_changes64(sqlite_check_database(L, 1)->handle));
  return 1;
}

/* database:interrupt() */
static int database_interrupt(lua_State *L) {
  sqlite3_interrupt(sqlite_check_database(L, 1)->handle);
  return 0;
}

/* database:close() */
static int database_close(lua_State *L) {
  close_database(luaL_checkudata(L, 1, SQLITE_DATABASE_TYPE));
  return 0;
}

static const luaL_Reg database_methods[] = {
  {"changes", database_changes},
  {"close", database_close},
  {"exec", database_exec},
  {"interrupt", database_interrupt},
  {"last_id", database_last_id},
  {"prepare", sqlite_database_prepare},
  {"row", sqlite_database_row},
  {"rows", sqlite_database_rows},
  {"transaction", database_transaction},
  {"value", sqlite_database_value},
  {NULL, NULL},
};

static const luaL_Reg no_methods[] = {{NULL, NULL}};

static const luaL_Reg sqlite_functions[] = {
  {"blob", sqlite_blob},
  {"open", sqlite_open},
  {NULL, NULL},
};

/* One close serves the method, the collector and to-be-closed variables. */
void sqlite_new_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close) {
  luaL_newmetatable(L, name);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  if (close != NULL) {
    lua_pushcfunction(L, close);
    lua_setfield(L, -2, "__gc");
    lua_pushcfunction(L, close);
    lua_setfield(L, -2, "__close");
  }
  lua_pop(L, 1);
}

int luaopen_wenlu_sqlite(lua_State *L) {
  /* One thread is all there is: no locks, and nobody asks how much memory is in use. */
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite_new_type(L, SQLITE_DATABASE_TYPE, database_methods, database_close);
  sqlite_open_statements(L);
  sqlite_new_type(L, GUARD_TYPE, no_methods, guard_close);
  sqlite_new_type(L, SQLITE_BLOB_TYPE, no_methods, NULL);
  luaL_newlib(L, sqlite_functions);
  return 1;
}
