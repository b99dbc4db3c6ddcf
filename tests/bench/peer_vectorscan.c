// link: -lhs
/* Vectorscan's literal mode on the tasks of tests/bench/tasks/matcher.lua: peer_vectorscan TASK FILE.
** It keeps start and id of every match in an array, as ours does; a literal's start is its end less
** its length, which is faster than HS_FLAG_SOM_LEFTMOST. Prints the seconds of the second run. */

#include <hs/hs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DICTIONARY "/usr/lib/python3/dist-packages/jieba/dict.txt"

enum { MOST_TERMS = 400000, FEW = 10000 };

typedef struct {
  uint32_t start, id;
} Hit;

typedef struct {
  Hit *hits;
  size_t count, capacity;
  const size_t *lengths;
} Hits;

static char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    perror(path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*size + 1);
  if (fread(bytes, 1, *size, file) != *size) {
    exit(1);
  }
  bytes[*size] = 0;
  fclose(file);
  return bytes;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int keep(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                void *context) {
  Hits *hits = context;
  (void)from;
  (void)flags;
  if (hits->count == hits->capacity) {
    hits->capacity *= 2;
    hits->hits = realloc(hits->hits, hits->capacity * sizeof(Hit));
  }
  Hit hit = {(uint32_t)(to - hits->lengths[id]), id};
  hits->hits[hits->count++] = hit;
  return 0;
}

/* The words of the dictionary; for few, as many as asked, evenly spread over those of two characters
 * or more. */
static size_t read_terms(int few, const char **terms, size_t *lengths, unsigned *ids) {
  size_t size;
  size_t all = 0;
  char *at = read_file(DICTIONARY, &size);
  for (char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
    size_t length = strcspn(at, " \n");
    if (few && length < 6) {
      continue;
    }
    at[length] = 0;
    terms[all] = at;
    lengths[all++] = length;
  }
  size_t count = few ? FEW : all;
  for (size_t i = 0; i < count; i++) {
    terms[i] = terms[i * all / count];
    lengths[i] = lengths[i * all / count];
    ids[i] = (unsigned)i;
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: peer_vectorscan matcher_10000|matcher_340000|matcher_build FILE\n");
    return 64;
  }
  const char **terms = malloc(MOST_TERMS * sizeof *terms);
  size_t *lengths = malloc(MOST_TERMS * sizeof *lengths);
  unsigned *ids = malloc(MOST_TERMS * sizeof *ids);
  size_t count = read_terms(strcmp(argv[1], "matcher_10000") == 0, terms, lengths, ids);
  size_t size;
  char *text = read_file(argv[2], &size);
  hs_database_t *database;
  hs_compile_error_t *error;
  double start = now();
  if (hs_compile_lit_multi(terms, NULL, ids, lengths, (unsigned)count, HS_MODE_BLOCK, NULL,
                           &database, &error) != HS_SUCCESS) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  double seconds = now() - start;
  Hits hits = {malloc(1024 * sizeof(Hit)), 0, 1024, lengths};
  hs_scratch_t *scratch = NULL;
  hs_alloc_scratch(database, &scratch);
  for (int round = 0; round < 2 && strcmp(argv[1], "matcher_build") != 0; round++) {
    hits.count = 0;
    start = now();
    hs_scan(database, text, (unsigned)size, 0, scratch, keep, &hits);
    seconds = now() - start;
  }
  fprintf(stderr, "%zu terms, %zu hits\n", count, hits.count);
  printf("%.6f\n", seconds);
  return 0;
}
