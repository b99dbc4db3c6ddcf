/* The table behind fold.h: steps to the folded point, and classes, in two stages.
** Code points, no texts; nothing is allocated. */
#include "core/fold.h"

#include "fold_table.h"

enum { POINTS = 0x110000, CLASS_BITS = 3, CLASS_MASK = 7, REPLACEMENT = 0xFFFD };

Folded fold_point(uint32_t point) {
  if (point >= POINTS) {
    return (Folded){REPLACEMENT, FOLD_SIGN};
  }
  uint32_t value = fold_values[(uint32_t)fold_blocks[point >> 7] << 7 | (point & 127)];
  uint32_t step = (uint32_t)((int32_t)value >> CLASS_BITS);
  return (Folded){point + step, (FoldClass)(value & CLASS_MASK)};
}
