/* Rows of tables as bytes: what a document becomes on its way to the store, in this process or
 * from another. A section holds the rows of one table; a cell says its type. Numbers of tables
 * and rows count from 1; bytes belong to the caller, nothing is allocated here. */
#ifndef WENLU_CORE_ROWS_H
#define WENLU_CORE_ROWS_H

#include <stddef.h>
#include <stdint.h>

typedef enum { CELL_NULL, CELL_INTEGER, CELL_REAL, CELL_TEXT, CELL_BLOB, CELL_ROW } CellType;

enum {
  ROWS_COLUMNS = 64,    /* the most that a table may have */
  ROWS_TABLES = 64,
  ROWS_SECTION_HEAD = 12, /* table, columns, rows, bytes */
  CELL_MOST = 12        /* bytes of a cell, beside those of a text or blob */
};

/* A text or blob points into the packed bytes. CELL_ROW is row `integer` of `table` in this
 * document: its id is known only where it is stored. */
typedef struct {
  CellType type;
  uint8_t table;
  size_t size;
  union {
    int64_t integer;
    double real;
    const uint8_t *bytes;
  } value;
} Cell;

typedef struct {
  unsigned table, columns;
  uint32_t rows;
  const uint8_t *bytes;
  size_t size;
} Section;

/* Writing: each returns how many bytes it put; `at` has room for CELL_MOST (and the text). */
size_t rows_put_null(uint8_t *at);
size_t rows_put_integer(uint8_t *at, int64_t value);
size_t rows_put_real(uint8_t *at, double value);
size_t rows_put_bytes(uint8_t *at, CellType type, const void *bytes, size_t size);
size_t rows_put_row(uint8_t *at, unsigned table, int64_t row);
void rows_put_head(uint8_t at[ROWS_SECTION_HEAD], const Section *section);

/* Reading: each moves `at` on and returns 0 where the bytes are none of ours. */
int rows_get_cell(const uint8_t **at, const uint8_t *end, Cell *cell);
int rows_get_section(const uint8_t **at, const uint8_t *end, Section *section);

#endif
