/* Reads one numeral exactly: 一万二千三百, 3万4000, 三点五亿, 二〇二四, 壹佰元伍角整.
 * Integers are held in 128 bits, with the places of the fraction. A numeral that two people could
 * read differently (三四万, 万一, 亿万) is none.
 * Nothing is allocated. */
#include "core/exact.h"

#include "core/charset.h"

__extension__ typedef unsigned __int128 Wide;

enum { PIECES = 12, NOTHING = -1, LARGEST_POWER = 36, LONGEST_RUN = 64, FREE_POWER = 16 };

typedef struct {
  Wide value;
  int power; /* of the scale it was multiplied with: 4 for 万 */
} Piece;

typedef struct {
  const uint8_t *text;
  size_t size;
  size_t at;
  bool too_big;
  Piece pieces[PIECES];
  int piece_count;
  Wide section;    /* below 万 */
  int small;       /* power of the last 十 百 千 of the section; 4 before any */
  bool has_section;
  bool pending;    /* digits wait for their scale */
  Wide digit;
  int digit_count; /* of them as written */
  bool arabic;     /* they are Arabic */
  bool zero;       /* 零 came after the last scale */
  int last_scale;  /* the token before was this scale; NOTHING when it was none */
  bool positional; /* 二〇二四: digits side by side */
  bool any;
} Reader;

/* The number so far: value / 10^places. */
typedef struct {
  Wide value;
  int places;
} Decimal;

static uint32_t peek(const Reader *r, size_t *size) {
  *size = 0;
  if (r->at >= r->size) {
    return 0;
  }
  charset_char c = utf8_next(r->text + r->at, r->size - r->at);
  *size = c.size;
  return c.point == CHARSET_FAULT ? 0xFFFD : c.point;
}

static bool take(Reader *r, uint32_t wanted) {
  size_t size = 0;
  if (peek(r, &size) != wanted || size == 0) {
    return false;
  }
  r->at += size;
  return true;
}

static int arabic_digit(uint32_t cp) {
  if (cp >= '0' && cp <= '9') {
    return (int)(cp - '0');
  }
  return cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : NOTHING;
}

static int chinese_digit(uint32_t cp) {
  switch (cp) {
    case 0x3007: case 0x96F6: case 0x25CB: return 0;                        /* 〇 零 ○ */
    case 0x4E00: case 0x58F9: case 0x58F1: case 0x5F0C: return 1;              /* 一 壹 壱 弌 */
    case 0x4E8C: case 0x4E24: case 0x5169: case 0x8D30: case 0x8CB3:           /* 二 两 兩 贰 貳 */
    case 0x5F10: case 0x5F0D: return 2;                                        /* 弐 弍 */
    case 0x4E09: case 0x53C1: case 0x53C4: case 0x53C3: case 0x53C2:           /* 三 叁 叄 參 参 */
    case 0x5F0E: return 3;                                                     /* 弎 */
    case 0x56DB: case 0x8086: return 4;                                        /* 四 肆 */
    case 0x4E94: case 0x4F0D: return 5;                                        /* 五 伍 */
    case 0x516D: case 0x9646: case 0x9678: return 6;                           /* 六 陆 陸 */
    case 0x4E03: case 0x67D2: return 7;                                        /* 七 柒 */
    case 0x516B: case 0x634C: return 8;                                        /* 八 捌 */
    case 0x4E5D: case 0x7396: return 9;                                        /* 九 玖 */
    default: return NOTHING;
  }
}

/* The power of ten of a scale word. */
static int scale_power(uint32_t cp) {
  switch (cp) {
    case 0x5341: case 0x62FE: return 1;  /* 十 拾 */
    case 0x767E: case 0x4F70: return 2;  /* 百 佰 */
    case 0x5343: case 0x4EDF: return 3;  /* 千 仟 */
    case 0x4E07: case 0x842C: return 4;  /* 万 萬 */
    case 0x4EBF: case 0x5104: return 8;  /* 亿 億 */
    case 0x5146: return 12;              /* 兆 */
    case 0x4EAC: return 16;              /* 京 */
    case 0x5793: return 20;              /* 垓 */
    default: return NOTHING;
  }
}

static Wide power_of_ten(int power) {
  static const uint64_t small[] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
  };
  Wide value = 1;
  for (; power > 9; power -= 9) {
    value *= small[9];
  }
  return value * small[power];
}

