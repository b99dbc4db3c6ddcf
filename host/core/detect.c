/* Recognises the charset of a document: byte order mark, UTF-8, and then a contest in which each
   charset decodes a sample and is judged by what comes out: faults, plain Chinese text, and the
   share of the hanzi that all official prose is full of. Refuses what is no text. */

#include <string.h>

#include "core/charset.h"
#include "core/charset_write.h"

#define SAMPLE 2048          /* bytes that each charset of the contest decodes */
#define CONTROL_SAMPLE 16384 /* bytes searched for control bytes */
#define DAMAGE_BEFORE 4194304 /* bytes before the first fault in UTF-8 */
#define DAMAGE_BEHIND 262144  /* and behind it */
#define ASCII_MOST 1048576   /* bytes at the beginning that are left out when they are ASCII */
#define SURE 1.2             /* the value that only prose in the right charset reaches */

/* ---- the contest ---- */

typedef struct score {
  size_t characters;
  size_t faults;
  size_t plain;  /* what Chinese documents consist of */
  size_t wide;   /* outside ASCII */
  size_t common; /* the most frequent hanzi */
  size_t grafts; /* hanzi whose last byte is a letter, between letters: é between them, not hanzi */
} score;

/* The most frequent hanzi of official prose, simplified and traditional, in order. */
static const uint16_t common_hanzi[] = {
  0x4E00, 0x4E0A, 0x4E0B, 0x4E0D, 0x4E0E, 0x4E2A, 0x4E2D, 0x4E3A, 0x4E3B, 0x4E86, 0x4E8B, 0x4E8E,
  0x4EA7, 0x4EBA, 0x4EE5, 0x4EEC, 0x4EFD, 0x4F1A, 0x4F53, 0x500B, 0x515A, 0x5168, 0x516C, 0x5173,
  0x5206, 0x5230, 0x529B, 0x52A1, 0x52D5, 0x52D9, 0x533A, 0x5340, 0x53BF, 0x53D1, 0x5458, 0x548C,
  0x54E1, 0x554F, 0x56FD, 0x570B, 0x5728, 0x5730, 0x5927, 0x5B66, 0x5B78, 0x5B9E, 0x5BE6, 0x5BF9,
  0x5C0D, 0x5C40, 0x5C55, 0x5DE5, 0x5E02, 0x5E74, 0x5EFA, 0x5F00, 0x5F37, 0x5F3A, 0x60C5, 0x6210,
  0x6539, 0x653F, 0x6574, 0x65B0, 0x65B9, 0x65E5, 0x65F6, 0x662F, 0x6642, 0x6703, 0x6708, 0x6709,
  0x671F, 0x673A, 0x6751, 0x6848, 0x6A5F, 0x6C11, 0x6CD5, 0x7387, 0x7406, 0x751F, 0x7522, 0x7528,
  0x767C, 0x7684, 0x76EE, 0x793E, 0x7B2C, 0x7D93, 0x7E23, 0x7ECF, 0x8005, 0x884C, 0x898F, 0x89C4,
  0x8A2D, 0x8BBE, 0x8CEA, 0x8D28, 0x8FD9, 0x8FDB, 0x9019, 0x9032, 0x9053, 0x90E8, 0x90FD, 0x91CF,
  0x93AE, 0x9547, 0x9577, 0x957F, 0x958B, 0x95DC, 0x95EE, 0x9662, 0x9805, 0x9879, 0x9AD8, 0x9EE8,
};

static bool is_common(uint32_t point) {
  size_t low = 0;
  size_t high = sizeof common_hanzi / sizeof *common_hanzi;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (common_hanzi[middle] < point) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < sizeof common_hanzi / sizeof *common_hanzi && common_hanzi[low] == point;
}

