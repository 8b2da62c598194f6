-- Shared by the scripts that append, after clock.lua: the log of one channel. Not a script by itself.
--
--   log_of(stream, meta, at)  the log with these keys, and its settings, which are LOG_SETTINGS arguments of the script
--                             from ARGV[at] on
--   append(log, drafts)       appends drafts next to each other; all of them, or those before the first conflict
--
-- stream     stream  the event with offset O is the entry O-0
-- meta       hash    incarnation, epochs (NAME:FIRST,…), head, first, bytes, oldest, time
-- ARGV[at]   string  name of the epoch, should a new one begin
-- ARGV[at+1] string  pub/sub channel of the notices
-- ARGV[at+2] integer events that are retained
-- ARGV[at+3] integer bytes that are retained
-- ARGV[at+4] integer ms for which an event is retained
-- ARGV[at+5] integer ms for which the channel is remembered after its last event; not less
-- ARGV[at+6] integer ms for which an idempotency key is remembered
-- ARGV[at+7] integer bytes of events up to which a notice carries them along
--
-- A draft, of which there is at least one, has type, data, from ('' for none), and, if it has an idempotency key, key
-- (of a string: FINGERPRINT EPOCH OFFSET TIME) and fingerprint.
--
-- append answers one array per draft: {'appended' or 'replayed', epoch, offset, time}, {'conflict'} or {'not attempted'};
-- or an error, with err. Every check comes before the first write, and XADD is the first write: what fails leaves nothing
-- behind. A script whose other writes depend on it makes it the first of them.

local LOG_SETTINGS = 8
local LARGEST_OFFSET = 9007199254740991

local function log_of(stream, meta, at)
  return {
    stream = stream,
    meta = meta,
    fresh = ARGV[at],
    address = ARGV[at + 1],
    most_events = tonumber(ARGV[at + 2]),
    most_bytes = tonumber(ARGV[at + 3]),
    retain_ms = tonumber(ARGV[at + 4]),
    meta_ms = tonumber(ARGV[at + 5]),
    remember_ms = tonumber(ARGV[at + 6]),
    most_inline = tonumber(ARGV[at + 7]),
  }
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

-- Tells one term of a Redis from another; nil if it does not say.
local function incarnation_now()
  return string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
end

-- A log without its metadata, or with older ones: nobody knows its epochs, so nothing of it can be shown any more.
local function start_over(log)
  local stream = redis.call('XINFO', 'STREAM', log.stream)
  for i = 1, #stream, 2 do
    if stream[i] == 'last-generated-id' then
      log.head = math.max(log.head, offset_of(stream[i + 1]))
    end
  end
  log.starts_over = true
  log.epochs, log.first, log.bytes, log.oldest = '', log.head + 1, 0, log.time
end

-- An epoch is of use as long as its last position is one to read on from.
local function forget_epochs(log)
  local second = string.match(log.epochs, '^[^,]+,[0-9a-z]+:(%d+)')
  while second and tonumber(second) < log.first do
    log.epochs = string.match(log.epochs, ',(.*)$')
    second = string.match(log.epochs, '^[^,]+,[0-9a-z]+:(%d+)')
  end
end

-- What there is. Answers an error, or nothing.
local function look(log)
  local incarnation = incarnation_now()
  if not incarnation then
    return redis.error_reply('ERR no master_replid, which tells one term of a Redis from another')
  end
  local known = redis.call('HMGET', log.meta, 'incarnation', 'epochs', 'head', 'first', 'bytes', 'oldest', 'time')
  log.now = time_now()
  log.incarnation, log.goes_on = incarnation, known[1] == incarnation
  log.epochs = known[2] or ''
  log.head, log.first = tonumber(known[3]) or 0, tonumber(known[4]) or 1
  log.bytes, log.oldest = tonumber(known[5]) or 0, tonumber(known[6]) or log.now
  log.time = math.max(log.now, tonumber(known[7]) or 0)
  local length = redis.call('XLEN', log.stream)
  if length > 0 and log.epochs == '' then
    start_over(log)
  elseif length == 0 then
    log.first, log.bytes, log.oldest = log.head + 1, 0, log.time
    forget_epochs(log)
  end
end

