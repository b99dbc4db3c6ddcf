/* Dates and periods: 2021年8月31日, 2021-08-31, 2018—2022年, 1—9月, 去年上半年, 前三季度, 截至2021年底.
 * Values are years, months and days as numbers, 0 where not said; a missing or relative year is
 * resolved later, from the sentence and the document. Results go to the scan's arrays. */
#include <string.h>

#include "core/scan.h"
#include "core/utf8.h"

static int is_year(const Numeral *n) {
  return !n->decimal && !n->grouped && n->value >= 1900 && n->value <= 2100 &&
         ((n->arabic && n->digits == 4) || (n->positional && n->digits == 4));
}

static const uint8_t *sign_at(const uint8_t *p, const uint8_t *end) {
  const uint8_t *sign = scan_range_sign(scan_skip_blanks(p, end), end);
  return sign ? scan_skip_blanks(sign, end) : NULL;
}

/* A small number (at most `most`) followed by one of two words; 0 when it is not there. */
static int number_before(const uint8_t **p, const uint8_t *end, int most, const char *word,
                         const char *other) {
  const uint8_t *q = scan_skip_blanks(*p, end);
  Numeral n = numeral_at(q, end);
  if (n.size == 0 || n.vague || n.decimal || n.bare_scale || n.value < 1 || n.value > most) {
    return 0;
  }
  q = scan_skip_blanks(q + n.size, end);
  if (scan_matches(q, end, word, strlen(word))) {
    *p = q + strlen(word);
    return (int)n.value;
  }
  if (other != NULL && scan_matches(q, end, other, strlen(other))) {
    *p = q + strlen(other);
    return (int)n.value;
  }
  return 0;
}

