import type { Plain, Reach } from '#lib/plugin.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import type { TrialQuestion } from '#lib/streams/pipelines/trial/answer.ts'
import type { Tried } from '#lib/streams/pipelines/trial/run.ts'

/** What pages and the API ask of an engine, which has the sandbox and the way to the world. */
export interface Inquiries {
  /** runs a script, recording nothing and telling nobody */
  test: { question: Omit<Job, 'now'>; answer: Omit<Outcome, 'startedAt'> }
  /** calls one method of a configured source */
  query: {
    question: Query & { reach: Reach }
    answer: { result: Plain; durationMs: number }
  }
  /** tries the settings of a source, which need not be saved yet */
  check: { question: PluginSettings; answer: { durationMs: number; warning: string | null } }
  /** sends a test message with the settings of an alert, which need not be saved yet */
  'alert-test': {
    question: PluginSettings
    answer: { status: string; durationMs: number }
  }
  /** runs a pipeline, which need not be saved yet, over a stream; writes nothing */
  pipeline: { question: TrialQuestion; answer: Tried }
}

export interface Query {
  source: string
  method: string
  args: unknown[]
}

export interface PluginSettings {
  key: string
  type: string
  /** in full, secrets too */
  config: Record<string, unknown>
}

export type Kind = keyof Inquiries
export type Question<K extends Kind> = Inquiries[K]['question']
export type Answer<K extends Kind> = Inquiries[K]['answer']

/** For one call of a source or an alert that a person waits for. */
export const CALL_LIMIT_MS = 30_000
