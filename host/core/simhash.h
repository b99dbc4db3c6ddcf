/* Fingerprints of texts that are nearly the same: simhash (64 bits) and minhash (bins), over
 * n-grams of code points. White space is passed over, so line breaks make no difference.
 * The caller owns the text and the bins. */
#ifndef WENLU_CORE_SIMHASH_H
#define WENLU_CORE_SIMHASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GRAM_LONGEST = 32, SIMHASH_PLANES = 8 };

typedef struct {
  unsigned length; /* of an n-gram, 1 to GRAM_LONGEST */
  uint32_t last[GRAM_LONGEST];
  uint64_t points; /* characters read */
  uint64_t rolling;
  uint64_t leaving; /* weight of the character that leaves the n-gram */
  uint64_t grams;
  uint64_t planes[SIMHASH_PLANES]; /* counters of 64 bits, bit by bit */
  uint64_t counts[64];
  uint32_t *bins; /* the least hash of each, for minhash; else NULL */
  size_t bin_count;
} Grams;

/* Begins with everything 0 but length, bins and bin_count. */
void grams_begin(Grams *g);

/* Reads text from *at on, at most about `budget` bytes. */
void grams_read(Grams *g, const uint8_t *text, size_t size, size_t *at, size_t budget);

/* The end of the text: one that is shorter than an n-gram counts as one. */
void grams_end(Grams *g);

/* Bit i is set when most n-grams' hashes have it; 0 for an empty text. */
uint64_t simhash_result(Grams *g);

/* Fills the bins that no n-gram fell into from others. */
void minhash_fill(Grams *g);

#endif
