/* The checkpoints of textindex.h: what lies before each KB is known, the rest is counted.
 * A question costs a binary search and the count of less than one block.
 * Nothing is allocated. */
#include "core/textindex.h"

/* Bytes in which a line's start is looked for before the checkpoints are. */
enum { LOOK_BACK = 256 };

void textindex_build(TextIndex *x, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    size_t begin = i * TEXTINDEX_BLOCK;
    size_t end = x->size - begin < TEXTINDEX_BLOCK ? x->size : begin + TEXTINDEX_BLOCK;
    x->before[i] = x->total;
    TextCount count = text_count(x->text, x->size, begin, end, x->simd);
    x->total.characters += count.characters;
    x->total.lines += count.lines;
  }
}

static TextCount count_before(const TextIndex *x, size_t offset) {
  size_t block = offset / TEXTINDEX_BLOCK;
  TextCount count = text_count(x->text, x->size, block * TEXTINDEX_BLOCK, offset, x->simd);
  count.characters += x->before[block].characters;
  count.lines += x->before[block].lines;
  return count;
}

uint64_t textindex_characters(const TextIndex *x, size_t offset) {
  return count_before(x, offset).characters;
}

uint64_t textindex_lines(const TextIndex *x, size_t offset) {
  return count_before(x, offset).lines;
}

/* The last block before which less than `number` characters (or line ends) lie; 0 at the least. */
static size_t block_of(const TextIndex *x, uint64_t number, bool lines) {
  size_t low = 0;
  size_t high = x->block_count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    uint64_t before = lines ? x->before[middle].lines : x->before[middle].characters;
    if (before < number) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

size_t textindex_character(const TextIndex *x, uint64_t number) {
  if (number >= x->total.characters) {
    return x->size;
  }
  size_t block = block_of(x, number + 1, false);
  size_t at = block * TEXTINDEX_BLOCK;
  uint64_t left = number - x->before[block].characters;
  for (;; at++) {
    if ((x->text[at] & 0xC0) != 0x80 && left-- == 0) {
      return at;
    }
  }
}

size_t textindex_line(const TextIndex *x, uint64_t number) {
  if (number == 0) {
    return 0;
  }
  if (number > x->total.lines) {
    return x->size;
  }
  size_t block = block_of(x, number, true);
  size_t at = block * TEXTINDEX_BLOCK;
  for (uint64_t left = number - x->before[block].lines; left > 0; left--) {
    at = text_after_line(x->text, x->size, at, x->size, x->simd);
  }
  return at;
}

size_t textindex_line_around(const TextIndex *x, size_t offset, uint64_t line) {
  for (size_t back = 0; back < LOOK_BACK && back < offset; back++) {
    if (text_ends_line(x->text, x->size, offset - back - 1)) {
      return offset - back;
    }
  }
  return textindex_line(x, line);
}
