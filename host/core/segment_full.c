/* Full mode: all words of the dictionary that a block holds, in jieba's order; and the shorter words
** inside the words of search mode. Characters are numbered from the begin of the block.
** Letters and digits that belong to no longer word are put together. */

#include "segment.h"

enum { POLL = 1 << 12 };

typedef struct {
  size_t from, to; /* letters and digits that wait; none when both are equal */
} Waiting;

static void flush(Cutter *c, size_t base, Waiting *w) {
  const uint32_t *offsets = c->scratch->offsets;
  if (w->to > w->from) {
    segment_push(c->sink, base + offsets[w->from], base + offsets[w->to], TAG_ENG, MARK_WORD);
  }
  w->from = w->to = 0;
}

static void emit_found(Cutter *c, size_t base, size_t at, const Candidate *found) {
  const uint32_t *offsets = c->scratch->offsets;
  unsigned tag = c->options.tags ? segment_lookup(c, at, at + found->length).tag : TAG_X;
  segment_push(c->sink, base + offsets[at], base + offsets[at + found->length], tag, found->mark);
}

void segment_full_block(Cutter *c, size_t base, size_t count) {
  Candidate found[SEGMENT_LONGEST];
  Waiting wait = {0, 0};
  size_t covered = 0; /* up to here some word reaches */
  for (size_t at = 0; at < count; at++) {
    bool letter = segment_is_alnum(c->scratch->codes[at]);
    size_t n = segment_walk(c, at, count, found);
    if (n == 0) {
      found[n++] = (Candidate){1, MARK_WORD, 0};
    }
    if (!letter) {
      flush(c, base, &wait);
    }
    if (n == 1 && at >= covered) {
      if (!letter) {
        emit_found(c, base, at, found);
      } else if (wait.to == at && wait.to > wait.from) {
        wait.to = at + found->length;
      } else {
        flush(c, base, &wait);
        wait = (Waiting){at, at + found->length};
      }
      covered = at + found->length;
    } else {
      for (size_t i = 0; i < n; i++) {
        if (found[i].length > 1) {
          emit_found(c, base, at, &found[i]);
          covered = at + found[i].length;
        }
      }
    }
    if (at % POLL == POLL - 1) {
      c->sink->poll(c->sink);
    }
  }
  flush(c, base, &wait);
}

static size_t step(const uint8_t *p, const uint8_t *end) {
  size_t size;
  segment_decode(p, end, &size);
  return size;
}

/* The words of `length` characters in a word. */
static void grams_of(Cutter *c, size_t first, size_t end, int length) {
  const uint8_t *stop = c->text + end;
  const uint8_t *begin = c->text + first;
  const uint8_t *p = begin;
  for (int i = 0; i < length; i++) {
    p += step(p, stop);
  }
  for (size_t n = 1;; n++) {
    SegmentWord word = segment_word(c->segmenter, begin, (size_t)(p - begin), c->options.simplify);
    if (word.weight != 0) {
      unsigned mark = (word.flags & WORD_TERM) != 0 ? MARK_TERM : MARK_WORD;
      segment_push(c->sink, (size_t)(begin - c->text), (size_t)(p - c->text), word.tag, mark);
    }
    if (p >= stop) {
      return;
    }
    begin += step(begin, stop);
    p += step(p, stop);
    if (n % POLL == 0) {
      c->sink->poll(c->sink);
    }
  }
}

void segment_grams(Cutter *c, size_t first, size_t end, unsigned mark) {
  size_t characters = 0;
  const uint8_t *stop = c->text + end;
  (void)mark;
  for (const uint8_t *p = c->text + first; p < stop && characters < 4; characters++) {
    p += step(p, stop);
  }
  if (characters > 2) {
    grams_of(c, first, end, 2);
  }
  if (characters > 3) {
    grams_of(c, first, end, 3);
  }
}
