/* Counts tokens by their bytes, in one open-addressing table of the caller's.
** The bytes of a word are kept once, one word behind the other.
** Nothing is allocated: where room is missing the caller is told. */

#include <string.h>

#include "segment.h"

uint64_t counts_hash(const uint8_t *word, size_t size, unsigned tag) {
  uint64_t hash = size * 0x9E3779B97F4A7C15u + tag;
  uint64_t part;
  for (; size >= 8; size -= 8, word += 8) {
    memcpy(&part, word, 8);
    hash = (hash ^ part) * 0xBF58476D1CE4E5B9u;
    hash ^= hash >> 29;
  }
  part = 0;
  for (size_t i = 0; i < size; i++) {
    part |= (uint64_t)word[i] << (8 * i);
  }
  hash = (hash ^ part) * 0x94D049BB133111EBu;
  return hash ^ hash >> 31;
}

static CountEntry *slot_of(const Counts *c, const uint8_t *word, size_t size, unsigned tag,
                           uint64_t hash) {
  for (uint32_t i = (uint32_t)hash & (c->capacity - 1);; i = (i + 1) & (c->capacity - 1)) {
    CountEntry *e = &c->entries[i];
    if (e->count == 0 || (e->hash == hash && e->size == size && e->tag == tag &&
                          memcmp(c->bytes + e->offset, word, size) == 0)) {
      return e;
    }
  }
}

CountEntry *counts_find(const Counts *c, const uint8_t *word, size_t size, unsigned tag) {
  if (c->capacity == 0) {
    return NULL;
  }
  CountEntry *e = slot_of(c, word, size, tag, counts_hash(word, size, tag));
  return e->count != 0 ? e : NULL;
}

bool counts_put(Counts *c, const uint8_t *word, size_t size, unsigned tag, uint64_t times) {
  if (c->capacity == 0 || (uint64_t)c->count * 2 >= c->capacity) {
    return false;
  }
  uint64_t hash = counts_hash(word, size, tag);
  CountEntry *e = slot_of(c, word, size, tag, hash);
  if (e->count == 0) {
    if (size > c->room - c->used) {
      return false;
    }
    memcpy(c->bytes + c->used, word, size);
    *e = (CountEntry){hash, 0, c->used, (uint32_t)size, tag};
    c->used += size;
    c->count++;
  }
  e->count += times;
  c->total += times;
  return true;
}

size_t counts_add(Counts *c, const uint8_t *text, const Token *tokens, size_t count, bool tags) {
  for (size_t i = 0; i < count; i++) {
    const Token *t = &tokens[i];
    if (!counts_put(c, text + t->first, t->end - t->first, tags ? t->tag : 0, 1)) {
      return i;
    }
  }
  return count;
}

void counts_rehash(Counts *to, const Counts *from) {
  for (uint32_t i = 0; i < from->capacity; i++) {
    const CountEntry *e = &from->entries[i];
    if (e->count != 0) {
      uint32_t at = (uint32_t)e->hash & (to->capacity - 1);
      while (to->entries[at].count != 0) {
        at = (at + 1) & (to->capacity - 1);
      }
      to->entries[at] = *e;
    }
  }
}
