/* Joins sentences over the lines that break them: which block goes on with which, and the reading.
 * Offsets are bytes from 0, half-open.
 * Works in the buffers of Layout. */
#include "core/layout.h"

/* What a line begins with that goes on with a broken one; what it begins with behind a number. */
static const Word GOES_ON[] = {WORD("的"), WORD("们"), WORD("，"), WORD("。"), WORD("、"), WORD("；"),
                               WORD("："), WORD("”"), WORD("）"), WORD("》"), WORD("！"), WORD("？")};
static const Word MEASURES[] = {
    WORD("件"), WORD("条"), WORD("项"), WORD("个"), WORD("场"), WORD("名"), WORD("户"),
    WORD("份"), WORD("次"), WORD("人"), WORD("家"), WORD("亿"), WORD("万"), WORD("吨"),
    WORD("宗"), WORD("起"), WORD("篇"), WORD("期"), WORD("处"), WORD("支"), WORD("位"),
    WORD("余"), WORD("多"), WORD("元"), WORD("%"), WORD("％")};

enum {
  LONG = 40 * 3,  /* bytes: an unfinished line this long is prose that was cut */
  GAP = 5,        /* headings, captions and page numbers that may stand inside a broken sentence */
  OPENING = 31,   /* bytes of a line that show whether it opens a section */
  WRAPPED_FROM = 54, /* bytes of a line of wrapped text */
  WRAPPED_TO = 200,
  RAGGED = 4      /* columns by which wrapped lines differ */
};

static const uint8_t *begin_of(const Layout *l, const Block *b) { return l->text + b->begin; }

static const uint8_t *end_of(const Layout *l, const Block *b) { return l->text + b->end; }

static size_t size_of(const Block *b) { return b->end - b->begin; }

static bool ends_in_digit(const Layout *l, const Block *b) {
  return layout_is_digit(l->text[b->end - 1]);
}

/* 1,132 before a character, but not 2023年 or 5月. */
static bool begins_with_figure(const uint8_t *p, const uint8_t *end) {
  const uint8_t *q = p;
  bool grouped = false;
  while (q < end && (layout_is_digit(*q) || (q > p && *q == ','))) {
    grouped = grouped || *q == ',';
    q++;
  }
  if (q == p || q == end || *q < 0xE4 || *q > 0xE9) {
    return false;
  }
  return grouped || !(WORD_AT(q, end, "年") || WORD_AT(q, end, "月"));
}

/* Whether a line goes on with a broken one: by its first character, or with the unit of a number
 * that ends there. */
static bool begins_inside(const Layout *l, const Block *block, const Block *before) {
  const uint8_t *p = begin_of(l, block);
  const uint8_t *end = l->text + l->size;
  if (ends_in_digit(l, before)) {
    return any_word_at(p, end, WORDS(MEASURES));
  }
  if (WORD_AT(p, end, "率")) {
    return !WORD_AT(p + 3, end, "先");
  }
  return any_word_at(p, end, WORDS(GOES_ON)) || begins_with_figure(p, end);
}

/* ---- hard-wrapped text ---- */

/* Columns that a line takes, a character of three bytes counted as two. */
static uint32_t width_of(const Layout *l, const Block *block) {
  uint32_t characters = 0;
  for (const uint8_t *p = begin_of(l, block); p < end_of(l, block); p++) {
    characters += (*p & 0xC0) != 0x80;
  }
  return characters + ((uint32_t)size_of(block) - characters) / 2;
}

static bool goes_on_below(const Layout *l, size_t i) {
  return i + 1 < l->count && !l->blocks[i + 1].after_blank && !l->blocks[i + 1].indented;
}

/* Keeps the three greatest widths of lines with a next line right below. */
void layout_measure(Layout *l, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    const Block *block = &l->blocks[i];
    size_t size = size_of(block);
    if (size > WRAPPED_FROM && size < WRAPPED_TO && block->kind != BLOCK_CHROME &&
        goes_on_below(l, i)) {
      uint32_t width = width_of(l, block);
      for (size_t k = 0; k < 3; k++) {
        if (width > l->widths[k]) {
          uint32_t smaller = l->widths[k];
          l->widths[k] = width;
          width = smaller;
        }
      }
    }
  }
}

