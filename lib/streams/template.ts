import { z } from 'zod'
import { UserError } from '#lib/failures.ts'
import type { Plain } from '#lib/plugin.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'
import { type Reading, readingOf } from '#lib/streams/template-reading.ts'

/** What a template is filled with. */
export interface Filling {
  stream: StreamFacts
  /** by their times */
  events: readonly StreamEvent[]
}

/** A text with places that are filled from a stream and its events. */
export interface Template {
  /** What is not there is ''; what is no text is told as JSON. */
  text(filling: Filling): string
  /** Of one place and nothing else the value as it is, undefined when it is not there; otherwise the text. */
  value(filling: Filling): Plain | undefined
}

const LENGTH_LIMIT = 10_000
/** `{{name}}` or `{{name | what stands there without it}}`; `\{{` is two braces. */
const PLACE = /\\\{\{|\{\{(?<inside>(?:(?!\{\{|\}\}).)*)(?<end>\}\})?/gs

type Part = string | Reading

/**
 * Reads a template: `{{name}}` is a distinguishing value of the stream or a trait of the last event that has it; `{{first.name}}` and
 * `{{last.name}}` are of the first and the last event, `{{events.length}}` is how many there are, `{{stream.trigger}}` is told by
 * `StreamFacts`. Throws a UserError that says at which character it is wrong.
 */
export function templateOf(text: string): Template {
  const parts = partsOf(text)
  const [only] = parts
  const whole = (filling: Filling) => parts.map(part => textOf(part, filling)).join('')
  return {
    text: whole,
    value: parts.length === 1 && typeof only === 'function' ? only : whole,
  }
}

/** A setting that is a template. */
export const template = (most = LENGTH_LIMIT) =>
  z
    .string()
    .max(most)
    .superRefine((text, context) => {
      try {
        templateOf(text)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        context.addIssue({ code: 'custom', message: error.message })
      }
    })

function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const { index, 0: found, groups } of text.matchAll(PLACE)) {
    parts.push(text.slice(end, index))
    parts.push(groups?.inside === undefined ? '{{' : placeOf(groups.inside, groups.end, index))
    end = index + found.length
  }
  return [...parts, text.slice(end)].filter(part => part !== '')
}

function placeOf(inside: string, end: string | undefined, index: number): Reading {
  if (end !== '}}') throw mistake(index, 'the }} of this {{ is missing')
  const [name = '', ...rest] = inside.split('|')
  const read = readingOf(name.trim())
  if (typeof read === 'string') throw mistake(index, read)
  const otherwise = rest.length > 0 ? rest.join('|').trim() : undefined
  return filling => {
    const value = read(filling)
    return value === undefined || value === null ? (otherwise ?? value) : value
  }
}

function textOf(part: Part, filling: Filling): string {
  if (typeof part === 'string') return part
  const value = part(filling)
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const mistake = (index: number, problem: string) =>
  new UserError(`character ${index + 1}: ${problem}`)
