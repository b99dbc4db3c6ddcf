/* The numerals of numeral.h: Arabic digits with scales, Chinese numerals, and the two mixed.
 * One pass forward; what is looked at ahead and not taken is bounded (LONGEST_RUN, MOST_GROUPS, and
 * the part after a scale). Sizes are bytes, nothing is allocated. */
#include "core/numeral.h"

#include "core/utf8.h"

enum {
  YU = 0x4F59,   /* 余 */
  DUO = 0x591A,  /* 多 */
  JI = 0x51E0,   /* 几 */
  SHU = 0x6570,  /* 数 */
  YU_TRADITIONAL = 0x9918,
  JI_TRADITIONAL = 0x5E7E,
  SHU_TRADITIONAL = 0x6578,
};

/* No number up to NUMERAL_LARGEST has more digits, or more groups of three behind a blank. */
enum { LONGEST_RUN = 20, MOST_GROUPS = 8 };

typedef struct {
  const uint8_t *p;
  const uint8_t *end;
  Numeral *n;
} Reader;

static Utf8Char peek(const Reader *r) { return utf8_at(r->p, r->end); }

static int ascii_digit(uint32_t cp) {
  if (cp >= '0' && cp <= '9') {
    return (int)(cp - '0');
  }
  return cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : -1;
}

static int chinese_digit(uint32_t cp) {
  switch (cp) {
    case 0x3007: case 0x96F6: case 0x25CB: return 0;              /* 〇 零 ○ */
    case 0x4E00: case 0x58F9: return 1;                           /* 一 壹 */
    case 0x4E8C: case 0x4E24: case 0x5169: case 0x8D30: return 2; /* 二 两 兩 贰 */
    case 0x4E09: case 0x53C1: return 3;                           /* 三 叁 */
    case 0x56DB: case 0x8086: return 4;                           /* 四 肆 */
    case 0x4E94: case 0x4F0D: return 5;                           /* 五 伍 */
    case 0x516D: case 0x9646: return 6;                           /* 六 陆 */
    case 0x4E03: case 0x67D2: return 7;                           /* 七 柒 */
    case 0x516B: case 0x634C: return 8;                           /* 八 捌 */
    case 0x4E5D: case 0x7396: return 9;                           /* 九 玖 */
    default: return -1;
  }
}

int numeral_digit(uint32_t cp) {
  int digit = ascii_digit(cp);
  return digit >= 0 ? digit : chinese_digit(cp);
}

double numeral_scale(uint32_t cp) {
  switch (cp) {
    case 0x5341: case 0x62FE: return 10;               /* 十 拾 */
    case 0x767E: case 0x4F70: return 100;              /* 百 佰 */
    case 0x5343: case 0x4EDF: return 1000;             /* 千 仟 */
    case 0x4E07: case 0x842C: return 1e4;              /* 万 萬 */
    case 0x4EBF: case 0x5104: return 1e8;              /* 亿 億 */
    default: return 0;
  }
}

static int is_several(uint32_t cp) {
  return cp == JI || cp == SHU || cp == JI_TRADITIONAL || cp == SHU_TRADITIONAL;
}

static int is_more(uint32_t cp) { return cp == YU || cp == DUO || cp == YU_TRADITIONAL; }

int numeral_begins(uint32_t cp) {
  return numeral_digit(cp) >= 0 || numeral_scale(cp) > 0 || is_several(cp) || cp == 0x5EFF ||
         cp == 0x5345; /* 廿 卅 */
}

/* The scale word at the reader's place, 余 or 多 before it included: 万, 余万, 百万, 万亿. */
static double read_scales(Reader *r) {
  const uint8_t *start = r->p;
  Utf8Char c = peek(r);
  int more = is_more(c.cp);
  if (more) {
    r->p += c.size;
  }
  double scale = 1;
  for (c = peek(r); numeral_scale(c.cp) >= 100 || (scale == 1 && numeral_scale(c.cp) == 10);
       c = peek(r)) {
    scale *= numeral_scale(c.cp);
    r->p += c.size;
    r->n->chinese = 1;
  }
  if (scale == 1) {
    r->p = start;
  } else if (more) {
    r->n->over = 1;
  }
  return scale;
}

