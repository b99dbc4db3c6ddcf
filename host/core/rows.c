/* Rows of tables as bytes (see rows.h): integers in as few bytes as they need, the rest as it is.
 * A section head is four numbers of fixed size, so that it can be filled in at the end.
 * The bytes never leave the machine: numbers are in its own order. */
#include "core/rows.h"

#include <string.h>

static size_t put_number(uint8_t *at, uint64_t value) {
  size_t size = 0;
  while (value >= 0x80) {
    at[size++] = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  at[size++] = (uint8_t)value;
  return size;
}

static int get_number(const uint8_t **at, const uint8_t *end, uint64_t *value) {
  const uint8_t *p = *at;
  *value = 0;
  for (unsigned shift = 0; p < end && shift < 64; shift += 7) {
    *value |= (uint64_t)(*p & 0x7F) << shift;
    if (*p++ < 0x80) {
      *at = p;
      return 1;
    }
  }
  return 0;
}

/* Small negative numbers stay short too: 0, -1, 1, -2 become 0, 1, 2, 3. */
static uint64_t fold(int64_t value) { return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63); }

static int64_t unfold(uint64_t value) { return (int64_t)(value >> 1) ^ -(int64_t)(value & 1); }

size_t rows_put_null(uint8_t *at) {
  *at = CELL_NULL;
  return 1;
}

size_t rows_put_integer(uint8_t *at, int64_t value) {
  *at = CELL_INTEGER;
  return 1 + put_number(at + 1, fold(value));
}

size_t rows_put_real(uint8_t *at, double value) {
  *at = CELL_REAL;
  memcpy(at + 1, &value, sizeof value);
  return 1 + sizeof value;
}

size_t rows_put_bytes(uint8_t *at, CellType type, const void *bytes, size_t size) {
  *at = (uint8_t)type;
  size_t head = 1 + put_number(at + 1, size);
  if (size > 0) {
    memcpy(at + head, bytes, size);
  }
  return head + size;
}

size_t rows_put_row(uint8_t *at, unsigned table, int64_t row) {
  at[0] = CELL_ROW;
  at[1] = (uint8_t)table;
  return 2 + put_number(at + 2, fold(row));
}

void rows_put_head(uint8_t at[ROWS_SECTION_HEAD], const Section *section) {
  uint16_t shape[2] = {(uint16_t)section->table, (uint16_t)section->columns};
  uint32_t sizes[2] = {section->rows, (uint32_t)section->size};
  memcpy(at, shape, sizeof shape);
  memcpy(at + sizeof shape, sizes, sizeof sizes);
}

static int get_bytes(const uint8_t **at, const uint8_t *end, Cell *cell) {
  uint64_t size = 0;
  if (!get_number(at, end, &size) || size > (size_t)(end - *at)) {
    return 0;
  }
  cell->size = (size_t)size;
  cell->value.bytes = *at;
  *at += size;
  return 1;
}

static int get_integer(const uint8_t **at, const uint8_t *end, Cell *cell) {
  uint64_t value = 0;
  if (!get_number(at, end, &value)) {
    return 0;
  }
  cell->value.integer = unfold(value);
  return 1;
}

int rows_get_cell(const uint8_t **at, const uint8_t *end, Cell *cell) {
  if (*at >= end) {
    return 0;
  }
  cell->type = *(*at)++;
  switch (cell->type) {
    case CELL_NULL:
      return 1;
    case CELL_INTEGER:
      return get_integer(at, end, cell);
    case CELL_REAL:
      if ((size_t)(end - *at) < sizeof cell->value.real) {
        return 0;
      }
      memcpy(&cell->value.real, *at, sizeof cell->value.real);
      *at += sizeof cell->value.real;
      return 1;
    case CELL_TEXT:
    case CELL_BLOB:
      return get_bytes(at, end, cell);
    case CELL_ROW:
      if (*at >= end) {
        return 0;
      }
      cell->table = *(*at)++;
      return get_integer(at, end, cell);
    default:
      return 0;
  }
}

int rows_get_section(const uint8_t **at, const uint8_t *end, Section *section) {
  uint16_t shape[2];
  uint32_t sizes[2];
  if ((size_t)(end - *at) < ROWS_SECTION_HEAD) {
    return 0;
  }
  memcpy(shape, *at, sizeof shape);
  memcpy(sizes, *at + sizeof shape, sizeof sizes);
  *at += ROWS_SECTION_HEAD;
  *section = (Section){shape[0], shape[1], sizes[0], *at, sizes[1]};
  if (section->size > (size_t)(end - *at)) {
    return 0;
  }
  *at += section->size;
  return section->table >= 1 && section->table <= ROWS_TABLES && section->columns >= 1 &&
         section->columns <= ROWS_COLUMNS;
}
