/* The FTS5 tokenizer "wenlu": an ideograph, a word or a sign takes one place. Where two ideographs
 * meet, the token at the first is the pair, so that a phrase looks up few rows; an ideograph stands
 * alone at the end of a run, and beside its pair at the beginning of one and where the row has it
 * first: so a query of one finds every row. The tokenizer has no state; the text is the caller's.
 */
#include <sqlite3.h>
#include <string.h>

#include "api/fts_api.h"
#include "core/tokens.h"

/* Which ideographs the row has had, by the lower 16 bits: those beyond share with others. */
typedef struct Seen {
  uint64_t bits[1024];
} Seen;

typedef struct Emitter {
  void *context;
  TakeToken take;
  bool is_query;
  Seen seen;
} Emitter;

static bool see_first(Seen *seen, const Token *token) {
  uint32_t low = token->point & 0xFFFF;
  uint64_t bit = (uint64_t)1 << (low & 63);
  bool is_first = (seen->bits[low >> 6] & bit) == 0 || token->point > 0xFFFF;
  seen->bits[low >> 6] |= bit;
  return is_first;
}

static int emit(const Emitter *to, const Token *token, int flags) {
  return to->take(to->context, flags, (const char *)token->bytes, (int)token->size,
                  (int)token->first, (int)token->end);
}

static int emit_pair(const Emitter *to, const Token *token, const Token *next) {
  char pair[8];
  memcpy(pair, token->bytes, 4);
  memcpy(pair + token->size, next->bytes, 4);
  return to->take(to->context, 0, pair, (int)(token->size + next->size), (int)token->first,
                  (int)next->end);
}

/* The tokens at one place. `after_pair`: the pair before has this ideograph. */
static int emit_place(Emitter *to, const Token *token, const Token *next, bool after_pair) {
  if (next == NULL || token->class != FOLD_IDEOGRAPH || next->class != FOLD_IDEOGRAPH) {
    bool is_said = to->is_query && after_pair && next == NULL;
    return is_said ? SQLITE_OK : emit(to, token, 0);
  }
  int result = emit_pair(to, token, next);
  if (result == SQLITE_OK && !to->is_query && (see_first(&to->seen, token) || !after_pair)) {
    result = emit(to, token, FTS5_TOKEN_COLOCATED);
  }
  return result;
}

int wl_fts_tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
                    TakeToken take) {
  (void)tokenizer;
  TokenScan scan = {.text = (const uint8_t *)text, .size = (size_t)size};
  Emitter to;
  to.context = context;
  to.take = take;
  to.is_query = (flags & FTS5_TOKENIZE_QUERY) != 0;
  memset(&to.seen, 0, to.is_query ? 0 : sizeof to.seen);
  Token tokens[2];
  int now = 0;
  int result = SQLITE_OK;
  bool after_pair = false;
  bool has = tokens_next(&scan, &tokens[0]);
  while (has && result == SQLITE_OK) {
    const Token *token = &tokens[now];
    now = 1 - now;
    has = tokens_next(&scan, &tokens[now]);
    const Token *next = has ? &tokens[now] : NULL;
    result = emit_place(&to, token, next, after_pair);
    after_pair = has && token->class == FOLD_IDEOGRAPH && next->class == FOLD_IDEOGRAPH;
  }
  return result;
}

/* tokenize='wenlu 1': the number is the version of what is written here, so that an index of other
 * tokens is refused instead of misread. */
static int tokenizer_create(void *context, const char **words, int count,
                            Fts5Tokenizer **tokenizer) {
  static const char version[] = WL_FTS_VERSION;
  if (count > 1 || (count == 1 && strcmp(words[0], version) != 0)) {
    return SQLITE_ERROR;
  }
  *tokenizer = context; /* must not be NULL, and is not used */
  return SQLITE_OK;
}

static void tokenizer_delete(Fts5Tokenizer *tokenizer) {
  (void)tokenizer;
}

static fts5_api *api_of(sqlite3 *db) {
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

int wl_attach_fts(sqlite3 *db) {
  fts5_api *api = api_of(db);
  if (api == NULL) {
    return SQLITE_OK; /* a SQLite without FTS5: its own message tells those who ask for it */
  }
  fts5_tokenizer methods = {tokenizer_create, tokenizer_delete, wl_fts_tokenize};
  int result = api->xCreateTokenizer(api, "wenlu", api, &methods, NULL);
  return result == SQLITE_OK ? wl_attach_fts_spans(api) : result;
}
