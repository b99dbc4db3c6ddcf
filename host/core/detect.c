/* Recognises the charset of a document: byte order mark, UTF-8, and then a contest in which each
   charset decodes a sample and is judged by what comes out: faults, plain Chinese text, and the
   share of the hanzi that all official prose is full of. Refuses what is no text. */

#include <string.h>

#include "core/charset.h"
#include "core/charset_write.h"

#define SAMPLE 2048          /* bytes that each charset of the contest decodes */
#define HEAD 4096            /* bytes searched for a declaration */
#define CONTROL_SAMPLE 16384 /* bytes searched for control bytes */
#define SURE 1.2             /* the value that only prose in the right charset reaches */

/* ---- not text ---- */

typedef struct magic_entry {
  const char *bytes;
  size_t size;
  size_t offset;
  const char *why;
} magic_entry;

#define MAGIC(bytes, offset, why) {bytes, sizeof bytes - 1, offset, why}

static const magic_entry magics[] = {
  MAGIC("\x89PNG\r\n\x1A\n", 0, "PNG image"),
  MAGIC("\xFF\xD8\xFF", 0, "JPEG image"),
  MAGIC("GIF87a", 0, "GIF image"),
  MAGIC("GIF89a", 0, "GIF image"),
  MAGIC("II*\0", 0, "TIFF image"),
  MAGIC("MM\0*", 0, "TIFF image"),
  MAGIC("WEBP", 8, "WebP image"),
  MAGIC("\0\0\1\0", 0, "icon image"),
  MAGIC("8BPS", 0, "Photoshop image"),
  MAGIC("%PDF-", 0, "PDF document"),
  MAGIC("%!PS-Adobe", 0, "PostScript document"),
  MAGIC("{\\rtf", 0, "RTF document"),
  MAGIC("PK\3\4", 0, "ZIP archive or Office document"),
  MAGIC("PK\5\6", 0, "ZIP archive"),
  MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, "OLE document, such as DOC or XLS"),
  MAGIC("\x1F\x8B\x08", 0, "gzip archive"),
  MAGIC("BZh", 0, "bzip2 archive"),
  MAGIC("\xFD" "7zXZ\0", 0, "xz archive"),
  MAGIC("\x28\xB5\x2F\xFD", 0, "Zstandard archive"),
  MAGIC("7z\xBC\xAF\x27\x1C", 0, "7z archive"),
  MAGIC("Rar!\x1A\x07", 0, "RAR archive"),
  MAGIC("ustar", 257, "tar archive"),
  MAGIC("\x7F" "ELF", 0, "ELF program"),
  MAGIC("MZ\x90\0", 0, "Windows program"),
  MAGIC("\xCA\xFE\xBA\xBE", 0, "Java class"),
  MAGIC("SQLite format 3\0", 0, "SQLite database"),
  MAGIC("RIFF", 0, "RIFF media"),
  MAGIC("OggS", 0, "Ogg media"),
  MAGIC("ID3", 0, "MP3 sound"),
  MAGIC("ftyp", 4, "MP4 media"),
  MAGIC("\0\1\0\0\0", 0, "TrueType font"),
  MAGIC("\x1BLua", 0, "Lua bytecode"),
};

static const char *find_magic(const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
    const magic_entry *magic = &magics[i];
    if (size >= magic->offset + magic->size &&
        memcmp(bytes + magic->offset, magic->bytes, magic->size) == 0) {
      return magic->why;
    }
  }
  return NULL;
}

/* Control bytes that text does not have; tab, line ends, form feed, Ctrl-Z and escape are no
   such. */
static size_t is_control(uint8_t byte) {
  static const uint32_t controls = ~(UINT32_C(0x1F) << 0x09 | UINT32_C(3) << 0x1A);
  return (byte < 0x20) & (controls >> (byte & 0x1F));
}

