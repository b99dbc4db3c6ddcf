/* Counts characters and line ends, and finds line ends: the AVX2 way and the plain one.
 * Characters are counted by their first bytes, line ends by their last; nothing is decoded.
 * Nothing is allocated. */
#include <string.h>

#include "core/simd.h"
#include "core/textindex.h"

#define ONES 0x0101010101010101u
#define HIGH 0x8080808080808080u

static inline uint64_t load_word(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

static inline uint64_t zero_bytes(uint64_t word) { return (word - ONES) & ~word & HIGH; }

/* Not 0 when one of the eight bytes may end a line: below 14, or A8 or A9 behind 80. */
static inline uint64_t line_suspects(uint64_t word) {
  uint64_t last = zero_bytes((word & ONES * 0xFE) ^ ONES * 0xA8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  last &= zero_bytes(word ^ HIGH) << 8 | 0x80; /* what is before the first byte is not known */
#endif
  return ((word - ONES * 14) & ~word & HIGH) | last;
}

static inline unsigned first_bytes(uint64_t word) {
  uint64_t trail = word & ~(word << 1) & HIGH;
  return 8 - (unsigned)((trail >> 7) * ONES >> 56);
}

static TextCount count_bytes(const uint8_t *text, size_t size, size_t begin, size_t end) {
  TextCount count = {0, 0};
  for (size_t i = begin; i < end; i++) {
    count.characters += (text[i] & 0xC0) != 0x80;
    count.lines += text_ends_line(text, size, i);
  }
  return count;
}

static TextCount count_words(const uint8_t *text, size_t size, size_t begin, size_t end) {
  TextCount count = {0, 0};
  size_t i = begin;
  for (; end - i >= 8; i += 8) {
    uint64_t word = load_word(text + i);
    count.characters += first_bytes(word);
    if (line_suspects(word)) {
      count.lines += count_bytes(text, size, i, i + 8).lines;
    }
  }
  TextCount rest = count_bytes(text, size, i, end);
  return (TextCount){count.characters + rest.characters, count.lines + rest.lines};
}

static size_t after_line_words(const uint8_t *text, size_t size, size_t from, size_t end) {
  size_t i = from;
  while (i < end) {
    if (end - i >= 8 && !line_suspects(load_word(text + i))) {
      i += 8;
    } else if (text_ends_line(text, size, i)) {
      return i + 1;
    } else {
      i++;
    }
  }
  return 0;
}

#ifdef WENLU_AVX2
WENLU_AVX2 static inline __m256i equal_bytes(__m256i bytes, int value) {
  return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)value));
}

WENLU_AVX2 static inline __m256i load(const uint8_t *p) {
  return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* One bit for each of the 32 bytes at p that ends a line; p[-2] to p[32] can be read. */
WENLU_AVX2 static inline uint32_t line_mask(const uint8_t *p, __m256i bytes) {
  __m256i lf = equal_bytes(bytes, '\n');
  __m256i cr = _mm256_andnot_si256(equal_bytes(load(p + 1), '\n'), equal_bytes(bytes, '\r'));
  __m256i last = equal_bytes(_mm256_and_si256(bytes, _mm256_set1_epi8((char)0xFE)), 0xA8);
  __m256i lead = _mm256_and_si256(equal_bytes(load(p - 1), 0x80), equal_bytes(load(p - 2), 0xE2));
  __m256i all = _mm256_or_si256(_mm256_or_si256(lf, cr), _mm256_and_si256(last, lead));
  return (uint32_t)_mm256_movemask_epi8(all);
}

/* The end of the part of [begin, end) that line_mask can read, in steps of 32. */
static inline size_t wide_end(size_t size, size_t begin, size_t end) {
  size_t limit = end < size ? end : size - (size > 0);
  return begin >= 2 && limit >= begin + 32 ? begin + (limit - begin) / 32 * 32 : begin;
}

WENLU_AVX2 static TextCount count_avx2(const uint8_t *text, size_t size, size_t begin, size_t end) {
  size_t head = begin < 2 ? (end < 2 ? end : 2) : begin;
  size_t stop = wide_end(size, head, end);
  TextCount count = count_words(text, size, begin, head);
  for (size_t i = head; i < stop; i += 32) {
    __m256i bytes = load(text + i);
    __m256i first = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(-65));
    count.characters += (unsigned)_mm_popcnt_u32((uint32_t)_mm256_movemask_epi8(first));
    count.lines += (unsigned)_mm_popcnt_u32(line_mask(text + i, bytes));
  }
  TextCount rest = count_words(text, size, stop, end);
  return (TextCount){count.characters + rest.characters, count.lines + rest.lines};
}

WENLU_AVX2 static size_t after_line_avx2(const uint8_t *text, size_t size, size_t from,
                                         size_t end) {
  size_t head = from < 2 ? (end < 2 ? end : 2) : from;
  size_t found = after_line_words(text, size, from, head);
  size_t stop = wide_end(size, head, end);
  for (size_t i = head; found == 0 && i < stop; i += 32) {
    uint32_t mask = line_mask(text + i, load(text + i));
    if (mask != 0) {
      found = i + _tzcnt_u32(mask) + 1;
    }
  }
  return found != 0 ? found : after_line_words(text, size, stop, end);
}
#endif

TextCount text_count(const uint8_t *text, size_t size, size_t begin, size_t end, bool simd) {
#ifdef WENLU_AVX2
  if (simd && end - begin >= 64) {
    return count_avx2(text, size, begin, end);
  }
#endif
  (void)simd;
  return count_words(text, size, begin, end);
}

size_t text_after_line(const uint8_t *text, size_t size, size_t from, size_t end, bool simd) {
#ifdef WENLU_AVX2
  if (simd && end - from >= 64) {
    return after_line_avx2(text, size, from, end);
  }
#endif
  (void)simd;
  return after_line_words(text, size, from, end);
}
