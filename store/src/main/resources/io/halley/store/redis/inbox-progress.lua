-- Notes how far channels of inboxes came to users. Every check comes before the first write.
--
-- KEYS[1…]  stream, hash, hash  three per entry, of its channel: the log, what is known of it, and marks by user
-- ARGV[1…]  four per entry, 100 entries at most: id of the user; 1 if the channel is users, else 0; the ids, EPOCH.OFFSET,
--           up to which it was written and delivered, '' for nothing new
--
-- Answers how many marks were written. An id that the log does not know is left out.

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
    if value and not kept then
      return nil
    end
    local mark = kept and settle(kept, range_at(key)) or first_mark(range_at(key), is_users)
    marks[name] = { mark = mark, key = KEYS[key + 2], user = user }
  end
  return marks[name]
end

local function take(entry, range, id, ...)
  local epoch, offset = string.match(id, '^([0-9a-z]+)%.(%d+)$')
  offset = tonumber(offset)
  if offset and offset >= range.first and names(range, epoch, offset) then
    for _, steps in ipairs({ ... }) do
      entry.is_news = add_step(steps, offset, now) or entry.is_news
    end
  end
end

for i = 0, #ARGV / 4 - 1 do
  local user, is_users, written, delivered = unpack(ARGV, 4 * i + 1, 4 * i + 4)
  local entry = mark_of(3 * i + 1, user, is_users == '1')
  if not entry then
    return redis.error_reply('ERR a mark of user ' .. user .. ' is not one')
  end
  local range = range_at(3 * i + 1)
  take(entry, range, written, entry.mark.written)
  take(entry, range, delivered, entry.mark.delivered, entry.mark.written)
end

local count = 0
for _, entry in pairs(marks) do
  if entry.is_news then
    redis.call('HSET', entry.key, entry.user, format_mark(entry.mark))
    count = count + 1
  end
end
return count
