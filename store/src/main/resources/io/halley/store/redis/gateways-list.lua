-- Lists what gateways do, one entry per process, 1,000 at most: those that spoke last. Writes nothing.
--
-- KEYS[1]  sorted set  process -> until when what it said holds, as gateways-report.lua writes it
-- KEYS[2]  hash        process -> STREAMS POLLS USERS EVENTS
--
-- Answers {process, its entry, …}, in no order.

local now = text(time_now())
local processes = redis.call('ZRANGE', KEYS[1], '+inf', '(' .. now, 'BYSCORE', 'REV', 'LIMIT', 0, 1000)
local sums = #processes > 0 and redis.call('HMGET', KEYS[2], unpack(processes)) or {}
local found = {}
for i, process in ipairs(processes) do
  if sums[i] then
    found[#found + 1] = process
    found[#found + 1] = sums[i]
  end
end
return found
