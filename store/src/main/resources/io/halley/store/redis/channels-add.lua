-- Writes the name of a channel that has a log into the directory, and lets go of some names that have none any more, so
-- that these never pile up: three are looked at for each that is added.
--
-- KEYS[1]  sorted set  names of channels, each with score 0, so that they are ordered by their bytes
-- ARGV[1]  string      name of the channel
-- ARGV[2]  string      key of what is known of a log, with %s for the name. Only the directory knows whose, so these keys
--                      are made here; they may be in other slots than the directory, hence not in a Redis Cluster
--
-- Answers nothing.

redis.call('ZADD', KEYS[1], 0, ARGV[1])
for _, name in ipairs(redis.call('ZRANDMEMBER', KEYS[1], 3)) do
  if name ~= ARGV[1] and redis.call('EXISTS', string.format(ARGV[2], name)) == 0 then
    redis.call('ZREM', KEYS[1], name)
  end
end
return 0
