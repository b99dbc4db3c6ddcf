/* The scanner behind tokens.h: one pass, a token at a time, into the caller's struct.
** Offsets are bytes from 0. Nothing is allocated. */
#include "core/tokens.h"

#include "core/unicode_utf8.h"

typedef struct Letter {
  Folded folded;
  uint32_t size;
} Letter;

static Letter letter_at(const TokenScan *scan, size_t at) {
  UnicodeChar c = unicode_next(scan->text + at, scan->size - at);
  return (Letter){fold_point(c.point), c.size};
}

/* Whether a digit stands at `at`, behind what is nothing. */
static bool digit_follows(const TokenScan *scan, size_t at) {
  while (at < scan->size) {
    Letter letter = letter_at(scan, at);
    if (letter.folded.class != FOLD_NOTHING) {
      return letter.folded.class == FOLD_DIGIT;
    }
    at += letter.size;
  }
  return false;
}

/* Adds the letters and digits from scan->at on, and points between digits. */
static void take_word(TokenScan *scan, Token *token, FoldClass before) {
  while (scan->at < scan->size && token->size <= TOKEN_MOST - 4) {
    Letter letter = letter_at(scan, scan->at);
    FoldClass class = letter.folded.class;
    size_t next = scan->at + letter.size;
    bool is_point = letter.folded.point == '.' && before == FOLD_DIGIT && digit_follows(scan, next);
    if (class == FOLD_NOTHING) {
      scan->at = next;
      continue;
    }
    if (class != FOLD_LETTER && class != FOLD_DIGIT && !is_point) {
      return;
    }
    token->size += unicode_put(token->bytes + token->size, letter.folded.point);
    token->end = scan->at = next;
    before = class;
  }
}

bool tokens_next(TokenScan *scan, Token *token) {
  while (scan->at < scan->size) {
    Letter letter = letter_at(scan, scan->at);
    FoldClass class = letter.folded.class;
    token->first = scan->at;
    scan->at += letter.size;
    if (class == FOLD_BLANK || class == FOLD_NOTHING) {
      continue;
    }
    token->end = scan->at;
    token->point = letter.folded.point;
    token->size = unicode_put(token->bytes, letter.folded.point);
    token->class = class == FOLD_DIGIT ? FOLD_LETTER : class;
    if (token->class == FOLD_LETTER) {
      take_word(scan, token, class);
    }
    return true;
  }
  return false;
}
