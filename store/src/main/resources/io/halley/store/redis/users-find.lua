-- Looks one user up. Writes nothing.
--
-- KEYS[1]  hash    id -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[2]  hash    id -> devices of who is online, as presence-report.lua writes them
-- ARGV[1]  string  id of the user
--
-- Answers {now, {id, 'FIRST LAST', devices, '' for none}}, only now if nobody of that id was ever here.

local now = text(time_now())
local times = redis.call('HGET', KEYS[1], ARGV[1])
local devices = redis.call('HGET', KEYS[2], ARGV[1])
return times and { now, { ARGV[1], times, devices or '' } } or { now }
