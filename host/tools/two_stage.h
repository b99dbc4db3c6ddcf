/* What the programs that print Unicode tables share: a value for each code point as two arrays,
** NAME_blocks[point >> 7] and NAME_values[block << 7 | (point & 127)], equal blocks stored once.
** Memory is static: these programs run once and end. */

#ifndef WENLU_TOOLS_TWO_STAGE_H
#define WENLU_TOOLS_TWO_STAGE_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { POINTS = 0x110000, BLOCK = 128, BLOCKS = POINTS / BLOCK };

static void print_numbers(const char *type, const char *name, const uint32_t *numbers,
                          size_t count) {
  printf("static const %s %s[%zu] = {", type, name, count);
  for (size_t i = 0; i < count; i++) {
    printf("%s%u,", i % 16 == 0 ? "\n" : " ", (unsigned)numbers[i]);
  }
  printf("\n};\n\n");
}

static void print_two_stage(const char *type, const char *name, const uint32_t *values) {
  static uint32_t kept[POINTS];
  static uint32_t blocks[BLOCKS];
  uint32_t count = 0;
  for (uint32_t block = 0; block < BLOCKS; block++) {
    const uint32_t *these = values + (size_t)block * BLOCK;
    uint32_t same = 0;
    while (same < count &&
           memcmp(kept + (size_t)same * BLOCK, these, BLOCK * sizeof *these) != 0) {
      same++;
    }
    if (same == count) {
      memcpy(kept + (size_t)count++ * BLOCK, these, BLOCK * sizeof *these);
    }
    blocks[block] = same;
  }
  char part[64];
  snprintf(part, sizeof part, "%s_blocks", name);
  print_numbers("uint16_t", part, blocks, BLOCKS);
  snprintf(part, sizeof part, "%s_values", name);
  print_numbers(type, part, kept, (size_t)count * BLOCK);
}

#endif
