-- Reads a stretch of the log of one channel, and what positions it covers. Writes nothing.
--
-- KEYS[1]  stream  the log
-- KEYS[2]  hash    what is known of it, as log.lua writes it
-- ARGV[1]  integer offset after which to read; below 0: that many events before the head
-- ARGV[2]  integer events at most; 0 for none
-- ARGV[3]  integer bytes of data at most; one event is answered even if it has more
--
-- Answers {epochs, first, head, {{offset, time, type, data, from}, …}}: epochs as in the hash, '' for no log; first is the
-- offset of the earliest event, head + 1 if there is none. The events begin after that offset or at the earliest.

local log, meta = KEYS[1], KEYS[2]
local after, most_events, most_bytes = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local FIRST_AT_ONCE, MOST_AT_ONCE = 4, 64

local known = redis.call('HMGET', meta, 'epochs', 'head')
local epochs, head = known[1] or '', tonumber(known[2]) or 0
if epochs == '' then
  return { '', '1', '0', {} }
end

local earliest = redis.call('XRANGE', log, '-', text(head), 'COUNT', 1)[1]
local first = earliest and tonumber(string.match(earliest[1], '^(%d+)-')) or head + 1
local from = math.max(after < 0 and head + after or after, first - 1) + 1
local events, bytes = {}, 0
-- few at first, because they may be large and would be loaded for nothing
local at_once = FIRST_AT_ONCE

while #events < most_events and from <= head do
  local count = math.min(at_once, most_events - #events)
  at_once = math.min(2 * at_once, MOST_AT_ONCE)
  local entries = redis.call('XRANGE', log, text(from), text(head), 'COUNT', count)
  for _, entry in ipairs(entries) do
    local fields = entry[2]
    bytes = bytes + #fields[6]
    if bytes > most_bytes and #events > 0 then
      return { epochs, text(first), text(head), events }
    end
    local offset = string.match(entry[1], '^(%d+)-')
    events[#events + 1] = { offset, fields[2], fields[4], fields[6], fields[8] }
    from = tonumber(offset) + 1
  end
  if #entries < count then
    break
  end
end
return { epochs, text(first), text(head), events }
