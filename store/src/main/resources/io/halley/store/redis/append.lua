-- Appends drafts to the log of one channel, next to each other; all of them, or those before the first conflict.
-- Every check comes before the first write, and XADD is the first write: what fails leaves nothing behind.
--
-- KEYS[1]   stream  the log; the event with offset O is the entry O-0
-- KEYS[2]   hash    what is known of the log: incarnation, epochs (NAME:FIRST,…), head, first, bytes, oldest, time
-- KEYS[3…]  string  one per draft that has an idempotency key, in order: FINGERPRINT EPOCH OFFSET TIME
-- ARGV[1]   string  name of the epoch, should a new one begin
-- ARGV[2]   string  pub/sub channel of the notices
-- ARGV[3]   integer events that are retained
-- ARGV[4]   integer bytes that are retained
-- ARGV[5]   integer ms for which an event is retained, and the channel after its last one
-- ARGV[6]   integer ms for which an idempotency key is remembered
-- ARGV[7]   integer bytes of events up to which a notice carries them along
-- ARGV[8…]  four per draft: type, data, from ('' for none), fingerprint ('' for no idempotency key)
--
-- Answers one array per draft: {'appended' or 'replayed', epoch, offset, time}, {'conflict'} or {'not attempted'}.

local log, meta = KEYS[1], KEYS[2]
local fresh, address = ARGV[1], ARGV[2]
local most_events, most_bytes = tonumber(ARGV[3]), tonumber(ARGV[4])
local retain_ms, remember_ms = tonumber(ARGV[5]), tonumber(ARGV[6])
local most_inline = tonumber(ARGV[7])
local FIRST_DRAFT, PER_DRAFT = 8, 4
local LARGEST_OFFSET = 9007199254740991

local function text(number)
  return string.format('%.0f', number)
end

local function size(type, data, from)
  return 32 + #type + #data + #from
end

-- Of the entry of a stream: time, type, data, from, in this order.
local function fields(entry)
  local pairs_of = entry[2]
  return tonumber(pairs_of[2]), pairs_of[4], pairs_of[6], pairs_of[8]
end

local function offset_of(id)
  return tonumber(string.match(id, '^(%d+)-'))
end

-- What there is -----------------------------------------------------------------------------------------------------

local incarnation = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if not incarnation then
  return redis.error_reply('ERR no master_replid, which tells one term of a Redis from another')
end
local known = redis.call('HMGET', meta, 'incarnation', 'epochs', 'head', 'first', 'bytes', 'oldest', 'time')
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local epochs = known[2] or ''
local head, first = tonumber(known[3]) or 0, tonumber(known[4]) or 1
local bytes, oldest = tonumber(known[5]) or 0, tonumber(known[6]) or now
local time = math.max(now, tonumber(known[7]) or 0)
local length = redis.call('XLEN', log)

-- A log without its metadata, or with older ones: nobody knows its epochs, so nothing of it can be shown any more.
local function start_over()
  local stream = redis.call('XINFO', 'STREAM', log)
  for i = 1, #stream, 2 do
    if stream[i] == 'last-generated-id' then
      head = math.max(head, offset_of(stream[i + 1]))
    end
  end
  epochs, first, bytes, oldest = '', head + 1, 0, time
end

local starts_over = length > 0 and epochs == ''
if starts_over then
  start_over()
elseif length == 0 then
  first, bytes, oldest = head + 1, 0, time
end

-- What becomes of each draft ----------------------------------------------------------------------------------------

