/* Lua's allocator: free lists by size in front of malloc, since a document makes and drops
 * thousands of small values. One arena a state; blocks above LARGEST go to malloc.
 * Under AddressSanitizer every block goes to malloc, so that misuse is seen. */
#include "alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CHUNK = 1 << 20, STEP = 16, SMALL = 1024, LARGEST = 1 << 17, HUGE = 1 << 22 };

#if defined(__SANITIZE_ADDRESS__)
#define POOLED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOLED 0
#endif
#endif
#ifndef POOLED
#define POOLED 1
#endif

typedef struct Free {
  struct Free *next;
} Free;

/* Class of a size, and the size of the blocks of that class: steps of 16 bytes up to 1 KB, then
 * four steps to each doubling. */
static unsigned class_of(size_t size, size_t *block) {
  if (size <= SMALL) {
    unsigned class = (unsigned)((size + STEP - 1) / STEP);
    *block = (size_t)class * STEP;
    return class;
  }
  unsigned bits = 63 - (unsigned)__builtin_clzll(size - 1);
  size_t quarter = (size_t)1 << (bits - 2);
  size_t steps = (size - 1 - ((size_t)1 << bits)) / quarter + 1;
  *block = ((size_t)1 << bits) + steps * quarter;
  return SMALL / STEP + (bits - 10) * 4 + (unsigned)steps;
}

static void *take(Arena *arena, size_t size) {
  size_t block = 0;
  unsigned class = class_of(size, &block);
  Free *free_block = arena->lists[class];
  if (free_block != NULL) {
    arena->lists[class] = free_block->next;
    return free_block;
  }
  if (arena->left < block) {
    char *chunk = arena->held + CHUNK <= ARENA_MOST ? malloc(CHUNK) : NULL;
    if (chunk == NULL) {
      return NULL;
    }
    arena->held += CHUNK;
    memcpy(chunk, &arena->chunks, sizeof arena->chunks);
    arena->chunks = chunk;
    arena->next = chunk + STEP;
    arena->left = CHUNK - STEP;
  }
  void *taken = arena->next;
  arena->next += block;
  arena->left -= block;
  return taken;
}

static void give(Arena *arena, void *block, size_t size) {
  size_t rounded = 0;
  Free *free_block = block;
  unsigned class = class_of(size, &rounded);
  free_block->next = arena->lists[class];
  arena->lists[class] = free_block;
}

/* ---- large blocks ---- */

static Spare remove_spare(Arena *arena, size_t index) {
  Spare spare = arena->spares[index];
  arena->spare_bytes -= spare.size;
  arena->spare_count--;
  memmove(arena->spares + index, arena->spares + index + 1,
          (arena->spare_count - index) * sizeof spare);
  return spare;
}

/* Touching a new block of many megabytes for the first time costs as much as filling it three
 * times, so a few are kept. */
static void keep_spare(Arena *arena, void *block, size_t size) {
  if (!POOLED || size > ARENA_SPARE_MOST) {
    free(block);
    return;
  }
  while (arena->spare_count == ARENA_SPARES || arena->spare_bytes + size > ARENA_SPARE_MOST) {
    free(remove_spare(arena, 0).block);
  }
  arena->spares[arena->spare_count++] = (Spare){block, size};
  arena->spare_bytes += size;
}

/* The smallest spare that is large enough, but not by more than a quarter. */
static void *take_spare(Arena *arena, size_t size) {
  size_t best = ARENA_SPARES;
  for (size_t i = 0; i < arena->spare_count; i++) {
    size_t found = arena->spares[i].size;
    if (found >= size && found - size <= size / 4 &&
        (best == ARENA_SPARES || found < arena->spares[best].size)) {
      best = i;
    }
  }
  return best < ARENA_SPARES ? remove_spare(arena, best).block : NULL;
}

static void free_spares(Arena *arena) {
  while (arena->spare_count > 0) {
    free(remove_spare(arena, 0).block);
  }
}

static int is_pooled(size_t size) { return POOLED && size > 0 && size <= LARGEST; }

static void release(Arena *arena, void *block, size_t size) {
  if (is_pooled(size)) {
    give(arena, block, size);
    return;
  }
  arena->held -= size;
  if (size >= HUGE) {
    keep_spare(arena, block, size);
  } else {
    free(block);
  }
}

/* Asks for large pages where there are such: touching a new block then costs a quarter. What malloc
 * mapped begins and ends with a page; all of it is asked for, or it could no more grow in place. */
static void use_large_pages(void *block, size_t size) {
#ifdef MADV_HUGEPAGE
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t first = (uintptr_t)block / page * page;
  uintptr_t end = ((uintptr_t)block + size + page - 1) / page * page;
  madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
  (void)block;
  (void)size;
#endif
}

/* A block above the pools, new or changed in size. */
static void *resize(Arena *arena, void *block, size_t old_size, size_t new_size) {
  if (new_size > old_size && arena->held + (new_size - old_size) > ARENA_MOST) {
    return NULL;
  }
  void *resized = block == NULL && new_size >= HUGE ? take_spare(arena, new_size) : NULL;
  if (resized == NULL) {
    resized = realloc(block, new_size);
  }
  if (resized == NULL && arena->spare_count > 0) {
    free_spares(arena);
    resized = realloc(block, new_size);
  }
  if (resized != NULL) {
    arena->held += new_size - old_size;
    if (new_size >= HUGE) {
      use_large_pages(resized, new_size);
    }
  }
  return resized;
}

static int same_block(size_t old_size, size_t new_size) {
  size_t old_block = 0;
  size_t new_block = 0;
  return class_of(old_size, &old_block) == class_of(new_size, &new_block);
}

void *arena_alloc(void *ud, void *block, size_t old_size, size_t new_size) {
  Arena *arena = ud;
  if (block == NULL) {
    old_size = 0; /* Lua passes the kind of object here */
  }
  if (new_size == 0) {
    if (block != NULL) {
      release(arena, block, old_size);
    }
    return NULL;
  }
  if (block != NULL && is_pooled(old_size) && is_pooled(new_size) &&
      same_block(old_size, new_size)) {
    return block;
  }
  if (!is_pooled(old_size) && !is_pooled(new_size)) {
    return resize(arena, block, old_size, new_size);
  }
  void *taken = is_pooled(new_size) ? take(arena, new_size) : resize(arena, NULL, 0, new_size);
  if (taken != NULL && block != NULL) {
    memcpy(taken, block, old_size < new_size ? old_size : new_size);
    release(arena, block, old_size);
  }
  return taken;
}

void arena_close(Arena *arena) {
  char *chunk = arena->chunks;
  free_spares(arena);
  while (chunk != NULL) {
    char *next = NULL;
    memcpy(&next, chunk, sizeof next);
    free(chunk);
    chunk = next;
  }
  memset(arena, 0, sizeof *arena);
}
