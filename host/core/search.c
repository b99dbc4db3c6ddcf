/* The search of search.h: two bytes of the needle are compared at 32 places at once, all of it
 * where both fit; memmem does it without AVX2, or where too many places fit (aaab in aaaa).
 * Nothing is allocated. */
#include "core/search.h"

#include <string.h>

#include "core/simd.h"

enum { SHORT_TEXT = 64 };

void search_begin(Search *s, const uint8_t *text, size_t size, bool simd) {
  s->text = text;
  s->size = size;
  s->checked = 0;
  s->passed = 0;
  s->simd = simd && simd_has_avx2();
  /* In Chinese the third byte of a character tells more than the first. */
  s->probe = s->needle_size > 3 && s->needle[0] >= 0xE0 ? 2 : 0;
}

/* In so little text that preparing a better way would cost more. */
static size_t search_short(const Search *s, size_t from, size_t to) {
  for (size_t at = from; at < to; at++) {
    const uint8_t *first = memchr(s->text + at, s->needle[0], to - at);
    if (first == NULL) {
      return SEARCH_NONE;
    }
    at = (size_t)(first - s->text);
    if (memcmp(first, s->needle, s->needle_size) == 0) {
      return at;
    }
  }
  return SEARCH_NONE;
}

static size_t search_plain(const Search *s, size_t from, size_t to) {
  if (to - from <= SHORT_TEXT && s->needle_size <= SHORT_TEXT) {
    return search_short(s, from, to);
  }
  size_t end = s->size - to < s->needle_size - 1 ? s->size : to + s->needle_size - 1;
  const uint8_t *found = memmem(s->text + from, end - from, s->needle, s->needle_size);
  return found == NULL ? SEARCH_NONE : (size_t)(found - s->text);
}

#ifdef WENLU_AVX2
enum { CHECKED_FREELY = 4096, CHECKED_PER_BYTE = 4 };

/* The first place of the mask where the whole needle stands. */
WENLU_AVX2 static size_t check_places(Search *s, size_t at, uint32_t mask) {
  for (; mask != 0; mask &= mask - 1) {
    size_t place = at + _tzcnt_u32(mask);
    s->checked += s->needle_size;
    if (memcmp(s->text + place, s->needle, s->needle_size) == 0) {
      return place;
    }
  }
  return SEARCH_NONE;
}

WENLU_AVX2 static inline uint32_t equal_mask(const uint8_t *p, __m256i byte) {
  __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, byte));
}

WENLU_AVX2 static size_t search_avx2(Search *s, size_t from, size_t to) {
  const __m256i probe = _mm256_set1_epi8((char)s->needle[s->probe]);
  const __m256i last = _mm256_set1_epi8((char)s->needle[s->needle_size - 1]);
  const uint8_t *probes = s->text + s->probe;
  const uint8_t *lasts = s->text + s->needle_size - 1;
  size_t at = from;
  for (; to - at >= 32; at += 32) {
    uint32_t mask = equal_mask(probes + at, probe) & equal_mask(lasts + at, last);
    if (mask != 0) {
      size_t found = check_places(s, at, mask);
      if (found != SEARCH_NONE) {
        s->passed += found - from;
        return found;
      }
      if (s->checked > CHECKED_FREELY + CHECKED_PER_BYTE * (s->passed + at - from)) {
        s->simd = false;
        return search_plain(s, at, to);
      }
    }
  }
  s->passed += at - from;
  return at < to ? search_plain(s, at, to) : SEARCH_NONE;
}
#endif

size_t search_in(Search *s, size_t from, size_t to) {
  if (s->needle_size == 0) {
    return from;
  }
  if (s->size < s->needle_size || from > s->size - s->needle_size) {
    return SEARCH_NONE;
  }
  size_t places = s->size - s->needle_size + 1;
  size_t end = to < places ? to : places;
  if (from >= end) {
    return SEARCH_NONE;
  }
#ifdef WENLU_AVX2
  if (s->simd) {
    return search_avx2(s, from, end);
  }
#endif
  return search_plain(s, from, end);
}
