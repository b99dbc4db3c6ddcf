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
  const uint8_t *end = scan_list_marker(s, p, at_line_start);
  if (end != NULL) {
    return end;
  }
  Numeral n = numeral_at(p, s->end);
  if (n.size == 0) {
    return NULL;
  }
  end = scan_period(s, p, &n);
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

/* Tries both readings and keeps the longer: 统一 is a word, 一百二十个 a quantity. */
static const uint8_t *term_or_numeral(Scan *s, const uint8_t *p, int at_line_start, int term_may) {
  uint32_t id = 0;
  size_t size = term_may ? lexicon_longest(s->tables->terms, p, s->end, &id) : 0;
  size_t count = s->count;
  Sentence saved = s->sentences[s->sentence_count - 1];
  const uint8_t *end = NULL;
  uint32_t cp = utf8_at(p, s->end).cp;
  if (cp == ORDER) {
    end = scan_ordinal(s, p);
  } else if (cp == DOUBLE) {
    end = scan_doubling(s, p);
  } else if (cp == FIRST) {
    end = scan_first_months(s, p);
  } else if (numeral_begins(cp)) {
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

static int leads_numeral(uint32_t cp) { return cp == ORDER || cp == DOUBLE || cp == FIRST; }

static int opens_quotation(uint32_t cp) {
  return cp == 0x201C || cp == 0x2018 || cp == 0x300C || cp == 0x300E || cp == 0x300A || cp == '"';
}

static const uint8_t *read_at(Scan *s, const uint8_t *p, Utf8Char c, int at_line_start) {
  if (c.cp < 0x80) {
    if ((c.cp | 0x20) >= 'a' && (c.cp | 0x20) <= 'z') {
      uint32_t id = 0;
      size_t size = lexicon_longest(s->tables->terms, p, s->end, &id);
      return size ? emit_term(s, p, size, id) : scan_letters(s, p);
    }
    if (c.cp >= '0' && c.cp <= '9') {
      return term_or_numeral(s, p, at_line_start, 1);
    }
    return c.cp == '"' ? scan_quotation(s, p) : NULL;
  }
  if (opens_quotation(c.cp)) {
    return scan_quotation(s, p);
  }
  uint32_t next = utf8_at(p + c.size, s->end).cp;
  int may = lexicon_may_begin(s->tables->terms, c.cp, next);
  if (!may && !numeral_begins(c.cp) && !leads_numeral(c.cp)) {
    return NULL;
  }
  return term_or_numeral(s, p, at_line_start, may);
}

void scan_mark_special(Tables *tables) {
  for (uint32_t cp = 0x80; cp < 0x10000; cp++) {
    int ends = cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == COMMA;
    if (ends || opens_quotation(cp) || numeral_begins(cp) || leads_numeral(cp)) {
      tables->special[cp >> 6] |= (uint64_t)1 << (cp & 63);
    }
  }
}

static inline uint32_t three_bytes(const uint8_t *p) {
  return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
}

/* Passes over characters at which nothing can begin: most of the text. */
static const uint8_t *skip_plain(const Scan *s, const uint8_t *p) {
  const Tables *tables = s->tables;
  while (s->end - p >= 6 && (p[0] & 0xF0) == 0xE0) {
    uint32_t cp = three_bytes(p);
    uint32_t next = (p[3] & 0xF0) == 0xE0 ? three_bytes(p + 3) : p[3] < 0x80 ? p[3] : 0;
    if (next == 0 || (tables->special[cp >> 6] >> (cp & 63) & 1) ||
        lexicon_may_begin(tables->terms, cp, next)) {
      return p;
    }
    p += 3;
  }
  return p;
}

/* No prose has sentences so long: text without stops is cut, so that work on one is bounded. */
enum { LONGEST_SENTENCE = 6144 };

static int is_overlong(const Scan *s, const uint8_t *p) {
  return p - s->text - s->sentences[s->sentence_count - 1].begin > LONGEST_SENTENCE;
}

void scan_run(Scan *s) {
  const uint8_t *p = s->text;
  int at_line_start = 1;
  open_sentence(s, p);
  while (p < s->end) {
    const uint8_t *plain = skip_plain(s, p);
    if (plain > p) {
      while (at_line_start && p < plain) {
        at_line_start = SCAN_AT(p, plain, "　");
        p += 3;
      }
      p = plain;
      if (p == s->end) {
        break;
      }
    }
    if (is_overlong(s, p)) {
      close_sentence(s, p);
      open_sentence(s, p);
    }
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
    end = read_at(s, p, c, at_line_start);
    at_line_start = at_line_start && (c.cp == ' ' || c.cp == '\t' || c.cp == 0x3000 ||
                                      c.cp == '#' || c.cp == '*' || c.cp == '\r');
    p = end != NULL && end > p ? end : p + c.size;
  }
  close_sentence(s, p);
}
