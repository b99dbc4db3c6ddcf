/* Adding terms to the set of matcher.h and looking them up by themselves.
 * Terms and sizes are bytes; nothing is allocated: the caller provides larger parts when they fill.
 * Integers are read as they lie, so that a file of another byte order is refused by its reader. */
#include "core/matcher.h"

#include <string.h>

enum { LEAST_EDGE_BITS = 6, LEAST_FILTER_BITS = 12, MOST_FILTER_BITS = 22, BITS_PER_PAIR = 12 };

static uint64_t multiplier_of(uint32_t seed) {
  uint64_t z = ((uint64_t)seed + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return (z ^ z >> 31) | 1;
}

static uint32_t bits_for(uint64_t count, uint32_t least) {
  uint32_t bits = least;
  while (((uint64_t)1 << bits) < count && bits < 40) {
    bits++;
  }
  return bits;
}

static void size_parts(MatcherHead *head, uint64_t edges, uint64_t pairs) {
  uint32_t edge_bits = bits_for(edges * 2, LEAST_EDGE_BITS);
  uint32_t filter_bits = bits_for(pairs * BITS_PER_PAIR, LEAST_FILTER_BITS);
  filter_bits = filter_bits < MOST_FILTER_BITS ? filter_bits : MOST_FILTER_BITS;
  head->edge_bits = edge_bits > head->edge_bits ? edge_bits : head->edge_bits;
  head->filter_bits = filter_bits > head->filter_bits ? filter_bits : head->filter_bits;
}

void matcher_init(MatcherHead *head, size_t terms, size_t steps, uint32_t seed) {
  memset(head, 0, sizeof *head);
  head->seed = seed;
  head->multiplier = multiplier_of(seed);
  size_parts(head, steps + 1, terms);
}

static uint64_t slots(const MatcherHead *head) { return (uint64_t)1 << head->edge_bits; }

int matcher_has_room(const MatcherHead *head, size_t size) {
  uint64_t edges = (uint64_t)head->edges + size / MATCHER_STEP + 1;
  int filter_full = head->filter_bits < MOST_FILTER_BITS &&
                    (uint64_t)head->pairs * 8 >= (uint64_t)1 << head->filter_bits;
  return edges * 2 <= slots(head) && !filter_full;
}

void matcher_grow_head(MatcherHead *grown, const MatcherHead *head, size_t size) {
  *grown = *head;
  if (matcher_has_room(head, size)) {
    grown->seed++;
    grown->multiplier = multiplier_of(grown->seed);
    grown->edge_bits += grown->seed % 4 == 0;
    return;
  }
  uint64_t edges = (uint64_t)head->edges + size / MATCHER_STEP + 1;
  size_parts(grown, edges, (uint64_t)head->pairs * 2);
}

/* The slot of this key, or the free one where it belongs; NULL after too many others. */
static MatcherEdge *slot_of(const Matcher *m, uint64_t key) {
  uint64_t mask = slots(m->head) - 1;
  uint64_t at = key * m->head->multiplier >> (64 - m->head->edge_bits);
  for (int i = 0; i < MATCHER_MOST_PROBES; i++) {
    MatcherEdge *edge = &m->edges[(at + (uint64_t)i) & mask];
    if (edge->key == key || edge->key == 0) {
      return edge;
    }
  }
  return NULL;
}

static uint64_t load(const uint8_t *p, size_t size) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < size; i++) {
    bytes |= (uint64_t)p[i] << (8 * i);
  }
  return bytes;
}

static void add_bits(const MatcherHead *head, uint64_t *filter, uint64_t hash) {
  filter[matcher_filter_word(head, hash)] |=
      (uint64_t)1 << matcher_filter_bit(hash, 0) | (uint64_t)1 << matcher_filter_bit(hash, 1);
}

static void set_filters(Matcher *m, const uint8_t *term, size_t size) {
  if (size < 2 * MATCHER_STEP) {
    return;
  }
  uint64_t hash = matcher_pair_hash(m->head, load(term, 2 * MATCHER_STEP));
  add_bits(m->head, m->filter, hash);
  if (size < 3 * MATCHER_STEP) {
    m->filter[matcher_filter_word(m->head, hash)] |= (uint64_t)1 << matcher_end_bit(hash, 0) |
                                                     (uint64_t)1 << matcher_end_bit(hash, 1);
  } else {
    uint64_t step = load(term + 2 * MATCHER_STEP, MATCHER_STEP);
    add_bits(m->head, matcher_deep_filter(m), matcher_deep_hash(hash, step));
  }
}

