/* UTF-8: reading, writing, and decoding of damaged text; utf8_check.c is the gate that every
   document passes. A broken sequence is cut where Unicode recommends: the longest prefix of a
   possible character. */

#include "core/charset_write.h"
#include "core/decoders.h"
#include "core/unicode_utf8.h"
#include "core/utf8_check.h"

static inline bool is_trail(uint8_t byte) {
  return (byte & 0xC0) == 0x80;
}

/* The least and the greatest second byte for each lead byte from E0 on rule out overlong forms,
   surrogates and what lies above U+10FFFF. */
static bool second_fits(uint8_t lead, uint8_t second) {
  switch (lead) {
    case 0xE0: return second >= 0xA0 && second <= 0xBF;
    case 0xED: return second >= 0x80 && second <= 0x9F;
    case 0xF0: return second >= 0x90 && second <= 0xBF;
    case 0xF4: return second >= 0x80 && second <= 0x8F;
    default: return is_trail(second);
  }
}

static uint32_t lead_size(uint8_t lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xC2 || lead > 0xF4) {
    return 0;
  }
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

charset_char utf8_next(const uint8_t *bytes, size_t left) {
  uint32_t size = lead_size(bytes[0]);
  if (size == 1) {
    return (charset_char){bytes[0], 1};
  }
  if (size == 0 || left < 2 || !second_fits(bytes[0], bytes[1])) {
    return (charset_char){CHARSET_FAULT, 1};
  }
  uint32_t point = (bytes[0] & (0x7Fu >> size)) << 6 | (bytes[1] & 0x3F);
  for (uint32_t i = 2; i < size; i++) {
    if (i >= left || !is_trail(bytes[i])) {
      return (charset_char){CHARSET_FAULT, i};
    }
    point = point << 6 | (bytes[i] & 0x3F);
  }
  return (charset_char){point, size};
}

size_t utf8_put(uint8_t *out, uint32_t point) { return unicode_put(out, point); }

size_t utf8_valid(const uint8_t *bytes, size_t size) {
  return utf8_check(bytes, size).valid;
}

size_t utf8_decode(const uint8_t *bytes, size_t size, size_t at, charset_text *out) {
  while (at < size && !charset_full(out)) {
    size_t room = out->room - out->size - CHARSET_TEXT_SPARE / 2;
    size_t valid = utf8_valid(bytes + at, size - at < room ? size - at : room);
    if (valid > 0) {
      at += charset_copy(out, bytes, at, valid);
    }
    if (at < size && bytes[at] >= 0x80) { /* a fault, or a character across the end of the window */
      charset_char character = utf8_next(bytes + at, size - at);
      if (character.point == CHARSET_FAULT) {
        charset_write(out, at, character);
        at += character.size;
      } else {
        at += charset_copy(out, bytes, at, character.size);
      }
    }
  }
  return at;
}
