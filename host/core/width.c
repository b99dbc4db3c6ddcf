/* Columns of text on a terminal, by whole grapheme clusters. Offsets are bytes from 0. */

#include "core/unicode.h"
#include "core/unicode_display.h"
#include "core/unicode_utf8.h"

static bool is_hanzi(const uint8_t *p, size_t left) {
  return left >= 3 && (uint8_t)(p[0] - 0xE4) < 6 && unicode_is_trail(p[1]) &&
         unicode_is_trail(p[2]);
}

/* A cluster of pictographs or a flag is one picture: two columns when it is more than a base, or
   its base is wide. The columns of any other cluster are those of its characters. */
static unsigned cluster_width(const WidthRun *run, size_t end) {
  UnicodeChar next = unicode_next(run->text + run->at, run->size - run->at);
  if (next.point == UNICODE_BAD) {
    return 1;
  }
  GraphemeClass class = display_class(unicode_display(next.point));
  bool is_picture = class == GRAPHEME_PICTOGRAPH || class == GRAPHEME_REGIONAL;
  unsigned columns = unicode_width(next.point, run->ambiguous);
  for (size_t at = run->at + next.size; at < end; at += next.size) {
    next = unicode_next(run->text + at, run->size - at);
    if (!is_picture) {
      columns += unicode_width(next.point, run->ambiguous);
    } else if (next.point == 0xFE0F || unicode_width(next.point, 1) > 0) {
      columns = 2;
    }
  }
  return columns;
}

bool width_advance(WidthRun *run, size_t limit, size_t most) {
  const uint8_t *text = run->text;
  size_t size = run->size;
  while (run->at < limit) {
    const uint8_t *p = text + run->at;
    size_t left = size - run->at;
    unsigned columns;
    size_t end;
    if (left > 1 && p[0] - 0x20u < 0x5F && p[1] < 0x80) {
      columns = 1;
      end = run->at + 1;
    } else if (is_hanzi(p, left) && (left == 3 || p[3] < 0x80 || is_hanzi(p + 3, left - 3))) {
      columns = p[0] == 0xE4 && p[1] == 0xB7 ? unicode_width(0x4DC0, run->ambiguous) : 2;
      end = run->at + 3;
    } else {
      end = grapheme_end(text, size, run->at);
      columns = cluster_width(run, end);
    }
    if (columns > most - run->columns) {
      return true;
    }
    run->columns += columns;
    run->at = end;
  }
  return false;
}
