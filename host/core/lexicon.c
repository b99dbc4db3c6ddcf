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
  return sizeof(Lexicon) + (size_t)slots_for(characters) * sizeof(LexiconEdge) +
         (characters + 1) * sizeof(uint32_t);
}

void lexicon_init(Lexicon *lexicon, size_t characters) {
  memset(lexicon, 0, lexicon_size(characters));
  lexicon->mask = slots_for(characters) - 1;
  lexicon->nodes = 1;
  lexicon->room = characters < LEXICON_MOST_NODES ? (uint32_t)characters + 1 : LEXICON_MOST_NODES;
}

static uint32_t *payloads(const Lexicon *lexicon) {
  return (uint32_t *)(uintptr_t)(lexicon->edges + lexicon->mask + 1);
}

enum { TERM_BIT = 1, CHILD_SHIFT = 1, KEY_SHIFT = 21 };

static uint64_t key_of(uint32_t parent, uint32_t cp) { return (uint64_t)parent << 21 | cp; }

static uint32_t child_of(LexiconEdge edge) {
  return (uint32_t)(edge >> CHILD_SHIFT) & (LEXICON_MOST_NODES - 1);
}

/* The slot that holds this edge, or the free one where it belongs. */
static LexiconEdge *edge_slot(const Lexicon *lexicon, uint32_t parent, uint32_t cp) {
  uint64_t key = key_of(parent, cp);
  uint32_t slot = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32);
  for (;; slot++) {
    const LexiconEdge *edge = &lexicon->edges[slot & lexicon->mask];
    if (*edge == 0 || *edge >> KEY_SHIFT == key) {
      return (LexiconEdge *)(uintptr_t)edge;
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

int lexicon_add(Lexicon *lexicon, const uint8_t *term, size_t size, uint32_t payload) {
  const uint8_t *end = term + size;
  uint32_t node = 0;
  uint32_t characters = 0;
  LexiconEdge *edge = NULL;
  filter_add(lexicon, term, end);
  for (const uint8_t *p = term; p < end; characters++) {
    Utf8Char c = utf8_at(p, end);
    edge = edge_slot(lexicon, node, c.cp);
    if (*edge == 0) {
      if (lexicon->nodes == lexicon->room) {
        return 0;
      }
      *edge = key_of(node, c.cp) << KEY_SHIFT | (uint64_t)lexicon->nodes++ << CHILD_SHIFT;
    }
    node = child_of(*edge);
    p += c.size;
  }
  lexicon->terms += (*edge & TERM_BIT) == 0;
  *edge |= TERM_BIT;
  payloads(lexicon)[node] = payload;
  if (characters > lexicon->longest) {
    lexicon->longest = characters;
  }
  return 1;
}

size_t lexicon_longest(const Lexicon *lexicon, const uint8_t *p, const uint8_t *end,
                       uint32_t *payload) {
  const uint8_t *q = p;
  const uint8_t *found = NULL;
  uint32_t node = 0;
  uint32_t last = 0;
  while (q < end) {
    Utf8Char c = utf8_at(q, end);
    LexiconEdge edge = c.cp ? *edge_slot(lexicon, node, c.cp) : 0;
    if (edge == 0) {
      break;
    }
    q += c.size;
    node = child_of(edge);
    if (edge & TERM_BIT) {
      found = q;
      last = node;
    }
  }
  if (found == NULL) {
    return 0;
  }
  *payload = payloads(lexicon)[last];
  return (size_t)(found - p);
}

uint32_t lexicon_find(const Lexicon *lexicon, const uint8_t *term, size_t size) {
  uint32_t payload = 0;
  return lexicon_longest(lexicon, term, term + size, &payload) == size ? payload : 0;
}
