/* Where in a text a term of matcher.h may begin: by its first byte, 32 at a time with AVX2, then by
 * filters over what follows. Without AVX2 byte by byte, to the same places.
 * Offsets are bytes from 0; nothing is allocated. */
#include "core/matcher_filter.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

INLINE size_t gather_scalar(const Matcher *m, const Filter *f, const uint8_t *text, size_t from,
                            size_t to, uint32_t *places, int has_short) {
  size_t count = 0;
  for (size_t at = from; at < to; at++) {
    if (m->head->first[text[at]]) {
      uint64_t bytes = load(text + at);
      uint32_t may = pair_may(f, bytes);
      if (has_short) {
        may |= short_may(f, bytes) | (m->head->first[text[at]] > MATCHER_BEGINS);
      }
      places[count] = (uint32_t)at;
      count += may;
    }
  }
  return count;
}

#if defined(__x86_64__)

/* A set of bytes as two tables of bits by high nibble, looked up by low nibble. */
typedef struct {
  __m256i low_half, high_half, bit;
} ByteSet;

__attribute__((target("avx2"), always_inline))
static inline ByteSet byte_set(const uint8_t tables[2][16]) {
  ByteSet set = {
    _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)tables[0])),
    _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)tables[1])),
    _mm256_set1_epi64x((long long)0x8040201008040201u),
  };
  return set;
}

__attribute__((target("avx2"), always_inline))
static inline uint32_t members(const ByteSet *set, const uint8_t *p) {
  __m256i bytes = _mm256_loadu_si256((const __m256i *)p);
  __m256i nibble = _mm256_set1_epi8(15);
  __m256i low_nibble = _mm256_and_si256(bytes, nibble);
  __m256i high_nibble = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
  __m256i row = _mm256_blendv_epi8(_mm256_shuffle_epi8(set->low_half, low_nibble),
                                   _mm256_shuffle_epi8(set->high_half, low_nibble), bytes);
  __m256i bit = _mm256_shuffle_epi8(set->bit, high_nibble);
  __m256i absent = _mm256_cmpeq_epi8(_mm256_and_si256(row, bit), _mm256_setzero_si256());
  return ~(uint32_t)_mm256_movemask_epi8(absent);
}

__attribute__((target("avx2,bmi,bmi2"), always_inline))
static inline size_t gather_wide(const Matcher *m, const Filter *filter, const uint8_t *text,
                                 size_t from, size_t to, uint32_t *places, int has_short) {
  const Filter f = *filter;
  ByteSet begins = byte_set(m->head->begins);
  ByteSet always = byte_set(m->head->always);
  size_t count = 0;
  size_t at = from;
  for (; to - at >= 32; at += 32) {
    uint32_t sure = has_short ? members(&always, text + at) : 0;
    for (uint32_t mask = members(&begins, text + at); mask != 0; mask &= mask - 1) {
      unsigned i = (unsigned)__builtin_ctz(mask);
      uint64_t bytes = load(text + at + i);
      uint32_t may = pair_may(&f, bytes);
      if (has_short) {
        may |= short_may(&f, bytes) | (sure >> i & 1);
      }
      places[count] = (uint32_t)(at + i);
      count += may;
    }
  }
  return count + gather_scalar(m, filter, text, at, to, places + count, has_short);
}

__attribute__((target("avx2,bmi,bmi2")))
static size_t gather_avx2(const Matcher *m, const Filter *f, const uint8_t *text, size_t from,
                          size_t to, uint32_t *places) {
  return m->head->has_short ? gather_wide(m, f, text, from, to, places, 1)
                            : gather_wide(m, f, text, from, to, places, 0);
}

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}

#endif

size_t matcher_gather(const Matcher *m, const Filter *f, const uint8_t *text, size_t from,
                      size_t to, int scalar, uint32_t *places) {
#if defined(__x86_64__)
  if (!scalar && has_avx2()) {
    return gather_avx2(m, f, text, from, to, places);
  }
#endif
  (void)scalar;
  return m->head->has_short ? gather_scalar(m, f, text, from, to, places, 1)
                            : gather_scalar(m, f, text, from, to, places, 0);
}

size_t matcher_keep_deep(const Filter *f, const uint8_t *text, uint32_t *places, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t place = places[i];
    places[kept] = place;
    kept += deep_may(f, text + place);
  }
  return kept;
}

/* The same, marked, and those at which a short one may begin. */
static size_t mark_deep(const Matcher *m, const Filter *f, const uint8_t *text, uint32_t *places,
                        size_t count) {
  const uint8_t *first = m->head->first;
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t place = places[i];
    const uint8_t *p = text + place;
    uint32_t deep = deep_may(f, p);
    places[kept] = place | deep << 31;
    kept += deep | short_may(f, load(p)) | (first[*p] > MATCHER_BEGINS);
  }
  return kept;
}

void matcher_prefetch(const Matcher *m, const uint8_t *text, const uint32_t *places, size_t count) {
  const MatcherHead *head = m->head;
  uint32_t shift = 64 - head->edge_bits;
  for (size_t i = 0; i < count; i++) {
    uint64_t bytes = load(text + places[i]);
    uint64_t pair = low(bytes, 6) | MATCHER_PAIR_TAG;
    __builtin_prefetch(m->edges + (pair * head->multiplier >> shift));
    if (head->has_short) {
      uint64_t root = matcher_root_key(low(bytes, 3), 3);
      __builtin_prefetch(m->edges + (root * head->multiplier >> shift));
    }
  }
}

size_t matcher_places(const Matcher *m, const uint8_t *text, size_t size, size_t from, size_t to,
                      int scalar, uint32_t *places) {
  Filter f = filter_of(m);
  size_t whole = size >= MATCHER_LOAD ? size - MATCHER_LOAD + 1 : 0;
  size_t until = to < whole ? to : whole;
  size_t count = 0;
  size_t at = 0;
  if (from < until) {
    count = matcher_gather(m, &f, text + from, 0, until - from, scalar, places);
    count = mark_deep(m, &f, text + from, places, count);
    at = until - from;
  }
  for (; from + at < to; at++) {
    places[count] = (uint32_t)at | MATCHER_MAY;
    count += m->head->first[text[from + at]] != 0;
  }
  return count;
}