static bool is_plain(uint32_t point) {
  return (point >= 0x20 && point < 0x7F) || point == '\n' || point == '\r' || point == '\t' ||
         (point >= 0x4E00 && point <= 0x9FA5) || (point >= 0x3000 && point <= 0x3020) ||
         (point >= 0xFF01 && point <= 0xFF5E) || (point >= 0x2010 && point <= 0x203B) ||
         (point >= 0x2160 && point <= 0x2169) || (point >= 0x2460 && point <= 0x249B) ||
         (point >= 0x25A0 && point <= 0x25CF) || point == 0xB7 || point == 0xD7;
}

static bool is_letter(uint8_t byte) {
  return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

static bool is_graft(const uint8_t *bytes, size_t size, size_t at, uint32_t length) {
  return length == 2 && is_letter(bytes[at + 1]) && at > 0 && is_letter(bytes[at - 1]) &&
         at + 2 < size && is_letter(bytes[at + 2]);
}

/* In UTF-16 a hanzi with a zero byte is most often a letter in the other byte order, and U+0000 is
   no text. */
static score judge(charset id, const uint8_t *bytes, size_t size) {
  const bool units = id == CHARSET_UTF16LE || id == CHARSET_UTF16BE;
  const bool pairs = id == CHARSET_GB18030 || id == CHARSET_BIG5;
  charset_next next = charset_reader(id);
  size_t end = size < SAMPLE ? size : SAMPLE;
  score result = {0};
  for (size_t at = 0; at < end;) {
    charset_char character = next(bytes + at, size - at);
    uint32_t point = character.point;
    result.characters++;
    if (point == 0 && !pairs) {
      result.faults++;
    } else if (point == CHARSET_FAULT) {
      result.faults += at + character.size < size; /* a torn last character speaks against nobody */
    } else {
      result.plain += is_plain(point);
      result.wide += point >= 0x80;
      result.common += point >= 0x4E00 && is_common(point) && !(units && (point & 0xFF) == 0);
      result.grafts += pairs && !is_common(point) && is_graft(bytes, size, at, character.size);
    }
    at += character.size;
  }
  return result;
}

/* From far below zero to 2 or so; prose in a wrong charset stays below 1. */
static double value(const score *result) {
  double characters = (double)result->characters + 1;
  double wide = (double)result->wide + 2;
  return (double)result->plain / characters + 2 * (double)result->common / wide -
         10 * (double)result->faults / characters - 4 * (double)result->grafts / wide;
}

/* Faults that a damaged document may have: two, or one character in fifty. */
static bool is_tolerable(const score *result) {
  return result->faults <= 2 + result->characters / 50 &&
         result->plain + result->faults + 2 >= result->characters / 2;
}

/* ---- UTF-16 and UTF-32 by their bytes ---- */

/* What stands at the even and at the odd places of a sample. */
typedef struct lanes {
  size_t pairs;
  size_t zeros[2];
  size_t frequent[2]; /* of these, beside 30, 4E or 5F: also an ideographic space, U+4E00, U+5F00 */
  size_t high[2];     /* 80 and above */
  size_t spaces[2];   /* space, comma and full stop beside a letter */
} lanes;

static void add_byte(lanes *to, size_t lane, uint8_t byte, uint8_t beside) {
  to->zeros[lane] += byte == 0;
  to->frequent[lane] += byte == 0 && (beside == 0x30 || beside == 0x4E || beside == 0x5F);
  to->high[lane] += byte >= 0x80;
  to->spaces[lane] += (byte == ' ' || byte == ',' || byte == '.') && is_letter(beside);
}

static lanes measure_lanes(const uint8_t *bytes, size_t size) {
  size_t end = size < CONTROL_SAMPLE ? size : CONTROL_SAMPLE;
  lanes found = {.pairs = end / 2};
  for (size_t i = 0; i < found.pairs; i++) {
    add_byte(&found, 0, bytes[2 * i], bytes[2 * i + 1]);
    add_byte(&found, 1, bytes[2 * i + 1], bytes[2 * i]);
  }
  return found;
}

/* Where many pairs have a zero byte and nearly all at the same place, these are ASCII. */
static double bonus_for_zeros(const lanes *found, size_t lane) {
  size_t here = found->zeros[lane];
  size_t there = found->zeros[1 - lane] - found->frequent[1 - lane];
  if (here * 2 < found->pairs) {
    here -= found->frequent[lane];
  }
  bool many = here * 2 >= found->pairs || (here * 8 >= found->pairs && here > 1);
  return many && here > 0 && there * 10 <= here ? 0.6 : 0;
}

/* Without zero bytes or bytes that no other charset has, UTF-16 needs the better evidence. */
static bool looks_wide(const uint8_t *bytes, size_t size) {
  size = size < SAMPLE ? size : SAMPLE;
  return charset_controls(bytes, size) > 0 || memchr(bytes, 0xFF, size) != NULL;
}

/* Hanzi have any low byte, letters nearly none of 80 and above: a text in a charset of bytes is no
   UTF-16 because its letters, two by two, are the codes of hanzi. */
static bool may_be_units(charset id, const lanes *found, const uint8_t *bytes, size_t size) {
  size_t low = id == CHARSET_UTF16LE ? 0 : 1;
  if (looks_wide(bytes, size)) {
    return true;
  }
  if (found->spaces[1 - low] * 20 > found->pairs) {
    return false;
  }
  if (found->high[low] * 4 >= found->pairs) {
    return true;
  }
  score result = judge(id, bytes, size);
  return result.common > 0 && result.common * 8 >= result.wide;
}

/* Every fourth byte is zero, and the one beside it the number of a plane. */
static bool may_be_utf32(charset id, const uint8_t *bytes, size_t size) {
  size_t end = (size < SAMPLE ? size : SAMPLE) & ~(size_t)3;
  size_t top = id == CHARSET_UTF32LE ? 3 : 0;
  size_t plane = id == CHARSET_UTF32LE ? 2 : 1;
  for (size_t at = 0; at < end; at += 4) {
    if (bytes[at + top] != 0 || bytes[at + plane] > 0x10) {
      return false;
    }
  }
  return end > 0;
}

/* ---- who wins ---- */

typedef struct contest {
  charset best;
  double best_value;
  double second_value;
  score score; /* of the best */
} contest;

static void enter(contest *to, charset id, const uint8_t *bytes, size_t size, double bonus) {
  score result = judge(id, bytes, size);
  if (!is_tolerable(&result)) {
    return;
  }
  double points = value(&result) + bonus;
  if (points > to->best_value) {
    to->second_value = to->best_value;
    to->best_value = points;
    to->best = id;
    to->score = result;
  } else if (points > to->second_value) {
    to->second_value = points;
  }
}

static double bonus_for(charset id, charset declared, charset hint) {
  return (id == declared ? 0.3 : 0) + (id == hint ? 0.2 : 0);
}

static void enter_wide(contest *to, const uint8_t *bytes, size_t size, charset declared,
                       charset hint) {
  const lanes found = measure_lanes(bytes, size);
  const double bonus = looks_wide(bytes, size) ? 0 : -0.3;
  for (charset id = CHARSET_UTF16LE; id <= CHARSET_UTF16BE; id++) {
    if (id == declared || may_be_units(id, &found, bytes, size)) {
      double zeros = bonus_for_zeros(&found, id == CHARSET_UTF16LE ? 1 : 0);
      enter(to, id, bytes, size, bonus + zeros + bonus_for(id, declared, hint));
    }
  }
  for (charset id = CHARSET_UTF32LE; id <= CHARSET_UTF32BE; id++) {
    if (may_be_utf32(id, bytes, size)) {
      enter(to, id, bytes, size, 0.5 + bonus_for(id, declared, hint));
    }
  }
}

static contest hold_contest(const uint8_t *bytes, size_t size, charset declared, charset hint,
                            bool wide_only) {
  contest to = {.best = CHARSET_NONE, .best_value = 0.3, .second_value = 0.3}; /* less is no text */
  if (!wide_only) {
    size_t ascii = ascii_prefix(bytes, size < ASCII_MOST ? size : ASCII_MOST);
    ascii -= ascii > 0; /* the letter before the first byte of another charset tells too */
    enter(&to, CHARSET_GB18030, bytes + ascii, size - ascii,
          0.05 + bonus_for(CHARSET_GB18030, declared, hint));
    enter(&to, CHARSET_BIG5, bytes + ascii, size - ascii, bonus_for(CHARSET_BIG5, declared, hint));
  }
  if (to.best_value < SURE || looks_wide(bytes, size)) {
    enter_wide(&to, bytes, size, declared, hint);
  }
  return to;
}

/* ---- the verdict ---- */

static charset_verdict accept(charset id, double confidence, const char *why) {
  return (charset_verdict){.id = id, .confidence = confidence, .why = why};
}

static charset_verdict refuse(const char *why, bool binary) {
  return (charset_verdict){.id = CHARSET_NONE, .why = why, .binary = binary};
}

static charset find_mark(const uint8_t *bytes, size_t size) {
  static const charset order[] = {CHARSET_UTF8,    CHARSET_UTF32LE, CHARSET_UTF32BE,
                                  CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_GB18030};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    if (charset_mark_size(order[i], bytes, size) > 0) {
      return order[i];
    }
  }
  return CHARSET_NONE;
}