/* value * 10^power, or too big: then 0. */
static Wide scaled(Reader *r, Wide value, int power) {
  if (value <= UINT64_MAX && power <= FREE_POWER) {
    return value * power_of_ten(power);
  }
  if (power > LARGEST_POWER || value > power_of_ten(LARGEST_POWER) / power_of_ten(power)) {
    r->too_big = true;
    return 0;
  }
  return value * power_of_ten(power);
}

static bool append_digit(Reader *r, int digit) {
  r->digit = scaled(r, r->digit, 1) + (unsigned)digit;
  r->digit_count++;
  r->too_big = r->too_big || r->digit_count > LONGEST_RUN;
  r->pending = true;
  r->any = true;
  return true;
}

/* True for a separator of thousands: three digits follow, and then none. */
static bool is_group(const Reader *r) {
  Reader ahead = *r;
  size_t size = 0;
  uint32_t cp = peek(&ahead, &size);
  if ((cp != ',' && cp != 0xFF0C) || r->digit_count == 0) {
    return false;
  }
  ahead.at += size;
  for (int i = 0; i < 3; i++) {
    if (arabic_digit(peek(&ahead, &size)) == NOTHING) {
      return false;
    }
    ahead.at += size;
  }
  return arabic_digit(peek(&ahead, &size)) == NOTHING;
}

/* 1286, 1,286,000, １２. Groups are of three and begin after at most three digits. */
static bool read_arabic(Reader *r) {
  size_t size = 0;
  bool grouped = false;
  if (r->pending || (r->any && r->last_scale == NOTHING && !r->zero)) {
    return false;
  }
  r->arabic = true;
  r->digit_count = 0;
  while (!r->too_big) {
    int digit = arabic_digit(peek(r, &size));
    if (digit != NOTHING) {
      append_digit(r, digit);
      r->at += size;
    } else if ((grouped || r->digit_count <= 3) && is_group(r)) {
      grouped = true;
      peek(r, &size);
      r->at += size;
    } else {
      return true;
    }
  }
  return false;
}

static bool read_chinese_digit(Reader *r, int digit, size_t size) {
  if (r->pending) {
    bool beside = !r->arabic && r->piece_count == 0 && !r->has_section;
    if (!beside) {
      return false;
    }
    r->positional = true;
  } else if (digit == 0 && (r->has_section || r->piece_count > 0)) {
    if (r->zero) {
      return false;
    }
    r->zero = true;
    r->at += size;
    return true;
  } else {
    r->arabic = false;
    r->digit_count = 0;
  }
  r->at += size;
  return append_digit(r, digit);
}

/* 廿 卅 卌 */
static bool read_tens(Reader *r, int tens, size_t size) {
  if (r->pending || r->small <= 1) {
    return false;
  }
  r->section += (unsigned)tens * 10u;
  r->has_section = true;
  r->any = true;
  r->small = 1;
  r->last_scale = 1;
  r->zero = false;
  r->at += size;
  return true;
}

/* True when 百万 or 千亿 begins here: a scale that counts as one of itself. */
static bool is_bare(const Reader *r, size_t size) {
  Reader ahead = *r;
  ahead.at += size;
  return !r->any && scale_power(peek(&ahead, &size)) >= 4;
}

static bool read_small_scale(Reader *r, int power, size_t size) {
  bool ten = power == 1 && !r->pending;
  if (r->positional || power >= r->small || (!r->pending && !ten && !is_bare(r, size)) ||
      (r->pending && r->digit == 0)) {
    return false;
  }
  if (r->zero && r->has_section && power == r->small - 1) {
    return false; /* 一百零十: nothing is left out */
  }
  Wide digit = r->pending ? r->digit : 1;
  if (r->digit_count > 1 && r->pending && r->any && (r->has_section || r->piece_count > 0)) {
    return false;
  }
  r->section += scaled(r, digit, power);
  r->has_section = true;
  r->any = true;
  r->small = power;
  r->pending = false;
  r->digit = 0;
  r->zero = false;
  r->last_scale = power;
  r->at += size;
  return true;
}

static void take_section(Reader *r, Wide *value) {
  *value = r->section + (r->pending ? r->digit : 0);
  r->section = 0;
  r->has_section = false;
  r->small = 4;
  r->pending = false;
  r->digit = 0;
  r->zero = false;
}

