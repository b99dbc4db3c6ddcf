/* Decoding of UTF-8 that is known to be valid: one code point forward or back.
 * Positions are byte offsets from 0 in a buffer; the caller owns the buffer.
 * Reading at or past the end gives code point 0 of length 0. */
#ifndef WENLU_CORE_UTF8_H
#define WENLU_CORE_UTF8_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t cp;
  uint32_t size;
} Utf8Char;

/* The code point at `p`; `end` bounds the buffer. */
static inline Utf8Char utf8_at(const uint8_t *p, const uint8_t *end) {
  Utf8Char c = {0, 0};
  if (p >= end) {
    return c;
  }
  if (p[0] < 0x80) {
    c.cp = p[0];
    c.size = 1;
  } else if (p[0] < 0xE0 && end - p >= 2) {
    c.cp = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
    c.size = 2;
  } else if (p[0] < 0xF0 && end - p >= 3) {
    c.cp = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
    c.size = 3;
  } else if (end - p >= 4) {
    c.cp = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
           (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3Fu);
    c.size = 4;
  } else {
    c.cp = 0xFFFD;
    c.size = (uint32_t)(end - p);
  }
  return c;
}

/* The code point that ends just before `p`; `begin` bounds the buffer. */
static inline Utf8Char utf8_before(const uint8_t *p, const uint8_t *begin) {
  Utf8Char none = {0, 0};
  if (p <= begin) {
    return none;
  }
  const uint8_t *q = p - 1;
  while (q > begin && p - q < 4 && (*q & 0xC0) == 0x80) {
    q--;
  }
  return utf8_at(q, p);
}

static inline int utf8_is_hanzi(uint32_t cp) {
  return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
         (cp >= 0x20000 && cp <= 0x323AF) || cp == 0x3007;
}

#endif
