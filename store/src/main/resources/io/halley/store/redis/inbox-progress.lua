-- Notes how far channels of inboxes came to users. Every check comes before the first write.
--
-- KEYS[1]   hash    by id: who has ever signed in, as users-sign-in.lua writes it
-- KEYS[2…]  stream, hash, hash  three per entry, of its channel: the log, what is known of it, and marks by user
-- ARGV[1…]  four per entry, 100 entries at most: id of the user; 1 if the channel is users, else 0; the ids, EPOCH.OFFSET,
--           up to which it was written and delivered, '' for nothing new
--
-- Answers {marks written, user, …}, with the users of whom a mark is not one: nothing is noted in it. Who never signed in,
-- and an id that is not that of an event that is retained, is left out.

local FIRST_LOG = 2
local now = time_now()
local ranges, marks = {}, {}

local function range_at(key)
  ranges[KEYS[key]] = ranges[KEYS[key]] or range_of(KEYS[key], KEYS[key + 1])
  return ranges[KEYS[key]]
end

local function mark_of(key, user, is_users)
  local name = KEYS[key] .. ' ' .. user
  if not marks[name] then
    local value = redis.call('HGET', KEYS[key + 2], user)
    local kept = value and parse_mark(value)
    local mark = kept and settle(kept, range_at(key)) or first_mark(range_at(key), is_users)
    marks[name] = { mark = mark, key = KEYS[key + 2], user = user, is_none = value and not kept }
  end
  return marks[name]
end

local function take(entry, range, id, ...)
  local offset = tonumber(string.match(id, '%.(%d+)$') or '')
  if offset and offset >= range.first and offset <= range.head and id_at(range, offset) == id then
    for _, steps in ipairs({ ... }) do
      entry.is_news = add_step(steps, offset, now) or entry.is_news
    end
  end
end

for i = 0, #ARGV / 4 - 1 do
  local user, is_users, written, delivered = unpack(ARGV, 4 * i + 1, 4 * i + 4)
  if redis.call('HEXISTS', KEYS[1], user) == 1 then
    local key = FIRST_LOG + 3 * i
    local entry, range = mark_of(key, user, is_users == '1'), range_at(key)
    take(entry, range, written, entry.mark.written)
    take(entry, range, delivered, entry.mark.delivered, entry.mark.written)
  end
end

local answer = { 0 }
for _, entry in pairs(marks) do
  if entry.is_none then
    answer[#answer + 1] = entry.user
  elseif entry.is_news then
    redis.call('HSET', entry.key, entry.user, format_mark(entry.mark))
    answer[1] = answer[1] + 1
  end
end
return answer
