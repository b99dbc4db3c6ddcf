/* Checking of UTF-8 in one pass: is it valid, how many lines has it, is it surely in NFC already?
   With vector instructions where the machine has them; every function also exists without.
   Positions are byte offsets from 0; nothing is allocated. */

#ifndef WENLU_CORE_UTF8_CHECK_H
#define WENLU_CORE_UTF8_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct utf8_summary {
  size_t valid;    /* the length of the longest valid prefix; the rest speaks of that prefix */
  size_t newlines; /* bytes 0A */
  bool surely_nfc; /* false: normalisation may change it, or may not */
} utf8_summary;

utf8_summary utf8_check(const uint8_t *bytes, size_t size);
utf8_summary utf8_check_scalar(const uint8_t *bytes, size_t size);

/* The length of the longest prefix of valid characters none of which is suspect: normalisation
   leaves it as it is. What comes next is a suspect character, a fault, or the end. */
size_t utf8_sure_nfc(const uint8_t *bytes, size_t size);
size_t utf8_sure_nfc_scalar(const uint8_t *bytes, size_t size);

/* Whether a valid character may be changed by normalisation to NFC, or joined to the one before;
   `character` is its size. True for some that never are. */
bool utf8_nfc_suspect(const uint8_t *bytes, size_t character);

/* ---- for the vector half ---- */

#define UTF8_BLOCK 64

typedef struct utf8_marks {
  size_t newlines;
  bool suspect;
} utf8_marks;

bool utf8_has_vectors(void);

/* Looks at whole blocks from the start of a character on, until one has a fault or, when asked, a
   suspect; returns where that one begins, or where the last whole block ends. A fault or a suspect
   may stand up to three bytes before that, in a character that the block's start cuts. */
size_t utf8_mark_blocks(const uint8_t *bytes, size_t size, bool stop_at_suspect,
                        utf8_marks *marks);

/* A character is suspect when the six entries of its first three bytes share a bit. */
typedef struct utf8_nibbles {
  uint8_t lead_high[16];
  uint8_t lead_low[16];
  uint8_t second_high[16];
  uint8_t second_low[16];
  uint8_t third_high[16];
  uint8_t third_low[16];
} utf8_nibbles;

extern const utf8_nibbles utf8_suspects;

#endif
