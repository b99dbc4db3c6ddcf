/* One pass over a document: the quantities, periods, names and cue words in it, with their spans.
 * Offsets are bytes from 0, half-open; low and high are in the base unit (元, 人, %).
 * All arrays belong to the caller, who supplies `grow`; nothing is allocated here. */
#ifndef WENLU_CORE_SCAN_H
#define WENLU_CORE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/matcher.h"
#include "core/numeral.h"

/* The names of these, in this order, are in api/scan.c. */
typedef enum {
  KIND_QUANTITY,
  KIND_PERIOD,
  KIND_PLACE,
  KIND_ORGANISATION,
  KIND_INITIATIVE,
  KIND_NON_QUANTITY,
  KIND_CUE,
  KIND_NONE
} Kind;

typedef enum {
  CLASS_NONE,
  /* quantities */
  CLASS_COUNT, CLASS_MONEY, CLASS_PERCENT, CLASS_POINTS, CLASS_PERMILLE, CLASS_SHARE,
  CLASS_MULTIPLE, CLASS_FRACTION, CLASS_MEASURE,
  /* periods */
  CLASS_YEAR, CLASS_MONTH, CLASS_DAY, CLASS_RANGE, CLASS_PART, CLASS_RELATIVE, CLASS_PLAN,
  /* non-quantities */
  CLASS_LEXICAL, CLASS_IDIOM, CLASS_SLOGAN, CLASS_ORDINAL, CLASS_GRADE, CLASS_VERSION,
  CLASS_IDENTIFIER, CLASS_LIST_MARKER, CLASS_DURATION, CLASS_ANNIVERSARY, CLASS_TIME_OF_DAY,
  CLASS_AGE, CLASS_SCORE, CLASS_RATIO, CLASS_INDEFINITE, CLASS_LEVELS, CLASS_DATE, CLASS_PLACE_NAME,
  /* names and cues */
  CLASS_NAMED, CLASS_CUE,
  CLASS_COUNT_OF_CLASSES
} Class;

typedef enum {
  MARK_EXACT, MARK_APPROX, MARK_OVER, MARK_UNDER, MARK_AT_LEAST, MARK_AT_MOST, MARK_VAGUE
} Mark;

typedef enum { STATUS_ACTUAL, STATUS_TARGET } Status;

enum { OPEN_LOW = 1, OPEN_HIGH = 2 };

/* How the year of a period is known: written, counted from the document's year, or not at all. */
typedef enum { YEAR_WRITTEN, YEAR_RELATIVE, YEAR_MISSING } YearBasis;

typedef struct {
  int16_t year;      /* or the difference from the document's year */
  int16_t last_year;
  uint8_t month, day, last_month, last_day; /* 0: none */
  uint8_t basis;     /* YearBasis */
} PeriodValue;

typedef struct {
  uint32_t begin, end;
  uint32_t number_begin, number_end;
  uint32_t counted_begin, counted_end;
  double low, high;
  double hint;       /* conventional upper bound of N余, 0: none */
  uint32_t term;     /* index into the terms, or the units for quantities and durations */
  uint32_t sentence; /* index into the sentences */
  PeriodValue period;
  uint8_t kind, cls, mark, status, open;
} Mention;

typedef struct {
  uint32_t begin, end;
  uint32_t first_mention; /* index of the first mention of the sentence */
  uint32_t groups;        /* union of the groups of its terms */
  uint32_t quantities;
} Sentence;

typedef struct {
  uint8_t cls;
  uint8_t arabic_only;    /* takes Arabic numerals only */
  uint8_t forbidden;      /* code points that may not follow */
  uint32_t not_before[24];
  double factor;
} Unit;

typedef enum {
  TERM_MENTION,    /* emitted as it is */
  TERM_TARGET,     /* what follows in the sentence is planned */
  TERM_TARGET_BACK /* what precedes in the clause is planned */
} TermRole;

typedef struct {
  uint8_t kind, cls, role;
  uint8_t head;           /* names what a quotation before it is: 行动, 品牌 */
  uint32_t groups;        /* bits that frames ask for */
  PeriodValue period;
} Term;

typedef struct {
  Matcher terms; /* numbered as `term`, units as `unit` */
  Matcher units;
  Matcher gate;  /* that of the terms, and numerals, quotation marks, sentence ends and the like */
  const Term *term;
  const Unit *unit;
  MatcherHead terms_head, units_head, gate_head;
  uint64_t numerals[1024]; /* a bit a code point below 65536: a numeral can begin */
} Tables;