/* 286.4 times 1e8 is 28640000000: without the dust of binary fractions. */
double numeral_product(double value, double factor) {
  double product = value * factor;
  if (product > -1e15 && product < 1e15) {
    double whole = (double)(int64_t)(product + (product < 0 ? -0.5 : 0.5));
    double off = product > whole ? product - whole : whole - product;
    double size = product < 0 ? -product : product;
    return off <= size * 1e-14 ? whole : product;
  }
  return product;
}

static int digits_follow(const uint8_t *p, const uint8_t *end, int count) {
  for (int i = 0; i < count; i++) {
    Utf8Char c = utf8_at(p, end);
    if (ascii_digit(c.cp) < 0) {
      return 0;
    }
    p += c.size;
  }
  return ascii_digit(utf8_at(p, end).cp) < 0;
}

/* A blank that groups digits as print does: ASCII, no-break, thin and narrow no-break. */
static int is_group_blank(uint32_t cp) {
  return cp == ' ' || cp == 0xA0 || cp == 0x2009 || cp == 0x202F;
}

/* 1 286 or 10 500 up to a hanzi, a decimal point or a percent sign: true at the first blank. Rows
 * of figures and dates have other groups, more of them, or end otherwise. */
static int blanks_group(const uint8_t *p, const uint8_t *end) {
  Utf8Char c = utf8_at(p, end);
  for (int groups = 0; is_group_blank(c.cp); groups++) {
    if (groups == MOST_GROUPS) {
      return 0;
    }
    p += c.size;
    for (int i = 0; i < 3; i++) {
      c = utf8_at(p, end);
      if (ascii_digit(c.cp) < 0) {
        return 0;
      }
      p += c.size;
    }
    c = utf8_at(p, end);
  }
  return utf8_is_hanzi(c.cp) || c.cp == '%' || c.cp == 0xFF05 ||
         (c.cp == '.' && ascii_digit(utf8_at(p + 1, end).cp) >= 0);
}

/* The place value of the last digit that is not 0: 1250 -> 10, 3.9 -> 0.1, 200 -> 100. */
static double step_of(double value, double place) {
  if (place < 1 || value < 1 || !(value <= NUMERAL_LARGEST)) {
    return place;
  }
  while (place < 1e15 && (double)(uint64_t)(value / (place * 10)) * place * 10 == value) {
    place *= 10;
  }
  return place;
}

static double read_fraction(Reader *r, double value, double *place) {
  Utf8Char c = peek(r);
  if ((c.cp == '.' || c.cp == 0xFF0E) && ascii_digit(utf8_at(r->p + c.size, r->end).cp) >= 0) {
    uint64_t mantissa = 0;
    double unit = 1;
    r->p += c.size;
    for (c = peek(r); ascii_digit(c.cp) >= 0; c = peek(r)) {
      if (unit < 1e15) {
        mantissa = mantissa * 10 + (uint64_t)ascii_digit(c.cp);
        unit *= 10;
      }
      r->p += c.size;
    }
    r->n->decimal = 1;
    *place = 1 / unit;
    return (value * unit + (double)mantissa) / unit;
  }
  return value;
}

/* Digits, separators and decimals at the reader's place. */
static double read_arabic(Reader *r, double *place) {
  double value = 0;
  unsigned count = 0;
  for (;;) {
    Utf8Char c = peek(r);
    int digit = ascii_digit(c.cp);
    if (digit >= 0) {
      value = value * 10 + digit;
      count++;
      r->p += c.size;
    } else if ((c.cp == ',' || c.cp == 0xFF0C) && count > 0 && (count <= 3 || r->n->grouped) &&
               digits_follow(r->p + c.size, r->end, 3)) {
      r->n->grouped = 1;
      r->p += c.size;
    } else if (is_group_blank(c.cp) && count > 0 && value > 0 &&
               (r->n->spaced || (count <= 3 && !r->n->grouped && blanks_group(r->p, r->end)))) {
      r->n->spaced = 1;
      r->p += c.size;
    } else {
      break;
    }
  }
  if (r->n->digits == 0) {
    r->n->digits = count;
  }
  r->n->arabic = 1;
  *place = 1;
  return read_fraction(r, value, place);
}

