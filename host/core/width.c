/* Columns of text on a terminal, by whole grapheme clusters. Offsets are bytes from 0. */

#include "core/unicode.h"
#include "core/unicode_display.h"
#include "core/unicode_utf8.h"

/* Whether the character that begins with this byte surely begins a cluster, and the one before it,
   if it is an ordinary one, ends there: ASCII, and hanzi of E4 to E9. */
static bool begins_cluster(uint8_t lead) {
  return lead < 0x80 || (uint8_t)(lead - 0xE4) < 6;
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

/* The columns of the cluster at `at`, and where it ends. */
static unsigned next_width(const WidthRun *run, size_t *end) {
  const uint8_t *p = run->text + run->at;
  size_t left = run->size - run->at;
  UnicodeChar next = unicode_next(p, left);
  if (next.point != UNICODE_BAD && (left == next.size || begins_cluster(p[next.size]))) {
    uint8_t display = unicode_display(next.point);
    if (display_class(display) == GRAPHEME_OTHER) {
      *end = run->at + next.size;
      unsigned width = display & DISPLAY_WIDTH;
      return width == DISPLAY_AMBIGUOUS ? run->ambiguous : width;
    }
  }
  *end = grapheme_end(run->text, run->size, run->at);
  return cluster_width(run, *end);
}

bool width_advance(WidthRun *run, size_t limit, size_t most) {
  while (run->at < limit) {
    size_t end;
    unsigned columns = next_width(run, &end);
    if (columns > most - run->columns) {
      return true;
    }
    run->columns += columns;
    run->at = end;
  }
  return false;
}
