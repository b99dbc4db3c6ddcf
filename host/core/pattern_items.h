/* What the compiler and the matcher of patterns share.
 * A code point that is no UTF-8 is PATTERN_BROKEN + its bytes, so that it equals itself.
 * Nothing is allocated. */
#ifndef WENLU_CORE_PATTERN_ITEMS_H
#define WENLU_CORE_PATTERN_ITEMS_H

#include "core/pattern.h"
#include "core/unicode_utf8.h"

#define PATTERN_BROKEN 0x80000000u

typedef enum {
  PATTERN_DONE,
  PATTERN_ANY,
  PATTERN_POINT,
  PATTERN_CLASS,
  PATTERN_SET,
  PATTERN_OPEN,
  PATTERN_CLOSE,
  PATTERN_BALANCE,
  PATTERN_FRONTIER,
  PATTERN_BACK,
  PATTERN_END
} PatternKind;

/* The code point of the character in `size` bytes. */
static inline uint32_t pattern_point(const uint8_t *bytes, size_t size) {
  UnicodeChar c = unicode_next(bytes, size);
  if (c.point != UNICODE_BAD && c.size == size) {
    return c.point;
  }
  uint32_t sum = 0;
  for (size_t i = 0; i < size; i++) {
    sum = (size > 3 ? sum * 16777619 : sum << 8) ^ bytes[i];
  }
  return PATTERN_BROKEN | sum;
}

/* True for letters that name a class after %: a c d g l p s t u w x z, in both cases. */
bool pattern_is_class(uint32_t point);

/* Whether a code point is in the class of a letter; capital letters mean the rest. */
bool pattern_in_class(uint32_t point, uint8_t letter);

#endif
