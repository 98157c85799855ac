import type { GuardedInit } from '#lib/http.ts'
import type { SourceContext, SourcePlugin } from '#lib/plugin.ts'

export interface Asked {
  url: string
  method: string
  headers: Headers
  body: string
  verifyTls: boolean | undefined
  timeoutMs: number | undefined
}

/** A fake world that gives one answer and notes what it was asked. */
export function answering(body: unknown, status = 200, headers: Record<string, string> = {}) {
  const asked: Asked[] = []
  const fetch = async (url: string | URL, init: GuardedInit = {}) => {
    asked.push({
      url: String(url),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: String(init.body ?? ''),
      verifyTls: init.verifyTls,
      timeoutMs: init.timeoutMs,
    })
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return new Response(text, { status, headers })
  }
  return { asked, context: fakeContext({ fetch }) }
}

export const fakeContext = (parts: Partial<SourceContext> = {}): SourceContext => ({
  key: 'test',
  reach: { all: true },
  fetch: () => Promise.reject(new Error('the test expected no request')),
  signal: new AbortController().signal,
  timeoutMs: 30_000,
  ...parts,
})

/** One configured instance of a plugin, called as the broker calls it. */
export function instanceOf(plugin: SourcePlugin, settings: object) {
  const config = plugin.config.parse(settings)
  return {
    async call(method: string, args: unknown[], context = fakeContext()): Promise<unknown> {
      const called = plugin.methods[method]
      if (!called) throw new Error(`there is no method ${method}`)
      const values = called.args.map((schema, index) => schema.parse(args[index]))
      const answer = await called.call(config, values, context)
      called.returns.parse(answer)
      return answer
    },
    warn: async () => plugin.warn?.(config, fakeContext()),
    close: async () => plugin.close?.(config),
  }
}

/** One call of a plugin that holds nothing between calls. */
export const callOn = (
  plugin: SourcePlugin,
  settings: object,
  method: string,
  args: unknown[],
  context: SourceContext,
) => instanceOf(plugin, settings).call(method, args, context)
