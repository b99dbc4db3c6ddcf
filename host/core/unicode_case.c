/* Case mappings, simple and full, and the forms of full and half width. Tables are made by
   host/tools/unicode_tables.c; no mapping hangs on a language. Buffers are the caller's. */

#include <string.h>

#include "core/unicode.h"
#include "core/unicode_utf8.h"

typedef struct UnicodeCase {
  int32_t step[4]; /* from the code point to its simple mapping; by UnicodeMapping */
  uint16_t full[4]; /* where the full mapping is, 0 when it is the simple one */
} UnicodeCase;

#include "unicode_case.h"

enum { SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2, FORMS = 0xFF00, FORM_COUNT = 0xF0 };

/* Where in unicode_cases a code point stands; 0 for one without case. */
static inline uint32_t case_index(uint32_t point) {
  point = point < UNICODE_POINTS ? point : UNICODE_POINTS - 1;
  return unicode_case_values[unicode_case_blocks[point >> 7] << 7 | (point & 127)];
}

static const UnicodeCase *case_of(uint32_t point) {
  return &unicode_cases[case_index(point)];
}

static uint32_t simple(uint32_t point, UnicodeMapping mapping) {
  return point + (uint32_t)case_of(point)->step[mapping];
}

uint32_t unicode_lower(uint32_t point) {
  return simple(point, UNICODE_TO_LOWER);
}

uint32_t unicode_upper(uint32_t point) {
  return simple(point, UNICODE_TO_UPPER);
}

uint32_t unicode_title(uint32_t point) {
  return simple(point, UNICODE_TO_TITLE);
}

uint32_t unicode_fold(uint32_t point) {
  return simple(point, UNICODE_TO_FOLD);
}

/* ---- forms ---- */

static uint32_t half_of(uint32_t point) {
  if (point == 0x3000) {
    return ' ';
  }
  uint32_t index = point - FORMS;
  return index < FORM_COUNT && unicode_form_is_wide[index] ? unicode_form_plain[index] : point;
}

static uint32_t full_of(uint32_t point) {
  uint32_t index = point - FORMS;
  if (index < FORM_COUNT) {
    bool is_narrow = unicode_form_plain[index] != 0 && !unicode_form_is_wide[index];
    return is_narrow ? unicode_form_plain[index] : point;
  }
  if (point == ' ') {
    return 0x3000;
  }
  if (point - 0x21 < 94) {
    return point + 0xFEE0;
  }
  if (point < 0xA2 || (point > 0xAF && point < 0x20A9) || point > 0x2986) {
    return point;
  }
  for (uint32_t i = 0x5F; i < 0xE7; i = i == 0x60 ? 0xE0 : i + 1) { /* the wide ones */
    if (unicode_form_is_wide[i] && unicode_form_plain[i] == point) {
      return FORMS + i;
    }
  }
  return point;
}

/* ---- characters where they stand ---- */

/* The first cased character before or after, over ones that case ignores, decides whether a sigma
   ends its word. */
static bool is_final(const UnicodeMapRun *run, UnicodeChar sigma) {
  bool is_after_cased = false;
  for (size_t at = run->at; at > 0;) {
    at = unicode_before(run->text, at, 0);
    UnicodeChar before = unicode_next(run->text + at, run->size - at);
    unsigned flags = unicode_flags(before.point);
    if (before.point == UNICODE_BAD || !(flags & UNICODE_CASE_IGNORABLE)) {
      is_after_cased = before.point != UNICODE_BAD && (flags & UNICODE_CASED) != 0;
      break;
    }
  }
  for (size_t at = run->at + sigma.size; is_after_cased && at < run->size;) {
    UnicodeChar after = unicode_next(run->text + at, run->size - at);
    unsigned flags = unicode_flags(after.point);
    if (after.point == UNICODE_BAD || !(flags & UNICODE_CASE_IGNORABLE)) {
      return after.point == UNICODE_BAD || !(flags & UNICODE_CASED);
    }
    at += after.size;
  }
  return is_after_cased;
}

/* Title case for the first cased character of a word, lower case for the rest. */
static UnicodeMapping in_title(UnicodeMapRun *run, uint32_t point) {
  UnicodeMapping mapping = run->in_word ? UNICODE_TO_LOWER : UNICODE_TO_TITLE;
  unsigned flags = unicode_flags(point);
  if (flags & UNICODE_CASED) {
    run->in_word = true;
  } else if (!(flags & UNICODE_CASE_IGNORABLE)) {
    run->in_word = false;
  }
  return mapping;
}

