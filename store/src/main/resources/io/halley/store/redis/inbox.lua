-- Looks at both channels of a user's inbox, or marks events of them as read. Every check comes before the first write.
--
-- KEYS[1…3] stream, hash, hash  of the user's own channel: the log, what is known of it, and marks by user
-- KEYS[4…6] stream, hash, hash  the same of users
-- KEYS[7]   hash    by id: who has ever signed in, as users-sign-in.lua writes it
-- ARGV[1]   string  id of the user
-- ARGV[2]   string  pub/sub channel of the user's own channel
-- ARGV[3]   integer how many of the ids that follow are marked with everything before them; the others are alone
-- ARGV[4…]  string  ids, EPOCH.OFFSET; none to look only
--
-- Answers {'inbox', epochs, first, head, mark, the same of users, made}, as read.lua and marks.lua have them, with the ids
-- marked alone that were not read before; {'gone', id} for the first id, marked with everything before it, that is in
-- neither channel.
--
-- What it publishes, if something was marked, is: read UNREAD DROPPED CURSOR HEADS VERSION IDS, the ids joined by commas,
-- or - if the mark was moved up.

local user, address, ups = ARGV[1], ARGV[2], tonumber(ARGV[3])
local now = time_now()
local is_known = redis.call('HEXISTS', KEYS[7], user) == 1

-- What of a mark is worth a write when it is another.
local function gist(mark)
  return mark and text(mark.up_to) .. ' ' .. text(mark.dropped) .. ' ' .. #mark.singles
end

local function part_of(at, is_users)
  local range = range_of(KEYS[at], KEYS[at + 1])
  local value = redis.call('HGET', KEYS[at + 2], user)
  local mark = value and parse_mark(value)
  if value and not mark then
    return nil
  end
  local kept = gist(mark)
  mark = mark and settle(mark, range) or first_mark(range, is_users)
  return {
    range = range, marks = KEYS[at + 2], is_users = is_users, mark = mark, alone = {}, kept = kept, settled = gist(mark),
  }
end

local own, users = part_of(1, false), part_of(4, true)
if not own or not users then
  return redis.error_reply('ERR a mark of user ' .. user .. ' is not one')
end
local parts = { own, users }

-- What of the ids that are alone was not read when this began, once for each.
local made = {}
local unread_before = {}
for _, part in ipairs(parts) do
  local singles = {}
  if #ARGV >= 4 + ups then
    for _, single in ipairs(part.mark.singles) do
      singles[single.offset] = true
    end
  end
  local up_to = part.mark.up_to
  unread_before[part] = function(offset)
    local is_unread = offset > up_to and not singles[offset]
    singles[offset] = true
    return is_unread
  end
end

-- What is marked --------------------------------------------------------------------------------------------------------

for i = 4, #ARGV do
  local epoch, offset = string.match(ARGV[i], '^([0-9a-z]+)%.(%d+)$')
  offset = tonumber(offset)
  local is_up, found = i < 4 + ups, ARGV[i] == '0.0'
  for _, part in ipairs(parts) do
    if is_up and names(part.range, epoch, offset) then
      read_up_to(part.mark, offset, now)
      found = true
    elseif not is_up and offset >= part.range.first and id_at(part.range, offset) == ARGV[i] then
      part.alone[#part.alone + 1] = offset
      if unread_before[part](offset) then
        made[#made + 1] = ARGV[i]
      end
    end
  end
  if is_up and not found then
    return { 'gone', ARGV[i] }
  end
end
for _, part in ipairs(parts) do
  if #part.alone > 0 then
    read_ids(part.mark, part.alone, now)
  end
  part.is_marked = gist(part.mark) ~= part.settled
end

-- What is kept ----------------------------------------------------------------------------------------------------------

for _, part in ipairs(parts) do
  local is_first = is_known and part.is_users and not part.kept
  if part.is_marked or is_first then
    redis.call('HSET', part.marks, user, format_mark(part.mark))
  elseif part.kept and part.kept ~= part.settled and part.range.epochs ~= '' then
    -- what retention took, for the day on which the log is forgotten; it can be counted where nothing can be written, too
    redis.pcall('HSET', part.marks, user, format_mark(part.mark))
  end
end

if own.is_marked or users.is_marked then
  local function both(of)
    return of(own) .. ',' .. of(users)
  end
  local read = both(function(part)
    return id_at(part.range, part.mark.up_to)
  end)
  local heads = both(function(part)
    return id_at(part.range, part.range.head)
  end)
  local version = text(own.mark.up_to) .. '.' .. #own.mark.singles
    .. '-' .. text(users.mark.up_to) .. '.' .. #users.mark.singles
  local ids = ups == 0 and table.concat(ARGV, ',', 4) or '-'
  -- not with call: it is marked, whether or not anybody may be told
  redis.pcall('PUBLISH', address, table.concat({ 'read', text(unread(own.mark) + unread(users.mark)),
    text(own.mark.dropped + users.mark.dropped), read, heads, version, ids }, ' '))
end

return {
  'inbox',
  own.range.epochs, text(own.range.first), text(own.range.head), format_mark(own.mark),
  users.range.epochs, text(users.range.first), text(users.range.head), format_mark(users.mark),
  made,
}
