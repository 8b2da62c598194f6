-- Publishes a sign of life, and finds out whether Redis would take an event.
--
-- KEYS[1]  stream  written for a moment
-- ARGV[1]  string  pub/sub channel of the one who asks
-- ARGV[2]  string  which probe it is
--
-- Answers the error that a write meets, or 'OK'.

redis.call('PUBLISH', ARGV[1], ARGV[2])
local written = redis.pcall('XADD', KEYS[1], 'MAXLEN', 1, '*', 'probe', ARGV[2])
if type(written) == 'table' and written.err then
  return written.err
end
redis.call('PEXPIRE', KEYS[1], 10000)
return 'OK'
