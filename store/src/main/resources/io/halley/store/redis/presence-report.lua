-- Takes in which leases one event loop of a gateway got, holds on to and has let go of. Whoever gets a first lease joins,
-- in the same step as the event of it. Every check comes before the first write, and an event is the first write.
--
-- KEYS[1]   sorted set  leases: USER CLIENT -> when it runs out, ms since 1970
-- KEYS[2]   hash        user -> devices, as presence.lua reads them: everyone who is online
-- KEYS[3]   sorted set  the same users, each with score 0
-- KEYS[4]   hash        how sure presence is
-- KEYS[5]   hash        user -> FIRST LAST, as users-sign-in.lua writes it
-- KEYS[6]   stream      the log of presence; in another slot than the others, hence not in a Redis Cluster
-- KEYS[7]   hash        what is known of it
-- KEYS[8]   sorted set  the users of KEYS[5], each with score 0
-- ARGV[1…n]             n settings of the log, as log.lua takes them
-- ARGV[n+1] integer     ms that a lease lasts after it was held last
-- ARGV[n+2] integer     ms that it lasts after its release
-- ARGV[n+3] integer     ms without use of presence that are an outage; without its owner's word, a lease is free to be
--                        renewed by others
-- ARGV[n+4] integer     leases of one user at most
-- ARGV[n+5] integer     users at most
-- ARGV[n+6] string      who reports: PROCESS/LOOP
-- ARGV[n+7…] four per lease, 200 leases at most: came, renewed or released; user, client, transport
--
-- Answers what append answers for the events.

local due, devices, online, times, ids = KEYS[1], KEYS[2], KEYS[3], KEYS[5], KEYS[8]
local ttl_ms, grace_ms = tonumber(ARGV[LOG_SETTINGS + 1]), tonumber(ARGV[LOG_SETTINGS + 2])
local outage_ms = tonumber(ARGV[LOG_SETTINGS + 3])
local most_leases, most_users = tonumber(ARGV[LOG_SETTINGS + 4]), tonumber(ARGV[LOG_SETTINGS + 5])
local gateway = ARGV[LOG_SETTINGS + 6]
local FIRST_LEASE, PER_LEASE = LOG_SETTINGS + 7, 4

local presence = look_at_presence(KEYS[4], ttl_ms, outage_ms)
local now = presence.now
redis.call('ZCARD', due)
redis.call('ZCARD', online)
redis.call('ZCARD', ids)

local users, names = {}, {}
for at = FIRST_LEASE, #ARGV, PER_LEASE do
  local name = ARGV[at + 1]
  if not users[name] then
    names[#names + 1] = name
    users[name] = { name = name }
  end
end
local room = most_users - redis.call('HLEN', times)
local known_devices = #names > 0 and redis.call('HMGET', devices, unpack(names)) or {}
local known_times = #names > 0 and redis.call('HMGET', times, unpack(names)) or {}
for i, name in ipairs(names) do
  users[name].leases = leases_of(known_devices[i])
  users[name].first, users[name].last = string.match(known_times[i] or '', '^(%d+) (%d+)$')
end

-- What becomes of each lease: ends has when it runs out, false for one that is forgotten.
local ends, joins = {}, {}

local function end_of(user, lease)
  local member = user.name .. ' ' .. lease.client
  return ends[member] or tonumber(redis.call('ZSCORE', due, member) or '') or 0
end

-- There are as many as are known: the one that ends first goes, so that those that are held on remain.
local function make_room(user)
  local first, earliest = 1, math.huge
  for i, lease in ipairs(user.leases) do
    local its_end = end_of(user, lease)
    if its_end < earliest then
      first, earliest = i, its_end
    end
  end
  ends[user.name .. ' ' .. user.leases[first].client] = false
  table.remove(user.leases, first)
end

local function take(user, client, transport)
  local _, lease = find_lease(user.leases, client)
  if not lease then
    if #user.leases == 0 then
      joins[#joins + 1] = user
    elseif #user.leases >= most_leases then
      make_room(user)
    end
    lease = { client = client, since = text(now) }
    user.leases[#user.leases + 1] = lease
  end
  if lease.owner ~= gateway or lease.state ~= 'h' or lease.transport ~= transport then
    lease.owner, lease.state, lease.transport = gateway, 'h', transport
    user.changed = true
  end
  user.held = true
  ends[user.name .. ' ' .. client] = now + ttl_ms
end

-- An owner that lives says so more often than that.
local function is_abandoned(user, lease)
  return end_of(user, lease) - now <= math.max(0, ttl_ms - outage_ms)
end

local function may_renew(user, client)
  local _, lease = find_lease(user.leases, client)
  return not lease or lease.owner == gateway or lease.state == 'r' or is_abandoned(user, lease)
end

local function release(user, client)
  local _, lease = find_lease(user.leases, client)
  if lease and lease.owner == gateway and lease.state == 'h' then
    lease.state = 'r'
    user.changed = true
    ends[user.name .. ' ' .. client] = now + grace_ms
  end
end

-- Who is not known yet is written down. Who is one user too many is not online either.
local function is_known(user)
  if not user.first and room > 0 then
    room = room - 1
    user.first, user.last, user.is_new = text(now), text(now), true
  end
  return user.first
end

for at = FIRST_LEASE, #ARGV, PER_LEASE do
  local what, user, client = ARGV[at], users[ARGV[at + 1]], ARGV[at + 2]
  if what == 'released' then
    release(user, client)
  elseif is_known(user) and (what == 'came' or may_renew(user, client)) then
    take(user, client, ARGV[at + 3])
  end
end

-- The writes --------------------------------------------------------------------------------------------------------

local answers = {}
if #joins > 0 then
  local events = {}
  for i, user in ipairs(joins) do
    events[i] = event_of('join', user.name)
    user.joins = true
  end
  answers = append(log_of(KEYS[6], KEYS[7], 1), events)
  if answers.err then
    return answers
  end
end
touch(presence)

local new_ends, forgotten = {}, {}
for member, its_end in pairs(ends) do
  if its_end then
    new_ends[#new_ends + 1] = text(its_end)
    new_ends[#new_ends + 1] = member
  else
    forgotten[#forgotten + 1] = member
  end
end
local new_devices, new_online, new_times, new_ids = {}, {}, {}, {}
for _, name in ipairs(names) do
  local user = users[name]
  if user.changed then
    new_devices[#new_devices + 1] = name
    new_devices[#new_devices + 1] = devices_of(user.leases)
  end
  if user.held then
    new_online[#new_online + 1] = '0'
    new_online[#new_online + 1] = name
  end
  if user.joins or user.is_new then
    new_times[#new_times + 1] = name
    new_times[#new_times + 1] = user.first .. ' ' .. text(math.max(now, tonumber(user.last)))
  end
  if user.is_new then
    new_ids[#new_ids + 1] = '0'
    new_ids[#new_ids + 1] = name
  end
end
write('HSET', devices, new_devices)
write('ZADD', due, new_ends)
write('ZREM', due, forgotten)
write('ZADD', online, new_online)
write('HSET', times, new_times)
write('ZADD', ids, new_ids)
return answers
