-- Says how much of the log of one channel there is. Writes nothing.
--
-- KEYS[1]  stream  the log
-- KEYS[2]  hash    what is known of it, as log.lua writes it
--
-- Answers {epochs, first, head, events, bytes}; {} if the channel has no event any more; nothing if nothing is known of it.

local known = redis.call('HMGET', KEYS[2], 'epochs', 'head', 'bytes')
local earliest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
if not known[1] then
  return false
elseif not earliest then
  return {}
end
local first = string.match(earliest[1], '^(%d+)-')
return { known[1], first, known[2], redis.call('XLEN', KEYS[1]), known[3] }
