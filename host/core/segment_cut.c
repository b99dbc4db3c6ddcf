/* Cuts Chinese text into words as jieba 0.42.1 does: the most likely way through the dictionary for
** each block of hanzi and ASCII word characters, and a hidden Markov model for runs of single ones.
** Positions are bytes from 0, ends exclusive; sums are added right to left, as jieba adds them. */

#include <math.h>
#include <string.h>

#include "segment.h"

enum { POLL = 1 << 14 }; /* characters between two calls of poll */

/* ---- characters ---- */

/* 1: in blocks of cut; 2: in blocks of posseg too. [a-zA-Z0-9+#&._%-], without % and -. */
static const uint8_t block_class[128] = {
    ['#'] = 3, ['%'] = 1, ['&'] = 3, ['+'] = 3, ['-'] = 1, ['.'] = 3, ['_'] = 3, ['0'] = 3,
    ['1'] = 3, ['2'] = 3, ['3'] = 3, ['4'] = 3, ['5'] = 3, ['6'] = 3, ['7'] = 3, ['8'] = 3,
    ['9'] = 3, ['A'] = 3, ['B'] = 3, ['C'] = 3, ['D'] = 3, ['E'] = 3, ['F'] = 3, ['G'] = 3,
    ['H'] = 3, ['I'] = 3, ['J'] = 3, ['K'] = 3, ['L'] = 3, ['M'] = 3, ['N'] = 3, ['O'] = 3,
    ['P'] = 3, ['Q'] = 3, ['R'] = 3, ['S'] = 3, ['T'] = 3, ['U'] = 3, ['V'] = 3, ['W'] = 3,
    ['X'] = 3, ['Y'] = 3, ['Z'] = 3, ['a'] = 3, ['b'] = 3, ['c'] = 3, ['d'] = 3, ['e'] = 3,
    ['f'] = 3, ['g'] = 3, ['h'] = 3, ['i'] = 3, ['j'] = 3, ['k'] = 3, ['l'] = 3, ['m'] = 3,
    ['n'] = 3, ['o'] = 3, ['p'] = 3, ['q'] = 3, ['r'] = 3, ['s'] = 3, ['t'] = 3, ['u'] = 3,
    ['v'] = 3, ['w'] = 3, ['x'] = 3, ['y'] = 3, ['z'] = 3};

/* The hanzi at p as its distance from the first one; SEGMENT_HAN or more when there is none. */
static inline uint32_t han_at(const uint8_t *p, const uint8_t *end) {
  if ((uint8_t)(*p - 0xE4) > 5 || end - p < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) {
    return SEGMENT_HAN;
  }
  uint32_t code = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
  return code - SEGMENT_HAN_FIRST;
}

uint32_t segment_decode(const uint8_t *p, const uint8_t *end, size_t *size) {
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  size_t n = *p < 0x80 ? 1 : *p < 0xC2 ? 0 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF5 ? 4 : 0;
  uint32_t code = n == 1 ? *p : *p & (0x7Fu >> n);
  for (size_t i = 1; i < n; i++) {
    if (p + i >= end || (p[i] & 0xC0) != 0x80) {
      n = 0;
      break;
    }
    code = code << 6 | (p[i] & 63u);
  }
  if (n == 0 || code < least[n] || code > 0x10FFFF || code - 0xD800 < 0x800) {
    *size = 1;
    return 0x110000 + *p;
  }
  *size = n;
  return code;
}

