/* Looks words up in the dictionary of a segmenter and the user's words over it.
** Words are UTF-8, or places of a block whose characters lie in the scratch.
** Nothing is kept. */

#include "segment.h"

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

static void overlay(const UserWords *user, uint32_t node, bool simplify, SegmentWord *word) {
  const UserNode *entry = user_entry(user, node, simplify);
  word->known = word->known || node != 0;
  if (entry != NULL) {
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
    overlay(user, node, c->options.simplify, &word);
  }
  return word;
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
    code = simplify ? segment_simplified(s->image, code) : code;
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
    overlay(s->user, node, simplify, &word);
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
  uint32_t number = cell_weight(cell);
  return number != 0 && number < image->idf_count ? image->idf[number] : -1;
}

/* ---- the words that begin at a place ---- */

/* With user words: both tries at once; what the user says of a word counts. */
size_t segment_walk_both(const Cutter *c, size_t at, size_t count, Candidate *found) {
  const Segmenter *s = c->segmenter;
  const Scratch *w = c->scratch;
  size_t most = count - at < SEGMENT_LONGEST ? count - at : SEGMENT_LONGEST;
  uint64_t cell = s->image->cells[w->ids[at]];
  uint32_t node = user_words_child(s->user, 0, w->codes[at]);
  size_t n = 0;
  for (size_t length = 1;; length++) {
    const UserNode *entry = user_entry(s->user, node, c->options.simplify);
    if (entry != NULL) {
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

bool segment_has_user_words(const Cutter *c, size_t at) {
  const UserWords *user = c->segmenter->user;
  const uint16_t *codes = c->scratch->codes;
  return user != NULL && (user_bit(user->singles, codes[at]) ||
                          user_bit(user->pairs, user_pair(codes[at], codes[at + 1])));
}

/* found: SEGMENT_LONGEST of them; in the order of their lengths. */
size_t segment_walk(const Cutter *c, size_t at, size_t count, Candidate *found) {
  if (segment_has_user_words(c, at)) {
    return segment_walk_both(c, at, count, found);
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
