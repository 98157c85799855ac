/** How pages learn the nonce of their own answer; whatever a client sends by this name is replaced. */
export const NONCE_HEADER = 'x-belfry-nonce'

/** What anybody may see who has the address, also within a page of somebody else: a shared chart, its data, its script. */
export const isForAll = (path: string): boolean =>
  /^\/shared\/[\w-]+(\/(json|js|gottwall))?$/.test(path)

/**
 * The Content-Security-Policy of an answer. A page runs the scripts that carry its nonce and what those load,
 * nothing else; what is no page runs and loads nothing. Nobody may frame either but the page of a shared chart, on which
 * there is nothing to be tricked into.
 */
export function contentPolicy(path: string, nonce: string, isDev = false): string {
  if (path.startsWith('/_next/static/')) return text(WORKER)
  if (NO_PAGE.test(path)) return text(NOTHING)
  const policy = page(nonce, isDev)
  return text(isForAll(path) ? { ...policy, 'frame-ancestors': ['*'] } : policy)
}

const NO_PAGE = /^\/(api|v1|metrics|gottwall\/api|shared\/[^/]+\/[^/]+)(\/|$)/

type Policy = Record<string, string[]>

const NOTHING: Policy = {
  'default-src': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/** A script that is started as a worker has the policy of its own answer, not that of the page. */
const WORKER: Policy = {
  ...NOTHING,
  'script-src': ["'self'"],
}

const page = (nonce: string, isDev: boolean): Policy => ({
  ...NOTHING,
  // React's development build, and only that, evaluates texts.
  'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'", ...(isDev ? ["'unsafe-eval'"] : [])],
  'worker-src': ["'self'"],
  'style-src': ["'self'", `'nonce-${nonce}'`],
  // Mantine and Monaco draw with style attributes, which cannot carry a nonce.
  'style-src-attr': ["'unsafe-inline'"],
  // Icons that stand in style sheets.
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", ...(isDev ? ['ws:'] : [])],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
})

const text = (policy: Policy) =>
  Object.entries(policy)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
