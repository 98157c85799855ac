'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { type Grant, may, type Right } from '#lib/access/rights.ts'

const GrantContext = createContext<Grant | null>(null)

/** Tells all that is drawn within what the person who looks at it may do. */
export function MayProvider({ role, scope, children }: Grant & { children: ReactNode }) {
  return <GrantContext value={{ role, scope }}>{children}</GrantContext>
}

/**
 * What the person who looks at this page may do, so that nothing is offered that would only be refused.
 * It is no protection: the server asks again whatever was offered.
 */
export function useMay(): (right: Right) => boolean {
  const grant = useContext(GrantContext)
  return right => grant !== null && may(grant, right)
}

/**
 * Shows what is within only to those with the right. What the server has drawn was sent to everybody all the
 * same: this is for buttons, not for what is not everybody's to know.
 */
export function IfMay({ right, children }: { right: Right; children: ReactNode }) {
  return useMay()(right) ? children : null
}
