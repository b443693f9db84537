-- Takes a cost from every limit of a key, or from none; one hash per key, so one slot of a cluster. Time is the server's, in
-- microseconds, so processes whose clocks differ agree.
-- KEYS[1] the hash; ARGV: cost, 1 to take it even where it does not fit, number of limits, then for each: kind (B, W, S),
-- amount, period, burst, and for W the start and end of the window.
-- Answers, for each limit: 1 if it fits, what is left, time until whole, time until it fits.
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local key = KEYS[1]
local cost = tonumber(ARGV[1])
local force = ARGV[2] == '1'
local SEGMENTS = 60
local fits_all = true
local out = {}
local sets = {}
local longest = 0

local function put(field, value)
  sets[#sets + 1] = field
  sets[#sets + 1] = string.format('%.6f', value)
end

for i = 1, tonumber(ARGV[3]) do
  local at = 3 + (i - 1) * 6
  local kind = ARGV[at + 1]
  local amount = tonumber(ARGV[at + 2])
  local period = tonumber(ARGV[at + 3])
  local burst = tonumber(ARGV[at + 4])
  local fits, left, reset, retry
  longest = math.max(longest, period * (2 + burst / amount))
  if kind == 'B' then
    local v = redis.call('HMGET', key, 'b' .. i, 't' .. i)
    local tokens = v[1] and tonumber(v[1]) or burst
    local last = v[2] and tonumber(v[2]) or now
    tokens = math.min(burst, tokens + math.max(0, now - last) * amount / period)
    fits = cost <= tokens + 1e-6
    retry = fits and 0 or (cost > burst and period or (cost - tokens) * period / amount)
    local after = (fits or force) and math.min(burst, tokens - cost) or tokens
    left = after
    reset = (burst - after) * period / amount
    put('b' .. i, tokens - cost)
    put('t' .. i, math.max(now, last))
  elseif kind == 'W' then
    local start = tonumber(ARGV[at + 5])
    local v = redis.call('HMGET', key, 's' .. i, 'u' .. i)
    local used = (v[1] and tonumber(v[1]) == start) and tonumber(v[2]) or 0
    fits = used + cost <= amount
    reset = math.max(1, tonumber(ARGV[at + 6]) - now)
    retry = fits and 0 or reset
    left = amount - used - ((fits or force) and cost or 0)
    put('s' .. i, start)
    put('u' .. i, math.max(0, used + cost))
  else
    local width = math.max(1, math.floor(period / SEGMENTS))
    local head = math.floor(now / width)
    local fields = {}
    for s = head - SEGMENTS, head do fields[#fields + 1] = 'g' .. i .. ':' .. s % (SEGMENTS + 1) end
    local v = redis.call('HMGET', key, unpack(fields))
    local costs = {}
    local used = 0
    for s = 0, SEGMENTS do
      local segment = head - SEGMENTS + s
      costs[s] = 0
      if v[s + 1] then
        local of, n = string.match(v[s + 1], '^(%d+) (-?%d+)$')
        if tonumber(of) == segment then costs[s] = tonumber(n) end
      end
      used = used + costs[s]
    end
    fits = used + cost <= amount
    retry, reset = 0, 0
    local free = amount - used
    for s = 0, SEGMENTS do
      free = free + costs[s]
      local frees = (head - SEGMENTS + s + SEGMENTS + 1) * width - now
      if costs[s] ~= 0 then reset = frees end
      if not fits and retry == 0 and free >= cost then retry = math.max(1, frees) end
    end
    if not fits and retry == 0 then retry = period end
    left = amount - used - ((fits or force) and cost or 0)
    sets[#sets + 1] = 'g' .. i .. ':' .. head % (SEGMENTS + 1)
    sets[#sets + 1] = string.format('%.0f %.0f', head, math.max(costs[SEGMENTS] + cost, costs[SEGMENTS] - used))
    reset = (fits or force) and period or reset
  end
  fits_all = fits_all and fits
  out[#out + 1] = fits and 1 or 0
  out[#out + 1] = math.floor(left + 1e-6)
  out[#out + 1] = math.ceil(reset)
  out[#out + 1] = math.ceil(retry)
end

if fits_all or force then
  redis.call('HSET', key, unpack(sets))
  redis.call('PEXPIRE', key, math.ceil(longest / 1000))
end
return out
