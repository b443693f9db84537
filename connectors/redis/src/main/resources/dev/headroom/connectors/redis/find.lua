-- Finds a session, and keeps it from now on for as long as at first.
-- KEYS[1] the session; ARGV: milliseconds. Answers its fields.
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HGETALL', KEYS[1])
