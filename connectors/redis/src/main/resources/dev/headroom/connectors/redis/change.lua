-- Begins a change: drops the value, and whoever has a lease loses it to the one who changes.
-- KEYS: value, lease, mark of copies; ARGV: token, milliseconds. Answers 1 if there may be copies, which are to be dropped next.
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return redis.call('DEL', KEYS[3])
