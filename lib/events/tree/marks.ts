/** Where applications say in an event what it was about, the most telling first. */
const ABOUT = [
  ...['statement', 'sql', 'msg', 'message', 'task', 'job', 'command', 'name', 'key', 'description'],
]
const METHODS = ['request.method', 'method']
const PLACES = [
  ...['request.route', 'request.path', 'request.uri', 'request.url'],
  ...['route', 'path', 'uri', 'url'],
]

/** Where they say that it failed. */
const EXCEPTIONS = ['exception.message', 'exception', 'error.message', 'error']
const STATUSES = [
  ...['response.status', 'response.code', 'response_status_code', 'status_code', 'status'],
]
const OUTCOMES = ['level', 'levelname', 'result_state', 'outcome', 'state']

/** The traits that `markOf` looks at. */
export const MARKING_TRAITS = [
  ...new Set([...ABOUT, ...METHODS, ...PLACES, ...EXCEPTIONS, ...STATUSES, ...OUTCOMES]),
]

export interface Mark {
  /** what it was about: a statement, `GET /cart`, a message; may be '' */
  label: string
  /** how it failed, or null */
  failure: string | null
}

const FAILED = /^(?:error|critical|fatal|alert|emergency|fail(?:ed|ure)?)$/i
/** What applications write for "none". */
const NOTHING = /^(?:null|false|none|0|\{\}|\[\])?$/i
const LABEL_LIMIT = 120

/** What stands at each of `MARKING_TRAITS` of an event as text, told in a few words. */
export function markOf(texts: readonly (string | null)[]): Mark {
  const traits = new Map<string, string>(MARKING_TRAITS.map((path, i) => [path, texts[i] ?? '']))
  const first = (paths: readonly string[]) => paths.map(path => traits.get(path)).find(Boolean)
  const place = first(PLACES)
  const label = place ? `${first(METHODS) ?? ''} ${place}`.trim() : (first(ABOUT) ?? '')
  const status = first(STATUSES) ?? ''
  const told = first(EXCEPTIONS) ?? ''
  const outcome = OUTCOMES.map(path => traits.get(path) ?? '').find(text => FAILED.test(text))
  const isServerError = /^5\d\d$/.test(status)

  const failure = !NOTHING.test(told) ? told : (outcome ?? (isServerError ? status : null))
  return { label: inOneLine(label), failure: failure && inOneLine(failure) }
}

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, LABEL_LIMIT)
