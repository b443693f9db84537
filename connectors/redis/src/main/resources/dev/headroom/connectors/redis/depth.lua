-- KEYS: the stream, that of dead letters; ARGV: the longest hold in milliseconds. Answers messages that wait, are held, are dead.
local all, held, due = redis.call('XLEN', KEYS[1]), 0, 0
local p = redis.pcall('XPENDING', KEYS[1], 'workers')
if not p.err then
  held = p[1]
  due = #redis.call('XPENDING', KEYS[1], 'workers', 'IDLE', ARGV[1], '-', '+', 10000)
end
return { math.max(0, all - held) + due, held - due, redis.call('XLEN', KEYS[2]) }
