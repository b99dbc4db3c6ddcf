// link: -lutf8proc
/* utf8proc: peer_utf8proc nfc|nfkc|fold|grapheme_count FILE does it once, and once more for the
   clock. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

static long count(const utf8proc_uint8_t *text, long size) {
  utf8proc_int32_t before = 0;
  utf8proc_int32_t state = 0;
  long clusters = 0;
  for (long at = 0; at < size;) {
    utf8proc_int32_t now;
    at += utf8proc_iterate(text + at, size - at, &now);
    clusters += clusters == 0 || utf8proc_grapheme_break_stateful(before, now, &state);
    before = now;
  }
  return clusters;
}

static long map(const utf8proc_uint8_t *text, long size, int options) {
  utf8proc_uint8_t *out = NULL;
  long length = utf8proc_map(text, size, &out, options);
  free(out);
  return length;
}

static long work(const char *task, const utf8proc_uint8_t *text, long size) {
  if (strcmp(task, "grapheme_count") == 0) {
    return count(text, size);
  }
  if (strcmp(task, "fold") == 0) {
    return map(text, size, UTF8PROC_CASEFOLD);
  }
  int form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  return map(text, size, strcmp(task, "nfkc") == 0 ? form | UTF8PROC_COMPAT : form);
}

int main(int argc, char **argv) {
  FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: peer_utf8proc nfc|nfkc|fold|grapheme_count FILE\n");
    return 64;
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  utf8proc_uint8_t *text = malloc((size_t)size + 1);
  size = text == NULL ? 0 : (long)fread(text, 1, (size_t)size, file);
  fclose(file);
  if (work(argv[1], text, size) < 0) {
    return 1;
  }
  clock_t from = clock();
  work(argv[1], text, size);
  printf("%.6f\n", (double)(clock() - from) / CLOCKS_PER_SEC);
  free(text);
  return 0;
}
