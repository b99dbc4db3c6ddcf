/* New words in a run of single characters: jieba's hidden Markov model of four states, B M E S.
** Characters are numbered from the begin of the block, which lies at a byte of the text.
** Decisions lie in the scratch: one bit for each state, which of its two states before won. */

#include <string.h>

#include "segment.h"

enum { B, M, E, S, CHUNK = 1 << 14 };

static inline double larger(double a, double b) { return a >= b ? a : b; }

/* Each state has two states before it; of equal sums the later letter wins (B < E < M < S). */
static void decide(Cutter *c, size_t from, size_t to) {
  const SegmentImage *image = c->segmenter->image;
  const double(*t)[4] = image->meta->transitions;
  const double *emit = image->emit + 4 * (size_t)c->scratch->ids[from];
  uint8_t *bits = c->scratch->marks;
  double v[4];
  for (int i = 0; i < 4; i++) {
    v[i] = image->meta->start[i] + emit[i];
  }
  for (size_t at = from + 1; at < to; at++) {
    emit = image->emit + 4 * (size_t)c->scratch->ids[at];
    double b_of_e = v[E] + t[E][B] + emit[B];
    double b_of_s = v[S] + t[S][B] + emit[B];
    double m_of_b = v[B] + t[B][M] + emit[M];
    double m_of_m = v[M] + t[M][M] + emit[M];
    double e_of_b = v[B] + t[B][E] + emit[E];
    double e_of_m = v[M] + t[M][E] + emit[E];
    double s_of_e = v[E] + t[E][S] + emit[S];
    double s_of_s = v[S] + t[S][S] + emit[S];
    bits[at] = (uint8_t)((b_of_s >= b_of_e) << B | (m_of_m >= m_of_b) << M |
                         (e_of_m >= e_of_b) << E | (s_of_s >= s_of_e) << S);
    v[B] = larger(b_of_s, b_of_e);
    v[M] = larger(m_of_m, m_of_b);
    v[E] = larger(e_of_m, e_of_b);
    v[S] = larger(s_of_s, s_of_e);
    if (at % CHUNK == 0) {
      c->sink->poll(c->sink);
    }
  }
  bits[from] = v[S] >= v[E] ? S : E; /* the last state */
}

/* From decisions to states, right to left. */
static void trace(uint8_t *bits, size_t from, size_t to) {
  static const uint8_t before[4][2] = {[B] = {E, S}, [M] = {B, M}, [E] = {B, M}, [S] = {E, S}};
  uint8_t state = bits[from];
  for (size_t at = to - 1; at > from; at--) {
    uint8_t previous = before[state][bits[at] >> state & 1];
    bits[at] = state;
    state = previous;
  }
  bits[from] = state;
}

static void emit_new(Cutter *c, size_t base, size_t from, size_t to) {
  const uint32_t *offsets = c->scratch->offsets;
  const UserWords *user = c->segmenter->user;
  SegmentWord word = {0, 0, 0, false};
  if (user != NULL || c->options.tags) {
    word = segment_lookup(c, from, to);
  }
  if ((word.flags & WORD_REMOVED) != 0 && to - from > 1) {
    for (size_t i = from; i < to; i++) {
      emit_new(c, base, i, i + 1);
    }
    return;
  }
  unsigned tag = word.tag;
  if (c->options.tags && tag == TAG_X) {
    tag = segment_tag_word(c, from, to);
  }
  segment_emit(c, base + offsets[from], base + offsets[to], tag, MARK_WORD);
}

static void cut_hanzi(Cutter *c, size_t base, size_t from, size_t to) {
  decide(c, from, to);
  trace(c->scratch->marks, from, to);
  const uint8_t *states = c->scratch->marks;
  size_t begin = from;
  size_t next = from;
  for (size_t i = from; i < to; i++) {
    if (states[i] == B) {
      begin = i;
    } else if (states[i] == E || states[i] == S) {
      emit_new(c, base, states[i] == E ? begin : i, i + 1);
      next = i + 1;
    }
  }
  if (next < to) {
    emit_new(c, base, next, to);
  }
}

/* [a-zA-Z0-9]+(\.\d+)?%? from `at` on; `at` when there is none. */
static size_t number_or_word(const uint16_t *codes, size_t at, size_t to) {
  size_t end = at;
  while (end < to && segment_is_alnum(codes[end])) {
    end++;
  }
  if (end > at && end + 1 < to && codes[end] == '.' && codes[end + 1] >= '0' &&
      codes[end + 1] <= '9') {
    end += 2;
    while (end < to && codes[end] >= '0' && codes[end] <= '9') {
      end++;
    }
  }
  return end > at && end < to && codes[end] == '%' ? end + 1 : end;
}

static void emit_ascii(Cutter *c, size_t base, size_t from, size_t to) {
  const uint32_t *offsets = c->scratch->offsets;
  unsigned tag = c->options.tags ? segment_tag_word(c, from, to) : TAG_X;
  segment_emit(c, base + offsets[from], base + offsets[to], tag, MARK_WORD);
}

static void cut_ascii(Cutter *c, size_t base, size_t from, size_t to) {
  const uint16_t *codes = c->scratch->codes;
  size_t between = from;
  for (size_t at = from; at < to;) {
    size_t end = number_or_word(codes, at, to);
    if (end == at) {
      at++;
      continue;
    }
    if (at > between) {
      emit_ascii(c, base, between, at);
    }
    emit_ascii(c, base, at, end);
    between = at = end;
  }
  if (to > between) {
    emit_ascii(c, base, between, to);
  }
}

void segment_viterbi(Cutter *c, size_t base, size_t from, size_t to) {
  const uint16_t *codes = c->scratch->codes;
  while (from < to) {
    bool hanzi = codes[from] >= 0x80;
    size_t end = from + 1;
    while (end < to && (codes[end] >= 0x80) == hanzi) {
      end++;
    }
    if (hanzi) {
      cut_hanzi(c, base, from, end);
    } else {
      cut_ascii(c, base, from, end);
    }
    from = end;
  }
}
