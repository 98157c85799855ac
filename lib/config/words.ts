import { structuredPatch } from 'diff'
import type { Action, Change, Kind } from '#lib/config/changes.ts'
import type { FieldDifference } from '#lib/difference.ts'

const SIGNS: Record<Action, string> = {
  create: '+',
  change: '~',
  adopt: '~',
  delete: '-',
  release: '-',
}
const ADOPTED = ' (made in the pages, now the file’s)'
const RELEASED: Partial<Record<Kind, string>> = {
  monitor: ' (left the file: paused, kept with its history, and given to the pages)',
  project:
    ' (left the file: its claims and keys end, kept with its errors, and given to the pages)',
  dashboard: ' (left the file: kept with its versions, and given to the pages)',
}
/** A value longer than this is cut where it is shown. */
const SHOWN_CHARACTERS = 120

/** Changes for a person to read, one line each, with what differs below it. */
export function describe(changes: readonly Change[]): string {
  return changes
    .flatMap(({ kind, name, action, differences }) => [
      `${SIGNS[action]} ${kind} ${name}${noteOn(kind, action)}`,
      ...(action === 'create' ? [] : differences.flatMap(linesOf)),
    ])
    .join('\n')
}

function noteOn(kind: Kind, action: Action): string {
  if (action === 'adopt') return ADOPTED
  return (action === 'release' && RELEASED[kind]) || ''
}

/** `2 created, 1 changed`; `nothing changes` without any. */
export function summary(changes: readonly Change[]): string {
  const words = {
    create: 'created',
    change: 'changed',
    adopt: 'adopted',
    delete: 'deleted',
    release: 'released',
  }
  const counts = Object.entries(words).flatMap(([action, word]) => {
    const count = changes.filter(change => change.action === action).length
    return count > 0 ? [`${count} ${word}`] : []
  })
  return counts.join(', ') || 'nothing changes'
}

function linesOf({ field, from, to, secret }: FieldDifference): string[] {
  if (secret) return [`    ${field}: changed (secret)`]
  if (isLong(from) || isLong(to))
    return [`    ${field}:`, ...changedLines(String(from ?? ''), String(to ?? ''))]
  return [`    ${field}: ${shown(from)} → ${shown(to)}`]
}

const isLong = (value: unknown) => typeof value === 'string' && value.includes('\n')

function changedLines(from: string, to: string): string[] {
  const { hunks } = structuredPatch('', '', `${from}\n`, `${to}\n`, '', '', { context: 1 })
  return hunks.flatMap(({ lines }) => lines.map(line => `      ${line}`))
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
