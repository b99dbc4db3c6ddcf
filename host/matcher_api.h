/* What the files of api/ that make up wenlu.matcher know of each other.
 * A set's parts are userdata (its user values) or lie in a mapped file; whoever holds a set on the
 * stack of Lua, or as a user value, may use them until terms are added.
 * Positions inside are bytes from 0. */
#ifndef WENLU_MATCHER_API_H
#define WENLU_MATCHER_API_H

#include <lua.h>

#include "core/matcher.h"

typedef struct {
  Matcher parts;
  MatcherHead own;
  size_t ends_room;   /* elements */
  size_t bytes_room;
  int64_t *numbers;   /* integer payloads by term; NULL: none */
  size_t numbers_room;
  MatcherLong longs;  /* of the long terms, when a scan asked for it */
  int has_longs;
  size_t longest;     /* bytes of the longest of them */
  uint32_t *starts;   /* for scans, one at a time */
  size_t starts_room;
  void *mapping;      /* of a file; NULL: parts are user values */
  size_t mapping_size;
} MatcherSet;

/* The user values of a set. */
enum {
  MATCHER_UV_TABLE = 1, /* edges and filters */
  MATCHER_UV_ENDS,
  MATCHER_UV_BYTES,
  MATCHER_UV_NUMBERS,
  MATCHER_UV_PAYLOADS,
  MATCHER_UV_LONGS,
  MATCHER_UV_STARTS,
  MATCHER_UV_COUNT = MATCHER_UV_STARTS
};

/* A number that stands for "no integer payload". */
#define MATCHER_NO_NUMBER INT64_MIN

MatcherSet *wl_check_matcher(lua_State *L, int arg);
MatcherSet *wl_new_matcher(lua_State *L); /* pushes an empty set without parts */
void wl_push_payload(lua_State *L, int matcher, uint32_t term);

/* matcher_hits.c: methods of a set that scan, and the classes of what they return. */
int wl_matcher_scan(lua_State *L);
int wl_matcher_first_match(lua_State *L);
int wl_matcher_is_match(lua_State *L);
int wl_matcher_counter(lua_State *L);
void wl_open_matcher_hits(lua_State *L);

/* matcher_longs.c: gives a stuck scan with this set what it needs to go on. */
void wl_provide_longs(lua_State *L, int matcher, MatcherSet *set, MatcherScan *s);

/* matcher_file.c */
int wl_matcher_pack(lua_State *L);
int wl_matcher_map(lua_State *L);
void wl_unmap_matcher(MatcherSet *set);

#endif
