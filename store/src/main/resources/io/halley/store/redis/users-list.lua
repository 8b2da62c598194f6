-- Lists users, ordered by id. Of those online, it lets go of the ones it meets who are not; looks at a bounded number of
-- ids, so that a page may be shorter than asked for and still not the last.
--
-- KEYS[1]  sorted set  ids to list, each with score 0: of all users, or of those online
-- KEYS[2]  hash        id -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[3]  hash        id -> devices of who is online, as presence-report.lua writes them
-- ARGV[1]  string      where to begin: [ID at it, (ID after it
-- ARGV[2]  string      prefix of the ids, '' for all
-- ARGV[3]  integer     users at most, 1 to 1,000
-- ARGV[4]  integer     1 to list only those online, with their ids in KEYS[1], else 0
--
-- Answers {next, now, {id, 'FIRST LAST', devices, '' for none}, …}: next is the id to go on after, '' at the end.

local ids, times, devices = KEYS[1], KEYS[2], KEYS[3]
local from, prefix = ARGV[1], ARGV[2]
local limit, only_online = tonumber(ARGV[3]), ARGV[4] == '1'
local FIXED, MOST_LOOKED_AT = 2, 3000

local now = text(time_now())
local to = prefix == '' and '+' or '(' .. prefix .. '\255'
local found, gone, looked_at = { '', now }, {}, 0

repeat
  local page = redis.call('ZRANGE', ids, from, to, 'BYLEX', 'LIMIT', 0, limit + 1)
  local known = #page > 0 and redis.call('HMGET', times, unpack(page)) or {}
  local held = #page > 0 and redis.call('HMGET', devices, unpack(page)) or {}
  for i, user in ipairs(page) do
    if only_online and not held[i] then
      gone[#gone + 1] = user
    elseif known[i] and #found == FIXED + limit then
      found[1] = found[#found][1]
      break
    elseif known[i] then
      found[#found + 1] = { user, known[i], held[i] or '' }
    end
  end
  looked_at = looked_at + #page
  local ends = #page <= limit or found[1] ~= ''
  if not ends then
    from = '(' .. page[#page]
    if looked_at >= MOST_LOOKED_AT then
      found[1] = page[#page]
      ends = true
    end
  end
until ends

-- only tidying up: a replica that may not write lists as well
for i = 1, #gone, 1000 do
  redis.pcall('ZREM', ids, unpack(gone, i, math.min(i + 999, #gone)))
end
return found
