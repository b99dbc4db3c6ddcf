/* The allocator of a Lua state (alloc.c): zero an Arena, hand it to lua_newstate with arena_alloc,
 * and close it after lua_close. The arena owns its chunks; it must outlive the state.
 * Sizes are bytes. */
#ifndef WENLU_ALLOC_H
#define WENLU_ALLOC_H

#include <stddef.h>

enum { ARENA_CLASSES = 128 };

typedef struct {
  void *lists[ARENA_CLASSES]; /* free blocks by class */
  char *chunks;               /* the chunks, each with the next in its first bytes */
  char *next;
  size_t left;
  size_t held; /* bytes taken from malloc */
} Arena;

/* More than this is refused, so that a document that needs too much fails by itself: 4 GB. */
#define ARENA_MOST ((size_t)1 << 32)

/* A lua_Alloc; `ud` is the Arena. */
void *arena_alloc(void *ud, void *block, size_t old_size, size_t new_size);

void arena_close(Arena *arena);

#endif
