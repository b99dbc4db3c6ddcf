/* The automaton of matcher_long.h. Terms are added from their last byte to their first; edges lie
 * in one open-addressing table. Sizes are bytes.
 * Nothing is allocated: all arrays lie in the caller's memory. */
#include "core/matcher_long.h"

#include <string.h>

enum { ARRAYS = 6, LINKED_AT_ONCE = 1 << 14 };

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

void matcher_long_add(MatcherLong *a, const uint8_t *text, size_t size, uint32_t term) {
  uint32_t node = 0;
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
  a->term[node] = term;
}

/* Nodes by depth, by counting; `fail` holds the counts meanwhile. */
static void sort_nodes(MatcherLong *a) {
  uint32_t *next = a->fail;
  for (uint32_t i = 0; i < a->nodes; i++) {
    next[a->depth[i]]++;
  }
  uint32_t sum = 0;
  for (uint32_t depth = 0; depth < a->nodes; depth++) {
    uint32_t count = next[depth];
    next[depth] = sum;
    sum += count;
  }
  for (uint32_t i = 0; i < a->nodes; i++) {
    a->order[next[a->depth[i]]++] = i;
  }
  memset(a->fail, 0, a->nodes * sizeof *a->fail);
}

/* Where the automaton goes from `node` by `byte`. */
static uint32_t go(const MatcherLong *a, uint32_t node, uint8_t byte) {
  for (;; node = a->fail[node]) {
    uint32_t child = child_of(a, node, byte);
    if (child != 0 || node == 0) {
      return child;
    }
  }
}

uint32_t matcher_long_link(MatcherLong *a, uint32_t step) {
  if (step == 0) {
    sort_nodes(a);
    step = 1;
  }
  uint32_t end = a->nodes - step > LINKED_AT_ONCE ? step + LINKED_AT_ONCE : a->nodes;
  for (; step < end; step++) {
    uint32_t node = a->order[step];
    if (a->parent[node] != 0) {
      a->fail[node] = go(a, a->fail[a->parent[node]], a->byte[node]);
    }
    uint32_t fail = a->fail[node];
    a->shorter[node] = a->term[fail] != 0 ? fail : a->shorter[fail];
  }
  return step < a->nodes ? step : 0;
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
