-- Notes users as seen now, by Redis's clock; those who never signed in are left out. Lets go of some who are not online
-- any more, so that these never pile up. Every check comes before the first write.
--
-- KEYS[1]  hash        id -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[2]  sorted set  id -> when last seen, ms since 1970: those who are online, and some who were
-- KEYS[3]  sorted set  the same ids, each with score 0
-- ARGV[1]  integer     ms for which who was seen is online
-- ARGV[2…] string      id of each user, 500 at most
--
-- Answers how many were noted.

local times, seen, online = KEYS[1], KEYS[2], KEYS[3]
local online_ms = tonumber(ARGV[1])
local users = { unpack(ARGV, 2) }

local known = redis.call('HMGET', times, unpack(users))
redis.call('ZCARD', seen)
redis.call('ZCARD', online)

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local now_text = string.format('%.0f', now)

local new_times, new_seen, new_online = {}, {}, {}
for i, user in ipairs(users) do
  local first, last = string.match(known[i] or '', '^(%d+) (%d+)$')
  if first then
    local at = #new_times
    new_times[at + 1], new_times[at + 2] = user, first .. ' ' .. (tonumber(last) > now and last or now_text)
    new_seen[at + 1], new_seen[at + 2] = now_text, user
    new_online[at + 1], new_online[at + 2] = '0', user
  end
end
if #new_times > 0 then
  -- what needs memory comes first: if there is none, the first of these fails
  redis.call('HSET', times, unpack(new_times))
  redis.call('ZADD', seen, unpack(new_seen))
  redis.call('ZADD', online, unpack(new_online))
end

local before = '(' .. string.format('%.0f', now - online_ms + 1)
local gone = redis.call('ZRANGE', seen, '-inf', before, 'BYSCORE', 'LIMIT', 0, 2 * #users + 100)
if #gone > 0 then
  redis.call('ZREM', seen, unpack(gone))
  redis.call('ZREM', online, unpack(gone))
end
return #new_times / 2
