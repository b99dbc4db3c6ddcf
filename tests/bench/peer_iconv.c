/* What iconv(3) and a plain loop take for the tasks of tasks/charset.lua: peer_iconv TASK FILE does
   the task once to warm up, once measured, and prints the seconds. Memory is taken and touched
   before the clock starts. */

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct buffer {
  char *bytes;
  size_t size;
} buffer;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool convert(const char *to, const char *from, buffer source, buffer target) {
  iconv_t converter = iconv_open(to, from);
  char *in = source.bytes;
  char *out = target.bytes;
  size_t in_left = source.size;
  size_t out_left = target.size;
  bool done = converter != (iconv_t)-1 &&
              iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1;
  if (converter != (iconv_t)-1) {
    iconv_close(converter);
  }
  return done;
}

/* The bytes of a character whose lead this is, and what of the lead counts; 0 for no lead. */
static size_t lead_size(uint8_t lead, uint32_t *point) {
  if (lead >= 0xC2 && lead <= 0xDF) {
    *point = lead & 0x1F;
    return 2;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    *point = lead & 0x0F;
    return 3;
  }
  *point = lead & 0x07;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static bool is_allowed(uint32_t point, size_t size) {
  return (size == 2 || point >= (size == 3 ? 0x800u : 0x10000u)) && point <= 0x10FFFF &&
         (point < 0xD800 || point > 0xDFFF);
}

/* Decodes each character and counts the lines: without the check for NFC that ours adds. */
static bool check(const uint8_t *bytes, size_t size, size_t *lines) {
  size_t at = 0;
  while (at < size) {
    if (bytes[at] < 0x80) {
      *lines += bytes[at++] == '\n';
      continue;
    }
    uint32_t point;
    size_t length = lead_size(bytes[at], &point);
    if (length == 0 || size - at < length) {
      return false;
    }
    for (size_t i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return false;
      }
      point = point << 6 | (bytes[at + i] & 0x3F);
    }
    if (!is_allowed(point, length)) {
      return false;
    }
    at += length;
  }
  return true;
}

static bool run(const char *task, buffer source, buffer target) {
  static volatile size_t kept; /* so that the loop is not left out */
  if (strcmp(task, "gb18030_decode") == 0) {
    return convert("UTF-8", "GB18030", source, target);
  }
  if (strncmp(task, "gb18030_encode", 14) == 0) {
    return convert("GB18030", "UTF-8", source, target);
  }
  size_t lines = 0;
  bool done = strncmp(task, "utf8_check", 10) == 0 &&
              check((const uint8_t *)source.bytes, source.size, &lines);
  kept = lines;
  (void)kept;
  return done;
}

static bool read_file(const char *path, buffer *into) {
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
    return false;
  }
  into->size = (size_t)ftell(file);
  into->bytes = malloc(into->size + 1);
  rewind(file);
  bool done = into->bytes != NULL && fread(into->bytes, 1, into->size, file) == into->size;
  fclose(file);
  return done;
}

int main(int argc, char **argv) {
  buffer source;
  if (argc != 3 || !read_file(argv[2], &source)) {
    fprintf(stderr, "usage: peer_iconv gb18030_decode|gb18030_encode[_scalar]|utf8_check[_scalar] FILE\n");
    return 64;
  }
  buffer target = {malloc(2 * source.size + 64), 2 * source.size + 64};
  double from = 0;
  for (int round = 0; round < 2; round++) {
    from = seconds();
    if (target.bytes == NULL || !run(argv[1], source, target)) {
      fprintf(stderr, "peer_iconv: %s cannot be done\n", argv[1]);
      return 1;
    }
  }
  printf("%.6f\n", seconds() - from);
  free(target.bytes);
  free(source.bytes);
  return 0;
}