local function plan()
  local begins = epochs == '' or known[1] ~= incarnation
  local epoch = begins and fresh or string.match(epochs, '([0-9a-z]+):%d+$')
  local answers, appends, remembered = {}, {}, {}
  local next_key, conflict = 3, false
  for at = FIRST_DRAFT, #ARGV, PER_DRAFT do
    local fingerprint = ARGV[at + 3]
    local key, earlier
    if fingerprint ~= '' then
      key = KEYS[next_key]
      next_key = next_key + 1
      if not conflict then
        earlier = remembered[key] or redis.call('GET', key)
      end
    end
    if conflict then
      answers[#answers + 1] = { 'not attempted' }
    elseif earlier then
      local print, its_epoch, offset, at_time = string.match(earlier, '^(%S+) (%S+) (%d+) (%d+)$')
      conflict = print ~= fingerprint
      answers[#answers + 1] = conflict and { 'conflict' } or { 'replayed', its_epoch, offset, at_time }
    else
      local offset = head + #appends + 1
      appends[#appends + 1] = { offset = offset, type = ARGV[at], data = ARGV[at + 1], from = ARGV[at + 2] }
      if key then
        remembered[key] = fingerprint .. ' ' .. epoch .. ' ' .. text(offset) .. ' ' .. text(time)
      end
      answers[#answers + 1] = { 'appended', epoch, text(offset), text(time) }
    end
  end
  return { begins = begins, epoch = epoch, answers = answers, appends = appends, remembered = remembered }
end

local planned = plan()
if #planned.appends == 0 then
  return planned.answers
end
if head + #planned.appends > LARGEST_OFFSET then
  return redis.error_reply('ERR the offsets of this channel are used up')
end

-- The writes --------------------------------------------------------------------------------------------------------

local function add(call, append)
  return call('XADD', log, text(append.offset) .. '-0',
    'time', text(time), 'type', append.type, 'data', append.data, 'from', append.from)
end

local added = add(redis.pcall, planned.appends[1])
if type(added) == 'table' and added.err and string.find(added.err, 'equal or smaller', 1, true) then
  -- the log goes on behind what its metadata know
  start_over()
  starts_over = true
  planned = plan()
  added = add(redis.pcall, planned.appends[1])
end
if type(added) == 'table' and added.err then
  return redis.error_reply(added.err)
end
for i = 2, #planned.appends do
  add(redis.call, planned.appends[i])
end
if starts_over then
  redis.call('XTRIM', log, 'MINID', text(first) .. '-0')
end
for _, append in ipairs(planned.appends) do
  bytes = bytes + size(append.type, append.data, append.from)
end
if planned.begins then
  epochs = epochs .. (epochs == '' and '' or ',') .. planned.epoch .. ':' .. text(head + 1)
end
head = head + #planned.appends

-- Retention, a little at a time, so that no append pays for many ----------------------------------------------------

local function is_over()
  return first < head and (head - first + 1 > most_events or bytes > most_bytes or oldest < now - retain_ms)
end

if is_over() then
  local entries = redis.call('XRANGE', log, '-', '+', 'COUNT', #planned.appends + 3)
  for i = 1, #entries - 1 do
    if not is_over() then
      break
    end
    local _, type, data, from = fields(entries[i])
    bytes = bytes - size(type, data, from)
    first = offset_of(entries[i + 1][1])
    oldest = fields(entries[i + 1])
  end
  redis.call('XTRIM', log, 'MINID', text(first) .. '-0')
  -- an epoch is of use as long as its last position is one to read on from
  local second = string.match(epochs, '^[^,]+,[0-9a-z]+:(%d+)')
  while second and tonumber(second) < first do
    epochs = string.match(epochs, ',(.*)$')
    second = string.match(epochs, '^[^,]+,[0-9a-z]+:(%d+)')
  end
end

redis.call('HSET', meta, 'incarnation', incarnation, 'epochs', epochs, 'head', text(head), 'first', text(first),
  'bytes', text(bytes), 'oldest', text(oldest), 'time', text(time))
redis.call('PEXPIREAT', log, text(now + retain_ms))
redis.call('PEXPIREAT', meta, text(now + retain_ms))
for key, value in pairs(planned.remembered) do
  redis.call('SET', key, value, 'PX', remember_ms)
end

-- The notice: a line of epoch, head, and how many events follow; of each a line of time, type, from, and one of data -

local lines, total = {}, 0
for _, append in ipairs(planned.appends) do
  total = total + size(append.type, append.data, append.from)
  lines[#lines + 1] = text(time) .. ' ' .. append.type .. ' ' .. (append.from == '' and '-' or append.from)
  lines[#lines + 1] = append.data
end
local carried = total <= most_inline
-- not with call: the event is in the log, whether or not anybody may be told
redis.pcall('PUBLISH', address, planned.epoch .. ' ' .. text(head) .. ' ' .. (carried and #planned.appends or 0)
  .. (carried and '\n' .. table.concat(lines, '\n') or ''))
return planned.answers
