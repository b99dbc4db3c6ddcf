/* Normal forms of UTF-8: one character by the tables, and around combining marks by the general
   algorithm; on any processor, blocks of plain Chinese text unread. normal_avx2.c takes the long
   way where it can. Tables are made by host/tools/normal_tables.c, buffers are the caller's. */

#include "core/normal_parts.h"

#include <string.h>

#include "core/unicode_utf8.h"
#include "unicode_normal.h"

enum { SHORT = NORMAL_SHORT };

/* ---- tables ---- */

static inline const normal_record *record_of(uint32_t point) {
  return &normal_records[normal_values[normal_blocks[point >> 7] << 7 | (point & 127)]];
}

static inline bool is_clean(const normal_record *record, NormalForm form) {
  return (record->flags >> form & 1) != 0;
}

static inline bool begins_segment(const normal_record *record, NormalForm form) {
  return (record->flags >> (form + 4) & 1) != 0;
}

uint32_t normal_combining_class(uint32_t point) {
  return record_of(point)->combining;
}

bool normal_begins_segment(uint32_t point, NormalForm form) {
  return begins_segment(record_of(point), form);
}

const uint8_t *normal_decomposition(uint32_t point, bool compatible) {
  uint32_t at = record_of(point)->mapping[compatible ? NORMAL_NFKD : NORMAL_NFD];
  return at == 0 ? NULL : normal_mappings + at;
}

static uint32_t compose_hangul(uint32_t first, uint32_t second) {
  if (first - 0x1100 < 19 && second - 0x1161 < HANGUL_VOWELS) {
    return HANGUL_FIRST +
           ((first - 0x1100) * HANGUL_VOWELS + second - 0x1161) * HANGUL_FINALS;
  }
  bool is_open = normal_is_hangul(first) && (first - HANGUL_FIRST) % HANGUL_FINALS == 0;
  return is_open && second - 0x11A8 < HANGUL_FINALS - 1 ? first + second - 0x11A7 : 0;
}