int matcher_rehash(Matcher *to, const Matcher *from) {
  uint64_t count = slots(from->head);
  for (uint64_t i = 0; i < count; i++) {
    const MatcherEdge *edge = &from->edges[i];
    if (edge->key != 0) {
      MatcherEdge *slot = slot_of(to, edge->key);
      if (slot == NULL) {
        return 0;
      }
      *slot = *edge;
    }
  }
  for (uint32_t i = 1; i <= from->head->terms; i++) {
    size_t size = matcher_length(from, i);
    set_filters(to, from->bytes + from->ends[i - 1], size);
  }
  return 1;
}

/* The key of the first edge of a term, and how many bytes it takes. */
static uint64_t first_key(const uint8_t *term, size_t size, size_t *taken) {
  if (size >= 2 * MATCHER_STEP) {
    *taken = 2 * MATCHER_STEP;
    return MATCHER_PAIR_TAG | load(term, *taken);
  }
  *taken = size < MATCHER_STEP ? size : MATCHER_STEP;
  return matcher_root_key(load(term, *taken), (unsigned)*taken);
}

uint32_t *matcher_find(const Matcher *m, const uint8_t *term, size_t size) {
  size_t taken;
  MatcherEdge *edge = slot_of(m, first_key(term, size, &taken));
  for (size_t at = taken; edge != NULL && edge->key != 0; at += taken) {
    if (at == size) {
      return &edge->term;
    }
    taken = size - at < MATCHER_STEP ? size - at : MATCHER_STEP;
    if ((edge->node & MATCHER_NODE_ID) == 0) {
      return NULL;
    }
    edge = slot_of(m, matcher_node_key(edge->node, load(term + at, taken), (unsigned)taken));
  }
  return NULL;
}

static MatcherEdge *make_edge(Matcher *m, uint64_t key) {
  MatcherEdge *edge = slot_of(m, key);
  if (edge != NULL && edge->key == 0) {
    edge->key = key;
    m->head->edges++;
  }
  return edge;
}

void matcher_note_first(MatcherHead *head, uint8_t byte, uint8_t flags) {
  head->first[byte] |= flags;
  uint8_t bit = (uint8_t)(1 << (byte >> 4 & 7));
  head->begins[byte >> 7][byte & 15] |= bit;
  if (flags > MATCHER_BEGINS) {
    head->always[byte >> 7][byte & 15] |= bit;
  }
}

static void note_beginning(Matcher *m, const uint8_t *term, size_t size) {
  MatcherHead *head = m->head;
  matcher_note_first(head, term[0], MATCHER_BEGINS);
  set_filters(m, term, size);
  if (size >= 2 * MATCHER_STEP) {
    return;
  }
  head->has_short = 1;
  if (size < MATCHER_STEP) {
    matcher_note_first(head, term[0], size == 1 ? MATCHER_ONE : MATCHER_TWO);
  } else {
    matcher_set_short(head, load(term, MATCHER_STEP));
  }
}

static uint32_t flag_of(size_t step) {
  return step == 3 ? MATCHER_NODE_FULL : step == 2 ? MATCHER_NODE_TWO : MATCHER_NODE_ONE;
}

void matcher_expect(const Matcher *m, const uint8_t *term, size_t size) {
  size_t taken;
  uint64_t key = first_key(term, size, &taken);
  __builtin_prefetch(&m->edges[key * m->head->multiplier >> (64 - m->head->edge_bits)], 1);
}

uint32_t *matcher_insert(Matcher *m, const uint8_t *term, size_t size) {
  size_t taken;
  uint64_t key = first_key(term, size, &taken);
  uint32_t edges = m->head->edges;
  MatcherEdge *edge = make_edge(m, key);
  m->head->pairs += m->head->edges > edges && size >= 2 * MATCHER_STEP;
  for (size_t at = taken; edge != NULL && at < size; at += taken) {
    taken = size - at < MATCHER_STEP ? size - at : MATCHER_STEP;
    if (edge->node == 0) {
      edge->node = ++m->head->nodes;
    }
    edge->node |= flag_of(taken);
    edge = make_edge(m, matcher_node_key(edge->node, load(term + at, taken), (unsigned)taken));
  }
  if (edge == NULL) {
    return NULL;
  }
  note_beginning(m, term, size);
  return &edge->term;
}
