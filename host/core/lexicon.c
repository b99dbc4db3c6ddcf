/* The term set of lexicon.h: building and longest match, both linear.
 * Lengths are bytes of UTF-8; payloads are the caller's numbers.
 * Nothing is allocated here: the table lies behind the header in the caller's memory. */
#include "core/lexicon.h"

#include <string.h>

#include "core/utf8.h"

static uint32_t slots_for(size_t characters) {
  uint32_t slots = 64;
  while (slots < characters * 2 + 2) {
    slots *= 2;
  }
  return slots;
}

size_t lexicon_size(size_t characters) {
  return sizeof(Lexicon) + (size_t)slots_for(characters) * sizeof(LexiconEdge);
}

void lexicon_init(Lexicon *lexicon, size_t characters) {
  memset(lexicon, 0, lexicon_size(characters));
  lexicon->mask = slots_for(characters) - 1;
  lexicon->nodes = 1;
}

static LexiconEdge *edge_slot(const Lexicon *lexicon, uint32_t parent, uint32_t cp) {
  uint32_t slot = (parent * 0x9E3779B1u ^ cp * 0x85EBCA6Bu);
  slot ^= slot >> 15;
  for (;; slot++) {
    const LexiconEdge *edge = &lexicon->edges[slot & lexicon->mask];
    if (edge->cp == 0 || (edge->cp == cp && edge->parent == parent)) {
      return (LexiconEdge *)edge;
    }
  }
}

static void filter_set(Lexicon *lexicon, uint32_t pair) {
  lexicon->filter[pair >> 6] |= (uint64_t)1 << (pair & 63);
}

static void filter_add(Lexicon *lexicon, const uint8_t *term, const uint8_t *end) {
  Utf8Char first = utf8_at(term, end);
  Utf8Char second = utf8_at(term + first.size, end);
  filter_set(lexicon, lexicon_pair(first.cp, second.cp));
}

void lexicon_add(Lexicon *lexicon, const uint8_t *term, size_t size, uint32_t payload) {
  const uint8_t *end = term + size;
  uint32_t node = 0;
  uint32_t characters = 0;
  LexiconEdge *edge = NULL;
  filter_add(lexicon, term, end);
  for (const uint8_t *p = term; p < end; characters++) {
    Utf8Char c = utf8_at(p, end);
    edge = edge_slot(lexicon, node, c.cp);
    if (edge->cp == 0) {
      edge->parent = node;
      edge->cp = c.cp;
      edge->child = lexicon->nodes++;
    }
    node = edge->child;
    p += c.size;
  }
  lexicon->terms += edge->payload == 0;
  edge->payload = payload;
  if (characters > lexicon->longest) {
    lexicon->longest = characters;
  }
}

size_t lexicon_longest(const Lexicon *lexicon, const uint8_t *p, const uint8_t *end,
                       uint32_t *payload) {
  const uint8_t *q = p;
  uint32_t node = 0;
  size_t size = 0;
  while (q < end) {
    Utf8Char c = utf8_at(q, end);
    const LexiconEdge *edge = c.cp ? edge_slot(lexicon, node, c.cp) : NULL;
    if (edge == NULL || edge->cp == 0) {
      break;
    }
    q += c.size;
    node = edge->child;
    if (edge->payload != 0) {
      size = (size_t)(q - p);
      *payload = edge->payload;
    }
  }
  return size;
}

uint32_t lexicon_find(const Lexicon *lexicon, const uint8_t *term, size_t size) {
  uint32_t payload = 0;
  return lexicon_longest(lexicon, term, term + size, &payload) == size ? payload : 0;
}
