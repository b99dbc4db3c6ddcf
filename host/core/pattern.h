/* Lua's patterns over the code points of UTF-8: compiled once, matched without recursion.
 * Offsets are bytes from 0. A character begins at the first byte and at every byte that is no
 * continuation; one that is no UTF-8 is in no class, and . and itself match it.
 * The caller owns text, pattern and the arrays: one element of each for a byte of the pattern, and
 * one more. */
#ifndef WENLU_CORE_PATTERN_H
#define WENLU_CORE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PATTERN_CAPTURES = 32 };

/* What one step of a pattern asks of one character, or of the place. */
typedef struct {
  uint8_t kind;       /* PatternKind in pattern.c */
  uint8_t quantifier; /* 0 * + - ? */
  bool negated;       /* of a set */
  uint32_t a;         /* code point, class letter, first element of a set, capture, opener of %b */
  uint32_t b;         /* end of the elements, closer of %b */
} PatternItem;

/* A part of a set: a range of code points, or a class when `letter` is not 0. */
typedef struct {
  uint32_t low;
  uint32_t high;
  uint8_t letter;
} PatternElement;

/* A step that can be taken another way. */
typedef struct {
  size_t item;
  size_t least; /* of *, + : where it cannot give back more */
  size_t at;
} PatternFrame;

typedef struct {
  size_t begin;
  size_t end;
  bool position; /* () */
} PatternCapture;

typedef struct {
  PatternItem *items;
  PatternElement *elements;
  PatternFrame *frames;
  size_t item_count;
  size_t element_count;
  unsigned capture_count;
  bool anchored;
  const uint8_t *text;
  size_t size;
  PatternCapture captures[PATTERN_CAPTURES];
  unsigned fuel; /* steps until the next call of poll */
  void (*poll)(void *);
  void *owner;
} Pattern;

#define PATTERN_NONE SIZE_MAX

/* Compiles into the arrays, which are set; gives NULL or what is wrong with the pattern. An anchor
 * is read only where `anchors`. */
const char *pattern_compile(Pattern *p, const uint8_t *source, size_t size, bool anchors);

/* The end of the match that begins at an offset, or PATTERN_NONE. */
size_t pattern_match(Pattern *p, size_t at);

/* The first match that begins at `from` or later; PATTERN_NONE, or its begin and *end. */
size_t pattern_search(Pattern *p, size_t from, size_t *end);

/* Where the next character begins. */
size_t pattern_next(const uint8_t *text, size_t size, size_t at);

/* True for text that has no meaning as a pattern but itself. */
bool pattern_is_plain(const uint8_t *source, size_t size);

#endif