/* Eight bytes at a time; only where one of them is below 20 each is looked at. */
static size_t count_controls(const uint8_t *bytes, size_t size) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  size_t count = 0;
  size_t at = 0;
  while (size - at >= 8) {
    uint64_t word = charset_load(bytes + at);
    size_t end = at + 8;
    if (((word - ones * 0x20) & ~word & ones * 0x80) != 0) {
      for (size_t i = at; i < end; i++) {
        count += is_control(bytes[i]);
      }
    }
    at = end;
  }
  for (; at < size; at++) {
    count += is_control(bytes[at]);
  }
  return count;
}

/* ---- the declaration in markup ---- */

static bool starts_with(const uint8_t *bytes, size_t size, const char *lower_case) {
  size_t length = strlen(lower_case);
  if (size < length) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = bytes[i];
    if (byte >= 'A' && byte <= 'Z') {
      byte = (uint8_t)(byte + 32);
    }
    if (byte != (uint8_t)lower_case[i]) {
      return false;
    }
  }
  return true;
}

/* The offset of a lower-case ASCII string, any case, or `size`. */
static size_t find(const uint8_t *bytes, size_t size, const char *lower_case) {
  size_t at = 0;
  while (at < size && !starts_with(bytes + at, size - at, lower_case)) {
    at++;
  }
  return at;
}

