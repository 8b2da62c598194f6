-- Shared by most scripts, before everything else. Not a script by itself.
--
--   time_now()    ms since 1970, by the clock of Redis
--   text(number)  an integer, with all its digits

local function time_now()
  local clock = redis.call('TIME')
  return tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end

local function text(number)
  return string.format('%.0f', number)
end
