/* A small set of words, looked for in short stretches of text: where one begins, ends or stands.
 * Lengths are bytes; of several words at one place the longest counts. Unlike matcher.h it has no
 * payloads, is cheap to make and also matches backwards. The caller owns the memory. */
#ifndef WENLU_CORE_WORDSET_H
#define WENLU_CORE_WORDSET_H

#include <stddef.h>
#include <stdint.h>

enum { WORDSET_PROBES = 3 };
enum { WORDSET_MOST = 16384, WORDSET_LONGEST = 255 }; /* words, bytes of a word */

typedef struct {
  uint32_t begin; /* in bytes */
  uint16_t bucket;
  uint16_t size;
} WordsetWord;

/* Which groups of words have a byte with this lower, with this upper half at one offset. */
typedef struct {
  uint8_t low[16], high[16];
} WordsetProbe;

/* Words by their first character and by their last one, in buckets, the longest first. */
typedef struct {
  uint32_t count;
  uint32_t used;      /* of bytes */
  uint32_t mask;      /* buckets - 1 */
  uint64_t third[4];  /* a bit for the third byte of a first character; all, for shorter ones */
  WordsetWord *heads; /* sorted by bucket of the first character */
  WordsetWord *tails; /* sorted by bucket of the last character */
  uint16_t *head;     /* bucket -> its first word of heads; one more at the end */
  uint16_t *tail;
  uint8_t *bytes;
  WordsetProbe probe[WORDSET_PROBES]; /* wordset_find looks at these bytes of a word: */
  const uint8_t *offsets;
  uint8_t stray;      /* a word begins with a byte that continues a character */
  uint8_t scalar;     /* wordset_find looks at one place at a time */
} Wordset;

/* Bytes needed for so many words of so many bytes in all. */
size_t wordset_size(size_t count, size_t bytes);

/* Prepares wordset_size(count, bytes) bytes, aligned for pointers; they may not be moved. */
void wordset_init(Wordset *set, size_t count, size_t bytes);

/* Adds a word of 1 to WORDSET_LONGEST bytes, one of those that wordset_init was told of. */
void wordset_add(Wordset *set, const uint8_t *word, size_t size);

/* Makes the set ready, after the last word. */
void wordset_seal(Wordset *set);
void wordset_seal_probes(Wordset *set); /* its part for wordset_find */

/* Bytes of the character that begins at `p`; a byte that begins none is one by itself. */
static inline size_t wordset_step(const uint8_t *p, const uint8_t *end) {
  size_t size = *p < 0xC0 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
  return size <= (size_t)(end - p) ? size : (size_t)(end - p);
}

/* Length of the longest word that begins at `p`, 0 if none does. */
size_t wordset_at(const Wordset *set, const uint8_t *p, const uint8_t *end);

/* Length of the longest word that ends before `p`, 0 if none does. */
size_t wordset_before(const Wordset *set, const uint8_t *begin, const uint8_t *p);

/* The first place in [p, stop) where a word begins that ends by `end`, NULL if none. */
const uint8_t *wordset_find(const Wordset *set, const uint8_t *p, const uint8_t *stop,
                            const uint8_t *end, size_t *size);

/* The end of the last word in [begin, end) that ends behind `stop`, NULL if none. */
const uint8_t *wordset_find_last(const Wordset *set, const uint8_t *begin, const uint8_t *stop,
                                 const uint8_t *end, size_t *size);

#endif
