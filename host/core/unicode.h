/* Properties of code points, and what follows from them for a text: case, clusters, width, safe
** display. Texts are bytes of UTF-8 that may be damaged, offsets count from 0, buffers are the
** caller's. Any number may be asked about: from U+110000 on nothing is assigned. */

#ifndef WENLU_CORE_UNICODE_H
#define WENLU_CORE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- unicode.c: one code point ---- */

typedef enum UnicodeCategory {
  UNICODE_CN, UNICODE_LU, UNICODE_LL, UNICODE_LT, UNICODE_LM, UNICODE_LO, UNICODE_MN, UNICODE_MC,
  UNICODE_ME, UNICODE_ND, UNICODE_NL, UNICODE_NO, UNICODE_PC, UNICODE_PD, UNICODE_PS, UNICODE_PE,
  UNICODE_PI, UNICODE_PF, UNICODE_PO, UNICODE_SM, UNICODE_SC, UNICODE_SK, UNICODE_SO, UNICODE_ZS,
  UNICODE_ZL, UNICODE_ZP, UNICODE_CC, UNICODE_CF, UNICODE_CS, UNICODE_CO
} UnicodeCategory;

typedef enum UnicodeFlag {
  UNICODE_ALPHABETIC = 1 << 0,
  UNICODE_LOWERCASE = 1 << 1,
  UNICODE_UPPERCASE = 1 << 2,
  UNICODE_CASED = 1 << 3,
  UNICODE_CASE_IGNORABLE = 1 << 4,
  UNICODE_IGNORABLE = 1 << 5, /* Default_Ignorable_Code_Point */
  UNICODE_WHITE_SPACE = 1 << 6
} UnicodeFlag;

const char *unicode_version(void); /* "15.0.0" */

UnicodeCategory unicode_category(uint32_t point);
const char *unicode_category_name(UnicodeCategory category); /* "Lu" */
unsigned unicode_script(uint32_t point);                     /* 0: unknown */
const char *unicode_script_name(unsigned script);            /* "Han" */
unsigned unicode_flags(uint32_t point);                      /* bits of UnicodeFlag */

/* Columns on a terminal: 0 for marks, controls and what is not seen, 2 for hanzi and other wide or
   full-width characters, `ambiguous` (1 or 2) for those that are as wide as their neighbours. */
unsigned unicode_width(uint32_t point, unsigned ambiguous);

bool unicode_is_hidden(uint32_t point); /* control, format, separator of lines, default-ignorable */

/* Simple mappings, of one code point to one. */
uint32_t unicode_lower(uint32_t point);
uint32_t unicode_upper(uint32_t point);
uint32_t unicode_title(uint32_t point);
uint32_t unicode_fold(uint32_t point);

/* What ctype.h asks, of Unicode; lower and upper are the derived properties. */
bool unicode_is_alpha(uint32_t point);  /* Alphabetic */
bool unicode_is_lower(uint32_t point);  /* Lowercase */
bool unicode_is_upper(uint32_t point);  /* Uppercase */
bool unicode_is_title(uint32_t point);  /* category Lt */
bool unicode_is_digit(uint32_t point);  /* category Nd */
bool unicode_is_alnum(uint32_t point);  /* alpha or digit */
bool unicode_is_space(uint32_t point);  /* White_Space */
bool unicode_is_punct(uint32_t point);  /* categories P and S */
bool unicode_is_cntrl(uint32_t point);  /* category Cc */
bool unicode_is_graph(uint32_t point);  /* assigned; no white space, control or surrogate */
bool unicode_is_print(uint32_t point);  /* graph, or category Zs */
bool unicode_is_xdigit(uint32_t point); /* 0-9 A-F a-f */

/* ---- unicode_case.c: mappings of text ---- */

typedef enum UnicodeMapping {
  UNICODE_TO_LOWER,
  UNICODE_TO_UPPER,
  UNICODE_TO_TITLE,
  UNICODE_TO_FOLD,
  UNICODE_TO_HALF,
  UNICODE_TO_FULL
} UnicodeMapping;

typedef struct UnicodeMapRun {
  const uint8_t *text;
  size_t size;
  size_t at;
  uint8_t *out; /* room for UNICODE_MAPPED bytes for each byte of text up to the limit */
  size_t used;
  UnicodeMapping mapping;
  bool in_word; /* the last cased character was no longer ago than case-ignorable ones */
} UnicodeMapRun;

enum { UNICODE_MAPPED = 4 }; /* bytes that one byte may become, at most */

/* Goes on to the first character that changes, or to `limit`; true when it was a change or a
   fault. */
bool unicode_map_check(UnicodeMapRun *run, size_t limit);

/* Writes what the text up to `limit`, or a little farther, becomes; false for no UTF-8 at `at`. */
bool unicode_map_write(UnicodeMapRun *run, size_t limit);

/* ---- grapheme.c, width.c ---- */

/* The end of the extended grapheme cluster that begins at `at`, which is below `size`. A byte
   sequence that is no UTF-8 is a cluster of its own. */
size_t grapheme_end(const uint8_t *text, size_t size, size_t at);

typedef struct WidthRun {
  const uint8_t *text;
  size_t size;
  size_t at;        /* the begin of a cluster */
  size_t columns;   /* taken by what is before it */
  unsigned ambiguous;
} WidthRun;

/* Goes on by whole clusters while they fit into `most` columns, to `limit` or a little farther.
   True when the next cluster does not fit. */
bool width_advance(WidthRun *run, size_t limit, size_t most);

/* ---- unicode_visible.c ---- */

typedef struct VisibleRun {
  const uint8_t *text;
  size_t size;
  size_t at;
  uint8_t *out;
  size_t room;
  size_t used;
  const char *open; /* put around the name of what is hidden */
  size_t open_size;
  const char *close;
  size_t close_size;
  uint64_t keep[2]; /* bits of ASCII characters that stay */
} VisibleRun;

enum { VISIBLE_NAME = 16 }; /* bytes of a name at most, without what is around it */

/* Goes on to the first character that needs a name, or to `limit`; true when it found one. */
bool visible_check(VisibleRun *run, size_t limit);

/* Writes the text up to `limit` with names for what is hidden; false when `out` is too small. */
bool visible_write(VisibleRun *run, size_t limit);

#endif