static bool is_space(uint8_t byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static size_t skip_spaces(const uint8_t *bytes, size_t size, size_t at) {
  while (at < size && is_space(bytes[at])) {
    at++;
  }
  return at;
}

static bool is_label_byte(uint8_t byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z') || strchr("-_.:", byte) != NULL;
}

/* The charset in `name = "label"` within one tag. */
static charset find_label(const uint8_t *tag, size_t size, const char *name) {
  size_t at = find(tag, size, name);
  if (at == size) {
    return CHARSET_NONE;
  }
  at = skip_spaces(tag, size, at + strlen(name));
  if (at == size || tag[at] != '=') {
    return CHARSET_NONE;
  }
  at = skip_spaces(tag, size, at + 1);
  if (at < size && (tag[at] == '"' || tag[at] == '\'')) {
    at = skip_spaces(tag, size, at + 1);
  }
  size_t end = at;
  while (end < size && tag[end] != 0 && is_label_byte(tag[end])) {
    end++;
  }
  return charset_from_label((const char *)tag + at, end - at);
}

/* A document whose declaration can be read as ASCII is not in UTF-16, whatever it says. */
static charset ascii_based(charset id) {
  return id >= CHARSET_UTF16LE && id <= CHARSET_UTF32BE ? CHARSET_UTF8 : id;
}

static charset find_meta(const uint8_t *bytes, size_t size) {
  size_t at = 0;
  while (at < size) {
    if (starts_with(bytes + at, size - at, "<!--")) {
      at += find(bytes + at, size - at, "-->");
    } else if (starts_with(bytes + at, size - at, "<meta")) {
      size_t length = find(bytes + at, size - at, ">");
      charset id = find_label(bytes + at, length, "charset");
      if (id != CHARSET_NONE) {
        return ascii_based(id);
      }
      at += length;
    } else {
      at++;
    }
  }
  return CHARSET_NONE;
}

/* The declaration of an XML document in UTF-16 without a mark. */
static charset find_wide_xml(const uint8_t *bytes, size_t size) {
  if (size >= 6 && memcmp(bytes, "<\0?\0x\0", 6) == 0) {
    return CHARSET_UTF16LE;
  }
  return size >= 6 && memcmp(bytes, "\0<\0?\0x", 6) == 0 ? CHARSET_UTF16BE : CHARSET_NONE;
}

static charset find_xml(const uint8_t *bytes, size_t size) {
  if (!starts_with(bytes, size, "<?xml")) {
    return CHARSET_NONE;
  }
  charset id = find_label(bytes, find(bytes, size, "?>"), "encoding");
  return id != CHARSET_NONE ? ascii_based(id) : id;
}

/* A meta element comes before the XML declaration, as where the web reads pages. */
charset charset_declared(const uint8_t *bytes, size_t size) {
  size = size < HEAD ? size : HEAD;
  charset wide = find_wide_xml(bytes, size);
  if (wide != CHARSET_NONE) {
    return wide;
  }
  size_t mark = charset_mark_size(CHARSET_UTF8, bytes, size);
  size_t at = skip_spaces(bytes, size, mark);
  if (at == size || bytes[at] != '<') {
    return CHARSET_NONE;
  }
  charset meta = find_meta(bytes + at, size - at);
  return meta != CHARSET_NONE ? meta : find_xml(bytes + at, size - at);
}

/* ---- the contest ---- */

typedef struct score {
  size_t characters;
  size_t faults;
  size_t plain;  /* what Chinese documents consist of */
  size_t wide;   /* outside ASCII */
  size_t common; /* the most frequent hanzi */
} score;

/* The most frequent hanzi of official prose, simplified and traditional, in order. */
static const uint16_t common_hanzi[] = {
  0x4E00, 0x4E0A, 0x4E0B, 0x4E0D, 0x4E0E, 0x4E2A, 0x4E2D, 0x4E3A, 0x4E3B, 0x4E86, 0x4E8B, 0x4E8E,
  0x4EA7, 0x4EBA, 0x4EE5, 0x4EEC, 0x4EFD, 0x4F1A, 0x4F53, 0x500B, 0x515A, 0x5168, 0x516C, 0x5173,
  0x5206, 0x5230, 0x529B, 0x52A1, 0x52D5, 0x52D9, 0x533A, 0x5340, 0x53BF, 0x53D1, 0x5458, 0x548C,
  0x54E1, 0x554F, 0x56FD, 0x570B, 0x5728, 0x5730, 0x5927, 0x5B66, 0x5B78, 0x5B9E, 0x5BE6, 0x5BF9,
  0x5C0D, 0x5C40, 0x5C55, 0x5DE5, 0x5E02, 0x5E74, 0x5EFA, 0x5F00, 0x5F37, 0x5F3A, 0x60C5, 0x6210,
  0x6539, 0x653F, 0x6574, 0x65B0, 0x65B9, 0x65E5, 0x65F6, 0x662F, 0x6642, 0x6703, 0x6708, 0x6709,
  0x671F, 0x673A, 0x6751, 0x6848, 0x6A5F, 0x6C11, 0x6CD5, 0x7387, 0x7406, 0x751F, 0x7522, 0x7528,
  0x767C, 0x7684, 0x76EE, 0x793E, 0x7B2C, 0x7D93, 0x7E23, 0x7ECF, 0x8005, 0x884C, 0x898F, 0x89C4,
  0x8A2D, 0x8BBE, 0x8CEA, 0x8D28, 0x8FD9, 0x8FDB, 0x9019, 0x9032, 0x9053, 0x90E8, 0x90FD, 0x91CF,
  0x93AE, 0x9547, 0x9577, 0x957F, 0x958B, 0x95DC, 0x95EE, 0x9662, 0x9805, 0x9879, 0x9AD8, 0x9EE8,
};

static bool is_common(uint32_t point) {
  size_t low = 0;
  size_t high = sizeof common_hanzi / sizeof *common_hanzi;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (common_hanzi[middle] < point) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < sizeof common_hanzi / sizeof *common_hanzi && common_hanzi[low] == point;
}

static bool is_plain(uint32_t point) {
  return (point >= 0x20 && point < 0x7F) || point == '\n' || point == '\r' || point == '\t' ||
         (point >= 0x4E00 && point <= 0x9FA5) || (point >= 0x3000 && point <= 0x3020) ||
         (point >= 0xFF01 && point <= 0xFF5E) || (point >= 0x2010 && point <= 0x203B) ||
         (point >= 0x2160 && point <= 0x2169) || (point >= 0x2460 && point <= 0x249B) ||
         (point >= 0x25A0 && point <= 0x25CF) || point == 0xB7 || point == 0xD7;
}

static score judge(charset id, const uint8_t *bytes, size_t size) {
  charset_next next = charset_reader(id);
  size_t end = size < SAMPLE ? size : SAMPLE;
  score result = {0};
  for (size_t at = 0; at < end;) {
    charset_char character = next(bytes + at, size - at);
    result.characters++;
    if (character.point == CHARSET_FAULT) {
      result.faults += at + character.size < size; /* a torn last character speaks against nobody */
    } else {
      result.plain += is_plain(character.point);
      result.wide += character.point >= 0x80;
      result.common += character.point >= 0x4E00 && is_common(character.point);
    }
    at += character.size;
  }
  return result;
}

/* From far below zero to 2 or so; prose in a wrong charset stays below 1. */
static double value(const score *result) {
  double characters = (double)result->characters + 1;
  double wide = (double)result->wide + 2;
  return (double)result->plain / characters + 2 * (double)result->common / wide -
         10 * (double)result->faults / characters;
}

/* Faults that a damaged document may have: two, or one character in fifty. */
static bool is_tolerable(const score *result) {
  return result->faults <= 2 + result->characters / 50 &&
         result->plain + result->faults + 2 >= result->characters / 2;
}

/* Without zero bytes or bytes that no other charset has, UTF-16 needs the better evidence. */
static bool looks_wide(const uint8_t *bytes, size_t size) {
  size = size < SAMPLE ? size : SAMPLE;
  return count_controls(bytes, size) > 0 || memchr(bytes, 0xFF, size) != NULL;
}

typedef struct contest {
  charset best;
  double best_value;
  double second_value;
} contest;

static void enter(contest *to, charset id, const uint8_t *bytes, size_t size, double bonus) {
  score result = judge(id, bytes, size);
  if (!is_tolerable(&result)) {
    return;
  }
  double points = value(&result) + bonus;
  if (points > to->best_value) {
    to->second_value = to->best_value;
    to->best_value = points;
    to->best = id;
  } else if (points > to->second_value) {
    to->second_value = points;
  }
}

static double bonus_for(charset id, charset declared, charset hint) {
  return (id == declared ? 0.3 : 0) + (id == hint ? 0.2 : 0);
}

static contest hold_contest(const uint8_t *bytes, size_t size, charset declared, charset hint,
                            bool wide_only) {
  contest to = {CHARSET_NONE, 0.3, 0.3}; /* what scores less is believed by nobody */
  bool wide = looks_wide(bytes, size);
  if (!wide_only) {
    size_t ascii = ascii_prefix(bytes, size);
    enter(&to, CHARSET_GB18030, bytes + ascii, size - ascii,
          0.05 + bonus_for(CHARSET_GB18030, declared, hint));
    enter(&to, CHARSET_BIG5, bytes + ascii, size - ascii, bonus_for(CHARSET_BIG5, declared, hint));
  }
  if (wide || to.best_value < SURE) {
    double bonus = wide ? 0 : -0.3;
    enter(&to, CHARSET_UTF16LE, bytes, size, bonus + bonus_for(CHARSET_UTF16LE, declared, hint));
    enter(&to, CHARSET_UTF16BE, bytes, size, bonus + bonus_for(CHARSET_UTF16BE, declared, hint));
  }
  return to;
}

/* ---- the verdict ---- */

static charset_verdict accept(charset id, double confidence, const char *why) {
  return (charset_verdict){.id = id, .confidence = confidence, .why = why};
}

static charset_verdict refuse(const char *why, bool binary) {
  return (charset_verdict){.id = CHARSET_NONE, .why = why, .binary = binary};
}

static charset find_mark(const uint8_t *bytes, size_t size) {
  static const charset order[] = {CHARSET_UTF8,    CHARSET_UTF32LE, CHARSET_UTF32BE,
                                  CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_GB18030};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    if (charset_mark_size(order[i], bytes, size) > 0) {
      return order[i];
    }
  }
  return CHARSET_NONE;
}

