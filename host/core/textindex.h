/* Offset arithmetic over valid UTF-8: byte, code point and line, each from each, by checkpoints.
 * Offsets, characters and lines count from 0 here; a line end is \n, \r\n, \r, U+2028 or U+2029.
 * The caller owns the text and the array of textindex_blocks(size) checkpoints. */
#ifndef WENLU_CORE_TEXTINDEX_H
#define WENLU_CORE_TEXTINDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXTINDEX_BLOCK = 1024 };

/* How many characters begin, and how many line ends are complete, in a stretch of text. */
typedef struct {
  uint64_t characters;
  uint64_t lines;
} TextCount;

typedef struct {
  const uint8_t *text;
  size_t size;
  size_t block_count;
  TextCount total;
  TextCount *before; /* what lies before each block; block_count of them */
  bool simd;
} TextIndex;

static inline size_t textindex_blocks(size_t size) { return size / TEXTINDEX_BLOCK + 1; }

/* True where the last byte of a line end lies. */
static inline bool text_ends_line(const uint8_t *text, size_t size, size_t at) {
  uint8_t byte = text[at];
  if (byte == '\n') {
    return true;
  }
  if (byte == '\r') {
    return at + 1 >= size || text[at + 1] != '\n';
  }
  return (byte | 1) == 0xA9 && at >= 2 && text[at - 1] == 0x80 && text[at - 2] == 0xE2;
}

/* Counts what begins or ends in [begin, end) of the text. */
TextCount text_count(const uint8_t *text, size_t size, size_t begin, size_t end, bool simd);

/* The offset after the first line end whose last byte is in [from, end); 0 when there is none. */
size_t text_after_line(const uint8_t *text, size_t size, size_t from, size_t end, bool simd);

/* Fills the checkpoints of the blocks [from, to) and total; blocks come in order, all of them. */
void textindex_build(TextIndex *x, size_t from, size_t to);

uint64_t textindex_characters(const TextIndex *x, size_t offset); /* that begin before it */
uint64_t textindex_lines(const TextIndex *x, size_t offset);      /* line ends before it */
size_t textindex_character(const TextIndex *x, uint64_t number);  /* where it begins */
size_t textindex_line(const TextIndex *x, uint64_t number);       /* where it begins */

/* Where the line begins that holds an offset, `line` its number: quick when that is near. */
size_t textindex_line_around(const TextIndex *x, size_t offset, uint64_t line);

#endif
