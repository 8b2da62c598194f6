-- Looks one user up. Writes nothing.
--
-- KEYS[1]  hash        id -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[2]  sorted set  id -> when last seen, as users-seen.lua writes it
-- ARGV[1]  string      id of the user
-- ARGV[2]  integer     ms for which who was seen is online
--
-- Answers {id, 'FIRST LAST', 1 if online, else 0}, or {} if nobody of that id ever signed in.

local times = redis.call('HGET', KEYS[1], ARGV[1])
if not times then
  return {}
end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local seen = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or 0)
return { ARGV[1], times, now - seen < tonumber(ARGV[2]) and 1 or 0 }
