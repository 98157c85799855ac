/** Each may all that the one before it may. */
export const ROLES = ['viewer', 'editor', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * The whole rule of who may do what: for every right the least role that has it. Routes, actions and pages name
 * the right they take; a token may be narrowed to some of them.
 */
export const RIGHTS = {
  'monitors:read': 'viewer',
  'monitors:write': 'editor',
  'monitors:run': 'editor',
  'deliveries:read': 'viewer',
  'deliveries:retry': 'editor',
  'errors:read': 'viewer',
  'errors:write': 'editor',
  'metrics:read': 'viewer',
  'events:read': 'viewer',
  'streams:read': 'viewer',
  'streams:write': 'editor',
  'dashboards:read': 'viewer',
  'dashboards:write': 'editor',
  'charts:share': 'editor',
  'sources:read': 'viewer',
  'sources:query': 'editor',
  'sources:write': 'admin',
  'alerts:read': 'viewer',
  'alerts:write': 'admin',
  'projects:read': 'viewer',
  'projects:write': 'admin',
  'settings:read': 'viewer',
  'settings:write': 'admin',
  'people:read': 'admin',
  'people:write': 'admin',
  'tokens:read': 'admin',
  'tokens:write': 'admin',
  'audit:read': 'admin',
} as const satisfies Record<string, Role>

export type Right = keyof typeof RIGHTS
export const RIGHT_NAMES = Object.keys(RIGHTS) as [Right, ...Right[]]

/** What somebody may do: by their role and, where a token is narrowed, only what its scope names. */
export interface Grant {
  role: Role
  /** empty: all that the role may */
  scope: readonly Right[]
}

export const isAtLeast = (role: Role, least: Role) => ROLES.indexOf(role) >= ROLES.indexOf(least)

export const may = ({ role, scope }: Grant, right: Right): boolean =>
  isAtLeast(role, RIGHTS[right]) && (scope.length === 0 || scope.includes(right))

/** The rights that somebody has. */
export const rightsOf = (grant: Grant): Right[] => RIGHT_NAMES.filter(right => may(grant, right))
