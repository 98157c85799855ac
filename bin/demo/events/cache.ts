import { LRUCache } from 'lru-cache'
import { context, set } from '#client/index.ts'

const MOST = 500
const FRESH_MS = 5_000

export interface Cache {
  /** What is remembered at a key, or what `load` answers. */
  get<T extends object>(key: string, load: () => Promise<T>): Promise<T>
}

/** Each look into it is a piece of work of its own. */
export function openCache(): Cache {
  const known = new LRUCache<string, object>({ max: MOST, ttl: FRESH_MS })
  return {
    get: async <T extends object>(key: string, load: () => Promise<T>) => {
      const found = context('.cache', () => {
        const value = known.get(key) as T | undefined
        set('key', key)
        set('hit', value !== undefined)
        return value
      })
      if (found) return found
      const loaded = await load()
      known.set(key, loaded)
      return loaded
    },
  }
}
