/* The virtual table packed(?): hands packed rows to INSERT ... SELECT, which is twice as fast as
 * binding them to a statement. Its argument is a pointer that only C can bind, so that SQL
 * from elsewhere reads nothing. SQLite owns what it allocates; the rows are the caller's. */
#include <string.h>

#include "bulk_api.h"

enum { COLUMN_ROWS = ROWS_COLUMNS }; /* the hidden argument, behind c1 to c64 */

typedef struct {
  sqlite3_vtab_cursor base;
  PackedRows *rows;
  size_t document;  /* the present one; rows->count: at the end */
  Section section;
  const uint8_t *at;
  uint32_t row;     /* of the section, from 0 */
  Cell cells[ROWS_COLUMNS];
} Cursor;

static int packed_connect(sqlite3 *db, void *aux, int count, const char *const *words,
                          sqlite3_vtab **table, char **message) {
  (void)aux, (void)count, (void)words, (void)message;
  char sql[ROWS_COLUMNS * 5 + 40] = "CREATE TABLE x (c1";
  for (int i = 2; i <= ROWS_COLUMNS; i++) {
    size_t size = strlen(sql);
    sqlite3_snprintf((int)(sizeof sql - size), sql + size, ",c%d", i);
  }
  strcat(sql, ",rows HIDDEN)");
  int result = sqlite3_declare_vtab(db, sql);
  if (result != SQLITE_OK) {
    return result;
  }
  *table = sqlite3_malloc(sizeof **table);
  if (*table == NULL) {
    return SQLITE_NOMEM;
  }
  memset(*table, 0, sizeof **table);
  return SQLITE_OK;
}

static int packed_disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

static int packed_best_index(sqlite3_vtab *table, sqlite3_index_info *plan) {
  (void)table;
  for (int i = 0; i < plan->nConstraint; i++) {
    if (plan->aConstraint[i].iColumn == COLUMN_ROWS && plan->aConstraint[i].usable &&
        plan->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ) {
      plan->aConstraintUsage[i].argvIndex = 1;
      plan->aConstraintUsage[i].omit = 1;
      plan->estimatedCost = 1;
      return SQLITE_OK;
    }
  }
  return SQLITE_CONSTRAINT;
}

static int packed_open(sqlite3_vtab *table, sqlite3_vtab_cursor **base) {
  (void)table;
  Cursor *cursor = sqlite3_malloc(sizeof *cursor);
  if (cursor == NULL) {
    return SQLITE_NOMEM;
  }
  memset(cursor, 0, offsetof(Cursor, cells));
  *base = &cursor->base;
  return SQLITE_OK;
}

static int packed_close(sqlite3_vtab_cursor *base) {
  sqlite3_free(base);
  return SQLITE_OK;
}

static int damaged(Cursor *cursor) {
  cursor->rows->damaged = 1;
  return SQLITE_CORRUPT_VTAB;
}

/* Looks for the table's rows in a document, behind those of the tables before it. */
static int section_in(Cursor *cursor, PackedDocument *document) {
  while (document->at < document->end) {
    const uint8_t *at = document->at;
    if (!rows_get_section(&at, document->end, &cursor->section)) {
      return damaged(cursor);
    }
    if (cursor->section.table > cursor->rows->table) {
      return SQLITE_DONE;
    }
    document->at = at;
    if (cursor->section.table == cursor->rows->table && cursor->section.rows > 0) {
      return SQLITE_OK;
    }
  }
  return SQLITE_DONE;
}

/* Goes to the next document, from the present one on, that has rows of the table. */
static int find_section(Cursor *cursor) {
  PackedRows *rows = cursor->rows;
  for (; cursor->document < rows->count; cursor->document++) {
    int result = section_in(cursor, &rows->documents[cursor->document]);
    if (result != SQLITE_DONE) {
      cursor->at = cursor->section.bytes;
      cursor->row = 0;
      return result;
    }
  }
  return SQLITE_OK;
}

/* Reads the cells of the present row, if there is one. */
static int read_row(Cursor *cursor) {
  const uint8_t *end = cursor->section.bytes + cursor->section.size;
  if (cursor->document == cursor->rows->count) {
    return SQLITE_OK;
  }
  for (unsigned i = 0; i < cursor->section.columns; i++) {
    if (!rows_get_cell(&cursor->at, end, &cursor->cells[i])) {
      return damaged(cursor);
    }
  }
  return SQLITE_OK;
}

static int packed_filter(sqlite3_vtab_cursor *base, int plan, const char *plan_text, int count,
                         sqlite3_value **values) {
  (void)plan, (void)plan_text;
  Cursor *cursor = (Cursor *)base;
  cursor->rows = count == 1 ? sqlite3_value_pointer(values[0], PACKED_POINTER) : NULL;
  cursor->document = 0;
  if (cursor->rows == NULL) {
    return SQLITE_OK;
  }
  int result = find_section(cursor);
  return result == SQLITE_OK ? read_row(cursor) : result;
}

static int packed_next(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  if (++cursor->row >= cursor->section.rows) {
    cursor->document++;
    int result = find_section(cursor);
    if (result != SQLITE_OK) {
      return result;
    }
  }
  return read_row(cursor);
}

static int packed_eof(sqlite3_vtab_cursor *base) {
  const Cursor *cursor = (const Cursor *)base;
  return cursor->rows == NULL || cursor->document == cursor->rows->count;
}

/* 0, which no row has, where the bytes are none of ours. */
static sqlite3_int64 id_of(const Cursor *cursor, const Cell *cell) {
  const PackedDocument *document = &cursor->rows->documents[cursor->document];
  return cell->table <= ROWS_TABLES ? document->before[cell->table] + cell->value.integer : 0;
}

static int packed_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  const Cursor *cursor = (const Cursor *)base;
  if (column >= (int)cursor->section.columns) {
    return SQLITE_OK;
  }
  const Cell *cell = &cursor->cells[column];
  switch (cell->type) {
    case CELL_INTEGER:
      sqlite3_result_int64(context, cell->value.integer);
      break;
    case CELL_REAL:
      sqlite3_result_double(context, cell->value.real);
      break;
    case CELL_TEXT:
      sqlite3_result_text64(context, (const char *)cell->value.bytes, cell->size, SQLITE_STATIC,
                            SQLITE_UTF8);
      break;
    case CELL_BLOB:
      sqlite3_result_blob64(context, cell->value.bytes, cell->size, SQLITE_STATIC);
      break;
    case CELL_ROW:
      sqlite3_result_int64(context, id_of(cursor, cell));
      break;
    case CELL_NULL:
      break;
  }
  return SQLITE_OK;
}

static int packed_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *id) {
  *id = ((const Cursor *)base)->row;
  return SQLITE_OK;
}

static const sqlite3_module packed_module = {
  .xConnect = packed_connect,
  .xBestIndex = packed_best_index,
  .xDisconnect = packed_disconnect,
  .xOpen = packed_open,
  .xClose = packed_close,
  .xFilter = packed_filter,
  .xNext = packed_next,
  .xEof = packed_eof,
  .xColumn = packed_column,
  .xRowid = packed_rowid,
};

int wl_attach_packed(sqlite3 *db) {
  return sqlite3_create_module_v2(db, "packed", &packed_module, NULL, NULL);
}