/* Whether a line fills the width at which plain text was wrapped: three at least do. */
static bool is_wrapped(const Layout *l, size_t i) {
  const Block *block = &l->blocks[i];
  if (size_of(block) >= LONG || size_of(block) < WRAPPED_FROM || !goes_on_below(l, i)) {
    return false;
  }
  return l->widths[2] > 0 && l->widths[2] + RAGGED >= l->widths[0] &&
         width_of(l, block) + RAGGED >= l->widths[0];
}

/* ---- broken sentences ---- */

static bool has_word(const Layout *l, const Block *block, const char *word) {
  return memmem(begin_of(l, block), size_of(block), word, strlen(word)) != NULL;
}

/* Whether a line holds a finished sentence; a heading never does. */
static bool has_sentence(const Layout *l, const Block *block) {
  return block->kind != BLOCK_HEADING && (has_word(l, block, "。") || has_word(l, block, "；"));
}

/* The sign in 1,286 is none. */
static bool has_ascii_comma(const Layout *l, const Block *block) {
  const uint8_t *end = end_of(l, block);
  const uint8_t *p = begin_of(l, block);
  while ((p = memchr(p, ',', (size_t)(end - p))) != NULL) {
    p++;
    if (p < end && !layout_is_digit(*p)) {
      return true;
    }
  }
  return false;
}

static bool has_comma(const Layout *l, const Block *block) {
  return has_word(l, block, "，") || has_ascii_comma(l, block);
}

/* A first line this rich in commas is no title. */
static bool has_commas(const Layout *l, const Block *block) {
  const uint8_t *end = end_of(l, block);
  const uint8_t *p = begin_of(l, block);
  int count = 0;
  while (count < 3 && (p = memmem(p, (size_t)(end - p), "，", 3)) != NULL) {
    p += 3;
    count++;
  }
  return count > 2;
}

static bool is_unbroken(const Block *block) {
  return block->kind != BLOCK_HEADING && block->kind != BLOCK_PARAGRAPH;
}

/* Where the sentence of a block goes on: nowhere, surely elsewhere, perhaps in the next line. */
typedef enum { WHOLE, GOES_OPEN, GOES_WRAPPED } Break;

static bool is_open_word(const Layout *l, size_t i) {
  const Block *block = &l->blocks[i];
  bool is_long = size_of(block) >= LONG;
  if ((block->kind == BLOCK_PARAGRAPH && !is_long) || has_sentence(l, block)) {
    return true;
  }
  if (is_long) {
    return (i > 0 && has_comma(l, block)) || has_commas(l, block);
  }
  return ends_in_digit(l, block) && has_comma(l, block);
}

static Break break_of(const Layout *l, size_t i) {
  const Block *block = &l->blocks[i];
  if (is_unbroken(block)) {
    return WHOLE;
  }
  switch ((Ending)block->ending) {
    case ENDS_STOP: return WHOLE;
    case ENDS_OPEN: return GOES_OPEN;
    case ENDS_CLOSED: {
      bool wide = size_of(block) >= LONG && (l->text[block->end - 3] & 0xFE) == 0xE2;
      return wide && has_sentence(l, block) ? GOES_OPEN : WHOLE;
    }
    default: break;
  }
  if (is_open_word(l, i)) {
    return GOES_OPEN;
  }
  return is_wrapped(l, i) ? GOES_WRAPPED : WHOLE;
}

static bool opens_section(const Layout *l, const Block *block) {
  const uint8_t *end = size_of(block) > OPENING ? begin_of(l, block) + OPENING : end_of(l, block);
  return line_opens_section(begin_of(l, block), end);
}

