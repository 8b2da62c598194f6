-- Ends leases that have run out, the earliest first and a bounded number of them. Whose last one it is leaves, in the same
-- step as the event of it. After an outage nothing ends until everyone had the time to come back. Every check comes before
-- the first write, and an event is the first write.
--
-- KEYS[1]   sorted set  leases: USER CLIENT -> when it runs out, ms since 1970
-- KEYS[2]   hash        user -> devices, as presence.lua reads them: everyone who is online
-- KEYS[3]   sorted set  the same users, each with score 0
-- KEYS[4]   hash        how sure presence is
-- KEYS[5]   hash        user -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[6]   stream      the log of presence; in another slot than the others, hence not in a Redis Cluster
-- KEYS[7]   hash        what is known of it
-- ARGV[1…n]             n settings of the log, as log.lua takes them
-- ARGV[n+1] integer     ms that a lease lasts after it was held last
-- ARGV[n+2] integer     ms that it lasts after its release
-- ARGV[n+3] integer     ms without use of presence that are an outage
-- ARGV[n+4] integer     leases at most, up to 1,000
--
-- Answers {1 if there are more, else 0; what append answers for the events}.

local due, devices, online, times = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local ttl_ms, grace_ms = tonumber(ARGV[LOG_SETTINGS + 1]), tonumber(ARGV[LOG_SETTINGS + 2])
local most = tonumber(ARGV[LOG_SETTINGS + 4])

local presence = look_at_presence(KEYS[4], ttl_ms, tonumber(ARGV[LOG_SETTINGS + 3]))
local now = presence.now
redis.call('ZCARD', online)
redis.call('HLEN', times)

-- Leases of which only the devices are left, because Redis had to make room: they last as if they were held now. A few
-- users are looked at every time, since there may be as many leases as users all the same.
local function find_lost()
  local found = {}
  local are_many = redis.call('ZCARD', due) < redis.call('HLEN', devices)
  local some = redis.call('HRANDFIELD', devices, are_many and 100 or 10, 'WITHVALUES')
  for i = 1, #some, 2 do
    for _, lease in ipairs(leases_of(some[i + 1])) do
      local member = some[i] .. ' ' .. lease.client
      if #found < 2 * most and not redis.call('ZSCORE', due, member) then
        found[#found + 1] = text(now + ttl_ms)
        found[#found + 1] = member
      end
    end
  end
  return found
end

-- Leases that would last longer than any can, because the clock was put back.
local function find_too_long()
  local found = {}
  local members = redis.call('ZRANGE', due, '(' .. text(now + ttl_ms), '+inf', 'BYSCORE', 'LIMIT', 0, most)
  for _, member in ipairs(members) do
    found[#found + 1] = text(now + ttl_ms)
    found[#found + 1] = member
  end
  return found
end

local function run_out()
  if now < presence.until_ then
    return {}
  end
  return redis.call('ZRANGE', due, '-inf', text(now), 'BYSCORE', 'LIMIT', 0, most, 'WITHSCORES')
end

local lost, too_long, over = find_lost(), find_too_long(), run_out()
local members, users, names = {}, {}, {}
for i = 1, #over, 2 do
  local name, client = string.match(over[i], '^(%S+) (%S+)$')
  members[#members + 1] = over[i]
  if name and not users[name] then
    names[#names + 1] = name
    users[name] = { name = name, last = 0, ended = {} }
  end
  if name then
    table.insert(users[name].ended, { client = client, at = tonumber(over[i + 1]) })
  end
end
local known_devices = #names > 0 and redis.call('HMGET', devices, unpack(names)) or {}
local known_times = #names > 0 and redis.call('HMGET', times, unpack(names)) or {}

local events, leavers, new_devices, new_times = {}, {}, {}, {}
for i, name in ipairs(names) do
  local user, leases = users[name], leases_of(known_devices[i])
  local was_online = #leases > 0
  for _, ended in ipairs(user.ended) do
    local at, lease = find_lease(leases, ended.client)
    if lease then
      user.last = math.max(user.last, ended.at - (lease.state == 'r' and grace_ms or ttl_ms))
      table.remove(leases, at)
    end
  end
  if #leases > 0 then
    new_devices[#new_devices + 1] = name
    new_devices[#new_devices + 1] = devices_of(leases)
  else
    leavers[#leavers + 1] = name
    if was_online then
      events[#events + 1] = event_of('leave', name)
    end
  end
  local first, last = string.match(known_times[i] or '', '^(%d+) (%d+)$')
  if first and tonumber(last) < user.last then
    new_times[#new_times + 1] = name
    new_times[#new_times + 1] = first .. ' ' .. text(user.last)
  end
end

-- The writes --------------------------------------------------------------------------------------------------------

local answers = {}
if #events > 0 then
  answers = append(log_of(KEYS[6], KEYS[7], 1), events)
  if answers.err then
    return answers
  end
end
touch(presence)

write('ZREM', due, members)
write('HDEL', devices, leavers)
write('ZREM', online, leavers)
write('HSET', devices, new_devices)
write('HSET', times, new_times)
write('ZADD', due, lost)
write('ZADD', due, too_long)
return { (#members == most or #too_long == 2 * most) and 1 or 0, answers }
