/* Numerals as official Chinese writes them: 1,286 / 3.9亿 / 800余万 / 二十三 / 25万6千 / 数百 / ２０.
 * A numeral is read at a position of valid UTF-8; sizes are bytes; the caller owns the text.
 * Values are numbers of the written unit (万 and 亿 expanded). */
#ifndef WENLU_CORE_NUMERAL_H
#define WENLU_CORE_NUMERAL_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t size;        /* bytes read; 0: no numeral here */
  double value;       /* of the digits written; for an open one the lower bound */
  double high;        /* value, or the other end of 三四十, 数百, 三十几 */
  double step;        /* place value of the last written digit that is not 0 */
  double scale;       /* of the scale words that end it: 1e4 for 3.5万, else 1 */
  unsigned digits;    /* digits of the first Arabic run */
  unsigned arabic : 1;     /* holds Arabic digits */
  unsigned chinese : 1;    /* holds Chinese numerals (also 万 after Arabic digits) */
  unsigned positional : 1; /* 二〇二一: digits side by side */
  unsigned bare_scale : 1; /* 百, 千万: no digit before the scale */
  unsigned decimal : 1;
  unsigned over : 1;       /* 余 or 多 inside: 800余万 */
  unsigned vague : 1;      /* 几 or 数 inside, or 三四十 */
  unsigned grouped : 1;    /* thousands separators */
  unsigned spaced : 1;     /* thousands set apart by blanks: 10 500 */
  unsigned huge : 1;       /* above NUMERAL_LARGEST (value and high are that): no count */
} Numeral;

#define NUMERAL_LARGEST 1e15

/* The numeral that begins at `p`; size 0 if none does. */
Numeral numeral_at(const uint8_t *p, const uint8_t *end);

/* Value of a code point as a digit (0-9, ０-９, 〇 to 九, 壹 to 玖, 两), or -1. */
int numeral_digit(uint32_t cp);

/* 10, 100, 1000, 1e4, 1e8 for 十 百 千 万 亿 and their other forms, else 0. */
double numeral_scale(uint32_t cp);

/* The product of a figure as written and a power of ten, exact where it is a whole number. */
double numeral_product(double value, double factor);

/* True for code points at which a numeral can begin, 几 and 数 included. */
int numeral_begins(uint32_t cp);

#endif
