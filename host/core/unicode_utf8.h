/* UTF-8 that may be damaged: one character forward, strictly, and one written. Overlong forms,
** surrogates and what lies above U+10FFFF are no characters. Offsets are bytes from 0; buffers are
** the caller's. */

#ifndef WENLU_CORE_UNICODE_UTF8_H
#define WENLU_CORE_UNICODE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNICODE_POINTS 0x110000u
#define UNICODE_BAD UINT32_MAX /* in the place of a code point: no character begins here */

typedef struct UnicodeChar {
  uint32_t point; /* or UNICODE_BAD */
  uint32_t size;  /* bytes; of a bad sequence, its longest part that could begin a character */
} UnicodeChar;

static inline bool unicode_is_trail(uint8_t byte) {
  return (byte & 0xC0) == 0x80;
}

/* Whether the second byte fits its lead byte from E0 on. */
static inline bool unicode_second_fits(uint8_t lead, uint8_t second) {
  uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= least && second <= most;
}

/* The character at `p`; `left`, at least 1, is how many bytes there are. */
static inline UnicodeChar unicode_next(const uint8_t *p, size_t left) {
  uint8_t lead = p[0];
  if (lead < 0x80) {
    return (UnicodeChar){lead, 1};
  }
  if (lead < 0xC2 || lead > 0xF4 || left < 2) {
    return (UnicodeChar){UNICODE_BAD, 1};
  }
  if (lead < 0xE0) {
    return unicode_is_trail(p[1]) ? (UnicodeChar){(lead & 0x1Fu) << 6 | (p[1] & 0x3Fu), 2}
                                  : (UnicodeChar){UNICODE_BAD, 1};
  }
  if (!unicode_second_fits(lead, p[1])) {
    return (UnicodeChar){UNICODE_BAD, 1};
  }
  if (left < 3 || !unicode_is_trail(p[2])) {
    return (UnicodeChar){UNICODE_BAD, 2};
  }
  uint32_t point = (lead & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  if (lead < 0xF0) {
    return (UnicodeChar){point, 3};
  }
  if (left < 4 || !unicode_is_trail(p[3])) {
    return (UnicodeChar){UNICODE_BAD, 3};
  }
  return (UnicodeChar){(point << 6 | (p[3] & 0x3Fu)) & 0x1FFFFF, 4};
}

/* Writes a code point, at most 4 bytes; returns how many. */
static inline uint32_t unicode_put(uint8_t *out, uint32_t point) {
  if (point < 0x80) {
    out[0] = (uint8_t)point;
    return 1;
  }
  if (point < 0x800) {
    out[0] = (uint8_t)(0xC0 | point >> 6);
    out[1] = (uint8_t)(0x80 | (point & 0x3F));
    return 2;
  }
  if (point < 0x10000) {
    out[0] = (uint8_t)(0xE0 | point >> 12);
    out[1] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
    out[2] = (uint8_t)(0x80 | (point & 0x3F));
    return 3;
  }
  out[0] = (uint8_t)(0xF0 | point >> 18);
  out[1] = (uint8_t)(0x80 | (point >> 12 & 0x3F));
  out[2] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
  out[3] = (uint8_t)(0x80 | (point & 0x3F));
  return 4;
}

/* The offset at which the character begins that holds the byte before `at`, not below `floor`. */
static inline size_t unicode_before(const uint8_t *text, size_t at, size_t floor) {
  size_t least = at - floor > 4 ? at - 4 : floor;
  at -= at > floor;
  while (at > least && unicode_is_trail(text[at])) {
    at--;
  }
  return at;
}

#endif