typedef struct damage {
  size_t sound;  /* whole characters of three or four bytes, as hanzi have */
  size_t inside; /* faults, but those that cut the first or the last character */
} damage;

/* Bytes from E0 on: those whose three highest bits are set. */
static size_t count_long(const uint8_t *bytes, size_t size) {
  size_t count = 0;
  size_t at = 0;
  for (; size - at >= 8; at += 8) {
    uint64_t word = charset_load(bytes + at);
    count += (size_t)__builtin_popcountll(word & word << 1 & word << 2 &
                                          UINT64_C(0x8080808080808080));
  }
  for (; at < size; at++) {
    count += bytes[at] >= 0xE0;
  }
  return count;
}

/* Looks at what is near the first fault, and reads on through faults until they are plainly too
   many. */
static damage measure_damage(const uint8_t *bytes, size_t size, size_t at) {
  size_t first = at > DAMAGE_BEFORE ? at - DAMAGE_BEFORE : 0;
  size_t end = size - at > DAMAGE_BEHIND ? at + DAMAGE_BEHIND : size;
  damage found = {.sound = count_long(bytes + first, at - first)};
  while (at < end && found.inside <= 8 + found.sound / 10) {
    charset_char character = utf8_next(bytes + at, size - at);
    if (character.point != CHARSET_FAULT) {
      found.sound += character.point >= 0x800;
    } else {
      bool head = at < 3 && (bytes[at] & 0xC0) == 0x80;
      found.inside += !head && at + character.size < size;
    }
    at += character.size;
  }
  return found;
}

