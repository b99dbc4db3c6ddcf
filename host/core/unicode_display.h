/* What display asks of a code point, in one byte: width, grapheme class, whether it is hidden. */

#ifndef WENLU_CORE_UNICODE_DISPLAY_H
#define WENLU_CORE_UNICODE_DISPLAY_H

#include <stdint.h>

enum { DISPLAY_WIDTH = 3, DISPLAY_AMBIGUOUS = 3, DISPLAY_CLASS_SHIFT = 2, DISPLAY_HIDDEN = 1 << 6 };

/* Grapheme_Cluster_Break, with Extended_Pictographic as one of its values. */
typedef enum GraphemeClass {
  GRAPHEME_OTHER = 1,
  GRAPHEME_CR,
  GRAPHEME_LF,
  GRAPHEME_CONTROL,
  GRAPHEME_EXTEND,
  GRAPHEME_L,
  GRAPHEME_V,
  GRAPHEME_T,
  GRAPHEME_LV,
  GRAPHEME_LVT,
  GRAPHEME_REGIONAL,
  GRAPHEME_SPACING,
  GRAPHEME_PREPEND,
  GRAPHEME_JOINER,
  GRAPHEME_PICTOGRAPH
} GraphemeClass;

uint8_t unicode_display(uint32_t point);

static inline GraphemeClass display_class(uint8_t display) {
  return (GraphemeClass)(display >> DISPLAY_CLASS_SHIFT & 15);
}

#endif
