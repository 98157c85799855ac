import type { Route } from '#lib/intake/http/route.ts'

/** Every protocol that the HTTP intake speaks. */
export const routes: readonly Route[] = []
