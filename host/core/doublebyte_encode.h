/* The loop that encodes into two-byte codes, shared by GB18030 and Big5. A table has, for each code
   point of the basic plane, the code with its first byte low, or 0 where `put` must say more.
   The text is valid UTF-8. */

#ifndef WENLU_CORE_DOUBLEBYTE_ENCODE_H
#define WENLU_CORE_DOUBLEBYTE_ENCODE_H

#include "core/charset_write.h"
#include "core/utf8.h"
#include "core/utf8_check.h"

typedef struct encode_cursor {
  const uint8_t *from;
  const uint8_t *from_last; /* what one step reads can be read up to here */
  uint8_t *to;
  const uint8_t *to_last; /* CHARSET_BYTES_SPARE bytes can be written up to here */
} encode_cursor;

static inline bool encode_goes_on(const encode_cursor *cursor) {
  return cursor->from <= cursor->from_last && cursor->to <= cursor->to_last;
}

static inline void encode_ascii(encode_cursor *cursor) {
  while (encode_goes_on(cursor)) {
    uint64_t word = charset_load(cursor->from);
    uint64_t high = word & UINT64_C(0x8080808080808080);
    size_t count = high == 0 ? 8 : (size_t)__builtin_ctzll(high) / 8;
    charset_store(cursor->to, word);
    cursor->from += count;
    cursor->to += count;
    if (high != 0) {
      return;
    }
  }
}

/* The code of the character of three bytes that is low in the word. */
static inline uint64_t encode_entry(const uint16_t *table, uint64_t word) {
  return table[(word << 12 & 0xF000) | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F)];
}

/* Characters of three bytes that have a code: four at a time, then as many of the last four. */
static inline void encode_hanzi(encode_cursor *cursor, const uint16_t *table) {
  const uint64_t leads = 0xE00000E0;
  while (encode_goes_on(cursor)) {
    uint64_t low = charset_load(cursor->from);
    uint64_t high = charset_load(cursor->from + 6);
    uint64_t first = encode_entry(table, low);
    uint64_t second = encode_entry(table, low >> 24);
    uint64_t third = encode_entry(table, high);
    uint64_t fourth = encode_entry(table, high >> 24);
    charset_store(cursor->to, first | second << 16 | third << 32 | fourth << 48);
    if (((low & 0xF00000F0) ^ leads) != 0 || ((high & 0xF00000F0) ^ leads) != 0 ||
        (first & second & third & fourth & 0x80) == 0) {
      size_t one = (low & 0xF0) == 0xE0 && first != 0;
      size_t two = one & ((low >> 24 & 0xF0) == 0xE0) & (second != 0);
      size_t three = two & ((high & 0xF0) == 0xE0) & (third != 0);
      cursor->from += 3 * (one + two + three);
      cursor->to += 2 * (one + two + three);
      return;
    }
    cursor->from += 12;
    cursor->to += 8;
  }
}

static inline size_t encode_stretch(const uint16_t *table, const uint8_t *text, size_t size,
                                    size_t at, charset_bytes *out) {
  if (size - at < 14) {
    return at;
  }
  encode_cursor cursor = {text + at, text + size - 14, out->bytes + out->size,
                          out->bytes + out->room - CHARSET_BYTES_SPARE};
  while (encode_goes_on(&cursor)) {
    const uint8_t *from = cursor.from;
    if (*from < 0x80) {
      encode_ascii(&cursor);
    } else {
      encode_hanzi(&cursor, table);
    }
    if (cursor.from == from) {
      break;
    }
  }
  out->size = (size_t)(cursor.to - out->bytes);
  return (size_t)(cursor.from - text);
}

/* The same, and further, with vectors: only where the machine has them (doublebyte_vector.c). */
size_t encode_stretch_vector(const uint16_t *table, const uint8_t *text, size_t size, size_t at,
                             charset_bytes *out);

static inline size_t doublebyte_encode(const uint16_t *table, charset_put_code put,
                                       const uint8_t *text, size_t size, size_t at,
                                       charset_bytes *out) {
  const bool vectors = utf8_has_vectors() && !out->scalar;
  while (at < size && !charset_bytes_full(out)) {
    at = vectors ? encode_stretch_vector(table, text, size, at, out) : at;
    at = encode_stretch(table, text, size, at, out);
    if (at < size && !charset_bytes_full(out)) {
      Utf8Char character = utf8_at(text + at, text + size);
      size_t written = put(out->bytes + out->size, character.cp);
      if (written == 0) {
        break;
      }
      out->size += written;
      at += character.size;
    }
  }
  return at;
}

/* Writes a code whose first byte is low, if there is one. */
static inline size_t doublebyte_put(uint8_t *out, uint16_t code) {
  out[0] = (uint8_t)code;
  out[1] = (uint8_t)(code >> 8);
  return code != 0 ? 2 : 0;
}

#endif
