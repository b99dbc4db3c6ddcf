/* What the files of normalisation share; see core/normal.h for who owns what. */

#ifndef WENLU_CORE_NORMAL_PARTS_H
#define WENLU_CORE_NORMAL_PARTS_H

#include "core/normal.h"
#include "core/unicode_utf8.h"

enum { NORMAL_SHORT = 16 }; /* bytes of a mapping that may be copied whole */

/* Steps back to the begin of a character, far enough that what was cut off is read again. */
static inline size_t normal_step_back(const uint8_t *text, size_t at, size_t floor) {
  at = at - floor > 2 ? at - 2 : floor;
  while (at > floor && unicode_is_trail(text[at])) {
    at--;
  }
  return at;
}

/* One character after another, from `at` to `limit` or a little farther. */
NormalStatus normal_check_chars(NormalRun *run, size_t limit);

/* Goes on one by one from a little before `at`, but not before `floor`, to `end`. */
NormalStatus normal_write_chars(NormalRun *run, size_t floor, size_t end);

/* What a character becomes, as `size` bytes with NORMAL_SHORT to read, when that does not hang on
** its neighbours; NULL when it does. One that stays as it is has size 0. */
const uint8_t *normal_alone(NormalForm form, uint32_t point, uint32_t *size);

/* Six sets of nibbles, as bits of eight classes: the high and low ones of a lead byte, of the byte
** after it, and of the third. What could change is in one class by all of its nibbles. */
const uint8_t (*normal_classes_of(NormalForm form))[16];

/* normal_avx2.c: normal_check and normal_write from the third byte of a text on; only for
** processors that have AVX2. They may stop short of the limit. */
NormalStatus normal_check_avx2(NormalRun *run, size_t limit);
NormalStatus normal_write_avx2(NormalRun *run, size_t limit);

#endif