typedef struct damage {
  size_t sound;  /* whole characters of three or four bytes, as hanzi have */
  size_t inside; /* faults, but those that cut the first or the last character */
} damage;

/* Bytes from E0 on: those whose three highest bits are set. */
static size_t count_long(const uint8_t *bytes, size_t size) {
  size_t count = 0;
  size_t at = 0;
  for (; size - at >= 8; at += 8) {
    uint64_t word = charset_load(bytes + at);
    count += (size_t)__builtin_popcountll(word & word << 1 & word << 2 &
                                          UINT64_C(0x8080808080808080));
  }
  for (; at < size; at++) {
    count += bytes[at] >= 0xE0;
  }
  return count;
}

/* Reads on through faults until they are plainly too many. */
static damage measure_damage(const uint8_t *bytes, size_t size, size_t at) {
  damage found = {.sound = count_long(bytes, at)};
  while (at < size && found.inside <= 8 + found.sound / 10) {
    charset_char character = utf8_next(bytes + at, size - at);
    if (character.point != CHARSET_FAULT) {
      found.sound += character.point >= 0x800;
    } else {
      bool head = at < 3 && (bytes[at] & 0xC0) == 0x80;
      found.inside += !head && at + character.size < size;
    }
    at += character.size;
  }
  return found;
}

