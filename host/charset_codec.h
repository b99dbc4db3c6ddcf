/* What a label stands for when something is to be decoded or encoded: a charset of ours, or one of
   iconv(3) with its converter, which lives in a userdata so that a raise does not lose it. */

#ifndef WENLU_CHARSET_CODEC_H
#define WENLU_CHARSET_CODEC_H

#include <iconv.h>

#include <lua.h>

#include "core/charset.h"

/* Bytes written between two questions for Ctrl-C: what takes about a millisecond. */
#define WL_CHARSET_WINDOW (1 << 18)
#define WL_CHARSET_FOREIGN_WINDOW (1 << 13)

typedef struct charset_codec {
  charset id;        /* CHARSET_NONE: iconv's */
  iconv_t converter; /* only then */
  iconv_t *held;     /* where the userdata holds it */
  const char *name;
} charset_codec;

static inline size_t wl_charset_window(const charset_codec *codec) {
  return codec->id == CHARSET_NONE ? WL_CHARSET_FOREIGN_WINDOW : WL_CHARSET_WINDOW;
}

/* Looks the label at `arg` up and pushes one value, the converter or nil; false when there is no
   such charset: then nothing is pushed. */
bool wl_find_decoder(lua_State *L, int arg, charset_codec *codec);
bool wl_find_encoder(lua_State *L, int arg, charset_codec *codec);

/* Closes the converter, if any; the collector does it only where something raised. */
void wl_close_codec(charset_codec *codec);

/* Raises for an options table with a field that is none of these names, which NULL ends; true when
   there is a table at all. */
bool wl_check_options(lua_State *L, int arg, const char *const names[]);

/* nil, message, code for a label that was not found. */
int wl_fail_charset(lua_State *L, int arg);

/* The 1-based offsets of the faults kept, and n. */
void wl_push_faults(lua_State *L, const size_t *faults, size_t count);

/* encode(text, name[, options]) -> bytes, faults | nil, message, code, offset */
int wl_charset_encode(lua_State *L);

#endif
