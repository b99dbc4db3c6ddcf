/* Matches compiled patterns. A match goes from item to item; each item that repeats leaves one
 * frame on a stack, from which it is tried another way when a later item fails: no recursion, and
 * never more frames than items. Captures need no undo: a step back sets all behind it anew.
 * Nothing is allocated. */
#include "core/pattern.h"

#include <string.h>

#include "core/pattern_items.h"
#include "core/unicode.h"

enum { FUEL = 20000 };

bool pattern_is_class(uint32_t point) {
  return point > 0 && point < 0x80 && strchr("acdglpstuwxzACDGLPSTUWXZ", (int)point) != NULL;
}

static bool is_mark(uint32_t point) {
  UnicodeCategory category = unicode_category(point);
  return category == UNICODE_MN || category == UNICODE_MC || category == UNICODE_ME;
}

static bool in_class(uint32_t point, uint8_t lower) {
  switch (lower) {
    case 'a': return unicode_is_alpha(point);
    case 'c': return unicode_is_cntrl(point);
    case 'd': return unicode_is_digit(point);
    case 'g': return unicode_is_graph(point);
    case 'l': return unicode_is_lower(point);
    case 'p': return unicode_is_punct(point);
    case 's': return unicode_is_space(point);
    case 't': return is_mark(point);
    case 'u': return unicode_is_upper(point);
    case 'w': return unicode_is_alnum(point);
    case 'z': return point == 0;
    default: return unicode_is_xdigit(point);
  }
}

bool pattern_in_class(uint32_t point, uint8_t letter) {
  bool inside = point < PATTERN_BROKEN && in_class(point, letter | 0x20);
  return inside == ((letter & 0x20) != 0);
}

size_t pattern_next(const uint8_t *text, size_t size, size_t at) {
  at++;
  while (at < size && unicode_is_trail(text[at])) {
    at++;
  }
  return at;
}

static size_t before(const Pattern *p, size_t at) {
  at--;
  while (at > 0 && unicode_is_trail(p->text[at])) {
    at--;
  }
  return at;
}

static bool in_set(const Pattern *p, const PatternItem *item, uint32_t point) {
  for (uint32_t i = item->a; i < item->b; i++) {
    const PatternElement *e = &p->elements[i];
    if (e->letter != 0 ? pattern_in_class(point, e->letter)
                       : point >= e->low && point <= e->high) {
      return !item->negated;
    }
  }
  return item->negated;
}

static bool fits(const Pattern *p, const PatternItem *item, uint32_t point) {
  switch (item->kind) {
    case PATTERN_ANY: return true;
    case PATTERN_POINT: return point == item->a;
    case PATTERN_CLASS: return pattern_in_class(point, (uint8_t)item->a);
    default: return in_set(p, item, point);
  }
}

static inline void burn(Pattern *p) {
  if (p->fuel-- == 0) {
    p->fuel = FUEL;
    p->poll(p->owner);
  }
}

/* Where the character at `at` ends when it fits, or PATTERN_NONE. */
static size_t one(Pattern *p, const PatternItem *item, size_t at) {
  burn(p);
  if (at >= p->size) {
    return PATTERN_NONE;
  }
  size_t next = pattern_next(p->text, p->size, at);
  return fits(p, item, pattern_point(p->text + at, next - at)) ? next : PATTERN_NONE;
}

static size_t as_many(Pattern *p, const PatternItem *item, size_t at) {
  for (size_t next = one(p, item, at); next != PATTERN_NONE; next = one(p, item, at)) {
    at = next;
  }
  return at;
}

static size_t balance(Pattern *p, const PatternItem *item, size_t at) {
  size_t depth = 0;
  while (at < p->size) {
    burn(p);
    size_t next = pattern_next(p->text, p->size, at);
    uint32_t point = pattern_point(p->text + at, next - at);
    if (point == item->b && depth > 0) {
      if (--depth == 0) {
        return next;
      }
    } else if (point == item->a) {
      depth++;
    } else if (depth == 0) {
      return PATTERN_NONE;
    }
    at = next;
  }
  return PATTERN_NONE;
}

/* The end and the begin of the text are NUL for a frontier. */
static bool frontier(const Pattern *p, const PatternItem *item, size_t at) {
  size_t next = at < p->size ? pattern_next(p->text, p->size, at) : at;
  size_t last = at > 0 ? before(p, at) : at;
  uint32_t point = next > at ? pattern_point(p->text + at, next - at) : 0;
  uint32_t earlier = at > last ? pattern_point(p->text + last, at - last) : 0;
  return !in_set(p, item, earlier) && in_set(p, item, point);
}

