-- Says how many users are online, and whether that is certain. Writes nothing.
--
-- KEYS[1]  hash     user -> devices: everyone who is online
-- KEYS[2]  hash     how sure presence is, as presence.lua reads it
-- ARGV[1]  integer  ms that a lease lasts after it was held last
-- ARGV[2]  integer  ms without use of presence that are an outage
--
-- Answers {users online, since when it is not known, '' if it is}.

return { redis.call('HLEN', KEYS[1]), look_at_presence(KEYS[2], tonumber(ARGV[1]), tonumber(ARGV[2])).since }
