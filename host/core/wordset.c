/* The word set of wordset.h: two orders of the same words, one for each direction.
 * Characters are told apart by their bytes; text and words are the caller's, valid UTF-8 or not.
 * Nothing is allocated here: all arrays lie behind the header in the caller's memory. */
#include "core/wordset.h"

#include <string.h>

static uint32_t buckets_for(size_t count) {
  uint32_t buckets = 16;
  while (buckets < count * 2) {
    buckets *= 2;
  }
  return buckets;
}

size_t wordset_size(size_t count, size_t bytes) {
  return sizeof(Wordset) + 2 * count * sizeof(WordsetWord) +
         2 * (buckets_for(count) + 1) * sizeof(uint16_t) + bytes;
}

void wordset_init(Wordset *set, size_t count, size_t bytes) {
  memset(set, 0, wordset_size(count, bytes));
  uint32_t buckets = buckets_for(count);
  set->mask = buckets - 1;
  set->heads = (WordsetWord *)(void *)(set + 1);
  set->tails = set->heads + count;
  set->head = (uint16_t *)(void *)(set->tails + count);
  set->tail = set->head + buckets + 1;
  set->bytes = (uint8_t *)(set->tail + buckets + 1);
}

/* Bytes of the character that ends before `p`; a byte that ends none is one by itself. */
static inline size_t step_back(const uint8_t *begin, const uint8_t *p) {
  size_t size = 1;
  while (size < 4 && p - size > begin && (p[-(ptrdiff_t)size] & 0xC0) == 0x80) {
    size++;
  }
  return wordset_step(p - size, p) == size ? size : 1;
}

static inline uint32_t bucket_of(const Wordset *set, const uint8_t *p, size_t size) {
  uint32_t key = p[0];
  if (size > 1) {
    key = key << 8 | p[1];
  }
  if (size > 2) {
    key = key << 8 | p[2];
  }
  return (key * 0x9E3779B1u >> 16) & set->mask;
}

void wordset_add(Wordset *set, const uint8_t *word, size_t size) {
  WordsetWord *head = &set->heads[set->count];
  const uint8_t *end = word + size;
  size_t back = step_back(word, end);
  head->begin = set->used;
  head->size = (uint16_t)size;
  head->bucket = (uint16_t)bucket_of(set, word, wordset_step(word, end));
  set->tails[set->count] = *head;
  set->tails[set->count].bucket = (uint16_t)bucket_of(set, end - back, back);
  memcpy(set->bytes + set->used, word, size);
  set->used += (uint32_t)size;
  set->count++;
  if (wordset_step(word, end) >= 3) {
    set->third[word[2] >> 6] |= (uint64_t)1 << (word[2] & 63);
  } else {
    memset(set->third, 0xFF, sizeof set->third);
  }
}

static int goes_before(const WordsetWord *a, const WordsetWord *b) {
  return a->bucket < b->bucket || (a->bucket == b->bucket && a->size > b->size);
}

static void sort(WordsetWord *words, uint32_t count) {
  for (uint32_t i = 1; i < count; i++) {
    WordsetWord word = words[i];
    uint32_t k = i;
    for (; k > 0 && goes_before(&word, &words[k - 1]); k--) {
      words[k] = words[k - 1];
    }
    words[k] = word;
  }
}

static void index_buckets(const Wordset *set, const WordsetWord *words, uint16_t *first) {
  uint32_t i = 0;
  for (uint32_t bucket = 0; bucket <= set->mask + 1; bucket++) {
    while (i < set->count && words[i].bucket < bucket) {
      i++;
    }
    first[bucket] = (uint16_t)i;
  }
}

void wordset_seal(Wordset *set) {
  sort(set->heads, set->count);
  sort(set->tails, set->count);
  index_buckets(set, set->heads, set->head);
  index_buckets(set, set->tails, set->tail);
  wordset_seal_probes(set);
}

/* The longest word of a bucket that begins at `p`; `size` bytes are its first character. */
static inline size_t match(const Wordset *set, const uint8_t *p, size_t size, const uint8_t *end) {
  uint32_t bucket = bucket_of(set, p, size);
  for (uint32_t i = set->head[bucket]; i < set->head[bucket + 1]; i++) {
    const WordsetWord *word = &set->heads[i];
    if (word->size <= end - p && memcmp(p, set->bytes + word->begin, word->size) == 0) {
      return word->size;
    }
  }
  return 0;
}

static inline size_t match_back(const Wordset *set, const uint8_t *begin, const uint8_t *p,
                                size_t size) {
  uint32_t bucket = bucket_of(set, p - size, size);
  for (uint32_t i = set->tail[bucket]; i < set->tail[bucket + 1]; i++) {
    const WordsetWord *word = &set->tails[i];
    if (word->size <= p - begin &&
        memcmp(p - word->size, set->bytes + word->begin, word->size) == 0) {
      return word->size;
    }
  }
  return 0;
}

size_t wordset_at(const Wordset *set, const uint8_t *p, const uint8_t *end) {
  return p < end ? match(set, p, wordset_step(p, end), end) : 0;
}

size_t wordset_before(const Wordset *set, const uint8_t *begin, const uint8_t *p) {
  return p > begin ? match_back(set, begin, p, step_back(begin, p)) : 0;
}

const uint8_t *wordset_find_last(const Wordset *set, const uint8_t *begin, const uint8_t *stop,
                                 const uint8_t *end, size_t *size) {
  for (const uint8_t *p = end; p > stop;) {
    size_t width = step_back(begin, p);
    *size = match_back(set, begin, p, width);
    if (*size > 0) {
      return p;
    }
    p -= width;
  }
  return NULL;
}
