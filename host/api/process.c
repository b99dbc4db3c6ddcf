/* Lua module wenlu.process: what this process is and what it was started with; workers, which are
** copies of it that run one function. A worker is a userdata that closes itself: its pipes and the
** process belong to it. Sizes are bytes. */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "wenlu.h"

#define CHANNEL "wenlu.process.channel"
#define CHANNELS "wenlu.process.channels" /* registry: the channels of this state, weak keys */

enum { PIPE_LEAST = 1 << 16, PIPE_WANTED = 1 << 20, FRAME_MOST = 1 << 30 };

/* options() -> {db=path, db_given=boolean, root=folder|nil} */
static int process_options(lua_State *L) {
  lua_createtable(L, 0, 3);
  bool given = lua_getfield(L, LUA_REGISTRYINDEX, WENLU_DB) == LUA_TSTRING;
  if (!given) {
    lua_pop(L, 1);
    lua_pushliteral(L, "./wenlu.db");
  }
  lua_setfield(L, -2, "db");
  lua_pushboolean(L, given);
  lua_setfield(L, -2, "db_given");
  lua_getfield(L, LUA_REGISTRYINDEX, WENLU_ROOT);
  lua_setfield(L, -2, "root");
  return 1;
}

/* version() -> string */
static int process_version(lua_State *L) {
  lua_pushliteral(L, WENLU_VERSION);
  return 1;
}

/* processors() -> how many this process may use */
static int process_processors(lua_State *L) {
#ifdef CPU_COUNT
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    lua_pushinteger(L, CPU_COUNT(&set));
    return 1;
  }
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  lua_pushinteger(L, online > 0 ? online : 1);
  return 1;
}

/* ---- channels ---- */

/* One end of a pair of pipes. The parent's end owns the process; in the worker, pid is 0. */
typedef struct {
  int input, output; /* -1: closed */
  pid_t pid;
} Channel;

static Channel *to_channel(lua_State *L) { return luaL_checkudata(L, 1, CHANNEL); }

static void close_descriptor(int *descriptor) {
  if (*descriptor >= 0) {
    close(*descriptor);
    *descriptor = -1;
  }
}

static Channel *new_channel(lua_State *L) {
  Channel *channel = lua_newuserdatauv(L, sizeof *channel, 0);
  *channel = (Channel){.input = -1, .output = -1};
  luaL_setmetatable(L, CHANNEL);
  lua_getfield(L, LUA_REGISTRYINDEX, CHANNELS);
  lua_pushvalue(L, -2);
  lua_pushboolean(L, 1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  return channel;
}

/* A worker must not hold the pipes of the others open: they would not see the end of them. */
static void leave_channels(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, CHANNELS);
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
    Channel *channel = lua_touserdata(L, -2);
    close_descriptor(&channel->input);
    close_descriptor(&channel->output);
    channel->pid = 0;
  }
  lua_pop(L, 1);
}

/* Ends the worker, if it has not ended. Returns its status, 0 when there is none. */
static int end_worker(Channel *channel) {
  int status = 0;
  close_descriptor(&channel->input);
  close_descriptor(&channel->output);
  if (channel->pid > 0) {
    kill(channel->pid, SIGKILL);
    while (waitpid(channel->pid, &status, 0) < 0 && errno == EINTR) {
    }
    channel->pid = 0;
  }
  return status;
}

static int channel_gc(lua_State *L) {
  end_worker(to_channel(L));
  return 0;
}

/* channel:close() -> how the worker ended: "signal 9", "exit code 1" */
static int channel_close(lua_State *L) {
  int status = end_worker(to_channel(L));
  if (WIFSIGNALED(status)) {
    lua_pushfstring(L, "signal %d", WTERMSIG(status));
  } else {
    lua_pushfstring(L, "exit code %d", WEXITSTATUS(status));
  }
  return 1;
}

/* channel:write(message) -> true | nil, message, code */
static int channel_write(lua_State *L) {
  Channel *channel = to_channel(L);
  size_t size;
  const char *message = luaL_checklstring(L, 2, &size);
  luaL_argcheck(L, size <= FRAME_MOST, 2, "a message is at most 1 GB");
  uint32_t head = (uint32_t)size;
  struct iovec parts[2] = {{&head, sizeof head}, {(char *)message, size}};
  int part = 0;
  while (part < 2) {
    ssize_t put = writev(channel->output, parts + part, 2 - part);
    if (put < 0 && errno != EINTR) {
      return wl_fail_errno(L, "worker", errno);
    }
    for (; part < 2 && put >= (ssize_t)parts[part].iov_len; part++) {
      put -= (ssize_t)parts[part].iov_len;
    }
    if (part < 2 && put > 0) {
      parts[part].iov_base = (char *)parts[part].iov_base + put;
      parts[part].iov_len -= (size_t)put;
    }
    wl_poll(L);
  }
  lua_pushboolean(L, 1);
  return 1;
}

