local process = require "wenlu.process"

-- A worker that answers every message with answer(message).
local function answering(answer)
  return assert(process.worker(function(channel)
    for message in channel.read, channel do
      channel:write(answer(message))
    end
  end))
end

local function exists(pid)
  return (os.execute(("kill -0 %s 2>/dev/null"):format(pid)))
end

local function own_pid()
  local shell = assert(io.popen "echo $PPID")
  local pid = shell:read "l"
  shell:close()
  return pid
end

local function wait_for_end(pid)
  local deadline = os.time() + 20
  while exists(pid) and os.time() < deadline do
    os.execute "sleep 0.01"
  end
  return not exists(pid)
end

describe("a worker", function()
  it("knows what its parent knew, and changes nothing of it", function()
    local known = { count = 5 }
    local worker = answering(function(message)
      known.count = known.count + 1
      return message .. known.count
    end)
    for expected = 6, 8 do
      worker:write "x"
      assert.are.equal("x" .. expected, worker:read())
    end
    assert.are.equal(5, known.count)
    worker:close()
  end)

  it("takes and gives messages of any bytes and any size, in order", function()
    local worker = answering(function(message) return message end)
    for _, message in ipairs { "", "\0", "a\nb", ("通"):rep(1000000), "", ("x"):rep(65536), "end" } do
      assert.is_true(worker:write(message))
      assert.are.equal(message, worker:read())
    end
    worker:close()
  end)

  it("works while others do, and none holds the channel of another open", function()
    local workers = {}
    for i = 1, 5 do
      workers[i] = answering(function(message) return i .. message end)
    end
    for i = 5, 1, -1 do
      workers[i]:write "a"
    end
    for i = 1, 5 do
      assert.are.equal(i .. "a", workers[i]:read())
    end
    workers[1]:close()
    local first, second = workers[2], workers[3]
    first:write "b"
    assert.are.equal("2b", first:read())
    second:write "b"
    assert.are.equal("3b", second:read())
    for i = 2, 5 do
      assert.matches("^%a+ %a*%s*%d+$", workers[i]:close())
    end
  end)

  it("says how it ended", function()
    local failing = process.worker(function() error "no" end)
    assert.is_nil(failing:read())
    assert.are.equal("exit code 1", failing:close())
    local done = process.worker(function(channel) channel:write "last" end)
    assert.are.equal("last", done:read())
    assert.is_nil(done:read())
    assert.are.equal("exit code 0", done:close())
    local killed = process.worker(function() os.execute "kill -9 $PPID" end)
    assert.is_nil(killed:read())
    local sent, message, code
    repeat -- its two pipes do not close at once
      sent, message, code = killed:write "x"
    until not sent
    assert.are.same({ "worker: Broken pipe", "epipe" }, { message, code })
    assert.are.equal("signal 9", killed:close())
  end)

  it("is ended by closing it, however busy, by a to-be-closed variable and by the collector", function()
    for _, way in ipairs { "close", "variable", "collector" } do
      local pid
      do
        local worker <close> = way == "variable" and process.worker(function(channel)
          channel:write(own_pid())
          channel:read()
        end) or nil
        local other = not worker and process.worker(function(channel)
          channel:write(own_pid())
          while true do end -- luacheck: ignore
        end)
        pid = (worker or other):read()
        assert.is_truthy(exists(pid))
        if way == "close" then
          assert.are.equal("signal 9", other:close())
          assert.are.equal("exit code 0", other:close())
        end
      end
      collectgarbage()
      collectgarbage()
      assert.is_true(wait_for_end(pid), way)
    end
  end)

  it("gives no message that it has not sent whole", function()
    local worker = process.worker(function(channel)
      channel:write(own_pid())
      channel:write(("x"):rep(5000000)) -- more than a pipe holds
    end)
    local pid = worker:read()
    os.execute("sleep 0.05; kill -9 " .. pid)
    assert.is_nil(worker:read())
    assert.are.equal("signal 9", worker:close())
  end)

  it("raises for what is no function, no message, no channel", function()
    assert.has_error(function() process.worker "x" end)
    local worker = answering(function(message) return message end)
    assert.has_error(function() worker:write() end)
    assert.has_error(function() worker.read(io.stdout) end)
    worker:close()
    assert.is_nil(worker:read())
    assert.is_nil((worker:write "x"))
  end)
end)

it("a process may use at least one processor", function()
  assert.is_true(process.processors() >= 1)
end)
