/* The words of the command line: wenlu's own options, those of lua(1), then a script or command.
** Nothing is copied: every pointer leads into argv. */

#ifndef WENLU_OPTIONS_H
#define WENLU_OPTIONS_H

#include <stdbool.h>

typedef struct Options {
  char **words;
  int count;
  int first_free;          /* index of the first word that is no option */
  int script;              /* index of the script or command; 0 when there is none */
  const char *command;     /* --help and --version stand for a command */
  const char *db;          /* --db, or NULL */
  const char *root;        /* --root, or NULL */
  bool interactive;        /* -i */
  bool version;            /* -v */
  bool executes;           /* -e */
  bool ignore_environment; /* -E */
  bool stopped;            /* a -- stood before the script, which may then be called "-" */
  const char *problem;     /* why parsing failed, and at which word */
  const char *culprit;
} Options;

extern const char options_usage[];

bool options_parse(Options *options, int count, char **words);

/* For going through the options again: the letter of the one at this index ('\0' for a long one),
** its value, and how many words it takes. */
char options_letter(const Options *options, int index);
const char *options_value(const Options *options, int index);
int options_width(const Options *options, int index);

#endif
