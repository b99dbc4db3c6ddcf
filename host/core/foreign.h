/* Charsets that are left to iconv(3), one character at a time so that every offset is known. The
   converter is the caller's: to "UTF-32LE" for decoding, from it for encoding. */

#ifndef WENLU_CORE_FOREIGN_H
#define WENLU_CORE_FOREIGN_H

#include <iconv.h>

#include "core/charset.h"

#define FOREIGN_POINTS "UTF-32LE"

/* As charset_decode and charset_encode. */
size_t foreign_decode(iconv_t converter, const uint8_t *bytes, size_t size, size_t at,
                      charset_text *out);
size_t foreign_encode(iconv_t converter, const uint8_t *text, size_t size, size_t at,
                      charset_bytes *out);

#endif
