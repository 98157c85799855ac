/** Where the routes of GottWall's read API are; whatever stands before `/api` in an address leads here. */
export const GOTTWALL = '/gottwall/api/v1'

const READ = /^(?:\/.*)?\/api\/v1\/([^/]+)\/(stats|stats_dataset|metrics|embedded)\/?$/
const EMBEDDED = /^(?:\/.*)?\/api\/v1\/embedded\/([^/]+)\.(html|json|js)$/
const SHARED = /^\/shared\/([^/]+)\.(html|json|js)$/
const PLACE = { html: '', json: '/json', js: '/js' }

/**
 * The address at which a request is served: those of shared charts by their endings, those of GottWall under any
 * prefix. Any other is its own.
 */
export function servedAt(address: string): string {
  const [path = '', query] = splitAtQuery(address)
  const [, shared, as] = SHARED.exec(path) ?? []
  if (shared) return `/shared/${shared}${PLACE[as as keyof typeof PLACE]}${query}`
  const [, embedded, old] = EMBEDDED.exec(path) ?? []
  if (embedded)
    return `/shared/${embedded}${old === 'json' ? '/gottwall' : PLACE[old as 'html' | 'js']}${query}`
  const [, project, read] = READ.exec(path) ?? []
  return project ? `${GOTTWALL}/${project}/${read}${query}` : address
}

function splitAtQuery(address: string): [path: string, query: string] {
  const at = address.indexOf('?')
  return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at)]
}