/* Reads so many bytes; false at the end of the pipe. */
static bool read_exactly(int descriptor, char *at, size_t size) {
  while (size > 0) {
    ssize_t got = read(descriptor, at, size);
    if (got > 0) {
      at += got;
      size -= (size_t)got;
    } else if (got == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

/* channel:read() -> message | nil when the other end has gone */
static int channel_read(lua_State *L) {
  Channel *channel = to_channel(L);
  uint32_t size;
  bool there = read_exactly(channel->input, (char *)&size, sizeof size) && size <= FRAME_MOST;
  if (there) {
    luaL_Buffer buffer;
    there = read_exactly(channel->input, luaL_buffinitsize(L, &buffer, size), size);
    luaL_pushresultsize(&buffer, there ? size : 0);
  }
  wl_poll(L); /* Ctrl-C ends the worker too: it is no accident of the worker's */
  return there ? 1 : 0;
}

/* ---- workers ---- */

/* Where a user has too many pipes, Linux hands out small ones: too small to work with. */
static bool has_room(int pipe_end) {
#ifdef F_GETPIPE_SZ
  if (fcntl(pipe_end, F_GETPIPE_SZ) < PIPE_LEAST) {
    errno = EMFILE;
    return false;
  }
#endif
  (void)pipe_end;
  return true;
}

static void close_pipes(int pipes[4]) {
  int number = errno;
  for (int i = 0; i < 4; i++) {
    close_descriptor(&pipes[i]);
  }
  errno = number;
}

/* Two pipes: {read, write} of what goes to the worker and of what comes from it. */
static bool open_pipes(int pipes[4]) {
  if (pipe2(pipes, O_CLOEXEC) != 0 || pipe2(pipes + 2, O_CLOEXEC) != 0 || !has_room(pipes[1])) {
    close_pipes(pipes);
    return false;
  }
#ifdef F_SETPIPE_SZ
  fcntl(pipes[3], F_SETPIPE_SZ, PIPE_WANTED); /* where it is refused, the worker waits more often */
#endif
  return true;
}

/* The rest of the worker's life; its function is at 1. Nothing of the parent's is closed or
** flushed: the copies of its files and databases are not the worker's. */
static void run_worker(lua_State *L, pid_t parent, int input, int output) {
  wl_forget_interrupt();
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != parent) {
    _exit(1);
  }
  lua_settop(L, 1);
  leave_channels(L);
  Channel *channel = new_channel(L);
  channel->input = input;
  channel->output = output;
  _exit(lua_pcall(L, 1, 0, 0) == LUA_OK ? 0 : 1);
}

/* worker(fn) -> channel | nil, message, code: a copy of this process calls fn(channel) and ends */
static int process_worker(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  Channel *channel = new_channel(L);
  int pipes[4] = {-1, -1, -1, -1};
  if (!open_pipes(pipes)) {
    return wl_fail_errno(L, "worker", errno);
  }
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    close(pipes[1]);
    close(pipes[2]);
    run_worker(L, parent, pipes[0], pipes[3]);
  }
  int number = errno;
  close(pipes[0]);
  close(pipes[3]);
  channel->output = pipes[1];
  channel->input = pipes[2];
  channel->pid = pid;
  if (pid < 0) {
    end_worker(channel);
    return wl_fail_errno(L, "worker", number);
  }
  return 1;
}

static const luaL_Reg channel_methods[] = {
  {"close", channel_close},
  {"read", channel_read},
  {"write", channel_write},
  {NULL, NULL},
};

static const luaL_Reg functions[] = {
  {"options", process_options},
  {"processors", process_processors},
  {"version", process_version},
  {"worker", process_worker},
  {NULL, NULL},
};

static void new_channel_type(lua_State *L) {
  luaL_newmetatable(L, CHANNEL);
  luaL_newlib(L, channel_methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, channel_gc);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, channel_gc);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
}

/* The table of channels forgets those that are collected. */
static void new_channels(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, CHANNELS);
}

int luaopen_wenlu_process(lua_State *L);

int luaopen_wenlu_process(lua_State *L) {
  new_channel_type(L);
  new_channels(L);
  luaL_newlib(L, functions);
  return 1;
}