static int days_in(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

static void set_months(PeriodValue *v, int first, int last) {
  v->month = (uint8_t)first;
  v->last_month = (uint8_t)last;
}

/* 一季度, 第三季度, 四季度 at p. */
static const uint8_t *quarter_at(const uint8_t *p, const uint8_t *end, PeriodValue *v) {
  const uint8_t *q = SCAN_AT(p, end, "第") ? p + 3 : p;
  int quarter = number_before(&q, end, 4, "季度", NULL);
  if (quarter == 0) {
    return NULL;
  }
  set_months(v, quarter * 3 - 2, quarter * 3);
  return q;
}

/* 前三季度, 前11个月. */
static const uint8_t *first_months(const uint8_t *p, const uint8_t *end, PeriodValue *v) {
  if (!SCAN_AT(p, end, "前")) {
    return NULL;
  }
  const uint8_t *q = p + 3;
  int quarters = number_before(&q, end, 4, "个季度", "季度");
  int months = quarters ? quarters * 3 : number_before(&q, end, 11, "个月", NULL);
  if (months == 0) {
    return NULL;
  }
  set_months(v, 1, months);
  return q;
}

/* 6月, 6月23日, 1—9月, 1月至9月, 6月上旬 at p. */
static const uint8_t *months_at(const uint8_t *p, const uint8_t *end, PeriodValue *v) {
  const uint8_t *q = p;
  int month = number_before(&q, end, 12, "月份", "月");
  if (month == 0) {
    Numeral n = numeral_at(p, end);
    const uint8_t *sign = n.size ? sign_at(p + n.size, end) : NULL;
    if (sign == NULL || n.value < 1 || n.value > 12 || n.decimal || n.vague) {
      return NULL;
    }
    int last = number_before(&sign, end, 12, "月份", "月");
    if (last <= (int)n.value) {
      return NULL;
    }
    set_months(v, (int)n.value, last);
    return sign;
  }
  set_months(v, month, month);
  const uint8_t *day_end = q;
  int day = number_before(&day_end, end, 31, "日", "号");
  if (day > 0 && day <= days_in(2020, month)) {
    v->day = v->last_day = (uint8_t)day;
    q = day_end;
  }
  const uint8_t *sign = sign_at(q, end);
  if (sign == NULL) {
    return q;
  }
  const uint8_t *r = sign;
  int last = number_before(&r, end, 12, "月份", "月");
  if (last >= month) {
    v->last_month = (uint8_t)last;
    v->last_day = 0;
    q = r;
    sign = r;
  }
  int last_day = day > 0 ? number_before(&sign, end, 31, "日", "号") : 0;
  if (last_day > 0) {
    v->last_day = (uint8_t)last_day;
    q = sign;
  }
  return q;
}

static const uint8_t *part_of_year(const uint8_t *p, const uint8_t *end, PeriodValue *v) {
  static const struct { const char *word; int first, last; } parts[] = {
      {"上半年", 1, 6}, {"下半年", 7, 12}, {"年初", 1, 1}, {"年底", 12, 12}, {"年末", 12, 12},
      {"初", 1, 1}, {"底", 12, 12}, {"末", 12, 12}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (scan_matches(p, end, parts[i].word, strlen(parts[i].word))) {
      set_months(v, parts[i].first, parts[i].last);
      return p + strlen(parts[i].word);
    }
  }
  return NULL;
}

/* What may follow a year: a part of it, a month and a day. Returns p when nothing does. */
const uint8_t *scan_period_tail(Scan *s, const uint8_t *p, PeriodValue *v) {
  const uint8_t *at = scan_skip_blanks(p, s->end);
  const uint8_t *q = part_of_year(at, s->end, v);
  q = q ? q : quarter_at(at, s->end, v);
  q = q ? q : first_months(at, s->end, v);
  q = q ? q : months_at(at, s->end, v);
  return q ? q : p;
}

static Class class_of(const PeriodValue *v) {
  if (v->basis == YEAR_WRITTEN && v->year != v->last_year) {
    return CLASS_RANGE;
  }
  if (v->day != 0) {
    return v->day == v->last_day && v->month == v->last_month ? CLASS_DAY : CLASS_RANGE;
  }
  if (v->month != 0) {
    return v->month == v->last_month ? CLASS_MONTH : CLASS_PART;
  }
  return v->basis == YEAR_RELATIVE ? CLASS_RELATIVE : CLASS_YEAR;
}

static const uint8_t *emit(Scan *s, const uint8_t *p, const uint8_t *end, size_t number,
                           const PeriodValue *v) {
  Mention *m = scan_add(s, KIND_PERIOD, class_of(v), p, end);
  m->number_begin = m->begin;
  m->number_end = m->begin + (uint32_t)number;
  m->period = *v;
  return end;
}

/* 2021-08-31, 2021.8.31, 2021/08/31; NULL when the four digits at p are no year. */
static const uint8_t *numeric_date(Scan *s, const uint8_t *p, PeriodValue *v) {
  const uint8_t *q = p;
  int year = 0;
  while (q < s->end && q < p + 4 && *q >= '0' && *q <= '9') {
    year = year * 10 + (*q++ - '0');
  }
  if (q != p + 4 || year < 1900 || year > 2100 || q >= s->end ||
      (*q != '-' && *q != '.' && *q != '/')) {
    return NULL;
  }
  v->year = v->last_year = (int16_t)year;
  char sign = (char)*q;
  int part[2] = {0, 0};
  for (int i = 0; i < 2; i++) {
    if (q >= s->end || *q != (uint8_t)sign) {
      return NULL;
    }
    q++;
    int digits = 0;
    while (q < s->end && *q >= '0' && *q <= '9' && digits < 3) {
      part[i] = part[i] * 10 + (*q - '0');
      digits++;
      q++;
    }
    if (digits < 1 || digits > 2) {
      return NULL;
    }
  }
  if (part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > days_in((int)v->year, part[0])) {
    return NULL;
  }
  set_months(v, part[0], part[0]);
  v->day = v->last_day = (uint8_t)part[1];
  return emit(s, p, q, 4, v);
}

/* 2018—2022年, 2018年至2022年, 2021-2024年度: both ends included. */
static const uint8_t *year_range(Scan *s, const uint8_t *p, const Numeral *n, PeriodValue *v) {
  const uint8_t *q = p + n->size;
  q = SCAN_AT(q, s->end, "年") ? q + 3 : q;
  const uint8_t *sign = sign_at(q, s->end);
  if (sign == NULL) {
    return NULL;
  }
  Numeral m = numeral_at(sign, s->end);
  const uint8_t *after = sign + m.size;
  if (m.size == 0 || !is_year(&m) || m.value < n->value || !SCAN_AT(after, s->end, "年")) {
    return NULL;
  }
  v->last_year = (int16_t)m.value;
  after += 3;
  after = SCAN_AT(after, s->end, "度") ? after + 3 : after;
  return emit(s, p, after, n->size, v);
}

static const uint8_t *with_year(Scan *s, const uint8_t *p, const Numeral *n) {
  PeriodValue v = {.year = (int16_t)n->value, .last_year = (int16_t)n->value};
  const uint8_t *end = year_range(s, p, n, &v);
  if (end != NULL) {
    return end;
  }
  const uint8_t *q = scan_skip_blanks(p + n->size, s->end);
  if (!SCAN_AT(q, s->end, "年")) {
    return NULL;
  }
  q += 3;
  q = SCAN_AT(q, s->end, "度") ? q + 3 : scan_period_tail(s, q, &v);
  return emit(s, p, q, n->size, &v);
}

/* False when nothing behind a numeral makes it a month, day, quarter or the first of a range. */
static int may_be_period(const uint8_t *p, const uint8_t *end) {
  uint32_t next = utf8_at(scan_skip_blanks(p, end), end).cp;
  return next == u'季' || next == u'月' || next == u'日' || sign_at(p, end) != NULL;
}

static const uint8_t *without_year(Scan *s, const uint8_t *p, const Numeral *n) {
  if (!may_be_period(p + n->size, s->end)) {
    return NULL;
  }
  PeriodValue v = {.basis = YEAR_MISSING};
  const uint8_t *end = quarter_at(p, s->end, &v);
  end = end ? end : months_at(p, s->end, &v);
  if (end != NULL) {
    return emit(s, p, end, n->size, &v);
  }
  const uint8_t *q = p;
  int day = number_before(&q, s->end, 31, "日", NULL);
  uint32_t next = utf8_at(q, s->end).cp;
  if (day > 0 && n->arabic && next != 0x5747 && next != 0x6E38) { /* 日均, 日游 */
    v.day = v.last_day = (uint8_t)day;
    return emit(s, p, q, n->size, &v);
  }
  return NULL;
}

const uint8_t *scan_first_months(Scan *s, const uint8_t *p) {
  PeriodValue v = {.basis = YEAR_MISSING};
  const uint8_t *end = first_months(p, s->end, &v);
  return end ? emit(s, p, end, (size_t)(end - p), &v) : NULL;
}

const uint8_t *scan_period(Scan *s, const uint8_t *p, const Numeral *n) {
  PeriodValue v = {0};
  const uint8_t *end = numeric_date(s, p, &v);
  if (end != NULL) {
    return end;
  }
  if (n->vague || n->decimal || n->bare_scale || n->over) {
    return NULL;
  }
  if (is_year(n)) {
    return with_year(s, p, n);
  }
  return without_year(s, p, n);
}
