/* Divides a text into blocks, its lines that are not empty, and finds captions among the headings.
 * Offsets are bytes from 0, half-open.
 * Works in the buffers of Layout. */
#include "core/layout.h"

enum {
  INDENT = 4,   /* bytes of blanks before an indented line */
  REPEATED = 19 /* bytes: a shorter heading may well stand there twice */
};

/* ---- blanks: ASCII blanks, no-break space, ideographic space ---- */

static bool is_ascii_blank(uint8_t c) { return c == ' ' || c == '\t' || c == '\r'; }

static const uint8_t *skip_blanks(const uint8_t *p, const uint8_t *end) {
  while (p < end) {
    if (is_ascii_blank(*p)) {
      p++;
    } else if (WORD_AT(p, end, "\u3000")) {
      p += 3;
    } else if (WORD_AT(p, end, "\u00A0")) {
      p += 2;
    } else {
      break;
    }
  }
  return p;
}

/* The end of [begin, end) without the blanks there; begin is none. */
static const uint8_t *drop_blanks(const uint8_t *begin, const uint8_t *end) {
  while (end > begin) {
    if (is_ascii_blank(end[-1])) {
      end--;
    } else if (end - begin > 3 && memcmp(end - 3, "\u3000", 3) == 0) {
      end -= 3;
    } else if (end - begin > 2 && memcmp(end - 2, "\u00A0", 2) == 0) {
      end -= 2;
    } else {
      break;
    }
  }
  return end;
}

/* ---- lines ---- */

static void add_block(Layout *l, const uint8_t *line, const uint8_t *begin, const uint8_t *end) {
  Ending ending = line_ending(l->text, end);
  BlockKind kind = line_kind(l->words, begin, end, ending);
  uint32_t from = (uint32_t)(begin - l->text);
  uint32_t to = (uint32_t)(end - l->text);
  l->blocks[l->count++] = (Block){
      .begin = from, .end = to, .reading_begin = from, .reading_end = to, .kind = (uint8_t)kind,
      .ending = (uint8_t)ending, .numbered = line_numbered(begin, end),
      .after_blank = l->after_blank, .indented = begin - line >= INDENT};
  l->headings += kind == BLOCK_HEADING && end - begin >= REPEATED;
}

void layout_divide(Layout *l, size_t bytes) {
  size_t stop = l->size - l->divided > bytes ? l->divided + bytes : l->size;
  while (l->divided < stop && l->count < l->capacity) {
    const uint8_t *line = l->text + l->divided;
    const uint8_t *end = memchr(line, '\n', l->size - l->divided);
    end = end ? end : l->text + l->size;
    const uint8_t *begin = skip_blanks(line, end);
    if (begin < end) {
      add_block(l, line, begin, drop_blanks(begin, end));
    }
    l->after_blank = begin == end;
    l->divided = (size_t)(end - l->text) + 1;
  }
}

/* ---- repeats ---- */

static size_t size_of(const Block *block) { return block->end - block->begin; }

static uint64_t hash_line(const uint8_t *p, size_t size, uint64_t seed) {
  uint64_t hash = seed ^ size;
  while (size > 0) {
    uint64_t word = 0;
    size_t step = size < sizeof word ? size : sizeof word;
    memcpy(&word, p, step);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
    p += step;
    size -= step;
  }
  return hash ^ hash >> 32;
}

/* The earlier heading that reads the same, or NULL; the heading is known from now on. */
static Block *earlier_heading(Layout *l, uint32_t number) {
  const uint8_t *line = l->text + l->blocks[number].begin;
  size_t size = size_of(&l->blocks[number]);
  size_t at = hash_line(line, size, l->seed) & (l->slot_count - 1);
  for (; l->slots[at] != 0; at = (at + 1) & (l->slot_count - 1)) {
    Block *earlier = &l->blocks[l->slots[at] - 1];
    if (size_of(earlier) == size && memcmp(l->text + earlier->begin, line, size) == 0) {
      return earlier;
    }
  }
  l->slots[at] = number + 1;
  return NULL;
}

/* A heading that stands there a second time is the caption of a picture (columns repeat them). */
void layout_mark_repeats(Layout *l, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    Block *block = &l->blocks[i];
    if (block->kind == BLOCK_HEADING && size_of(block) >= REPEATED) {
      Block *earlier = earlier_heading(l, (uint32_t)i);
      if (earlier != NULL) {
        block->kind = BLOCK_CAPTION;
        earlier->kind = BLOCK_CAPTION;
      }
    }
  }
}