/* Whether a block can go on with the sentence of `before`; freely: whatever it begins with. */
static bool continues(const Layout *l, const Block *block, const Block *before, bool freely) {
  if (is_unbroken(block) || block->indented || block->joined || opens_section(l, block)) {
    return false;
  }
  return freely || block->kind == BLOCK_PARAGRAPH || begins_inside(l, block, before);
}

static bool may_stand_between(const Block *block) {
  return block->kind == BLOCK_HEADING || block->kind == BLOCK_CAPTION || block->kind == BLOCK_PAGE;
}

/* The block that continues block i, looking over short lines between; 0 when there is none. */
static size_t continuation(const Layout *l, size_t i, Break how) {
  const Block *before = &l->blocks[i];
  bool from_heading = before->kind == BLOCK_HEADING && how == GOES_OPEN;
  for (size_t k = i + 1; k < l->count && k <= i + 1 + GAP; k++) {
    const Block *block = &l->blocks[k];
    if (continues(l, block, before, k == i + 1 && (from_heading || !block->after_blank))) {
      return k;
    }
    if (!may_stand_between(block) || how == GOES_WRAPPED) {
      return 0;
    }
  }
  return 0;
}

/* 1-2 3.4: no digit of it counts anything. */
static bool is_code(const uint8_t *p, const uint8_t *end) {
  while (p < end && (layout_is_digit(*p) || *p == ' ' || (*p >= '\t' && *p <= '\r') || *p == '/' ||
                     *p == '.' || *p == '-')) {
    p++;
  }
  return p == end;
}

/* A heading that breaks off before the unit of its last number, or before its last character. */
static bool is_cut_heading(const Layout *l, size_t i) {
  const Block *block = &l->blocks[i];
  const Block *below = block + 1;
  if (block->kind != BLOCK_HEADING || i + 1 == l->count || below->kind != BLOCK_PARAGRAPH ||
      below->joined || below->indented) {
    return false;
  }
  const uint8_t *end = l->text + l->size;
  if (block->ending == ENDS_WORD && end - begin_of(l, below) >= 6 &&
      memcmp(begin_of(l, below) + 3, "。", 3) == 0) {
    return true;
  }
  return ends_in_digit(l, block) && begins_inside(l, below, block) &&
         !is_code(begin_of(l, block), end_of(l, block));
}

void layout_join(Layout *l, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    Block *block = &l->blocks[i];
    Break how = break_of(l, i);
    size_t k = how == WHOLE ? 0 : continuation(l, i, how);
    k = k == 0 && is_cut_heading(l, i) ? i + 1 : k;
    if (k != 0) {
      Block *rest = &l->blocks[k];
      if (block->kind != BLOCK_HEADING || rest->kind != BLOCK_HEADING) {
        block->kind = BLOCK_PARAGRAPH;
        rest->kind = BLOCK_PARAGRAPH;
      }
      rest->joined = true;
      block->next = (uint32_t)k;
      l->joins++;
    }
  }
}

/* ---- the reading: the text, with each second half right behind its first ---- */

static void take(Layout *l, size_t begin, size_t end) {
  if (end > begin) {
    l->stretches[l->stretch_count++] =
        (Stretch){(uint32_t)l->read, (uint32_t)begin, (uint32_t)(end - begin)};
    l->read += end - begin;
  }
}

static void take_sentence(Layout *l, Block *block) {
  take(l, l->taken, block->end);
  l->taken = block->end;
  for (const Block *part = block; part->next != 0;) {
    part = &l->blocks[part->next];
    take(l, part->begin, part->end);
  }
  block->reading_end = (uint32_t)l->read;
}

void layout_read(Layout *l, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    Block *block = &l->blocks[i];
    if (block->joined) {
      take(l, l->taken, block->begin);
      l->taken = block->end;
    } else {
      block->reading_begin = (uint32_t)(block->begin - l->taken + l->read);
      block->reading_end = (uint32_t)(block->end - l->taken + l->read);
      if (block->next != 0) {
        take_sentence(l, block);
      }
    }
  }
}

void layout_read_rest(Layout *l) {
  take(l, l->taken, l->size);
  l->taken = l->size;
}
