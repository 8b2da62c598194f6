-- Publishes a sign of life, and finds out whether Redis would take an event.
--
-- KEYS[1]  string  written for a moment
-- ARGV[1]  string  pub/sub channel of the one who asks
-- ARGV[2]  string  which probe it is
--
-- Answers the error that a write meets, or 'OK'.

redis.call('PUBLISH', ARGV[1], ARGV[2])
local written = redis.pcall('SET', KEYS[1], ARGV[2], 'PX', 10000)
return written.err or 'OK'
