local program = dofile "tests/program.lua"
local run, shell, with_file = program.run, program.shell, program.with_file

local function output_of(args, input)
  local answer = run(args, input)
  assert.are.equal("", answer.err)
  assert.are.equal(0, answer.code)
  return answer.out
end

describe("wenlu as lua(1)", function()
  it("runs a script with its arguments in ... and arg", function()
    with_file("print(arg[0], #arg, arg[2], ...)", function(path)
      assert.are.equal(path .. "\t2\tb c\ta\tb c\n", output_of { path, "a", "b c" })
    end)
  end)

  it("puts itself and its options below the script in arg", function()
    with_file("print(arg[-1], arg[-2], arg[-3] == nil)", function(path)
      assert.are.equal("-W\t" .. program.path() .. "\ttrue\n", output_of { "-W", path })
    end)
  end)

  it("runs -e, -l and the script in the order given", function()
    with_file("print(x, str == string)", function(path)
      assert.are.equal("first\n1\ttrue\n", output_of { "-e", "print 'first'", "-ex=1", "-l", "str=string", path })
    end)
  end)

  it("loads -l MODULE into a global of that name", function()
    assert.are.equal("table\n", output_of { "-l", "lpeg", "-e", "print(type(lpeg))" })
  end)

  it("prints the version for -v and goes on", function()
    assert.matches("^wenlu %d+%.%d+%.%d+, Lua 5%.4[^\n]*\n2\n$", output_of { "-v", "-e", "print(1+1)" })
    assert.matches("^wenlu [^\n]*\n$", output_of { "-v" })
  end)

  it("shows warnings only after -W", function()
    assert.are.equal("", run({ "-e", "warn('look')" }).err)
    assert.are.equal("Lua warning: look\n", run({ "-W", "-e", "warn('look')" }).err)
  end)

  it("takes standard input as the script, alone and as -", function()
    assert.are.equal("3\n", output_of({}, "print(1+2)"))
    assert.are.equal("x\t-\n", output_of({ "-", "x" }, "print(..., arg[0])"))
  end)

  it("ends options at --", function()
    with_file("print(arg[1])", function(path)
      assert.are.equal("-e\n", output_of { "--", path, "-e" })
    end)
  end)

  it("reads lines and prints values after -i", function()
    local answer = run({ "-i" }, "x = 20\nx + 1\nfor i = 1, 2 do\nprint(i)\nend\nerror 'no'\n'after'\n")
    assert.matches("21\n", answer.out, 1, true)
    assert.matches("1\n2\n", answer.out, 1, true)
    assert.matches("after\n", answer.out, 1, true)
    assert.matches("stdin:1: no", answer.err, 1, true)
    assert.are.equal(0, answer.code)
  end)

  it("skips a first line that begins with #", function()
    with_file("#!/usr/bin/env wenlu\nprint(debug.getinfo(1, 'l').currentline)", function(path)
      assert.are.equal("2\n", output_of { path })
    end)
  end)

  it("keeps the default package.path and honours LUA_PATH unless -E", function()
    local show = [["$W" %s -e 'print(package.path)']]
    assert.are.equal(shell([[lua5.4 -e 'print(package.path)' || "$W" -e 'print(package.path)']]).out,
      shell(show:format("")).out)
    assert.are.equal("/x/?.lua\n", shell("LUA_PATH=/x/?.lua " .. show:format("")).out)
    assert.are.equal(shell(show:format("")).out, shell("LUA_PATH=/x/?.lua " .. show:format("-E")).out)
  end)

  it("runs LUA_INIT_5_4 rather than LUA_INIT, code or @file, and neither with -E", function()
    assert.are.equal("4\n", shell([[LUA_INIT='print(3)' LUA_INIT_5_4='print(4)' "$W" -e '']]).out)
    assert.are.equal("3\n", shell([[LUA_INIT='print(3)' "$W" -e '']]).out)
    assert.are.equal("", shell([[LUA_INIT='print(3)' "$W" -E -e '']]).out)
    with_file("print(5)", function(path)
      assert.are.equal("5\n", shell(([[LUA_INIT='@%s' "$W" -e '']]):format(path)).out)
    end)
  end)

  it("loads modules in C from elsewhere", function()
    local code = "print(type(require 'lpeg'.match), type(require 'lfs'.dir))"
    assert.are.equal("function\tfunction\n", output_of { "-e", code })
  end)

  it("leaves numbers in the C locale and reads characters as UTF-8", function()
    local code = [[print(1.5, os.setlocale(nil, "ctype"):match "UTF%-8" ~= nil, os.setlocale(nil, "numeric"))]]
    assert.are.equal("1.5\ttrue\tC\n", shell(([[LC_ALL=POSIX "$W" -e '%s']]):format(code)).out)
  end)
end)

