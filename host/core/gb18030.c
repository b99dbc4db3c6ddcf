/* GB18030 as the web decodes it: GBK and GB2312 are parts of it, 0x80 is the euro sign.
   Two-byte codes come from a table made at build time, four-byte codes from ranges of code points.
   A bad lead byte never swallows an ASCII byte, unless the file ends there. Private characters that
   had two-byte codes before 2022 still get those, as the web encodes them. */

#include "core/decoders.h"
#include "core/doublebyte.h"
#include "core/doublebyte_encode.h"
#include "gb18030_table.h"

#define LAST_BMP 39419u         /* pointer of U+FFFF */
#define FIRST_ASTRAL 189000u    /* pointer of U+10000 */
#define LAST_ASTRAL 1237575u    /* pointer of U+10FFFF */
#define E7C7_POINTER 7457u      /* the one four-byte code out of order */

static bool is_digit(uint8_t byte) {
  return byte >= 0x30 && byte <= 0x39;
}

static bool is_lead(uint8_t byte) {
  return byte >= 0x81 && byte <= 0xFE;
}

static uint32_t bmp_point(uint32_t pointer) {
  size_t low = 0;
  size_t high = sizeof gb18030_ranges / sizeof *gb18030_ranges;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (gb18030_ranges[middle].pointer <= pointer) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return gb18030_ranges[low].point + (pointer - gb18030_ranges[low].pointer);
}

static uint32_t four_byte_point(const uint8_t *bytes) {
  uint32_t pointer = ((bytes[0] - 0x81u) * 10 + (bytes[1] - 0x30u)) * 1260 +
                     (bytes[2] - 0x81u) * 10 + (bytes[3] - 0x30u);
  if (pointer == E7C7_POINTER) {
    return 0xE7C7;
  }
  if (pointer <= LAST_BMP) {
    return bmp_point(pointer);
  }
  if (pointer >= FIRST_ASTRAL && pointer <= LAST_ASTRAL) {
    return 0x10000 + (pointer - FIRST_ASTRAL);
  }
  return CHARSET_FAULT;
}

static charset_char four_bytes(const uint8_t *bytes, size_t left) {
  if (left > 2 && !is_lead(bytes[2])) {
    return (charset_char){CHARSET_FAULT, 1};
  }
  if (left > 3 && !is_digit(bytes[3])) {
    return (charset_char){CHARSET_FAULT, 1};
  }
  if (left < 4) {
    return (charset_char){CHARSET_FAULT, (uint32_t)left};
  }
  return (charset_char){four_byte_point(bytes), 4};
}

charset_char gb18030_next(const uint8_t *bytes, size_t left) {
  if (bytes[0] < 0x80) {
    return (charset_char){bytes[0], 1};
  }
  if (bytes[0] == 0x80) {
    return (charset_char){0x20AC, 1};
  }
  if (bytes[0] == 0xFF || left < 2) {
    return (charset_char){CHARSET_FAULT, 1};
  }
  if (is_digit(bytes[1])) {
    return four_bytes(bytes, left);
  }
  return doublebyte_char(doublebyte_entry(gb18030_table, bytes[0], bytes[1]), bytes[1]);
}

size_t gb18030_decode(const uint8_t *bytes, size_t size, size_t at, charset_text *out) {
  return doublebyte_decode(gb18030_table, gb18030_next, bytes, size, at, out);
}

/* ---- encoding ---- */

/* The pointer of a character of the basic plane without a two-byte code. */
static uint32_t bmp_pointer(uint32_t point) {
  size_t low = 0;
  size_t high = sizeof gb18030_ranges / sizeof *gb18030_ranges;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (gb18030_ranges[middle].point <= point) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return gb18030_ranges[low].pointer + (point - gb18030_ranges[low].point);
}

static size_t put_pointer(uint8_t *out, uint32_t pointer) {
  out[0] = (uint8_t)(0x81 + pointer / 12600);
  out[1] = (uint8_t)(0x30 + pointer / 1260 % 10);
  out[2] = (uint8_t)(0x81 + pointer / 10 % 126);
  out[3] = (uint8_t)(0x30 + pointer % 10);
  return 4;
}

/* ASCII, and what the table has; the euro sign is left to the callers. */
static size_t put_short(uint8_t *out, uint32_t point) {
  if (point < 0x80) {
    out[0] = (uint8_t)point;
    return 1;
  }
  return point < 0x10000 ? doublebyte_put(out, gb18030_codes[point]) : 0;
}

static size_t gb18030_put(uint8_t *out, uint32_t point) {
  size_t size = put_short(out, point);
  if (size > 0 || point == 0xE5E5) {
    return size;
  }
  if (point == 0x20AC) {
    return doublebyte_put(out, 0xE3A2);
  }
  if (point == 0xE7C7) {
    return put_pointer(out, E7C7_POINTER);
  }
  return put_pointer(out, point < 0x10000 ? bmp_pointer(point) : FIRST_ASTRAL + (point - 0x10000));
}

static size_t gbk_put(uint8_t *out, uint32_t point) {
  if (point == 0x20AC) {
    out[0] = 0x80;
    return 1;
  }
  return put_short(out, point);
}

size_t gb18030_encode(const uint8_t *text, size_t size, size_t at, charset_bytes *out) {
  return doublebyte_encode(gb18030_codes, gb18030_put, text, size, at, out);
}

size_t gbk_encode(const uint8_t *text, size_t size, size_t at, charset_bytes *out) {
  return doublebyte_encode(gb18030_codes, gbk_put, text, size, at, out);
}
