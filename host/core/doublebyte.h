/* The two-byte codes that GB18030 and Big5 share in form, and the loop that decodes them. A table
   is indexed by trail * 256 + lead, as two bytes are loaded at once. An entry holds UTF-8 bytes,
   first in the low byte, and their number in the top byte; 4 there means a code point in the lower
   bytes, 5 a pair (charset.h), and a zero entry means no character, as all with an ASCII lead. */

#ifndef WENLU_CORE_DOUBLEBYTE_H
#define WENLU_CORE_DOUBLEBYTE_H

#include "core/charset_write.h"

static inline uint32_t doublebyte_entry(const uint32_t *table, uint8_t lead, uint8_t trail) {
  return table[(uint32_t)trail << 8 | lead];
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

/* Where a fast stretch of decoding has come to, and where it must stop. */
typedef struct doublebyte_cursor {
  const uint8_t *from;
  const uint8_t *from_last; /* eight bytes can be read up to here */
  uint8_t *to;
  const uint8_t *to_last; /* CHARSET_TEXT_SPARE bytes can be written up to here */
} doublebyte_cursor;

static inline bool doublebyte_goes_on(const doublebyte_cursor *cursor) {
  return cursor->from <= cursor->from_last && cursor->to <= cursor->to_last;
}

/* ASCII, eight bytes at a time. */
static inline void doublebyte_ascii(doublebyte_cursor *cursor) {
  while (doublebyte_goes_on(cursor)) {
    uint64_t word = charset_load(cursor->from);
    charset_store(cursor->to, word);
    uint64_t high = word & UINT64_C(0x8080808080808080);
    size_t count = high == 0 ? 8 : (size_t)__builtin_ctzll(high) / 8;
    cursor->from += count;
    cursor->to += count;
    if (high != 0) {
      return;
    }
  }
}

/* Two-byte codes of three UTF-8 bytes, most of any document: four at a time, each one store that
   the next overwrites, then as many of the last four as are such codes. */
static inline void doublebyte_hanzi(doublebyte_cursor *cursor, const uint32_t *table) {
  while (doublebyte_goes_on(cursor)) {
    const uint8_t *from = cursor->from;
    uint32_t first = doublebyte_entry(table, from[0], from[1]);
    uint32_t second = doublebyte_entry(table, from[2], from[3]);
    uint32_t third = doublebyte_entry(table, from[4], from[5]);
    uint32_t fourth = doublebyte_entry(table, from[6], from[7]);
    charset_store_half(cursor->to, first);
    charset_store_half(cursor->to + 3, second);
    charset_store_half(cursor->to + 6, third);
    charset_store_half(cursor->to + 9, fourth);
    if ((first & second & third & fourth) >> 24 != 3) {
      size_t one = first >> 24 == 3;
      size_t two = one & (second >> 24 == 3);
      size_t three = two & (third >> 24 == 3);
      cursor->from += 2 * (one + two + three);
      cursor->to += 3 * (one + two + three);
      return;
    }
    cursor->from += 8;
    cursor->to += 12;
  }
}

/* Decodes ASCII and hanzi in turn until something else comes, or the end of either buffer. */
static inline size_t doublebyte_stretch(const uint32_t *table, const uint8_t *bytes, size_t size,
                                        size_t at, charset_text *out) {
  if (size - at < 8) {
    return at;
  }
  doublebyte_cursor cursor = {bytes + at, bytes + size - 8, out->text + out->size,
                              out->text + out->room - CHARSET_TEXT_SPARE};
  while (out->run_room - out->run_count >= CHARSET_RUNS_SPARE && doublebyte_goes_on(&cursor)) {
    const uint8_t *from = cursor.from;
    size_t to = (size_t)(cursor.to - out->text);
    bool ascii = *from < 0x80;
    if (ascii) {
      doublebyte_ascii(&cursor);
    } else {
      doublebyte_hanzi(&cursor, table);
    }
    if (cursor.from == from) {
      break;
    }
    charset_run(out, to, (size_t)(from - bytes), ascii ? 1 : 3, ascii ? 1 : 2);
  }
  out->size = (size_t)(cursor.to - out->text);
  return (size_t)(cursor.from - bytes);
}

/* The loop of both decoders: stretches, and whatever `next` makes of what ends one. */
static inline size_t doublebyte_decode(const uint32_t *table, charset_next next,
                                       const uint8_t *bytes, size_t size, size_t at,
                                       charset_text *out) {
  while (at < size && !charset_full(out)) {
    at = doublebyte_stretch(table, bytes, size, at, out);
    if (at < size && !charset_full(out)) {
      charset_char character = next(bytes + at, size - at);
      charset_write(out, at, character);
      at += character.size;
    }
  }
  return at;
}

#endif
