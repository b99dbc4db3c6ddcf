/* Decoding of any charset to UTF-8 with a map and the offsets of faults, and encoding.
   The lists of names are in labels.c. All memory is the caller's. */

#include "core/charset.h"

#include <string.h>

#include "core/charset_write.h"
#include "core/decoders.h"
#include "core/utf8.h"

size_t charset_mark_size(charset id, const uint8_t *bytes, size_t size) {
  static const struct {
    const char *bytes;
    size_t size;
  } marks[CHARSET_NONE] = {
    [CHARSET_UTF8] = {"\xEF\xBB\xBF", 3},
    [CHARSET_UTF16LE] = {"\xFF\xFE", 2},
    [CHARSET_UTF16BE] = {"\xFE\xFF", 2},
    [CHARSET_UTF32LE] = {"\xFF\xFE\0\0", 4},
    [CHARSET_UTF32BE] = {"\0\0\xFE\xFF", 4},
    [CHARSET_GB18030] = {"\x84\x31\x95\x33", 4},
  };
  size_t mark = marks[id].size;
  return mark > 0 && size >= mark && memcmp(bytes, marks[id].bytes, mark) == 0 ? mark : 0;
}

/* ---- decoding ---- */

static charset_char latin1_next(const uint8_t *bytes, size_t left) {
  (void)left;
  return (charset_char){bytes[0], 1};
}

static const uint16_t windows1252_high[32] = {
  0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static charset_char windows1252_next(const uint8_t *bytes, size_t left) {
  (void)left;
  bool mapped = bytes[0] >= 0x80 && bytes[0] < 0xA0;
  return (charset_char){mapped ? windows1252_high[bytes[0] - 0x80] : bytes[0], 1};
}

charset_next charset_reader(charset id) {
  static const charset_next readers[] = {
    [CHARSET_UTF8] = utf8_next,       [CHARSET_UTF16LE] = utf16le_next,
    [CHARSET_UTF16BE] = utf16be_next, [CHARSET_UTF32LE] = utf32le_next,
    [CHARSET_UTF32BE] = utf32be_next, [CHARSET_GB18030] = gb18030_next,
    [CHARSET_BIG5] = big5_next,       [CHARSET_LATIN1] = latin1_next,
    [CHARSET_WINDOWS1252] = windows1252_next, [CHARSET_GBK] = gb18030_next,
  };
  return readers[id];
}

/* Any charset, one character at a time. */
static size_t plain_decode(charset_next next, const uint8_t *bytes, size_t size, size_t at,
                           charset_text *out) {
  while (at < size && !charset_full(out)) {
    charset_char character = next(bytes + at, size - at);
    charset_write(out, at, character);
    at += character.size;
  }
  return at;
}

size_t charset_decode(charset id, const uint8_t *bytes, size_t size, size_t at,
                      charset_text *out) {
  switch (id) {
    case CHARSET_UTF8: return utf8_decode(bytes, size, at, out);
    case CHARSET_GB18030: return gb18030_decode(bytes, size, at, out);
    case CHARSET_BIG5: return big5_decode(bytes, size, at, out);
    default: return plain_decode(charset_reader(id), bytes, size, at, out);
  }
}

/* Who knows how long a character must be says so; in the others every character has one byte. */
bool charset_is_cut(charset id, const uint8_t *bytes, size_t left) {
  if (charset_reader(id)(bytes, left).size < left) {
    return false;
  }
  switch (id) {
    case CHARSET_UTF8: return left < 4 && bytes[0] >= 0xC2 && bytes[0] <= 0xF4;
    case CHARSET_GB18030: return left < 4 && bytes[0] >= 0x81 && bytes[0] <= 0xFE;
    case CHARSET_BIG5: return left < 2 && bytes[0] >= 0x81 && bytes[0] <= 0xFE;
    case CHARSET_UTF16LE: return left != 2 || (bytes[1] & 0xFC) == 0xD8;
    case CHARSET_UTF16BE: return left != 2 || (bytes[0] & 0xFC) == 0xD8;
    case CHARSET_UTF32LE:
    case CHARSET_UTF32BE: return left < 4;
    default: return false;
  }
}

/* ---- encoding ---- */

static size_t latin1_put(uint8_t *out, uint32_t point) {
  out[0] = (uint8_t)point;
  return point < 0x100;
}

static size_t windows1252_put(uint8_t *out, uint32_t point) {
  if (point < 0x80 || (point >= 0xA0 && point < 0x100)) {
    out[0] = (uint8_t)point;
    return 1;
  }
  for (size_t i = 0; i < 32; i++) {
    if (windows1252_high[i] == point) {
      out[0] = (uint8_t)(0x80 + i);
      return 1;
    }
  }
  return 0;
}

static size_t encode_each(charset_put_code put, const uint8_t *text, size_t size, size_t at,
                          charset_bytes *out) {
  while (at < size && !charset_bytes_full(out)) {
    Utf8Char character = utf8_at(text + at, text + size);
    size_t written = put(out->bytes + out->size, character.cp);
    if (written == 0) {
      break;
    }
    out->size += written;
    at += character.size;
  }
  return at;
}

static size_t copy_text(const uint8_t *text, size_t size, size_t at, charset_bytes *out) {
  size_t room = out->room - out->size;
  size_t part = size - at < room ? size - at : room;
  memcpy(out->bytes + out->size, text + at, part);
  out->size += part;
  return at + part;
}

static charset_put_code writer(charset id) {
  static const charset_put_code writers[] = {
    [CHARSET_UTF16LE] = utf16le_put, [CHARSET_UTF16BE] = utf16be_put,
    [CHARSET_UTF32LE] = utf32le_put, [CHARSET_UTF32BE] = utf32be_put,
    [CHARSET_LATIN1] = latin1_put,   [CHARSET_WINDOWS1252] = windows1252_put,
  };
  return writers[id];
}

size_t charset_encode(charset id, const uint8_t *text, size_t size, size_t at,
                      charset_bytes *out) {
  switch (id) {
    case CHARSET_UTF8: return copy_text(text, size, at, out);
    case CHARSET_GB18030: return gb18030_encode(text, size, at, out);
    case CHARSET_GBK: return gbk_encode(text, size, at, out);
    case CHARSET_BIG5: return big5_encode(text, size, at, out);
    default: return encode_each(writer(id), text, size, at, out);
  }
}
