/* What host/api/sqlite.c and the files of full-text search share. */

#ifndef WENLU_API_FTS_API_H
#define WENLU_API_FTS_API_H

#include <sqlite3.h>

#define WL_FTS_VERSION "1" /* of the tokens in an index */

int wl_attach_fts(sqlite3 *db);         /* the tokenizer and the function spans(); a SQLite code */
int wl_attach_fts_spans(fts5_api *api); /* fts_spans.c */

#endif
