/* Unicode normalisation, in steps that the caller can interrupt. Text and output are bytes of
** UTF-8, offsets count from 0. Output and scratch are the caller's; a step that finds them too
** small says so and changes nothing. */

#ifndef WENLU_CORE_NORMAL_H
#define WENLU_CORE_NORMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum NormalForm { NORMAL_NFC, NORMAL_NFD, NORMAL_NFKC, NORMAL_NFKD } NormalForm;

typedef enum NormalStatus {
  NORMAL_DONE,    /* the limit is reached */
  NORMAL_CHANGED, /* `at` is the first character whose normal form differs */
  NORMAL_ROOM,    /* `out` needs room for `need` more bytes */
  NORMAL_SCRATCH, /* `scratch` needs room for `need` numbers */
  NORMAL_BAD      /* there is no UTF-8 at `at` */
} NormalStatus;

enum { NORMAL_SPARE = 512 }; /* bytes of room without which nothing is written */

typedef struct NormalRun {
  const uint8_t *text;
  size_t size;
  size_t at; /* where the next step goes on: the begin of a character */
  uint8_t *out;
  size_t room;
  size_t used;
  uint32_t *scratch;
  size_t scratch_room;
  size_t need;
  size_t last_in; /* the last character that was not copied as it is, and where its form is */
  size_t last_used;
  NormalForm form;
  bool plain;             /* without vector instructions */
  void (*poll)(void *ud); /* called now and then where one step is long; it may not return */
  void *ud;
} NormalRun;

/* Goes on to `limit` or the first character that is not in its normal form. */
NormalStatus normal_check(NormalRun *run, size_t limit);

/* Writes the normal form of the text from `at` to `limit`, or a little farther. */
NormalStatus normal_write(NormalRun *run, size_t limit);

/* normal_segment.c: the normal form of the text from `from` to the next character that begins a
** segment, as code points at the begin of the scratch. Returns NORMAL_DONE or NORMAL_SCRATCH. */
NormalStatus normal_segment(NormalRun *run, size_t from, size_t *end, size_t *count);

/* What the tables say of a code point. */
uint32_t normal_combining_class(uint32_t point);
bool normal_begins_segment(uint32_t point, NormalForm form);
const uint8_t *normal_decomposition(uint32_t point, bool compatible); /* length, UTF-8; or NULL */
uint32_t normal_composed(uint32_t first, uint32_t second);            /* 0: they do not compose */

/* Syllables of Hangul, by arithmetic. */
enum { HANGUL_FIRST = 0xAC00, HANGUL_COUNT = 11172, HANGUL_VOWELS = 21, HANGUL_FINALS = 28 };

static inline bool normal_is_hangul(uint32_t point) {
  return point - HANGUL_FIRST < HANGUL_COUNT;
}

/* The two or three jamo of a syllable; returns how many. */
static inline uint32_t normal_jamo(uint32_t point, uint32_t jamo[3]) {
  uint32_t index = point - HANGUL_FIRST;
  jamo[0] = 0x1100 + index / (HANGUL_VOWELS * HANGUL_FINALS);
  jamo[1] = 0x1161 + index / HANGUL_FINALS % HANGUL_VOWELS;
  jamo[2] = 0x11A7 + index % HANGUL_FINALS;
  return index % HANGUL_FINALS == 0 ? 2 : 3;
}

#endif
