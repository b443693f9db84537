-- Reads a value that is about to be copied, and marks that.
-- KEYS: value, mark of copies; ARGV: milliseconds that copies live for. Answers the value and the milliseconds it has left.
local value = redis.call('GET', KEYS[1])
if not value then return {} end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
return { value, redis.call('PTTL', KEYS[1]) }
