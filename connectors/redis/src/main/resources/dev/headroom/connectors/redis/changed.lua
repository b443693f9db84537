-- Ends a change: keeps the value if nobody else changed it meanwhile, else nothing, and no lease.
-- KEYS: value, lease, mark of copies; ARGV: token, value, milliseconds, 0 for no value. Answers 1 if there may be copies, which
-- are to be dropped next.
local alone = redis.call('GET', KEYS[2]) == ARGV[1]
redis.call('DEL', KEYS[1], KEYS[2])
if alone and ARGV[3] ~= '0' then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return redis.call('DEL', KEYS[3])