static size_t put_mapped(UnicodeMapRun *run, UnicodeChar character, uint8_t *out) {
  uint32_t point = character.point;
  UnicodeMapping mapping = run->mapping;
  if (mapping == UNICODE_TO_HALF || mapping == UNICODE_TO_FULL) {
    return unicode_put(out, mapping == UNICODE_TO_HALF ? half_of(point) : full_of(point));
  }
  if (mapping == UNICODE_TO_TITLE) {
    mapping = in_title(run, point);
  }
  if (mapping == UNICODE_TO_LOWER && point == SIGMA && is_final(run, character)) {
    return unicode_put(out, FINAL_SIGMA);
  }
  const UnicodeCase *record = case_of(point);
  const uint8_t *full = unicode_case_text + record->full[mapping];
  if (record->full[mapping] == 0) {
    return unicode_put(out, point + (uint32_t)record->step[mapping]);
  }
  memcpy(out, full + 1, full[0]);
  return full[0];
}

/* Whether a character stays as it is, wherever it stands; the quick answer for most. */
static inline bool stays(const UnicodeMapRun *run, uint32_t point) {
  switch (run->mapping) {
    case UNICODE_TO_TITLE: return false;
    case UNICODE_TO_HALF: return half_of(point) == point;
    case UNICODE_TO_FULL: return full_of(point) == point;
    default: return case_index(point) == 0;
  }
}

/* The hanzi of E4 to E9 at `at`, which no mapping changes. */
static size_t hanzi_prefix(const UnicodeMapRun *run, size_t limit) {
  size_t at = run->at;
  while (at < limit && (uint8_t)(run->text[at] - 0xE4) < 6 && run->size - at >= 3 &&
         unicode_is_trail(run->text[at + 1]) && unicode_is_trail(run->text[at + 2])) {
    at += 3;
  }
  return at - run->at;
}

/* ---- ASCII, eight bytes at a time where no character hangs on another ---- */

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* The first of the 26 letters that change; 0x80 when none do. */
static uint8_t first_changed(UnicodeMapping mapping) {
  switch (mapping) {
    case UNICODE_TO_LOWER:
    case UNICODE_TO_FOLD: return 'A';
    case UNICODE_TO_UPPER: return 'a';
    default: return 0x80;
  }
}

/* The bits that change in eight bytes of ASCII. */
static inline uint64_t changed_bits(uint64_t bytes, uint8_t first) {
  uint64_t from = bytes + EACH(0x80 - first);
  uint64_t behind = bytes + EACH(first == 0x80 ? 0 : 0x80 - first - 26);
  return (from & ~behind & EACH(0x80)) >> 2;
}

static inline uint8_t changed_byte(uint8_t byte, uint8_t first) {
  return (uint8_t)(byte - first) < 26 ? byte ^ 0x20 : byte;
}

/* The ASCII at `at` up to the first letter that changes. */
static size_t ascii_same(const UnicodeMapRun *run, size_t limit) {
  uint8_t first = first_changed(run->mapping);
  size_t at = run->at;
  for (uint64_t bytes; limit - at >= 8; at += 8) {
    memcpy(&bytes, run->text + at, 8);
    if ((bytes & EACH(0x80)) != 0 || changed_bits(bytes, first) != 0) {
      break;
    }
  }
  while (at < limit && run->text[at] < 0x80 &&
         changed_byte(run->text[at], first) == run->text[at]) {
    at++;
  }
  return at - run->at;
}

static void write_ascii_letters(UnicodeMapRun *run, size_t limit) {
  uint8_t first = first_changed(run->mapping);
  size_t at = run->at;
  uint8_t *out = run->out + run->used;
  for (uint64_t bytes; limit - at >= 8; at += 8, out += 8) {
    memcpy(&bytes, run->text + at, 8);
    if ((bytes & EACH(0x80)) != 0) {
      break;
    }
    bytes ^= changed_bits(bytes, first);
    memcpy(out, &bytes, 8);
  }
  while (at < limit && run->text[at] < 0x80) {
    *out++ = changed_byte(run->text[at++], first);
  }
  run->used += at - run->at;
  run->at = at;
}

