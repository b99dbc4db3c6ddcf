/* The edit distance of distance.h, strip by strip of 64 rows: a strip needs of the one above only
 * the differences along its last row, one byte a column, so memory is linear.
 * Cells outside the band are taken for as large as can be: no path within the bound sees them. */
#include "core/distance.h"

#include <string.h>

#include "core/charset.h"

size_t distance_decode(const uint8_t *text, size_t size, size_t *at, size_t budget,
                       uint32_t *points) {
  size_t count = 0;
  size_t i = *at;
  for (size_t stop = size - i < budget ? size : i + budget; i < stop;) {
    charset_char c = utf8_next(text + i, size - i);
    if (c.point == CHARSET_FAULT) {
      points[count++] = 0x110000u + text[i];
      i++;
    } else {
      points[count++] = c.point;
      i += c.size;
    }
  }
  *at = i;
  return count;
}

static size_t slot_of(const Distance *d, uint32_t point) {
  size_t slot = (point * 2654435761u) >> 25;
  while (d->masks[slot] != 0 && d->keys[slot] != point) {
    slot = (slot + 1) % DISTANCE_SLOTS;
  }
  return slot;
}

static size_t rows_of_strip(const Distance *d) {
  size_t left = d->row_count - d->row;
  return left < DISTANCE_ROWS ? left : DISTANCE_ROWS;
}

/* The first column of the band for rows from `row` on, and the place after its last one. */
static size_t band_begin(const Distance *d, size_t row) {
  return row > d->bound ? row - d->bound : 0;
}

static size_t band_end(const Distance *d, size_t row) {
  bool to_the_end = row >= d->column_count || d->column_count - row < d->bound;
  return to_the_end ? d->column_count : row + d->bound;
}

/* Lays out the strip that begins at d->row. */
static void begin_strip(Distance *d) {
  size_t rows = rows_of_strip(d);
  memset(d->masks, 0, sizeof d->masks);
  for (size_t i = 0; i < rows; i++) {
    uint32_t point = d->rows[d->row + i];
    size_t slot = slot_of(d, point);
    d->keys[slot] = point;
    d->masks[slot] |= (uint64_t)1 << i;
  }
  size_t begin = band_begin(d, d->row);
  for (size_t i = d->column; i < begin && i < d->above_end; i++) {
    d->corner += d->steps[i];
  }
  d->column = begin;
  d->end = band_end(d, d->row + rows);
  d->bottom = d->corner + (int64_t)rows;
  d->least = d->bottom;
  d->plus = ~(uint64_t)0;
  d->minus = 0;
}

/* The end of a strip: the next one begins where this one began, 64 rows lower. */
static bool end_strip(Distance *d) {
  size_t rows = rows_of_strip(d);
  size_t begin = band_begin(d, d->row);
  if (d->least > (int64_t)d->bound) {
    d->bottom = INT64_MAX;
    return false;
  }
  d->row += rows;
  d->corner += (int64_t)rows;
  d->above_end = d->end;
  d->column = begin;
  if (d->row == d->row_count) {
    return false;
  }
  begin_strip(d);
  return true;
}

void distance_begin(Distance *d) {
  memset(d->steps, 1, d->column_count);
  d->row = 0;
  d->column = 0;
  d->corner = 0;
  d->above_end = d->column_count;
  begin_strip(d);
}

/* Columns up to `stop` of the strip. `plus` and `minus` are the differences down a column. */
static void run_columns(Distance *d, size_t stop) {
  uint64_t plus = d->plus;
  uint64_t minus = d->minus;
  unsigned last = (unsigned)rows_of_strip(d) - 1;
  for (size_t i = d->column; i < stop; i++) {
    int above = i < d->above_end ? d->steps[i] : 1;
    uint64_t equal = d->masks[slot_of(d, d->columns[i])];
    uint64_t vertical = equal | minus;
    equal |= (uint64_t)(above < 0);
    uint64_t horizontal = (((equal & plus) + plus) ^ plus) | equal;
    uint64_t up = minus | ~(horizontal | plus);
    uint64_t down = plus & horizontal;
    int below = (int)(up >> last & 1) - (int)(down >> last & 1);
    up = up << 1 | (uint64_t)(above > 0);
    down = down << 1 | (uint64_t)(above < 0);
    plus = down | ~(vertical | up);
    minus = up & vertical;
    d->steps[i] = (int8_t)below;
    d->bottom += below;
    d->least = d->bottom < d->least ? d->bottom : d->least;
  }
  d->plus = plus;
  d->minus = minus;
  d->column = stop;
}

bool distance_run(Distance *d, size_t budget) {
  for (size_t left = budget; left > 0;) {
    size_t step = d->end - d->column < left ? d->end - d->column : left;
    run_columns(d, d->column + step);
    left -= step;
    if (d->column == d->end) {
      if (!end_strip(d)) {
        return false;
      }
      left -= left > DISTANCE_ROWS ? DISTANCE_ROWS : left;
    }
  }
  return true;
}

size_t distance_result(const Distance *d) {
  return d->bottom > (int64_t)d->bound ? SIZE_MAX : (size_t)d->bottom;
}
