import type { AuditEntry } from '#lib/audit/data.ts'
import { shownChange } from '#lib/audit/shown.ts'

interface Kind {
  /** what it is called in a sentence */
  word: string
  /** there is one of it, which has no name */
  single?: boolean
  /** where one of this id can be seen */
  place?: (id: string) => string
}

/** Kinds of what entries are about. */
export const SUBJECTS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['monitor', { word: 'monitor', place: id => `/monitors/${id}` }],
  ['source', { word: 'source', place: id => `/sources/${id}` }],
  ['alert', { word: 'alert', place: id => `/alerts/${id}` }],
  ['delivery', { word: 'delivery' }],
  ['post', { word: 'webhook of a stream' }],
  ['project', { word: 'project', place: id => `/settings/projects/${id}` }],
  ['signature', { word: 'errors', place: id => `/errors/${id}` }],
  ['definition', { word: 'event definition of', place: id => `/streams/definitions/${id}` }],
  ['pipeline', { word: 'pipeline', place: id => `/streams/pipelines/${id}` }],
  ['trigger', { word: 'trigger', place: id => `/streams/triggers/${id}` }],
  ['dashboard', { word: 'dashboard', place: id => `/dashboards/${id}` }],
  ['stream', { word: 'stream of', place: id => `/streams/${id}` }],
  ['shared-chart', { word: 'shared chart', place: () => '/settings/shared' }],
  ['setting', { word: 'setting', place: () => '/settings' }],
  ['person', { word: 'person', place: () => '/settings/people' }],
  ['group', { word: 'group', place: () => '/settings/groups' }],
  ['token', { word: 'token', place: () => '/settings/tokens' }],
  ['session', { word: 'session' }],
  ['secret', { word: 'all secrets', single: true }],
  ['audit', { word: 'the audit trail', single: true }],
])

/** What can be done, in the past tense; `…` stands for what it is done to, where that is said. */
export const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['create', 'made …'],
  ['change', 'changed …'],
  ['delete', 'deleted …'],
  ['copy', 'made … as a copy'],
  ['pause', 'paused …'],
  ['resume', 'resumed …'],
  ['restore', 'restored an old version of …'],
  ['adopt', 'took … over'],
  ['release', 'let go of …'],
  ['run', 'ran …'],
  ['test', 'tried …'],
  ['query', 'queried …'],
  ['retry', 'had … tried again'],
  ['undo', 'undid a change of …'],
  ['rename', 'renamed …'],
  ['resolve', 'resolved …'],
  ['reopen', 'opened … again'],
  ['mute', 'muted …'],
  ['merge', 'merged others into …'],
  ['split', 'split a part off …'],
  ['reclassify', 'had … classified again'],
  ['retention', 'changed …'],
  ['audit-retention', 'changed …'],
  ['event-retention', 'changed …'],
  ['stream-settings', 'changed …'],
  ['reset', 'had … tried again'],
  ['purge', 'purged …'],
  ['export', 'took a copy of …'],
  ['give-key', 'gave a key to …'],
  ['revoke-key', 'revoked a key of …'],
  ['show-key', 'was shown the private key of …'],
  ['keys', 'changed keys of …'],
  ['add-member', 'added somebody to …'],
  ['remove-member', 'removed somebody from …'],
  ['revoke', 'revoked …'],
  ['rotate', 'sealed … anew'],
  ['sign-in', 'signed in'],
  ['sign-out', 'signed out'],
  ['refuse', 'was not let in'],
])

/** Said in another way of one kind. */
const OF_ONE_KIND: ReadonlyMap<string, string> = new Map([
  ['person.sign-out', 'signed … out everywhere'],
])

export interface Sentence {
  /** stands before the subject's name: `changed monitor` */
  before: string
  /** '' where the words say all */
  name: string
  /** stands after it: ` again: schedule, script` */
  after: string
}

type Spoken = 'action' | 'subject' | 'subjectId' | 'name' | 'change'

/** An entry as a sentence whose person comes before it: `changed monitor Checkout latency: schedule, script`. */
export function inWords(entry: Pick<AuditEntry, Spoken>): Sentence {
  const { action, subject, subjectId, name, change } = entry
  const words = OF_ONE_KIND.get(`${subject}.${action}`) ?? ACTIONS.get(action) ?? `${action} …`
  if (!words.includes('…')) return { before: words, name: '', after: '' }

  const kind = SUBJECTS.get(subject) ?? { word: subject }
  const [verb = '', rest = ''] = words.split('…')
  const fields = action === 'change' ? shownChange(change).fields.map(({ field }) => field) : []
  return {
    before: `${verb}${kind.word}`,
    name: kind.single ? '' : name || subjectId,
    after: `${rest}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`,
  }
}

/** Where what an entry is about can be seen, or null. */
export const placeOf = ({ subject, subjectId }: Pick<AuditEntry, 'subject' | 'subjectId'>) =>
  SUBJECTS.get(subject)?.place?.(encodeURIComponent(subjectId)) ?? null
