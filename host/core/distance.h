/* Edit distance between sequences of code points: insertions, deletions, substitutions count 1.
 * Bit-parallel (Myers, in Hyyrö's form for blocks): 64 rows at a time, n * ceil(m / 64) steps; with
 * a bound only the diagonal band that the bound allows is computed (Ukkonen).
 * The caller owns the arrays. */
#ifndef WENLU_CORE_DISTANCE_H
#define WENLU_CORE_DISTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISTANCE_ROWS = 64, DISTANCE_SLOTS = 128 };

typedef struct {
  const uint32_t *rows; /* the shorter one */
  size_t row_count;
  const uint32_t *columns;
  size_t column_count;
  size_t bound; /* give up above it */
  int8_t *steps; /* column_count bytes: the last row of the strip above, as differences */
  size_t row;    /* of the strip of 64 rows that is under way */
  size_t column;
  size_t end;    /* of this strip's columns */
  size_t above_end; /* up to where steps are those of the strip above */
  int64_t corner;   /* the distance at the left end of the strip above */
  int64_t bottom;   /* of this strip at `column` */
  int64_t least;    /* in the last row of this strip */
  uint64_t plus;
  uint64_t minus;
  uint32_t keys[DISTANCE_SLOTS];
  uint64_t masks[DISTANCE_SLOTS];
} Distance;

/* Turns UTF-8 into code points, a byte that is none into 0x110000 + byte; gives their number.
 * `points` has room for one a byte; reads from *at on, at most about `budget` bytes. */
size_t distance_decode(const uint8_t *text, size_t size, size_t *at, size_t budget,
                       uint32_t *points);

/* Begins with rows, columns, their counts, bound and steps set. Neither is empty, there are no
 * more rows than columns, and the difference of their counts is within the bound. */
void distance_begin(Distance *d);

/* Goes on for about `budget` steps; false when the result is there. */
bool distance_run(Distance *d, size_t budget);

/* The distance, or SIZE_MAX when it is more than the bound. */
size_t distance_result(const Distance *d);

#endif
