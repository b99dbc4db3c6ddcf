/* Cuts a text into what search counts as one place: an ideograph, a word of letters and digits
** (94.5 is one), a sign. Blanks and line ends are no token, so a word broken over two lines is
** whole. Offsets are bytes from 0; damaged UTF-8 is U+FFFD. The text is the caller's. */

#ifndef WENLU_CORE_TOKENS_H
#define WENLU_CORE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/fold.h"

enum { TOKEN_MOST = 128 }; /* bytes; a longer word is several tokens */

typedef struct Token {
  uint8_t bytes[TOKEN_MOST]; /* folded, in UTF-8 */
  uint32_t size;
  uint32_t point;  /* the first, folded */
  FoldClass class; /* FOLD_LETTER for words, though they begin with a digit */
  size_t first;    /* in the text */
  size_t end;      /* behind the last byte */
} Token;

typedef struct TokenScan {
  const uint8_t *text;
  size_t size;
  size_t at;
} TokenScan;

bool tokens_next(TokenScan *scan, Token *token); /* false at the end */

#endif
