/* What the files of wenlu.bulk share: packed rows, and the virtual table that hands them to SQL.
 * Packed bytes belong to a Lua string that outlives the statement that reads them.
 * Nothing here is kept between calls. */
#ifndef WENLU_BULK_API_H
#define WENLU_BULK_API_H

#include <lua.h>
#include <sqlite3.h>

#include "core/rows.h"

/* A packed document: its next section, and for each table what to add to the number of a row to
 * have its id. */
typedef struct {
  const uint8_t *at, *end;
  sqlite3_int64 before[ROWS_TABLES + 1];
} PackedDocument;

/* What packed(?) reads: the rows of one table in all the documents. */
typedef struct {
  PackedDocument *documents;
  size_t count;
  unsigned table;
  int damaged; /* set where the bytes are none of ours */
} PackedRows;

#define PACKED_POINTER "wenlu.packed"

/* Makes packed(?) known to a database; c1, c2, ... are the cells of a row. Returns SQLite's
 * code. */
int wl_attach_packed(sqlite3 *db);

/* Pushes bulk.pack. */
void wl_push_bulk_pack(lua_State *L);

/* bulk.stored(mentions) -> count */
int wl_bulk_stored(lua_State *L);

#endif
