-- Writes down how many subscribers channels have in one process, and that the process is there. Every check comes before
-- the first write.
--
-- KEYS[1]  sorted set  process -> until when its counts hold, ms since 1970
-- KEYS[2]  hash        channel -> subscribers in this process; and '' -> number of the last report
-- ARGV[1]  string      name of the process
-- ARGV[2]  integer     number of this report, above that of any before
-- ARGV[3]  integer     ms for which the counts hold without another report; 0 ends them
-- ARGV[4]  integer     1 to begin with no counts, 0 to change those that are there
-- ARGV[5…] two per channel, 500 at most: its name, and its subscribers, 0 for none
--
-- Answers 1, or 0 if there are no counts to change. A report that comes late, after one that was made later, changes
-- nothing.

local processes, counts = KEYS[1], KEYS[2]
local process, number, hold_ms, anew = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'

local last = redis.call('HGET', counts, '')
redis.call('ZCARD', processes)
if last and tonumber(last) >= number then
  return 1
end
if not last and not anew then
  return 0
end

local some, none = {}, {}
for i = 5, #ARGV, 2 do
  if ARGV[i + 1] == '0' then
    none[#none + 1] = ARGV[i]
  else
    some[#some + 1] = ARGV[i]
    some[#some + 1] = ARGV[i + 1]
  end
end

redis.call('HSET', counts, '', ARGV[2])
if anew then
  redis.call('UNLINK', counts)
  redis.call('HSET', counts, '', ARGV[2])
end
if #some > 0 then
  redis.call('HSET', counts, unpack(some))
end
if #none > 0 then
  redis.call('HDEL', counts, unpack(none))
end
redis.call('PEXPIRE', counts, hold_ms)

local now = time_now()
redis.call('ZADD', processes, text(now + hold_ms), process)
local gone = redis.call('ZRANGE', processes, '-inf', text(now), 'BYSCORE', 'LIMIT', 0, 100)
if #gone > 0 then
  redis.call('ZREM', processes, unpack(gone))
end
return 1