/* UTF-8 is hard to look like: ten sound characters for each broken one can be nothing else. */
static charset_verdict detect_damaged(const uint8_t *bytes, size_t size, size_t valid) {
  damage found = measure_damage(bytes, size, valid);
  if (found.sound == 0 || found.inside * 10 > found.sound) {
    return refuse("", false);
  }
  double share = (double)found.inside / (double)(found.sound + found.inside);
  double certainty = found.sound >= 10 ? 0.99 : 0.7;
  return accept(CHARSET_UTF8, certainty - 4 * share,
                found.inside == 0 ? "UTF-8 cut inside a character" : "UTF-8 with broken sequences");
}

/* Nothing but bytes that GB18030 and Big5 do not have. */
static bool fits_nothing(const score *result) {
  return result->common == 0 && result->faults > 0 && result->faults >= result->wide;
}

static bool is_single_byte(charset id) {
  return id == CHARSET_LATIN1 || id == CHARSET_WINDOWS1252;
}

/* Prose has more of the frequent hanzi; titles and names, and text of another charset, may not. */
static bool is_weak(const score *result) {
  return result->common * 10 <= result->wide;
}

/* Whether most bytes above 7F stand four or more in a row: letters of the West do not. */
static bool has_long_runs(const uint8_t *bytes, size_t size) {
  size_t all = 0;
  size_t long_ones = 0;
  size_t run = 0;
  size = size < CONTROL_SAMPLE ? size : CONTROL_SAMPLE;
  for (size_t i = 0; i < size; i++) {
    run = bytes[i] >= 0x80 ? run + 1 : 0;
    all += run > 0;
    long_ones += run == 4 ? 4 : run > 4;
  }
  return long_ones * 2 > all;
}

