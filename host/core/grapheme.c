/* Extended grapheme clusters: what a reader takes for one character (Unicode Standard Annex 29).
   Offsets are bytes from 0. */

#include "core/unicode.h"
#include "core/unicode_display.h"
#include "core/unicode_utf8.h"

/* How far a sequence that joins over several characters has come. */
typedef enum Joining {
  JOINING_NOTHING,
  JOINING_PICTOGRAPH, /* a pictograph, and what extends it */
  JOINING_JOINED,     /* then a zero width joiner */
  JOINING_FLAG        /* one regional indicator */
} Joining;

static bool is_control(GraphemeClass class) {
  return class == GRAPHEME_CR || class == GRAPHEME_LF || class == GRAPHEME_CONTROL;
}

static bool joins_hangul(GraphemeClass before, GraphemeClass after) {
  switch (before) {
    case GRAPHEME_L:
      return after == GRAPHEME_L || after == GRAPHEME_V || after == GRAPHEME_LV ||
             after == GRAPHEME_LVT;
    case GRAPHEME_LV:
    case GRAPHEME_V: return after == GRAPHEME_V || after == GRAPHEME_T;
    case GRAPHEME_LVT:
    case GRAPHEME_T: return after == GRAPHEME_T;
    default: return false;
  }
}

static bool joins(GraphemeClass before, GraphemeClass after, Joining joining) {
  if (is_control(before) || is_control(after)) {
    return before == GRAPHEME_CR && after == GRAPHEME_LF;
  }
  if (after == GRAPHEME_EXTEND || after == GRAPHEME_JOINER || after == GRAPHEME_SPACING ||
      before == GRAPHEME_PREPEND) {
    return true;
  }
  if (after == GRAPHEME_PICTOGRAPH) {
    return joining == JOINING_JOINED;
  }
  if (after == GRAPHEME_REGIONAL) {
    return joining == JOINING_FLAG;
  }
  return joins_hangul(before, after);
}

static Joining join(Joining joining, GraphemeClass class) {
  switch (class) {
    case GRAPHEME_PICTOGRAPH: return JOINING_PICTOGRAPH;
    case GRAPHEME_EXTEND: return joining == JOINING_PICTOGRAPH ? joining : JOINING_NOTHING;
    case GRAPHEME_JOINER: return joining == JOINING_PICTOGRAPH ? JOINING_JOINED : JOINING_NOTHING;
    case GRAPHEME_REGIONAL: return joining == JOINING_FLAG ? JOINING_NOTHING : JOINING_FLAG;
    default: return JOINING_NOTHING;
  }
}

/* Printable ASCII and hanzi of E4 to E9 stand alone when such a character follows; its size, or
   0. */
static inline size_t plain_size(const uint8_t *p, size_t left) {
  size_t width = p[0] - 0x20u < 0x5F ? 1 : (uint8_t)(p[0] - 0xE4) < 6 ? 3 : 0;
  if (left <= width || (width == 3 && !(unicode_is_trail(p[1]) && unicode_is_trail(p[2])))) {
    return 0;
  }
  return p[width] < 0x80 || (uint8_t)(p[width] - 0xE4) < 6 ? width : 0;
}

size_t grapheme_end(const uint8_t *text, size_t size, size_t at) {
  size_t plain = plain_size(text + at, size - at);
  if (plain != 0) {
    return at + plain;
  }
  UnicodeChar now = unicode_next(text + at, size - at);
  at += now.size;
  if (now.point == UNICODE_BAD) {
    return at;
  }
  GraphemeClass before = display_class(unicode_display(now.point));
  Joining joining = join(JOINING_NOTHING, before);
  while (at < size) {
    now = unicode_next(text + at, size - at);
    if (now.point == UNICODE_BAD) {
      break;
    }
    GraphemeClass after = display_class(unicode_display(now.point));
    if (!joins(before, after, joining)) {
      break;
    }
    joining = join(joining, after);
    before = after;
    at += now.size;
  }
  return at;
}
