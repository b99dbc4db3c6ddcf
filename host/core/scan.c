/* The pass of scan.h over a text: at each character the longest reading wins, left to right.
 * Order: quotations, Latin words, then terms against numerals, the longer one.
 * Every character is looked at a bounded number of times; offsets are bytes from 0, half-open. */
#include "core/scan.h"

#include <string.h>

#include "core/utf8.h"

enum { ORDER = 0x7B2C, DOUBLE = 0x7FFB, FIRST = 0x524D, COMMA = 0xFF0C }; /* 第, 翻, 前, ， */

Mention *scan_add(Scan *s, Kind kind, Class cls, const uint8_t *begin, const uint8_t *end) {
  if (s->count == s->capacity) {
    s->grow_mentions(s);
  }
  Mention *m = &s->mentions[s->count++];
  memset(m, 0, sizeof *m);
  m->kind = (uint8_t)kind;
  m->cls = (uint8_t)cls;
  m->begin = (uint32_t)(begin - s->text);
  m->end = (uint32_t)(end - s->text);
  m->sentence = (uint32_t)(s->sentence_count - 1);
  s->sentences[m->sentence].quantities += kind == KIND_QUANTITY;
  return m;
}

static void open_sentence(Scan *s, const uint8_t *p) {
  if (s->sentence_count == s->sentence_capacity) {
    s->grow_sentences(s);
  }
  Sentence *sentence = &s->sentences[s->sentence_count++];
  memset(sentence, 0, sizeof *sentence);
  sentence->begin = (uint32_t)(p - s->text);
  sentence->end = sentence->begin;
  sentence->first_mention = (uint32_t)s->count;
  s->planned = 0;
  s->clause_mention = s->count;
}

static void close_sentence(Scan *s, const uint8_t *p) {
  Sentence *sentence = &s->sentences[s->sentence_count - 1];
  sentence->end = (uint32_t)(p - s->text);
  if (sentence->end == sentence->begin) {
    s->sentence_count--;
  }
}

/* 。！？ with the quotes and brackets that close after them, or a line end; NULL elsewhere. */
static const uint8_t *sentence_end(const Scan *s, const uint8_t *p, uint32_t cp, uint32_t size) {
  if (cp == '\n') {
    return p + 1;
  }
  if (cp != 0x3002 && cp != 0xFF01 && cp != 0xFF1F && cp != '!' && cp != '?') {
    return NULL;
  }
  p += size;
  for (Utf8Char c = utf8_at(p, s->end); c.cp == 0x201D || c.cp == 0x2019 || c.cp == 0x300D ||
       c.cp == 0xFF09 || c.cp == 0xFF01 || c.cp == 0xFF1F || c.cp == 0x3002;
       c = utf8_at(p, s->end)) {
    p += c.size;
  }
  return p;
}

/* …12%左右的预期目标: what precedes in the clause is planned; 超过98%的目标 tells of a result. */
static void plan_back(Scan *s) {
  for (size_t i = s->clause_mention; i < s->count; i++) {
    s->mentions[i].status = STATUS_TARGET;
  }
  s->clause_mention = s->count;
}

static const uint8_t *emit_term(Scan *s, const uint8_t *p, size_t size, uint32_t id) {
  const Term *term = &s->tables->term[id - 1];
  const uint8_t *end = p + size;
  if (term->role == TERM_TARGET) {
    s->planned = 1;
  } else if (term->role == TERM_TARGET_BACK) {
    plan_back(s);
  }
  if (term->kind == KIND_NONE) {
    return end;
  }
  PeriodValue period = term->period;
  if (term->kind == KIND_PERIOD && term->cls == CLASS_RELATIVE) {
    end = scan_period_tail(s, end, &period);
  }
  Mention *m = scan_add(s, (Kind)term->kind, (Class)term->cls, p, end);
  m->term = id;
  m->period = period;
  s->sentences[m->sentence].groups |= term->groups;
  return end;
}

/* The reading of a numeral: code, period, quantity, or a number that says nothing we know. */
static const uint8_t *read_numeral(Scan *s, const uint8_t *p, int at_line_start) {
  Numeral n = numeral_at(p, s->end);
  if (n.size == 0) {
    return NULL;
  }
  const uint8_t *end = scan_list_marker(s, p, &n, at_line_start);
  end = end ? end : scan_period(s, p, &n);
  end = end ? end : scan_identifier(s, p, &n);
  end = end ? end : scan_quantity(s, p, &n);
  if (end == NULL) {
    Mention *m = scan_add(s, KIND_NON_QUANTITY, n.arabic ? CLASS_IDENTIFIER : CLASS_LEXICAL, p,
                          p + n.size);
    m->number_begin = m->begin;
    m->number_end = m->end;
    end = p + n.size;
  }
  return end;
}

