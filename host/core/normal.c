/* Normal forms of UTF-8, most of it passed or copied unread: thirty-two bytes at a time are held
   against sets of nibbles that miss no character which could change (host/tools/normal_tables.c),
   and against the structure of UTF-8. The rest goes one by one through the tables, and around
   combining marks through the general algorithm. Buffers are the caller's. */

#include "core/normal.h"

#include <string.h>

#include "core/unicode_utf8.h"
#include "unicode_normal.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_AVX2 1
#define AVX2 __attribute__((target("avx2")))
#else
#define HAS_AVX2 0
#endif

enum { BLOCK = 32, SHORT = 16 };

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

/* ---- without vectors ---- */

static NormalStatus check_plain(NormalRun *run, size_t limit) {
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

/* ---- with vectors ---- */

#if HAS_AVX2

typedef struct Classes {
  __m256i sets[6];
  bool reads_third_low;
} Classes;

AVX2 static inline Classes load_classes(NormalForm form) {
  Classes classes = {.reads_third_low = form == NORMAL_NFKC || form == NORMAL_NFKD};
  for (int i = 0; i < 6; i++) {
    const uint8_t *set = normal_classes[form][i];
    classes.sets[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set));
  }
  return classes;
}

AVX2 static inline __m256i load(const uint8_t *p) {
  return _mm256_loadu_si256((const __m256i *)p);
}

