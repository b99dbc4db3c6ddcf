/* Shapes that hold numerals and count nothing: ordinals, list markers, identifiers, Latin words.
 * Each function looks at one place and returns the end of what it emitted, or NULL.
 * Results go to the scan's arrays, which the caller owns. */
#include <string.h>

#include "core/scan.h"
#include "core/utf8.h"

typedef struct {
  const char *word;
  size_t size;
} Word;

#define WORD(literal) {literal, sizeof(literal) - 1}

/* The size of the first of these words that begins at p, 0 if none does. */
static size_t word_at(const uint8_t *p, const uint8_t *end, const Word *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (scan_matches(p, end, words[i].word, words[i].size)) {
      return words[i].size;
    }
  }
  return 0;
}

/* Whether one of these words ends at p. */
static int word_before(const uint8_t *p, const uint8_t *begin, const Word *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t size = words[i].size;
    if ((size_t)(p - begin) >= size && p[-1] == (uint8_t)words[i].word[size - 1] &&
        memcmp(p - size, words[i].word, size) == 0) {
      return 1;
    }
  }
  return 0;
}

typedef struct {
  const char *word;
  size_t size;
  Class cls;
} Suffix;

static const uint8_t *suffix_at(const uint8_t *p, const uint8_t *end, const Suffix *list,
                                size_t count, Class *cls) {
  for (size_t i = 0; i < count; i++) {
    if (scan_matches(p, end, list[i].word, list[i].size)) {
      *cls = list[i].cls;
      return p + list[i].size;
    }
  }
  return NULL;
}

static Mention *add_numbered(Scan *s, Class cls, const uint8_t *begin, const uint8_t *end,
                             const uint8_t *number, size_t size) {
  Mention *m = scan_add(s, KIND_NON_QUANTITY, cls, begin, end);
  m->number_begin = (uint32_t)(number - s->text);
  m->number_end = m->number_begin + (uint32_t)size;
  return m;
}

/* 第十三届, 第1期, 第三产业 at 第. */
const uint8_t *scan_ordinal(Scan *s, const uint8_t *p) {
  static const Word classifiers[] = {
      WORD("季度"), WORD("届"), WORD("次"), WORD("批"), WORD("期"), WORD("个"), WORD("名"), WORD("位"),
      WORD("轮"), WORD("阶段"), WORD("项"), WORD("条"), WORD("款"), WORD("章"), WORD("节"), WORD("页"),
      WORD("版"), WORD("号"), WORD("组"), WORD("集"), WORD("回"), WORD("场"), WORD("年"), WORD("天"),
      WORD("大"), WORD("产业"), WORD("方"), WORD("人民"), WORD("线"), WORD("手")};
  const uint8_t *q = scan_skip_blanks(p + 3, s->end);
  Numeral n = numeral_at(q, s->end);
  if (n.size == 0 || n.decimal) {
    return NULL;
  }
  const uint8_t *end = q + n.size;
  const uint8_t *after = scan_skip_blanks(end, s->end);
  size_t size = word_at(after, s->end, classifiers, sizeof classifiers / sizeof *classifiers);
  end = size > 0 ? after + size : end;
  if (SCAN_AT(after, s->end, "季度") && n.value <= 4) {
    Mention *m = scan_add(s, KIND_PERIOD, CLASS_PART, p, end);
    m->period.basis = YEAR_MISSING;
    m->period.month = (uint8_t)(n.value * 3 - 2);
    m->period.last_month = (uint8_t)(n.value * 3);
    return end;
  }
  add_numbered(s, CLASS_ORDINAL, p, end, q, n.size);
  return end;
}

static int may_open_list(const Scan *s, const uint8_t *p) {
  uint32_t before = utf8_before(p, s->text).cp;
  return before == 0 || before == '\n' || before == ' ' || before == 0x3000 || before == 0x3002 ||
         before == 0xFF1B || before == 0xFF1A || before == ':' || before == ';' ||
         before == 0x201C || before == 0xFF0C || before == ',' || before == 0xFF08 ||
         before == '(' ||
         before == 0xFF09 || before == ')' || before == 0x3001;
}

/* 一、 1. （三） (2) 一是 二要, at the beginning of a line or a clause. */
const uint8_t *scan_list_marker(Scan *s, const uint8_t *p, const Numeral *n, int at_line_start) {
  if (n->value > 99 || n->decimal || n->vague || !may_open_list(s, p)) {
    return NULL;
  }
  const uint8_t *q = p + n->size;
  uint32_t before = utf8_before(p, s->text).cp;
  uint32_t next = utf8_at(q, s->end).cp;
  int bracketed = (before == 0xFF08 || before == '(') && (next == 0xFF09 || next == ')');
  int dotted = at_line_start && (next == 0x3001 || next == '.' || next == 0xFF0E || next == ')' ||
                                 next == 0xFF09);
  if (dotted && numeral_digit(utf8_at(q + 1, s->end).cp) >= 0) {
    return NULL;
  }
  if (bracketed || dotted) {
    q += utf8_at(q, s->end).size;
    const uint8_t *begin = bracketed ? p - utf8_before(p, s->text).size : p;
    add_numbered(s, CLASS_LIST_MARKER, begin, q, p, n->size);
    return q;
  }
  if (n->chinese && !n->arabic && (next == 0x662F || next == 0x8981)) { /* 是 要 */
    q += 3;
    add_numbered(s, CLASS_LIST_MARKER, p, q, p, n->size);
    return q;
  }
  return NULL;
}

