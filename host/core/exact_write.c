/* Writes decimal digits as Chinese numerals: 一万二千三百, 壹万贰仟叁佰, 二〇二四, 壹佰元伍角整.
 * Above 亿 the digits before the last eight are a numeral of their own: 九百二十二亿…亿.
 * Output goes to the caller's buffer. */
#include <string.h>

#include "core/exact.h"

typedef struct {
  uint8_t *out;
  size_t size;
  const char *const *digits; /* 零 to 九 */
  const char *const *scales; /* 十 百 千 */
  bool formal;
} Writer;

static const char *const plain_digits[] = {"零", "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
static const char *const formal_digits[] = {"零", "壹", "贰", "叁", "肆",
                                            "伍", "陆", "柒", "捌", "玖"};
static const char *const plain_scales[] = {"", "十", "百", "千"};
static const char *const formal_scales[] = {"", "拾", "佰", "仟"};

static void put(Writer *w, const char *word) {
  size_t size = strlen(word);
  memcpy(w->out + w->size, word, size);
  w->size += size;
}

static void put_digit(Writer *w, char digit) { put(w, w->digits[digit - '0']); }

static size_t leading_zeros(const char *digits, size_t size) {
  size_t count = 0;
  while (count < size && digits[count] == '0') {
    count++;
  }
  return count;
}

/* Up to four digits, the first not 0: 一千零五. */
static void write_section(Writer *w, const char *digits, size_t size) {
  bool gap = false;
  for (size_t i = 0; i < size; i++) {
    size_t scale = size - 1 - i;
    if (digits[i] == '0') {
      gap = true;
      continue;
    }
    if (gap) {
      put(w, "零");
      gap = false;
    }
    bool ten_first = scale == 1 && digits[i] == '1' && w->size == 0 && !w->formal;
    if (!ten_first) {
      put_digit(w, digits[i]);
    }
    put(w, w->scales[scale]);
  }
}

/* Up to eight digits, the first not 0: a section of 万 and one below it. */
static void write_group(Writer *w, const char *digits, size_t size) {
  size_t high = size > 4 ? size - 4 : 0;
  if (high > 0) {
    write_section(w, digits, high);
    put(w, "万");
  }
  size_t zeros = leading_zeros(digits + high, size - high);
  if (zeros == size - high) {
    return;
  }
  if (zeros > 0) {
    put(w, "零");
  }
  write_section(w, digits + high + zeros, size - high - zeros);
}

/* Any number of digits: after each group of eight but the last comes 亿, which multiplies all. */
static void write_whole(Writer *w, const char *digits, size_t size) {
  size_t zeros = leading_zeros(digits, size);
  digits += zeros;
  size -= zeros;
  if (size == 0) {
    put(w, "零");
    return;
  }
  size_t first = (size - 1) % 8 + 1;
  write_group(w, digits, first);
  for (size_t at = first; at < size; at += 8) {
    put(w, "亿");
    zeros = leading_zeros(digits + at, 8);
    if (zeros > 0 && zeros < 8) {
      put(w, "零");
    }
    if (zeros < 8) {
      write_group(w, digits + at + zeros, 8 - zeros);
    }
  }
}

static void write_digits(Writer *w, const char *digits, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (w->formal || digits[i] != '0') {
      put_digit(w, digits[i]);
    } else {
      put(w, "〇");
    }
  }
}

static void write_fraction(Writer *w, const ExactParts *parts) {
  if (parts->fraction_size > 0) {
    put(w, "点");
    for (size_t i = 0; i < parts->fraction_size; i++) {
      put_digit(w, parts->fraction[i]);
    }
  }
}

/* 元, 角 and 分, as the rules for bank notes want them: 整 after 元 and 角, none after 分. */
static void write_amount(Writer *w, const ExactParts *parts) {
  char jiao = parts->fraction_size > 0 ? parts->fraction[0] : '0';
  char fen = parts->fraction_size > 1 ? parts->fraction[1] : '0';
  bool whole = leading_zeros(parts->whole, parts->whole_size) < parts->whole_size;
  if (whole || (jiao == '0' && fen == '0')) {
    write_whole(w, parts->whole, parts->whole_size);
    put(w, "元");
  }
  bool round = whole && parts->whole[parts->whole_size - 1] == '0';
  if (whole && (jiao != '0' ? round : fen != '0')) {
    put(w, "零");
  }
  if (jiao != '0') {
    put_digit(w, jiao);
    put(w, "角");
  }
  if (fen != '0') {
    put_digit(w, fen);
    put(w, "分");
  } else {
    put(w, "整");
  }
}

size_t exact_write(const ExactParts *parts, ExactForm form, uint8_t *out) {
  bool formal = form == FORM_FORMAL || form == FORM_AMOUNT;
  Writer w = {out, 0, formal ? formal_digits : plain_digits, formal ? formal_scales : plain_scales,
              formal};
  size_t sign = 0;
  if (form == FORM_AMOUNT && parts->fraction_size > 2) {
    return 0;
  }
  if (parts->negative) {
    put(&w, "负");
    sign = w.size;
    w.out += sign; /* so that a numeral after it begins at 0 */
    w.size = 0;
  }
  if (form == FORM_AMOUNT) {
    write_amount(&w, parts);
    return sign + w.size;
  }
  if (form == FORM_DIGITS) {
    write_digits(&w, parts->whole, parts->whole_size);
  } else {
    write_whole(&w, parts->whole, parts->whole_size);
  }
  write_fraction(&w, parts);
  return sign + w.size;
}

static size_t digit_run(const char *digits, size_t size) {
  size_t count = 0;
  while (count < size && digits[count] >= '0' && digits[count] <= '9') {
    count++;
  }
  return count;
}

static bool is_zero(const ExactParts *parts) {
  return leading_zeros(parts->whole, parts->whole_size) == parts->whole_size &&
         leading_zeros(parts->fraction, parts->fraction_size) == parts->fraction_size;
}

bool exact_parts(const char *digits, size_t size, ExactParts *out) {
  *out = (ExactParts){.negative = size > 0 && digits[0] == '-'};
  size_t at = out->negative;
  out->whole = digits + at;
  out->whole_size = digit_run(digits + at, size - at);
  at += out->whole_size;
  if (at < size && digits[at] == '.') {
    out->fraction = digits + at + 1;
    out->fraction_size = digit_run(out->fraction, size - at - 1);
    at += out->fraction_size + 1;
    if (out->fraction_size == 0) {
      return false;
    }
  }
  out->negative = out->negative && !is_zero(out);
  return at == size && out->whole_size > 0 && out->whole_size <= 32 && out->fraction_size <= 32;
}