static bool is_space(uint32_t c) {
  return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

/* ---- scratch ---- */

static size_t round_up(size_t size) { return (size + 15) / 16 * 16; }

size_t segment_scratch_size(size_t room, bool posseg) {
  size_t n = room + 4;
  return round_up(n * 2) * 2 + round_up(n * 4) + round_up(n) * 2 + round_up(n * 8) +
         (posseg ? (size_t)SEGMENT_RUN * SEGMENT_STATES : 0);
}

void segment_scratch_init(Scratch *s, void *memory, size_t room, bool posseg) {
  uint8_t *p = memory;
  size_t n = room + 4;
  s->room = room;
  s->second = (uint64_t *)(void *)p;
  p += round_up(n * 8);
  s->offsets = (uint32_t *)(void *)p;
  p += round_up(n * 4);
  s->ids = (uint16_t *)(void *)p;
  p += round_up(n * 2);
  s->codes = (uint16_t *)(void *)p;
  p += round_up(n * 2);
  s->lengths = p;
  p += round_up(n);
  s->marks = p;
  s->pos_back = posseg ? p + round_up(n) : NULL;
}

/* ---- looking words up ---- */

static SegmentWord word_of(const Segmenter *s, const uint16_t *codes, size_t count) {
  const SegmentImage *image = s->image;
  SegmentWord word = {0, 0, 0, false};
  uint64_t cell = segment_child(image->cells, image->cell_count, 0, image->ids[codes[0]]);
  size_t i = 1;
  for (; i < count && cell_base(cell) != 0; i++) {
    uint32_t id = image->ids[codes[i]];
    cell = segment_child(image->cells, image->cell_count, cell_base(cell), id);
  }
  if (i == count && cell_char(cell) != 0) {
    word.weight = image->weights[cell_weight(cell)];
    word.tag = (uint8_t)cell_tag(cell);
    word.known = true;
  }
  return word;
}

static void overlay(const UserWords *user, uint32_t node, SegmentWord *word) {
  const UserNode *entry = node != 0 ? &user->nodes[node - 1] : NULL;
  word->known = word->known || entry != NULL;
  if (entry != NULL && (entry->flags & WORD_IS) != 0) {
    word->weight = entry->weight;
    word->flags = entry->flags;
    word->tag = (entry->flags & WORD_TAG) != 0 ? entry->tag : word->tag;
  }
}

SegmentWord segment_lookup(const Cutter *c, size_t from, size_t to) {
  const uint16_t *codes = c->scratch->codes + from;
  const UserWords *user = c->segmenter->user;
  SegmentWord word = word_of(c->segmenter, codes, to - from);
  uint32_t node = 0;
  for (size_t i = 0; user != NULL && i < to - from && (i == 0 || node != 0); i++) {
    node = user_words_child(user, node, codes[i]);
  }
  if (user != NULL) {
    overlay(user, node, &word);
  }
  return word;
}

static uint32_t simplified(const SegmentImage *image, uint32_t code) {
  return code - SEGMENT_HAN_FIRST < SEGMENT_HAN ? image->simple[code - SEGMENT_HAN_FIRST] : code;
}

SegmentWord segment_word(const Segmenter *s, const uint8_t *p, size_t size, bool simplify) {
  uint16_t codes[SEGMENT_LONGEST];
  size_t count = 0;
  uint32_t node = 0;
  bool plain = true;
  bool path = s->user != NULL;
  for (const uint8_t *end = p + size; p < end && count <= SEGMENT_LONGEST; count++) {
    size_t step;
    uint32_t code = segment_decode(p, end, &step);
    code = simplify ? simplified(s->image, code) : code;
    node = path ? user_words_child(s->user, node, code) : 0;
    path = node != 0;
    plain = plain && code <= 0xFFFF && count < SEGMENT_LONGEST;
    if (plain) {
      codes[count] = (uint16_t)code;
    }
    p += step;
  }
  SegmentWord word = {0, 0, 0, false};
  if (plain && count > 0) {
    word = word_of(s, codes, count);
  }
  if (node != 0) {
    overlay(s->user, node, &word);
  }
  return word;
}

double segment_idf(const SegmentImage *image, const uint8_t *p, size_t size) {
  uint64_t cell = 0;
  for (const uint8_t *end = p + size, *begin = p; p < end;) {
    size_t step;
    uint32_t code = segment_decode(p, end, &step);
    uint32_t base = p == begin ? 0 : cell_base(cell);
    if (code > 0xFFFF || (p != begin && base == 0)) {
      return -1;
    }
    cell = segment_child(image->idf_cells, image->idf_cell_count, base, image->ids[code]);
    p += step;
  }
  return cell_weight(cell) != 0 ? image->idf[cell_weight(cell)] : -1;
}

/* ---- the words that begin at a place ---- */

/* With user words: both tries at once; what the user says of a word counts. */
static size_t walk_both(const Cutter *c, size_t at, size_t count, Candidate *found) {
  const Segmenter *s = c->segmenter;
  const Scratch *w = c->scratch;
  size_t most = count - at < SEGMENT_LONGEST ? count - at : SEGMENT_LONGEST;
  uint64_t cell = s->image->cells[w->ids[at]];
  uint32_t node = user_words_child(s->user, 0, w->codes[at]);
  size_t n = 0;
  for (size_t length = 1;; length++) {
    const UserNode *entry = node != 0 ? &s->user->nodes[node - 1] : NULL;
    if (entry != NULL && (entry->flags & WORD_IS) != 0) {
      if (entry->weight != 0) {
        uint8_t mark = (entry->flags & WORD_TERM) != 0 ? MARK_TERM : MARK_WORD;
        found[n++] = (Candidate){(uint32_t)length, mark, entry->log - s->log_total};
      }
    } else if (cell_weight(cell) != 0) {
      found[n++] = (Candidate){(uint32_t)length, MARK_WORD, s->costs[cell_weight(cell)]};
    }
    if (length >= most || (node == 0 && cell_base(cell) == 0)) {
      return n;
    }
    uint32_t base = cell_base(cell);
    size_t cells = s->image->cell_count;
    cell = base != 0 ? segment_child(s->image->cells, cells, base, w->ids[at + length]) : 0;
    node = node != 0 ? user_words_child(s->user, node, w->codes[at + length]) : 0;
  }
}

static bool has_user_words(const Cutter *c, size_t at) {
  const UserWords *user = c->segmenter->user;
  const uint16_t *codes = c->scratch->codes;
  return user != NULL && (user_bit(user->singles, codes[at]) ||
                          user_bit(user->pairs, user_pair(codes[at], codes[at + 1])));
}

/* found: SEGMENT_LONGEST of them; in the order of their lengths. */
size_t segment_walk(const Cutter *c, size_t at, size_t count, Candidate *found) {
  if (has_user_words(c, at)) {
    return walk_both(c, at, count, found);
  }
  const Segmenter *s = c->segmenter;
  const Scratch *w = c->scratch;
  uint64_t cell = s->image->cells[w->ids[at]];
  size_t n = 0;
  if (cell_weight(cell) != 0) {
    found[n++] = (Candidate){1, MARK_WORD, s->costs[cell_weight(cell)]};
  }
  cell = w->second[at];
  for (size_t length = 2; cell != 0 && length <= SEGMENT_LONGEST; length++) {
    if (cell_weight(cell) != 0) {
      found[n++] = (Candidate){(uint32_t)length, MARK_WORD, s->costs[cell_weight(cell)]};
    }
    if (at + length >= count || cell_base(cell) == 0) {
      break;
    }
    cell = segment_child(s->image->cells, s->image->cell_count, cell_base(cell),
                         w->ids[at + length]);
  }
  return n;
}

/* ---- the best way ---- */

static inline void route_with_user(Cutter *c, size_t at, size_t count) {
  Candidate found[SEGMENT_LONGEST];
  size_t n = walk_both(c, at, count, found);
  double best = -INFINITY;
  size_t chosen = n;
  for (size_t i = 0; i < n; i++) {
    double sum = found[i].cost + c->route[(at + found[i].length) & 255];
    if (sum >= best) {
      best = sum;
      chosen = i;
    }
  }
  bool none = chosen == n;
  c->route[at & 255] = none ? c->segmenter->costs[0] + c->route[(at + 1) & 255] : best;
  c->scratch->lengths[at] = none ? 1 : (uint8_t)found[chosen].length;
  c->scratch->marks[at] = none ? MARK_WORD : found[chosen].mark;
}

/* One place of the dictionary alone. Of equal sums the longer word wins. */
static inline void route_one(Cutter *c, size_t at, size_t count) {
  const Segmenter *s = c->segmenter;
  const uint16_t *ids = c->scratch->ids;
  const uint64_t *cells = s->image->cells;
  uint64_t cell = c->scratch->second[at];
  uint32_t single = cell_weight(cells[ids[at]]);
  double next = c->route[(at + 1) & 255];
  double best = s->costs[single] + next;
  size_t chosen = 1;
  if (cell != 0) {
    best = single == 0 ? -INFINITY : best;
    for (size_t length = 2; length <= SEGMENT_LONGEST; length++) {
      if (cell_weight(cell) != 0) {
        double sum = s->costs[cell_weight(cell)] + c->route[(at + length) & 255];
        chosen = sum >= best ? length : chosen;
        best = sum >= best ? sum : best;
      }
      if (cell_base(cell) == 0 || at + length >= count) {
        break;
      }
      uint32_t id = ids[at + length];
      uint64_t child = cells[cell_base(cell) + id];
      if (cell_char(child) != id || id == 0) {
        break;
      }
      cell = child;
    }
    best = best == -INFINITY ? s->costs[0] + next : best;
  }
  c->route[at & 255] = best;
  c->scratch->lengths[at] = (uint8_t)chosen;
}

static void find_route(Cutter *c, size_t count) {
  const UserWords *user = c->segmenter->user;
  memset(c->scratch->marks, MARK_WORD, count);
  c->route[count & 255] = 0;
  for (size_t at = count; at-- > 0;) {
    if (user != NULL && has_user_words(c, at)) {
      route_with_user(c, at, count);
    } else {
      route_one(c, at, count);
    }
    if (at % POLL == POLL - 1) {
      c->sink->poll(c->sink);
    }
  }
}

/* ---- tokens of a block ---- */

static inline size_t byte_of(const Cutter *c, size_t base, size_t at) {
  return base + c->scratch->offsets[at];
}

static void emit_word(Cutter *c, size_t base, size_t from, size_t to) {
  unsigned tag = c->options.tags ? segment_lookup(c, from, to).tag : TAG_X;
  segment_emit(c, byte_of(c, base, from), byte_of(c, base, to), tag, c->scratch->marks[from]);
}

/* A run of single characters: one alone, or one that is a word by itself, stays as it is. */
static void emit_run(Cutter *c, size_t base, size_t from, size_t to) {
  if (to - from == 1) {
    emit_word(c, base, from, to);
  } else if (to - from <= SEGMENT_LONGEST && segment_lookup(c, from, to).weight != 0) {
    for (size_t i = from; i < to; i++) {
      emit_word(c, base, i, i + 1);
    }
  } else if (c->options.posseg) {
    segment_tag_run(c, base, from, to);
  } else {
    segment_viterbi(c, base, from, to);
  }
}

static void emit_with_model(Cutter *c, size_t base, size_t count) {
  size_t run = 0;
  for (size_t at = 0; at < count;) {
    size_t length = c->scratch->lengths[at];
    if (length > 1) {
      if (at > run) {
        emit_run(c, base, run, at);
      }
      emit_word(c, base, at, at + length);
      run = at + length;
    }
    at += length;
  }
  if (count > run) {
    emit_run(c, base, run, count);
  }
}

/* Without the model only single letters and digits are put together. */
static void emit_plain(Cutter *c, size_t base, size_t count) {
  for (size_t at = 0; at < count;) {
    size_t end = at;
    while (end < count && c->scratch->lengths[end] == 1 &&
           segment_is_alnum(c->scratch->codes[end])) {
      end++;
    }
    if (end > at) {
      segment_emit(c, byte_of(c, base, at), byte_of(c, base, end), TAG_ENG, MARK_WORD);
      at = end;
    } else {
      end = at + c->scratch->lengths[at];
      emit_word(c, base, at, end);
      at = end;
    }
  }
}

/* The first two characters of each place, all looked up before any is needed. */
static void find_seconds(const Cutter *c, size_t count) {
  const SegmentImage *image = c->segmenter->image;
  const uint16_t *ids = c->scratch->ids;
  uint64_t *second = c->scratch->second;
  for (size_t i = 0; i < count; i++) {
    uint32_t id = ids[i + 1];
    uint32_t base = cell_base(image->cells[ids[i]]);
    uint64_t cell = image->cells[base + id];
    second[i] = base != 0 && cell_char(cell) == id && id != 0 ? cell : 0;
  }
}

static void cut_block(Cutter *c, size_t base, size_t count) {
  c->scratch->ids[count] = 0;
  c->scratch->codes[count] = 0;
  find_seconds(c, count);
  if (c->options.mode == SEGMENT_FULL) {
    segment_full_block(c, base, count);
    return;
  }
  find_route(c, count);
  if (c->options.hmm && c->segmenter->image->emit != NULL) {
    emit_with_model(c, base, count);
  } else {
    emit_plain(c, base, count);
  }
}

/* ---- blocks of a text ---- */

/* Reads a block into the scratch, as far as there is room. */
static size_t read_block(Cutter *c, const uint8_t *begin, const uint8_t *end, size_t *count) {
  const SegmentImage *image = c->segmenter->image;
  const uint8_t class = c->options.posseg ? 2 : 1;
  Scratch *w = c->scratch;
  const uint8_t *p = begin;
  size_t n = 0;
  while (p < end && n < w->room) {
    uint32_t code = *p;
    uint32_t step = 1;
    if (code < 0x80) {
      if ((block_class[code] & class) == 0) {
        break;
      }
    } else {
      uint32_t han = han_at(p, end);
      if (han >= SEGMENT_HAN) {
        break;
      }
      code = c->options.simplify ? image->simple[han] : han + SEGMENT_HAN_FIRST;
      step = 3;
    }
    w->ids[n] = image->ids[code];
    w->codes[n] = (uint16_t)code;
    w->offsets[n++] = (uint32_t)(p - begin);
    p += step;
  }
  w->offsets[n] = (uint32_t)(p - begin);
  *count = n;
  return (size_t)(p - begin);
}

bool segment_in_block(const uint8_t *p, const uint8_t *end, bool posseg) {
  if (*p < 0x80) {
    return (block_class[*p] & (posseg ? 2 : 1)) != 0;
  }
  return han_at(p, end) < SEGMENT_HAN;
}

static bool in_block(const Cutter *c, const uint8_t *p, const uint8_t *end) {
  return segment_in_block(p, end, c->options.posseg);
}

static size_t characters_of_block(const Cutter *c, const uint8_t *p, const uint8_t *end) {
  size_t count = 0;
  for (; p < end && in_block(c, p, end); p += *p < 0x80 ? 1 : 3) {
    count++;
  }
  return count;
}

/* What is in no block: every character alone, but a line end of two; in full mode what stands
** between blanks together. */
static size_t cut_other(Cutter *c, size_t begin, size_t end) {
  const uint8_t *p = c->text + begin;
  const uint8_t *stop = c->text + end;
  size_t size = 1;
  if (*p == '\r' && p + 1 < stop && p[1] == '\n') {
    segment_emit(c, begin, begin + 2, TAG_X, MARK_WORD);
    return begin + 2;
  }
  uint32_t code = segment_decode(p, stop, &size);
  size_t at = begin + size;
  if (c->options.mode == SEGMENT_FULL && !is_space(code)) {
    while (at < end && !in_block(c, c->text + at, stop) &&
           !is_space(segment_decode(c->text + at, stop, &size))) {
      at += size;
    }
  }
  segment_push(c->sink, begin, at, TAG_X, MARK_WORD);
  return at;
}

size_t segment_cut(Cutter *c, size_t begin, size_t end, size_t *need) {
  size_t polled = begin;
  const uint8_t *stop = c->text + end;
  *need = 0;
  while (begin < end) {
    if (begin - polled > POLL) {
      c->sink->poll(c->sink);
      polled = begin;
    }
    size_t count = 0;
    size_t size = read_block(c, c->text + begin, stop, &count);
    if (count == 0) {
      begin = cut_other(c, begin, end);
      continue;
    }
    if (count == c->scratch->room && begin + size < end && in_block(c, c->text + begin + size, stop)) {
      *need = count + characters_of_block(c, c->text + begin + size, stop);
      return begin;
    }
    cut_block(c, begin, count);
    begin += size;
  }
  return begin;
}