typedef struct Scan Scan;

struct Scan {
  const Tables *tables;
  const uint8_t *text;
  const uint8_t *end;
  Mention *mentions;
  size_t count, capacity;
  Sentence *sentences;
  size_t sentence_count, sentence_capacity;
  int planned;            /* a TERM_TARGET was seen in this sentence */
  size_t clause_mention;  /* first mention of the clause that no TERM_TARGET_BACK took */
  void *owner;
  /* Makes room for one more mention or sentence; does not return when it cannot. */
  void (*grow_mentions)(Scan *);
  void (*grow_sentences)(Scan *);
  void (*poll)(Scan *); /* called every few kilobytes; need not return */
};

/* Fills `gate`, from the terms, and `numerals`. */
void scan_make_gate(Tables *tables);

/* Fills the arrays from the text (valid UTF-8). */
void scan_run(Scan *scan);

/* Pieces of the pass; each looks at `p` and returns the end of what it emitted, or NULL. */
const uint8_t *scan_quotation(Scan *scan, const uint8_t *p);
const uint8_t *scan_letters(Scan *scan, const uint8_t *p);
const uint8_t *scan_ordinal(Scan *scan, const uint8_t *p);
const uint8_t *scan_list_marker(Scan *scan, const uint8_t *p, const Numeral *n, int at_line_start);
const uint8_t *scan_identifier(Scan *scan, const uint8_t *p, const Numeral *n);
const uint8_t *scan_period(Scan *scan, const uint8_t *p, const Numeral *n);
const uint8_t *scan_first_months(Scan *scan, const uint8_t *p);
const uint8_t *scan_period_tail(Scan *scan, const uint8_t *p, PeriodValue *period);
const uint8_t *scan_quantity(Scan *scan, const uint8_t *p, const Numeral *n);
const uint8_t *scan_doubling(Scan *scan, const uint8_t *p);

/* Adds a mention of [begin, end); the fields besides are zero. */
Mention *scan_add(Scan *scan, Kind kind, Class cls, const uint8_t *begin, const uint8_t *end);

/* Mark words around a numeral (marks.c): the new begin or end of the span, and the mark. */
const uint8_t *mark_before(const uint8_t *p, const uint8_t *begin, int bare_scale, Mark *mark);
const uint8_t *mark_after(const uint8_t *p, const uint8_t *end, Mark *mark);

/* The noun counted by a mention, after its unit or before its number (counted.c). */
void counted_find(const Scan *scan, Mention *m);

/* True for quantities and durations with a value: their term is a unit. */
static inline int scan_is_measured(const Mention *m) {
  return m->kind == KIND_QUANTITY ||
         ((m->cls == CLASS_DURATION || m->cls == CLASS_SCORE) && m->number_end != 0);
}

static inline int scan_matches(const uint8_t *p, const uint8_t *end, const char *word,
                               size_t size) {
  /* hanzi share their first byte; the last of three tells most of them apart without a call */
  return (size_t)(end - p) >= size && p[size > 2 ? 2 : 0] == (uint8_t)word[size > 2 ? 2 : 0] &&
         __builtin_memcmp(p, word, size) == 0;
}

/* True when the bytes at p begin with this literal. */
#define SCAN_AT(p, end, literal) scan_matches((p), (end), (literal), sizeof(literal) - 1)

/* The sign of a range that begins at p (- ~ —— — – ～ 至 到 － −): where it ends, or NULL. */
const uint8_t *scan_range_sign(const uint8_t *p, const uint8_t *end);

/* Blanks and characters without width (U+200B to U+200F, U+202A to U+202E, U+FEFF, U+00AD). */
static inline const uint8_t *scan_skip_blanks(const uint8_t *p, const uint8_t *end) {
  while (p < end) {
    if (*p == ' ' || *p == '\t') {
      p++;
    } else if (*p == 0xE2 && end - p >= 3 && p[1] == 0x80 &&
               ((p[2] >= 0x8B && p[2] <= 0x8F) || (p[2] >= 0xAA && p[2] <= 0xAE))) {
      p += 3;
    } else if (*p == 0xEF && end - p >= 3 && p[1] == 0xBB && p[2] == 0xBF) {
      p += 3;
    } else if (*p == 0xC2 && end - p >= 2 && p[1] == 0xAD) {
      p += 2;
    } else {
      break;
    }
  }
  return p;
}

#endif
