-- Holds messages from now on, if they were not delivered again meanwhile.
-- KEYS[1] the stream; ARGV: idle time to set, then for each message its id and how often it had been received.
-- Answers for each 1 if it is held, 0 if another has it, -1 if it is gone.
local out = {}
for i = 2, #ARGV, 2 do
  local p = redis.pcall('XPENDING', KEYS[1], 'workers', ARGV[i], ARGV[i], 1)
  if p.err or not p[1] then
    out[#out + 1] = -1
  elseif p[1][4] ~= tonumber(ARGV[i + 1]) then
    out[#out + 1] = 0
  else
    redis.call('XCLAIM', KEYS[1], 'workers', 'worker', 0, ARGV[i], 'IDLE', ARGV[1], 'JUSTID')
    out[#out + 1] = 1
  end
end
return out