/* 一季度, 三月份: listed as no quantity, and a period all the same. */
static int is_date(const Scan *s, uint32_t id) {
  return s->tables->term[id - 1].cls == CLASS_DATE && s->mentions[s->count - 1].kind == KIND_PERIOD;
}

static int is_numeral(const Tables *tables, uint32_t cp) {
  return cp < 0x10000 && (tables->numerals[cp >> 6] >> (cp & 63) & 1);
}

static int leads_numeral(uint32_t cp) { return cp == ORDER || cp == DOUBLE || cp == FIRST; }

/* Tries both readings and keeps the longer: 统一 is a word, 一百二十个 a quantity. */
static const uint8_t *term_or_numeral(Scan *s, const uint8_t *p, int at_line_start, int term_may) {
  uint32_t id = 0;
  size_t size = term_may ? matcher_longest_here(&s->tables->terms, p, s->end, &id) : 0;
  uint32_t cp = utf8_at(p, s->end).cp;
  if (!is_numeral(s->tables, cp) && !leads_numeral(cp)) {
    return size ? emit_term(s, p, size, id) : NULL;
  }
  size_t count = s->count;
  Sentence saved = s->sentences[s->sentence_count - 1];
  const uint8_t *end = NULL;
  if (cp == ORDER) {
    end = scan_ordinal(s, p);
  } else if (cp == DOUBLE) {
    end = scan_doubling(s, p);
  } else if (cp == FIRST) {
    end = scan_first_months(s, p);
  } else {
    end = read_numeral(s, p, at_line_start);
  }
  if (end != NULL && (end > p + size || (end == p + size && is_date(s, id)))) {
    return end;
  }
  if (size == 0) {
    return end;
  }
  s->count = count;
  s->sentences[s->sentence_count - 1] = saved;
  return emit_term(s, p, size, id);
}

static int opens_quotation(uint32_t cp) {
  return cp == 0x201C || cp == 0x2018 || cp == 0x300C || cp == 0x300E || cp == 0x300A || cp == '"';
}

static const uint8_t *read_at(Scan *s, const uint8_t *p, Utf8Char c, int at_line_start, int may) {
  if (c.cp < 0x80) {
    if ((c.cp | 0x20) >= 'a' && (c.cp | 0x20) <= 'z') {
      uint32_t id = 0;
      size_t size = may ? matcher_longest_here(&s->tables->terms, p, s->end, &id) : 0;
      return size ? emit_term(s, p, size, id) : scan_letters(s, p);
    }
    if (c.cp >= '0' && c.cp <= '9') {
      return term_or_numeral(s, p, at_line_start, may);
    }
    return c.cp == '"' ? scan_quotation(s, p) : NULL;
  }
  if (opens_quotation(c.cp)) {
    return scan_quotation(s, p);
  }
  if (!may && !is_numeral(s->tables, c.cp) && !leads_numeral(c.cp)) {
    return NULL;
  }
  return term_or_numeral(s, p, at_line_start, may);
}

static int is_special(uint32_t cp) {
  if (cp < 0x80) {
    return cp == '\n' || cp == '!' || cp == '?' || cp == ',' || cp == '"' ||
           (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
  }
  return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == COMMA || opens_quotation(cp) ||
         numeral_begins(cp) || leads_numeral(cp);
}

static void note_special(Tables *tables, uint32_t cp) {
  MatcherHead *head = &tables->gate_head;
  if (numeral_begins(cp)) {
    tables->numerals[cp >> 6] |= (uint64_t)1 << (cp & 63);
  }
  if (cp < 0x80) {
    matcher_note_first(head, (uint8_t)cp, MATCHER_BEGINS | MATCHER_ONE);
  } else { /* all have three bytes */
    uint64_t bytes = (0xE0 | cp >> 12) | (0x80 | (cp >> 6 & 63)) << 8 | (0x80 | (cp & 63)) << 16;
    matcher_set_short(head, bytes);
    matcher_note_first(head, (uint8_t)bytes, MATCHER_BEGINS);
  }
}

void scan_make_gate(Tables *tables) {
  /* Blocks of Unicode that hold special characters: ASCII, punctuation, hanzi, full-width forms. */
  static const uint32_t blocks[][2] = {
      {0, 0x80}, {0x2000, 0x3100}, {0x4E00, 0xA000}, {0xFF00, 0x10000}};
  tables->gate_head = tables->terms_head;
  tables->gate_head.has_short = 1;
  tables->gate = tables->terms;
  tables->gate.head = &tables->gate_head;
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
    for (uint32_t cp = blocks[i][0]; cp < blocks[i][1]; cp++) {
      if (is_special(cp)) {
        note_special(tables, cp);
      }
    }
  }
}

