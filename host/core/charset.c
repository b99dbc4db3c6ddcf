/* Charsets by name, and decoding of any of them to UTF-8 with a map and the offsets of faults.
   Labels of documents are looked up in the list below and go nowhere else. */

#include "core/charset.h"

#include <string.h>

#include "core/charset_write.h"
#include "core/decoders.h"

/* ---- names ---- */

static const char *const names[] = {
  [CHARSET_UTF8] = "UTF-8",
  [CHARSET_UTF16LE] = "UTF-16LE",
  [CHARSET_UTF16BE] = "UTF-16BE",
  [CHARSET_UTF32LE] = "UTF-32LE",
  [CHARSET_UTF32BE] = "UTF-32BE",
  [CHARSET_GB18030] = "GB18030",
  [CHARSET_BIG5] = "Big5",
  [CHARSET_LATIN1] = "Latin-1",
  [CHARSET_WINDOWS1252] = "windows-1252",
};

typedef struct label_entry {
  const char *label;
  charset id;
} label_entry;

/* The labels of the Encoding Standard for these charsets, and what Windows and Python call them. */
static const label_entry labels[] = {
  {"utf-8", CHARSET_UTF8}, {"utf8", CHARSET_UTF8}, {"unicode-1-1-utf-8", CHARSET_UTF8},
  {"utf-8-sig", CHARSET_UTF8}, {"cp65001", CHARSET_UTF8},
  {"utf-16", CHARSET_UTF16LE}, {"utf-16le", CHARSET_UTF16LE}, {"utf16", CHARSET_UTF16LE},
  {"utf16le", CHARSET_UTF16LE}, {"ucs-2", CHARSET_UTF16LE}, {"unicode", CHARSET_UTF16LE},
  {"utf-16be", CHARSET_UTF16BE}, {"utf16be", CHARSET_UTF16BE}, {"unicodefffe", CHARSET_UTF16BE},
  {"utf-32", CHARSET_UTF32LE}, {"utf-32le", CHARSET_UTF32LE}, {"utf-32be", CHARSET_UTF32BE},
  {"gb18030", CHARSET_GB18030}, {"gb18030-2000", CHARSET_GB18030},
  {"gb18030-2005", CHARSET_GB18030}, {"gb18030-2022", CHARSET_GB18030},
  {"gbk", CHARSET_GB18030}, {"x-gbk", CHARSET_GB18030}, {"gb2312", CHARSET_GB18030},
  {"gb_2312", CHARSET_GB18030}, {"gb_2312-80", CHARSET_GB18030}, {"gb2312-80", CHARSET_GB18030},
  {"gb-2312", CHARSET_GB18030}, {"csgb2312", CHARSET_GB18030}, {"chinese", CHARSET_GB18030},
  {"csiso58gb231280", CHARSET_GB18030}, {"iso-ir-58", CHARSET_GB18030},
  {"euc-cn", CHARSET_GB18030}, {"cp936", CHARSET_GB18030}, {"ms936", CHARSET_GB18030},
  {"windows-936", CHARSET_GB18030},
  {"big5", CHARSET_BIG5}, {"big-5", CHARSET_BIG5}, {"big5-hkscs", CHARSET_BIG5},
  {"cn-big5", CHARSET_BIG5}, {"csbig5", CHARSET_BIG5}, {"x-x-big5", CHARSET_BIG5},
  {"big5-eten", CHARSET_BIG5}, {"cp950", CHARSET_BIG5}, {"windows-950", CHARSET_BIG5},
  {"latin-1", CHARSET_LATIN1}, {"latin1", CHARSET_LATIN1}, {"l1", CHARSET_LATIN1},
  {"iso-8859-1", CHARSET_LATIN1}, {"iso8859-1", CHARSET_LATIN1}, {"iso_8859-1", CHARSET_LATIN1},
  {"windows-1252", CHARSET_WINDOWS1252}, {"cp1252", CHARSET_WINDOWS1252},
  {"x-cp1252", CHARSET_WINDOWS1252}, {"ascii", CHARSET_WINDOWS1252},
  {"us-ascii", CHARSET_WINDOWS1252},
};

const char *charset_name(charset id) {
  return names[id];
}

static bool is_space(char byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

static bool same_label(const char *label, size_t size, const char *known) {
  if (strlen(known) != size) {
    return false;
  }
  for (size_t i = 0; i < size; i++) {
    if (lower(label[i]) != known[i]) {
      return false;
    }
  }
  return true;
}

charset charset_from_label(const char *label, size_t size) {
  while (size > 0 && is_space(label[0])) {
    label++;
    size--;
  }
  while (size > 0 && is_space(label[size - 1])) {
    size--;
  }
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    if (same_label(label, size, labels[i].label)) {
      return labels[i].id;
    }
  }
  return CHARSET_NONE;
}

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

static charset_char windows1252_next(const uint8_t *bytes, size_t left) {
  static const uint16_t high[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  };
  (void)left;
  bool mapped = bytes[0] >= 0x80 && bytes[0] < 0xA0;
  return (charset_char){mapped ? high[bytes[0] - 0x80] : bytes[0], 1};
}

charset_next charset_reader(charset id) {
  static const charset_next readers[] = {
    [CHARSET_UTF8] = utf8_next,       [CHARSET_UTF16LE] = utf16le_next,
    [CHARSET_UTF16BE] = utf16be_next, [CHARSET_UTF32LE] = utf32le_next,
    [CHARSET_UTF32BE] = utf32be_next, [CHARSET_GB18030] = gb18030_next,
    [CHARSET_BIG5] = big5_next,       [CHARSET_LATIN1] = latin1_next,
    [CHARSET_WINDOWS1252] = windows1252_next,
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
