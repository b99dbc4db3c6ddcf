/* Finding the terms of matcher.h in a text, block by block: places where a term can begin (by their
 * first byte, 32 at a time with AVX2, then by the filters over the first bytes) are gathered, their
 * edges prefetched, and the trie walked at each. Offsets are bytes from 0; nothing is allocated. */
#include "core/matcher.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

enum { BLOCK = 4096, LOAD = 16, WALKED_FREELY = 1 << 16 }; /* bytes looked at in one go; bytes that may be read at a place */

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

/* ---- places where a term may begin ---- */

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

static size_t gather(const Matcher *m, const Filter *f, const uint8_t *text, size_t from, size_t to,
                     int scalar, uint32_t *places) {
#if defined(__x86_64__)
  if (!scalar && has_avx2()) {
    return gather_avx2(m, f, text, from, to, places);
  }
#endif
  (void)scalar;
  return m->head->has_short ? gather_scalar(m, f, text, from, to, places, 1)
                            : gather_scalar(m, f, text, from, to, places, 0);
}

/* Of the places gathered those at which a term of six bytes or more may begin. */
static size_t keep_deep(const Filter *f, const uint8_t *text, uint32_t *places, size_t count) {
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

static void prefetch(const Matcher *m, const uint8_t *text, const uint32_t *places, size_t count) {
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

static Filter filter_of(const Matcher *m) {
  Filter f = {m->filter, matcher_deep_filter(m), m->head->shorts, m->head->multiplier,
              70 - m->head->filter_bits};
  return f;
}

size_t matcher_places(const Matcher *m, const uint8_t *text, size_t size, size_t from, size_t to,
                      int scalar, uint32_t *places) {
  Filter f = filter_of(m);
  size_t whole = size >= LOAD ? size - LOAD + 1 : 0;
  size_t until = to < whole ? to : whole;
  size_t count = 0;
  size_t at = 0;
  if (from < until) {
    count = gather(m, &f, text + from, 0, until - from, scalar, places);
    count = mark_deep(m, &f, text + from, places, count);
    at = until - from;
  }
  for (; from + at < to; at++) {
    places[count] = (uint32_t)at | MATCHER_MAY;
    count += m->head->first[text[from + at]] != 0;
  }
  return count;
}

/* ---- the terms at a place ---- */

/* What is found at one place. */
typedef struct {
  const Matcher *matcher;
  MatcherScan *s; /* takes every term; NULL: only the longest counts */
  size_t place;
  size_t seen; /* terms at this place so far */
  uint32_t longest;
  size_t length;
} Found;

/* Takes a term that was found; 0 when the hits are full. */
INLINE int take(Found *found, uint32_t term, size_t length, int all) {
  if (term == 0) {
    return 1;
  }
  if (!all) {
    found->longest = term;
    found->length = length;
    return 1;
  }
  MatcherScan *s = found->s;
  if (found->seen++ < s->skip) {
    return 1;
  }
  if (s->count == s->capacity) {
    return 0;
  }
  MatcherHit hit = {(uint32_t)found->place, term};
  s->hits[s->count++] = hit;
  return 1;
}

INLINE const MatcherEdge *edge_of(const Matcher *m, uint64_t key) {
  uint64_t mask = ((uint64_t)1 << m->head->edge_bits) - 1;
  uint64_t at = key * m->head->multiplier >> (64 - m->head->edge_bits);
  for (int i = 0; i < MATCHER_MOST_PROBES; i++) {
    const MatcherEdge *edge = &m->edges[(at + (uint64_t)i) & mask];
    if (edge->key == key) {
      return edge;
    }
    if (edge->key == 0) {
      break;
    }
  }
  return NULL;
}

INLINE int take_edge(Found *found, uint64_t key, size_t length, int all) {
  const MatcherEdge *edge = edge_of(found->matcher, key);
  return edge == NULL || take(found, edge->term, length, all);
}

/* Terms of one to five bytes; `room` bytes are left of the text. */
INLINE int walk_short(Found *found, const Filter *f, uint64_t bytes, size_t room, int all) {
  const Matcher *m = found->matcher;
  uint8_t first = m->head->first[bytes & 0xFF];
  if ((first & MATCHER_ONE) && !take_edge(found, matcher_root_key(low(bytes, 1), 1), 1, all)) {
    return 0;
  }
  if ((first & MATCHER_TWO) && room >= 2 &&
      !take_edge(found, matcher_root_key(low(bytes, 2), 2), 2, all)) {
    return 0;
  }
  if (room < 3 || !short_may(f, bytes)) {
    return 1;
  }
  const MatcherEdge *edge = edge_of(m, matcher_root_key(low(bytes, 3), 3));
  if (edge == NULL) {
    return 1;
  }
  if (!take(found, edge->term, 3, all)) {
    return 0;
  }
  uint32_t node = edge->node;
  if ((node & MATCHER_NODE_ONE) && room >= 4 &&
      !take_edge(found, matcher_node_key(node, low(bytes >> 24, 1), 1), 4, all)) {
    return 0;
  }
  return !(node & MATCHER_NODE_TWO) || room < 5 ||
         take_edge(found, matcher_node_key(node, low(bytes >> 24, 2), 2), 5, all);
}

/* Whether a walk goes on beyond MATCHER_WALKED bytes; a step is counted. */
static int walk_on(const Found *found) {
  MatcherScan *s = found->s;
  if (s == NULL) {
    return 1;
  }
  s->walked++;
  return s->longs == NULL;
}

/* Terms of six bytes and more: the first six lead to an edge, then three by three. */
INLINE int walk_long(Found *found, uint64_t bytes, const uint8_t *p, size_t room, int all) {
  const Matcher *m = found->matcher;
  const MatcherEdge *edge = edge_of(m, low(bytes, 6) | MATCHER_PAIR_TAG);
  for (size_t length = 6; edge != NULL; length += 3) {
    if (length > MATCHER_WALKED && !walk_on(found)) {
      return 1;
    }
    if (!take(found, edge->term, length, all)) {
      return 0;
    }
    uint32_t node = edge->node;
    size_t left = room - length;
    const uint8_t *q = p + length;
    if (node == 0 || left == 0) {
      return 1;
    }
    if ((node & MATCHER_NODE_ONE) && !take_edge(found, matcher_node_key(node, q[0], 1),
                                                length + 1, all)) {
      return 0;
    }
    if (left >= 2 && (node & MATCHER_NODE_TWO) &&
        !take_edge(found, matcher_node_key(node, q[0] | (uint64_t)q[1] << 8, 2), length + 2, all)) {
      return 0;
    }
    if (left < 3 || !(node & MATCHER_NODE_FULL)) {
      return 1;
    }
    uint64_t step = q[0] | (uint64_t)q[1] << 8 | (uint64_t)q[2] << 16;
    edge = edge_of(m, matcher_node_key(node, step, 3));
  }
  return 1;
}

INLINE uint64_t load_within(const uint8_t *p, size_t room) {
  uint8_t padded[sizeof(uint64_t)] = {0};
  if (room >= sizeof(uint64_t)) {
    return load(p);
  }
  memcpy(padded, p, room);
  return load(padded);
}

/* The long terms at a place, from the node of the longest; 0 when the hits are full. */
static int take_longs(Found *found, uint32_t node, int all) {
  const MatcherLong *longs = found->s->longs;
  if (!all) {
    found->longest = longs->term[node];
    found->length = longs->depth[node];
    return 1;
  }
  MatcherScan *s = found->s;
  size_t total = 0;
  for (uint32_t i = node; i != 0; i = longs->shorter[i]) {
    total++;
  }
  size_t count = total;
  size_t skipped = s->skip > found->seen ? s->skip - found->seen : 0;
  size_t room = s->capacity - s->count;
  size_t end = count > skipped && count - skipped > room ? skipped + room : count;
  for (uint32_t i = node; i != 0; i = longs->shorter[i]) {
    count--; /* the place of this term among them, short ones first */
    if (count >= skipped && count < end) {
      MatcherHit hit = {(uint32_t)found->place, longs->term[i]};
      s->hits[s->count + count - skipped] = hit;
    }
  }
  s->count += end > skipped ? end - skipped : 0;
  found->seen += end + 1;
  return end == total;
}

/* False where a text that hurts needs what the caller is to provide. */
INLINE int has_longs(MatcherScan *s, size_t place) {
  if (s->longs == NULL ? s->walked < WALKED_FREELY + place * 2
                       : place >= s->starts_from && place < s->starts_to) {
    return 1;
  }
  s->stuck = 1;
  return 0;
}

/* The hits at one place; 0 when there is no room for them. */
INLINE int walk(MatcherScan *s, const Filter *f, size_t place, int all) {
  const uint8_t *p = s->text + place;
  size_t room = s->end - place;
  Found found = {s->matcher, s, place, 0, 0, 0};
  uint64_t bytes = load_within(p, room);
  if ((s->matcher->head->has_short && !walk_short(&found, f, bytes, room, all)) ||
      (room >= 6 && pair_may(f, bytes) && !walk_long(&found, bytes, p, room, all)) ||
      (s->longs != NULL && s->starts[place - s->starts_from] != 0 &&
       !take_longs(&found, s->starts[place - s->starts_from], all))) {
    s->skip = found.seen - 1;
    return 0;
  }
  s->skip = 0;
  if (found.longest != 0) {
    if (s->count == s->capacity) {
      return 0;
    }
    MatcherHit hit = {(uint32_t)place, found.longest};
    s->hits[s->count++] = hit;
    s->free = s->policy == MATCHER_LEFTMOST_LONGEST ? place + found.length : 0;
  }
  return 1;
}

INLINE size_t longest_at(const Matcher *m, const Filter *f, const uint8_t *p, size_t room,
                         int is_long, uint32_t *term) {
  Found found = {m, NULL, 0, 0, 0, 0};
  uint64_t bytes = load_within(p, room);
  if (m->head->has_short) {
    walk_short(&found, f, bytes, room, 0);
  }
  if (is_long && room >= 6) {
    walk_long(&found, bytes, p, room, 0);
  }
  *term = found.longest;
  return found.length;
}

size_t matcher_longest_here(const Matcher *m, const uint8_t *p, const uint8_t *end,
                            uint32_t *term) {
  Filter f = filter_of(m);
  return longest_at(m, &f, p, (size_t)(end - p), 1, term);
}

size_t matcher_longest(const Matcher *m, const uint8_t *p, const uint8_t *end, uint32_t *term) {
  size_t room = (size_t)(end - p);
  if (room == 0 || !m->head->first[*p]) {
    return 0;
  }
  Filter f = filter_of(m);
  int is_long = room < LOAD || (pair_may(&f, load(p)) && deep_may(&f, p));
  return longest_at(m, &f, p, room, is_long, term);
}

/* Walks at every place gathered; 0 when the hits are full, s->at is then the place to go on. */
INLINE int walk_places(MatcherScan *s, const Filter *f, const uint32_t *places, size_t count,
                       int all) {
  for (size_t i = 0; i < count; i++) {
    if (places[i] >= s->free && (!has_longs(s, places[i]) || !walk(s, f, places[i], all))) {
      s->at = places[i];
      return 0;
    }
  }
  return 1;
}

/* One block of places at which a whole load can be read. */
static int scan_block(MatcherScan *s, const Filter *f, size_t to) {
  uint32_t places[BLOCK];
  size_t count = gather(s->matcher, f, s->text, s->at, to, s->scalar, places);
  if (!s->matcher->head->has_short) {
    count = keep_deep(f, s->text, places, count);
  }
  prefetch(s->matcher, s->text, places, count);
  int done = s->policy == MATCHER_ALL ? walk_places(s, f, places, count, 1)
                                      : walk_places(s, f, places, count, 0);
  s->at = done ? to : s->at;
  return done;
}

/* The last places of the range, one by one. */
static int scan_rest(MatcherScan *s, const Filter *f, size_t to) {
  for (; s->at < to; s->at++) {
    if (s->matcher->head->first[s->text[s->at]] && s->at >= s->free &&
        (!has_longs(s, s->at) || !walk(s, f, s->at, s->policy == MATCHER_ALL))) {
      return 0;
    }
  }
  return 1;
}

void matcher_scan(MatcherScan *s, size_t until) {
  const Matcher *m = s->matcher;
  Filter f = filter_of(m);
  s->stuck = 0;
  size_t whole = s->end >= LOAD ? s->end - LOAD + 1 : 0;
  size_t blocks_end = until < whole ? until : whole;
  while (s->at < blocks_end) {
    size_t to = blocks_end - s->at > BLOCK ? s->at + BLOCK : blocks_end;
    if (!scan_block(s, &f, to)) {
      return;
    }
  }
  scan_rest(s, &f, until < s->end ? until : s->end);
}
