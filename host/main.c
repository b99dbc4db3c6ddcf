/* The program: options, one Lua state, exit code. Behaves as lua(1): scripts, -e, -l, -i, -W, -E.
** The only place that prints a traceback.
** What is allocated belongs to the one Lua state. */

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lualib.h"
#include "options.h"
#include "state.h"
#include "wenlu.h"

#define EXIT_USAGE 64

/* Numbers keep the C locale: the same figures everywhere. */
static void set_locale(void) {
  if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
    setlocale(LC_CTYPE, "C.UTF-8");
  }
}

static void print_error(const char *message) {
  fflush(stdout);
  fprintf(stderr, "wenlu: %s\n", message);
  fflush(stderr);
}

/* Turns an error value into a message with a traceback. */
static int add_traceback(lua_State *L) {
  const char *message = lua_tostring(L, 1);
  if (message == NULL) {
    if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING) {
      return 1;
    }
    message = lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
  }
  luaL_traceback(L, L, message, 1);
  return 1;
}

/* Calls the function below its arguments; an error is printed. */
static int call(lua_State *L, int arguments, int results) {
  int base = lua_gettop(L) - arguments;
  lua_pushcfunction(L, add_traceback);
  lua_insert(L, base);
  wl_watch_interrupt(L);
  int status = lua_pcall(L, arguments, results, base);
  wl_forget_interrupt();
  lua_remove(L, base);
  if (status != LUA_OK) {
    print_error(lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  return status;
}

/* Runs the chunk on top, or prints why there is none. */
static int run_chunk(lua_State *L, int load_status, const char *name) {
  const char *message = lua_tostring(L, -1);
  if (load_status == LUA_OK) {
    return call(L, 0, 0);
  }
  if (message != NULL && strstr(message, "attempt to load a binary chunk") != NULL) {
    static const char reason[] = "cannot run '%s': it is Lua bytecode, only source text is run";
    message = lua_pushfstring(L, reason, name);
  }
  print_error(message != NULL ? message : "cannot load");
  lua_settop(L, 0);
  return load_status;
}

static int run_string(lua_State *L, const char *text, size_t size, const char *name) {
  return run_chunk(L, luaL_loadbufferx(L, text, size, name, "t"), name + 1);
}

/* -l name or -l global=name: the one option that makes a global, as in lua(1). */
static int run_library(lua_State *L, const char *argument) {
  const char *equals = strchr(argument, '=');
  const char *module = equals != NULL ? equals + 1 : argument;
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  int status = call(L, 1, 1);
  if (status == LUA_OK) {
    const char *global = lua_pushlstring(
      L, argument, equals != NULL ? (size_t)(equals - argument) : strlen(argument));
    lua_insert(L, -2);
    lua_setglobal(L, global);
    lua_pop(L, 1);
  }
  return status;
}

/* Runs -e, -l and -W in the order given; false once one has failed. */
static bool run_options(lua_State *L, const Options *options) {
  int status = LUA_OK;
  for (int i = 1; i < options->first_free && status == LUA_OK; i += options_width(options, i)) {
    const char *value = options_value(options, i);
    switch (options_letter(options, i)) {
      case 'W':
        lua_warning(L, "@on", 0);
        break;
      case 'e':
        status = run_string(L, value, strlen(value), "=(command line)");
        break;
      case 'l':
        status = run_library(L, value);
        break;
      default:
        break;
    }
  }
  return status == LUA_OK;
}

static bool run_init(lua_State *L) {
  const char *name = "=LUA_INIT_5_4";
  const char *text = getenv(name + 1);
  if (text == NULL) {
    name = "=LUA_INIT";
    text = getenv(name + 1);
  }
  if (text == NULL) {
    return true;
  }
  if (text[0] == '@') {
    return run_chunk(L, luaL_loadfilex(L, text + 1, "t"), text + 1) == LUA_OK;
  }
  return run_string(L, text, strlen(text), name) == LUA_OK;
}

/* arg: the script at 0, its arguments from 1, the program and its options below. */
static void make_arg(lua_State *L, const Options *options) {
  int script = options->script;
  lua_createtable(L, options->count - script, script + 1);
  for (int i = 0; i < options->count; i++) {
    lua_pushstring(L, options->words[i]);
    lua_rawseti(L, -2, i - script);
  }
  lua_setglobal(L, "arg");
}

static int push_arguments(lua_State *L, const Options *options) {
  int count = options->count - options->script - 1;
  luaL_checkstack(L, count + 4, "too many arguments");
  for (int i = options->script + 1; i < options->count; i++) {
    lua_pushstring(L, options->words[i]);
  }
  return count;
}

static int run_script(lua_State *L, const Options *options) {
  const char *name = options->words[options->script];
  bool standard_input = strcmp(name, "-") == 0 && !options->stopped;
  int status = luaL_loadfilex(L, standard_input ? NULL : name, "t");
  if (status != LUA_OK) {
    run_chunk(L, status, name);
    return EXIT_FAILURE;
  }
  int count = push_arguments(L, options);
  return call(L, count, 0) == LUA_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Pushes {db=path, db_given=boolean}. */
static void push_context(lua_State *L, const Options *options) {
  lua_createtable(L, 0, 2);
  lua_pushstring(L, options->db != NULL ? options->db : "./wenlu.db");
  lua_setfield(L, -2, "db");
  lua_pushboolean(L, options->db != NULL);
  lua_setfield(L, -2, "db_given");
}

/* Calls require "wenlu.cli".run(name, args, context); what it returns is the exit code. */
static int run_command(lua_State *L, const Options *options, const char *name) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "wenlu.cli");
  if (call(L, 1, 1) != LUA_OK) {
    return EXIT_FAILURE;
  }
  lua_getfield(L, -1, "run");
  lua_pushstring(L, name);
  lua_newtable(L);
  for (int i = options->script + 1; options->script != 0 && i < options->count; i++) {
    lua_pushstring(L, options->words[i]);
    lua_rawseti(L, -2, i - options->script);
  }
  push_context(L, options);
  if (call(L, 3, 1) != LUA_OK) {
    return EXIT_FAILURE;
  }
  return (int)luaL_optinteger(L, -1, EXIT_SUCCESS);
}

static bool is_command(lua_State *L, const char *word) {
  if (word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0') {
    return false;
  }
  return wl_embed_exists(L, lua_pushfstring(L, "stdlib/cli/%s.lua", word));
}

/* Says why a script cannot be run before Lua tries: EXIT_SUCCESS when it can. A bare word may have
** been meant as a command, so that is a mistake of usage; a path is a script that failed. */
static int check_script(const char *name) {
  struct stat status;
  if (strcmp(name, "-") == 0) {
    return EXIT_SUCCESS;
  }
  if (stat(name, &status) == 0 && !S_ISDIR(status.st_mode) && access(name, R_OK) == 0) {
    return EXIT_SUCCESS;
  }
  int error = errno;
  if (stat(name, &status) == 0 && S_ISDIR(status.st_mode)) {
    error = EISDIR;
  }
  bool bare = strpbrk(name, "./") == NULL;
  fprintf(stderr, "wenlu: cannot open '%s': %s%s\n", name, strerror(error),
          bare ? "; no such command either (wenlu help)" : "");
  return bare ? EXIT_USAGE : EXIT_FAILURE;
}

static int run_word(lua_State *L, const Options *options) {
  const char *word = options->words[options->script];
  if (is_command(L, word)) {
    return run_command(L, options, word);
  }
  int status = check_script(word);
  return status == EXIT_SUCCESS ? run_script(L, options) : status;
}

/* Without a script: the REPL at a terminal, otherwise standard input is the script. */
static int run_without_script(lua_State *L, const Options *options) {
  if (options->executes || options->version) {
    return EXIT_SUCCESS;
  }
  if (isatty(STDIN_FILENO)) {
    return run_command(L, options, "repl");
  }
  int status = run_chunk(L, luaL_loadfilex(L, NULL, "t"), "stdin");
  return status == LUA_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void set_registry(lua_State *L, const char *field, const char *value) {
  lua_pushstring(L, value);
  lua_setfield(L, LUA_REGISTRYINDEX, field);
}

/* A young collection after each 3 % of growth: what a document leaves is swept while it is cached.
 * WENLU_GC=stress: a collection is always under way, so that whatever is not anchored dies. */
static void set_collector(lua_State *L, const Options *options) {
  const char *mode = options->ignore_environment ? NULL : getenv("WENLU_GC");
  if (mode != NULL && strcmp(mode, "stress") == 0) {
    lua_gc(L, LUA_GCINC, 1, 1000, 6);
  } else {
    lua_gc(L, LUA_GCGEN, 3, 0);
  }
}

static void open_state(lua_State *L, const Options *options) {
  luaL_checkversion(L);
  lua_gc(L, LUA_GCSTOP);
  if (options->ignore_environment) {
    lua_pushboolean(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
  }
  luaL_openlibs(L);
  set_registry(L, WENLU_DB, options->db);
  set_registry(L, WENLU_ROOT, options->root);
  wl_open_modules(L);
  make_arg(L, options);
  lua_gc(L, LUA_GCRESTART);
  set_collector(L, options);
}

static int run(lua_State *L, const Options *options) {
  if (!options->ignore_environment && !run_init(L)) {
    return EXIT_FAILURE;
  }
  if (!run_options(L, options)) {
    return EXIT_FAILURE;
  }
  if (options->command != NULL) {
    return run_command(L, options, options->command);
  }
  int status = options->script != 0 ? run_word(L, options) : EXIT_SUCCESS;
  if (options->interactive) {
    return run_command(L, options, "repl");
  }
  return options->script != 0 ? status : run_without_script(L, options);
}

/* A mistyped --root would otherwise look like a program without commands. */
static bool check_root(lua_State *L, const char *root) {
  struct stat status;
  const char *folder = lua_pushfstring(L, "%s/stdlib", root);
  return stat(folder, &status) == 0 && S_ISDIR(status.st_mode);
}

/* main_protected(options) -> exit code */
static int main_protected(lua_State *L) {
  const Options *options = lua_touserdata(L, 1);
  if (options->root != NULL && !check_root(L, options->root)) {
    fprintf(stderr, "wenlu: --root '%s': it has no folder stdlib\n", options->root);
    lua_pushinteger(L, EXIT_USAGE);
    return 1;
  }
  if (options->version) {
    puts("wenlu " WENLU_VERSION ", " LUA_COPYRIGHT);
  }
  open_state(L, options);
  lua_pushinteger(L, run(L, options));
  return 1;
}

/* Output that was lost, on a full disk say, is a failure however well the script ended. */
static int close_output(int status) {
  if ((fflush(stdout) != 0 || ferror(stdout)) && errno != EPIPE) {
    fprintf(stderr, "wenlu: cannot write standard output: %s\n", strerror(errno));
    return status == EXIT_SUCCESS ? EXIT_FAILURE : status;
  }
  return status;
}

/* Standard streams that are closed lead nowhere: else the next file or pipe would take their place. */
static void open_streams(void) {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
    if (fcntl(stream, F_GETFD) == -1) {
      open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
  }
}

int main(int count, char **words) {
  Options options;
  open_streams();
  if (!options_parse(&options, count, words)) {
    fprintf(stderr, "wenlu: %s '%s'\n%s", options.problem, options.culprit, options_usage);
    return EXIT_USAGE;
  }
  set_locale();
  wl_watch_pipe();
  Arena arena = {0};
  lua_State *L = wl_new_state(&arena);
  if (L == NULL) {
    print_error("cannot create a Lua state: not enough memory");
    return EXIT_FAILURE;
  }
  lua_pushcfunction(L, main_protected);
  lua_pushlightuserdata(L, &options);
  int status = EXIT_FAILURE;
  if (lua_pcall(L, 1, 1, 0) == LUA_OK) {
    status = (int)lua_tointeger(L, -1);
  } else {
    print_error(lua_tostring(L, -1));
  }
  lua_close(L);
  arena_close(&arena);
  return close_output(status);
}
