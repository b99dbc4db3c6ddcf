/* Pieces of JSON text: plain runs of a string, escapes, numbers.
 * Lengths are bytes; results go to the caller's buffer, which is not ended by a NUL.
 * Nothing is allocated and nothing is kept. */
#ifndef WENLU_CORE_JSON_TEXT_H
#define WENLU_CORE_JSON_TEXT_H

#include <stddef.h>

#define JSON_ESCAPE_SIZE 8
#define JSON_FLOAT_SIZE 40

/* Bytes at the start of text that are valid UTF-8 and need no escape. */
size_t json_plain_run(const char *text, size_t length);

/* Writes the escape of an ASCII byte, returns its length. */
size_t json_escape(char byte, char out[JSON_ESCAPE_SIZE]);

/* Writes a finite number with the fewest digits, from 15, that read back as the same number. */
size_t json_float(double number, char out[JSON_FLOAT_SIZE]);

#endif
