-- Takes a cost from every limit of a key, or from none; one hash per key, so one slot of a cluster. Time is the server's, in
-- microseconds, so processes whose clocks differ agree; for a key it does not go back by less than its longest period.
-- KEYS[1] the hash; ARGV: cost, 1 to take it even where it does not fit, the time or 0 for the server's, number of limits, then
-- for each: kind (B bucket, W window, D calendar day, S sliding), amount, period, burst, and the starts of four days from
-- yesterday's on, as the caller sees them.
-- Answers, for each limit: 1 if it fits, what is left, time until whole, time until it fits.
local SEGMENTS = 60
local EACH = 8
local LONGEST = 1e15
local key = KEYS[1]
local cost = tonumber(ARGV[1])
local force = ARGV[2] == '1'
local count = tonumber(ARGV[4])

local longest, keep = 0, 0
for i = 1, count do
  local at = 4 + (i - 1) * EACH
  local period = tonumber(ARGV[at + 3])
  longest = math.max(longest, period)
  keep = math.max(keep, period * (2 + tonumber(ARGV[at + 4]) / tonumber(ARGV[at + 2])))
end

local now = tonumber(ARGV[3])
if now == 0 then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local seen = tonumber(redis.call('HGET', key, 'n') or '0')
if seen > now and seen - now < longest then now = seen end

local sets = { 'n', string.format('%.0f', now) }
local function put(field, value)
  sets[#sets + 1] = field
  sets[#sets + 1] = value
end

local function bucket(i, amount, period, burst)
  local v = redis.call('HMGET', key, 'b' .. i, 't' .. i)
  local tokens, last = tonumber(v[1] or burst), tonumber(v[2] or now)
  tokens = math.min(burst, tokens + math.max(0, now - last) * amount / period)
  local fits = cost <= tokens + 1e-6
  local retry = fits and 0 or (cost > burst and period or (cost - tokens) * period / amount)
  local after = (fits or force) and math.min(burst, tokens - cost) or tokens
  put('b' .. i, string.format('%.17g', tokens - cost))
  put('t' .. i, string.format('%.0f', now))
  return fits, after, (burst - after) * period / amount, retry
end

local function window(i, amount, start, finish)
  local v = redis.call('HMGET', key, 's' .. i, 'u' .. i)
  local used = (v[1] and tonumber(v[1]) == start) and tonumber(v[2]) or 0
  local fits = used + cost <= amount
  local reset = math.max(1, finish - now)
  put('s' .. i, string.format('%.0f', start))
  put('u' .. i, string.format('%.0f', math.max(0, used + cost)))
  return fits, amount - used - ((fits or force) and cost or 0), reset, fits and 0 or reset
end

-- The day that the server is in, of those the caller knows.
local function day(i, amount, at)
  local start, finish = tonumber(ARGV[at + 5]), tonumber(ARGV[at + 6])
  for d = 6, 7 do
    local next = tonumber(ARGV[at + d])
    if now >= next then start, finish = next, tonumber(ARGV[at + d + 1]) end
  end
  return window(i, amount, start, finish)
end

local function sliding(i, amount, period)
  local width = math.max(1, math.floor(period / SEGMENTS))
  local head = math.floor(now / width)
  local fields = {}
  for s = head - SEGMENTS, head do fields[#fields + 1] = 'g' .. i .. ':' .. s % (SEGMENTS + 1) end
  local v = redis.call('HMGET', key, unpack(fields))
  local costs, used = {}, 0
  for s = 0, SEGMENTS do
    costs[s] = 0
    if v[s + 1] then
      local of, n = string.match(v[s + 1], '^(%d+) (-?%d+)$')
      if tonumber(of) == head - SEGMENTS + s then costs[s] = tonumber(n) end
    end
    used = used + costs[s]
  end
  local fits = used + cost <= amount
  local retry, reset, free = 0, 0, amount - used
  for s = 0, SEGMENTS do
    local frees = (head + s + 1) * width - now
    free = free + costs[s]
    if costs[s] ~= 0 then reset = frees end
    if not fits and retry == 0 and free >= cost then retry = math.max(1, frees) end
  end
  if not fits and retry == 0 then retry = width * SEGMENTS end
  if fits or force then reset = (head + SEGMENTS + 1) * width - now end
  put(fields[#fields], string.format('%.0f %.0f', head, math.max(costs[SEGMENTS] + cost, costs[SEGMENTS] - used)))
  return fits, amount - used - ((fits or force) and cost or 0), reset, retry
end

local fits_all, out = true, {}
for i = 1, count do
  local at = 4 + (i - 1) * EACH
  local kind, amount, period = ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local fits, left, reset, retry
  if kind == 'B' then
    fits, left, reset, retry = bucket(i, amount, period, tonumber(ARGV[at + 4]))
  elseif kind == 'W' then
    local start = now - now % period
    fits, left, reset, retry = window(i, amount, start, start + period)
  elseif kind == 'D' then
    fits, left, reset, retry = day(i, amount, at)
  else
    fits, left, reset, retry = sliding(i, amount, period)
  end
  fits_all = fits_all and fits
  out[#out + 1] = fits and 1 or 0
  out[#out + 1] = math.floor(left + 1e-6)
  out[#out + 1] = math.ceil(math.min(reset, LONGEST))
  out[#out + 1] = math.ceil(math.min(retry, LONGEST))
end

if fits_all or force then
  redis.call('HSET', key, unpack(sets))
  redis.call('PEXPIRE', key, string.format('%.0f', math.ceil(math.min(keep, LONGEST) / 1000)))
end
return out
