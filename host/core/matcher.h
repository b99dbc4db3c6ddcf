/* A set of terms over bytes and their occurrences in a text: a trie whose steps are three bytes (a
 * hanzi of UTF-8), the last step of a term one to three. Its edges lie in an open-addressing table;
 * bit filters over a term's first nine bytes turn most positions of a text away.
 * Terms are numbered from 1. The caller owns all memory; every part may lie in a mapped file. */
#ifndef WENLU_CORE_MATCHER_H
#define WENLU_CORE_MATCHER_H

#include <stddef.h>
#include <stdint.h>

#include "core/matcher_long.h"

enum {
  MATCHER_STEP = 3,
  MATCHER_SHORT_BITS = 1 << 16,
  MATCHER_MOST_PROBES = 128,
  /* What a byte does at the beginning of terms. */
  MATCHER_BEGINS = 1, /* some term begins with it */
  MATCHER_ONE = 2,    /* it is a term */
  MATCHER_TWO = 4     /* some term is it and one byte more */
};

/* Key 0: free. `node` names the trie node the edge leads to (0: nothing goes on there), its flags
 * in the three top bits; `term` is the term that ends there, or 0. */
typedef struct {
  uint64_t key;
  uint32_t node;
  uint32_t term;
} MatcherEdge;

#define MATCHER_NODE_FULL ((uint32_t)1 << 31)  /* edges of three bytes leave it */
#define MATCHER_NODE_TWO ((uint32_t)1 << 30)   /* terms end two bytes on */
#define MATCHER_NODE_ONE ((uint32_t)1 << 29)
#define MATCHER_NODE_ID (MATCHER_NODE_ONE - 1)

/* The fixed part: as it lies in a file. */
typedef struct {
  uint64_t multiplier;
  uint32_t edge_bits;   /* log2 of the slots of the table */
  uint32_t filter_bits; /* log2 of the bits of each of the two filters */
  uint32_t seed;        /* which multiplier of the sequence */
  uint32_t edges;       /* slots in use */
  uint32_t nodes;
  uint32_t terms;       /* numbers given, those of removed terms too */
  uint32_t live;        /* terms there are */
  uint32_t pairs;       /* edges of six bytes */
  uint32_t has_short;   /* terms of one to five bytes were added */
  uint32_t reserved;
  uint8_t begins[2][16]; /* the set of first bytes: bit by high nibble (of each half), low nibble */
  uint8_t always[2][16]; /* the set of those that are MATCHER_ONE or MATCHER_TWO */
  uint8_t first[256];   /* MATCHER_BEGINS, _ONE, _TWO */
  uint32_t shorts[MATCHER_SHORT_BITS / 32]; /* first steps of terms of three to five bytes */
} MatcherHead;

typedef struct {
  MatcherHead *head;
  MatcherEdge *edges;
  uint64_t *filter; /* over the first six bytes; behind it that over what follows them */
  uint32_t *ends;   /* of term i: bytes of the terms 1 to i in all; ends[0] is 0 */
  uint8_t *bytes;   /* of all terms ever added */
  size_t bytes_size;
} Matcher;

static inline size_t matcher_edges_size(const MatcherHead *head) {
  return sizeof(MatcherEdge) << head->edge_bits;
}

static inline size_t matcher_filter_size(const MatcherHead *head) {
  return (size_t)2 << (head->filter_bits - 3);
}

static inline uint64_t *matcher_deep_filter(const Matcher *matcher) {
  return matcher->filter + ((size_t)1 << (matcher->head->filter_bits - 6));
}

/* Sets the head up for `terms` terms of about `steps` steps in all; edges and filters are then the
 * caller's to provide, zeroed. With another seed edges collide elsewhere. */
void matcher_init(MatcherHead *head, size_t terms, size_t steps, uint32_t seed);

/* A byte begins terms: flags of MatcherHead.first. */
void matcher_note_first(MatcherHead *head, uint8_t byte, uint8_t flags);

/* 1 when one more term of `size` bytes has room; 0: grow first. */
int matcher_has_room(const MatcherHead *head, size_t size);

/* Sets `grown` up as `head` with room for a term of `size` bytes more; where there is room, with
 * another multiplier. */
void matcher_grow_head(MatcherHead *grown, const MatcherHead *head, size_t size);

/* Fills edges and filters of `to` (zeroed; head by matcher_grow_head; terms as in `from`) from
 * those of `from`; 0 when the edges collide too much: try the next multiplier. */
int matcher_rehash(Matcher *to, const Matcher *from);

/* Slot of the term's number; NULL when no such term was ever added. */
uint32_t *matcher_find(const Matcher *matcher, const uint8_t *term, size_t size);

/* Fetches what matcher_insert will look at first. */
void matcher_expect(const Matcher *matcher, const uint8_t *term, size_t size);

/* Like matcher_find, making what is missing: *slot is 0 for a new term. There must be room. NULL
 * when edges collide too much: nothing harmful was done, grow and try again. */
uint32_t *matcher_insert(Matcher *matcher, const uint8_t *term, size_t size);

/* Length of a term in bytes; 0 for a number that is none (which only a damaged file holds). */
static inline size_t matcher_length(const Matcher *matcher, uint32_t term) {
  if (term == 0 || term > matcher->head->terms) {
    return 0;
  }
  uint32_t begin = matcher->ends[term - 1];
  uint32_t end = matcher->ends[term];
  return begin <= end && end <= matcher->bytes_size ? end - begin : 0;
}

