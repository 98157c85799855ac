import type { EventSettings } from '#lib/events/settings.ts'

/** Whether a type is meant by a name, or by a beginning and a `*`. */
export const isMeant = (type: string, pattern: string): boolean =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern

/** Whether an event is kept by its project's rules. */
export function isKept({ type, id }: { type: string; id: string }, rules: EventSettings['rules']) {
  const rule = rules.find(({ type: pattern }) => isMeant(type, pattern))
  return !rule || rule.keep === 1 || drawOf(id) < rule.keep
}

/** A number from 0 to 1 for a text, always the same: its hash (FNV-1a, 32 bits). */
function drawOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
