/* The vector half of utf8_check.h: 64 bytes a step with AVX2. Each byte is judged by the nibbles of
   itself and of the three bytes before it, looked up in tables of sixteen (the method of Keiser and
   Lemire, "Validating UTF-8 in less than one instruction per byte", 2021). */

#include <string.h>

#include "core/utf8_check.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define VECTOR __attribute__((target("avx2"), always_inline)) static inline

/* What two bytes in a row may be wrong in; LONGER means that the second trails a trail byte. */
enum {
  TOO_SHORT = 1,      /* a lead byte without trail byte */
  TOO_LONG = 2,       /* a trail byte after ASCII */
  OVERLONG_3 = 4,     /* E0 80-9F */
  TOO_LARGE = 8,      /* F4 90-BF, and leads above F4 */
  SURROGATE = 16,     /* ED A0-BF */
  OVERLONG_2 = 32,    /* C0 and C1 */
  TOO_LARGE_80 = 64,  /* leads above F4 before 80-8F */
  OVERLONG_4 = 64,    /* F0 80-8F */
  LONGER = 128,       /* right when a third or fourth byte is due, and only then */
  ANY_LOW = TOO_SHORT | TOO_LONG | LONGER
};

typedef struct tables {
  __m256i lead_high;
  __m256i lead_low;
  __m256i second_high;
} tables;

VECTOR __m256i table(const uint8_t *bytes) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)bytes));
}

VECTOR tables fault_tables(void) {
  static const uint8_t lead_high[16] = {
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    LONGER, LONGER, LONGER, LONGER,
    TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | TOO_LARGE_80 | OVERLONG_4,
  };
  static const uint8_t high_low = ANY_LOW | TOO_LARGE | TOO_LARGE_80;
  const uint8_t lead_low[16] = {
    ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, ANY_LOW | OVERLONG_2, ANY_LOW, ANY_LOW,
    ANY_LOW | TOO_LARGE, high_low, high_low, high_low, high_low, high_low, high_low, high_low,
    high_low, high_low | SURROGATE, high_low, high_low,
  };
  static const uint8_t second_high[16] = {
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    TOO_LONG | OVERLONG_2 | LONGER | OVERLONG_3 | TOO_LARGE_80 | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | LONGER | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | LONGER | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | LONGER | SURROGATE | TOO_LARGE,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
  };
  return (tables){table(lead_high), table(lead_low), table(second_high)};
}

VECTOR __m256i load(const uint8_t *bytes) {
  return _mm256_loadu_si256((const __m256i *)bytes);
}

VECTOR __m256i high_nibbles(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

/* Entries by the low nibble; bytes from 80 on, where that gives 0, are led through by `mask`. */
VECTOR __m256i low_entries(__m256i classes, __m256i bytes) {
  return _mm256_shuffle_epi8(classes, _mm256_and_si256(bytes, _mm256_set1_epi8(15)));
}

VECTOR __m256i high_entries(__m256i classes, __m256i bytes) {
  return _mm256_shuffle_epi8(classes, high_nibbles(bytes));
}

/* Not zero where the byte is wrong after the three before it. */
VECTOR __m256i faults(const tables *with, __m256i now, __m256i one, __m256i two, __m256i three) {
  __m256i pairs = _mm256_and_si256(
      _mm256_and_si256(high_entries(with->lead_high, one), low_entries(with->lead_low, one)),
      high_entries(with->second_high, now));
  __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(due, pairs);
}

typedef struct classes {
  __m256i lead_high;
  __m256i lead_low;
  __m256i second_high;
  __m256i second_low;
  __m256i third_high;
  __m256i third_low;
} classes;

VECTOR classes suspect_classes(void) {
  const utf8_nibbles *from = &utf8_suspects;
  return (classes){table(from->lead_high),   table(from->lead_low),   table(from->second_high),
                   table(from->second_low), table(from->third_high), table(from->third_low)};
}

/* Not zero where the byte is the third, real or not, from the lead byte of a suspect. */
VECTOR __m256i suspects(const classes *with, __m256i now, __m256i one, __m256i two) {
  __m256i lead = _mm256_and_si256(high_entries(with->lead_high, two),
                                  low_entries(with->lead_low, two));
  __m256i second = _mm256_and_si256(high_entries(with->second_high, one),
                                    low_entries(with->second_low, one));
  __m256i third = _mm256_and_si256(high_entries(with->third_high, now),
                                   low_entries(with->third_low, now));
  return _mm256_and_si256(_mm256_and_si256(lead, second), third);
}

VECTOR size_t newlines(__m256i bytes) {
  __m256i found = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
  return (size_t)__builtin_popcount((unsigned)_mm256_movemask_epi8(found));
}

typedef struct finder {
  tables fault;
  classes suspect;
} finder;

/* One block; three readable bytes stand before it. False if it has what `stop` says. */
VECTOR bool mark_block(const finder *with, const uint8_t *bytes, bool stop, utf8_marks *marks) {
  __m256i fault = _mm256_setzero_si256();
  __m256i suspect = _mm256_setzero_si256();
  size_t count = 0;
  for (int half = 0; half < UTF8_BLOCK; half += 32) {
    __m256i now = load(bytes + half);
    __m256i one = load(bytes + half - 1);
    __m256i two = load(bytes + half - 2);
    __m256i three = load(bytes + half - 3);
    fault = _mm256_or_si256(fault, faults(&with->fault, now, one, two, three));
    suspect = _mm256_or_si256(suspect, suspects(&with->suspect, now, one, two));
    count += newlines(now);
  }
  bool suspicious = !_mm256_testz_si256(suspect, suspect);
  if (!_mm256_testz_si256(fault, fault) || (stop && suspicious)) {
    return false;
  }
  marks->suspect |= suspicious;
  marks->newlines += count;
  return true;
}

/* The first block has nothing before it: it is looked at in a buffer that begins with zeros. */
__attribute__((target("avx2"))) size_t utf8_mark_blocks(const uint8_t *bytes, size_t size,
                                                       bool stop_at_suspect, utf8_marks *marks) {
  const finder with = {fault_tables(), suspect_classes()};
  uint8_t first[32 + UTF8_BLOCK] = {0};
  if (size < UTF8_BLOCK) {
    return 0;
  }
  memcpy(first + 32, bytes, UTF8_BLOCK);
  if (!mark_block(&with, first + 32, stop_at_suspect, marks)) {
    return 0;
  }
  size_t at = UTF8_BLOCK;
  while (size - at >= UTF8_BLOCK && mark_block(&with, bytes + at, stop_at_suspect, marks)) {
    at += UTF8_BLOCK;
  }
  return at;
}

bool utf8_has_vectors(void) {
  return __builtin_cpu_supports("avx2");
}

#else

bool utf8_has_vectors(void) {
  return false;
}

size_t utf8_mark_blocks(const uint8_t *bytes, size_t size, bool stop_at_suspect,
                        utf8_marks *marks) {
  (void)bytes;
  (void)size;
  (void)stop_at_suspect;
  (void)marks;
  return 0;
}

#endif