/* The places ahead at which something may begin; most of a text is none. */
typedef struct {
  uint32_t at[2048];
  size_t count, next;
  size_t from, until; /* where they were gathered */
} Places;

/* The next place from `p` on; *may tells whether a term may begin there. */
static const uint8_t *next_place(Scan *s, Places *places, const uint8_t *p, int *may) {
  const size_t most = sizeof places->at / sizeof *places->at;
  size_t from = (size_t)(p - s->text);
  size_t size = (size_t)(s->end - s->text);
  for (;;) {
    for (; places->next < places->count; places->next++) {
      uint32_t place = places->at[places->next];
      size_t at = places->from + (place & ~MATCHER_MAY);
      if (at >= from) {
        p = s->text + at;
        *may = (place & MATCHER_MAY) != 0 || matcher_short_may(&s->tables->terms, p, s->end);
        return p;
      }
    }
    if (places->until >= size) {
      return s->end;
    }
    s->poll(s);
    places->from = places->until > from ? places->until : from;
    places->until = size - places->from > most ? places->from + most : size;
    places->next = 0;
    places->count = matcher_places(&s->tables->gate, s->text, size, places->from, places->until, 0,
                                   places->at);
  }
}

static int is_blank(uint32_t cp) {
  return cp == ' ' || cp == '\t' || cp == 0x3000 || cp == '#' || cp == '*' || cp == '\r';
}

static int all_blank(const uint8_t *p, const uint8_t *end) {
  while (p < end) {
    Utf8Char c = utf8_at(p, end);
    if (!is_blank(c.cp)) {
      return 0;
    }
    p += c.size;
  }
  return 1;
}

/* No prose has sentences so long: text without stops is cut, so that work on one is bounded. */
enum { LONGEST_SENTENCE = 6144 };

/* Cuts what is overlong before a sentence goes on at `p`: at what is no hanzi, or there. */
static void cut_overlong(Scan *s, const uint8_t *from, const uint8_t *p) {
  for (;;) {
    const uint8_t *begin = s->text + s->sentences[s->sentence_count - 1].begin;
    if (p - begin <= LONGEST_SENTENCE) {
      return;
    }
    const uint8_t *at = from > begin + LONGEST_SENTENCE + 1 ? from : begin + LONGEST_SENTENCE + 1;
    while (at < p && ((*at & 0xF0) == 0xE0 || (*at & 0xC0) == 0x80)) {
      at++;
    }
    close_sentence(s, at);
    open_sentence(s, at);
  }
}

void scan_run(Scan *s) {
  Places places;
  places.count = places.next = places.until = 0;
  int may = 0;
  const uint8_t *p = s->text;
  int at_line_start = 1;
  open_sentence(s, p);
  while (p < s->end) {
    const uint8_t *place = next_place(s, &places, p, &may);
    at_line_start = at_line_start && all_blank(p, place);
    if (place == s->end) {
      p = place;
      break;
    }
    cut_overlong(s, p, place);
    p = place;
    Utf8Char c = utf8_at(p, s->end);
    const uint8_t *end = sentence_end(s, p, c.cp, c.size);
    if (end != NULL) {
      close_sentence(s, c.cp == '\n' ? p : end);
      at_line_start = c.cp == '\n';
      p = end;
      open_sentence(s, p);
      continue;
    }
    if (c.cp == COMMA || c.cp == ',') {
      s->clause_mention = s->count;
    }
    end = read_at(s, p, c, at_line_start, may);
    at_line_start = at_line_start && is_blank(c.cp);
    p = end != NULL && end > p ? end : p + c.size;
  }
  close_sentence(s, p);
}
