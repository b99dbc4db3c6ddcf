/* The long terms of a matcher as an automaton (Aho and Corasick's) that reads a text from its end:
 * for every place it tells the longest long term that begins there, in a time that depends on the
 * text alone. Only texts made to hurt need it: where many places have much in common with long
 * terms, walking at each takes the product of both lengths. The caller owns all memory. */
#ifndef WENLU_CORE_MATCHER_LONG_H
#define WENLU_CORE_MATCHER_LONG_H

#include <stddef.h>
#include <stdint.h>

/* Terms of more bytes than this are long. */
enum { MATCHER_WALKED = 50 };

typedef struct {
  uint64_t key;   /* parent node and byte; 0: free */
  uint32_t child;
} MatcherLongEdge;

/* Node 0 is the root. */
typedef struct {
  uint32_t *fail;    /* the longest proper suffix that is a node */
  uint32_t *term;    /* that ends at the node, or 0 */
  uint32_t *shorter; /* the next node on the way of `fail` that has a term, or 0 */
  uint32_t *depth;
  uint32_t *parent;
  uint32_t *order;   /* nodes by depth */
  uint8_t *byte;     /* that leads to the node */
  MatcherLongEdge *edges;
  uint32_t edge_bits;
  uint32_t nodes;
  uint32_t stage; /* of linking */
  uint32_t step;  /* of the stage: the next node */
  uint32_t sorted;
} MatcherLong;

/* Bytes of memory for terms of so many bytes in all, less than 4 GB. */
size_t matcher_long_size(size_t bytes);

/* Sets it up without terms in zeroed memory of that size. */
void matcher_long_init(MatcherLong *automaton, size_t bytes, uint8_t *memory);

/* Adds a part of a term, its last part first, at the node where the part behind it came to (0 for
 * the last one); returns the node where this one comes to. */
uint32_t matcher_long_add(MatcherLong *automaton, const uint8_t *text, size_t size, uint32_t node);

/* The term whose first part came to `node`. */
void matcher_long_end(MatcherLong *automaton, uint32_t node, uint32_t term);

/* After the last term: call it until it returns 0; each call is a short step. */
int matcher_long_link(MatcherLong *automaton);

/* Reads text[from, to) backwards, going on from `state` (0 at the end of the text). For each place
 * the node of the longest term that begins there, or 0, goes to starts[place - from], unless that
 * array is NULL. Returns the new state. */
uint32_t matcher_long_run(const MatcherLong *automaton, const uint8_t *text, size_t from, size_t to,
                          uint32_t state, uint32_t *starts);

#endif
