/* What host/api/sqlite.c and the files of full-text search share. */

#ifndef WENLU_API_FTS_API_H
#define WENLU_API_FTS_API_H

#include <sqlite3.h>

/* One token of a row: a pair or a single one, in the order of FTS5. Not SQLITE_OK stops it. */
typedef int (*TakeToken)(void *context, int flags, const char *token, int size, int first, int end);

#define WL_FTS_VERSION "1" /* of the tokens in an index */

int wl_attach_fts(sqlite3 *db);         /* the tokenizer and the function spans(); a SQLite code */
int wl_attach_fts_spans(fts5_api *api); /* fts_spans.c */

/* fts_tokenizer.c: the tokens of a text, for FTS5 and for fts.fill; the tokenizer is not used. */
int wl_fts_tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
                    TakeToken take);

struct lua_State;
int wl_fts_fill(struct lua_State *L); /* fts_fill.c */

#endif
