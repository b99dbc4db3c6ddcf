/* The layout of a text: its lines as blocks of a kind each, and sentences joined over broken lines.
 * Offsets are bytes from 0, half-open; the buffers are the caller's, who fills Layout and calls the
 * passes in the order below, each over all blocks in as many ranges as he likes. */
#ifndef WENLU_CORE_LAYOUT_H
#define WENLU_CORE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef enum {
  BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_BYLINE, BLOCK_CAPTION, BLOCK_PAGE, BLOCK_CHROME
} BlockKind;

/* How a line ends: a sentence is finished; a bracket, quotation mark or colon; a comma; a word. */
typedef enum { ENDS_STOP, ENDS_CLOSED, ENDS_OPEN, ENDS_WORD } Ending;

typedef struct {
  uint32_t begin, end;                 /* in the text, without the blanks around it */
  uint32_t reading_begin, reading_end; /* in the reading; of no use on joined blocks */
  uint32_t next;                       /* the block that goes on with this sentence; 0: none */
  uint8_t kind, ending;
  uint8_t numbered; /* 1: it begins 一、 or #, 2: （一）, 0: otherwise */
  bool after_blank; /* an empty line stands before it */
  bool indented;
  bool joined;      /* goes on with an earlier block */
} Block;

/* A stretch of the text that the reading takes over. */
typedef struct {
  uint32_t reading, text, size;
} Stretch;

/* The words of lines.c, by six bits of their first character (and of its second byte). */
typedef struct {
  uint32_t inside[64];
  uint64_t openings[64];
} LineWords;

typedef struct {
  const LineWords *words;
  const uint8_t *text;
  size_t size; /* below 4 GB */
  Block *blocks;
  size_t count, capacity;
  size_t divided;   /* the text before this offset lies in blocks */
  bool after_blank; /* an empty line, or nothing, stands before that offset */
  size_t headings;  /* those long enough to be known again */
  uint32_t *slots;  /* for layout_mark_repeats: zeroed, a power of two, at least 2 * headings */
  size_t slot_count;
  uint64_t seed;     /* of the hash over these slots: nobody can foresee it */
  uint32_t widths[3]; /* the three greatest that a wrapped line may have */
  size_t joins;
  Stretch *stretches; /* for layout_read: room for 3 * joins + 1 */
  size_t stretch_count;
  size_t read, taken; /* how much of the reading there is, and of the text that was taken over */
} Layout;

/* Divides further lines into blocks until `bytes` more are done or there is no more room. */
void layout_divide(Layout *l, size_t bytes);

/* The passes over blocks [from, to). */
void layout_mark_repeats(Layout *l, size_t from, size_t to);
void layout_measure(Layout *l, size_t from, size_t to);
void layout_join(Layout *l, size_t from, size_t to);
void layout_read(Layout *l, size_t from, size_t to);

/* After the last block: takes over the rest of the text. */
void layout_read_rest(Layout *l);

/* lines.c: a line without the blanks around it, not empty. Its ending looks at the text before. */
void line_words(LineWords *words);
Ending line_ending(const uint8_t *text, const uint8_t *end);
BlockKind line_kind(const LineWords *words, const uint8_t *line, const uint8_t *end, Ending ending);
bool line_opens_section(const uint8_t *line, const uint8_t *end);
uint8_t line_numbered(const uint8_t *line, const uint8_t *end); /* see Block */

/* Whether a paragraph may begin as 本报讯（记者 某某） does, or （记者 某某）: a cheap look. */
bool line_may_be_dateline(const uint8_t *line, const uint8_t *end);

static inline bool layout_is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

/* A word of a table, and whether it stands at p. */
typedef struct {
  const char *text;
  uint8_t size;
} Word;

#define WORD(literal) {literal, sizeof(literal) - 1}
#define WORDS(table) table, sizeof table / sizeof *table

static inline bool word_at(const uint8_t *p, const uint8_t *end, const char *word, size_t size) {
  return (size_t)(end - p) >= size && p[size - 1] == (uint8_t)word[size - 1] &&
         memcmp(p, word, size) == 0;
}

#define WORD_AT(p, end, literal) word_at((p), (end), (literal), sizeof(literal) - 1)

static inline bool any_word_at(const uint8_t *p, const uint8_t *end, const Word *words,
                               size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (word_at(p, end, words[i].text, words[i].size)) {
      return true;
    }
  }
  return false;
}

#endif