static charset_verdict detect_by_contest(const uint8_t *bytes, size_t size, charset declared,
                                         charset hint, bool wide_only) {
  contest result = hold_contest(bytes, size, declared, hint, wide_only);
  if (result.best == CHARSET_NONE || fits_nothing(&result.score)) {
    return is_single_byte(declared) && !wide_only ? accept(declared, 0.5, "declared")
                                                  : refuse("no known charset fits", wide_only);
  }
  double lead = result.best_value - result.second_value;
  charset_verdict verdict = accept(result.best, lead < 0.78 ? 0.6 + lead / 2 : 0.99,
                                   result.best == declared ? "declared, and decodes to plain text"
                                                           : "decodes to plain Chinese text");
  verdict.weak = is_weak(&result.score);
  if (verdict.weak && is_single_byte(declared) && !wide_only &&
      !has_long_runs(bytes, size)) {
    return accept(declared, 0.5, "declared");
  }
  verdict.open = lead < 0.3 && hint == CHARSET_NONE && result.best >= CHARSET_GB18030;
  return verdict;
}

/* What leads from ASCII to hanzi in ISO-2022 (escape, $) and in HZ (~{, with its end ~}). */
static bool has_shifts(const uint8_t *bytes, size_t size) {
  bool opened = false;
  for (size_t i = 0; i + 1 < size; i++) {
    if (bytes[i] == 0x1B && bytes[i + 1] == '$') {
      return true;
    }
    if (bytes[i] == '~' && bytes[i + 1] == '}' && opened) {
      return true;
    }
    opened = opened || (bytes[i] == '~' && bytes[i + 1] == '{');
  }
  return false;
}

charset_verdict charset_detect(const uint8_t *bytes, size_t size, size_t ascii, size_t valid,
                               charset declared, charset hint) {
  charset marked = find_mark(bytes, size);
  if (marked != CHARSET_NONE) {
    return accept(marked, 1, "byte order mark");
  }
  const char *magic = charset_binary(bytes, size);
  if (magic != NULL) {
    return refuse(magic, true);
  }
  size_t sample = size < CONTROL_SAMPLE ? size : CONTROL_SAMPLE;
  size_t controls = charset_controls(bytes, sample);
  if (valid == size && controls <= 1 + sample / 10) {
    if (ascii < size) {
      return accept(CHARSET_UTF8, 1, "valid UTF-8");
    }
    if (has_shifts(bytes, sample)) {
      return accept(CHARSET_UTF8, 0.5, "only ASCII, perhaps ISO-2022 or HZ");
    }
    return accept(CHARSET_UTF8, 1, "only ASCII");
  }
  bool wide_only = controls > 1 + sample / 50;
  if (valid < size && !wide_only) {
    charset_verdict damaged = detect_damaged(bytes, size, valid);
    if (damaged.id != CHARSET_NONE) {
      return damaged;
    }
  }
  charset_verdict verdict = detect_by_contest(bytes, size, declared, hint, wide_only);
  if (verdict.binary) {
    verdict.why = memchr(bytes, 0, sample) != NULL ? "zero bytes" : "control bytes";
  }
  return verdict;
}
