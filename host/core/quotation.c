/* Quoted names: “三个表率”, “书记项目”, 《…》. A short quotation is a name: an initiative when a word
 * such as 行动 or 品牌 stands behind it (also at the end of a list of names), a slogan when it holds
 * a numeral. Results go to the scan's arrays; offsets are bytes from 0, half-open. */
#include "core/scan.h"
#include "core/utf8.h"

enum { NAME_LONGEST = 32, TITLE_LONGEST = 60, LOOK_AHEAD = 12 };

typedef struct {
  const uint8_t *inside, *inside_end, *end;
  int characters;
  int sentence;  /* holds 。！？ or a percentage */
  int numeral;
} Quotation;

static uint32_t closing_of(uint32_t open) {
  switch (open) {
    case 0x201C: return 0x201D; /* “ ” */
    case 0x2018: return 0x2019; /* ‘ ’ */
    case 0x300C: return 0x300D; /* 「 」 */
    case 0x300E: return 0x300F; /* 『 』 */
    case 0x300A: return 0x300B; /* 《 》 */
    case '"': return '"';
    default: return 0;
  }
}

/* Reads to the closing mark; 0 when there is none near by on the same line. */
static int read_quotation(const Scan *s, const uint8_t *p, Quotation *q) {
  Utf8Char c = utf8_at(p, s->end);
  uint32_t close = closing_of(c.cp);
  int longest = c.cp == 0x300A ? TITLE_LONGEST : NAME_LONGEST;
  const uint8_t *at = p + c.size;
  q->inside = at;
  for (q->characters = 0; q->characters <= longest; q->characters++) {
    c = utf8_at(at, s->end);
    if (c.size == 0 || c.cp == '\n') {
      return 0;
    }
    if (c.cp == close) {
      q->inside_end = at;
      q->end = at + c.size;
      return q->characters > 0;
    }
    q->sentence |= c.cp == 0x3002 || c.cp == 0xFF01 || c.cp == 0xFF1F || c.cp == '%' ||
                   c.cp == 0xFF05 || c.cp == 0xFF1B;
    q->numeral |= numeral_digit(c.cp) >= 0 || numeral_scale(c.cp) > 0;
    at += c.size;
  }
  return 0;
}

static int is_name(const Scan *s, const uint8_t *p, const Quotation *q) {
  if (SCAN_AT(p, s->end, "《")) {
    return 1;
  }
  return !q->sentence && q->characters <= 24;
}

/* The term that ends the quoted name: 高新区讲堂 -> 讲堂, 书记项目. */
static uint32_t term_inside(const Scan *s, const Quotation *q) {
  for (const uint8_t *p = q->inside; p < q->inside_end;) {
    uint32_t term = 0;
    size_t size = matcher_longest(&s->tables->terms, p, q->inside_end, &term);
    if (size > 0 && p + size == q->inside_end &&
        s->tables->term[term - 1].kind == KIND_INITIATIVE) {
      return term;
    }
    p += utf8_at(p, q->inside_end).size;
  }
  return 0;
}

/* The word behind the name that says what it is: “江海领航”行动, “x”、“y”等优秀品牌. */
static uint32_t head_after(const Scan *s, const uint8_t *p) {
  const uint8_t *at = p;
  for (int i = 0; i < LOOK_AHEAD && at < s->end; i++) {
    uint32_t term = 0;
    size_t size = matcher_longest(&s->tables->terms, at, s->end, &term);
    if (size > 0 && s->tables->term[term - 1].head) {
      return term;
    }
    Utf8Char c = utf8_at(at, s->end);
    if (!utf8_is_hanzi(c.cp) || (i == 0 && size > 0 && c.cp != 0x7B49)) {
      return 0; /* 等 */
    }
    if (i >= 2 && !SCAN_AT(p, s->end, "等")) {
      return 0;
    }
    at += c.size;
  }
  return 0;
}

/* Names listed before this one with 、 between them take its class. */
static void spread_head(Scan *s, size_t index) {
  const Mention *last = &s->mentions[index];
  uint32_t begin = last->begin;
  for (size_t i = index; i-- > 0;) {
    Mention *m = &s->mentions[i];
    if (m->kind == KIND_ORGANISATION || m->kind == KIND_PLACE || m->kind == KIND_CUE) {
      continue;
    }
    uint32_t gap = begin - m->end;
    if (gap > 42 || m->end < 3 || m->cls != CLASS_NAMED || m->kind != KIND_NONE) {
      return;
    }
    const uint8_t *between = s->text + m->end;
    if (gap > 0 && !SCAN_AT(between, s->end, "、") && !SCAN_AT(between, s->end, "和")) {
      return;
    }
    m->kind = KIND_INITIATIVE;
    m->term = last->term;
    begin = m->begin;
  }
}

const uint8_t *scan_quotation(Scan *s, const uint8_t *p) {
  Quotation q = {0};
  if (!read_quotation(s, p, &q) || !is_name(s, p, &q)) {
    return NULL;
  }
  uint32_t term = term_inside(s, &q);
  uint32_t head = term ? term : head_after(s, q.end);
  Kind kind = head ? KIND_INITIATIVE : q.numeral ? KIND_NON_QUANTITY : KIND_NONE;
  Mention *m = scan_add(s, kind, head || !q.numeral ? CLASS_NAMED : CLASS_SLOGAN, p, q.end);
  m->number_begin = (uint32_t)(q.inside - s->text);
  m->number_end = (uint32_t)(q.inside_end - s->text);
  m->term = head;
  if (head) {
    s->sentences[s->sentence_count - 1].groups |= s->tables->term[head - 1].groups;
    spread_head(s, s->count - 1);
  }
  return q.end;
}
