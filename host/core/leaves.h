/* Writes a segment of an FTS5 index: sorted terms with their rows and places, as pages. The format
** is that of SQLite's file ext/fts5/fts5_index.c, "Details". Pages go to the caller's function; the
** writer, and all memory, is the caller's. */

#ifndef WENLU_CORE_LEAVES_H
#define WENLU_CORE_LEAVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEAF_SIZE = 16000, LEAF_ROOM = LEAF_SIZE + 1024, LEAF_TERM = 256 };

/* A page, numbered from 1. `split` (NULL: no term begins on the page) sorts before or as the first
** term of the page, and behind all terms of the pages before. False stops the writing. */
typedef bool (*LeafSink)(void *context, uint32_t number, const uint8_t *page, size_t size,
                         const uint8_t *split, size_t split_size);

typedef struct LeafWriter {
  LeafSink sink;
  void *context;
  uint32_t number; /* of the present page */
  size_t size;
  size_t index_size;
  size_t term_at;        /* on the page; 0: none yet */
  bool row_on_page;      /* a row begins, or a term does */
  bool row_of_term;
  bool failed;
  int64_t row;
  uint32_t term_size;    /* of the term before */
  uint32_t split_size;
  uint8_t term[LEAF_TERM + 1];
  uint8_t split[LEAF_TERM + 1];
  uint8_t page[LEAF_ROOM * 2]; /* the index is moved behind the rest at the end of the page */
  uint8_t index[LEAF_ROOM];
} LeafWriter;

void leaves_begin(LeafWriter *writer, LeafSink sink, void *context);
void leaves_term(LeafWriter *writer, const uint8_t *term, uint32_t size); /* at most 255 bytes */
void leaves_row(LeafWriter *writer, int64_t row, const uint8_t *places, size_t size);
bool leaves_end(LeafWriter *writer, uint32_t *pages); /* false: the sink has refused a page */

/* SQLite's way to write a number below 2^56; at most 8 bytes, returns how many. */
size_t leaf_put_long_varint(uint8_t *out, uint64_t value);

static inline size_t leaf_put_varint(uint8_t *out, uint64_t value) {
  if (value >= 0x80) {
    return leaf_put_long_varint(out, value);
  }
  *out = (uint8_t)value;
  return 1;
}

#endif
