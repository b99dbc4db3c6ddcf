/* Charsets: their names, decoders to UTF-8, encoders from it, and the recognition of an unknown
   one. Offsets are 0-based bytes. Decoders and encoders work in the caller's buffers and stop when
   those are nearly full, so that the caller can make room and call again. */

#ifndef WENLU_CORE_CHARSET_H
#define WENLU_CORE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/map.h"

typedef enum charset {
  CHARSET_UTF8,
  CHARSET_UTF16LE,
  CHARSET_UTF16BE,
  CHARSET_UTF32LE,
  CHARSET_UTF32BE,
  CHARSET_GB18030,
  CHARSET_BIG5,
  CHARSET_LATIN1,
  CHARSET_WINDOWS1252,
  CHARSET_GBK, /* only for encoding: what decodes is GB18030 */
  CHARSET_NONE
} charset;

#define CHARSET_LARGEST 0x50000000u /* bytes: three times as much text still has 32-bit offsets */
#define CHARSET_FAULT 0xFFFFFFFFu
#define CHARSET_FAULTS_KEPT 100
#define CHARSET_TEXT_SPARE 16 /* a decoder stops when less room than this is left */
#define CHARSET_RUNS_SPARE 4

/* One character of the source: its code point, or CHARSET_FAULT, and the bytes that it takes. A
   point above 0x10FFFF is two: the base in the low 8 bits, a combining mark in the 16 bits above
   them, and bit 24 set (four codes of Big5). */
typedef struct charset_char {
  uint32_t point;
  uint32_t size;
} charset_char;

/* What a decoder writes: valid UTF-8, the runs of its map, the offsets of what it could not
   decode. */
typedef struct charset_text {
  uint8_t *text;
  size_t size;
  size_t room;
  map_run *runs;
  size_t run_count;
  size_t run_room;
  map_run last;
  size_t faults[CHARSET_FAULTS_KEPT];
  size_t fault_count;
  bool cut; /* the end cuts a character; only where charset_is_cut cannot tell */
} charset_text;

/* ---- names ---- */

const char *charset_name(charset id);
/* Any known label ("gb2312", " UTF8 "), case and surrounding space ignored; CHARSET_NONE if
   unknown. What documents call GBK is decoded as GB18030. */
charset charset_from_label(const char *label, size_t size);
/* The same for encoding, where GBK has no codes of four bytes. "gb2312" is GB18030 here too. */
charset charset_encoder_from_label(const char *label, size_t size);
/* Whether a label leaves the byte order to the mark: "utf-16", "ucs-2", "unicode", "utf-32". */
bool charset_asks_mark(const char *label, size_t size);
/* The name by which iconv(3) knows a charset that is not ours, or NULL if it is not allowed. */
const char *charset_foreign(const char *label, size_t size);
/* The size of the byte order mark of a charset at the start of the bytes, or 0. */
size_t charset_mark_size(charset id, const uint8_t *bytes, size_t size);

/* ---- decoding ---- */

/* The next character; `left` is at least 1. */
typedef charset_char (*charset_next)(const uint8_t *bytes, size_t left);
charset_next charset_reader(charset id);

/* Decodes from `at` on; returns where it stopped: `size`, or earlier when `out` needs more room. */
size_t charset_decode(charset id, const uint8_t *bytes, size_t size, size_t at, charset_text *out);

/* Whether the bytes left, all of them, may be the beginning of a character: cut rather than bad. */
bool charset_is_cut(charset id, const uint8_t *bytes, size_t left);

/* The length of the longest valid UTF-8 prefix. */
size_t utf8_valid(const uint8_t *bytes, size_t size);
charset_char utf8_next(const uint8_t *bytes, size_t left);
size_t utf8_put(uint8_t *out, uint32_t point);

/* ---- encoding ---- */

#define CHARSET_BYTES_SPARE 16 /* an encoder stops when less room than this is left */

/* What an encoder writes. */
typedef struct charset_bytes {
  uint8_t *bytes;
  size_t size;
  size_t room;
  bool scalar; /* never use vector instructions */
} charset_bytes;

/* The code of a character; returns its size, at most 4, or 0 if there is none. */
typedef size_t (*charset_put_code)(uint8_t *out, uint32_t point);

/* Encodes text, which must be valid UTF-8, from `at` on; returns where it stopped: `size`, where
   `out` needs more room, or, if that has room, at a character without a code. */
size_t charset_encode(charset id, const uint8_t *text, size_t size, size_t at, charset_bytes *out);

static inline bool charset_bytes_full(const charset_bytes *out) {
  return out->room - out->size < CHARSET_BYTES_SPARE;
}

/* ---- recognising ---- */

/* The format that the bytes begin like, such as "PNG image", or NULL. */
const char *charset_binary(const uint8_t *bytes, size_t size);
/* How many control bytes that text does not have. */
size_t charset_controls(const uint8_t *bytes, size_t size);

typedef struct charset_verdict {
  charset id;         /* CHARSET_NONE when refused */
  double confidence;  /* 0..1 */
  const char *why;    /* a phrase that lives for ever */
  bool binary;        /* refused because this is no text at all */
  bool open;          /* GB18030 and Big5 are close: a second opinion is welcome */
  bool weak;          /* few frequent hanzi: a declaration that fits is better evidence */
} charset_verdict;

/* What a label says: a charset of ours, or the name of one that iconv(3) has, or neither. */
typedef struct charset_choice {
  charset id;
  const char *foreign; /* or NULL */
} charset_choice;

charset_choice charset_chosen(const char *label, size_t size);
bool charset_is_chosen(charset_choice choice);

/* What an HTML meta or an XML declaration near the start names. */
charset_choice charset_declared(const uint8_t *bytes, size_t size);

/* `ascii` and `valid` are the lengths of the longest prefixes that are ASCII and UTF-8; `declared`
   and `hint` (a second opinion) may be CHARSET_NONE. Looks at no more than a few megabytes. */
charset_verdict charset_detect(const uint8_t *bytes, size_t size, size_t ascii, size_t valid,
                               charset declared, charset hint);

#endif
