/* What the files of wenlu.segment share: the handles and how they are found on the stack.
** Positions in C are bytes from 0, ends exclusive; Lua sees 1-based inclusive ones.
** All memory is userdata: a handle keeps what it needs in its user values. */

#ifndef WENLU_SEGMENT_API_H
#define WENLU_SEGMENT_API_H

#include "core/segment.h"
#include "wenlu.h"

#define SEGMENT_IMAGE "wenlu.segment.image"
#define SEGMENT_SEGMENTER "wenlu.segment.segmenter"
#define SEGMENT_TOKENS "wenlu.segment.tokens"
#define SEGMENT_COUNTER "wenlu.segment.counter"

typedef struct {
  Segmenter core;
  SegmentImage image;
  bool stale; /* the costs are of another total */
} SegmenterHandle;

/* User values of a segmenter. */
enum { UV_IMAGE = 1, UV_COSTS, UV_USER, UV_TAGS, UV_SCRATCH, UV_SEGMENTER_COUNT = UV_SCRATCH };

typedef struct {
  const uint8_t *text;
  size_t size;
  const Token *tokens;
  size_t count;
  bool tags;
} TokensHandle;

enum { UV_TEXT = 1, UV_TOKENS, UV_SEGMENTER, UV_TOKENS_COUNT = UV_SEGMENTER };

/* api/segment_image.c */
SegmentImage *wl_segment_image(lua_State *L, const char *path); /* pushes it, or 3 values */
int wl_segment_info(lua_State *L);
void wl_segment_image_class(lua_State *L);

/* api/segment.c */
SegmenterHandle *wl_check_segmenter(lua_State *L, int arg);
void wl_segment_fresh(SegmenterHandle *s);
void wl_push_tag(lua_State *L, int segmenter, unsigned tag);
unsigned wl_segment_tag(lua_State *L, int segmenter, const char *name, size_t size); /* adds it */

/* api/segment_cut.c */
extern const luaL_Reg segment_cut_methods[];
/* Cuts without the model, for suggest; pushes the buffer of tokens. */
const Token *wl_segment_plain(lua_State *L, int segmenter, const char *text, size_t size,
                              size_t *count);

/* api/segment_words.c */
extern const luaL_Reg segment_words_methods[];

/* api/segment_tokens.c, api/segment_counter.c: make their classes */
void wl_segment_tokens_class(lua_State *L);
void wl_segment_counter_class(lua_State *L);
TokensHandle *wl_check_tokens(lua_State *L, int arg);
int wl_segment_counter(lua_State *L);
Counts *wl_check_counter(lua_State *L, int arg);
void wl_count_tokens(lua_State *L, int counter, const uint8_t *text, const Token *tokens,
                     size_t count, int segmenter); /* segmenter: of the tags; 0: without */

#endif
