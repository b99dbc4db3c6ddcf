/* Files and sections for the program that makes the segmenter's dictionary.
** Sizes are bytes; sections begin at multiples of 64.
** Memory is never given back: the program ends soon. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "segment_tables.h"

void die(const char *what, const char *where) {
  fprintf(stderr, "segment_tables: %s %s\n", what, where);
  exit(1);
}

void *grow(void *memory, size_t size) {
  void *more = realloc(memory, size);
  if (more == NULL) {
    die("out of memory", "");
  }
  return more;
}

void *zeroed(size_t size) {
  void *memory = calloc(size + 1, 1);
  if (memory == NULL) {
    die("out of memory", "");
  }
  return memory;
}

const char *in_folder(const char *folder, const char *name) {
  size_t size = strlen(folder) + strlen(name) + 2;
  char *path = zeroed(size);
  snprintf(path, size, "%s/%s", folder, name);
  return path;
}

char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return NULL;
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = zeroed((size_t)size + 8);
  if (fread(text, 1, (size_t)size, file) != (size_t)size) {
    die("cannot read", path);
  }
  fclose(file);
  return text;
}

char *read_file_must(const char *path) {
  char *text = read_file(path);
  if (text == NULL) {
    die("cannot open", path);
  }
  return text;
}

double natural_log(double value) { return log(value); }

static const void *section_data[SEGMENT_SECTIONS];
static size_t section_size[SEGMENT_SECTIONS];

void put_section(SegmentSection section, const void *data, size_t size) {
  char *padded = zeroed(size + 8);
  memcpy(padded, data, size);
  section_data[section] = padded;
  section_size[section] = (size + 7) / 8 * 8;
}

int write_image(FILE *out) {
  static const char zeros[64];
  SegmentHeader header = {SEGMENT_MAGIC, SEGMENT_VERSION, SEGMENT_SECTIONS, 0, {{0, 0, 0}}, 0};
  uint64_t at = (sizeof header + 63) / 64 * 64;
  for (int i = 0; i < SEGMENT_SECTIONS; i++) {
    uint64_t sum = segment_checksum(section_data[i], section_size[i]);
    header.parts[i] = (SegmentPart){at, section_size[i], sum};
    at = (at + section_size[i] + 63) / 64 * 64;
  }
  header.size = at;
  header.checksum = segment_checksum(&header, offsetof(SegmentHeader, checksum));
  fwrite(&header, sizeof header, 1, out);
  size_t written = sizeof header;
  for (int i = 0; i < SEGMENT_SECTIONS; i++) {
    fwrite(zeros, 1, header.parts[i].offset - written, out);
    fwrite(section_data[i] == NULL ? zeros : section_data[i], 1, section_size[i], out);
    written = header.parts[i].offset + section_size[i];
  }
  fwrite(zeros, 1, header.size - written, out);
  return fflush(out) != 0 || ferror(out) != 0;
}
