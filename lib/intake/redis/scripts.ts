/**
 * Moves what is at the right end of a list into a new list of its own, notes it as taken and renews the taker's lease,
 * all at once: a batch never changes afterwards, so that its name can stand for its contents. Answers its elements,
 * oldest first, each cut to the given length.
 * KEYS: list, batch, register, lease. ARGV: elements and bytes at most, bytes of one, the register's entry, lease in ms.
 */
export const TAKE = `
local taken, size = {}, 0
while #taken < tonumber(ARGV[1]) and size < tonumber(ARGV[2]) do
  local item = redis.call('lmove', KEYS[1], KEYS[2], 'RIGHT', 'LEFT')
  if not item then break end
  size = size + #item
  taken[#taken + 1] = string.sub(item, 1, tonumber(ARGV[3]))
end
if #taken > 0 then
  redis.call('hset', KEYS[3], KEYS[2], ARGV[4])
  redis.call('set', KEYS[4], '1', 'PX', ARGV[5])
end
return taken`

/** The elements of a batch as they were answered when it was taken. KEYS: batch. ARGV: bytes of one. */
export const READ = `
local taken = {}
for i = 1, redis.call('llen', KEYS[1]) do
  taken[i] = string.sub(redis.call('lindex', KEYS[1], -i), 1, tonumber(ARGV[1]))
end
return taken`
