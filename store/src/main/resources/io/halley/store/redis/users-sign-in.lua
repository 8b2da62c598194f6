-- Writes down that a user signed in, now by Redis's clock; if the user is new, what comes to users counts as unread from
-- here on. Every check comes before the first write.
--
-- KEYS[1]  sorted set  ids of all users, each with score 0, so that they are ordered by their bytes
-- KEYS[2]  hash        id -> FIRST LAST: when the user was first and last seen, ms since 1970
-- KEYS[3]  stream      the log of users
-- KEYS[4]  hash        what is known of it
-- KEYS[5]  hash        id -> mark on users, as marks.lua writes it
-- ARGV[1]  string      id of the user
-- ARGV[2]  integer     users at most
--
-- Answers 1, or 0 if the user is new and there are that many already.

local ids, times = KEYS[1], KEYS[2]
local user, most = ARGV[1], tonumber(ARGV[2])

local known = redis.call('HGET', times, user)
if not known and redis.call('HLEN', times) >= most then
  return 0
end
redis.call('ZCARD', ids) -- fails here and not between the writes, should it be of another type
local is_marked = redis.call('HEXISTS', KEYS[5], user) == 1
local mark = not is_marked and format_mark(first_mark(range_of(KEYS[3], KEYS[4]), true))

local now = text(time_now())
local first, last = string.match(known or '', '^(%d+) (%d+)$')
if last and tonumber(last) > tonumber(now) then
  now = last
end
redis.call('HSET', times, user, (first or now) .. ' ' .. now)
redis.call('ZADD', ids, 0, user)
if mark then
  redis.call('HSET', KEYS[5], user, mark)
end
return 1
