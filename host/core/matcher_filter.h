/* The filters of matcher.h as the files that scan see them, and the places they let through.
 * Bytes are read as little-endian numbers; a place must have MATCHER_LOAD bytes behind it.
 * Nothing is allocated. */
#ifndef WENLU_CORE_MATCHER_FILTER_H
#define WENLU_CORE_MATCHER_FILTER_H

#include <string.h>

#include "core/matcher.h"

#define INLINE static inline __attribute__((always_inline))

enum { MATCHER_LOAD = 16 };

INLINE uint64_t load(const uint8_t *p) {
  uint64_t bytes;
  memcpy(&bytes, p, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  bytes = __builtin_bswap64(bytes);
#endif
  return bytes;
}

INLINE uint64_t low(uint64_t bytes, unsigned size) {
  return bytes & (((uint64_t)1 << (8 * size)) - 1);
}

typedef struct {
  const uint64_t *pairs;
  const uint64_t *deep;
  const uint32_t *shorts;
  uint64_t multiplier;
  uint32_t shift;
} Filter;

INLINE uint32_t has_bits(const uint64_t *filter, uint32_t shift, uint64_t hash) {
  uint64_t word = filter[hash >> shift];
  return (uint32_t)(word >> matcher_filter_bit(hash, 0) & word >> matcher_filter_bit(hash, 1)) & 1;
}

INLINE uint64_t pair_hash(const Filter *f, uint64_t bytes) {
  return (bytes << 16) * f->multiplier;
}

INLINE uint32_t pair_may(const Filter *f, uint64_t bytes) {
  return has_bits(f->pairs, f->shift, pair_hash(f, bytes));
}

/* Whether the pair at `p` may be a whole term, or go on as the text does. */
INLINE uint32_t deep_may(const Filter *f, const uint8_t *p) {
  uint64_t hash = pair_hash(f, load(p));
  uint64_t word = f->pairs[hash >> f->shift];
  uint64_t ends = word >> matcher_end_bit(hash, 0) & word >> matcher_end_bit(hash, 1);
  uint64_t deep = matcher_deep_hash(hash, load(p + 6));
  return (uint32_t)(ends & 1) | has_bits(f->deep, f->shift, deep);
}

INLINE uint32_t short_may(const Filter *f, uint64_t bytes) {
  uint32_t bit = matcher_short_bit(bytes);
  return f->shorts[bit >> 5] >> (bit & 31) & 1;
}

INLINE Filter filter_of(const Matcher *m) {
  Filter f = {m->filter, matcher_deep_filter(m), m->head->shorts, m->head->multiplier,
              70 - m->head->filter_bits};
  return f;
}

/* The places in text[from, to) at which filters over the first six bytes let a term begin; there
 * may be to - from of them. */
size_t matcher_gather(const Matcher *m, const Filter *f, const uint8_t *text, size_t from,
                      size_t to, int scalar, uint32_t *places);

/* Of places gathered those at which a term of six bytes or more may begin. */
size_t matcher_keep_deep(const Filter *f, const uint8_t *text, uint32_t *places, size_t count);

/* Fetches the edges that a walk at these places looks at first. */
void matcher_prefetch(const Matcher *m, const uint8_t *text, const uint32_t *places, size_t count);

#endif
