/* The tags of new words: jieba's hidden Markov model with a state for each place in a word and tag.
** Runs are of hanzi; characters are numbered from the begin of the block.
** States are numbered as Python orders its pairs, so that of equal sums the larger number wins. */

#include <math.h>
#include <string.h>

#include "segment.h"

static const double MISSING = -3.14e100;

typedef struct {
  double value[SEGMENT_STATES];
  uint8_t states[SEGMENT_STATES]; /* ascending */
  size_t count;
} Column;

typedef struct {
  uint8_t states[SEGMENT_STATES];
  double emit[SEGMENT_STATES];
  size_t count;
} Choice;

static bool has_bit(const uint64_t *bits, unsigned i) { return (bits[i / 64] >> (i % 64)) & 1; }

/* The states of a character that are allowed: by the bits, and with one of the letters. */
static void known_states(const SegmentImage *image, uint32_t id, const uint64_t *allowed,
                         const char *letters, Choice *choice) {
  choice->count = 0;
  for (uint32_t i = image->pos_first[id]; id != 0 && i < image->pos_first[id + 1]; i++) {
    unsigned state = image->pos_states[i] & ~(unsigned)SEGMENT_KNOWN;
    if ((image->pos_states[i] & SEGMENT_KNOWN) != 0 && has_bit(allowed, state) &&
        strchr(letters, image->pos_names[state][0]) != NULL) {
      choice->states[choice->count] = (uint8_t)state;
      choice->emit[choice->count++] = image->pos_emit[i];
    }
  }
}

/* All that the bits allow, whether the character is known in it or not. */
static void other_states(const SegmentImage *image, uint32_t id, const uint64_t *allowed,
                         const char *letters, Choice *choice) {
  double emit[SEGMENT_STATES];
  for (size_t i = 0; i < SEGMENT_STATES; i++) {
    emit[i] = MISSING;
  }
  for (uint32_t i = image->pos_first[id]; id != 0 && i < image->pos_first[id + 1]; i++) {
    emit[image->pos_states[i] & ~(unsigned)SEGMENT_KNOWN] = image->pos_emit[i];
  }
  choice->count = 0;
  for (unsigned state = 0; state < image->meta->states; state++) {
    if (has_bit(allowed, state) && strchr(letters, image->pos_names[state][0]) != NULL) {
      choice->states[choice->count] = (uint8_t)state;
      choice->emit[choice->count++] = emit[state];
    }
  }
}

static const uint64_t all_states[4] = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};

static bool is_in_table(const SegmentImage *image, uint32_t id) {
  for (uint32_t i = image->pos_first[id]; id != 0 && i < image->pos_first[id + 1]; i++) {
    if ((image->pos_states[i] & SEGMENT_KNOWN) != 0) {
      return true;
    }
  }
  return false;
}

static void choose(const SegmentImage *image, uint32_t id, const uint64_t *expected,
                   const char *letters, Choice *choice) {
  choice->count = 0;
  if (is_in_table(image, id)) {
    known_states(image, id, expected, letters, choice);
  } else {
    other_states(image, id, expected, letters, choice);
  }
  if (choice->count == 0) {
    other_states(image, id, expected, letters, choice);
  }
  if (choice->count == 0) {
    other_states(image, id, all_states, letters, choice);
  }
}

/* The states of a column that lead on, and what they lead to. */
static size_t leading(const SegmentImage *image, const Column *column, uint8_t *states,
                      uint64_t *expected) {
  size_t count = 0;
  memset(expected, 0, 4 * sizeof *expected);
  for (size_t i = 0; i < column->count; i++) {
    const uint64_t *next = image->pos_next + 4 * (size_t)column->states[i];
    if ((next[0] | next[1] | next[2] | next[3]) != 0) {
      states[count++] = column->states[i];
      for (int k = 0; k < 4; k++) {
        expected[k] |= next[k];
      }
    }
  }
  return count;
}

static void advance(const SegmentImage *image, const Column *old, Column *new, uint32_t id,
                    const char *letters, uint8_t *back) {
  uint8_t before[SEGMENT_STATES];
  uint64_t expected[4];
  Choice choice;
  size_t count = leading(image, old, before, expected);
  choose(image, id, count > 0 ? expected : all_states, letters, &choice);
  new->count = choice.count;
  for (size_t i = 0; i < choice.count; i++) {
    unsigned state = choice.states[i];
    double best = -INFINITY;
    uint8_t from = count > 0 ? before[0] : old->states[0];
    for (size_t k = 0; k < count; k++) {
      double trans = image->pos_trans[(size_t)before[k] * image->meta->states + state];
      double sum = old->value[before[k]] + trans + choice.emit[i];
      from = sum >= best ? before[k] : from;
      best = sum >= best ? sum : best;
    }
    new->states[i] = (uint8_t)state;
    new->value[state] = best;
    back[state] = from;
  }
}

