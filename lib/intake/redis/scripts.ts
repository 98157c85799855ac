/**
 * Moves what is in a place into a list of its own, notes it as taken and renews the taker's lease, all at once: a batch
 * never changes afterwards, so that its name can stand for its contents. Answers its elements, oldest first, each cut
 * to the given length.
 * KEYS: place, batch, register, lease. ARGV: elements and bytes at most, bytes of one, the register's entry, lease in ms.
 */
const taking = (moveOne: string) => `
local function moveOne() ${moveOne} end
local taken, size = {}, 0
while #taken < tonumber(ARGV[1]) and size < tonumber(ARGV[2]) do
  local item = moveOne()
  if not item then break end
  size = size + #item
  taken[#taken + 1] = string.sub(item, 1, tonumber(ARGV[3]))
end
if #taken > 0 then
  redis.call('hset', KEYS[3], KEYS[2], ARGV[4])
  redis.call('set', KEYS[4], '1', 'PX', ARGV[5])
end
return taken`

/** From the right end of a list, or out of a set in any order. */
export const TAKE = {
  list: taking(`return redis.call('lmove', KEYS[1], KEYS[2], 'RIGHT', 'LEFT')`),
  set: taking(`
  local item = redis.call('spop', KEYS[1])
  if item then redis.call('lpush', KEYS[2], item) end
  return item`),
}

/** The elements of a batch as they were answered when it was taken. KEYS: batch. ARGV: bytes of one. */
export const READ = `
local taken = {}
for i = 1, redis.call('llen', KEYS[1]) do
  taken[i] = string.sub(redis.call('lindex', KEYS[1], -i), 1, tonumber(ARGV[1]))
end
return taken`

/**
 * Takes or keeps a turn, unless another one has it: answers 1 when it is the caller's. KEYS: turn. ARGV: the caller, how
 * long it is good for, in ms.
 */
export const KEEP_TURN = `
local whose = redis.call('get', KEYS[1])
if whose and whose ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

/** Gives a turn up, if it is the caller's. KEYS: turn. ARGV: the caller. */
export const LEAVE_TURN = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end`
