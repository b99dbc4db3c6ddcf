/* The general algorithm of Unicode normalisation, for the few characters that need it: decompose,
   order the marks, compose. A segment begins with a character that nothing before it can change.
   Works in the caller's scratch: the segment in the first half, marks while they move in the
   second; numbers are a code point, and its combining class from bit 24 on. */

#include <string.h>

#include "core/normal.h"
#include "core/unicode_utf8.h"

enum { CLASS_SHIFT = 24, POINT_MASK = 0x1FFFFF, FEW = 24, POLL_STEP = 1 << 15 };

/* A run of marks has no end of its own: every so many of them the caller is asked. */
static inline void poll(const NormalRun *run, size_t i) {
  if (i % POLL_STEP == POLL_STEP - 1) {
    run->poll(run->ud);
  }
}

static uint32_t class_of(uint32_t number) {
  return number >> CLASS_SHIFT;
}

static uint32_t numbered(uint32_t point) {
  return point | normal_combining_class(point) << CLASS_SHIFT;
}

static size_t decompose(uint32_t point, NormalForm form, uint32_t *out) {
  uint32_t jamo[3];
  if (normal_is_hangul(point)) {
    size_t count = normal_jamo(point, jamo);
    memcpy(out, jamo, count * sizeof *out);
    return count;
  }
  const uint8_t *mapping =
      normal_decomposition(point, form == NORMAL_NFKC || form == NORMAL_NFKD);
  if (mapping == NULL) {
    *out = numbered(point);
    return 1;
  }
  size_t count = 0;
  for (size_t at = 0; at < mapping[0];) {
    UnicodeChar part = unicode_next(mapping + 1 + at, mapping[0] - at);
    out[count++] = numbered(part.point);
    at += part.size;
  }
  return count;
}

/* Stable, by insertion: marks come in short runs. */
static void order_few(uint32_t *marks, size_t count) {
  for (size_t i = 1; i < count; i++) {
    uint32_t mark = marks[i];
    size_t to = i;
    while (to > 0 && class_of(marks[to - 1]) > class_of(mark)) {
      marks[to] = marks[to - 1];
      to--;
    }
    marks[to] = mark;
  }
}

/* Stable, by counting: linear however long the run is. */
static void order_many(const NormalRun *run, uint32_t *marks, size_t count, uint32_t *spare) {
  size_t begins[257] = {0};
  for (size_t i = 0; i < count; i++) {
    poll(run, i);
    begins[class_of(marks[i]) + 1]++;
  }
  for (size_t i = 1; i < 257; i++) {
    begins[i] += begins[i - 1];
  }
  for (size_t i = 0; i < count; i++) {
    poll(run, i);
    spare[begins[class_of(marks[i])]++] = marks[i];
  }
  memcpy(marks, spare, count * sizeof *marks);
}

static void order(const NormalRun *run, uint32_t *numbers, size_t count, uint32_t *spare) {
  for (size_t i = 0; i < count; i++) {
    size_t from = i;
    while (i < count && class_of(numbers[i]) != 0) {
      i++;
    }
    if (i - from > FEW) {
      order_many(run, numbers + from, i - from, spare);
    } else if (i - from > 1) {
      order_few(numbers + from, i - from);
    }
  }
}

/* Puts composed characters in the place of starters; returns how many numbers are left. */
static size_t compose(const NormalRun *run, uint32_t *numbers, size_t count) {
  size_t kept = 0;
  size_t starter = SIZE_MAX;
  uint32_t last = 0; /* class of the last number kept after the starter */
  for (size_t i = 0; i < count; i++) {
    poll(run, i);
    uint32_t number = numbers[i];
    uint32_t class = class_of(number);
    if (starter != SIZE_MAX && (last == 0 || last < class)) {
      uint32_t composed = normal_composed(numbers[starter] & POINT_MASK, number & POINT_MASK);
      if (composed != 0) {
        numbers[starter] = composed;
        continue;
      }
    }
    if (class == 0) {
      starter = kept;
    }
    last = class;
    numbers[kept++] = number;
  }
  return kept;
}

NormalStatus normal_segment(NormalRun *run, size_t from, size_t *end, size_t *count) {
  enum { LONGEST = 32 }; /* code points of one decomposition */
  size_t half = run->scratch_room / 2;
  size_t used = 0;
  size_t steps = 0;
  size_t at = from;
  while (at < run->size) {
    UnicodeChar next = unicode_next(run->text + at, run->size - at);
    if (next.point == UNICODE_BAD ||
        (at > from && normal_begins_segment(next.point, run->form))) {
      break;
    }
    if (half - used < LONGEST) {
      run->need = run->scratch_room * 4;
      return NORMAL_SCRATCH;
    }
    poll(run, steps++);
    used += decompose(next.point, run->form, run->scratch + used);
    at += next.size;
  }
  order(run, run->scratch, used, run->scratch + half);
  if (run->form == NORMAL_NFC || run->form == NORMAL_NFKC) {
    used = compose(run, run->scratch, used);
  }
  for (size_t i = 0; i < used; i++) {
    run->scratch[i] &= POINT_MASK;
  }
  *end = at;
  *count = used;
  return NORMAL_DONE;
}
