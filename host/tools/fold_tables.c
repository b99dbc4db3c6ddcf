/* Prints what search takes for the same as a C header: fold_tables > build/fold_table.h. For each
   code point its class and the step to the point it is folded to: half-width for full-width, lower
   case, one form of dashes and quotation marks, the ideograph of a radical or of a compatibility
   form, and the simplified form of a traditional character (kSimplifiedVariant of the Unihan
   database, where there is exactly one). Sources: libutf8proc and Debian's unicode-data. */

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "two_stage.h"

#define RADICALS "/usr/share/unicode/EquivalentUnifiedIdeograph.txt"
#define VARIANTS "bzip2 -dc /usr/share/unicode/Unihan_Variants.txt.bz2"

enum { LINE = 4096, LEAST_VARIANTS = 2000, ROUNDS = 4 };

/* The order is that of enum FoldClass in host/core/fold.h. */
enum { SIGN, BLANK, NOTHING, IDEOGRAPH, LETTER, DIGIT, CLASS_BITS = 3 };

static uint32_t simplified[POINTS];
static uint32_t unified[POINTS];

static const struct {
  uint32_t point;
  uint32_t same_as;
} same[] = {
  {0x2018, '\''}, {0x2019, '\''}, {0x201A, '\''}, {0x201B, '\''}, {0x201C, '"'}, {0x201D, '"'},
  {0x201E, '"'}, {0x201F, '"'}, {0x301D, '"'}, {0x301E, '"'}, {0x301F, '"'}, {0x2010, '-'},
  {0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2015, '-'}, {0x2212, '-'},
  {0x2022, 0xB7}, {0x2027, 0xB7}, {0x2219, 0xB7}, {0x22C5, 0xB7}, {0x30FB, 0xB7}, {0x223C, '~'},
  {0x301C, '~'}, {0x2044, '/'}, {0x2215, '/'}, {0x2236, ':'},
};

static void die(const char *what) {
  fprintf(stderr, "fold_tables: %s\n", what);
  exit(1);
}

/* "U+4E82	kSimplifiedVariant	U+4E71": one that is its own simplified form too (U+4E7E) stays. */
static void read_variants(void) {
  FILE *pipe = popen(VARIANTS, "r");
  char line[LINE];
  int count = 0;
  while (pipe != NULL && fgets(line, sizeof line, pipe) != NULL) {
    unsigned point;
    unsigned to;
    int size = 0;
    if (sscanf(line, "U+%x kSimplifiedVariant U+%x%n", &point, &to, &size) == 2 && size > 0 &&
        strchr(line + size, 'U') == NULL && point < POINTS && to < POINTS) {
      simplified[point] = to;
      count++;
    }
  }
  if (pipe == NULL || pclose(pipe) != 0 || count < LEAST_VARIANTS) {
    die("cannot read the Unihan variants (Debian: unicode-data, bzip2)");
  }
}

/* "2E81 ; 5382 # ..." or "2E8C..2E8D ; 5C0F": radicals that PDF files have in place of hanzi. */
static void read_radicals(void) {
  FILE *file = fopen(RADICALS, "r");
  char line[LINE];
  int count = 0;
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    unsigned first;
    unsigned last;
    unsigned to;
    if (sscanf(line, "%x..%x ; %x", &first, &last, &to) != 3) {
      last = sscanf(line, "%x ; %x", &first, &to) == 2 ? first : 0;
    }
    for (; last != 0 && last < POINTS && first <= last; first++) {
      unified[first] = to;
      count++;
    }
  }
  if (file == NULL || fclose(file) != 0 || count == 0) {
    die("cannot read the radicals (Debian: unicode-data)");
  }
}

/* What a point is decomposed to when that is one point and another way to write the same. */
static uint32_t plain_form(uint32_t point) {
  const utf8proc_property_t *p = utf8proc_get_property((int32_t)point);
  int32_t to[8];
  int boundary = 0;
  switch (p->decomp_type) {
    case 0: case UTF8PROC_DECOMP_TYPE_WIDE: case UTF8PROC_DECOMP_TYPE_NARROW:
    case UTF8PROC_DECOMP_TYPE_COMPAT: case UTF8PROC_DECOMP_TYPE_FONT:
    case UTF8PROC_DECOMP_TYPE_VERTICAL: break;
    default: return point;
  }
  long count = utf8proc_decompose_char((int32_t)point, to, 8,
                                       UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
  return count == 1 ? (uint32_t)to[0] : point;
}

static uint32_t fold_once(uint32_t point) {
  for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
    if (same[i].point == point) {
      return same[i].same_as;
    }
  }
  point = (uint32_t)utf8proc_tolower((int32_t)plain_form(point));
  point = unified[point] != 0 ? unified[point] : point;
  return simplified[point] != 0 ? simplified[point] : point;
}

static bool is_ideograph(uint32_t point) {
  return point == 0x3005 || point == 0x3007 || (point >= 0x2E80 && point <= 0x2FDF) ||
         (point >= 0x3040 && point <= 0x30FF && point != 0x30FB) ||
         (point >= 0x31F0 && point <= 0x31FF) || (point >= 0x3400 && point <= 0x4DBF) ||
         (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0xAC00 && point <= 0xD7A3) ||
         (point >= 0xE000 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFD) ||
         (point >= 0xF0000 && point <= 0x10FFFD);
}

static uint32_t class_of(uint32_t point) {
  if (is_ideograph(point)) {
    return IDEOGRAPH; /* with those in private use: old fonts have hanzi there */
  }
  switch (utf8proc_category((int32_t)point)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: return LETTER;
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_ME: case UTF8PROC_CATEGORY_MC:
      return point >= 0xFE00 && point <= 0xFE0F ? NOTHING : point >= 0xE0100 ? NOTHING : LETTER;
    case UTF8PROC_CATEGORY_ND: return DIGIT;
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC: return BLANK;
    case UTF8PROC_CATEGORY_CF: return NOTHING;
    default: return SIGN;
  }
}

int main(void) {
  static uint32_t values[POINTS];
  read_variants();
  read_radicals();
  for (uint32_t point = 0; point < POINTS; point++) {
    uint32_t folded = point;
    for (int round = 0; round < ROUNDS; round++) {
      folded = fold_once(folded);
    }
    if (fold_once(folded) != folded) {
      folded = point;
    }
    values[point] = (folded - point) << CLASS_BITS | class_of(folded);
  }
  print_two_stage("uint32_t", "fold", values);
  return 0;
}
