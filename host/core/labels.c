/* Charsets by name: ours, and those that are left to iconv(3). Labels of documents are looked up in
   the lists below and go nowhere else. All strings live for ever. */

#include <string.h>

#include "core/charset.h"

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
  [CHARSET_GBK] = "GBK",
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
  {"gbk", CHARSET_GBK}, {"x-gbk", CHARSET_GBK}, {"gb2312", CHARSET_GB18030},
  {"gb_2312", CHARSET_GB18030}, {"gb_2312-80", CHARSET_GB18030}, {"gb2312-80", CHARSET_GB18030},
  {"gb-2312", CHARSET_GB18030}, {"csgb2312", CHARSET_GB18030}, {"chinese", CHARSET_GB18030},
  {"csiso58gb231280", CHARSET_GB18030}, {"iso-ir-58", CHARSET_GB18030},
  {"euc-cn", CHARSET_GB18030}, {"cp936", CHARSET_GBK}, {"ms936", CHARSET_GBK},
  {"windows-936", CHARSET_GBK},
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

/* A label without the space around it. */
typedef struct trimmed {
  const char *label;
  size_t size;
} trimmed;

static trimmed trim(const char *label, size_t size) {
  while (size > 0 && is_space(label[0])) {
    label++;
    size--;
  }
  while (size > 0 && is_space(label[size - 1])) {
    size--;
  }
  return (trimmed){label, size};
}

charset charset_encoder_from_label(const char *label, size_t size) {
  trimmed wanted = trim(label, size);
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    if (same_label(wanted.label, wanted.size, labels[i].label)) {
      return labels[i].id;
    }
  }
  return CHARSET_NONE;
}

bool charset_asks_mark(const char *label, size_t size) {
  static const char *const either[] = {"utf-16", "utf16", "ucs-2", "unicode", "utf-32"};
  trimmed wanted = trim(label, size);
  for (size_t i = 0; i < sizeof either / sizeof *either; i++) {
    if (same_label(wanted.label, wanted.size, either[i])) {
      return true;
    }
  }
  return false;
}

charset charset_from_label(const char *label, size_t size) {
  charset id = charset_encoder_from_label(label, size);
  return id == CHARSET_GBK ? CHARSET_GB18030 : id;
}

/* ---- what iconv(3) does ---- */

typedef struct foreign_entry {
  const char *label;
  const char *name;
} foreign_entry;

/* Without shift states, and without characters that wait for the next one. */
static const foreign_entry foreign[] = {
  {"shift_jis", "CP932"}, {"shift-jis", "CP932"}, {"sjis", "CP932"}, {"x-sjis", "CP932"},
  {"ms_kanji", "CP932"}, {"windows-31j", "CP932"}, {"cp932", "CP932"}, {"ms932", "CP932"},
  {"euc-jp", "EUC-JP"}, {"eucjp", "EUC-JP"}, {"x-euc-jp", "EUC-JP"},
  {"euc-kr", "CP949"}, {"euckr", "CP949"}, {"ks_c_5601-1987", "CP949"}, {"ksc5601", "CP949"},
  {"windows-949", "CP949"}, {"cp949", "CP949"}, {"uhc", "CP949"},
  {"euc-tw", "EUC-TW"}, {"euctw", "EUC-TW"},
  {"iso-8859-2", "ISO-8859-2"}, {"latin2", "ISO-8859-2"}, {"iso-8859-3", "ISO-8859-3"},
  {"iso-8859-4", "ISO-8859-4"}, {"iso-8859-5", "ISO-8859-5"}, {"cyrillic", "ISO-8859-5"},
  {"iso-8859-6", "ISO-8859-6"}, {"arabic", "ISO-8859-6"}, {"iso-8859-7", "ISO-8859-7"},
  {"greek", "ISO-8859-7"}, {"iso-8859-8", "ISO-8859-8"}, {"hebrew", "ISO-8859-8"},
  {"iso-8859-9", "ISO-8859-9"}, {"latin5", "ISO-8859-9"}, {"iso-8859-10", "ISO-8859-10"},
  {"iso-8859-13", "ISO-8859-13"}, {"iso-8859-14", "ISO-8859-14"}, {"iso-8859-15", "ISO-8859-15"},
  {"latin9", "ISO-8859-15"}, {"iso-8859-16", "ISO-8859-16"}, {"koi8-r", "KOI8-R"},
  {"koi8-u", "KOI8-U"}, {"ibm866", "CP866"}, {"cp866", "CP866"}, {"macintosh", "MACINTOSH"},
  {"windows-874", "CP874"}, {"tis-620", "CP874"}, {"cp874", "CP874"},
  {"windows-1250", "CP1250"},
  {"cp1250", "CP1250"}, {"windows-1251", "CP1251"}, {"cp1251", "CP1251"},
  {"windows-1253", "CP1253"}, {"cp1253", "CP1253"}, {"windows-1254", "CP1254"},
  {"cp1254", "CP1254"}, {"windows-1255", "CP1255"}, {"cp1255", "CP1255"},
  {"windows-1256", "CP1256"}, {"cp1256", "CP1256"}, {"windows-1257", "CP1257"},
  {"cp1257", "CP1257"}, {"windows-1258", "CP1258"}, {"cp1258", "CP1258"},
};

const char *charset_foreign(const char *label, size_t size) {
  trimmed wanted = trim(label, size);
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
    if (same_label(wanted.label, wanted.size, foreign[i].label)) {
      return foreign[i].name;
    }
  }
  return NULL;
}

charset_choice charset_chosen(const char *label, size_t size) {
  charset id = charset_from_label(label, size);
  return (charset_choice){id, id == CHARSET_NONE ? charset_foreign(label, size) : NULL};
}

bool charset_is_chosen(charset_choice choice) {
  return choice.id != CHARSET_NONE || choice.foreign != NULL;
}
