-- Fills a key with a lease that is still good, and ends it. Without milliseconds it only ends it.
-- KEYS: value, lease; ARGV: token, value, milliseconds. Answers 1 if the lease was good.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
if ARGV[3] ~= '0' then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
