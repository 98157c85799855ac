import type { Input } from '#lib/errors/contract.ts'
import { type ErrorEvent, LEVELS } from '#lib/errors/event.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Inputs of logs, where most of what comes is no error; who speaks another one says by that that it is one. */
const LOGS: ReadonlySet<Input> = new Set(['syslog', 'otlp'])

/** What a project takes, ready to be asked for every message. */
export interface Terms {
  /** what becomes of an event: counted, or as less bad than the project counts kept or ignored */
  fateOf(input: Input, event: ErrorEvent): 'accepted' | 'kept' | 'ignored'
}

const known = new WeakMap<Project, Terms>()

/** The terms of a project as it stands; a change makes another object of it. */
export function termsOf(project: Project): Terms {
  const terms = known.get(project) ?? makeTerms(project)
  known.set(project, terms)
  return terms
}

function makeTerms({ settings }: Project): Terms {
  const { level, below } = settings.errors
  const worst = LEVELS.indexOf(level)
  const fateBelow = below === 'keep' ? 'kept' : 'ignored'

  return {
    fateOf: (input, event) => (event.level <= worst || !LOGS.has(input) ? 'accepted' : fateBelow),
  }
}
