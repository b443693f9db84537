-- Grants the right to fill a key, unless somebody has it.
-- KEYS: value, lease; ARGV: token, milliseconds. Answers: 1 if it is granted, and the value.
local granted = redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2])
return { granted and 1 or 0, redis.call('GET', KEYS[1]) }