static int is_latin(uint8_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int in_word(uint8_t c) {
  return is_latin(c) || (c >= '0' && c <= '9') || c == '_';
}

static int joins_words(const uint8_t *p, const uint8_t *end) {
  return (*p == '.' || *p == '-' || *p == '/' || *p == '+' || *p == '@' || *p == '*' ||
          *p == ':') && p + 1 < end && in_word(p[1]);
}

/* G15, IPV6, IE9.0, A1版, http://…: a Latin word; a mention when it holds a digit. */
const uint8_t *scan_letters(Scan *s, const uint8_t *p) {
  const uint8_t *q = p;
  const uint8_t *digit = NULL;
  while (q < s->end && (in_word(*q) || joins_words(q, s->end))) {
    if (*q >= '0' && *q <= '9' && digit == NULL) {
      digit = q;
    }
    q++;
  }
  if (digit == NULL) {
    Numeral n = numeral_at(q, s->end); /* A座15楼 is left to the numeral */
    return n.size > 0 && n.positional ? NULL : q;
  }
  q = SCAN_AT(q, s->end, "版") || SCAN_AT(q, s->end, "级") ? q + 3 : q;
  add_numbered(s, CLASS_IDENTIFIER, p, q, digit, 1);
  return q;
}

/* 9:00 has two digits behind its colon, 3:1 and 1:5 are ratios. */
static Class class_of_colon(const uint8_t *p, const uint8_t *end) {
  while (*p != ':') {
    p++;
  }
  int digits = 0;
  for (p++; p < end && *p >= '0' && *p <= '9'; p++) {
    digits++;
  }
  return digits == 2 ? CLASS_TIME_OF_DAY : CLASS_RATIO;
}

/* 0519-85685023, 9:00-17:00, 1024*768, 1.2.3, 1+X, 5G: digits with signs that make a code. */
static const uint8_t *digit_code(Scan *s, const uint8_t *p, const Numeral *n) {
  const uint8_t *q = p + n->size;
  if (!n->arabic || q >= s->end) {
    return NULL;
  }
  const uint8_t *start = q;
  while (q < s->end && (in_word(*q) || joins_words(q, s->end))) {
    q++;
  }
  if (q == start) {
    return NULL;
  }
  int letters = 0;
  int colons = 0;
  int hyphens = 0;
  for (const uint8_t *r = start; r < q; r++) {
    letters += is_latin(*r);
    colons += *r == ':';
    hyphens += *r == '-';
  }
  Class cls = colons == 0 || letters ? CLASS_IDENTIFIER : class_of_colon(start, q);
  if (hyphens == 1 && !letters && colons == 0 && start[0] == '-') {
    Numeral m = numeral_at(start + 1, s->end);
    int phone = *p == '0' || m.digits >= 7;
    if (!phone && start + 1 + m.size == q) {
      return NULL; /* 20-30 */
    }
  }
  add_numbered(s, cls, p, q, p, (size_t)(q - p));
  return q;
}

/* What follows a numeral and makes it a name, a rank, a grade, an address. */
#define SUFFIX(literal, cls) {literal, sizeof(literal) - 1, cls}

static const Suffix SUFFIXES[] = {
    SUFFIX("号楼", CLASS_IDENTIFIER), SUFFIX("号线", CLASS_IDENTIFIER), SUFFIX("号", CLASS_IDENTIFIER),
    SUFFIX("楼", CLASS_IDENTIFIER), SUFFIX("室", CLASS_IDENTIFIER), SUFFIX("单元", CLASS_IDENTIFIER),
    SUFFIX("版", CLASS_VERSION), SUFFIX("星级", CLASS_GRADE), SUFFIX("等奖", CLASS_ORDINAL),
    SUFFIX("级", CLASS_LEVELS), SUFFIX("周年", CLASS_ANNIVERSARY), SUFFIX("华诞", CLASS_ANNIVERSARY),
    SUFFIX("届", CLASS_ORDINAL), SUFFIX("次全会", CLASS_ORDINAL), SUFFIX("次全体", CLASS_ORDINAL),
    SUFFIX("次党代会", CLASS_ORDINAL), SUFFIX("中全会", CLASS_ORDINAL), SUFFIX("次会议", CLASS_ORDINAL),
    SUFFIX("年级", CLASS_ORDINAL), SUFFIX("周岁", CLASS_AGE), SUFFIX("岁", CLASS_AGE),
    SUFFIX("时", CLASS_TIME_OF_DAY), SUFFIX("星", CLASS_GRADE), SUFFIX("等", CLASS_GRADE)};

/* 四⏎⏎星级: the suffix after a broken line. */
static const uint8_t *over_line_break(const uint8_t *p, const uint8_t *end) {
  const uint8_t *q = p;
  while (q < end && (*q == '\n' || *q == '\r' || *q == ' ')) {
    q++;
  }
  return q > p && *p != ' ' && SCAN_AT(q, end, "星级") ? q : p;
}

static int session_of_congress(const Scan *s, const uint8_t *p) {
  static const Word words[] = {
      WORD("届"), WORD("人大"), WORD("政协"), WORD("委员会"), WORD("纪委"), WORD("大会")};
  return word_before(p, s->text, words, sizeof words / sizeof *words);
}

/* After ICP备, 电话, 〔2022〕, 邮编 and the like digits are a code. */
static int follows_code_word(const Scan *s, const uint8_t *p) {
  static const Word words[] = {
      WORD("ICP备"), WORD("网安备"), WORD("电话"), WORD("电话："), WORD("电话:"), WORD("邮编"), WORD("邮编："),
      WORD("编码"), WORD("证号"), WORD("字第"), WORD("热线"), WORD("传真："), WORD("邮编:"), WORD("QQ："),
      WORD("浏览次数："), WORD("浏览次数:"), WORD("点击数："), WORD("阅读："), WORD("浏览量："), WORD("访问量："),
      WORD("点击率："), WORD("来源：")};
  while (p > s->text && (p[-1] == ' ' || p[-1] == '(')) {
    p--;
  }
  return word_before(p, s->text, words, sizeof words / sizeof *words);
}

/* 〔2022〕, [2021]: the year of a document number. */
static const uint8_t *document_number(Scan *s, const uint8_t *p, const Numeral *n) {
  uint32_t before = utf8_before(p, s->text).cp;
  uint32_t after = utf8_at(p + n->size, s->end).cp;
  if ((before == 0x3014 || before == '[' || before == 0x3010) && n->arabic && n->digits == 4 &&
      (after == 0x3015 || after == ']' || after == 0x3011)) {
    add_numbered(s, CLASS_IDENTIFIER, p, p + n->size, p, n->size);
    return p + n->size;
  }
  return NULL;
}

static const uint8_t *suffixed(Scan *s, const uint8_t *p, const Numeral *n) {
  Class cls = CLASS_NONE;
  const uint8_t *q = over_line_break(p + n->size, s->end);
  q = scan_skip_blanks(q, s->end);
  const uint8_t *end = suffix_at(q, s->end, SUFFIXES, sizeof SUFFIXES / sizeof *SUFFIXES, &cls);
  if (SCAN_AT(q, s->end, "大") && !n->arabic && n->value >= 2 && n->value <= 30) {
    cls = n->value >= 15 ? CLASS_ORDINAL : CLASS_SLOGAN; /* 二十大, 三大行动 */
    end = q + 3;
  }
  if (SCAN_AT(q, s->end, "次") && session_of_congress(s, p)) {
    cls = CLASS_ORDINAL;
    end = q + (SCAN_AT(q, s->end, "次会议") ? 9 : 3);
  }
  int spoils = end == NULL || n->over || n->bare_scale;
  if (spoils && cls != CLASS_ANNIVERSARY) {
    return NULL;
  }
  if (cls == CLASS_TIME_OF_DAY && (n->value > 24 || !n->arabic || SCAN_AT(end, s->end, "代"))) {
    return NULL;
  }
  if ((cls == CLASS_GRADE && SCAN_AT(q, s->end, "等") && !SCAN_AT(q, s->end, "等级")) ||
      (cls == CLASS_IDENTIFIER && SCAN_AT(q, s->end, "室") && !n->arabic)) {
    return NULL;
  }
  add_numbered(s, cls, p, end, p, n->size);
  return end;
}

const uint8_t *scan_identifier(Scan *s, const uint8_t *p, const Numeral *n) {
  const uint8_t *end = document_number(s, p, n);
  end = end ? end : suffixed(s, p, n);
  if (end == NULL && n->arabic && (follows_code_word(s, p) || (n->digits >= 9 && n->scale == 1))) {
    const uint8_t *q = p + n->size;
    while (q < s->end && (in_word(*q) || joins_words(q, s->end))) {
      q++;
    }
    q = SCAN_AT(q, s->end, "号") ? q + 3 : q;
    add_numbered(s, CLASS_IDENTIFIER, p, q, p, n->size);
    return q;
  }
  return end ? end : digit_code(s, p, n);
}
