/* The units of collate.h: one code point, or a run of digits that compares by length, then digit by
 * digit. Each character is read at most twice.
 * Nothing is allocated. */
#include "core/collate.h"

#include "core/charset.h"

static uint32_t folded(uint32_t point) {
  static const uint16_t signs[] = {0xA2, 0xA3, 0xAC, 0xAF, 0xA6, 0xA5, 0x20A9}; /* ￠￡￢￣￤￥￦ */
  if (point >= 0xFF01 && point <= 0xFF5E) {
    return point - 0xFEE0;
  }
  if (point >= 0xFFE0 && point <= 0xFFE6) {
    return signs[point - 0xFFE0];
  }
  return point == 0x3000 ? ' ' : point;
}

static uint32_t read_point(const Collate *c, size_t *at) {
  if (*at >= c->size) {
    return COLLATE_END;
  }
  charset_char character = utf8_next(c->text + *at, c->size - *at);
  if (character.point == CHARSET_FAULT) {
    return COLLATE_BYTE + c->text[(*at)++];
  }
  *at += character.size;
  return c->width ? folded(character.point) : character.point;
}

static bool is_digit(uint32_t point) { return point >= '0' && point <= '9'; }

static void ask(const Collate *c, size_t count) {
  if (count % COLLATE_POLL == 0) {
    c->poll(c->context);
  }
}

uint8_t collate_digit(const Collate *c, size_t *at, size_t count) {
  ask(c, count);
  return (uint8_t)read_point(c, at);
}

/* The digits from `begin` on. Leading zeros are counted apart; of nothing but zeros one is kept. */
static CollateUnit read_digits(Collate *c, size_t begin) {
  CollateUnit unit = {'0', 0, 0, begin};
  size_t at = begin;
  uint32_t point = read_point(c, &at);
  for (size_t next = at; point == '0'; at = next) {
    point = read_point(c, &next);
    if (!is_digit(point)) {
      break;
    }
    ask(c, ++unit.zeros);
    unit.begin = at;
  }
  at = unit.begin;
  while (is_digit(read_point(c, &at))) {
    ask(c, ++unit.digits);
    c->at = at;
  }
  return unit;
}

CollateUnit collate_next(Collate *c) {
  size_t begin = c->at;
  uint32_t point = read_point(c, &c->at);
  if (c->natural && is_digit(point)) {
    return read_digits(c, begin);
  }
  return (CollateUnit){point, 0, 0, begin};
}

static int compare_digits(const Collate *a, const CollateUnit *x, const Collate *b,
                          const CollateUnit *y) {
  size_t i = x->begin;
  size_t j = y->begin;
  for (size_t left = x->digits; left > 0; left--) {
    int difference = (int)collate_digit(a, &i, left) - (int)collate_digit(b, &j, left);
    if (difference != 0) {
      return difference < 0 ? -1 : 1;
    }
  }
  return 0;
}

int collate_compare(const Collate *a, const CollateUnit *x, const Collate *b,
                    const CollateUnit *y) {
  if (x->point == COLLATE_END || y->point == COLLATE_END) {
    return (x->point != COLLATE_END) - (y->point != COLLATE_END);
  }
  if (x->point != y->point) {
    return x->point < y->point ? -1 : 1;
  }
  if (x->digits != y->digits) {
    return x->digits < y->digits ? -1 : 1;
  }
  return compare_digits(a, x, b, y);
}