describe("a run that fails", function()
  it("prints the message and a traceback to stderr, and exits with 1", function()
    with_file("local function f() error('broken') end\nf()", function(path)
      local answer = run { path }
      assert.are.equal(1, answer.code)
      assert.are.equal("", answer.out)
      assert.matches("^wenlu: " .. path:gsub("%p", "%%%0") .. ":1: broken\nstack traceback:\n", answer.err)
      assert.matches(path .. ":2: in main chunk", answer.err, 1, true)
    end)
  end)

  it("says what kind of value an error is that is no message", function()
    assert.matches("(error object is a table value)", run({ "-e", "error({})" }).err, 1, true)
    local code = "error(setmetatable({}, {__tostring = function() return 'mine' end}))"
    assert.are.equal("wenlu: mine\n", run({ "-e", code }).err)
  end)

  it("names file and line of a syntax error", function()
    with_file("\nx = = 1", function(path)
      local answer = run { path }
      assert.are.equal(1, answer.code)
      assert.matches(path .. ":2: unexpected symbol near '='", answer.err, 1, true)
    end)
  end)

  it("stops at the first -e that fails", function()
    local answer = run { "-e", "error 'no'", "-e", "print 'never'" }
    assert.are.equal(1, answer.code)
    assert.are.equal("", answer.out)
  end)

  it("gives os.exit's code", function()
    assert.are.equal(7, run({ "-e", "os.exit(7)" }).code)
  end)

  it("names a script that is missing, unreadable or a folder in one line", function()
    local answer = run { "no/such.lua" }
    assert.are.equal("wenlu: cannot open 'no/such.lua': No such file or directory\n", answer.err)
    assert.are.equal(1, answer.code)
    assert.are.equal("wenlu: cannot open './': Is a directory\n", run({ "./" }).err)
  end)

  it("takes a bare word that is no file for a mistaken command", function()
    local answer = run { "ingset" }
    assert.are.equal(
      "wenlu: cannot open 'ingset': No such file or directory; no such command either (wenlu help)\n", answer.err)
    assert.are.equal(64, answer.code)
  end)

  it("exits with 64 for options it does not know or that lack a value", function()
    local mistakes = { { "-x" }, { "-e" }, { "-l", "-v" }, { "--nosuch" }, { "--db" }, { "--root=" }, { "-vi" } }
    for _, args in ipairs(mistakes) do
      local answer = run(args)
      assert.are.equal(64, answer.code)
      assert.matches("^wenlu: [^\n]*'" .. args[1]:gsub("%p", "%%%0") .. "'\nusage: ", answer.err)
    end
  end)

  it("refuses bytecode, as a script, on standard input and after -e", function()
    local bytecode = string.dump(load "print 'unsafe'")
    with_file(bytecode, function(path)
      local answer = run { path }
      assert.are.equal(1, answer.code)
      local message = "wenlu: cannot run '%s': it is Lua bytecode, only source text is run\n"
      assert.are.equal(message:format(path), answer.err)
    end)
    assert.matches("it is Lua bytecode", run({ "-" }, bytecode).err, 1, true)
    assert.matches("it is Lua bytecode", run({ "-e", "\27Lua" }).err, 1, true)
  end)

  it("fails when its output cannot be written", function()
    local answer = shell([["$W" -e 'print(("x"):rep(100000))' >/dev/full]])
    assert.are.equal("wenlu: cannot write standard output: No space left on device\n", answer.err)
    assert.are.equal(1, answer.code)
  end)

  it("ends quietly when its reader has gone", function()
    local answer = shell([["$W" -e 'while true do print "line" end' | head -n 1]])
    assert.are.equal("line\n", answer.out)
    assert.are.equal("", answer.err)
  end)

  it("survives a broken pipe that is not its output", function()
    local code = [[
      local pipe = io.popen("true", "w")
      os.execute "sleep 0.1"
      pipe:write(("x"):rep(100000))
      pipe:flush()
      print "alive"]]
    assert.are.equal("alive\n", output_of { "-e", code })
  end)

  it("stops at Ctrl-C with a traceback", function()
    local answer = shell([["$W" -e 'while true do end' & sleep 0.2; kill -INT $!; wait $!; echo $?]])
    if answer.out ~= "1\n" then -- a shell without job control starts it with SIGINT ignored
      answer = shell([[exec 3>&1; "$W" -e 'os.execute("kill -INT $PPID"); while true do end'; echo $?]])
    end
    assert.are.equal("1\n", answer.out)
    assert.matches("interrupted!", answer.err, 1, true)
    assert.matches("stack traceback:", answer.err, 1, true)
  end)
end)

