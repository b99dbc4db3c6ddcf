/* Cuts Chinese and mixed text into sentences or clauses, in linear time, in as many steps as the
 * caller likes. Spans are bytes from 0, half-open; white space around a segment is left out.
 * The caller owns the text and the array of spans. */
#ifndef WENLU_CORE_SEGMENTS_H
#define WENLU_CORE_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t begin;
  uint32_t end;
} Span;

enum { SEGMENTS_DEPTH = 32, SEGMENTS_RETRIES = 8 };

/* A quotation mark or bracket that is open, and what closes it. */
typedef struct {
  uint32_t at;
  uint32_t after;
  uint32_t closer;
} SegmentOpen;

typedef struct {
  const uint8_t *text;
  size_t size;
  bool clauses; /* cut at ， ： 、 too */
  bool wrapped; /* a line end inside a sentence is no end of it; an empty line is */
  size_t at;    /* the next byte to read */
  size_t begin; /* of the open segment */
  SegmentOpen open[SEGMENTS_DEPTH];
  unsigned depth;
  unsigned retries;  /* openers of this paragraph that were never closed */
  bool single;       /* a ' of this paragraph is open at `begin` */
  size_t address;    /* how far an address was followed; 0: there was none */
  bool all_closed;   /* too many of them: quotations are not looked at up to its end */
  Span *spans;
  size_t room;
  size_t count;
} Segmenter;

/* Goes on until about `budget` bytes are read or the spans are full; false when the text is done.
 * Starts with everything 0 but text, size, options and spans. */
bool segments_run(Segmenter *s, size_t budget);

#endif