/* UTF-8 is hard to look like: ten sound characters for each broken one can be nothing else. */
static charset_verdict detect_damaged(const uint8_t *bytes, size_t size, size_t valid) {
  damage found = measure_damage(bytes, size, valid);
  if (found.sound == 0 || found.inside * 10 > found.sound) {
    return refuse("", false);
  }
  double share = (double)found.inside / (double)(found.sound + found.inside);
  double certainty = found.sound >= 10 ? 0.99 : 0.7;
  return accept(CHARSET_UTF8, certainty - 4 * share,
                found.inside == 0 ? "UTF-8 cut inside a character" : "UTF-8 with broken sequences");
}

static bool is_single_byte(charset id) {
  return id == CHARSET_LATIN1 || id == CHARSET_WINDOWS1252;
}

static charset_verdict detect_by_contest(const uint8_t *bytes, size_t size, charset declared,
                                         charset hint, bool wide_only) {
  contest result = hold_contest(bytes, size, declared, hint, wide_only);
  if (result.best == CHARSET_NONE) {
    return is_single_byte(declared) && !wide_only ? accept(declared, 0.5, "declared")
                                                  : refuse("no known charset fits", wide_only);
  }
  double lead = result.best_value - result.second_value;
  charset_verdict verdict = accept(result.best, lead < 0.78 ? 0.6 + lead / 2 : 0.99,
                                   result.best == declared ? "declared, and decodes to plain text"
                                                           : "decodes to plain Chinese text");
  verdict.open = lead < 0.3 && hint == CHARSET_NONE && result.best >= CHARSET_GB18030;
  return verdict;
}

charset_verdict charset_detect(const uint8_t *bytes, size_t size, size_t valid,
                               charset declared, charset hint) {
  charset marked = find_mark(bytes, size);
  if (marked != CHARSET_NONE) {
    return accept(marked, 1, "byte order mark");
  }
  const char *magic = find_magic(bytes, size);
  if (magic != NULL) {
    return refuse(magic, true);
  }
  size_t sample = size < CONTROL_SAMPLE ? size : CONTROL_SAMPLE;
  size_t controls = count_controls(bytes, sample);
  if (valid == size && controls <= 1 + sample / 10) {
    bool ascii = ascii_prefix(bytes, size) == size;
    return accept(CHARSET_UTF8, 1, ascii ? "only ASCII" : "valid UTF-8");
  }
  bool wide_only = controls > 1 + sample / 50;
  if (valid < size && !wide_only) {
    charset_verdict damaged = detect_damaged(bytes, size, valid);
    if (damaged.id != CHARSET_NONE) {
      return damaged;
    }
  }
  charset_verdict verdict = detect_by_contest(bytes, size, declared, hint, wide_only);
  if (verdict.binary) {
    verdict.why = memchr(bytes, 0, sample) != NULL ? "zero bytes" : "control bytes";
  }
  return verdict;
}
