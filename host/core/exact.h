/* Whole texts that are one numeral, read exactly: Chinese, Arabic, mixed, and amounts of money; and
 * decimal digits written as Chinese numerals. (numeral.h reads numerals inside running text.)
 * Sizes are bytes; values are decimal digits; the caller owns text and buffers. */
#ifndef WENLU_CORE_EXACT_H
#define WENLU_CORE_EXACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXACT_DIGITS = 48, EXACT_WRITTEN = 1024 };

typedef enum { EXACT_FINE, EXACT_NO_NUMERAL, EXACT_TOO_BIG } ExactState;

/* A number as it is written in digits: "-12300", "3.50". */
typedef struct {
  char digits[EXACT_DIGITS];
  size_t size;
  size_t fault; /* where the text is no numeral */
} Exact;

ExactState exact_read(const uint8_t *text, size_t size, Exact *out);

typedef enum { FORM_PLAIN, FORM_FORMAL, FORM_AMOUNT, FORM_DIGITS } ExactForm;

/* Decimal digits in two parts, without sign and point; at most 32 each. */
typedef struct {
  const char *whole;
  size_t whole_size;
  const char *fraction;
  size_t fraction_size;
  bool negative;
} ExactParts;

/* Cuts "-12.50" into its parts; false when it is no such number or too long. */
bool exact_parts(const char *digits, size_t size, ExactParts *out);

/* Writes the numeral into `out`, which has room for EXACT_WRITTEN bytes; gives its size. An amount
 * has at most two digits of fraction: else 0. */
size_t exact_write(const ExactParts *parts, ExactForm form, uint8_t *out);

#endif
