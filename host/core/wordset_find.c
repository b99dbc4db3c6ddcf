/* The first word of a set in a range: 32 places at a time with AVX2, one by one elsewhere.
 * Three bytes of the words, told apart by their halves in eight groups of words, leave few places
 * to be compared; a place that begins no character is none. Nothing is allocated here. */
#include <string.h>

#include "core/wordset.h"

enum { FAR = 6 }; /* words this long are told apart by their second character too */

static const uint8_t OFFSETS[2][WORDSET_PROBES] = {{0, 1, 2}, {1, 2, 5}};

static int continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

static void probe_add(WordsetProbe *probe, uint8_t byte, uint8_t group) {
  probe->low[byte & 15] |= group;
  probe->high[byte >> 4] |= group;
}

static void probe_add_any(WordsetProbe *probe, uint8_t group) {
  for (int i = 0; i < 16; i++) {
    probe->low[i] |= group;
    probe->high[i] |= group;
  }
}

void wordset_seal_probes(Wordset *set) {
  uint32_t shortest = WORDSET_LONGEST;
  for (uint32_t i = 0; i < set->count; i++) {
    const WordsetWord *word = &set->heads[i];
    shortest = word->size < shortest ? word->size : shortest;
    set->stray |= continues(set->bytes[word->begin]);
  }
  set->offsets = OFFSETS[shortest >= FAR];
  for (uint32_t i = 0; i < set->count; i++) {
    const WordsetWord *word = &set->heads[i];
    uint8_t group = (uint8_t)(1u << (word->bucket & 7));
    for (int k = 0; k < WORDSET_PROBES; k++) {
      uint32_t offset = set->offsets[k];
      if (offset < word->size) {
        probe_add(&set->probe[k], set->bytes[word->begin + offset], group);
      } else {
        probe_add_any(&set->probe[k], group);
      }
    }
  }
}

/* Where a word begins inside a character, only whole steps tell where it may stand. */
static const uint8_t *find_by_steps(const Wordset *set, const uint8_t *p, const uint8_t *stop,
                                    const uint8_t *end, size_t *size) {
  while (p < stop) {
    *size = wordset_at(set, p, end);
    if (*size > 0) {
      return p;
    }
    p += wordset_step(p, end);
  }
  return NULL;
}

/* Most characters have a third byte that no word's first one has. */
static inline int may_begin(const Wordset *set, const uint8_t *p, const uint8_t *end) {
  return end - p < 3 || (set->third[p[2] >> 6] >> (p[2] & 63) & 1);
}

static const uint8_t *find_scalar(const Wordset *set, const uint8_t *p, const uint8_t *stop,
                                  const uint8_t *end, size_t *size) {
  for (; p < stop; p++) {
    if (!continues(*p) && may_begin(set, p, end) && (*size = wordset_at(set, p, end)) > 0) {
      return p;
    }
  }
  return NULL;
}

#ifdef __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

typedef struct {
  __m256i low[WORDSET_PROBES], high[WORDSET_PROBES];
} Probes;

AVX2 static inline __m256i table_of(const uint8_t *half) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)half));
}

/* The places p .. p + 31 at which a word may begin, as bits. */
AVX2 static inline uint32_t places_at(const Probes *probes, const uint8_t *offsets,
                                      const uint8_t *p) {
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i groups = _mm256_set1_epi8(-1);
  for (int k = 0; k < WORDSET_PROBES; k++) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + offsets[k]));
    __m256i low = _mm256_shuffle_epi8(probes->low[k], _mm256_and_si256(bytes, nibble));
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
    high = _mm256_shuffle_epi8(probes->high[k], high);
    groups = _mm256_and_si256(groups, _mm256_and_si256(low, high));
  }
  __m256i none = _mm256_cmpeq_epi8(groups, _mm256_setzero_si256());
  return ~(uint32_t)_mm256_movemask_epi8(none);
}

/* Leaves the last places, behind which no 32 bytes can be read, to the scalar twin. */
AVX2 static const uint8_t *find_vector(const Wordset *set, const uint8_t *p, const uint8_t *stop,
                                       const uint8_t *end, size_t *size) {
  Probes probes;
  for (int k = 0; k < WORDSET_PROBES; k++) {
    probes.low[k] = table_of(set->probe[k].low);
    probes.high[k] = table_of(set->probe[k].high);
  }
  for (; p < stop && end - p >= 32 + FAR; p += 32) {
    for (uint32_t places = places_at(&probes, set->offsets, p); places != 0;
         places &= places - 1) {
      const uint8_t *found = p + __builtin_ctz(places);
      if (found >= stop) {
        return NULL;
      } else if (!continues(*found) && (*size = wordset_at(set, found, end)) > 0) {
        return found;
      }
    }
  }
  return find_scalar(set, p, stop, end, size);
}

static int has_vectors(void) { return __builtin_cpu_supports("avx2"); }
#else
#define find_vector find_scalar

static int has_vectors(void) { return 0; }
#endif

const uint8_t *wordset_find(const Wordset *set, const uint8_t *p, const uint8_t *stop,
                            const uint8_t *end, size_t *size) {
  if (set->stray) {
    return find_by_steps(set, p, stop, end, size);
  } else if (set->scalar || !has_vectors()) {
    return find_scalar(set, p, stop, end, size);
  }
  return find_vector(set, p, stop, end, size);
}
