/* A numeral with what stands around it becomes a quantity: mark, range, unit, mark.
 * Offsets are bytes from 0, half-open; low and high in the base unit (percent, 元, 人).
 * Results go to the scan's arrays, which the caller owns. */
#include <string.h>

#include "core/scan.h"
#include "core/utf8.h"

typedef struct {
  const uint8_t *begin;      /* with mark */
  const uint8_t *number;     /* the first numeral */
  const uint8_t *number_end; /* after the last numeral */
  const uint8_t *end;        /* with unit and mark */
  double low, high, step;
  uint32_t unit;             /* index + 1, 0: none */
  size_t unit_size;
  Mark mark;
  int ranged;
  int arabic;
  int bare_scale;
  int percent;               /* 百分之 stands before the numeral */
} Figure;

static const uint8_t *skip_more(const uint8_t *p, const uint8_t *end, int *over) {
  uint32_t cp = utf8_at(p, end).cp;
  if (cp == u'余' || cp == u'多' || cp == u'餘' || cp == u'来') {
    *over = cp == u'来' ? 2 : 1;
    return p + 3;
  }
  return p;
}

static int contains(const uint32_t *list, size_t count, uint32_t cp) {
  for (size_t i = 0; i < count; i++) {
    if (list[i] == cp) {
      return 1;
    }
  }
  return 0;
}

/* The unit that begins at p, or 0. A forbidden next character turns it down: 2场馆, 5人大代表. */
static uint32_t unit_at(const Scan *s, const uint8_t *p, int arabic, size_t *size) {
  uint32_t unit = 0;
  *size = matcher_longest(&s->tables->units, p, s->end, &unit);
  if (*size == 0) {
    return 0;
  }
  const Unit *u = &s->tables->unit[unit - 1];
  uint32_t next = utf8_at(p + *size, s->end).cp;
  if ((u->arabic_only && !arabic) || contains(u->not_before, u->forbidden, next)) {
    return 0;
  }
  return unit;
}

const uint8_t *scan_range_sign(const uint8_t *p, const uint8_t *end) {
  switch (utf8_at(p, end).cp) {
    case '-': case '~':
      return p + 1;
    case u'—':
      return SCAN_AT(p, end, "——") ? p + 6 : p + 3;
    case u'–': case u'～': case u'至': case u'到': case u'－': case u'−':
      return p + 3;
    default:
      return NULL;
  }
}

/* The second end of a range (20—30家, 3个至5个, 5%—8%): fills high and the end of the number. */
static const uint8_t *read_range(const Scan *s, const uint8_t *p, const Numeral *n, Figure *f) {
  size_t unit_size = 0;
  const uint8_t *q = p;
  uint32_t unit = unit_at(s, p, f->arabic, &unit_size);
  f->unit = unit;
  f->unit_size = unit_size;
  const uint8_t *sign = scan_range_sign(scan_skip_blanks(q, s->end), s->end);
  if (sign == NULL && unit != 0) {
    q = p + unit_size;
    sign = scan_range_sign(q, s->end);
  }
  if (sign == NULL) {
    return p;
  }
  sign = scan_skip_blanks(sign, s->end);
  int named = f->percent && SCAN_AT(sign, s->end, "百分之"); /* 百分之五至百分之八 */
  sign = named ? sign + 9 : sign;
  Numeral m = numeral_at(sign, s->end);
  if (m.size == 0 || m.huge || m.arabic != n->arabic || m.vague) {
    return p;
  }
  double low = f->low;
  if (unit == 0 && n->scale == 1 && m.scale > 1 && low * m.scale < m.value) {
    low *= m.scale;
  }
  size_t second_size = 0;
  uint32_t second = unit_at(s, sign + m.size, f->arabic, &second_size);
  if (m.value <= low || (!named && (second == 0 || (unit != 0 && unit != second)))) {
    return p;
  }
  f->low = low;
  f->high = m.value;
  f->ranged = 1;
  f->number_end = sign + m.size;
  return sign + m.size;
}

