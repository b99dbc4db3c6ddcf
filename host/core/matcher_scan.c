/* Finding the terms of matcher.h in a text, block by block: places where a term may begin are
 * gathered (matcher_places.c), their edges fetched, and the trie walked at each.
 * Offsets are bytes from 0; nothing is allocated. */
#include "core/matcher_filter.h"

enum { BLOCK = 4096, WALKED_FREELY = 1 << 16 }; /* bytes in one go; steps beyond MATCHER_WALKED */

/* ---- the terms at a place ---- */

/* What is found at one place. */
typedef struct {
  const Matcher *matcher;
  MatcherScan *s; /* takes every term; NULL: only the longest counts */
  size_t place;
  size_t seen; /* terms at this place so far */
  uint32_t longest;
  size_t length;
} Found;

/* Takes a term that was found; 0 when the hits are full. */
INLINE int take(Found *found, uint32_t term, size_t length, int all) {
  if (term == 0) {
    return 1;
  }
  if (!all) {
    found->longest = term;
    found->length = length;
    return 1;
  }
  MatcherScan *s = found->s;
  if (found->seen++ < s->skip) {
    return 1;
  }
  if (s->count == s->capacity) {
    return 0;
  }
  MatcherHit hit = {(uint32_t)found->place, term};
  s->hits[s->count++] = hit;
  return 1;
}

INLINE const MatcherEdge *edge_of(const Matcher *m, uint64_t key) {
  uint64_t mask = ((uint64_t)1 << m->head->edge_bits) - 1;
  uint64_t at = key * m->head->multiplier >> (64 - m->head->edge_bits);
  for (int i = 0; i < MATCHER_MOST_PROBES; i++) {
    const MatcherEdge *edge = &m->edges[(at + (uint64_t)i) & mask];
    if (edge->key == key) {
      return edge;
    }
    if (edge->key == 0) {
      break;
    }
  }
  return NULL;
}

INLINE int take_edge(Found *found, uint64_t key, size_t length, int all) {
  const MatcherEdge *edge = edge_of(found->matcher, key);
  return edge == NULL || take(found, edge->term, length, all);
}

/* Terms of one to five bytes; `room` bytes are left of the text. */
INLINE int walk_short(Found *found, const Filter *f, uint64_t bytes, size_t room, int all) {
  const Matcher *m = found->matcher;
  uint8_t first = m->head->first[bytes & 0xFF];
  if ((first & MATCHER_ONE) && !take_edge(found, matcher_root_key(low(bytes, 1), 1), 1, all)) {
    return 0;
  }
  if ((first & MATCHER_TWO) && room >= 2 &&
      !take_edge(found, matcher_root_key(low(bytes, 2), 2), 2, all)) {
    return 0;
  }
  if (room < 3 || !short_may(f, bytes)) {
    return 1;
  }
  const MatcherEdge *edge = edge_of(m, matcher_root_key(low(bytes, 3), 3));
  if (edge == NULL) {
    return 1;
  }
  if (!take(found, edge->term, 3, all)) {
    return 0;
  }
  uint32_t node = edge->node;
  if ((node & MATCHER_NODE_ONE) && room >= 4 &&
      !take_edge(found, matcher_node_key(node, low(bytes >> 24, 1), 1), 4, all)) {
    return 0;
  }
  return !(node & MATCHER_NODE_TWO) || room < 5 ||
         take_edge(found, matcher_node_key(node, low(bytes >> 24, 2), 2), 5, all);
}

/* Whether a walk goes on beyond MATCHER_WALKED bytes; a step is counted. */
static int walk_on(const Found *found) {
  MatcherScan *s = found->s;
  if (s == NULL) {
    return 1;
  }
  s->walked++;
  return s->longs == NULL;
}

/* Terms of six bytes and more: the first six lead to an edge, then three by three. */
INLINE int walk_long(Found *found, uint64_t bytes, const uint8_t *p, size_t room, int all) {
  const Matcher *m = found->matcher;
  const MatcherEdge *edge = edge_of(m, low(bytes, 6) | MATCHER_PAIR_TAG);
  for (size_t length = 6; edge != NULL; length += 3) {
    if (length > MATCHER_WALKED && !walk_on(found)) {
      return 1;
    }
    if (!take(found, edge->term, length, all)) {
      return 0;
    }
    uint32_t node = edge->node;
    size_t left = room - length;
    const uint8_t *q = p + length;
    if (node == 0 || left == 0) {
      return 1;
    }
    if ((node & MATCHER_NODE_ONE) && !take_edge(found, matcher_node_key(node, q[0], 1),
                                                length + 1, all)) {
      return 0;
    }
    if (left >= 2 && (node & MATCHER_NODE_TWO) &&
        !take_edge(found, matcher_node_key(node, q[0] | (uint64_t)q[1] << 8, 2), length + 2, all)) {
      return 0;
    }
    if (left < 3 || !(node & MATCHER_NODE_FULL)) {
      return 1;
    }
    uint64_t step = q[0] | (uint64_t)q[1] << 8 | (uint64_t)q[2] << 16;
    edge = edge_of(m, matcher_node_key(node, step, 3));
  }
  return 1;
}

INLINE uint64_t load_within(const uint8_t *p, size_t room) {
  uint8_t padded[sizeof(uint64_t)] = {0};
  if (room >= sizeof(uint64_t)) {
    return load(p);
  }
  memcpy(padded, p, room);
  return load(padded);
}

