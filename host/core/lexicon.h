/* A set of terms, each with a payload, matched longest-first at a position of UTF-8 text.
 * Shape: a trie over code points whose edges lie in one open-addressing table; a bit filter
 * over pairs of characters turns most positions away. The caller owns all memory. */
#ifndef WENLU_CORE_LEXICON_H
#define WENLU_CORE_LEXICON_H

#include <stddef.h>
#include <stdint.h>

enum { LEXICON_FILTER_BITS = 1 << 17 };

/* An edge of the trie in 64 bits: parent node (20), code point (21), child node (20), whether a
 * term ends at the child (1). 0: the slot is free. */
typedef uint64_t LexiconEdge;

enum { LEXICON_MOST_NODES = 1 << 20 };

typedef struct {
  uint64_t filter[LEXICON_FILTER_BITS / 64];
  uint32_t mask;     /* slots - 1 */
  uint32_t nodes;
  uint32_t room;     /* nodes there may be */
  uint32_t terms;
  uint32_t longest;  /* code points in the longest term */
  LexiconEdge edges[]; /* behind them a payload (uint32_t) for each node */
} Lexicon;

/* Bytes needed for terms of `characters` code points in all: as many as utf8_at counts. */
size_t lexicon_size(size_t characters);

/* Prepares memory of lexicon_size(characters) bytes. */
void lexicon_init(Lexicon *lexicon, size_t characters);

/* Adds a term (valid UTF-8, not empty); payload is not 0. Given twice, the last payload counts.
 * Returns 0 when there is no room for its characters; it is then not added whole. */
int lexicon_add(Lexicon *lexicon, const uint8_t *term, size_t size, uint32_t payload);

/* Length in bytes of the longest term that begins at `p`, 0 if none; its payload in *payload. */
size_t lexicon_longest(const Lexicon *lexicon, const uint8_t *p, const uint8_t *end,
                       uint32_t *payload);

/* Payload of exactly this term, 0 if it is none. */
uint32_t lexicon_find(const Lexicon *lexicon, const uint8_t *term, size_t size);

static inline uint32_t lexicon_pair(uint32_t first, uint32_t second) {
  return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) >> 15;
}

/* False when no term can begin with these two code points (second 0 at the end of the text). */
static inline int lexicon_may_begin(const Lexicon *lexicon, uint32_t first, uint32_t second) {
  uint32_t pair = lexicon_pair(first, second);
  uint32_t single = lexicon_pair(first, 0);
  return (lexicon->filter[pair >> 6] >> (pair & 63) & 1) ||
         (lexicon->filter[single >> 6] >> (single & 63) & 1);
}

#endif
