import { z } from 'zod'
import { OWN_PROJECTS } from '#lib/projects/schema.ts'
import { writeEvents } from '#lib/streams/effects/events.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import { defineHandler, type Handler, type StreamFacts } from '#lib/streams/handlers/contract.ts'
import { handlerPlugin } from '#lib/streams/pipelines/flaws.ts'
import { written } from '#lib/streams/pipelines/schema.ts'
import { runPipeline, type Step } from '#lib/streams/running/pipeline.ts'
import { inTransaction } from '#lib/transaction.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { openFixture } from '#tests/golden/winchester/fixture.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { streamsIn } from '#tests/lib/streams/feed/world.ts'
import { noSandbox, stream } from '#tests/lib/streams/running/world.ts'

/** The one that the cases take as registered. */
const KNOWN_HANDLER = 'test_thing'

export const pipelines: Adapter['groups'] = {
  pipeline_config({ config, expected }) {
    const { data } = written.safeParse(config)
    const isKnown = data?.name === KNOWN_HANDLER || handlerPlugin(data?.name ?? '') !== undefined
    return { expected, got: isKnown ? data : 'PipelineConfigError' }
  },

  async pipeline(golden) {
    const { expected } = golden
    if (golden.failing) return { expected, got: await failing(golden) }
    if (golden.last_handler_returns) return { expected, got: await handled(golden) }
    return { expected, got: await fed() }
  },
}

const step = (handler: Handler): Step => ({
  params: {},
  plugin: defineHandler({
    ...{ id: 'probe', label: '', description: '', params: z.strictObject({}) },
    open: () => handler,
  }),
})

const run = (handlers: readonly Handler[], events: readonly StreamEvent[] = []) =>
  runPipeline(handlers.map(step), events, {
    ...{ stream, sandbox: noSandbox, reach: { all: true } },
    signal: new AbortController().signal,
  })

async function handled({ events, last_handler_returns: last }: Case) {
  const named = (uids: unknown) => (uids as string[]).map(uid => streamEvent({ uid }))
  const seen: number[] = []
  const seeing = (handle: (given: readonly StreamEvent[]) => readonly StreamEvent[]) => {
    return (given: readonly StreamEvent[]) => {
      seen.push(given.length)
      return handle(given)
    }
  }
  const calls = { commit: 0, rollback: 0 }
  const calling = { commit: () => void calls.commit++, rollback: () => void calls.rollback++ }
  const outcome = await run(
    [
      { ...calling, handle: seeing(given => given.slice(1)) },
      { ...calling, handle: seeing(() => named(last)) },
    ],
    named(events),
  )
  const isInOrder =
    seen.join() === [(events as string[]).length, (events as string[]).length - 1].join()
  const made = outcome.ok ? outcome.effects.events.map(({ uid }) => uid) : []
  return { commit: calls.commit === 2 && isInOrder, rollback: calls.rollback > 0, new: made }
}

/** A case about rollbacks has one that fails, too; all are called because a handler fails. */
async function failing({ handlers, failing, expected }: Case) {
  const called: number[] = []
  const rollback: number[] = []
  const commit: number[] = []
  const isOfHandling = 'called' in (expected as object)
  await run(
    Array.from({ length: Number(handlers) }, (_, i) => ({
      handle(events) {
        called.push(i + 1)
        if (i + 1 === failing) throw new Error('does not work')
        return events
      },
      commit: () => void commit.push(i + 1),
      rollback() {
        rollback.push(i + 1)
        if (!isOfHandling && i + 1 === failing) throw new Error('cannot be undone')
      },
    })),
  )
  return isOfHandling ? { called, rollback, commit } : { rollback }
}

/** What a pipeline makes opens a stream of the fixture's triggers. */
async function fed() {
  const pool = await openFixture()
  const before = (await streamsIn(pool)).length
  const maker: StreamFacts = { ...stream, id: '1' }
  await inTransaction(pool, client =>
    writeEvents(client, [{ stream: maker, items: [{ type: 'test.made', traits: {} }] }], {
      projectOf: id => OWN_PROJECTS.find(project => project.id === id),
      say() {},
    }),
  )
  const opened = (await streamsIn(pool)).slice(before)
  return opened.length > 0 && opened.every(({ depth, events }) => depth === 1 && events === 1)
}
