-- Lists users, ordered by id. Of those online, it lets go of the ones it meets who are not any more; looks at a bounded
-- number of ids, so that a page may be shorter than asked for and still not the last.
--
-- KEYS[1]  sorted set  ids to list, each with score 0: of all users, or of those online
-- KEYS[2]  hash        id -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[3]  sorted set  id -> when last seen, as users-seen.lua writes it
-- ARGV[1]  string      where to begin: [ID at it, (ID after it
-- ARGV[2]  string      prefix of the ids, '' for all
-- ARGV[3]  integer     users at most, 1 to 1,000
-- ARGV[4]  integer     ms for which who was seen is online
-- ARGV[5]  integer     1 to list only those online, with their ids in KEYS[1], else 0
--
-- Answers {next, {id, 'FIRST LAST', 1 if online, else 0}, …}: next is the id to go on after, '' at the end.

local ids, times, seen = KEYS[1], KEYS[2], KEYS[3]
local from, prefix = ARGV[1], ARGV[2]
local limit, online_ms, only_online = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5] == '1'
local MOST_LOOKED_AT = 3000

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local to = prefix == '' and '+' or '(' .. prefix .. '\255'
local found, gone, looked_at = { '' }, {}, 0

local function is_full()
  return #found > limit
end

repeat
  local page = redis.call('ZRANGE', ids, from, to, 'BYLEX', 'LIMIT', 0, limit + 1)
  local known = #page > 0 and redis.call('HMGET', times, unpack(page)) or {}
  local scores = #page > 0 and redis.call('ZMSCORE', seen, unpack(page)) or {}
  for i, user in ipairs(page) do
    local is_online = now - tonumber(scores[i] or 0) < online_ms
    if not known[i] or (only_online and not is_online) then
      gone[#gone + 1] = user
    elseif is_full() then
      found[1] = found[#found][1]
      break
    else
      found[#found + 1] = { user, known[i], is_online and 1 or 0 }
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
for i = 1, only_online and #gone or 0, 1000 do
  redis.pcall('ZREM', ids, unpack(gone, i, math.min(i + 999, #gone)))
  redis.pcall('ZREM', seen, unpack(gone, i, math.min(i + 999, #gone)))
end
return found
