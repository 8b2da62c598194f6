-- Shared by the scripts of inboxes, after clock.lua: what one user has read of one channel, by the same rules as
-- io.halley.store.spi.Mark. Not a script by itself.
--
--   range_of(stream, meta)            what a log covers: epochs (as in the hash, '' for no log), terms, first, head
--   first_mark(range, is_users)       the mark of a user who has none, of users or of the user's own channel
--   parse_mark(value)                 the mark of EPOCH HEAD UPTO DROPPED|READ|SINGLES|WRITTEN|DELIVERED, nil if it is none
--   format_mark(mark)                 the same the other way round
--   settle(mark, range)               comes before anything else
--   names(range, epoch, offset)       whether a position is one of a term that is known
--   id_at(range, offset)              the id there
--   read_up_to(mark, offset, time)    moves it up, at most to the head
--   read_ids(mark, offsets, time)     takes single ones in
--   unread(mark)
--   add_step(steps, offset, time)     notes how far written or delivered came; answers whether that is news
--
-- stream  stream  the log
-- meta    hash    what is known of it, as log.lua writes it
--
-- Of these, only range_of calls Redis, and none writes.

local MOST_STEPS = 32

local function range_of(stream, meta)
  local known = redis.call('HMGET', meta, 'epochs', 'head')
  local range = { epochs = known[1] or '', terms = {}, head = tonumber(known[2]) or 0 }
  if range.epochs == '' then
    range.head = 0
  end
  for name, first in string.gmatch(range.epochs, '([0-9a-z]+):(%d+)') do
    range.terms[#range.terms + 1] = { name = name, first = tonumber(first) }
  end
  local earliest = redis.call('XRANGE', stream, '-', text(range.head), 'COUNT', 1)[1]
  range.first = earliest and tonumber(string.match(earliest[1], '^(%d+)-')) or range.head + 1
  return range
end

local function names(range, epoch, offset)
  for i, term in ipairs(range.terms) do
    if term.name == epoch then
      local next = range.terms[i + 1]
      return offset <= range.head and (not next or offset < next.first)
    end
  end
  return false
end

local function id_at(range, offset)
  for i = #range.terms, 1, -1 do
    if i == 1 or range.terms[i].first <= offset then
      return range.terms[i].name .. '.' .. text(offset)
    end
  end
  return '0.0'
end

-- Steps: {offset, time} with rising offsets ---------------------------------------------------------------------------

local function parse_steps(value)
  local steps = {}
  for offset, time in string.gmatch(value, '(%d+):(%d+)') do
    steps[#steps + 1] = { offset = tonumber(offset), time = tonumber(time) }
  end
  return steps
end

local function format_steps(steps)
  local parts = {}
  for i, step in ipairs(steps) do
    parts[i] = text(step.offset) .. ':' .. text(step.time)
  end
  return table.concat(parts, ',')
end

-- Answers whether it came further.
local function add_step(steps, offset, time)
  local last = steps[#steps]
  if last and last.offset >= offset then
    return false
  end
  if last and last.time == time then
    last.offset = offset
    return true
  end
  steps[#steps + 1] = { offset = offset, time = time }
  if #steps > MOST_STEPS then
    -- one at the time 0 says that nothing ever happened before it
    table.remove(steps, steps[1].time == 0 and 2 or 1)
  end
  return true
end

local function steps_from(steps, offset)
  local kept = {}
  for _, step in ipairs(steps) do
    if step.offset >= offset then
      kept[#kept + 1] = step
    end
  end
  return kept
end

-- Marks ---------------------------------------------------------------------------------------------------------------

local function plain_mark(epoch, head, up_to, dropped)
  return {
    epoch = epoch, head = head, up_to = up_to, dropped = dropped, read = {}, singles = {}, written = {}, delivered = {},
  }
end

local function parse_mark(value)
  local epoch, head, up_to, dropped, read, singles, written, delivered = string.match(value,
    '^([0-9a-z]+) (%d+) (%d+) (%d+)|([%d:,]*)|([%d:,]*)|([%d:,]*)|([%d:,]*)$')
  if not epoch then
    return nil
  end
  local mark = plain_mark(epoch, tonumber(head), tonumber(up_to), tonumber(dropped))
  mark.read, mark.singles = parse_steps(read), parse_steps(singles)
  mark.written, mark.delivered = parse_steps(written), parse_steps(delivered)
  return mark
end

local function format_mark(mark)
  return mark.epoch .. ' ' .. text(mark.head) .. ' ' .. text(mark.up_to) .. ' ' .. text(mark.dropped)
    .. '|' .. format_steps(mark.read) .. '|' .. format_steps(mark.singles)
    .. '|' .. format_steps(mark.written) .. '|' .. format_steps(mark.delivered)
end

local function unread(mark)
  return mark.head - mark.up_to - #mark.singles
end

local function move_to(mark, offset, time)
  if offset > mark.up_to then
    add_step(mark.read, offset, time)
    mark.up_to = offset
  end
end

-- Single ones on the way keep their time; those that follow without a hole are taken in.
local function read_up_to(mark, offset, time)
  local to, left = math.min(offset, mark.head), {}
  for _, single in ipairs(mark.singles) do
    move_to(mark, math.min(to, single.offset - 1), time)
    if single.offset == mark.up_to + 1 then
      move_to(mark, single.offset, single.time)
    elseif single.offset > mark.up_to then
      left[#left + 1] = single
    end
  end
  move_to(mark, to, time)
  mark.singles = left
end

local function read_ids(mark, offsets, time)
  local known = {}
  for _, single in ipairs(mark.singles) do
    known[single.offset] = true
  end
  for _, offset in ipairs(offsets) do
    if offset > mark.up_to and offset <= mark.head and not known[offset] then
      known[offset] = true
      mark.singles[#mark.singles + 1] = { offset = offset, time = time }
    end
  end
  table.sort(mark.singles, function(a, b)
    return a.offset < b.offset
  end)
  read_up_to(mark, mark.up_to, time)
end

-- The same log has moved on: what retention took went unread, unless it was read alone.
local function moved_on(mark, range)
  local gone = range.first - 1
  if gone > mark.up_to then
    local above = steps_from(mark.singles, range.first)
    mark.dropped = mark.dropped + gone - mark.up_to - (#mark.singles - #above)
    mark.up_to, mark.singles = gone, above
  end
  mark.epoch, mark.head = range.terms[#range.terms].name, range.head
  read_up_to(mark, mark.up_to, 0)
  mark.read = steps_from(mark.read, range.first)
  mark.written, mark.delivered = steps_from(mark.written, range.first), steps_from(mark.delivered, range.first)
  return mark
end

local function settle(mark, range)
  if #range.terms == 0 then
    return plain_mark('0', 0, 0, mark.dropped + unread(mark))
  end
  local first = range.terms[1].first
  if first > mark.head or names(range, mark.epoch, mark.head) then
    return moved_on(mark, range)
  end
  for _, term in ipairs(range.terms) do
    if term.name == mark.epoch then
      first = range.first
    end
  end
  local other = plain_mark('0', first - 1, first - 1, mark.dropped + unread(mark))
  return moved_on(other, range)
end

local function first_mark(range, is_users)
  if not is_users or range.head == 0 then
    return settle(plain_mark('0', 0, 0, 0), range)
  end
  local mark = plain_mark(range.terms[#range.terms].name, range.head, range.head, 0)
  add_step(mark.read, range.head, 0)
  return mark
end
