--- From files to a store: what is read, what is refused, and that a kill or a second run costs nothing.

local extract = require "wenlu.ingest.extract"
local files = require "wenlu.files"
local ingest = require "wenlu.ingest"
local sqlite = require "wenlu.sqlite"
local store = require "wenlu.store"
local folder = dofile "tests/folder.lua"
local program = dofile "tests/program.lua"

local function letter(n)
  return ("南通市机关作风建设通报之%d\n\n2021年，共征集意见建议%d条，办结%d条，整改率达%.1f%%。\n"):format(n, n + 9, n, n * 100 / (n + 9))
end

describe("ingest", function()
  local path, db, events

  local function run(paths, options)
    events = {}
    options = options or {}
    options.report = function(event, detail)
      if event ~= "stored" then
        events[#events + 1] = event .. ": " .. detail
      end
    end
    return ingest.run(db, type(paths) == "table" and paths or { paths or path .. "/in" }, options)
  end

  local function ask(sql, ...)
    local read = assert(store.open(db))
    local value = read:value(sql, ...)
    read:close()
    return value
  end

  local function brief(counts)
    return ("%d new %d unchanged %d linked %d changed %d damaged %d refused"):format(counts.new, counts.unchanged,
      counts.linked, counts.changed, counts.damaged, counts.refused)
  end

  before_each(function()
    path = folder.new()
    db = path .. "/a.db"
    assert(files.mkdir(path .. "/in"))
  end)

  after_each(function()
    folder.remove(path)
  end)

  describe("of a folder", function()
    it("reads .txt and .html files at any depth, in the order of their names", function()
      folder.fill(path, {
        ["in/b/2.txt"] = letter(2), ["in/a.HTML"] = "<p>" .. letter(1), ["in/c.htm"] = "<p>" .. letter(3),
        ["in/notes.doc"] = letter(4), ["in/.hidden.txt"] = letter(5), ["in/.git/6.txt"] = letter(6),
        ["in/readme"] = letter(7),
      })
      assert.are.equal("3 new 0 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
      local names = ask "SELECT group_concat(path, ' ') FROM (SELECT path FROM source ORDER BY document)"
      assert.are.equal("a.HTML b/2.txt c.htm", (names:gsub(path .. "/in/", "")))
    end)

    it("reads a file that is named itself, whatever its name", function()
      folder.fill(path, { ["in/readme"] = letter(7), ["in/.hidden.txt"] = letter(5) })
      assert.are.equal("2 new 0 unchanged 0 linked 0 changed 0 damaged 0 refused",
        brief(run { path .. "/in/readme", path .. "/in/.hidden.txt" }))
    end)

    it("says so when there is no document in it", function()
      folder.fill(path, { ["in/notes.doc"] = "x" })
      assert.are.equal("0 new 0 unchanged 0 linked 0 changed 0 damaged 1 refused", brief(run()))
      assert.are.same({ "refused: " .. path .. "/in: no documents (.txt, .html) in it" }, events)
    end)

    it("passes over the store itself, and its journal, when they lie in it", function()
      db = path .. "/in/store.txt"
      folder.fill(path, { ["in/a.txt"] = letter(1) })
      assert.are.equal("1 new 0 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal("0 new 1 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal("ok", ask "PRAGMA integrity_check")
    end)

    it("follows links to files and folders, and stops at a circle", function()
      folder.fill(path, { ["in/sub/a.txt"] = letter(1), ["other/b.txt"] = letter(2) })
      assert(os.execute(("cd '%s/in' && ln -s ../../other sub/other && ln -s .. sub/up && ln -s l1.txt l2.txt && " ..
        "ln -s l2.txt l1.txt && ln -s nowhere.txt gone.txt"):format(path)))
      assert.are.equal("2 new 0 unchanged 0 linked 0 changed 0 damaged 4 refused", brief(run()))
      local all = table.concat(events, "\n")
      assert.matches("sub/up: a link back to a folder above it", all, 1, true)
      for _, name in ipairs { "l1.txt", "l2.txt", "gone.txt" } do
        assert.matches("in/" .. name .. ": ", all, 1, true)
      end
    end)
  end)

  describe("a second time", function()
    it("changes nothing", function()
      folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = letter(2) })
      run()
      local before = files.read(db)
      assert.are.equal("0 new 2 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal(before, files.read(db))
    end)

    it("adds what is new", function()
      folder.fill(path, { ["in/b.txt"] = letter(2) })
      run()
      folder.fill(path, { ["in/a.txt"] = letter(1), ["in/c.txt"] = letter(3) })
      assert.are.equal("2 new 1 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal(3, ask "SELECT count(*) FROM document")
    end)

    it("replaces a document whose file has changed", function()
      folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = letter(2) })
      run()
      folder.fill(path, { ["in/a.txt"] = letter(5) })
      assert.are.equal("1 new 1 unchanged 0 linked 1 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal(2, ask "SELECT count(*) FROM document")
      assert.are.equal(1, ask "SELECT count(*) FROM rectification WHERE done = 5")
      assert.are.equal(0, ask "SELECT count(*) FROM rectification WHERE done = 1")
      assert.are.equal(0, ask "SELECT count(*) FROM mention WHERE document NOT IN (SELECT id FROM document)")
    end)

    it("keeps what a file held that is gone, or that has become unreadable", function()
      folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = letter(2) })
      run()
      os.remove(path .. "/in/a.txt")
      folder.fill(path, { ["in/b.txt"] = "" })
      assert.are.equal("0 new 0 unchanged 0 linked 0 changed 0 damaged 1 refused", brief(run()))
      assert.are.equal(2, ask "SELECT count(*) FROM document")
    end)
  end)

  describe("the same bytes", function()
    it("are one document with every name as a source", function()
      folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = letter(1), ["in/c/d.txt"] = letter(1) })
      assert.are.equal("1 new 0 unchanged 2 linked 0 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal("0 new 3 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal("1 3", ask "SELECT count(DISTINCT document) || ' ' || count(*) FROM source")
      assert.are.equal(1, ask "SELECT count(*) FROM rectification")
    end)

    it("stay when one of the names leads elsewhere", function()
      folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = letter(1) })
      run()
      folder.fill(path, { ["in/a.txt"] = letter(2) })
      assert.are.equal("1 new 1 unchanged 0 linked 1 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal(2, ask "SELECT count(*) FROM document")
      folder.fill(path, { ["in/b.txt"] = letter(2) })
      assert.are.equal("0 new 1 unchanged 1 linked 1 changed 0 damaged 0 refused", brief(run()))
      assert.are.equal(1, ask "SELECT count(*) FROM document")
    end)
  end)

  it("reads UTF-8, UTF-16, GB18030, Big5 and pages, and finds the same facts in them", function()
    local text = ("盐城市机关作风建设通报\n\n2022年，共收集群众意见建议115条，办结110条，办结率95.6%。\n"):rep(2)
    local traditional = ("鹽城市機關作風建設通報\n\n2022年，共收集群眾意見建議115條，辦結110條，辦結率95.6%。\n"):rep(2)
    folder.fill(path, {
      ["in/utf8.txt"] = text, ["in/bom.txt"] = "\xEF\xBB\xBF" .. text,
      ["in/utf16le.txt"] = "\xFF\xFE" .. folder.encode(text, "UTF-16LE"),
      ["in/utf16be.txt"] = "\xFE\xFF" .. folder.encode(text, "UTF-16BE"),
      ["in/bare.txt"] = folder.encode(text, "UTF-16LE"),
      ["in/gb.txt"] = folder.encode(text, "GB18030"), ["in/big5.txt"] = folder.encode(traditional, "BIG5"),
      ["in/page.html"] = folder.encode("<html><head><meta charset=gb2312><title>通报</title></head><body><p>" ..
        text:gsub("\n", "</p><p>") .. "</p></body></html>", "GB18030"),
    })
    assert.are.equal("8 new 0 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
    assert.are.equal("Big5 GB18030 UTF-16BE UTF-16LE UTF-8",
      ask "SELECT group_concat(charset, ' ') FROM (SELECT DISTINCT charset FROM document ORDER BY 1)")
    local names = { "utf8.txt", "bom.txt", "utf16le.txt", "utf16be.txt", "bare.txt", "gb.txt", "page.html", "big5.txt" }
    for _, name in ipairs(names) do
      local sql = "SELECT count(*) FROM mention JOIN source USING (document) WHERE path = ? AND low = 95.6"
      assert.are.equal(2, ask(sql, path .. "/in/" .. name), name)
    end
    names[8] = nil
    for _, name in ipairs(names) do
      assert.are.equal(2, ask("SELECT count(*) FROM rectification JOIN source USING (document) " ..
        "WHERE path = ? AND raised = 115 AND done = 110", path .. "/in/" .. name), name)
    end
  end)

  it("refuses one document, never the run, and tells why", function()
    folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = "", ["in/c.txt"] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
      ["in/d.txt"] = " \n", ["in/e.txt"] = ("x"):rep(5000), ["in/f.txt"] = letter(2) .. "办\xE7\xBB" })
    assert(os.execute(("mkfifo '%s/in/g.txt'"):format(path)))
    assert.are.equal("2 new 0 unchanged 0 linked 0 changed 1 damaged 5 refused", brief(run(nil, { limit = 4000 })))
    local all = table.concat(events, "\n")
    for name, reason in pairs { b = "empty file", c = "binary data", d = "no text in it",
      e = "5000 bytes, more than the limit of 4000", g = "not a regular file but a fifo" } do
      assert.matches("refused: " .. path .. "/in/" .. name .. ".txt: [^\n]*" .. reason, all)
    end
    local damaged = path .. "/in/f.txt: 1 broken character in UTF-8, the first at byte %d; U+FFFD stands there"
    assert.matches("damaged: " .. damaged:format(#letter(2) + 4), all, 1, true)
    assert.are.equal(1, ask "SELECT faults FROM document WHERE faults > 0")
    assert.are.equal("ok", ask "PRAGMA integrity_check")
  end)

  it("gives the same store whatever the order of the paths, but for its numbers", function()
    folder.fill(path, { ["in/a.txt"] = letter(1), ["in/b.txt"] = letter(2) })
    local facts = {}
    for _, order in ipairs { { "a", "b" }, { "b", "a" } } do
      run { path .. "/in/" .. order[1] .. ".txt", path .. "/in/" .. order[2] .. ".txt" }
      facts[#facts + 1] = ask [[SELECT group_concat(sha256 || done || first, ' ') FROM (SELECT * FROM rectification
        JOIN document ON document.id = document ORDER BY sha256, first)]]
      os.remove(db)
    end
    assert.are.equal(facts[1], facts[2])
  end)

  describe("with several jobs", function()
    local real = extract.read

    -- 150 letters among everything that can go wrong.
    local function fill()
      for n = 1, 150 do
        program.write(("%s/in/%03d.txt"):format(path, n), letter(n):rep(n % 7 + 1))
      end
      folder.fill(path, {
        ["in/004.txt"] = letter(3):rep(4), ["in/010.txt"] = "", ["in/020.txt"] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
        ["in/030.txt"] = letter(30) .. "办\xE7\xBB", ["in/040/a.txt"] = letter(1000):rep(900), ["in/040/b.txt"] = " ",
        ["in/140.html"] = "<title>通报</title><p>" .. letter(140),
      })
      assert(os.execute(("ln -s .. '%s/in/050'; ln -s nowhere '%s/in/060-gone.txt'"):format(path, path)))
    end

    local function run_with(jobs, name)
      db = path .. "/" .. name .. ".db"
      local counts = assert(run({ path .. "/in", path .. "/in/001.txt", path .. "/none" }, { jobs = jobs }))
      return { counts = counts, events = events, bytes = files.read(db) }
    end

    after_each(function()
      extract.read = real
    end)

    it("makes the same store byte for byte, and says the same in the same order", function()
      fill()
      local alone = run_with(1, "alone")
      assert.are.equal("149 new 1 unchanged 1 linked 0 changed 1 damaged 6 refused", brief(alone.counts))
      for jobs = 2, 4 do
        local together = run_with(jobs, "together" .. jobs)
        assert.are.same(alone.counts, together.counts)
        assert.are.same(alone.events, together.events)
        assert.is_true(alone.bytes == together.bytes)
      end
    end)

    it("adds, links and replaces what has changed as one job does", function()
      fill()
      run_with(1, "alone")
      run_with(3, "together")
      for n = 1, 40 do
        program.write(("%s/in/%03d.txt"):format(path, n), letter(n + n % 3 * 500))
      end
      local alone, together = run_with(1, "alone"), run_with(3, "together")
      assert.is_true(alone.counts.changed > 10 and alone.counts.unchanged > 10)
      assert.are.same(alone.counts, together.counts)
      assert.are.same(alone.events, together.events)
      assert.is_true(alone.bytes == together.bytes)
    end)

    it("reads no document twice that has not changed", function()
      fill()
      run_with(2, "a")
      extract.read = function(name, limit, is_known)
        local found = real(name, limit, is_known)
        assert(not found.packed, "read again")
        return found
      end
      assert.are.equal("0 new 151 unchanged 0 linked 0 changed 0 damaged 6 refused", brief(run_with(2, "a").counts))
    end)

    -- A worker that comes to one of these documents is killed, the first time or always.
    local function kill_at(names, always)
      extract.read = function(name, ...)
        local mark = path .. "/" .. name:match "[^/]*$" .. ".killed"
        if names[name:match "[^/]*$"] and (always or not files.stat(mark)) then
          program.write(mark, "")
          os.execute "kill -9 $PPID"
        end
        return real(name, ...)
      end
    end

    it("loses nothing when a worker is killed once", function()
      fill()
      local alone = run_with(1, "alone")
      kill_at { ["001.txt"] = true, ["009.txt"] = true, ["077.txt"] = true, ["078.txt"] = true, ["150.txt"] = true }
      local together = run_with(2, "together")
      assert.are.same(alone.counts, together.counts)
      assert.are.same(alone.events, together.events)
      for sql, count in pairs {
        ["SELECT count(*) FROM document"] = 149, ["SELECT count(*) FROM source"] = 150,
        ["SELECT max(id) FROM document"] = 149,
      } do
        assert.are.equal(count, ask(sql))
      end
    end)

    it("has no store open in a worker, in one that follows another neither", function()
      fill()
      kill_at { ["009.txt"] = true }
      local read = extract.read
      extract.read = function(name, ...)
        if name:find "5%.txt$" then
          local open = io.popen "ls -l /proc/$PPID/fd 2>/dev/null"
          local list = open:read "a"
          open:close()
          assert(not list:find(path, 1, true), list)
        end
        return read(name, ...)
      end
      assert.are.equal("149 new 1 unchanged 1 linked 0 changed 1 damaged 6 refused", brief(run_with(2, "a").counts))
    end)

    it("loses one document to what kills every worker that reads it, and says so", function()
      fill()
      kill_at({ ["001.txt"] = true, ["077.txt"] = true }, true)
      local counts = assert(run({ path .. "/in" }, { jobs = 2 }))
      assert.are.equal("147 new 0 unchanged 1 linked 0 changed 1 damaged 7 refused", brief(counts))
      assert.are.equal("refused: " .. path .. "/in/001.txt: the process that read it ended (signal 9), twice",
        events[1])
      assert.are.equal("ok", ask "PRAGMA integrity_check")
    end)

    it("leaves a failure inside a document to that document", function()
      fill()
      extract.read = function(name, limit, is_known)
        return name:find("/007", 1, true) and error "broken" or real(name, limit, is_known)
      end
      local counts = assert(run({ path .. "/in" }, { jobs = 2 }))
      assert.are.equal(1, counts.refused - 5)
      assert.matches("007.txt: the process that read it ended (exit code 1), twice", table.concat(events, "\n"), 1,
        true)
    end)

    it("closes its workers when the store cannot be written", function()
      fill()
      assert(files.write(db, ("no database\n"):rep(100)))
      assert.are.same({ nil, db .. ": not a SQLite database", "not-a-database" }, { run(nil, { jobs = 2 }) })
    end)
  end)

  describe("in processes of its own", function()
    local COUNT = 2600

    local function fill()
      for n = 1, COUNT do
        program.write(("%s/in/%05d.txt"):format(path, n), letter(n):rep(3))
      end
    end

    local function stored()
      local read = sqlite.open(db, { readonly = true, create = false, busy = 2000 })
      local ok, count = pcall(function()
        return read and read:value "SELECT count(*) FROM document"
      end)
      if read then
        read:close()
      end
      return ok and count or 0
    end

    local function check_whole()
      assert.are.equal("ok", ask "PRAGMA integrity_check")
      assert.are.equal(("%d %d %d"):format(COUNT, COUNT, COUNT), ask [[SELECT count(*) || ' ' ||
        count(DISTINCT sha256) || ' ' || (SELECT count(DISTINCT path) FROM source) FROM document]])
      assert.are.equal(0, ask [[SELECT count(*) FROM document WHERE id NOT IN (SELECT document FROM source)
        OR id NOT IN (SELECT document FROM text) OR id NOT IN (SELECT document FROM mention)]])
      assert.are.equal(COUNT * 3, ask "SELECT count(*) FROM rectification")
    end

    it("loses nothing that was stored when it is killed, and goes on from there", function()
      fill()
      local pid_file = path .. "/pid"
      local start = "env -u WENLU_GC \"$W\" --db '%s' ingest '%s/in' >/dev/null 2>&1 & echo $! >'%s'"
      program.shell(start:format(db, path, pid_file))
      local pid = program.read(pid_file):match "%d+"
      local deadline = os.time() + 60
      while stored() == 0 and os.time() < deadline do
        os.execute "sleep 0.01"
      end
      os.execute("kill -9 " .. pid .. " 2>/dev/null")
      local before = stored()
      assert.is_true(before >= 1000, "no batch was stored")
      -- reading works at once, without any repair by a writer
      assert.are.equal(0, program.run({ "--db", db, "report", "rectification-trend", "--format", "csv" }).code)
      assert.are.equal("ok", ask "PRAGMA integrity_check")
      assert.are.equal(before, ask "SELECT count(*) FROM document")
      local answer = program.run { "--db", db, "ingest", path .. "/in" }
      assert.are.equal(0, answer.code)
      assert.matches((": %d new, %d unchanged, 0 refused\n"):format(COUNT - before, before), answer.out, 1, true)
      check_whole()
    end)

    local where_seen = files.stat "/proc/self/task" and it or pending

    local function is_running(pid)
      local ok, stat = pcall(program.read, ("/proc/%s/stat"):format(pid))
      return ok and stat:match "%) (%a)" ~= "Z"
    end

    -- Runs three jobs and does something to the process and its workers as soon as all are there and something is
    -- stored. Returns what was written when all have ended.
    local function while_running(act)
      fill()
      local start = "env -u WENLU_GC \"$W\" --db '%s' ingest --jobs 3 '%s/in' >'%s/out' 2>&1 & echo $! >'%s/pid'"
      program.shell(start:format(db, path, path, path))
      local pids = { program.read(path .. "/pid"):match "%d+" }
      local deadline = os.time() + 60
      repeat
        os.execute "sleep 0.01"
        local _, children = pcall(program.read, ("/proc/%s/task/%s/children"):format(pids[1], pids[1]))
        pids = { pids[1] }
        for pid in children:gmatch "%d+" do
          pids[#pids + 1] = pid
        end
      until #pids == 4 and stored() > 0 or os.time() > deadline
      assert.are.equal(4, #pids)
      act(pids)
      for _, pid in ipairs(pids) do
        while is_running(pid) and os.time() < deadline do
          os.execute "sleep 0.01"
        end
        assert.is_false(is_running(pid))
      end
      return program.read(path .. "/out")
    end

    where_seen("leaves no worker behind when it is killed", function()
      while_running(function(pids)
        os.execute("kill -9 " .. pids[1])
      end)
      assert.are.equal("ok", ask "PRAGMA integrity_check")
      assert.are.equal(0, program.run({ "--db", db, "ingest", "--jobs", "2", path .. "/in" }).code)
      check_whole()
    end)

    where_seen("stops at Ctrl-C with all its workers and one line", function()
      local out = while_running(function(pids)
        os.execute("kill -INT " .. table.concat(pids, " ")) -- as a terminal does
      end)
      local line = "wenlu ingest: %s: interrupted; what was stored stays stored, run it again to go on\n"
      assert.are.equal(line:format(db), out)
      assert.are.equal(0, program.run({ "--db", db, "ingest", path .. "/in" }).code)
      check_whole()
    end)

    it("reads the store with the journal that a kill in the middle of a commit leaves", function()
      folder.fill(path, { ["in/a.txt"] = letter(1) })
      run()
      -- a hot journal: the store half written, the journal beside it whole
      local writer = sqlite.open(db)
      writer:exec "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE"
      for n = 1, 200 do
        writer:exec(("INSERT INTO source (document, path) VALUES (1, '%s%d')"):format(("x"):rep(900), n))
      end
      assert(os.execute(("cp '%s' '%s/hot.db' && cp '%s-journal' '%s/hot.db-journal'"):format(db, path, db, path)))
      writer:exec "ROLLBACK"
      writer:close()
      db = path .. "/hot.db"
      assert.are.equal(0, program.run({ "--db", db, "report", "rectification-trend" }).code)
      assert.are.equal(1, ask "SELECT count(*) FROM source")
      assert.are.equal("ok", ask "PRAGMA integrity_check")
      assert.are.equal("0 new 1 unchanged 0 linked 0 changed 0 damaged 0 refused", brief(run()))
    end)

    it("lets two runs at once take turns, or sends one away as busy", function()
      fill()
      local one_run = ("env -u WENLU_GC \"$W\" --db '%s' ingest '%s/in' >/dev/null 2>'%s/e"):format(db, path, path)
      local answer = program.shell(one_run .. "1' & one=$!; " .. one_run .. "2'; two=$?; wait $one; echo $? $two")
      local one, two = answer.out:match "(%d+) (%d+)"
      for i, code in ipairs { one, two } do
        assert.is_true(code == "0" or code == "75", code .. ": " .. program.read(path .. "/e" .. i))
      end
      assert.is_true(one == "0" or two == "0")
      check_whole()
    end)
  end)
end)
