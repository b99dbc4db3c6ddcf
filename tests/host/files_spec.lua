--- Turns files into bytes and bytes into files, and everything that is no file into one clear line.
local files = require "wenlu.files"

describe("files", function()
  local folder

  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(files.mkdir(folder))
  end)

  after_each(function()
    os.execute("rm -rf '" .. folder .. "'")
  end)

  local function fails(code, pattern, value, message, actual)
    assert.is_nil(value)
    assert.equal(code, actual)
    assert.matches(pattern, message)
  end

  describe("read", function()
    it("gives back what was written, NUL and all", function()
      for _, bytes in ipairs { "", "\0", "\xFF\xFE\r\n", ("南通市\0"):rep(100000) } do
        assert.is_true(files.write(folder .. "/a", bytes))
        assert.is_true(files.read(folder .. "/a") == bytes)
      end
    end)

    it("reads a file whose size the system does not tell", function()
      assert.matches("Name:", files.read "/proc/self/status")
    end)

    it("refuses a file larger than the limit and names both sizes", function()
      files.write(folder .. "/a", "12345")
      assert.equal("12345", files.read(folder .. "/a", 5))
      fails("too-big", "/a: 5 bytes, more than the limit of 4$", files.read(folder .. "/a", 4))
    end)

    it("refuses a folder, a device and a missing file", function()
      fails("is-directory", "is a directory", files.read(folder))
      fails("not-a-file", "not a regular file but a device", files.read "/dev/zero")
      fails("enoent", "/none: ", files.read(folder .. "/none"))
    end)

    it("does not wait for a FIFO", function()
      assert(os.execute("mkfifo '" .. folder .. "/fifo'"))
      fails("not-a-file", "not a regular file but a fifo", files.read(folder .. "/fifo"))
    end)

    it("gets out of a circle of links", function()
      assert(os.execute(("cd '%s' && ln -s b a && ln -s a b"):format(folder)))
      fails("eloop", "/a: ", files.read(folder .. "/a"))
    end)

    it("says that a file is unreadable", function()
      files.write(folder .. "/a", "x")
      os.execute(("chmod 000 '%s/a'"):format(folder))
      local bytes, message, code = files.read(folder .. "/a")
      if bytes == nil then -- root reads everything
        fails("eacces", "/a: ", bytes, message, code)
      end
    end)

    it("raises for a path with NUL and for a negative limit", function()
      assert.has_error(function() files.read "a\0b" end)
      assert.has_error(function() files.read("a", -1) end)
    end)
  end)

  describe("stat", function()
    it("describes files, folders and links", function()
      files.write(folder .. "/a", "12345")
      assert(os.execute(("ln -s a '%s/link'"):format(folder)))
      local status = files.stat(folder .. "/a")
      assert.equal("file", status.kind)
      assert.equal(5, status.size)
      assert.is_true(math.abs(status.mtime - os.time()) < 100)
      assert.same(status, files.stat(folder .. "/link"))
      assert.equal("link", files.stat(folder .. "/link", false).kind)
      assert.equal("directory", files.stat(folder).kind)
      fails("enoent", "/none: ", files.stat(folder .. "/none"))
    end)
  end)

  describe("list", function()
    it("sorts names by their bytes and leaves out the dots", function()
      for _, name in ipairs { "b", "a", "B", "市", ".hidden", "a b" } do
        files.write(folder .. "/" .. name, "")
      end
      assert.same({ ".hidden", "B", "a", "a b", "b", "市" }, files.list(folder))
    end)

    it("gives an empty list for an empty folder and refuses a file", function()
      assert.same({}, files.list(folder))
      files.write(folder .. "/a", "")
      fails("enotdir", "/a: ", files.list(folder .. "/a"))
    end)
  end)

  describe("mkdir", function()
    it("makes the folders above, and does not mind those that are there", function()
      assert.is_true(files.mkdir(folder .. "/x/y//z/"))
      assert.is_true(files.mkdir(folder .. "/x/y/z"))
      assert.equal("directory", files.stat(folder .. "/x/y/z").kind)
    end)

    it("names the file that is in the way", function()
      files.write(folder .. "/a", "")
      fails("enotdir", "/a: ", files.mkdir(folder .. "/a/b"))
    end)
  end)

  describe("write", function()
    it("leaves nothing beside the file", function()
      files.write(folder .. "/a", "one")
      files.write(folder .. "/a", "two")
      assert.same({ "a" }, files.list(folder))
      assert.equal("two", files.read(folder .. "/a"))
    end)

    it("keeps a link and the permissions of the file", function()
      files.write(folder .. "/a", "one")
      assert(os.execute(("cd '%s' && chmod 640 a && ln -s a link"):format(folder)))
      assert.is_true(files.write(folder .. "/link", "two"))
      assert.equal("link", files.stat(folder .. "/link", false).kind)
      assert.equal("two", files.read(folder .. "/a"))
      assert(os.execute(("test $(stat -c %%a '%s/a') = 640"):format(folder)))
    end)

    it("refuses folders, devices and missing folders", function()
      fails("is-directory", ": ", files.write(folder, "x"))
      fails("not-a-file", "/dev/null: ", files.write("/dev/null", "x"))
      fails("enoent", ": ", files.write(folder .. "/none/a", "x"))
      assert.same({}, files.list(folder))
    end)
  end)

  it("finds the real path", function()
    files.write(folder .. "/a", "")
    assert(os.execute(("cd '%s' && ln -s a link"):format(folder)))
    assert.equal(files.real(folder) .. "/a", files.real(folder .. "/./link"))
    fails("enoent", "/none: ", files.real(folder .. "/none"))
  end)

  it("knows that a descriptor that is not open is no terminal", function()
    assert.is_false(files.is_terminal(63))
    assert.is_nil(files.terminal_width(63))
  end)
end)
