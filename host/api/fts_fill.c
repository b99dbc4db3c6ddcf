/* fts.fill: the index of an empty FTS5 table made at once, by sorting, in the format that FTS5
 * reads (SQLite's ext/fts5/fts5_index.c, "Details"): twice as fast as inserting row by row. Memory
 * is one userdata of Lua, some 90 MB at most, little of it touched for few rows; statements are
 * closed with it. */
#include <sqlite3.h>
#include <string.h>

#include "api/fts_api.h"
#include "core/leaves.h"
#include "core/postings.h"
#include "wenlu.h"

#define FILL_TYPE "wenlu.fts.Fill"

enum { DATA, SPLIT, SIZE, SOURCE, STATEMENTS, AVERAGES_ID = 1, STRUCTURE_ID = 10, SEGMENTS = 1000,
       SEGMENT_SHIFT = 37, PLACES = 1 << 16, FORMAT = 4, POLL_ROWS = 16 };

typedef struct Fill {
  sqlite3 *db;
  bool is_open; /* the tables behind the FTS5 table can be written until this is closed */
  sqlite3_stmt *statements[STATEMENTS];
  const char *table;
  uint32_t segments;
  uint32_t pages[SEGMENTS];
  uint32_t row;   /* of the present segment, from 0 */
  int32_t place;  /* of the token before */
  int64_t total_rows;
  int64_t total_tokens;
  int64_t ids[POSTINGS_ROWS];
  uint8_t places[POSTINGS_MOST]; /* those of one term in one row */
  LeafWriter writer;
  Postings postings;
} Fill;

