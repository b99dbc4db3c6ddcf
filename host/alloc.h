/* The allocator of a Lua state (alloc.c): zero an Arena, hand it to lua_newstate with arena_alloc,
 * and close it after lua_close. The arena owns its chunks; it must outlive the state.
 * Sizes are bytes. */
#ifndef WENLU_ALLOC_H
#define WENLU_ALLOC_H

#include <stddef.h>

enum { ARENA_CLASSES = 128, ARENA_SPARES = 8 };

typedef struct {
  void *block;
  size_t size;
} Spare;

typedef struct {
  void *lists[ARENA_CLASSES]; /* free blocks by class */
  char *chunks;               /* the chunks, each with the next in its first bytes */
  char *next;
  size_t left;
  size_t held; /* bytes taken from malloc, without the spares */
  Spare spares[ARENA_SPARES]; /* large blocks to be used again, the oldest first */
  size_t spare_count;
  size_t spare_bytes;
} Arena;

/* More than this is refused, so that a document that needs too much fails by itself: 4 GB. */
#define ARENA_MOST ((size_t)1 << 32)

/* At most this many bytes wait to be used again: 96 MB. */
#define ARENA_SPARE_MOST ((size_t)96 << 20)

/* A lua_Alloc; `ud` is the Arena. */
void *arena_alloc(void *ud, void *block, size_t old_size, size_t new_size);

void arena_close(Arena *arena);

#endif