/* 增加20%多，: but 80%多为老人 says "mostly". */
static const uint8_t *percent_more(const Scan *s, const Figure *f) {
  int over = 0;
  const uint8_t *after = skip_more(f->end, s->end, &over);
  uint32_t next = utf8_at(after, s->end).cp;
  return over == 1 && f->mark == MARK_EXACT && !utf8_is_hanzi(next) ? after : NULL;
}

static void add_mark_after(const Scan *s, Figure *f, double upper) {
  Mark mark = f->mark;
  const uint8_t *after = mark_after(f->end, s->end, &mark);
  int over = 0;
  if (after == NULL && f->unit != 0 && s->tables->unit[f->unit - 1].cls == CLASS_PERCENT) {
    after = percent_more(s, f);
    mark = MARK_OVER;
  }
  if (after == NULL && upper > 0) {
    after = skip_more(f->end, s->end, &over); /* 3万元多, 50人余 are rare: 100元余 */
    after = over == 1 && upper > 0 ? after : NULL;
    mark = MARK_OVER;
  }
  if (after != NULL) {
    f->end = after;
    f->mark = mark;
  }
}

static void set_bounds(const Figure *f, double factor, double hint, Mention *m) {
  m->low = numeral_product(f->low, factor);
  m->high = numeral_product(f->high, factor);
  m->hint = f->mark == MARK_OVER && hint > 0 ? numeral_product(hint, factor) : 0;
  m->mark = (uint8_t)f->mark;
  if (f->mark == MARK_OVER || f->mark == MARK_AT_LEAST || (f->mark == MARK_VAGUE && !f->ranged)) {
    m->open |= OPEN_HIGH;
  }
  if (f->mark == MARK_UNDER || f->mark == MARK_AT_MOST) {
    m->open |= OPEN_LOW;
  }
}

static Kind kind_of(Class cls) {
  return cls <= CLASS_MEASURE ? KIND_QUANTITY : KIND_NON_QUANTITY;
}

static const uint8_t *emit(Scan *s, const Figure *f, double hint) {
  const Unit *unit = f->unit ? &s->tables->unit[f->unit - 1] : NULL;
  Class cls = unit ? (Class)unit->cls : CLASS_COUNT;
  Mention *m = scan_add(s, kind_of(cls), cls, f->begin, f->end);
  m->number_begin = (uint32_t)(f->number - s->text);
  m->number_end = (uint32_t)(f->number_end - s->text);
  m->term = f->unit;
  set_bounds(f, unit ? unit->factor : 1, hint, m);
  if (m->kind == KIND_QUANTITY) {
    m->status = s->planned ? STATUS_TARGET : STATUS_ACTUAL;
    counted_find(s, m);
  }
  return f->end;
}

/* 一个, 一批 say "a", not "one"; 几家 says "some"; 二次 is no count of two, which is 两次. */
static int is_indefinite(const Scan *s, const Figure *f) {
  size_t size = (size_t)(f->number_end - f->number);
  if (f->arabic || size != 3 || f->begin != f->number ||
      s->tables->unit[f->unit - 1].cls != CLASS_COUNT) {
    return 0;
  }
  return SCAN_AT(f->number, s->end, "一") || SCAN_AT(f->number, s->end, "几") ||
         SCAN_AT(f->number, s->end, "幾") || SCAN_AT(f->number, s->end, "数") ||
         (SCAN_AT(f->number, s->end, "二") && !SCAN_AT(f->number_end, s->end, "人"));
}

/* 八成五, 七成半: the half or the digit after 成 is of a tenth. */
static const uint8_t *add_to_share(const Scan *s, Figure *f, const uint8_t *p) {
  Utf8Char c = utf8_at(p, s->end);
  int digit = c.cp == 0x534A ? 5 : c.cp >= 0x80 ? numeral_digit(c.cp) : -1;
  if (s->tables->unit[f->unit - 1].cls != CLASS_SHARE || digit < 0) {
    return p;
  }
  f->low += digit / 10.0;
  f->high += digit / 10.0;
  return p + c.size;
}