/* The character of ASCII in title case. */
static uint8_t title_byte(UnicodeMapRun *run, uint8_t byte) {
  if ((uint8_t)((byte | 0x20) - 'a') < 26) {
    uint8_t title = run->in_word ? byte | 0x20 : byte & 0xDF;
    run->in_word = true;
    return title;
  }
  run->in_word = run->in_word &&
                 (byte == '\'' || byte == '.' || byte == ':' || byte == '^' || byte == '`');
  return byte;
}

static void write_ascii_title(UnicodeMapRun *run, size_t limit) {
  while (run->at < limit && run->text[run->at] < 0x80) {
    run->out[run->used++] = title_byte(run, run->text[run->at++]);
  }
}

static void write_ascii_full(UnicodeMapRun *run, size_t limit) {
  uint8_t *out = run->out + run->used;
  size_t at = run->at;
  for (; at < limit && run->text[at] < 0x80; at++) {
    uint8_t byte = run->text[at];
    if (byte - 0x20u >= 0x5F) {
      *out++ = byte;
      continue;
    }
    out[0] = byte == ' ' ? 0xE3 : 0xEF; /* U+3000, U+FF01 to U+FF5E */
    out[1] = byte == ' ' ? 0x80 : byte < 0x60 ? 0xBC : 0xBD;
    out[2] = 0x80 | (byte & 0x1F) | (byte < 0x60 ? (byte - 0x20) & 0x20 : 0);
    out += 3;
  }
  run->used = (size_t)(out - run->out);
  run->at = at;
}

static void write_ascii(UnicodeMapRun *run, size_t limit) {
  if (run->mapping == UNICODE_TO_FULL) {
    write_ascii_full(run, limit);
  } else if (run->mapping == UNICODE_TO_TITLE) {
    write_ascii_title(run, limit);
  } else {
    write_ascii_letters(run, limit);
  }
}

/* Goes on over ASCII that stays; it may stop earlier. */
static void check_ascii(UnicodeMapRun *run, size_t limit) {
  if (run->mapping == UNICODE_TO_FULL) {
    return;
  }
  if (run->mapping != UNICODE_TO_TITLE) {
    run->at += ascii_same(run, limit);
    return;
  }
  for (bool in_word; run->at < limit && run->text[run->at] < 0x80; run->at++) {
    in_word = run->in_word;
    if (title_byte(run, run->text[run->at]) != run->text[run->at]) {
      run->in_word = in_word;
      return;
    }
  }
}

/* ---- text ---- */

bool unicode_map_check(UnicodeMapRun *run, size_t limit) {
  while (run->at < limit) {
    size_t hanzi = hanzi_prefix(run, limit);
    run->at += hanzi;
    run->in_word = run->in_word && hanzi == 0;
    check_ascii(run, limit);
    if (run->at >= limit) {
      break;
    }
    uint8_t bytes[16];
    bool in_word = run->in_word;
    UnicodeChar next = unicode_next(run->text + run->at, run->size - run->at);
    if (stays(run, next.point) && next.point != UNICODE_BAD) {
      run->at += next.size;
      continue;
    }
    if (next.point == UNICODE_BAD || put_mapped(run, next, bytes) != next.size ||
        memcmp(bytes, run->text + run->at, next.size) != 0) {
      run->in_word = in_word;
      return true;
    }
    run->at += next.size;
  }
  return false;
}

bool unicode_map_write(UnicodeMapRun *run, size_t limit) {
  while (run->at < limit) {
    size_t hanzi = hanzi_prefix(run, limit);
    memcpy(run->out + run->used, run->text + run->at, hanzi);
    run->at += hanzi;
    run->used += hanzi;
    run->in_word = run->in_word && hanzi == 0;
    write_ascii(run, limit);
    if (run->at >= limit) {
      break;
    }
    UnicodeChar next = unicode_next(run->text + run->at, run->size - run->at);
    if (next.point == UNICODE_BAD) {
      return false;
    }
    if (stays(run, next.point)) {
      run->used += unicode_put(run->out + run->used, next.point);
    } else {
      run->used += put_mapped(run, next, run->out + run->used);
    }
    run->at += next.size;
  }
  return true;
}
