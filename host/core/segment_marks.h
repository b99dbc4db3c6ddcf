/* What a punctuation mark does to a sentence, for segments.c.
 * Marks are code points; a byte of UTF-8 at which none can begin is passed over unread.
 * Nothing is allocated. */
#ifndef WENLU_CORE_SEGMENT_MARKS_H
#define WENLU_CORE_SEGMENT_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  MARK_NONE,
  MARK_STOP,       /* 。！？； ends a sentence */
  MARK_ASCII_STOP, /* ! ? ; unless inside a word or an address */
  MARK_POINT,      /* . and ．, which do much else */
  MARK_PAUSE,      /* ， 、 ends a clause */
  MARK_COMMA,      /* , unless inside a number */
  MARK_COLON,      /* ： and : unless inside a time, a ratio or an address */
  MARK_OPEN,
  MARK_CLOSE,
  MARK_QUOTE, /* " opens or closes */
  MARK_LINE   /* a line end, or one byte of it */
} SegmentMark;

/* True for bytes at which a mark can begin. */
static inline bool segment_begins(uint8_t byte) {
  static const bool begins[256] = {
    ['\n'] = 1, ['\r'] = 1, ['!'] = 1, ['"'] = 1, ['('] = 1, [')'] = 1, [','] = 1, ['.'] = 1,
    [':'] = 1,  [';'] = 1,  ['?'] = 1, ['['] = 1, [']'] = 1, ['{'] = 1, ['}'] = 1,
    [0xE2] = 1, [0xE3] = 1, [0xEF] = 1,
  };
  return begins[byte];
}

SegmentMark segment_mark(uint32_t cp);

/* What closes an opener, else 0. */
uint32_t segment_closer(uint32_t cp);

/* True for closers of quotations that a sentence can end with: ” ’ 」 』 ". */
bool segment_closes_quotation(uint32_t cp);

bool segment_is_space(uint32_t cp);

/* True for an abbreviation that is written with a point: No, Mr, etc, Fig. Case does not matter. */
bool segment_is_abbreviation(const uint8_t *word, size_t size);

#endif