/* The long terms at a place, from the node of the longest; 0 when the hits are full. */
static int take_longs(Found *found, uint32_t node, int all) {
  const MatcherLong *longs = found->s->longs;
  if (!all) {
    found->longest = longs->term[node];
    found->length = longs->depth[node];
    return 1;
  }
  MatcherScan *s = found->s;
  size_t total = 0;
  for (uint32_t i = node; i != 0; i = longs->shorter[i]) {
    total++;
  }
  size_t count = total;
  size_t skipped = s->skip > found->seen ? s->skip - found->seen : 0;
  size_t room = s->capacity - s->count;
  size_t end = count > skipped && count - skipped > room ? skipped + room : count;
  for (uint32_t i = node; i != 0; i = longs->shorter[i]) {
    count--; /* the place of this term among them, short ones first */
    if (count >= skipped && count < end) {
      MatcherHit hit = {(uint32_t)found->place, longs->term[i]};
      s->hits[s->count + count - skipped] = hit;
    }
  }
  s->count += end > skipped ? end - skipped : 0;
  found->seen += end + 1;
  return end == total;
}

/* False where a text that hurts needs what the caller is to provide. */
INLINE int has_longs(MatcherScan *s, size_t place) {
  if (s->longs == NULL ? s->walked < WALKED_FREELY + place * 2
                       : place >= s->starts_from && place < s->starts_to) {
    return 1;
  }
  s->stuck = 1;
  return 0;
}

/* The hits at one place; 0 when there is no room for them. */
INLINE int walk(MatcherScan *s, const Filter *f, size_t place, int all) {
  const uint8_t *p = s->text + place;
  size_t room = s->end - place;
  Found found = {s->matcher, s, place, 0, 0, 0};
  uint64_t bytes = load_within(p, room);
  if ((s->matcher->head->has_short && !walk_short(&found, f, bytes, room, all)) ||
      (room >= 6 && pair_may(f, bytes) && !walk_long(&found, bytes, p, room, all)) ||
      (s->longs != NULL && s->starts[place - s->starts_from] != 0 &&
       !take_longs(&found, s->starts[place - s->starts_from], all))) {
    s->skip = found.seen - 1;
    return 0;
  }
  s->skip = 0;
  if (found.longest != 0) {
    if (s->count == s->capacity) {
      return 0;
    }
    MatcherHit hit = {(uint32_t)place, found.longest};
    s->hits[s->count++] = hit;
    s->free = s->policy == MATCHER_LEFTMOST_LONGEST ? place + found.length : 0;
  }
  return 1;
}

INLINE size_t longest_at(const Matcher *m, const Filter *f, const uint8_t *p, size_t room,
                         int is_long, uint32_t *term) {
  Found found = {m, NULL, 0, 0, 0, 0};
  uint64_t bytes = load_within(p, room);
  if (m->head->has_short) {
    walk_short(&found, f, bytes, room, 0);
  }
  if (is_long && room >= 6) {
    walk_long(&found, bytes, p, room, 0);
  }
  *term = found.longest;
  return found.length;
}

size_t matcher_longest_here(const Matcher *m, const uint8_t *p, const uint8_t *end,
                            uint32_t *term) {
  Filter f = filter_of(m);
  return longest_at(m, &f, p, (size_t)(end - p), 1, term);
}

size_t matcher_longest(const Matcher *m, const uint8_t *p, const uint8_t *end, uint32_t *term) {
  size_t room = (size_t)(end - p);
  if (room == 0 || !m->head->first[*p]) {
    return 0;
  }
  Filter f = filter_of(m);
  int is_long = room < MATCHER_LOAD || (pair_may(&f, load(p)) && deep_may(&f, p));
  return longest_at(m, &f, p, room, is_long, term);
}

/* Walks at every place gathered; 0 when the hits are full, s->at is then the place to go on. */
INLINE int walk_places(MatcherScan *s, const Filter *f, const uint32_t *places, size_t count,
                       int all) {
  for (size_t i = 0; i < count; i++) {
    if (places[i] >= s->free && (!has_longs(s, places[i]) || !walk(s, f, places[i], all))) {
      s->at = places[i];
      return 0;
    }
  }
  return 1;
}

/* One block of places at which a whole load can be read. */
static int scan_block(MatcherScan *s, const Filter *f, size_t to) {
  uint32_t places[BLOCK];
  size_t count = matcher_gather(s->matcher, f, s->text, s->at, to, s->scalar, places);
  if (!s->matcher->head->has_short) {
    count = matcher_keep_deep(f, s->text, places, count);
  }
  matcher_prefetch(s->matcher, s->text, places, count);
  int done = s->policy == MATCHER_ALL ? walk_places(s, f, places, count, 1)
                                      : walk_places(s, f, places, count, 0);
  s->at = done ? to : s->at;
  return done;
}

/* The last places of the range, one by one. */
static int scan_rest(MatcherScan *s, const Filter *f, size_t to) {
  for (; s->at < to; s->at++) {
    if (s->matcher->head->first[s->text[s->at]] && s->at >= s->free &&
        (!has_longs(s, s->at) || !walk(s, f, s->at, s->policy == MATCHER_ALL))) {
      return 0;
    }
  }
  return 1;
}

void matcher_scan(MatcherScan *s, size_t until) {
  const Matcher *m = s->matcher;
  Filter f = filter_of(m);
  s->stuck = 0;
  size_t whole = s->end >= MATCHER_LOAD ? s->end - MATCHER_LOAD + 1 : 0;
  size_t blocks_end = until < whole ? until : whole;
  while (s->at < blocks_end) {
    size_t to = blocks_end - s->at > BLOCK ? s->at + BLOCK : blocks_end;
    if (!scan_block(s, &f, to)) {
      return;
    }
  }
  scan_rest(s, &f, until < s->end ? until : s->end);
}
