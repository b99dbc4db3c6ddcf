/* UTF-16 and UTF-32 in both byte orders, one character at a time. A surrogate without its
   partner is a fault of two bytes; bytes left over at the end are one fault. */

#include "core/decoders.h"

static uint32_t unit_le(const uint8_t *bytes) {
  return bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint32_t unit_be(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 8 | bytes[1];
}

static charset_char utf16_next(const uint8_t *bytes, size_t left,
                               uint32_t (*unit)(const uint8_t *)) {
  if (left < 2) {
    return (charset_char){CHARSET_FAULT, 1};
  }
  uint32_t high = unit(bytes);
  if (high < 0xD800 || high > 0xDFFF) {
    return (charset_char){high, 2};
  }
  if (high > 0xDBFF) {
    return (charset_char){CHARSET_FAULT, 2};
  }
  if (left < 4) { /* the file ends inside a pair */
    return (charset_char){CHARSET_FAULT, (uint32_t)left};
  }
  uint32_t low = unit(bytes + 2);
  if (low < 0xDC00 || low > 0xDFFF) {
    return (charset_char){CHARSET_FAULT, 2};
  }
  return (charset_char){0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00)), 4};
}

charset_char utf16le_next(const uint8_t *bytes, size_t left) {
  return utf16_next(bytes, left, unit_le);
}

charset_char utf16be_next(const uint8_t *bytes, size_t left) {
  return utf16_next(bytes, left, unit_be);
}

static charset_char utf32_char(uint32_t point) {
  bool scalar = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  return (charset_char){scalar ? point : CHARSET_FAULT, 4};
}

charset_char utf32le_next(const uint8_t *bytes, size_t left) {
  if (left < 4) {
    return (charset_char){CHARSET_FAULT, (uint32_t)left};
  }
  return utf32_char(unit_le(bytes) | unit_le(bytes + 2) << 16);
}

charset_char utf32be_next(const uint8_t *bytes, size_t left) {
  if (left < 4) {
    return (charset_char){CHARSET_FAULT, (uint32_t)left};
  }
  return utf32_char(unit_be(bytes) << 16 | unit_be(bytes + 2));
}

/* ---- encoding ---- */

static void put_le(uint8_t *out, uint32_t unit) {
  out[0] = (uint8_t)unit;
  out[1] = (uint8_t)(unit >> 8);
}

static void put_be(uint8_t *out, uint32_t unit) {
  out[0] = (uint8_t)(unit >> 8);
  out[1] = (uint8_t)unit;
}

static size_t utf16_put(uint8_t *out, uint32_t point, void (*put)(uint8_t *, uint32_t)) {
  if (point < 0x10000) {
    put(out, point);
    return 2;
  }
  put(out, 0xD800 + ((point - 0x10000) >> 10));
  put(out + 2, 0xDC00 + (point & 0x3FF));
  return 4;
}

size_t utf16le_put(uint8_t *out, uint32_t point) {
  return utf16_put(out, point, put_le);
}

size_t utf16be_put(uint8_t *out, uint32_t point) {
  return utf16_put(out, point, put_be);
}

size_t utf32le_put(uint8_t *out, uint32_t point) {
  put_le(out, point & 0xFFFF);
  put_le(out + 2, point >> 16);
  return 4;
}

size_t utf32be_put(uint8_t *out, uint32_t point) {
  put_be(out, point >> 16);
  put_be(out + 2, point & 0xFFFF);
  return 4;
}
