/* Looks for one needle of plain bytes in a text, in linear time whatever both are.
 * Offsets are bytes from 0.
 * The caller owns text and needle; nothing is allocated. */
#ifndef WENLU_CORE_SEARCH_H
#define WENLU_CORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const uint8_t *text;
  size_t size;
  const uint8_t *needle;
  size_t needle_size;
  size_t probe;     /* the place in the needle whose byte is looked for beside the last one */
  uint64_t checked; /* bytes that candidates may have cost */
  uint64_t passed;  /* bytes read */
  bool simd;
} Search;

#define SEARCH_NONE SIZE_MAX

/* Begins a search for `needle`, which is set, in the text. */
void search_begin(Search *s, const uint8_t *text, size_t size, bool simd);

/* Where the first occurrence lies that begins in [from, to), or SEARCH_NONE. */
size_t search_in(Search *s, size_t from, size_t to);

#endif