/* 万 亿 兆 京 垓: all before it that is not larger is multiplied: 三千万亿, 九百亿零五亿. */
static bool read_big_scale(Reader *r, int power, size_t size) {
  Wide value = 0;
  bool beside = r->last_scale >= 4 && !r->pending && !r->has_section;
  if (r->positional || (r->pending && r->digit == 0) ||
      (!beside && !r->pending && !r->has_section) || (beside && power < r->last_scale)) {
    return false;
  }
  if (power == 4 && !beside && r->piece_count > 0 && r->pieces[r->piece_count - 1].power <= 4) {
    return false;
  }
  take_section(r, &value);
  while (r->piece_count > 0 && r->pieces[r->piece_count - 1].power <= power) {
    const Piece *piece = &r->pieces[--r->piece_count];
    value += piece->value;
  }
  if (r->piece_count == PIECES) {
    return false;
  }
  r->pieces[r->piece_count++] = (Piece){scaled(r, value, power), power};
  r->last_scale = power;
  r->at += size;
  return true;
}

/* One more word of an integer; false when it does not go on. */
static bool read_word(Reader *r) {
  size_t size = 0;
  uint32_t cp = peek(r, &size);
  if (size == 0 || r->too_big) {
    return false;
  }
  if (arabic_digit(cp) != NOTHING) {
    return read_arabic(r);
  }
  int digit = chinese_digit(cp);
  if (digit != NOTHING) {
    return read_chinese_digit(r, digit, size);
  }
  if (cp == 0x5EFF || cp == 0x5345 || cp == 0x534C) {
    return read_tens(r, cp == 0x5EFF ? 2 : cp == 0x5345 ? 3 : 4, size);
  }
  int power = scale_power(cp);
  if (power == NOTHING) {
    return false;
  }
  return power < 4 ? read_small_scale(r, power, size) : read_big_scale(r, power, size);
}

/* The digits that end an integer: 三千五 is 3500 and 一万二 is 12000, but 一百零五 is 105. */
static Wide tail_of(Reader *r) {
  if (!r->pending) {
    return 0;
  }
  bool short_form = r->last_scale >= 2 && !r->zero && r->digit_count == 1 && r->digit > 0;
  return short_form ? scaled(r, r->digit, r->last_scale - 1) : r->digit;
}

/* How many places a unit of money is below 元, or NOTHING. */
static int money_places(uint32_t cp) {
  switch (cp) {
    case 0x5143: case 0x5706: case 0x5713: return 0; /* 元 圆 圓 */
    case 0x89D2: return 1;                           /* 角 */
    case 0x5206: return 2;                           /* 分 */
    case 0x5398: return 3;                           /* 厘 */
    default: return NOTHING;
  }
}

/* 零 at the end stands for nothing, but for the lowest digit in 壹佰贰拾零元. */
static bool ends_in_zero(const Reader *r) {
  size_t size = 0;
  bool units = r->has_section && money_places(peek(r, &size)) == 0;
  return r->zero && !r->pending && !units;
}

/* An integer from r->at on; false when there is none. */
static bool read_integer(Reader *r, Wide *value) {
  *r = (Reader){.text = r->text, .size = r->size, .at = r->at, .small = 4, .last_scale = NOTHING};
  while (read_word(r)) {
  }
  if (!r->any || ends_in_zero(r)) {
    return false;
  }
  int last = r->piece_count > 0 ? r->pieces[r->piece_count - 1].power : LARGEST_POWER;
  Wide rest = r->section + tail_of(r);
  if (last <= 8 && rest >= power_of_ten(last)) {
    return false;
  }
  *value = rest;
  for (int i = 0; i < r->piece_count; i++) {
    *value += r->pieces[i].value;
  }
  r->too_big = r->too_big || *value > power_of_ten(LARGEST_POWER);
  return true;
}

/* 点五 or .5 after an integer, and the scales that go with it: 三点五亿. */
static bool read_fraction(Reader *r, Decimal *d) {
  size_t size = 0;
  uint32_t cp = peek(r, &size);
  size_t begin = r->at;
  if (cp != '.' && cp != 0xFF0E && cp != 0x70B9 && cp != 0x9EDE) { /* ． 点 點 */
    return true;
  }
  bool arabic = cp == '.' || cp == 0xFF0E;
  for (r->at += size;; r->at += size) {
    cp = peek(r, &size);
    int digit = arabic ? arabic_digit(cp) : chinese_digit(cp);
    if (digit == NOTHING || r->too_big) {
      break;
    }
    d->value = scaled(r, d->value, 1) + (unsigned)digit;
    d->places++;
    r->too_big = r->too_big || d->places > LARGEST_POWER;
  }
  if (d->places == 0) {
    r->at = begin;
    return false;
  }
  int power = scale_power(peek(r, &size));
  for (int count = 0; power != NOTHING && count < PIECES; count++) {
    d->value = scaled(r, d->value, power > d->places ? power - d->places : 0);
    d->places -= power < d->places ? power : d->places;
    r->at += size;
    power = scale_power(peek(r, &size));
  }
  return true;
}

