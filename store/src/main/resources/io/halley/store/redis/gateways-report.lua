-- Writes down what the gateways of a process do. Lets go of some that have said nothing for too long. Every check comes
-- before the first write.
--
-- KEYS[1]  sorted set  process -> until when what it said holds, ms since 1970
-- KEYS[2]  hash        process -> STREAMS POLLS USERS EVENTS
-- ARGV[1]  integer     ms for which it holds; 0 takes it back
-- ARGV[2…] two per process, 1,000 at most: its name, and what goes into the hash
--
-- Answers nothing.

local holds, sums, hold_ms = KEYS[1], KEYS[2], tonumber(ARGV[1])
local now = time_now()

redis.call('HLEN', sums)
redis.call('ZCARD', holds)
for i = 2, #ARGV, 2 do
  if hold_ms > 0 then
    redis.call('ZADD', holds, text(now + hold_ms), ARGV[i])
    redis.call('HSET', sums, ARGV[i], ARGV[i + 1])
  else
    redis.call('ZREM', holds, ARGV[i])
    redis.call('HDEL', sums, ARGV[i])
  end
end
local gone = redis.call('ZRANGE', holds, '-inf', text(now), 'BYSCORE', 'LIMIT', 0, 100)
if #gone > 0 then
  redis.call('ZREM', holds, unpack(gone))
  redis.call('HDEL', sums, unpack(gone))
end
return 0