static size_t repeated(const Pattern *p, const PatternItem *item, size_t at) {
  const PatternCapture *capture = &p->captures[item->a];
  size_t size = capture->end - capture->begin;
  if (capture->position) { /* has no text to repeat */
    return PATTERN_NONE;
  }
  bool same = p->size - at >= size && memcmp(p->text + capture->begin, p->text + at, size) == 0;
  return same ? at + size : PATTERN_NONE;
}

/* The items that do not repeat: where the match goes on, or PATTERN_NONE. */
static size_t simple(Pattern *p, const PatternItem *item, size_t at) {
  switch (item->kind) {
    case PATTERN_OPEN:
      p->captures[item->a].begin = at;
      p->captures[item->a].end = at;
      return at;
    case PATTERN_CLOSE: p->captures[item->a].end = at; return at;
    case PATTERN_BALANCE: return balance(p, item, at);
    case PATTERN_FRONTIER: return frontier(p, item, at) ? at : PATTERN_NONE;
    case PATTERN_BACK: return repeated(p, item, at);
    case PATTERN_END: return at == p->size ? at : PATTERN_NONE;
    default: return one(p, item, at);
  }
}

/* An item that repeats: takes its first choice and leaves a frame for the others. */
static size_t choose(Pattern *p, size_t i, size_t at, size_t *depth) {
  const PatternItem *item = &p->items[i];
  PatternFrame frame = {i, at, at};
  size_t taken = at;
  if (item->quantifier == '+') {
    frame.least = one(p, item, at);
    if (frame.least == PATTERN_NONE) {
      return PATTERN_NONE;
    }
    taken = as_many(p, item, frame.least);
  } else if (item->quantifier == '*') {
    taken = as_many(p, item, at);
  } else if (item->quantifier == '?') {
    size_t next = one(p, item, at);
    taken = next == PATTERN_NONE ? at : next;
  }
  frame.at = taken;
  if (item->quantifier == '-' || taken > frame.least) {
    p->frames[(*depth)++] = frame;
  }
  return taken;
}

/* The next choice of the frame on top; PATTERN_NONE when it has none left. */
static size_t another(Pattern *p, PatternFrame *frame) {
  const PatternItem *item = &p->items[frame->item];
  if (item->quantifier == '-') {
    frame->at = one(p, item, frame->at);
    return frame->at;
  }
  burn(p);
  if (frame->at == frame->least) {
    return PATTERN_NONE;
  }
  frame->at = item->quantifier == '?' ? frame->least : before(p, frame->at);
  return frame->at;
}

size_t pattern_match(Pattern *p, size_t at) {
  size_t depth = 0;
  for (size_t i = 0; p->items[i].kind != PATTERN_DONE;) {
    const PatternItem *item = &p->items[i];
    at = item->quantifier == 0 ? simple(p, item, at) : choose(p, i, at, &depth);
    while (at == PATTERN_NONE && depth > 0) {
      at = another(p, &p->frames[depth - 1]);
      i = p->frames[depth - 1].item;
      depth -= at == PATTERN_NONE;
    }
    if (at == PATTERN_NONE) {
      return PATTERN_NONE;
    }
    i++;
  }
  return at;
}

/* The first byte that every match begins with, or -1. */
static int first_byte(const Pattern *p) {
  const PatternItem *item = p->items;
  uint8_t bytes[4];
  while (item->kind == PATTERN_OPEN) {
    item++;
  }
  if (item->kind != PATTERN_POINT || item->a >= PATTERN_BROKEN ||
      (item->quantifier != 0 && item->quantifier != '+')) {
    return -1;
  }
  unicode_put(bytes, item->a);
  return bytes[0];
}

size_t pattern_search(Pattern *p, size_t from, size_t *end) {
  int first = first_byte(p);
  for (size_t at = from;; at = pattern_next(p->text, p->size, at)) {
    if (first >= 0 && !p->anchored) {
      const uint8_t *found = memchr(p->text + at, first, p->size - at);
      if (found == NULL) {
        return PATTERN_NONE;
      }
      at = (size_t)(found - p->text);
    }
    *end = pattern_match(p, at);
    if (*end != PATTERN_NONE) {
      return at;
    }
    if (p->anchored || at >= p->size) {
      return PATTERN_NONE;
    }
  }
}