static bool read_decimal(Reader *r, Decimal *d) {
  d->places = 0;
  return read_integer(r, &d->value) && read_fraction(r, d);
}

/* 12元 + 3角: adds a part that is one digit of a lower unit. */
static bool add_part(Reader *r, Decimal *d, Decimal part, int places, bool first) {
  if (part.places > 0 && places > 0) {
    return false;
  }
  if (!first && (part.value > 9 || places <= d->places)) {
    return false;
  }
  if (first) {
    *d = (Decimal){part.value, part.places + places};
    return true;
  }
  d->value = scaled(r, d->value, places - d->places) + part.value;
  d->places = places;
  return true;
}

/* The units after a number: 元, 角, 分, 厘, 整. Without any the number stands as it is. */
static bool read_money(Reader *r, Decimal *d) {
  size_t size = 0;
  int places = money_places(peek(r, &size));
  Decimal part = *d;
  bool fractional = part.places > 0;
  for (bool first = true; places != NOTHING; first = false) {
    r->at += size;
    if (!add_part(r, d, part, places, first)) {
      return false;
    }
    if (r->at >= r->size || fractional) {
      break;
    }
    if (take(r, 0x6574) || take(r, 0x6B63)) { /* 整 正 */
      break;
    }
    bool zero = take(r, 0x96F6); /* 零 */
    part.value = 0;
    bool nothing = zero && money_places(peek(r, &size)) != NOTHING; /* 零角 */
    if (!nothing && (!read_integer(r, &part.value) || (zero && part.value == 0))) {
      return false;
    }
    part.places = 0;
    places = money_places(peek(r, &size));
    if (places == NOTHING) {
      return false;
    }
  }
  return true;
}

static bool read_sign(Reader *r) {
  return take(r, '-') || take(r, 0x2212) || take(r, 0xFF0D) || take(r, 0x8D1F) ||
         take(r, 0x8CA0); /* − － 负 負 */
}

static void print_decimal(bool negative, Decimal d, Exact *out) {
  char reversed[EXACT_DIGITS];
  size_t count = 0;
  for (int place = 0; d.value > 0 || place <= d.places; place++) {
    if (place == d.places && place > 0) {
      reversed[count++] = '.';
    }
    reversed[count++] = (char)('0' + (int)(d.value % 10));
    d.value /= 10;
  }
  out->size = 0;
  if (negative) {
    out->digits[out->size++] = '-';
  }
  while (count > 0) {
    out->digits[out->size++] = reversed[--count];
  }
}

/* （大写） or 大写, and a colon, after 人民币; false when it is begun and not ended. */
static bool skip_label(Reader *r) {
  bool open = take(r, 0xFF08) || take(r, '(');
  if (take(r, 0x5927)) { /* 大写 大寫 */
    if (!take(r, 0x5199) && !take(r, 0x5BEB)) {
      return false;
    }
    bool closed = !open || take(r, 0xFF09) || take(r, ')');
    (void)(take(r, 0xFF1A) || take(r, ':'));
    return closed;
  }
  return !open;
}

ExactState exact_read(const uint8_t *text, size_t size, Exact *out) {
  Reader r = {.text = text, .size = size};
  Decimal d = {0, 0};
  bool negative = read_sign(&r);
  if (take(&r, 0x4EBA) && !(take(&r, 0x6C11) && (take(&r, 0x5E01) || take(&r, 0x5E63)) &&
                            skip_label(&r))) {
    out->fault = 0; /* 人民币 人民幣, and no numeral */
    return EXACT_NO_NUMERAL;
  }
  if (take(&r, 0xA5) || take(&r, 0xFFE5)) { /* ¥ ￥ */
    negative = read_sign(&r) || negative;
  }
  bool fine = read_decimal(&r, &d) && read_money(&r, &d) && r.at == size;
  if (r.too_big) {
    return EXACT_TOO_BIG;
  }
  out->fault = r.at;
  if (fine) {
    print_decimal(negative, d, out);
  }
  return fine ? EXACT_FINE : EXACT_NO_NUMERAL;
}
