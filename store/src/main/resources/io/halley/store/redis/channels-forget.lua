-- Lets go of the names of channels that have no log any more. Looks and forgets in one step, so that no log can begin in
-- between.
--
-- KEYS[1]  sorted set  names of channels, as channels-add.lua writes it
-- ARGV[1]  string      key of what is known of a log, with %s for the name; these may be in other slots than the
--                      directory, hence not in a Redis Cluster
-- ARGV[2…] string      names, 1,000 at most
--
-- Answers how many were forgotten.

local forgotten = 0
for i = 2, #ARGV do
  if redis.call('EXISTS', string.format(ARGV[1], ARGV[i])) == 0 then
    forgotten = forgotten + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return forgotten