/* 翻一番, 翻了两番, 翻番: 2 to the power of the numeral, as a multiple. */
const uint8_t *scan_doubling(Scan *s, const uint8_t *p) {
  const uint8_t *q = p + 3;
  q = SCAN_AT(q, s->end, "了") ? q + 3 : q;
  Numeral n = numeral_at(q, s->end);
  if (!SCAN_AT(q + n.size, s->end, "番") || n.value > 10) {
    return NULL;
  }
  const uint8_t *end = q + n.size + 3;
  Mention *m = scan_add(s, KIND_QUANTITY, CLASS_MULTIPLE, p, end);
  m->number_begin = (uint32_t)((n.size ? q : p) - s->text);
  m->number_end = (uint32_t)((n.size ? q + n.size : end) - s->text);
  m->low = m->high = (double)(1 << (n.size ? (int)n.value : 1));
  m->status = s->planned ? STATUS_TARGET : STATUS_ACTUAL;
  const uint32_t *times = matcher_find(&s->tables->units, (const uint8_t *)"倍", 3);
  m->term = times ? *times : 0;
  return end;
}

static const uint8_t *emit_plain(Scan *s, const Figure *f, Class cls) {
  Mention *m = scan_add(s, KIND_NON_QUANTITY, cls, f->number, f->end);
  m->number_begin = (uint32_t)(f->number - s->text);
  m->number_end = (uint32_t)(f->number_end - s->text);
  m->low = f->low;
  m->high = f->high;
  m->mark = (uint8_t)f->mark;
  return f->end;
}

/* The end of the mention before: a mark begins no earlier (以上 and 上 of 5%以上千人). */
static const uint8_t *free_from(const Scan *s) {
  return s->count > 0 ? s->text + s->mentions[s->count - 1].end : s->text;
}

/* 三分之二: a share of the whole, in percent. */
static const uint8_t *scan_fraction(Scan *s, const uint8_t *p, const Numeral *n) {
  const uint8_t *q = p + n->size;
  if (!SCAN_AT(q, s->end, "分之") || n->value < 2) {
    return NULL;
  }
  Numeral top = numeral_at(q + 6, s->end);
  if (top.size == 0 || top.huge || n->value == 0) {
    return NULL;
  }
  Figure f = {.begin = p, .number = p, .number_end = q + 6 + top.size, .end = q + 6 + top.size};
  const uint8_t *marked = mark_before(p, free_from(s), 0, &f.mark);
  f.begin = marked ? marked : p;
  f.low = top.value * 100 / n->value;
  f.high = top.high * 100 / n->value;
  Class cls = n->value == 100 ? CLASS_PERCENT : n->value == 1000 ? CLASS_PERMILLE : CLASS_FRACTION;
  if (cls == CLASS_PERMILLE) {
    f.low = top.value;
    f.high = top.high;
  }
  if (cls == CLASS_PERCENT) {
    f.percent = 1;
    read_range(s, f.end, &top, &f);
    f.unit = 0; /* what it found there is no part of this */
    f.end = f.number_end;
  }
  add_mark_after(s, &f, 0);
  Mention *m = scan_add(s, KIND_QUANTITY, cls, f.begin, f.end);
  m->number_begin = (uint32_t)(f.number - s->text);
  m->number_end = (uint32_t)(f.number_end - s->text);
  m->status = s->planned ? STATUS_TARGET : STATUS_ACTUAL;
  set_bounds(&f, 1, 0, m);
  counted_find(s, m);
  return f.end;
}

/* A number without a unit counts the noun that follows it: 梳理101重点项目. */
static int counts_noun(const Scan *s, const uint8_t *p, const Numeral *n, const uint8_t *after) {
  uint32_t before = utf8_before(p, s->text).cp;
  uint32_t next = utf8_at(after, s->end).cp;
  return n->arabic && n->value >= 10 && n->digits <= 6 && !n->decimal && utf8_is_hanzi(next) &&
         utf8_is_hanzi(before) && !(n->digits == 4 && n->value >= 1900 && n->value <= 2100) &&
         !(n->digits > 1 && *p == '0') && n->digits != 5;
}

enum { LONGEST_LIST = 8 }; /* numbers that share the unit behind the last one */

/* 0.12和1.3个百分点, 23、45和67家: the unit behind the last number of a list, or 0. 3、4个 says
 * "some". */
