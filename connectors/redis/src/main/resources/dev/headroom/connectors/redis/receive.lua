-- Takes messages that nobody holds (any more), and holds them. How long a message is held stands in its idle time: it is set so
-- that it reaches the longest hold when the time is over.
-- KEYS[1] the stream; ARGV: most messages, milliseconds to hold them, the longest hold in milliseconds, where to look on.
-- Answers where to look on, then for each message its id, how often it was received, and its fields.
local GROUP, CONSUMER, ROUNDS = 'workers', 'worker', 100
local stream, most, longest, cursor = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3]), ARGV[4]
local idle = longest - tonumber(ARGV[2])
local out = { cursor }

local function take(entries)
  for _, entry in ipairs(entries) do
    redis.call('XCLAIM', stream, GROUP, CONSUMER, 0, entry[1], 'IDLE', idle, 'JUSTID')
    local pending = redis.call('XPENDING', stream, GROUP, entry[1], entry[1], 1)
    out[#out + 1] = { entry[1], pending[1][4], entry[2] }
  end
end

local wrapped = cursor == '0-0'
for _ = 1, ROUNDS do
  local left = most - (#out - 1)
  if left <= 0 then break end
  local r = redis.pcall('XAUTOCLAIM', stream, GROUP, CONSUMER, longest, cursor, 'COUNT', left)
  if r.err then
    if string.sub(r.err, 1, 7) ~= 'NOGROUP' then return r end
    redis.call('XGROUP', 'CREATE', stream, GROUP, '0', 'MKSTREAM')
    cursor = '0-0'
    break
  end
  take(r[2])
  cursor = r[1]
  if cursor == '0-0' then
    if wrapped then break end
    wrapped = true
  end
end
out[1] = cursor

local left = most - (#out - 1)
if left > 0 then
  local new = redis.call('XREADGROUP', 'GROUP', GROUP, CONSUMER, 'COUNT', left, 'STREAMS', stream, '>')
  if new then take(new[1][2]) end
end
return out
