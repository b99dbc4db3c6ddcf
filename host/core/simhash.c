/* The fingerprints of simhash.h. Simhash adds 64 counters at a time, one bit of each in a word;
 * minhash is one hash a gram, its upper half the bin, the least lower half kept (one permutation).
 * Nothing is allocated. */
#include "core/simhash.h"

#include "core/charset.h"
#include "core/segment_marks.h"

#define WEIGHT 0x9E3779B97F4A7C15u
#define BIN_EMPTY UINT32_MAX

static uint64_t mix(uint64_t h) {
  h ^= h >> 33;
  h *= 0xFF51AFD7ED558CCDu;
  h ^= h >> 33;
  h *= 0xC4CEB9FE1A85EC53u;
  return h ^ h >> 33;
}

void grams_begin(Grams *g) {
  g->leaving = 1;
  for (unsigned i = 0; i < g->length; i++) {
    g->leaving *= WEIGHT;
  }
  for (size_t i = 0; i < g->bin_count; i++) {
    g->bins[i] = BIN_EMPTY;
  }
}

static void empty_planes(Grams *g) {
  for (unsigned bit = 0; bit < 64; bit++) {
    for (unsigned plane = 0; plane < SIMHASH_PLANES; plane++) {
      g->counts[bit] += (g->planes[plane] >> bit & 1) << plane;
    }
  }
  for (unsigned plane = 0; plane < SIMHASH_PLANES; plane++) {
    g->planes[plane] = 0;
  }
}

static void count_bits(Grams *g, uint64_t hash) {
  uint64_t carry = hash;
  for (unsigned plane = 0; carry != 0 && plane < SIMHASH_PLANES; plane++) {
    uint64_t both = g->planes[plane] & carry;
    g->planes[plane] ^= carry;
    carry = both;
  }
  if (g->grams % 255 == 0) {
    empty_planes(g);
  }
}

static void add_gram(Grams *g) {
  uint64_t hash = mix(g->rolling);
  g->grams++;
  if (g->bins == NULL) {
    count_bits(g, hash);
    return;
  }
  uint32_t *bin = &g->bins[(hash >> 32) * g->bin_count >> 32];
  uint32_t value = (uint32_t)hash == BIN_EMPTY ? BIN_EMPTY - 1 : (uint32_t)hash;
  *bin = value < *bin ? value : *bin;
}

static void add_point(Grams *g, uint32_t point) {
  uint32_t *slot = &g->last[g->points % g->length];
  uint32_t old = g->points >= g->length ? *slot + 1 : 0;
  g->rolling = (g->rolling * WEIGHT) + point + 1 - old * g->leaving;
  *slot = point;
  g->points++;
  if (g->points >= g->length) {
    add_gram(g);
  }
}

void grams_read(Grams *g, const uint8_t *text, size_t size, size_t *at, size_t budget) {
  size_t i = *at;
  for (size_t stop = size - i < budget ? size : i + budget; i < stop;) {
    charset_char c = utf8_next(text + i, size - i);
    uint32_t point = c.point == CHARSET_FAULT ? 0x110000u + text[i] : c.point;
    i += c.point == CHARSET_FAULT ? 1 : c.size;
    if (!segment_is_space(point)) {
      add_point(g, point);
    }
  }
  *at = i;
}

void grams_end(Grams *g) {
  if (g->points > 0 && g->points < g->length) {
    add_gram(g);
  }
}

uint64_t simhash_result(Grams *g) {
  uint64_t result = 0;
  empty_planes(g);
  for (unsigned bit = 0; bit < 64; bit++) {
    result |= (uint64_t)(g->counts[bit] * 2 > g->grams) << bit;
  }
  return result;
}

/* An empty bin takes the value of the next one that is not, with the way to it mixed in: two texts
 * agree there when they agree on both (rotation densification). */
void minhash_fill(Grams *g) {
  size_t from = 0;
  while (from < g->bin_count && g->bins[from] == BIN_EMPTY) {
    from++;
  }
  if (from == g->bin_count) {
    return;
  }
  uint32_t value = 0;
  uint64_t way = 0;
  for (size_t left = g->bin_count, i = from; left > 0; left--) {
    if (g->bins[i] != BIN_EMPTY) {
      value = g->bins[i];
      way = 0;
    } else {
      g->bins[i] = (uint32_t)mix(value + (++way << 32));
    }
    i = i == 0 ? g->bin_count - 1 : i - 1;
  }
}