describe("wenlu's own options", function()
  local probe = "local o = require 'wenlu.process'.options() print(o.db, o.db_given, o.root)"

  it("give the store and the root to scripts", function()
    assert.are.equal("./wenlu.db\tfalse\tnil\n", output_of { "-e", probe })
    assert.are.equal("x.db\ttrue\t.\n", output_of { "--db", "x.db", "--root=.", "-e", probe })
  end)

  it("take the library from DIR with --root, and nothing else", function()
    local folder = os.tmpname()
    os.remove(folder)
    shell(("mkdir -p %s/stdlib; echo 'return {from = ...}' >%s/stdlib/mine.lua"):format(folder, folder))
    local code = [[
      local embed = require 'wenlu.embed'
      print(require 'wenlu.mine'.from, embed.list()[1], #embed.list(), embed.read 'stdlib/cli.lua')]]
    assert.are.equal("wenlu.mine\tstdlib/mine.lua\t1\tnil\n", output_of { "--root", folder, "-e", code })
    assert.are.equal(64, run({ "--root", folder, "help" }).code)
    shell("rm -r " .. folder)
  end)

  it("name the real file in a traceback with --root", function()
    local code = "require 'wenlu.cli'.run('version', 1, {})"
    assert.matches("./stdlib/cli.lua:%d+: in function", run({ "--root", ".", "-e", code }).err)
    assert.matches("\tstdlib/cli.lua:%d+: in function", run({ "-e", code }).err)
  end)

  it("refuse a root without a library", function()
    local answer = run { "--root", "/nonexistent", "help" }
    assert.are.equal("wenlu: --root '/nonexistent': it has no folder stdlib\n", answer.err)
    assert.are.equal(64, answer.code)
  end)
end)

describe("commands", function()
  it("win over a file of the same name, which ./ reaches", function()
    local folder = os.tmpname()
    os.remove(folder)
    local setup = ("mkdir %s; cd %s; echo 'print \"the file\"' >version; "):format(folder, folder)
    local absolute = [[case $W in /*) ;; *) W="$PWD/$W" ;; esac; ]]
    assert.matches("^wenlu %d", shell(absolute .. setup .. [["$W" version]]).out)
    assert.are.equal("the file\n", shell(absolute .. ("cd %s; "):format(folder) .. [["$W" ./version]]).out)
    shell("rm -r " .. folder)
  end)

  it("run under --help and --version too", function()
    assert.are.equal(output_of { "help" }, output_of { "--help" })
    assert.are.equal(output_of { "version" }, output_of { "--version" })
  end)

  it("print their usage for help NAME and NAME --help", function()
    assert.matches("^wenlu test", output_of { "help", "test" })
    assert.are.equal(output_of { "help", "test" }, output_of { "test", "--help" })
    assert.are.equal(64, run({ "help", "nosuch" }).code)
  end)
end)