AVX2 static inline __m256i high_of(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

AVX2 static inline __m256i low_of(__m256i bytes) {
  return _mm256_and_si256(bytes, _mm256_set1_epi8(15));
}

AVX2 static inline __m256i members(__m256i set, __m256i nibbles) {
  return _mm256_shuffle_epi8(set, nibbles);
}

/* Not zero where the third byte of a character that may change stands, or the first byte after one
   of two bytes. Reads two bytes before `p`. */
AVX2 static inline __m256i suspects(const Classes *classes, const uint8_t *p) {
  __m256i lead = load(p - 2);
  __m256i second = load(p - 1);
  __m256i third = load(p);
  const __m256i *sets = classes->sets;
  __m256i found = _mm256_and_si256(members(sets[0], high_of(lead)),
                                   members(sets[1], low_of(lead)));
  found = _mm256_and_si256(found, members(sets[2], high_of(second)));
  found = _mm256_and_si256(found, members(sets[3], low_of(second)));
  found = _mm256_and_si256(found, members(sets[4], high_of(third)));
  if (classes->reads_third_low) {
    found = _mm256_and_si256(found, members(sets[5], low_of(third)));
  }
  return found;
}

/* The high bit is set where a trail byte is missing, is too many, or four-byte characters begin. */
AVX2 static inline __m256i faults(const uint8_t *p) {
  __m256i now = load(p);
  __m256i after_lead = _mm256_subs_epu8(load(p - 1), _mm256_set1_epi8(0x40));
  __m256i after_three = _mm256_subs_epu8(load(p - 2), _mm256_set1_epi8(0x60));
  __m256i wanted = _mm256_or_si256(after_lead, after_three);
  __m256i trails = _mm256_andnot_si256(_mm256_add_epi8(now, now), now);
  __m256i fours = _mm256_subs_epu8(now, _mm256_set1_epi8(0x70));
  return _mm256_or_si256(_mm256_xor_si256(wanted, trails), fours);
}

/* Steps back to the begin of a character, far enough that what was cut off is read again. */
static inline size_t step_back(const uint8_t *text, size_t at, size_t floor) {
  at = at - floor > 2 ? at - 2 : floor;
  while (at > floor && unicode_is_trail(text[at])) {
    at--;
  }
  return at;
}

AVX2 static inline __m256i doubts(const Classes *classes, const uint8_t *p) {
  __m256i broken = _mm256_and_si256(faults(p), _mm256_set1_epi8(-128));
  return _mm256_or_si256(suspects(classes, p), broken);
}

AVX2 static NormalStatus check_avx2(NormalRun *run, size_t limit) {
  enum { STEP = 2 * BLOCK };
  const Classes classes = load_classes(run->form);
  size_t floor = run->at;
  size_t at = floor;
  while (at <= limit && limit - at >= STEP) {
    __m256i found = _mm256_or_si256(doubts(&classes, run->text + at),
                                    doubts(&classes, run->text + at + BLOCK));
    if (_mm256_testz_si256(found, found)) {
      at += STEP;
      continue;
    }
    run->at = step_back(run->text, at, floor);
    while (run->at < at + STEP) {
      NormalStatus status = check_char(run);
      if (status != NORMAL_DONE) {
        return status;
      }
    }
    floor = run->at;
    at = floor;
  }
  if (at > floor) {
    run->at = step_back(run->text, at, floor);
  }
  return check_plain(run, limit);
}

/* A character of three bytes whose structure is sound; any other is read strictly. */
static inline UnicodeChar suspect_at(const NormalRun *run, size_t lead) {
  const uint8_t *p = run->text + lead;
  if ((uint8_t)(p[0] - 0xE1) < 12 || p[0] == 0xEF) {
    return (UnicodeChar){(p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu), 3};
  }
  return unicode_next(p, run->size - lead);
}

/* What a suspect becomes, as `size` bytes with 16 to read, when that does not hang on its
   neighbours; NULL when it does. A character that stays as it is has size 0. */
static inline const uint8_t *mapping_of(NormalForm form, uint32_t point, uint32_t *size) {
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

/* The printable full-width forms of ASCII, most of what changes in Chinese text. */
static inline bool is_wide_ascii(uint32_t point) {
  return point - 0xFF01 < 94;
}

/* Goes on one by one from a little before `at` to `end`, where vectors may take over again. */
static NormalStatus write_slowly(NormalRun *run, size_t floor, size_t end) {
  size_t begin = step_back(run->text, run->at, floor);
  run->used -= run->at - begin;
  run->at = begin;
  NormalStatus status = NORMAL_DONE;
  while (status == NORMAL_DONE && run->at < end) {
    status = write_char(run);
  }
  return status;
}

/* All before `done` is written; `done` stays within the two bytes before a block, or behind the
   last suspect in it. */
AVX2 static NormalStatus write_avx2(NormalRun *run, size_t limit) {
  const Classes classes = load_classes(run->form);
  const bool compatible = classes.reads_third_low;
  const uint8_t *text = run->text;
  size_t floor = run->at; /* bytes before this have been read one by one */
  size_t at = run->at;
  size_t done = run->at;
  uint8_t *out = run->out + run->used;
  while (at <= limit && limit - at >= 2 * BLOCK && run->out + run->room - out >= NORMAL_SPARE) {
    __m256i found = _mm256_cmpeq_epi8(suspects(&classes, text + at), _mm256_setzero_si256());
    uint32_t marks = ~(uint32_t)_mm256_movemask_epi8(found);
    bool slow = _mm256_movemask_epi8(faults(text + at)) != 0;
    while (marks != 0 && !slow) {
      size_t lead = at + (unsigned)__builtin_ctz(marks) - 2;
      marks &= marks - 1;
      if (lead < done) {
        continue;
      }
      UnicodeChar next = suspect_at(run, lead);
      _mm256_storeu_si256((__m256i *)out, load(text + done));
      if (compatible && is_wide_ascii(next.point)) {
        out += lead - done;
        run->last_in = lead;
        run->last_used = (size_t)(out - run->out);
        *out++ = (uint8_t)(next.point - 0xFEE0);
        done = floor = lead + 3;
        continue;
      }
      uint32_t size = 0;
      const uint8_t *mapping =
          next.point == UNICODE_BAD ? NULL : mapping_of(run->form, next.point, &size);
      slow = mapping == NULL;
      if (size != 0 && !slow) {
        out += lead - done;
        run->last_in = lead;
        run->last_used = (size_t)(out - run->out);
        memcpy(out, mapping, SHORT);
        out += size;
        done = floor = lead + next.size;
      }
    }
    if (slow) {
      run->at = done;
      run->used = (size_t)(out - run->out);
      NormalStatus status = write_slowly(run, floor, at + BLOCK);
      if (status != NORMAL_DONE) {
        return status;
      }
      at = done = floor = run->at;
      out = run->out + run->used;
      continue;
    }
    at += BLOCK;
    if (done < at - 2) {
      _mm256_storeu_si256((__m256i *)out, load(text + done));
      out += at - 2 - done;
      done = at - 2;
    }
  }
  run->at = done;
  run->used = (size_t)(out - run->out);
  return write_slowly(run, floor, done);
}

static bool has_avx2(const NormalRun *run) {
  return !run->plain && __builtin_cpu_supports("avx2");
}

#endif

NormalStatus normal_check(NormalRun *run, size_t limit) {
#if HAS_AVX2
  if (has_avx2(run)) {
    NormalStatus status = check_plain(run, limit < 2 ? limit : 2); /* vectors look back so far */
    return status != NORMAL_DONE || run->at >= limit ? status : check_avx2(run, limit);
  }
#endif
  return check_plain(run, limit);
}

NormalStatus normal_write(NormalRun *run, size_t limit) {
#if HAS_AVX2
  if (has_avx2(run)) {
    NormalStatus status = write_plain(run, limit < 2 ? limit : 2);
    if (status == NORMAL_DONE && run->at < limit) {
      status = write_avx2(run, limit);
    }
    return status == NORMAL_DONE ? write_plain(run, limit) : status;
  }
#endif
  return write_plain(run, limit);
}