static uint32_t shared_unit(const Scan *s, const Numeral *first, const uint8_t *p) {
  const Numeral *before = first;
  Numeral n;
  for (int i = 0; i < LONGEST_LIST; i++) {
    size_t size = 0;
    if (!SCAN_AT(p, s->end, "、") && !SCAN_AT(p, s->end, "和") && !SCAN_AT(p, s->end, "与") &&
        !SCAN_AT(p, s->end, "及")) {
      return 0;
    }
    int neighbours = first->value < 10 && !first->decimal;
    n = numeral_at(p + 3, s->end);
    if (n.size == 0 || !n.arabic || n.huge || (neighbours && n.value < 10)) {
      return 0;
    }
    p += 3 + n.size;
    uint32_t unit = unit_at(s, p, 1, &size);
    if (unit != 0) {
      int counts = s->tables->unit[unit - 1].cls == CLASS_COUNT;
      return (before->decimal || n.decimal) && counts ? 0 : unit;
    }
  }
  return 0;
}

/* 现有人口86.4万: a scale alone says that something is counted. */
static int is_scaled(const Numeral *n) {
  return n->arabic && n->scale >= 1e4;
}

static const uint8_t *scan_unitless(Scan *s, Figure *f, const Numeral *n, const uint8_t *after) {
  f->end = f->number_end;
  int year = n->digits == 4 && n->value >= 1900 && n->value <= 2100;
  if (f->mark == MARK_EXACT && !f->ranged && n->arabic && !year) {
    f->unit = shared_unit(s, n, after);
  }
  if (f->unit != 0) {
    return emit(s, f, 0);
  }
  int more = f->mark == MARK_OVER && after > f->number_end; /* 走访企业2,100多 */
  if ((is_scaled(n) || (more && n->arabic && n->value >= 10)) && !f->ranged) {
    f->end = after;
    return emit(s, f, f->mark == MARK_OVER ? n->value + n->step : 0);
  }
  if (f->mark == MARK_EXACT && counts_noun(s, f->number, n, after)) {
    return emit(s, f, 0);
  }
  return NULL;
}

const uint8_t *scan_quantity(Scan *s, const uint8_t *p, const Numeral *n) {
  if (n->huge) {
    return NULL;
  }
  const uint8_t *fraction = scan_fraction(s, p, n);
  if (fraction != NULL) {
    return fraction;
  }
  Figure f = {.begin = p, .number = p, .number_end = p + n->size, .low = n->value, .high = n->high,
              .step = n->step, .arabic = (int)n->arabic, .bare_scale = (int)n->bare_scale};
  int over = n->over ? 1 : 0;
  const uint8_t *marked = mark_before(p, free_from(s), (int)n->bare_scale, &f.mark);
  f.begin = marked ? marked : p;
  if (n->vague) {
    f.mark = f.mark == MARK_EXACT ? MARK_VAGUE : f.mark;
    f.ranged = 1;
  }
  const uint8_t *q = skip_more(p + n->size, s->end, &over);
  const uint8_t *at = read_range(s, q, n, &f);
  if (over != 0 && f.mark == MARK_EXACT) {
    f.mark = over == 1 ? MARK_OVER : MARK_APPROX;
  }
  const uint8_t *number_end = at;
  at = scan_skip_blanks(at, s->end);
  if (at != q) { /* else read_range looked there */
    f.unit = unit_at(s, at, f.arabic, &f.unit_size);
  }
  if (f.unit == 0) {
    return scan_unitless(s, &f, n, number_end);
  }
  f.end = add_to_share(s, &f, at + f.unit_size);
  if (f.bare_scale && f.mark == MARK_EXACT && !f.ranged) {
    return emit_plain(s, &f, CLASS_SLOGAN); /* 百名义工, 千企 */
  }
  if (is_indefinite(s, &f)) {
    return emit_plain(s, &f, CLASS_INDEFINITE);
  }
  int share = s->tables->unit[f.unit - 1].cls == CLASS_SHARE;
  add_mark_after(s, &f, over || share);
  int more = over == 1 || (share && f.mark == MARK_OVER);
  return emit(s, &f, more ? n->value + n->step : 0);
}