/* 3.9亿, 3万4000, 25万6千, 800余万. */
static void read_mixed(Reader *r) {
  double total = 0;
  double below = 1e300;
  double place = 1;
  double step = 1;
  for (;;) {
    double part = read_arabic(r, &place);
    double scale = read_scales(r);
    total += numeral_product(part, scale);
    step = step_of(part, place) * scale;
    below = scale;
    r->n->scale = scale;
    const uint8_t *next = r->p;
    if (scale < 1e4 || r->n->over || ascii_digit(utf8_at(next, r->end).cp) < 0) {
      break;
    }
    Reader ahead = *r;
    Numeral scratch = {.scale = 1};
    ahead.n = &scratch;
    double next_place = 1;
    double next_part = read_arabic(&ahead, &next_place);
    double next_scale = read_scales(&ahead);
    if (scratch.decimal || next_part * next_scale >= below || next_part < 1) {
      break;
    }
  }
  r->n->value = total;
  r->n->high = total;
  r->n->step = step;
}

typedef struct {
  double total;    /* closed by 万 or 亿 */
  double section;  /* below 万 */
  double digit;    /* pending, -1: none */
  double scale;    /* of the last scale word */
  double step;
  int seen;
} Chinese;

static void close_section(Chinese *c, double scale) {
  double section = c->section + (c->digit > 0 ? c->digit : 0);
  if (section == 0 && c->total == 0) {
    section = 1;
  }
  if (scale >= 1e8) {
    c->total = (c->total + section) * scale;
  } else {
    c->total += section * scale;
  }
  c->section = 0;
  c->digit = -1;
}

static void take_scale(Chinese *c, double scale) {
  if (scale >= 1e4) {
    close_section(c, scale);
  } else {
    c->section += (c->digit >= 0 ? c->digit : 1) * scale;
    c->digit = -1;
  }
  c->step = scale;
  c->scale = scale;
}

/* 四十五点六: the digits after 点 as a fraction; 0 when 点 is something else. */
static double read_point(Reader *r, double *place) {
  Utf8Char c = peek(r);
  if (c.cp != 0x70B9 || chinese_digit(utf8_at(r->p + c.size, r->end).cp) < 0) {
    return 0;
  }
  const uint8_t *q = r->p + c.size;
  double mantissa = 0;
  double unit = 1;
  for (Utf8Char d = utf8_at(q, r->end); chinese_digit(d.cp) >= 0 && unit < 1e12;
       d = utf8_at(q, r->end)) {
    mantissa = mantissa * 10 + chinese_digit(d.cp);
    unit *= 10;
    q += d.size;
  }
  if (numeral_scale(utf8_at(q, r->end).cp) > 0 && unit > 10) {
    return 0;
  }
  r->p = q;
  r->n->decimal = 1;
  *place = 1 / unit;
  return mantissa / unit;
}

/* 二〇二一, 一九九八: three or more digits side by side. A scale may follow only a run too long for a
 * number with one, or else every digit of it would be read from anew. */
static int read_positional(Reader *r) {
  const uint8_t *q = r->p;
  double value = 0;
  unsigned count = 0;
  for (Utf8Char c = utf8_at(q, r->end); chinese_digit(c.cp) >= 0; c = utf8_at(q, r->end)) {
    value = value * 10 + chinese_digit(c.cp);
    count++;
    q += c.size;
  }
  if (count < 3 || (count <= LONGEST_RUN && numeral_scale(utf8_at(q, r->end).cp) > 0)) {
    return 0;
  }
  r->p = q;
  r->n->chinese = 1;
  r->n->positional = 1;
  r->n->digits = count;
  r->n->value = value;
  r->n->high = value;
  r->n->step = 1;
  return 1;
}

/* 几, 数 and 三四 before a scale, 几 after one: the numeral becomes a range. */
typedef struct {
  double low;
  double high;
} Bounds;

static Bounds several(const Chinese *c, double low, double high) {
  double base = c->total + c->section;
  Bounds bounds = {base + low, base + high};
  return bounds;
}

