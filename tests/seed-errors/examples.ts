import type pg from 'pg'
import type { Details, Exception } from '#lib/errors/event.ts'
import type { Plan } from '#tests/seed-errors/plans.ts'

const EXAMPLES = 12
export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

/** The newest events of each signature, a few for those that there are many of. */
export async function insertExamples(client: pg.Client, all: Plan[], ids: number[], now: Date) {
  const examples = all.flatMap((it, i) =>
    Array.from({ length: i < 20 ? EXAMPLES : 2 }, (_, k) => {
      const minutes = it.lastMinutes + (EXAMPLES - k) * 3
      return {
        id: ids[i],
        at: new Date(Math.max(now.getTime() - minutes * 60_000, 0)),
        host: it.hosts[k % it.hosts.length],
        program: it.programs[k % it.programs.length],
        message: it.messages[k % it.messages.length],
        release: it.releases[0] ?? null,
        environment: it.releases.length > 0 ? 'production' : null,
        trace: it.releases.length > 0 && k === EXAMPLES - 1 ? TRACE_ID : null,
        classifier: it.origin,
        level: it.level,
        matched: it.template,
        details: JSON.stringify(detailsOf(it, k)),
      }
    }),
  )
  const column = (name: keyof (typeof examples)[number]) => examples.map(example => example[name])
  await client.query(
    `insert into error_event (signature_id, project_id, at, received_at, input, level, host, program, message, release,
       environment, trace_id, classifier, ratio, matched, details)
     select e.id, s.project_id, e.at, e.at, case when release is null then 'syslog' else 'sentry' end, e.level, host,
       program, message, release, environment, trace, classifier,
       case classifier when 'exception' then null else 0.86 end, matched, details
     from unnest($1::int[], $2::timestamptz[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::jsonb[])
       e(id, at, level, host, program, message, release, environment, trace, classifier, matched, details)
     join signature s on s.id = e.id order by e.at`,
    [
      ...[column('id'), column('at'), column('level'), column('host'), column('program')],
      ...[column('message'), column('release'), column('environment'), column('trace')],
      ...[column('classifier'), column('matched'), column('details')],
    ],
  )
}

function detailsOf(it: Plan, k: number): Details & { exceptions?: Exception[] } {
  if (it.exception) return thrown(it.exception, it.messages[k % it.messages.length] ?? '', k)
  if (it.releases.length > 0)
    return { tags: { gateway: 'stripe', region: 'eu-west-1' }, user: { id: `u-${4700 + k}` } }
  return {
    facility: 'daemon',
    processId: String(2104 + k),
    structured: { 'origin@32473': { ip: '192.0.2.1', software: it.programs[0] ?? '' } },
  }
}

function thrown(type: string, message: string, k: number): Details & { exceptions: Exception[] } {
  return {
    exceptions: [
      {
        type: 'CheckoutFailed',
        message: 'the cart could not be priced',
        frames: [frame('handleCheckout', 'app/checkout/handler.ts', 88, true)],
      },
      { type, message: message.replace(/^\w+: /, ''), frames: FRAMES },
    ],
    user: { id: `u-${4700 + k}`, email: 'ada@example.com' },
    tags: { browser: 'Firefox 140', route: '/cart', shard: String(k % 4) },
    breadcrumbs: [
      { at: 1_700_000_000_000, category: 'navigation', message: '/ → /cart' },
      { at: 1_700_000_004_000, category: 'http', level: 'info', message: 'GET /api/cart 200' },
      { at: 1_700_000_005_500, category: 'ui.click', message: 'button#pay' },
    ],
    extra: { cart: { id: 'c-19', lines: [{ sku: 'A-1', quantity: 2 }] }, retries: k },
  }
}

const frame = (name: string, file: string, line: number, inApp: boolean) => ({
  ...{ function: name, module: file.replace(/\.\w+$/, '').replaceAll('/', '.'), file },
  ...{ line, column: 17, inApp },
})

const FRAMES: Exception['frames'] = [
  {
    ...frame('sumOf', 'app/cart/price.ts', 41, true),
    context: [
      'export function sumOf(cart: Cart) {',
      '  const { discount } = cart',
      '  return cart.items.reduce((sum, it) => sum + it.price.total, 0) - discount',
      '}',
    ],
  },
  frame('Array.reduce', 'node:internal', 1, false),
  frame('priceCart', 'app/cart/price.ts', 12, true),
  frame('Layer.handle', 'node_modules/router/lib/layer.js', 95, false),
  frame('next', 'node_modules/router/lib/route.js', 144, false),
  frame('Route.dispatch', 'node_modules/router/lib/route.js', 114, false),
  frame('showCart', 'app/cart/page.ts', 27, true),
  frame('process.processTicksAndRejections', 'node:internal/process/task_queues', 105, false),
]
