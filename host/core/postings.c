/* Open addressing over terms, a counting sort over their postings: see postings.h.
** Nothing is allocated. */
#include "core/postings.h"

#include <stdlib.h>
#include <string.h>

enum { SLOT_SHIFT = 44, SHORT = 8 };

void postings_clear(Postings *p) {
  memset(p->slots, 0, sizeof p->slots);
  p->term_count = 0;
  p->count = 0;
  p->arena_size = 1;
}

static uint64_t four_bytes(const uint8_t *p) {
  return (uint64_t)p[0] << 24 | (uint64_t)p[1] << 16 | (uint64_t)p[2] << 8 | p[3];
}

/* The first eight bytes; of four to eight, the last four lie over the first. */
static uint64_t key_of(const uint8_t *term, uint32_t size) {
  uint64_t key = 0;
  if (size >= 4) {
    uint32_t most = size < SHORT ? size : SHORT;
    return four_bytes(term) << 32 | four_bytes(term + most - 4) << (8 * (SHORT - most));
  }
  for (uint32_t i = 0; i < size; i++) {
    key |= (uint64_t)term[i] << (56 - 8 * i);
  }
  return key;
}

static uint32_t hash_of(uint64_t key, const uint8_t *term, uint32_t size) {
  uint64_t hash = key * 0x9E3779B97F4A7C15u;
  for (uint32_t i = SHORT; i < size; i++) {
    hash = (hash ^ term[i]) * 0x9E3779B97F4A7C15u;
  }
  hash ^= hash >> 29;
  return (uint32_t)(hash * 0x9E3779B97F4A7C15u >> (64 - POSTINGS_SLOT_BITS));
}

static bool is_same(const Postings *p, const PostingSlot *slot, uint64_t key, const uint8_t *term,
                    uint32_t size) {
  if (slot->key != key || (slot->more != 0) != (size > SHORT)) {
    return false;
  }
  const uint8_t *more = p->arena + slot->more;
  return size <= SHORT || (more[0] == size && memcmp(more + 1, term, size) == 0);
}

static bool new_term(Postings *p, PostingSlot *slot, uint64_t key, const uint8_t *term,
                     uint32_t size) {
  if (p->term_count == POSTINGS_TERMS || p->arena_size + size + 1 > POSTINGS_ARENA) {
    return false;
  }
  slot->key = key;
  slot->more = 0;
  slot->count = 0;
  if (size > SHORT) {
    slot->more = p->arena_size;
    p->arena[p->arena_size] = (uint8_t)size;
    memcpy(p->arena + p->arena_size + 1, term, size);
    p->arena_size += size + 1;
  }
  p->term_count++;
  return true;
}

bool postings_add(Postings *p, const uint8_t *term, uint32_t size, uint32_t row, uint32_t place) {
  if (p->count == POSTINGS_MOST || row >= POSTINGS_ROWS || place >= POSTINGS_PLACES) {
    return false;
  }
  uint64_t key = key_of(term, size);
  uint32_t at = hash_of(key, term, size);
  while (p->slots[at].key != 0 && !is_same(p, &p->slots[at], key, term, size)) {
    at = (at + 1) & (POSTINGS_SLOTS - 1);
  }
  if (p->slots[at].key == 0 && !new_term(p, &p->slots[at], key, term, size)) {
    return false;
  }
  p->slots[at].count++;
  p->added[p->count++] = (uint64_t)at << SLOT_SHIFT | (uint64_t)row << 24 | place;
  return true;
}

void postings_undo(Postings *p, uint32_t count) {
  while (p->count > count) {
    p->slots[p->added[--p->count] >> SLOT_SHIFT].count--;
  }
}

static int compare_terms(const void *a, const void *b) {
  const PostingTerm *x = a;
  const PostingTerm *y = b;
  if (x->key != y->key) {
    return x->key < y->key ? -1 : 1;
  }
  if (x->more == NULL || y->more == NULL) {
    return x->more == NULL ? -1 : 1; /* one key is one short term */
  }
  uint8_t least = x->more[0] < y->more[0] ? x->more[0] : y->more[0];
  int order = memcmp(x->more + 1, y->more + 1, least);
  return order != 0 ? order : x->more[0] - y->more[0];
}

void postings_sort(Postings *p) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < POSTINGS_SLOTS; at++) {
    const PostingSlot *slot = &p->slots[at];
    if (slot->key != 0) {
      const uint8_t *more = slot->more != 0 ? p->arena + slot->more : NULL;
      p->terms[count++] = (PostingTerm){slot->key, more, at};
    }
  }
  qsort(p->terms, count, sizeof *p->terms, compare_terms);
  uint32_t before = 0;
  for (uint32_t i = 0; i < count; i++) {
    PostingSlot *slot = &p->slots[p->terms[i].slot];
    uint32_t here = slot->count;
    slot->count = before;
    before += here;
  }
  for (uint32_t i = 0; i < p->count; i++) {
    uint64_t posting = p->added[i];
    p->sorted[p->slots[posting >> SLOT_SHIFT].count++] = posting;
  }
}

uint32_t postings_term(const Postings *p, uint32_t number, uint8_t bytes[256], uint32_t *from,
                       uint32_t *to) {
  const PostingTerm *term = &p->terms[number];
  *from = number == 0 ? 0 : p->slots[p->terms[number - 1].slot].count;
  *to = p->slots[term->slot].count;
  if (term->more != NULL) {
    memcpy(bytes, term->more + 1, term->more[0]);
    return term->more[0];
  }
  uint32_t size = 0;
  for (uint64_t key = term->key; key != 0; key <<= 8) {
    bytes[size++] = (uint8_t)(key >> 56);
  }
  return size;
}
