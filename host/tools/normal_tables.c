/* Prints the tables of Unicode normalisation as a C header: normal_tables > build/unicode_normal.h
   Combining classes and mappings come from this machine's libutf8proc. The byte classes that let
   sixteen or thirty-two bytes be passed at once are written here, and checked to miss nothing. */

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "two_stage.h"

enum { NFC, NFD, NFKC, NFKD, FORMS, LONGEST = 32, POOL = 1 << 16, HANGUL = 0xAC00 };

static const char *const form_names[FORMS] = {"nfc", "nfd", "nfkc", "nfkd"};

static void die(const char *what, uint32_t point) {
  fprintf(stderr, "normal_tables: %s at U+%04X\n", what, (unsigned)point);
  exit(1);
}

/* ---- mappings ---- */

typedef struct record {
  uint32_t combining;
  uint32_t flags; /* bit form: clean; bit form + 4: begins a segment */
  uint32_t mapping[FORMS];
} record;

static record records[POINTS / 64];
static uint32_t record_count;
static uint32_t record_of[POINTS];
static uint8_t pool[POOL]; /* length, then UTF-8; offset 0 is the empty one */
static uint32_t pool_size = 1;
static bool composes_back[POINTS]; /* NFC_Quick_Check=Maybe */

static uint32_t combining_class(uint32_t point) {
  return (uint32_t)utf8proc_get_property((int32_t)point)->combining_class;
}

static bool is_hangul(uint32_t point) {
  return point >= HANGUL && point < HANGUL + 11172;
}

static long decompose(uint32_t point, int form, int32_t *out) {
  int last = 0;
  long size = utf8proc_decompose_char((int32_t)point, out, LONGEST,
                                      form >= NFKC ? UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT
                                                   : UTF8PROC_DECOMPOSE, &last);
  if (size < 1 || size > LONGEST) {
    die("no decomposition", point);
  }
  return size;
}

