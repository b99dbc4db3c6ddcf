/* The vector half of doublebyte_encode.h: eight characters of three bytes at a time become code
   points with AVX2; the table is looked up one by one. Offsets, buffers and the limits of the
   cursor are those of the scalar half. */

#include "core/doublebyte_encode.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define VECTOR __attribute__((target("avx2"), always_inline)) static inline

/* Twenty-four bytes as eight numbers, each with its lead byte third from below. */
VECTOR __m256i spread(const uint8_t *from) {
  const __m128i order = _mm_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1);
  __m128i low = _mm_loadu_si128((const __m128i *)from);
  __m128i high = _mm_loadu_si128((const __m128i *)(from + 12));
  return _mm256_shuffle_epi8(_mm256_set_m128i(high, low), _mm256_broadcastsi128_si256(order));
}

/* A bit for each that has the lead byte of three. */
VECTOR unsigned three_byte_leads(__m256i characters) {
  __m256i leads = _mm256_and_si256(characters, _mm256_set1_epi32(0xF00000));
  __m256i equal = _mm256_cmpeq_epi32(leads, _mm256_set1_epi32(0xE00000));
  return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(equal));
}

VECTOR __m256i code_points(__m256i characters) {
  __m256i bits = _mm256_and_si256(characters, _mm256_set1_epi32(0x0F3F3F));
  __m256i halves = _mm256_maddubs_epi16(bits, _mm256_set1_epi32(0x00014001)); /* 1, 64, 1 */
  return _mm256_madd_epi16(halves, _mm256_set1_epi32(0x10000001));           /* 1, 4096 */
}

typedef struct four_codes {
  uint64_t bytes;
  unsigned found; /* a bit for each that the table has */
} four_codes;

VECTOR four_codes look_up(const uint16_t *table, __m128i points) {
  uint64_t low = (uint64_t)_mm_cvtsi128_si64(points);
  uint64_t high = (uint64_t)_mm_extract_epi64(points, 1);
  uint64_t first = table[low & 0xFFFF];
  uint64_t second = table[low >> 32];
  uint64_t third = table[high & 0xFFFF];
  uint64_t fourth = table[high >> 32];
  uint64_t bytes = first | second << 16 | third << 32 | fourth << 48;
  /* the high bit of each first byte, which every code has */
  uint64_t set = bytes >> 7 & UINT64_C(0x0001000100010001);
  return (four_codes){bytes, (unsigned)(set * UINT64_C(0x0001000200040008) >> 48) & 15};
}

VECTOR void encode_eights(encode_cursor *cursor, const uint16_t *table) {
  while (encode_goes_on(cursor)) {
    __m256i characters = spread(cursor->from);
    unsigned leads = three_byte_leads(characters);
    __m256i points = code_points(characters);
    four_codes low = look_up(table, _mm256_castsi256_si128(points));
    four_codes high = look_up(table, _mm256_extracti128_si256(points, 1));
    charset_store(cursor->to, low.bytes);
    charset_store(cursor->to + 8, high.bytes);
    unsigned good = leads & (low.found | high.found << 4);
    if (good != 0xFF) {
      size_t count = (size_t)__builtin_ctz(~good);
      cursor->from += 3 * count;
      cursor->to += 2 * count;
      return;
    }
    cursor->from += 24;
    cursor->to += 16;
  }
}

__attribute__((target("avx2"))) size_t encode_stretch_vector(const uint16_t *table,
                                                            const uint8_t *text, size_t size,
                                                            size_t at, charset_bytes *out) {
  if (size - at < 28) {
    return at;
  }
  encode_cursor cursor = {text + at, text + size - 28, out->bytes + out->size,
                          out->bytes + out->room - CHARSET_BYTES_SPARE};
  while (encode_goes_on(&cursor)) {
    const uint8_t *from = cursor.from;
    if (*from < 0x80) {
      encode_ascii(&cursor);
    } else {
      encode_eights(&cursor, table);
    }
    if (cursor.from == from) {
      break;
    }
  }
  out->size = (size_t)(cursor.to - out->bytes);
  return (size_t)(cursor.from - text);
}

#else

size_t encode_stretch_vector(const uint16_t *table, const uint8_t *text, size_t size, size_t at,
                             charset_bytes *out) {
  (void)table;
  (void)text;
  (void)size;
  (void)out;
  return at;
}

#endif
