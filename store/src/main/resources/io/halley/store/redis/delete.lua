-- Deletes all events of one channel. What remains for a time is a new epoch at the same head, so that
-- positions from before are gaps and offsets go on.
--
-- KEYS[1]  stream  the log
-- KEYS[2]  hash    what is known of it, as log.lua writes it
-- ARGV[1]  string  name of the new epoch
-- ARGV[2]  string  pub/sub channel of the notices
-- ARGV[3]  integer ms for which the channel is remembered
--
-- Answers 1, or 0 if the channel had no event. What is deleted goes first, since then a Redis that is out of memory
-- allows the rest, too.

local log, meta = KEYS[1], KEYS[2]
local head = redis.call('HGET', meta, 'head')
if redis.call('XLEN', log) == 0 then
  return 0
end
if not head then
  -- nobody knows what positions it had
  redis.call('UNLINK', log)
  return 1
end
local incarnation = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local now = time_now()
local first = text(tonumber(head) + 1)
redis.call('UNLINK', log)
redis.call('HSET', meta, 'incarnation', incarnation, 'epochs', ARGV[1] .. ':' .. first, 'first', first, 'bytes', '0')
redis.call('PEXPIREAT', meta, text(now + tonumber(ARGV[3])))
redis.pcall('PUBLISH', ARGV[2], ARGV[1] .. ' ' .. head .. ' 0')
return 1