-- What becomes of each draft.
local function plan(log, drafts)
  local begins = log.epochs == '' or not log.goes_on
  local epoch = begins and log.fresh or string.match(log.epochs, '([0-9a-z]+):%d+$')
  local answers, appends, remembered = {}, {}, {}
  local conflict = false
  for _, draft in ipairs(drafts) do
    local earlier = draft.key and not conflict and (remembered[draft.key] or redis.call('GET', draft.key))
    if conflict then
      answers[#answers + 1] = { 'not attempted' }
    elseif earlier then
      local print, its_epoch, offset, at_time = string.match(earlier, '^(%S+) (%S+) (%d+) (%d+)$')
      conflict = print ~= draft.fingerprint
      answers[#answers + 1] = conflict and { 'conflict' } or { 'replayed', its_epoch, offset, at_time }
    else
      local offset = log.head + #appends + 1
      appends[#appends + 1] = { offset = offset, type = draft.type, data = draft.data, from = draft.from }
      if draft.key then
        remembered[draft.key] = draft.fingerprint .. ' ' .. epoch .. ' ' .. text(offset) .. ' ' .. text(log.time)
      end
      answers[#answers + 1] = { 'appended', epoch, text(offset), text(log.time) }
    end
  end
  return { begins = begins, epoch = epoch, answers = answers, appends = appends, remembered = remembered }
end

local function add(call, log, append)
  return call('XADD', log.stream, text(append.offset) .. '-0',
    'time', text(log.time), 'type', append.type, 'data', append.data, 'from', append.from)
end

local function has_failed(reply)
  return type(reply) == 'table' and reply.err
end

local function is_over(log)
  return log.first < log.head
    and (log.head - log.first + 1 > log.most_events or log.bytes > log.most_bytes
      or log.oldest < log.now - log.retain_ms)
end

-- Retention, a little at a time, so that no append pays for many.
local function trim(log, appended)
  local entries = redis.call('XRANGE', log.stream, '-', '+', 'COUNT', appended + 3)
  for i = 1, #entries - 1 do
    if not is_over(log) then
      break
    end
    local _, type, data, from = fields(entries[i])
    log.bytes = log.bytes - size(type, data, from)
    log.first = offset_of(entries[i + 1][1])
    log.oldest = fields(entries[i + 1])
  end
  redis.call('XTRIM', log.stream, 'MINID', text(log.first) .. '-0')
  forget_epochs(log)
end

-- A notice is a line of epoch, head, and how many events follow; of each a line of time, type, from, and one of data.
local function tell(log, planned)
  local lines, total = {}, 0
  for _, append in ipairs(planned.appends) do
    total = total + size(append.type, append.data, append.from)
    lines[#lines + 1] = text(log.time) .. ' ' .. append.type .. ' ' .. (append.from == '' and '-' or append.from)
    lines[#lines + 1] = append.data
  end
  local carried = total <= log.most_inline
  -- not with call: the event is in the log, whether or not anybody may be told
  redis.pcall('PUBLISH', log.address, planned.epoch .. ' ' .. text(log.head) .. ' '
    .. (carried and #planned.appends or 0) .. (carried and '\n' .. table.concat(lines, '\n') or ''))
end

-- All that follows the first event's XADD.
local function complete(log, planned)
  for i = 2, #planned.appends do
    add(redis.call, log, planned.appends[i])
  end
  if log.starts_over then
    redis.call('XTRIM', log.stream, 'MINID', text(log.first) .. '-0')
  end
  for _, append in ipairs(planned.appends) do
    log.bytes = log.bytes + size(append.type, append.data, append.from)
  end
  if planned.begins then
    log.epochs = log.epochs .. (log.epochs == '' and '' or ',') .. planned.epoch .. ':' .. text(log.head + 1)
  end
  log.head = log.head + #planned.appends
  if is_over(log) then
    trim(log, #planned.appends)
  end
  redis.call('HSET', log.meta, 'incarnation', log.incarnation, 'epochs', log.epochs, 'head', text(log.head),
    'first', text(log.first), 'bytes', text(log.bytes), 'oldest', text(log.oldest), 'time', text(log.time))
  redis.call('PEXPIREAT', log.stream, text(log.now + log.retain_ms))
  redis.call('PEXPIREAT', log.meta, text(log.now + log.meta_ms))
  for key, value in pairs(planned.remembered) do
    redis.call('SET', key, value, 'PX', log.remember_ms)
  end
  tell(log, planned)
end

local function append(log, drafts)
  local failure = look(log)
  if failure then
    return failure
  end
  local planned = plan(log, drafts)
  if #planned.appends == 0 then
    return planned.answers
  end
  if log.head + #planned.appends > LARGEST_OFFSET then
    return redis.error_reply('ERR the offsets of this channel are used up')
  end
  local added = add(redis.pcall, log, planned.appends[1])
  if has_failed(added) and string.find(added.err, 'equal or smaller', 1, true) then
    -- the log goes on behind what its metadata know
    start_over(log)
    planned = plan(log, drafts)
    added = add(redis.pcall, log, planned.appends[1])
  end
  if has_failed(added) then
    return redis.error_reply(added.err)
  end
  complete(log, planned)
  return planned.answers
end
