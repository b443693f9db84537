-- Replaces a session if nobody replaced it meanwhile; to be asked twice makes no difference.
-- KEYS[1] the session; ARGV: the version it had, empty for none; its new one; milliseconds to keep it; names and values.
-- Answers 1 if it was.
local version = redis.call('HGET', KEYS[1], '#') or ''
if version == ARGV[2] then return 1 end
if version ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '#', ARGV[2])
for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[1], '=' .. ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
