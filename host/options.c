/* Takes the command line apart; see options.h. No Lua here, and no memory of its own.
** Follows lua(1): options end at the first word that is none, at "-" and after "--".
** --db and --root are wenlu's own and stand before the script or command. */

#include "options.h"

#include <string.h>

const char options_usage[] =
  "usage: wenlu [--db FILE] [--root DIR] [options] [script|command [args]]\n"
  "  -e stat   execute string 'stat'\n"
  "  -i        enter interactive mode after executing 'script'\n"
  "  -l mod    require library 'mod' into global 'mod'\n"
  "  -l g=mod  require library 'mod' into global 'g'\n"
  "  -v        show version information\n"
  "  -E        ignore environment variables\n"
  "  -W        turn warnings on\n"
  "  --        stop handling options\n"
  "  -         stop handling options and execute stdin\n"
  "'wenlu help' lists the commands\n";

static bool is_long(const char *word, const char *name) {
  size_t length = strlen(name);
  return strncmp(word, name, length) == 0 && (word[length] == '\0' || word[length] == '=');
}

static bool takes_value(const char *word) {
  return word[1] == 'e' || word[1] == 'l' || is_long(word, "--db") || is_long(word, "--root");
}

/* The value inside the word itself; NULL when it is the next word. */
static const char *value_inside(const char *word) {
  if (word[1] == '-') {
    const char *equals = strchr(word, '=');
    return equals != NULL ? equals + 1 : NULL;
  }
  return word[2] != '\0' ? word + 2 : NULL;
}

char options_letter(const Options *options, int index) {
  const char *word = options->words[index];
  return word[1] == '-' ? '\0' : word[1];
}

int options_width(const Options *options, int index) {
  const char *word = options->words[index];
  return takes_value(word) && value_inside(word) == NULL ? 2 : 1;
}

const char *options_value(const Options *options, int index) {
  const char *word = options->words[index];
  if (!takes_value(word)) {
    return NULL;
  }
  const char *inside = value_inside(word);
  return inside != NULL ? inside : options->words[index + 1];
}

static bool fail(Options *options, const char *problem, const char *culprit) {
  options->problem = problem;
  options->culprit = culprit;
  return false;
}

/* -x, one letter: -e and -l are only noted here, main.c runs them in order. */
static bool take_short(Options *options, const char *word) {
  bool alone = word[2] == '\0';
  switch (word[1]) {
    case 'E':
      options->ignore_environment = true;
      return alone;
    case 'W':
      return alone;
    case 'i':
      options->interactive = true;
      return alone;
    case 'v':
      options->version = true;
      return alone;
    case 'e':
      options->executes = true;
      return true;
    case 'l':
      return true;
    default:
      return false;
  }
}

static bool take_long(Options *options, const char *word, const char *value) {
  if (is_long(word, "--db")) {
    options->db = value;
  } else if (is_long(word, "--root")) {
    options->root = value;
  } else if (strcmp(word, "--help") == 0) {
    options->command = "help";
  } else if (strcmp(word, "--version") == 0) {
    options->command = "version";
  } else {
    return false;
  }
  return true;
}

/* Takes one option; its value, when it is the next word, must not look like an option. */
static bool take_option(Options *options, int index) {
  const char *word = options->words[index];
  const char *value = NULL;
  if (takes_value(word)) {
    value = options_value(options, index);
    if (value == NULL || (value_inside(word) == NULL && value[0] == '-')) {
      return fail(options, "an argument is needed after", word);
    }
    if (word[1] == '-' && value[0] == '\0') {
      return fail(options, "an argument is needed after", word);
    }
  }
  bool known = word[1] == '-' ? take_long(options, word, value) : take_short(options, word);
  return known || fail(options, "unrecognized option", word);
}

bool options_parse(Options *options, int count, char **words) {
  *options = (Options){.words = words, .count = count};
  int index = 1;
  while (index < count && words[index][0] == '-' && words[index][1] != '\0') {
    if (strcmp(words[index], "--") == 0) {
      options->stopped = true;
      break;
    }
    if (!take_option(options, index)) {
      return false;
    }
    index += options_width(options, index);
  }
  options->first_free = index;
  options->script = index + (options->stopped ? 1 : 0);
  if (options->script >= count) {
    options->script = 0;
  }
  return true;
}
