/* The decoders and encoders of single charsets, for charset.c alone; everybody else calls
   charset_decode and charset_encode. X_decode has the meaning of charset_decode, X_next that of
   charset_next, X_encode that of charset_encode, X_put that of charset_put_code. */

#ifndef WENLU_CORE_DECODERS_H
#define WENLU_CORE_DECODERS_H

#include "core/charset.h"

size_t utf8_decode(const uint8_t *bytes, size_t size, size_t at, charset_text *out);
size_t gb18030_decode(const uint8_t *bytes, size_t size, size_t at, charset_text *out);
size_t big5_decode(const uint8_t *bytes, size_t size, size_t at, charset_text *out);

charset_char gb18030_next(const uint8_t *bytes, size_t left);
charset_char big5_next(const uint8_t *bytes, size_t left);
charset_char utf16le_next(const uint8_t *bytes, size_t left);
charset_char utf16be_next(const uint8_t *bytes, size_t left);
charset_char utf32le_next(const uint8_t *bytes, size_t left);
charset_char utf32be_next(const uint8_t *bytes, size_t left);

size_t gb18030_encode(const uint8_t *text, size_t size, size_t at, charset_bytes *out);
size_t gbk_encode(const uint8_t *text, size_t size, size_t at, charset_bytes *out);
size_t big5_encode(const uint8_t *text, size_t size, size_t at, charset_bytes *out);

size_t utf16le_put(uint8_t *out, uint32_t point);
size_t utf16be_put(uint8_t *out, uint32_t point);
size_t utf32le_put(uint8_t *out, uint32_t point);
size_t utf32be_put(uint8_t *out, uint32_t point);

#endif
