-- Acknowledges messages and drops them, if they were not delivered again meanwhile; with a second stream, adds one there first.
-- KEYS: the stream, and for a dead letter its stream; ARGV: number of messages, then for each its id and how often it had been
-- received, then the fields of the dead letter.
-- Answers for each 1 if it was, 0 if another has it, -1 if it is gone.
local out = {}
local last = 1 + 2 * tonumber(ARGV[1])
for i = 2, last, 2 do
  local p = redis.pcall('XPENDING', KEYS[1], 'workers', ARGV[i], ARGV[i], 1)
  if p.err or not p[1] then
    out[#out + 1] = -1
  elseif p[1][4] ~= tonumber(ARGV[i + 1]) then
    out[#out + 1] = 0
  else
    if KEYS[2] then redis.call('XADD', KEYS[2], '*', unpack(ARGV, last + 1)) end
    redis.call('XACK', KEYS[1], 'workers', ARGV[i])
    redis.call('XDEL', KEYS[1], ARGV[i])
    out[#out + 1] = 1
  end
end
return out