static uint8_t last_state(const Column *column) {
  uint8_t state = column->states[0];
  for (size_t i = 1; i < column->count; i++) {
    if (column->value[column->states[i]] >= column->value[state]) {
      state = column->states[i];
    }
  }
  return state;
}

/* The states of ids[0, count), written over `states`; letters[i]: those allowed at each place. */
static void decode(Cutter *c, const uint16_t *ids, size_t count, const char *const *letters,
                   uint8_t *states) {
  const SegmentImage *image = c->segmenter->image;
  uint8_t *back = c->scratch->pos_back;
  Column columns[2];
  Choice choice;
  choose(image, ids[0], all_states, letters != NULL ? letters[0] : "BMES", &choice);
  columns[0].count = choice.count;
  for (size_t i = 0; i < choice.count; i++) {
    columns[0].states[i] = choice.states[i];
    columns[0].value[choice.states[i]] = image->pos_start[choice.states[i]] + choice.emit[i];
  }
  for (size_t t = 1; t < count; t++) {
    const char *allowed = letters == NULL ? "BMES" : t + 1 < count ? letters[1] : letters[2];
    advance(image, &columns[(t - 1) & 1], &columns[t & 1], ids[t], allowed,
            back + t * SEGMENT_STATES);
    if (t % 256 == 0) {
      c->sink->poll(c->sink);
    }
  }
  uint8_t state = last_state(&columns[(count - 1) & 1]);
  for (size_t t = count; t-- > 0;) {
    states[t] = state;
    state = t > 0 ? back[t * SEGMENT_STATES + state] : state;
  }
}

static void cut_hanzi(Cutter *c, size_t base, size_t from, size_t to) {
  const uint8_t(*names)[2] = c->segmenter->image->pos_names;
  const uint32_t *offsets = c->scratch->offsets;
  uint8_t *states = c->scratch->marks;
  decode(c, c->scratch->ids + from, to - from, NULL, states + from);
  size_t begin = from;
  size_t next = from;
  for (size_t i = from; i < to; i++) {
    const uint8_t *name = names[states[i]];
    if (name[0] == 'B') {
      begin = i;
    } else if (name[0] == 'E' || name[0] == 'S') {
      size_t first = name[0] == 'E' ? begin : i;
      segment_emit(c, base + offsets[first], base + offsets[i + 1], name[1], MARK_WORD);
      next = i + 1;
    }
  }
  if (next < to) {
    segment_emit(c, base + offsets[next], base + offsets[to], names[states[next]][1], MARK_WORD);
  }
}

static bool is_number(uint32_t code) { return code == '.' || code - '0' < 10; }

/* [.0-9]+ is a number, [a-zA-Z0-9]+ a word, all between them is neither. */
static void cut_ascii(Cutter *c, size_t base, size_t from, size_t to) {
  const uint16_t *codes = c->scratch->codes;
  const uint32_t *offsets = c->scratch->offsets;
  for (size_t at = from; at < to;) {
    size_t end = at + 1;
    unsigned tag = is_number(codes[at]) ? TAG_M : segment_is_alnum(codes[at]) ? TAG_ENG : TAG_X;
    while (end < to && (tag == TAG_M     ? is_number(codes[end])
                        : tag == TAG_ENG ? segment_is_alnum(codes[end])
                                         : !is_number(codes[end]) && !segment_is_alnum(codes[end]))) {
      end++;
    }
    segment_emit(c, base + offsets[at], base + offsets[end], tag, MARK_WORD);
    at = end;
  }
}

void segment_tag_run(Cutter *c, size_t base, size_t from, size_t to) {
  const uint16_t *codes = c->scratch->codes;
  while (from < to) {
    bool hanzi = codes[from] >= 0x80;
    size_t end = from + 1;
    while (end < to && (codes[end] >= 0x80) == hanzi && !(hanzi && end - from == SEGMENT_RUN)) {
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

unsigned segment_tag_word(Cutter *c, size_t from, size_t to) {
  static const char *const single[] = {"S", "S", "S"};
  static const char *const word[] = {"B", "M", "E"};
  const SegmentImage *image = c->segmenter->image;
  uint32_t code = c->scratch->codes[from];
  if (code < 0x80) {
    return is_number(code) ? TAG_M : segment_is_alnum(code) ? TAG_ENG : TAG_X;
  }
  if (c->scratch->pos_back == NULL || to - from > SEGMENT_LONGEST) {
    return TAG_X;
  }
  uint8_t states[SEGMENT_LONGEST];
  decode(c, c->scratch->ids + from, to - from, to - from == 1 ? single : word, states);
  return image->pos_names[states[0]][1];
}