static long compose(int32_t *points, long size) {
  return utf8proc_normalize_utf32(points, size, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
}

static long normalise(uint32_t point, int form, int32_t *out) {
  long size = decompose(point, form, out);
  return form == NFC || form == NFKC ? compose(out, size) : size;
}

/* Where the pool holds these code points, put there when it does not. */
static uint32_t pooled(const int32_t *points, long size) {
  uint8_t text[1 + 4 * LONGEST];
  uint32_t length = 0;
  for (long i = 0; i < size; i++) {
    length += (uint32_t)utf8proc_encode_char(points[i], text + 1 + length);
  }
  text[0] = (uint8_t)length;
  for (uint32_t at = 1; at < pool_size; at += pool[at] + 1u) {
    if (memcmp(pool + at, text, length + 1) == 0) {
      return at;
    }
  }
  if (pool_size + length + 1 + LONGEST > POOL) {
    die("too many mappings", 0);
  }
  memcpy(pool + pool_size, text, length + 1);
  pool_size += length + 1;
  return pool_size - length - 1;
}

static uint32_t recorded(const record *wanted) {
  for (uint32_t i = 0; i < record_count; i++) {
    if (memcmp(&records[i], wanted, sizeof *wanted) == 0) {
      return i;
    }
  }
  if (record_count == sizeof records / sizeof *records) {
    die("too many records", 0);
  }
  records[record_count] = *wanted;
  return record_count++;
}

static void read_form(uint32_t point, int form, record *out) {
  int32_t mapped[LONGEST];
  long size = decompose(point, form, mapped);
  uint32_t first = (uint32_t)mapped[0];
  bool composing = form == NFC || form == NFKC;
  bool begins = combining_class(first) == 0 && !(composing && composes_back[first]);
  size = normalise(point, form, mapped);
  bool same = size == 1 && mapped[0] == (int32_t)point;
  bool clean = same && out->combining == 0 && begins;
  out->flags |= (uint32_t)clean << form | (uint32_t)begins << (form + 4);
  out->mapping[form] = same || is_hangul(point) ? 0 : pooled(mapped, size);
}

static void read_points(void) {
  for (uint32_t point = 0; point < POINTS; point++) {
    record one = {.combining = combining_class(point)};
    for (int form = 0; form < FORMS; form++) {
      read_form(point, form, &one);
    }
    record_of[point] = recorded(&one);
  }
}

/* ---- composition ---- */

typedef struct pair {
  uint32_t first;
  uint32_t second;
  uint32_t composed;
} pair;

static pair pairs[4096];
static size_t pair_count;

static int by_key(const void *left, const void *right) {
  const pair *a = left;
  const pair *b = right;
  if (a->first != b->first) {
    return a->first < b->first ? -1 : 1;
  }
  return a->second < b->second ? -1 : a->second > b->second;
}

/* A character that composes is the composition of all its parts but the last, and the last. */
static void read_pairs(void) {
  for (uint32_t point = 0; point < POINTS; point++) {
    int32_t parts[LONGEST];
    int32_t composed[LONGEST];
    long size = is_hangul(point) ? 1 : decompose(point, NFD, parts);
    if (size < 2 || normalise(point, NFC, composed) != 1 || composed[0] != (int32_t)point) {
      continue;
    }
    uint32_t last = (uint32_t)parts[size - 1];
    if (compose(parts, size - 1) != 1) {
      die("no pair", point);
    }
    pairs[pair_count++] = (pair){(uint32_t)parts[0], last, point};
    composes_back[last] = true;
  }
  for (uint32_t point = 0x1161; point <= 0x11C2; point++) { /* vowels and finals of Hangul */
    composes_back[point] |= point <= 0x1175 || point >= 0x11A8;
  }
  qsort(pairs, pair_count, sizeof *pairs, by_key);
}

/* ---- byte classes ---- */

/* A class is a product of sets of nibbles: of a lead byte, of the byte after it, and of the third.
   A character is passed unread only when no class of the form holds its bytes. Four-byte
   characters and what is no UTF-8 by its structure are found without classes. */
typedef struct byte_class {
  uint16_t lead_high;
  uint16_t lead_low;
  uint16_t second_high;
  uint16_t second_low;
  uint16_t third_high;
  uint16_t third_low;
} byte_class;

#define ANY 0xFFFF
#define N(nibble) (1u << 0x##nibble)
#define FROM(first, last) (((2u << 0x##last) - 1) & ~((1u << 0x##first) - 1))

static const byte_class classes[FORMS][8] = {
  [NFC] = {
    {N(C), N(0) | N(1) | FROM(C, E), ANY, ANY, ANY, ANY},
    {N(D), N(2) | FROM(6, F), ANY, ANY, ANY, ANY},
    {N(E), N(0) | N(1) | N(A) | N(D), ANY, ANY, ANY, ANY},
    {N(E), N(2), N(8), N(0), N(8), ANY},
    {N(E), N(3) | N(F), N(8) | N(B), N(0) | N(8), N(A), ANY},
    {N(E), N(3), N(8), N(2), N(9), ANY},
    {N(E), N(2), N(8) | N(B), FROM(3, 5) | N(7) | N(C), FROM(9, B), ANY},
    {N(E), N(2) | N(F), N(A), ANY, ANY, ANY},
  },
  [NFD] = {
    {N(C), ANY & ~N(2), ANY, ANY, ANY, ANY},
    {N(D), ANY, ANY, ANY, ANY, ANY},
    {N(E), N(0) | N(1) | FROM(A, D), ANY, ANY, ANY, ANY},
    {N(E), N(2), N(8), N(0), N(8), ANY},
    {N(E), N(3) | N(F), N(8) | N(B), N(0) | N(8), N(A), ANY},
    {N(E), N(2) | N(3), N(8) | N(A) | N(B), FROM(1, F), ANY, ANY},
    {N(E), N(F), N(A), ANY, ANY, ANY},
  },
  [NFKC] = {
    {N(C) | N(D), ANY & ~N(3), ANY, ANY, ANY, ANY},
    {N(E), N(0) | N(1) | N(A) | N(D) | N(F), ANY, ANY, ANY, ANY},
    {N(E), N(2) | N(3), N(8) | N(A) | N(B), FROM(4, F), ANY, ANY},
    {N(E), N(2), FROM(8, B), FROM(1, 3), ANY, ANY},
    {N(E), N(2), N(8), N(0), N(8) | N(A) | N(B), ANY},
    {N(E), N(2), N(8), N(0), N(9), N(1) | N(7)},
    {N(E), N(3), N(8), N(0), N(8), N(0)},
    {N(E), N(3), N(8), N(0) | N(2) | N(3), FROM(9, B), N(6) | FROM(8, F)},
  },
  [NFKD] = {
    {N(C) | N(D), ANY, ANY, ANY, ANY, ANY},
    {N(E), N(0) | N(1) | FROM(A, D) | N(F), ANY, ANY, ANY, ANY},
    {N(E), N(2) | N(3), N(8) | N(A) | N(B), FROM(1, F), ANY, ANY},
    {N(E), N(2), N(9), FROM(1, 3), ANY, ANY},
    {N(E), N(2), N(8), N(0), N(8) | N(A) | N(B), ANY},
    {N(E), N(2), N(8), N(0), N(9), N(1) | N(7)},
    {N(E), N(3), N(8), N(0), N(8), N(0)},
    {N(E), N(3), N(8), N(0), FROM(9, B), N(6) | FROM(8, F)},
  },
};

static bool holds(uint16_t high, uint16_t low, uint32_t byte) {
  return (high >> (byte >> 4) & 1) != 0 && (low >> (byte & 15) & 1) != 0;
}

static bool is_found(int form, const uint8_t *bytes, long size) {
  for (int i = 0; i < 8; i++) {
    const byte_class *one = &classes[form][i];
    bool third = size == 2 ? one->third_high == ANY && one->third_low == ANY
                           : holds(one->third_high, one->third_low, bytes[2]);
    if (third && holds(one->lead_high, one->lead_low, bytes[0]) &&
        holds(one->second_high, one->second_low, bytes[1])) {
      return true;
    }
  }
  return size == 4;
}

static void check_classes(int form) {
  static const uint8_t overlong[][3] = {{0xC0, 0x80, 0}, {0xC1, 0xBF, 0}};
  for (uint32_t point = 0x80; point < POINTS; point++) {
    uint8_t bytes[4];
    long size = utf8proc_encode_char((int32_t)point, bytes);
    bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    bool clean = !is_surrogate && (records[record_of[point]].flags >> form & 1) != 0;
    if (is_surrogate) {
      bytes[0] = 0xED;
      bytes[1] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
      bytes[2] = (uint8_t)(0x80 | (point & 0x3F));
      size = 3;
    }
    if (!clean && !is_found(form, bytes, size)) {
      die(form_names[form], point);
    }
    if (point < 0x800) { /* the same point as an overlong form of three bytes */
      uint8_t longer[3] = {0xE0, (uint8_t)(0x80 | point >> 6), (uint8_t)(0x80 | (point & 0x3F))};
      if (!is_found(form, longer, 3)) {
        die("overlong form passes", point);
      }
    }
  }
  if (!is_found(form, overlong[0], 2) || !is_found(form, overlong[1], 2)) {
    die("overlong form passes", 0);
  }
}

static uint32_t nibble_bits(int form, size_t set, uint32_t nibble) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < 8; i++) {
    const uint16_t *sets = &classes[form][i].lead_high;
    bits |= (uint32_t)(sets[set] >> nibble & 1) << i;
  }
  return bits;
}