static int fill_close(lua_State *L) {
  Fill *fill = luaL_checkudata(L, 1, FILL_TYPE);
  for (int i = 0; i < STATEMENTS; i++) {
    sqlite3_finalize(fill->statements[i]);
    fill->statements[i] = NULL;
  }
  if (fill->is_open) {
    sqlite3_db_config(fill->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    fill->is_open = false;
  }
  return 0;
}

static int raise(lua_State *L, sqlite3 *db) {
  return luaL_error(L, "sqlite: %s (in: fts.fill)", sqlite3_errmsg(db));
}

static void prepare(lua_State *L, Fill *fill, int which, const char *sql) {
  if (sqlite3_prepare_v2(fill->db, sql, -1, &fill->statements[which], NULL) != SQLITE_OK) {
    raise(L, fill->db);
  }
}

/* The first value of a query about the table; -1 when there is none. */
static int64_t value_of(lua_State *L, Fill *fill, const char *format) {
  sqlite3_stmt *statement = NULL;
  const char *sql = lua_pushfstring(L, format, fill->table);
  int64_t value = -1;
  if (sqlite3_prepare_v2(fill->db, sql, -1, &statement, NULL) != SQLITE_OK) {
    raise(L, fill->db);
  }
  if (sqlite3_step(statement) == SQLITE_ROW) {
    value = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return value;
}

/* The tables behind an FTS5 table are FTS5's to write, unless somebody takes care. */
static void prepare_all(lua_State *L, Fill *fill, const char *source) {
  const char *t = fill->table;
  const char *data = lua_pushfstring(L, "REPLACE INTO main.%s_data (id, block) VALUES (?, ?)", t);
  const char *split = lua_pushfstring(
      L, "INSERT INTO main.%s_idx (segid, term, pgno) VALUES (?, ?, ?)", t);
  const char *size = lua_pushfstring(L, "INSERT INTO main.%s_docsize (id, sz) VALUES (?, ?)", t);
  fill->is_open = true;
  sqlite3_db_config(fill->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  prepare(L, fill, DATA, data);
  prepare(L, fill, SPLIT, split);
  prepare(L, fill, SIZE, size);
  prepare(L, fill, SOURCE, source);
}

static bool run(sqlite3_stmt *statement) {
  sqlite3_step(statement);
  return sqlite3_reset(statement) == SQLITE_OK;
}

static bool put_block(Fill *fill, int64_t id, const uint8_t *block, size_t size) {
  sqlite3_stmt *data = fill->statements[DATA];
  sqlite3_bind_int64(data, 1, id);
  sqlite3_bind_blob64(data, 2, block, size, SQLITE_STATIC);
  return run(data);
}

static bool put_page(void *context, uint32_t number, const uint8_t *page, size_t size,
                     const uint8_t *split, size_t split_size) {
  Fill *fill = context;
  int64_t segment = fill->segments + 1;
  if (split != NULL) {
    sqlite3_stmt *statement = fill->statements[SPLIT];
    sqlite3_bind_int64(statement, 1, segment);
    sqlite3_bind_blob64(statement, 2, split, split_size, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, (int64_t)number << 1);
    if (!run(statement)) {
      return false;
    }
  }
  return put_block(fill, segment << SEGMENT_SHIFT | number, page, size);
}

/* Writes the places of a term in one row, from the posting `from` on; returns the next row's. */
static uint32_t write_row(Fill *fill, uint32_t from, uint32_t to) {
  const uint64_t *postings = fill->postings.sorted;
  uint32_t row = posting_row(postings[from]);
  uint32_t before = 0;
  size_t size = 0;
  for (; from < to && posting_row(postings[from]) == row; from++) {
    uint32_t place = posting_place(postings[from]);
    size += leaf_put_varint(fill->places + size, place - before + 2);
    before = place;
    if (size > sizeof fill->places - 8) {
      fill->writer.failed = true;
      return to;
    }
  }
  leaves_row(&fill->writer, fill->ids[row], fill->places, size);
  return from;
}

/* Ends the present segment; false: see SQLite's message. */
static bool write_segment(lua_State *L, Fill *fill) {
  Postings *postings = &fill->postings;
  uint32_t pages = 0;
  postings_sort(postings);
  leaves_begin(&fill->writer, put_page, fill);
  for (uint32_t i = 0; i < postings->term_count && !fill->writer.failed; i++) {
    uint8_t term[LEAF_TERM];
    uint32_t from;
    uint32_t to;
    uint32_t size = postings_term(postings, i, term, &from, &to);
    if (from < to) {
      leaves_term(&fill->writer, term, size);
    }
    while (from < to) {
      from = write_row(fill, from, to);
    }
    if (i % 256 == 0) {
      wl_poll(L);
    }
  }
  bool ok = leaves_end(&fill->writer, &pages);
  fill->pages[fill->segments++] = pages;
  postings_clear(postings);
  fill->row = 0;
  return ok;
}

static int take_token(void *context, int flags, const char *token, int size, int first, int end) {
  (void)first, (void)end;
  Fill *fill = context;
  fill->place += (flags & FTS5_TOKEN_COLOCATED) == 0;
  return postings_add(&fill->postings, (const uint8_t *)token, (uint32_t)size, fill->row,
                      (uint32_t)fill->place)
             ? SQLITE_OK
             : SQLITE_FULL;
}

/* Adds a row to the segment; false: there is no room, and nothing of it was added. */
static bool add_row(Fill *fill, int64_t id, const char *text, int size) {
  uint32_t before = fill->postings.count;
  fill->place = -1;
  if (fill->row == POSTINGS_ROWS ||
      wl_fts_tokenize(NULL, fill, FTS5_TOKENIZE_DOCUMENT, text, size, take_token) != SQLITE_OK) {
    postings_undo(&fill->postings, before);
    return false;
  }
  fill->ids[fill->row++] = id;
  return true;
}

static bool put_size(Fill *fill, int64_t id) {
  uint8_t size[8];
  sqlite3_stmt *statement = fill->statements[SIZE];
  fill->total_rows++;
  fill->total_tokens += fill->place + 1;
  sqlite3_bind_int64(statement, 1, id);
  sqlite3_bind_blob64(statement, 2, size, leaf_put_varint(size, (uint64_t)fill->place + 1),
                      SQLITE_STATIC);
  return run(statement);
}

/* Reads all rows; false when a row is larger than a segment can be. */
static bool read_rows(lua_State *L, Fill *fill) {
  sqlite3_stmt *source = fill->statements[SOURCE];
  for (int i = 1; sqlite3_step(source) == SQLITE_ROW; i++) {
    int64_t id = sqlite3_column_int64(source, 0);
    const char *text = (const char *)sqlite3_column_text(source, 1);
    int size = sqlite3_column_bytes(source, 1);
    if (!add_row(fill, id, text, size)) {
      if (fill->row == 0 || fill->segments + 1 == SEGMENTS) {
        return false;
      }
      if (!write_segment(L, fill)) {
        raise(L, fill->db);
      }
      if (!add_row(fill, id, text, size)) {
        return false;
      }
    }
    if (!put_size(fill, id)) {
      raise(L, fill->db);
    }
    if (i % POLL_ROWS == 0) {
      wl_poll(L);
    }
  }
  if (sqlite3_reset(source) != SQLITE_OK || (fill->row > 0 && !write_segment(L, fill))) {
    raise(L, fill->db);
  }
  return true;
}

/* The list of segments, all on the first level, behind the four bytes that FTS5 has put there. */
static void put_structure(lua_State *L, Fill *fill) {
  uint8_t record[64 + SEGMENTS * 24] = {0};
  const char *format = "SELECT substr(block, 1, 4) FROM main.%s_data WHERE id = 10";
  sqlite3_stmt *statement = NULL;
  const char *sql = lua_pushfstring(L, format, fill->table);
  if (sqlite3_prepare_v2(fill->db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == 4) {
    memcpy(record, sqlite3_column_blob(statement, 0), 4);
  }
  sqlite3_finalize(statement);
  uint64_t pages = 0;
  for (uint32_t i = 0; i < fill->segments; i++) {
    pages += fill->pages[i];
  }
  size_t size = 4;
  const uint64_t head[] = {1, fill->segments, pages, 0, fill->segments};
  for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
    size += leaf_put_varint(record + size, head[i]);
  }
  for (uint32_t i = 0; i < fill->segments; i++) {
    size += leaf_put_varint(record + size, i + 1);
    size += leaf_put_varint(record + size, 1);
    size += leaf_put_varint(record + size, fill->pages[i]);
  }
  uint8_t averages[16];
  size_t averages_size = leaf_put_varint(averages, (uint64_t)fill->total_rows);
  averages_size += leaf_put_varint(averages + averages_size, (uint64_t)fill->total_tokens);
  if (!put_block(fill, STRUCTURE_ID, record, size) ||
      !put_block(fill, AVERAGES_ID, averages, averages_size)) {
    raise(L, fill->db);
  }
}

static Fill *new_fill(lua_State *L) {
  Fill *fill = lua_newuserdatauv(L, sizeof *fill, 0);
  memset(fill, 0, offsetof(Fill, ids));
  if (luaL_newmetatable(L, FILL_TYPE)) {
    lua_pushcfunction(L, fill_close);
    lua_setfield(L, -2, "__gc");
    lua_pushcfunction(L, fill_close);
    lua_setfield(L, -2, "__close");
  }
  lua_setmetatable(L, -2);
  lua_toclose(L, -1);
  return fill;
}

/* fts.fill(db, table, sql) -> boolean */
int wl_fts_fill(lua_State *L) {
  sqlite3 *db = wl_check_sqlite(L, 1);
  const char *table = luaL_checkstring(L, 2);
  const char *source = luaL_checkstring(L, 3);
  luaL_argcheck(L, strspn(table, "abcdefghijklmnopqrstuvwxyz_") == strlen(table), 2, "not a name");
  Fill *fill = new_fill(L);
  fill->db = db;
  fill->table = table;
  luaL_argcheck(L, value_of(L, fill, "SELECT count(*) FROM main.%s_docsize") == 0, 2, "not empty");
  if (value_of(L, fill, "SELECT v FROM main.%s_config WHERE k = 'version'") != FORMAT) {
    lua_pushboolean(L, 0);
    return 1;
  }
  prepare_all(L, fill, source);
  postings_clear(&fill->postings);
  bool ok = read_rows(L, fill);
  if (ok) {
    put_structure(L, fill);
  }
  lua_pushboolean(L, ok);
  return 1;
}