/* ---- scanning ---- */

typedef enum {
  MATCHER_LEFTMOST_LONGEST, /* the longest term at the first place, then on behind it */
  MATCHER_OVERLAPPING,      /* the longest term at every place */
  MATCHER_ALL               /* every term at every place, short ones first */
} MatcherPolicy;

typedef struct {
  uint32_t start; /* byte from 0 */
  uint32_t term;
} MatcherHit;

typedef struct {
  const Matcher *matcher;
  const uint8_t *text;
  size_t end;  /* of the range scanned, from 0 */
  size_t at;   /* goes on here */
  size_t free; /* leftmost-longest: the next hit begins here or behind */
  size_t skip; /* hits at the place `at` that were handed out already */
  MatcherPolicy policy;
  int scalar;  /* no SIMD */
  MatcherHit *hits;
  size_t count;
  size_t capacity;
  size_t walked;  /* steps beyond MATCHER_WALKED bytes */
  int stuck;      /* the caller is to provide what follows, for s->at and places behind it */
  const MatcherLong *longs; /* NULL until then: long terms are walked like others */
  const uint32_t *starts;   /* of places from starts_from to starts_to: see matcher_long_run */
  size_t starts_from, starts_to;
} MatcherScan;

/* Looks for terms that begin before `until`, or until the hits are full, or it is stuck; s->at
 * tells how far it came, s->count the hits there are. */
void matcher_scan(MatcherScan *s, size_t until);

/* Length of the longest term that begins at `p`, 0 if none; its number in *term. */
size_t matcher_longest(const Matcher *matcher, const uint8_t *p, const uint8_t *end,
                       uint32_t *term);

/* The same where matcher_places says MATCHER_MAY. */
size_t matcher_longest_here(const Matcher *matcher, const uint8_t *p, const uint8_t *end,
                            uint32_t *term);

/* Set in a place: a term of six bytes or more may begin there. */
#define MATCHER_MAY ((uint32_t)1 << 31)

/* The places from `from` until before `to` where the filters let a term begin, in order and counted
 * from `from`; `size` is that of the text. Some are none, but no term begins elsewhere. There may
 * be to - from of them. */
size_t matcher_places(const Matcher *matcher, const uint8_t *text, size_t size, size_t from,
                      size_t to, int scalar, uint32_t *places);

/* False when no term of one to five bytes begins at `p`, by the filter. */
static inline int matcher_short_may(const Matcher *matcher, const uint8_t *p, const uint8_t *end);

/* ---- parts shared by matcher.c and matcher_scan.c ---- */

#define MATCHER_PAIR_TAG ((uint64_t)0x26 << 56)

static inline uint64_t matcher_root_key(uint64_t bytes, unsigned size) {
  return (uint64_t)(0x10 | size) << 56 | bytes;
}

static inline uint64_t matcher_node_key(uint32_t node, uint64_t bytes, unsigned size) {
  return (uint64_t)(0x40 | size) << 56 | (uint64_t)(node & MATCHER_NODE_ID) << 24 | bytes;
}

/* The word of a filter that belongs to a hash, and its two bits there. */
static inline size_t matcher_filter_word(const MatcherHead *head, uint64_t hash) {
  return (size_t)(hash >> (70 - head->filter_bits));
}

static inline unsigned matcher_filter_bit(uint64_t hash, unsigned which) {
  return (unsigned)(hash >> (20 + 6 * which)) & 63;
}

/* Two others: some term of this pair has less than nine bytes. */
static inline unsigned matcher_end_bit(uint64_t hash, unsigned which) {
  return (unsigned)(hash >> (8 + 6 * which)) & 63;
}

/* The hash of a pair and the first three of the bytes that follow it, for the second filter. */
static inline uint64_t matcher_deep_hash(uint64_t pair_hash, uint64_t bytes) {
  return (pair_hash ^ pair_hash >> 32) + (bytes << 40 >> 16) * 0x9E3779B97F4A7C15u;
}

/* The hash of the first six of these bytes. */
static inline uint64_t matcher_pair_hash(const MatcherHead *head, uint64_t bytes) {
  return (bytes << 16) * head->multiplier;
}

/* The bit of the first-step filter for the first three of these bytes. */
static inline uint32_t matcher_short_bit(uint64_t bytes) {
  return ((uint32_t)bytes << 8) * 0x9E3779B1u >> 16;
}

static inline int matcher_has_short_bit(const MatcherHead *head, uint64_t bytes) {
  uint32_t bit = matcher_short_bit(bytes);
  return (int)(head->shorts[bit >> 5] >> (bit & 31) & 1);
}

static inline void matcher_set_short(MatcherHead *head, uint64_t bytes) {
  uint32_t bit = matcher_short_bit(bytes);
  head->shorts[bit >> 5] |= (uint32_t)1 << (bit & 31);
}

static inline int matcher_short_may(const Matcher *matcher, const uint8_t *p, const uint8_t *end) {
  return matcher->head->first[*p] > MATCHER_BEGINS ||
         (end - p >= 3 &&
          matcher_has_short_bit(matcher->head, p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16));
}

#endif
