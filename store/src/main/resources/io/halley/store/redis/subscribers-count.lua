-- Sums up how many subscribers channels have, over all processes; 1,000 at most, those that reported last. Writes nothing.
--
-- KEYS[1]  sorted set  process -> until when its counts hold, as subscribers-report.lua writes it
-- ARGV[1]  string      what the key of a process's counts begins with, before its name; only the set knows the names, so
--                      these keys are made here. They share the set's hash tag
-- ARGV[2…] string      names of channels, 100 at most
--
-- Answers one sum per channel, in order.

local now = text(time_now())
local sums = {}
for i = 2, #ARGV do
  sums[i - 1] = 0
end
local processes = redis.call('ZRANGE', KEYS[1], '+inf', '(' .. now, 'BYSCORE', 'REV', 'LIMIT', 0, 1000)
for _, process in ipairs(processes) do
  local counts = redis.call('HMGET', ARGV[1] .. process, unpack(ARGV, 2))
  for i, count in ipairs(counts) do
    sums[i] = sums[i] + (tonumber(count or 0) or 0)
  end
end
return sums
