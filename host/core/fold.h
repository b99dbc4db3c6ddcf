/* What search takes for the same: each code point's folded form and class. Full-width is folded to
** half-width, upper case to lower, traditional to simplified; host/tools/fold_tables.c says all.
** No memory of its own. */

#ifndef WENLU_CORE_FOLD_H
#define WENLU_CORE_FOLD_H

#include <stdint.h>

typedef enum FoldClass {
  FOLD_SIGN,      /* punctuation, symbols, what is unassigned: each stands for itself */
  FOLD_BLANK,     /* separates words of letters, and is nothing elsewhere */
  FOLD_NOTHING,   /* as if it were not there: format characters, variation selectors */
  FOLD_IDEOGRAPH, /* hanzi, kana, hangul, private use: each stands for itself */
  FOLD_LETTER,
  FOLD_DIGIT
} FoldClass;

typedef struct Folded {
  uint32_t point;
  FoldClass class;
} Folded;

Folded fold_point(uint32_t point); /* points from U+110000 on are U+FFFD */

#endif
