-- Shared by the scripts of presence, after log.lua. Not a script by itself.
--
--   look_at_presence(key, ttl_ms, outage_ms)  how sure presence is, now: nobody leaves before until_
--   touch(presence)                           writes it down
--   leases_of(devices)                        the leases of one user, as the text in the hash of devices has them
--   devices_of(leases)                        their text
--   write(command, key, list)                 unless there is nothing to write
--
-- key      hash    incarnation; touched: when presence was used last; until: when whoever is held has come back after an
--                  outage; since: when that began, '' for none. All ms since 1970. A clock that was put back is one, too
-- devices  string  a line per lease: CLIENT OWNER STATE TRANSPORT SINCE; STATE is h for held, r for released; nil or false
--                  for none
-- The leases themselves are a sorted set, USER CLIENT -> when it runs out.

local function look_at_presence(key, ttl_ms, outage_ms)
  local known = redis.call('HMGET', key, 'incarnation', 'touched', 'until', 'since')
  local now, incarnation = time_now(), incarnation_now() or ''
  local touched, until_, since = tonumber(known[2] or ''), tonumber(known[3] or '') or 0, known[4] or ''
  if not touched then
    -- never used, or lost with all else: who was online then has to be said again
    since, until_ = text(now), now + ttl_ms
  -- clocks that follow another are put back by a little now and then: leases only run so much longer, which is no outage
  elseif known[1] ~= incarnation or now - touched > outage_ms or touched - now > 1000 then
    -- of an outage in the wake of another it is not known what happened since the first
    local first = (since == '' or touched >= until_) and touched or tonumber(since)
    since, until_ = text(math.min(first, now)), now + ttl_ms
  end
  return { key = key, now = now, incarnation = incarnation, until_ = until_, since = now < until_ and since or '' }
end

local function touch(presence)
  redis.call('HSET', presence.key, 'incarnation', presence.incarnation, 'touched', text(presence.now),
    'until', text(presence.until_), 'since', presence.since)
end

local function leases_of(devices)
  local leases = {}
  for client, owner, state, transport, since in
    string.gmatch(devices or '', '(%S+) (%S+) (%a) (%S+) (%d+)') do
    leases[#leases + 1] = { client = client, owner = owner, state = state, transport = transport, since = since }
  end
  return leases
end

local function devices_of(leases)
  local lines = {}
  for i, lease in ipairs(leases) do
    lines[i] = lease.client .. ' ' .. lease.owner .. ' ' .. lease.state .. ' ' .. lease.transport .. ' ' .. lease.since
  end
  return table.concat(lines, '\n')
end

-- Where the lease of this client is among those of a user; nil if there is none.
local function find_lease(leases, client)
  for i, lease in ipairs(leases) do
    if lease.client == client then
      return i, lease
    end
  end
end

local function event_of(kind, user)
  return { type = kind, data = '{"user":"' .. user .. '"}', from = '' }
end

local function write(command, key, list)
  if #list > 0 then
    redis.call(command, key, unpack(list))
  end
end
