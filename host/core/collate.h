/* Order of texts by code point, with digits by value and full width as half width where asked.
 * Offsets are bytes from 0; what is no UTF-8 comes after all characters, byte by byte.
 * The caller owns the text and may ask to be called while a long run of digits is read. */
#ifndef WENLU_CORE_COLLATE_H
#define WENLU_CORE_COLLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const uint8_t *text;
  size_t size;
  size_t at;
  bool natural; /* a run of digits is one unit */
  bool width;   /* ！ to ～ and the wide space are ! to ~ and the space */
  void (*poll)(void *context); /* called every COLLATE_POLL digits, and may not return */
  void *context;
} Collate;

enum { COLLATE_END = 0x110200, COLLATE_BYTE = 0x110000, COLLATE_POLL = 32768 };

typedef struct {
  uint32_t point; /* '0' for digits; COLLATE_BYTE + byte for what is no UTF-8; COLLATE_END */
  size_t zeros;   /* that lead the digits and do not count */
  size_t digits;  /* how many count; 0: this is no run of digits */
  size_t begin;   /* of those that count */
} CollateUnit;

CollateUnit collate_next(Collate *c);

/* The digit at an offset, where one is, the `count`th of those read one by one; moves behind. */
uint8_t collate_digit(const Collate *c, size_t *at, size_t count);

/* -1, 0, 1 for two units; equal ones may differ in zeros. */
int collate_compare(const Collate *a, const CollateUnit *x, const Collate *b,
                    const CollateUnit *y);

#endif