uint32_t normal_composed(uint32_t first, uint32_t second) {
  size_t low = 0;
  size_t high = sizeof normal_pairs / sizeof *normal_pairs;
  uint64_t wanted = (uint64_t)first << 32 | second;
  while (low < high) {
    size_t middle = (low + high) / 2;
    uint64_t key = (uint64_t)normal_pairs[middle].first << 32 | normal_pairs[middle].second;
    if (key == wanted) {
      return normal_pairs[middle].composed;
    }
    if (key < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return compose_hangul(first, second);
}

/* ---- one character ---- */

/* How many of the next bytes are ASCII or hanzi of E4 to E9, which every form leaves alone. */
static inline size_t plain_prefix(const uint8_t *p, size_t left) {
  size_t at = 0;
  for (;;) {
    uint64_t word;
    if (left - at >= sizeof word) {
      memcpy(&word, p + at, sizeof word);
      if ((word & 0x8080808080808080u) == 0) {
        at += sizeof word;
        continue;
      }
    }
    if (left - at >= 3 && (uint8_t)(p[at] - 0xE4) < 6 && unicode_is_trail(p[at + 1]) &&
        unicode_is_trail(p[at + 2])) {
      at += 3;
    } else if (left > at && p[at] < 0x80) {
      at++;
    } else {
      return at;
    }
  }
}

/* Whether the numbers in the scratch are the text from `from` to `end`. */
static bool is_same(const NormalRun *run, size_t from, size_t end, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint8_t bytes[4];
    uint32_t size = unicode_put(bytes, run->scratch[i]);
    if (end - from < size || memcmp(run->text + from, bytes, size) != 0) {
      return false;
    }
    from += size;
  }
  return from == end;
}

static NormalStatus check_segment(NormalRun *run) {
  size_t from = unicode_before(run->text, run->at, 0);
  size_t end;
  size_t count;
  NormalStatus status = normal_segment(run, from, &end, &count);
  if (status != NORMAL_DONE) {
    return status;
  }
  if (!is_same(run, from, end, count)) {
    run->at = from;
    return NORMAL_CHANGED;
  }
  run->at = end;
  return NORMAL_DONE;
}

static inline NormalStatus check_char(NormalRun *run) {
  UnicodeChar next = unicode_next(run->text + run->at, run->size - run->at);
  if (next.point == UNICODE_BAD) {
    return NORMAL_BAD;
  }
  const normal_record *record = record_of(next.point);
  if (is_clean(record, run->form)) {
    run->at += next.size;
    return NORMAL_DONE;
  }
  return begins_segment(record, run->form) ? NORMAL_CHANGED : check_segment(run);
}

static NormalStatus write_segment(NormalRun *run) {
  size_t from = unicode_before(run->text, run->at, 0);
  size_t used = run->used - (run->at - from);
  if (from == run->last_in) {
    used = run->last_used;
  }
  size_t end;
  size_t count;
  NormalStatus status = normal_segment(run, from, &end, &count);
  if (status != NORMAL_DONE) {
    return status;
  }
  if (run->room - used < count * 4 + NORMAL_SPARE) {
    run->need = count * 4 + NORMAL_SPARE;
    return NORMAL_ROOM;
  }
  for (size_t i = 0; i < count; i++) {
    used += unicode_put(run->out + used, run->scratch[i]);
  }
  run->used = used;
  run->at = end;
  return NORMAL_DONE;
}

static inline void write_mapping(NormalRun *run, const uint8_t *mapping) {
  memcpy(run->out + run->used, mapping + 1, SHORT);
  if (mapping[0] > SHORT) {
    memcpy(run->out + run->used, mapping + 1, mapping[0]);
  }
  run->used += mapping[0];
}

static void write_hangul(NormalRun *run, uint32_t point) {
  uint32_t jamo[3];
  uint32_t count = normal_jamo(point, jamo);
  for (uint32_t i = 0; i < count; i++) {
    run->used += unicode_put(run->out + run->used, jamo[i]);
  }
}

static inline NormalStatus write_char(NormalRun *run) {
  UnicodeChar next = unicode_next(run->text + run->at, run->size - run->at);
  if (next.point == UNICODE_BAD) {
    return NORMAL_BAD;
  }
  const normal_record *record = record_of(next.point);
  if (is_clean(record, run->form)) {
    run->used += unicode_put(run->out + run->used, next.point);
  } else if (begins_segment(record, run->form)) {
    run->last_in = run->at;
    run->last_used = run->used;
    if (normal_is_hangul(next.point)) {
      write_hangul(run, next.point);
    } else {
      write_mapping(run, normal_mappings + record->mapping[run->form]);
    }
  } else {
    return write_segment(run);
  }
  run->at += next.size;
  return NORMAL_DONE;
}

const uint8_t *normal_alone(NormalForm form, uint32_t point, uint32_t *size) {
  const normal_record *record = record_of(point);
  const uint8_t *mapping = normal_mappings + record->mapping[form];
  *size = mapping[0];
  if (is_clean(record, form)) {
    *size = 0;
  } else if (mapping == normal_mappings || *size > SHORT || !begins_segment(record, form)) {
    return NULL;
  }
  return mapping + 1;
}

/* ---- on any processor ---- */

typedef int8_t Bytes __attribute__((vector_size(16)));
typedef uint64_t Words __attribute__((vector_size(16)));

#define BYTE(value) ((int8_t)(value)) /* compared with a sign: 80 to BF, trail bytes, are least */

static inline Bytes bytes_at(const uint8_t *p) {
  Bytes bytes;
  memcpy(&bytes, p, sizeof bytes);
  return bytes;
}

/* The third bytes of the commonest marks of Chinese text, of E3 80 (U+3000 on) and E2 80 (U+2000
   on), that no form of this kind changes. */
static inline Bytes common_marks(Bytes lead, Bytes third, bool compatible) {
  Bytes brackets = (lead == BYTE(0xE3)) & (third < BYTE(0xA0));
  Bytes quotes = (lead == BYTE(0xE2)) & ((third & BYTE(0xF0)) == BYTE(0x90));
  if (compatible) { /* not the space, nor two of the marks */
    brackets &= third != BYTE(0x80);
    quotes &= (third != BYTE(0x91)) & (third != BYTE(0x97));
  }
  return brackets | quotes;
}

/* Zero where sixteen bytes hold nothing but ASCII, hanzi of E4 to E9 and common marks, all of which
   no form changes, in sound UTF-8. Reads two bytes before `p`. */
static inline Words not_plain(const uint8_t *p, bool compatible) {
  Bytes lead = bytes_at(p - 2);
  Bytes second = bytes_at(p - 1);
  Bytes third = bytes_at(p);
  Bytes leads_two = (second > BYTE(0xBF)) & (second < 0);
  Bytes leads_three = (lead > BYTE(0xDF)) & (lead < 0);
  Bytes broken = (third < BYTE(0xC0)) ^ (leads_two | leads_three);
  Bytes hanzi = (lead > BYTE(0xE3)) & (lead < BYTE(0xEA));
  Bytes plain = hanzi | ((second == BYTE(0x80)) & common_marks(lead, third, compatible));
  if (!compatible) { /* full-width forms */
    plain |= (lead == BYTE(0xEF)) & ((second & BYTE(0xFE)) == BYTE(0xBC));
  }
  return (Words)(broken | ((lead > BYTE(0xBF)) & (lead < 0) & ~plain));
}

NormalStatus normal_check_chars(NormalRun *run, size_t limit) {
  while (run->at < limit) {
    run->at += plain_prefix(run->text + run->at, limit - run->at);
    if (run->at < limit) {
      NormalStatus status = check_char(run);
      if (status != NORMAL_DONE) {
        return status;
      }
    }
  }
  return NORMAL_DONE;
}

static inline NormalStatus check_blocks(NormalRun *run, size_t limit, bool compatible) {
  size_t floor = run->at;
  size_t at = floor;
  while (at >= 2 && at <= limit && limit - at >= 2 * sizeof(Bytes)) {
    const uint8_t *p = run->text + at;
    Words found = not_plain(p, compatible) | not_plain(p + sizeof(Bytes), compatible);
    if ((found[0] | found[1]) == 0) {
      at += 2 * sizeof(Bytes);
      continue;
    }
    run->at = normal_step_back(run->text, at, floor);
    NormalStatus status = normal_check_chars(run, at + 2 * sizeof(Bytes));
    if (status != NORMAL_DONE) {
      return status;
    }
    floor = run->at;
    at = floor;
  }
  if (at > floor) {
    run->at = normal_step_back(run->text, at, floor);
  }
  return normal_check_chars(run, limit);
}

static NormalStatus check_plain(NormalRun *run, size_t limit) {
  bool compatible = run->form == NORMAL_NFKC || run->form == NORMAL_NFKD;
  return compatible ? check_blocks(run, limit, true) : check_blocks(run, limit, false);
}

static inline bool is_full(NormalRun *run) {
  run->need = NORMAL_SPARE;
  return run->room - run->used < NORMAL_SPARE;
}

static NormalStatus write_plain(NormalRun *run, size_t limit) {
  while (run->at < limit) {
    if (is_full(run)) {
      return NORMAL_ROOM;
    }
    size_t left = limit - run->at;
    size_t room = run->room - run->used - NORMAL_SPARE / 2;
    size_t plain = plain_prefix(run->text + run->at, left < room ? left : room);
    memcpy(run->out + run->used, run->text + run->at, plain);
    run->at += plain;
    run->used += plain;
    if (run->at < limit) {
      NormalStatus status = write_char(run);
      if (status != NORMAL_DONE) {
        return status;
      }
    }
  }
  return NORMAL_DONE;
}

NormalStatus normal_write_chars(NormalRun *run, size_t floor, size_t end) {
  size_t begin = normal_step_back(run->text, run->at, floor);
  run->used -= run->at - begin;
  run->at = begin;
  NormalStatus status = NORMAL_DONE;
  while (status == NORMAL_DONE && run->at < end) {
    status = write_char(run);
  }
  return status;
}

const uint8_t (*normal_classes_of(NormalForm form))[16] {
  return normal_classes[form];
}

#if defined(__x86_64__)
static bool has_avx2(const NormalRun *run) {
  return !run->plain && __builtin_cpu_supports("avx2");
}
#endif

NormalStatus normal_check(NormalRun *run, size_t limit) {
  NormalStatus status = normal_check_chars(run, limit < 2 ? limit : 2); /* blocks look back */
  if (status != NORMAL_DONE || run->at >= limit) {
    return status;
  }
#if defined(__x86_64__)
  if (has_avx2(run)) {
    return normal_check_avx2(run, limit);
  }
#endif
  return check_plain(run, limit);
}

NormalStatus normal_write(NormalRun *run, size_t limit) {
#if defined(__x86_64__)
  if (has_avx2(run)) {
    NormalStatus status = write_plain(run, limit < 2 ? limit : 2);
    if (status == NORMAL_DONE && run->at < limit) {
      status = normal_write_avx2(run, limit);
    }
    return status == NORMAL_DONE ? write_plain(run, limit) : status;
  }
#endif
  return write_plain(run, limit);
}
