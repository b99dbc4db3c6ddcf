# wenlu. `make report` shows what it does, `make test` shows that it works; both install what is missing.
# Everything built goes to $(BUILD). No other variable is needed; CC, CFLAGS, LDFLAGS, PREFIX may be set.

BUILD ?= build
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wshadow
SHELL = /bin/sh
DEPS = sh host/tools/deps
SUBMAKE = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null))

SOURCES := $(sort $(wildcard host/*.c host/api/*.c host/core/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
EMBEDDED := $(sort $(shell find stdlib -name '*.lua' ! -path 'stdlib/meta/*' 2>/dev/null) \
  $(wildcard scripts/*.lua data/*.tsv data/lexicon/*.txt))

# A library is linked as an archive where there is one: start-up then maps no further file.
library = $(or $(filter /%,$(shell $(CC) -print-file-name=lib$(1).a 2>/dev/null)),-l$(1))
lua_name = $(firstword $(shell for name in lua5.4 lua-5.4 lua54 lua; do \
  pkg-config --exists $$name 2>/dev/null && echo $$name; done))
lua_library = $(patsubst -l%,%,$(filter -llua%,$(shell pkg-config --libs-only-l $(lua_name) 2>/dev/null)))
readline = $(shell pkg-config --exists readline 2>/dev/null && echo yes)

# These are looked up once, and only by the goals that compile.
ifeq ($(filter clean deps deps-dev report test,$(MAKECMDGOALS)),)
PACKAGES = sqlite3 jansson nettle gumbo uchardet
LIBRARY_FLAGS := $(shell pkg-config --cflags $(lua_name) $(PACKAGES) 2>/dev/null)
ifeq ($(readline),yes)
FEATURES := -DWENLU_READLINE
READLINE_LIBS := $(call library,readline) $(call library,tinfo)
endif
LIBS := -Wl,--whole-archive $(call library,$(lua_library)) -Wl,--no-whole-archive \
  $(foreach name,sqlite3 jansson nettle gumbo uchardet stdc++,$(call library,$(name))) \
  $(READLINE_LIBS) -lm -ldl -lpthread
endif

# The Lua API is exported for modules in C from elsewhere; the libraries we link are nobody's business.
HIDDEN = libsqlite3.a:libjansson.a:libnettle.a:libgumbo.a:libuchardet.a:libreadline.a
LINK_FLAGS = -Wl,-E -Wl,--exclude-libs,$(HIDDEN):libtinfo.a:libstdc++.a -static-libgcc
COMPILE_FLAGS = -std=c11 -D_GNU_SOURCE $(FEATURES) $(LIBRARY_FLAGS) -Ihost -I$(BUILD)

all: $(BUILD)/wenlu $(BUILD)/wenlu.dict

$(BUILD)/wenlu: $(OBJECTS) $(BUILD)/embedded.o | $(BUILD)/wenlu.dict
	$(CC) $(CFLAGS) $(LDFLAGS) $(LINK_FLAGS) -o $@ $(OBJECTS) $(BUILD)/embedded.o $(LIBS)

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(COMPILE_FLAGS) $(WARNINGS) -fvisibility=hidden $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/host/modules.o: $(BUILD)/modules.inc

$(BUILD)/embedded.o: $(BUILD)/embedded.c host/wenlu.h
	$(CC) $(COMPILE_FLAGS) -O0 -c -o $@ $<

$(BUILD)/embedded.c: $(BUILD)/tools/embed $(BUILD)/embedded.list $(EMBEDDED)
	$(BUILD)/tools/embed $(EMBEDDED) > $@.new && mv $@.new $@

$(BUILD)/tools/%: host/tools/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -O1 -o $@ $< $(TOOL_LIBS)

# Tables that a program in host/tools prints.
TABLES = $(BUILD)/gb18030_table.h $(BUILD)/big5_table.h \
  $(BUILD)/unicode_normal.h $(BUILD)/unicode_properties.h $(BUILD)/unicode_case.h \
  $(BUILD)/fold_table.h
$(OBJECTS): | $(TABLES)

$(BUILD)/%_table.h: $(BUILD)/tools/charset_tables
	$< $* > $@.new && mv $@.new $@

# The dictionary of wenlu.segment, from an installed jieba; without one, simplified forms alone.
JIEBA ?= /usr/lib/python3/dist-packages/jieba
JIEBA_FILES = $(wildcard $(JIEBA)/dict.txt $(JIEBA)/analyse/idf.txt $(JIEBA)/finalseg/prob_*.py \
  $(JIEBA)/posseg/*.py)
SEGMENT_TOOL = $(wildcard host/tools/segment_tables*.c) host/core/segment_image.c

$(BUILD)/tools/segment_tables: $(SEGMENT_TOOL) host/tools/segment_tables.h host/core/segment.h
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -O1 -o $@ $(SEGMENT_TOOL) -lm

$(BUILD)/wenlu.dict: $(BUILD)/tools/segment_tables data/variants.tsv $(JIEBA_FILES) $(BUILD)/jieba.list
	$< $(JIEBA) data/variants.tsv > $@.new && mv $@.new $@

$(BUILD)/tools/unicode_tables $(BUILD)/tools/normal_tables: TOOL_LIBS = -lutf8proc
$(BUILD)/tools/unicode_tables $(BUILD)/tools/normal_tables: host/tools/two_stage.h

$(BUILD)/unicode_normal.h: $(BUILD)/tools/normal_tables
	$< > $@.new && mv $@.new $@

$(BUILD)/tools/fold_tables: TOOL_LIBS = -lutf8proc
$(BUILD)/tools/fold_tables: host/tools/two_stage.h

$(BUILD)/fold_table.h: $(BUILD)/tools/fold_tables
	$< > $@.new && mv $@.new $@

$(BUILD)/unicode_%.h: $(BUILD)/tools/unicode_tables
	$< $* > $@.new && mv $@.new $@

# What the tree and the command line decide: rewritten only when it differs.
define keep_if_same
@mkdir -p $(@D)
@$(1) > $@.new; if cmp -s $@.new $@; then rm -f $@.new; else mv $@.new $@; fi
endef

# One line for each host/api/X.c that opens the module wenlu.X.
$(BUILD)/modules.inc: FORCE
	$(call keep_if_same,grep -ohE '^int luaopen_wenlu_[a-z0-9_]+' host/api/*.c | \
	  sed 's/^int luaopen_wenlu_\(.*\)/WL_MODULE(\1)/' | sort -u)

$(BUILD)/embedded.list: FORCE
	$(call keep_if_same,printf '%s\n' $(EMBEDDED))

$(BUILD)/jieba.list: FORCE
	$(call keep_if_same,printf '%s\n' $(JIEBA_FILES))

$(BUILD)/flags: FORCE
	$(call keep_if_same,echo '$(CC) $(COMPILE_FLAGS) $(CFLAGS)')

# The two commands of the README. What is missing is installed first, so the rest is a second make.
report:
	@$(DEPS) install build
	@$(SUBMAKE) sample-report

test:
	@$(DEPS) install build test
	@$(SUBMAKE) run-tests

REPORTS = rectification-trend initiative-counts
REPORT_DB = $(BUILD)/report/wenlu.db

sample-report: $(BUILD)/wenlu
	@rm -rf $(BUILD)/report && mkdir -p $(BUILD)/report
	@$(BUILD)/wenlu --db $(REPORT_DB) ingest data/sample
	@for name in $(REPORTS); do echo; $(BUILD)/wenlu --db $(REPORT_DB) report $$name --limit 20 || exit; done
	@$(BUILD)/wenlu --db $(REPORT_DB) report $(REPORTS) --format html -o $(BUILD)/report/index.html
	@printf '\nThe report: %s\nThe store:  %s\n' $(BUILD)/report/index.html $(REPORT_DB)

run-tests: $(BUILD)/wenlu
	@$(BUILD)/wenlu test

# Lint, and the promises of the tree that a machine can check.
CHECKED := $(SOURCES) $(wildcard host/tools/*.c tests/oom/*.c)
LUA_FOLDERS = $(wildcard stdlib scripts tests examples)

check:
	@$(DEPS) install build check
	@$(SUBMAKE) run-check

run-check: check-gcc check-clang check-lua check-house

check-gcc: $(CHECKED:%.c=$(BUILD)/check/gcc/%.o)
check-clang: $(CHECKED:%.c=$(BUILD)/check/clang/%.o)

$(BUILD)/check/gcc/%.o: %.c $(BUILD)/flags $(BUILD)/modules.inc $(TABLES)
	@mkdir -p $(@D)
	@gcc $(COMPILE_FLAGS) $(WARNINGS) -Werror -O2 -MMD -MP -c -o $@ $<

$(BUILD)/check/clang/%.o: %.c $(BUILD)/flags $(BUILD)/modules.inc $(TABLES)
	@mkdir -p $(@D)
	@clang $(COMPILE_FLAGS) $(WARNINGS) -Werror -O1 -MMD -MP -c -o $@ $<

check-lua:
	@luacheck --quiet --no-color $(LUA_FOLDERS)

check-house:
	@sh host/tools/check

# The same tests under harder conditions.
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all

asan:
	@$(DEPS) install build test
	@ASAN_OPTIONS=detect_leaks=1 $(SUBMAKE) run-tests BUILD=$(BUILD)/asan CFLAGS='$(SANITIZE)'

# Every allocation of Lua's fails once.
oom:
	@$(DEPS) install build
	@$(SUBMAKE) run-oom BUILD=$(BUILD)/asan CFLAGS='$(SANITIZE)'

run-oom: $(BUILD)/oom
	@ASAN_OPTIONS=detect_leaks=1 $(BUILD)/oom $(sort $(wildcard tests/oom/*.lua))

$(BUILD)/oom: $(BUILD)/tests/oom/main.o $(filter-out %/main.o,$(OBJECTS)) $(BUILD)/embedded.o
	$(CC) $(CFLAGS) $(LDFLAGS) $(LINK_FLAGS) -o $@ $^ $(LIBS)

# The collector never rests: what C keeps without an anchor dies. Only the host's specs can show that.
gc:
	@$(DEPS) install build test
	@$(SUBMAKE) run-gc

run-gc: $(BUILD)/wenlu
	@WENLU_GC=stress $(BUILD)/wenlu test tests/host

bench: $(BUILD)/wenlu
	@tests/bench/run

deps:
	@$(DEPS) install build test

deps-dev:
	@$(DEPS) install build test check dev

install: $(BUILD)/wenlu $(BUILD)/wenlu.dict
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/wenlu $(DESTDIR)$(PREFIX)/bin/wenlu
	install -d $(DESTDIR)$(PREFIX)/share/wenlu
	install -m 644 $(BUILD)/wenlu.dict $(DESTDIR)$(PREFIX)/share/wenlu/wenlu.dict

clean:
	rm -rf $(BUILD)

FORCE:

.PHONY: all report test sample-report run-tests check run-check check-gcc check-clang check-lua \
  check-house asan oom run-oom gc run-gc bench deps deps-dev install clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:

-include $(OBJECTS:.o=.d) $(BUILD)/tests/oom/main.d $(CHECKED:%.c=$(BUILD)/check/gcc/%.d) $(CHECKED:%.c=$(BUILD)/check/clang/%.d)
