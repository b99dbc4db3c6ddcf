/* Gathers where terms stand in many rows and gives them back sorted: by term (as bytes), row and
** place. The caller owns all memory: a table of slots, the postings and a copy of them, an arena
** for long terms. When one of them is full, postings_add says so and the caller begins anew. */

#ifndef WENLU_CORE_POSTINGS_H
#define WENLU_CORE_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  POSTINGS_SLOT_BITS = 19,
  POSTINGS_SLOTS = 1 << POSTINGS_SLOT_BITS,
  POSTINGS_TERMS = POSTINGS_SLOTS / 8 * 5, /* that fit */
  POSTINGS_MOST = 4 << 20,
  POSTINGS_ARENA = 4 << 20,
  POSTINGS_ROWS = 1 << 20,  /* numbers of rows are below */
  POSTINGS_PLACES = 1 << 24 /* and those of places */
};

typedef struct PostingSlot {
  uint64_t key;   /* the first eight bytes, the first on top; 0: free */
  uint32_t more;  /* where the whole of a longer term is in the arena; 0: it is no longer */
  uint32_t count; /* later: behind its last posting */
} PostingSlot;

typedef struct PostingTerm { /* for sorting */
  uint64_t key;
  const uint8_t *more; /* length in one byte, then the term; NULL: the key is all */
  uint32_t slot;
} PostingTerm;

typedef struct Postings {
  PostingSlot slots[POSTINGS_SLOTS];
  PostingTerm terms[POSTINGS_TERMS];
  uint64_t added[POSTINGS_MOST]; /* slot, row, place */
  uint64_t sorted[POSTINGS_MOST];
  uint8_t arena[POSTINGS_ARENA];
  uint32_t term_count;
  uint32_t count;
  uint32_t arena_size;
} Postings;

void postings_clear(Postings *postings);
bool postings_add(Postings *postings, const uint8_t *term, uint32_t size, uint32_t row,
                  uint32_t place); /* terms are 1 to 255 bytes without NUL */
void postings_undo(Postings *postings, uint32_t count); /* takes back all but the first so many */
void postings_sort(Postings *postings);

/* The bytes of the sorted term of this number; its postings are from *from to before *to. */
uint32_t postings_term(const Postings *postings, uint32_t number, uint8_t bytes[256],
                       uint32_t *from, uint32_t *to);

static inline uint32_t posting_row(uint64_t posting) {
  return (uint32_t)(posting >> 24) & (POSTINGS_ROWS - 1);
}

static inline uint32_t posting_place(uint64_t posting) {
  return (uint32_t)posting & (POSTINGS_PLACES - 1);
}

#endif
