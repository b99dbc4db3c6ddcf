/* The two-byte codes that GB18030 and Big5 share in form: a table of 126 leads by 191 trails. An
   entry holds UTF-8 bytes, first in the low byte, and their number in the top byte; 4 there
   means a code point in the lower bytes, 5 a pair (charset.h), and a zero entry means no
   character. */

#ifndef WENLU_CORE_DOUBLEBYTE_H
#define WENLU_CORE_DOUBLEBYTE_H

#include "core/charset_write.h"

#define DOUBLEBYTE_LEADS 126
#define DOUBLEBYTE_TRAILS 191

static inline uint32_t doublebyte_entry(const uint32_t *table, uint8_t lead, uint8_t trail) {
  uint32_t row = lead - 0x81u;
  uint32_t column = trail - 0x40u;
  return row < DOUBLEBYTE_LEADS && column < DOUBLEBYTE_TRAILS
           ? table[row * DOUBLEBYTE_TRAILS + column]
           : 0;
}

static inline uint32_t doublebyte_point(uint32_t entry) {
  uint8_t bytes[4] = {(uint8_t)entry, (uint8_t)(entry >> 8), (uint8_t)(entry >> 16), 0};
  switch (entry >> 24) {
    case 4: return entry & 0xFFFFFF;
    case 5: return (entry & 0xFFFFFF) | 1u << 24;
    default: return utf8_next(bytes, 3).point;
  }
}

/* A code without a character; a trail byte that is ASCII stays for the next character. */
static inline charset_char doublebyte_char(uint32_t entry, uint8_t trail) {
  if (entry == 0) {
    return (charset_char){CHARSET_FAULT, trail < 0x80 ? 1 : 2};
  }
  return (charset_char){doublebyte_point(entry), 2};
}

/* Decodes two-byte codes of three UTF-8 bytes, most of any document, until something else comes. */
static inline size_t doublebyte_run(const uint32_t *table, const uint8_t *bytes, size_t size,
                                    size_t at, charset_text *out) {
  uint8_t *text = out->text + out->size;
  const uint8_t *limit = out->text + out->room - CHARSET_TEXT_SPARE / 2;
  const size_t start = at;
  while (size - at >= 2 && text < limit) {
    uint32_t entry = doublebyte_entry(table, bytes[at], bytes[at + 1]);
    if (entry >> 24 != 3) {
      break;
    }
    text[0] = (uint8_t)entry;
    text[1] = (uint8_t)(entry >> 8);
    text[2] = (uint8_t)(entry >> 16);
    text[3] = (uint8_t)(entry >> 24); /* makes it one store; the next character overwrites it */
    text += 3;
    at += 2;
  }
  if (at > start) {
    charset_run(out, out->size, start, 3, 2);
    out->size = (size_t)(text - out->text);
  }
  return at;
}

/* The loop of both decoders: ASCII, two-byte codes, and whatever `next` makes of the rest. */
static inline size_t doublebyte_decode(const uint32_t *table, charset_next next,
                                       const uint8_t *bytes, size_t size, size_t at,
                                       charset_text *out) {
  while (at < size && !charset_full(out)) {
    if (bytes[at] < 0x80) {
      size_t room = out->room - out->size;
      size_t window = size - at < room ? size - at : room;
      at += charset_copy(out, bytes, at, ascii_prefix(bytes + at, window));
      continue;
    }
    size_t stop = doublebyte_run(table, bytes, size, at, out);
    if (stop == at) {
      charset_char character = next(bytes + at, size - at);
      charset_write(out, at, character);
      stop += character.size;
    }
    at = stop;
  }
  return at;
}

#endif
