-- Lists names of channels, in order. Writes nothing.
--
-- KEYS[1]  sorted set  names of channels, as channels-add.lua writes it
-- ARGV[1]  string      where to begin: [NAME at it, (NAME after it
-- ARGV[2]  string      prefix of the names, '' for all
-- ARGV[3]  integer     names at most, 1 to 1,000
--
-- Answers {next, name, …}: next is the name to go on after, '' at the end.

local limit = tonumber(ARGV[3])
local to = ARGV[2] == '' and '+' or '(' .. ARGV[2] .. '\255'
local names = redis.call('ZRANGE', KEYS[1], ARGV[1], to, 'BYLEX', 'LIMIT', 0, limit + 1)
local next = ''
if #names > limit then
  names[#names] = nil
  next = names[limit]
end
return { next, unpack(names) }
