/* What the files of the program that makes the segmenter's dictionary share.
** A build-time program: it ends with a message where something is wrong, and frees little.
** The format is that of core/segment.h. */

#ifndef WENLU_SEGMENT_TABLES_H
#define WENLU_SEGMENT_TABLES_H

#include <stdint.h>
#include <stdio.h>

#include "../core/segment.h"

/* segment_tables_file.c */
_Noreturn void die(const char *what, const char *where);
void *grow(void *memory, size_t size);
void *zeroed(size_t size);
const char *in_folder(const char *folder, const char *name);
char *read_file(const char *path); /* with a NUL at its end; NULL when there is none */
char *read_file_must(const char *path);
double natural_log(double value);
void put_section(SegmentSection section, const void *data, size_t size); /* data must stay */
int write_image(FILE *out);

/* segment_tables.c */
uint32_t tag_number(const char *name, size_t size);
const char *tag_name(uint32_t tag);
void weigh_character(uint32_t code);       /* before the characters are numbered */
uint32_t character_id(uint32_t code);      /* after that */
uint32_t character_ids(void);              /* how many, 0 included */
uint32_t read_code(const char **p);

/* segment_tables_model.c: the tables of the hidden Markov models, from their Python source */
void model_read(const char *folder);
void model_put(SegmentMeta *meta);

#endif
