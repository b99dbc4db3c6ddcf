/* Compiles Lua's patterns: one item for a character, class or set with what repeats it, a capture,
 * a back reference, a balance (%b) or a frontier (%f).
 * What is wrong with a pattern is said in Lua's words; nothing is allocated. */
#include <string.h>

#include "core/pattern_items.h"

typedef struct {
  Pattern *p;
  const uint8_t *source;
  size_t size;
  size_t at;
  bool open[PATTERN_CAPTURES];
  const char *wrong;
} Compiler;

static PatternItem *add_item(Compiler *c, PatternKind kind, uint32_t a) {
  PatternItem *item = &c->p->items[c->p->item_count++];
  *item = (PatternItem){.kind = (uint8_t)kind, .a = a};
  return item;
}

static uint32_t take_point(Compiler *c) {
  size_t next = pattern_next(c->source, c->size, c->at);
  uint32_t point = pattern_point(c->source + c->at, next - c->at);
  c->at = next;
  return point;
}

static void add_element(Compiler *c, uint32_t low, uint32_t high, uint8_t letter) {
  c->p->elements[c->p->element_count++] = (PatternElement){low, high, letter};
}

/* One part of a set: %a, %], a-z, or a character. */
static bool read_element(Compiler *c) {
  if (c->source[c->at] == '%') {
    if (++c->at >= c->size) {
      c->wrong = "malformed pattern (ends with '%')";
      return false;
    }
    uint32_t point = take_point(c);
    bool is_class = pattern_is_class(point);
    add_element(c, point, point, is_class ? (uint8_t)point : 0);
    return true;
  }
  uint32_t low = take_point(c);
  uint32_t high = low;
  if (c->at + 1 < c->size && c->source[c->at] == '-' && c->source[c->at + 1] != ']') {
    c->at++;
    high = take_point(c);
  }
  add_element(c, low, high, 0);
  return true;
}

/* [...] from its first bracket on, as an item of this kind. A ] at the start is a character. */
static bool read_set(Compiler *c, PatternKind kind) {
  PatternItem *item = add_item(c, kind, (uint32_t)c->p->element_count);
  c->at++;
  if (c->at < c->size && c->source[c->at] == '^') {
    item->negated = true;
    c->at++;
  }
  for (bool first = true; c->at < c->size && (first || c->source[c->at] != ']'); first = false) {
    if (!read_element(c)) {
      return false;
    }
  }
  if (c->at >= c->size) {
    c->wrong = "malformed pattern (missing ']')";
    return false;
  }
  c->at++;
  item->b = (uint32_t)c->p->element_count;
  return true;
}

static bool read_open(Compiler *c) {
  bool position = c->at + 1 < c->size && c->source[c->at + 1] == ')';
  if (c->p->capture_count == PATTERN_CAPTURES) {
    c->wrong = "too many captures";
    return false;
  }
  c->p->captures[c->p->capture_count].position = position;
  c->open[c->p->capture_count] = !position;
  add_item(c, PATTERN_OPEN, c->p->capture_count++);
  c->at += position ? 2 : 1;
  return true;
}

static bool read_close(Compiler *c) {
  for (unsigned i = c->p->capture_count; i-- > 0;) {
    if (c->open[i]) {
      c->open[i] = false;
      add_item(c, PATTERN_CLOSE, i);
      c->at++;
      return true;
    }
  }
  c->wrong = "invalid pattern capture";
  return false;
}

static bool read_balance(Compiler *c) {
  if (c->at >= c->size) {
    c->wrong = "malformed pattern (missing arguments to '%b')";
    return false;
  }
  uint32_t opener = take_point(c);
  if (c->at >= c->size) {
    c->wrong = "malformed pattern (missing arguments to '%b')";
    return false;
  }
  add_item(c, PATTERN_BALANCE, opener)->b = take_point(c);
  return true;
}

static bool read_back(Compiler *c, uint32_t digit) {
  unsigned capture = digit - '1';
  if (digit == '0' || capture >= c->p->capture_count || c->open[capture]) {
    c->wrong = "invalid capture index in pattern";
    return false;
  }
  add_item(c, PATTERN_BACK, capture);
  return true;
}

static void read_quantifier(Compiler *c) {
  if (c->at < c->size && strchr("*+-?", c->source[c->at]) != NULL && c->source[c->at] != 0) {
    c->p->items[c->p->item_count - 1].quantifier = c->source[c->at++];
  }
}

static bool read_escape(Compiler *c) {
  if (++c->at >= c->size) {
    c->wrong = "malformed pattern (ends with '%')";
    return false;
  }
  uint32_t point = take_point(c);
  if (point == 'b') {
    return read_balance(c);
  }
  if (point == 'f') {
    if (c->at >= c->size || c->source[c->at] != '[') {
      c->wrong = "missing '[' after '%f' in pattern";
      return false;
    }
    return read_set(c, PATTERN_FRONTIER);
  }
  if (point >= '0' && point <= '9') {
    return read_back(c, point);
  }
  add_item(c, pattern_is_class(point) ? PATTERN_CLASS : PATTERN_POINT, point);
  read_quantifier(c);
  return true;
}

static bool read_item(Compiler *c) {
  switch (c->source[c->at]) {
    case '(': return read_open(c);
    case ')': return read_close(c);
    case '%': return read_escape(c);
    case '[':
      if (!read_set(c, PATTERN_SET)) {
        return false;
      }
      break;
    case '$':
      if (c->at + 1 == c->size) {
        add_item(c, PATTERN_END, 0);
        c->at++;
        return true;
      }
      add_item(c, PATTERN_POINT, take_point(c));
      break;
    case '.':
      add_item(c, PATTERN_ANY, 0);
      c->at++;
      break;
    default: add_item(c, PATTERN_POINT, take_point(c));
  }
  read_quantifier(c);
  return true;
}

const char *pattern_compile(Pattern *p, const uint8_t *source, size_t size, bool anchors) {
  Compiler c = {.p = p, .source = source, .size = size};
  p->item_count = 0;
  p->element_count = 0;
  p->capture_count = 0;
  p->anchored = anchors && size > 0 && source[0] == '^';
  c.at = p->anchored;
  while (c.at < size) {
    if (!read_item(&c)) {
      return c.wrong;
    }
  }
  for (unsigned i = 0; i < p->capture_count; i++) {
    if (c.open[i]) {
      return "unfinished capture";
    }
  }
  add_item(&c, PATTERN_DONE, 0);
  return NULL;
}

bool pattern_is_plain(const uint8_t *source, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (source[i] != 0 && strchr("^$*+?.([%-", source[i]) != NULL) {
      return false;
    }
  }
  return true;
}