/* A scale word, 余 or 多 before it included: 三十余万. Returns 0 when none follows. */
static int chinese_scale(Reader *r, Chinese *c) {
  Utf8Char next = peek(r);
  if (is_more(next.cp) && c->seen) {
    Utf8Char after = utf8_at(r->p + next.size, r->end);
    if (numeral_scale(after.cp) < 1e4) {
      return 0;
    }
    r->n->over = 1;
    r->p += next.size;
    next = after;
  }
  double scale = numeral_scale(next.cp);
  if (scale == 0) {
    return 0;
  }
  if (!c->seen && scale > 10) {
    r->n->bare_scale = 1;
  }
  double step = r->n->over ? c->step : 1;
  take_scale(c, scale);
  if (r->n->over) {
    c->step = step * scale;
  }
  c->seen = 1;
  r->p += next.size;
  return 1;
}

static void finish_vague(Reader *r, Bounds bounds) {
  double scale = read_scales(r);
  r->n->vague = 1;
  r->n->value = bounds.low * scale;
  r->n->high = bounds.high * scale;
  r->n->step = scale;
  r->n->scale = scale;
}

/* Two neighbouring digits (三四, 七八) that are no positional number. */
static int pair_of_digits(const Reader *r, int *low, int *high) {
  Utf8Char a = peek(r);
  Utf8Char b = utf8_at(r->p + a.size, r->end);
  *low = chinese_digit(a.cp);
  *high = chinese_digit(b.cp);
  return *low > 0 && *high == *low + 1 && *high <= 9;
}

/* 几/数 with a scale beside it. Returns 1 when the numeral is complete. */
static int chinese_several(Reader *r, Chinese *c) {
  Utf8Char next = peek(r);
  int low = 0;
  int high = 0;
  if (is_several(next.cp)) {
    int counts = next.cp == JI || next.cp == JI_TRADITIONAL;
    double after = numeral_scale(utf8_at(r->p + next.size, r->end).cp);
    if (after == 0 && (!counts || (c->seen && c->scale != 10))) {
      return -1;
    }
    r->p += next.size;
    finish_vague(r, c->seen && after == 0 ? several(c, 1, 9) : several(c, 2, 9));
    return 1;
  }
  if (c->digit < 0 && pair_of_digits(r, &low, &high)) {
    r->p += next.size * 2;
    finish_vague(r, several(c, low, high));
    return 1;
  }
  return 0;
}

static void read_chinese(Reader *r) {
  Chinese c = {0, 0, -1, 0, 1, 0};
  double place = 1;
  if (read_positional(r)) {
    return;
  }
  for (;;) {
    Utf8Char next = peek(r);
    int state = chinese_several(r, &c);
    if (state > 0) {
      r->n->chinese = 1;
      return;
    }
    if (state < 0) {
      break;
    }
    int digit = chinese_digit(next.cp);
    if (digit >= 0 && (c.digit <= 0 || digit == 0)) {
      c.digit = digit;
      c.step = 1;
      c.seen = 1;
      r->p += next.size;
    } else if (next.cp == 0x5EFF || next.cp == 0x5345) {
      c.section += next.cp == 0x5EFF ? 20 : 30;
      c.step = 10;
      c.seen = 1;
      r->p += next.size;
    } else if (!chinese_scale(r, &c)) {
      break;
    }
  }
  double tail = c.digit > 0 ? c.digit : 0;
  r->n->chinese = c.seen != 0;
  r->n->value = c.total + c.section + tail;
  double fraction = c.seen ? read_point(r, &place) : 0;
  r->n->value += fraction;
  if (r->n->decimal) {
    double scale = read_scales(r);
    r->n->value = numeral_product(r->n->value, scale);
    c.step = place * scale;
  }
  r->n->high = r->n->value;
  r->n->step = c.step;
  r->n->scale = c.digit <= 0 && c.scale >= 1e4 ? c.scale : 1;
}

Numeral numeral_at(const uint8_t *p, const uint8_t *end) {
  Numeral n = {.scale = 1};
  Reader r = {p, end, &n};
  Utf8Char c = peek(&r);
  if (ascii_digit(c.cp) >= 0) {
    read_mixed(&r);
  } else if (numeral_begins(c.cp)) {
    read_chinese(&r);
  }
  n.size = (size_t)(r.p - p);
  if (!(n.high <= NUMERAL_LARGEST)) {
    n.huge = 1;
    n.value = n.high = NUMERAL_LARGEST;
    n.step = 1;
  }
  if (!n.arabic && !n.chinese) {
    n.size = 0;
  }
  return n;
}