static void print_classes(void) {
  printf("static const uint8_t normal_classes[%d][6][16] = {\n", FORMS);
  for (int form = 0; form < FORMS; form++) {
    check_classes(form);
    printf(" {\n");
    for (size_t set = 0; set < 6; set++) {
      printf("  {");
      for (uint32_t nibble = 0; nibble < 16; nibble++) {
        printf("%u,", (unsigned)nibble_bits(form, set, nibble));
      }
      printf("},\n");
    }
    printf(" },\n");
  }
  printf("};\n");
}

/* ---- printing ---- */

static void print_records(void) {
  printf("typedef struct normal_record {\n  uint8_t combining;\n  uint8_t flags;\n"
         "  uint16_t mapping[%d];\n} normal_record;\n\n", FORMS);
  printf("static const normal_record normal_records[%u] = {\n", (unsigned)record_count);
  for (uint32_t i = 0; i < record_count; i++) {
    const record *r = &records[i];
    printf("{%u,%u,{%u,%u,%u,%u}},%s", (unsigned)r->combining, (unsigned)r->flags,
           (unsigned)r->mapping[0], (unsigned)r->mapping[1], (unsigned)r->mapping[2],
           (unsigned)r->mapping[3], i % 4 == 3 ? "\n" : " ");
  }
  printf("\n};\n\n");
}

static void print_pairs(void) {
  printf("static const struct {\n  uint32_t first;\n  uint32_t second;\n  uint32_t composed;\n"
         "} normal_pairs[%zu] = {\n", pair_count);
  for (size_t i = 0; i < pair_count; i++) {
    printf("{0x%X,0x%X,0x%X},%s", (unsigned)pairs[i].first, (unsigned)pairs[i].second,
           (unsigned)pairs[i].composed, i % 4 == 3 ? "\n" : " ");
  }
  printf("\n};\n\n");
}

int main(void) {
  static uint32_t bytes[POOL];
  read_pairs();
  read_points();
  printf("/* Made by host/tools/normal_tables.c. */\n\n#include <stdint.h>\n\n");
  print_two_stage("uint16_t", "normal", record_of);
  print_records();
  print_pairs();
  for (uint32_t i = 0; i < pool_size + LONGEST; i++) {
    bytes[i] = pool[i];
  }
  print_numbers("uint8_t", "normal_mappings", bytes, pool_size + LONGEST);
  print_classes();
  return 0;
}
