/* The automaton of matcher_long.h. Terms are added from their last byte to their first; edges lie
 * in one open-addressing table. Sizes are bytes.
 * Nothing is allocated: all arrays lie in the caller's memory. */
#include "core/matcher_long.h"

enum { ARRAYS = 6, LINKED_AT_ONCE = 1 << 12 };

/* The steps of linking; each goes through all nodes. */
enum { COUNT_DEPTHS, SUM_DEPTHS, SORT, CLEAR, LINK, LINKED };

static uint32_t edge_bits_for(size_t bytes) {
  uint32_t bits = 4;
  while (((size_t)1 << bits) < (bytes + 1) * 2) {
    bits++;
  }
  return bits;
}

size_t matcher_long_size(size_t bytes) {
  return (sizeof(MatcherLongEdge) << edge_bits_for(bytes)) +
         (bytes + 2) * (ARRAYS * sizeof(uint32_t) + 1);
}

void matcher_long_init(MatcherLong *a, size_t bytes, uint8_t *memory) {
  uint32_t **arrays[ARRAYS] = {&a->fail, &a->term, &a->shorter, &a->depth, &a->parent, &a->order};
  a->edge_bits = edge_bits_for(bytes);
  a->nodes = 1;
  a->stage = COUNT_DEPTHS;
  a->step = 0;
  a->sorted = 0;
  a->edges = (MatcherLongEdge *)(void *)memory;
  memory += sizeof(MatcherLongEdge) << a->edge_bits;
  for (int i = 0; i < ARRAYS; i++) {
    *arrays[i] = (uint32_t *)(void *)memory;
    memory += (bytes + 2) * sizeof(uint32_t);
  }
  a->byte = memory;
}

/* The edge from `node` by `byte`, or the free slot where it belongs. */
static MatcherLongEdge *edge_of(const MatcherLong *a, uint32_t node, uint8_t byte) {
  uint64_t key = (uint64_t)node << 8 | byte | (uint64_t)1 << 40;
  uint64_t mask = ((uint64_t)1 << a->edge_bits) - 1;
  uint64_t at = key * 0x9E3779B97F4A7C15u >> (64 - a->edge_bits);
  while (a->edges[at].key != 0 && a->edges[at].key != key) {
    at = (at + 1) & mask;
  }
  return &a->edges[at];
}

static uint32_t child_of(const MatcherLong *a, uint32_t node, uint8_t byte) {
  return edge_of(a, node, byte)->child;
}

uint32_t matcher_long_add(MatcherLong *a, const uint8_t *text, size_t size, uint32_t node) {
  for (size_t i = size; i-- > 0;) {
    MatcherLongEdge *edge = edge_of(a, node, text[i]);
    if (edge->key == 0) {
      uint32_t child = a->nodes++;
      edge->key = (uint64_t)node << 8 | text[i] | (uint64_t)1 << 40;
      edge->child = child;
      a->parent[child] = node;
      a->depth[child] = a->depth[node] + 1;
      a->byte[child] = text[i];
    }
    node = edge->child;
  }
  return node;
}

void matcher_long_end(MatcherLong *a, uint32_t node, uint32_t term) { a->term[node] = term; }

/* Where the automaton goes from `node` by `byte`. */
static uint32_t go(const MatcherLong *a, uint32_t node, uint8_t byte) {
  for (;; node = a->fail[node]) {
    uint32_t child = child_of(a, node, byte);
    if (child != 0 || node == 0) {
      return child;
    }
  }
}

static void link_node(MatcherLong *a, uint32_t node) {
  if (a->parent[node] != 0) {
    a->fail[node] = go(a, a->fail[a->parent[node]], a->byte[node]);
  }
  uint32_t fail = a->fail[node];
  a->shorter[node] = a->term[fail] != 0 ? fail : a->shorter[fail];
}

/* Nodes are sorted by depth, by counting; `fail` holds the counts meanwhile. */
static void link_step(MatcherLong *a, uint32_t i) {
  uint32_t *next = a->fail;
  switch (a->stage) {
    case COUNT_DEPTHS: next[a->depth[i]]++; break;
    case SUM_DEPTHS:
      a->sorted += next[i];
      next[i] = a->sorted - next[i];
      break;
    case SORT: a->order[next[a->depth[i]]++] = i; break;
    case CLEAR: a->fail[i] = 0; break;
    default: link_node(a, a->order[i]);
  }
}

int matcher_long_link(MatcherLong *a) {
  uint32_t end = a->nodes - a->step > LINKED_AT_ONCE ? a->step + LINKED_AT_ONCE : a->nodes;
  for (; a->step < end; a->step++) {
    link_step(a, a->step);
  }
  if (a->step == a->nodes) {
    a->step = 0;
    a->stage++;
  }
  return a->stage != LINKED;
}

uint32_t matcher_long_run(const MatcherLong *a, const uint8_t *text, size_t from, size_t to,
                          uint32_t state, uint32_t *starts) {
  for (size_t i = to; i-- > from;) {
    state = go(a, state, text[i]);
    if (starts != NULL) {
      starts[i - from] = a->term[state] != 0 ? state : a->shorter[state];
    }
  }
  return state;
}
