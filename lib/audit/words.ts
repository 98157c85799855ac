import type { AuditEntry } from '#lib/audit/data.ts'
import { shownChange } from '#lib/audit/shown.ts'

/** Kinds of what entries are about, and how each is called in a sentence. */
export const SUBJECTS: Readonly<Record<string, string>> = {
  ...{ monitor: 'monitor', source: 'source', alert: 'alert', delivery: 'delivery' },
  ...{ project: 'project', signature: 'errors', setting: 'setting', person: 'person' },
  ...{ group: 'group', token: 'token', session: 'session', audit: 'the audit trail' },
}

/** What can be done, in the past tense; `…` stands for the subject. */
export const ACTIONS: Readonly<Record<string, string>> = {
  ...{ create: 'made …', change: 'changed …', delete: 'deleted …', copy: 'made … as a copy' },
  ...{ pause: 'paused …', resume: 'resumed …', restore: 'restored an old version of …' },
  ...{ adopt: 'took … over', release: 'let go of …', run: 'ran …', test: 'tried …' },
  ...{ query: 'queried …', retry: 'had … tried again', undo: 'undid a change of …' },
  ...{ rename: 'renamed …', resolve: 'resolved …', reopen: 'opened … again', mute: 'muted …' },
  ...{ merge: 'merged others into …', split: 'split a part off …' },
  ...{ reclassify: 'had … classified again', retention: 'changed …' },
  ...{ 'audit-retention': 'changed …', export: 'took a copy of …' },
  ...{ 'give-key': 'gave a key to …', 'revoke-key': 'revoked a key of …' },
  ...{ 'show-key': 'was shown the private key of …', keys: 'changed keys of …' },
  ...{ 'sign-in': 'signed in', 'sign-out': 'signed out', refuse: 'was refused' },
}

export interface Sentence {
  /** stands before the subject: `changed monitor` */
  before: string
  /** its name; '' where the words say all */
  name: string
  /** stands after it: ` again: schedule, script` */
  after: string
}

/** An entry as a sentence whose person comes before it: `changed monitor Checkout latency: schedule, script`. */
export function inWords(entry: Pick<AuditEntry, Spoken>): Sentence {
  const { action, subject, subjectId, name, change } = entry
  const kind = SUBJECTS[subject] ?? subject
  const [verb = '', rest = ''] = (ACTIONS[action] ?? `${action} …`).split('…')
  const { fields } = shownChange(change)
  const what = action === 'change' ? fields.map(({ field }) => field).join(', ') : ''
  if (!(ACTIONS[action] ?? '…').includes('…')) return { before: verb, name: '', after: '' }
  return {
    before: `${verb}${kind}`,
    name: subject === 'audit' ? '' : name || subjectId,
    after: `${rest}${what && `: ${what}`}`,
  }
}

type Spoken = 'action' | 'subject' | 'subjectId' | 'name' | 'change'

/** Where what an entry is about can be seen, or null. */
export function placeOf({ subject, subjectId }: Pick<AuditEntry, 'subject' | 'subjectId'>) {
  const place = PLACES[subject]
  return place ? place(encodeURIComponent(subjectId)) : null
}

const PLACES: Readonly<Record<string, (id: string) => string>> = {
  monitor: id => `/monitors/${id}`,
  source: id => `/sources/${id}`,
  alert: id => `/alerts/${id}`,
  project: id => `/settings/projects/${id}`,
  signature: id => `/errors/${id}`,
  setting: () => '/settings',
  person: () => '/settings/people',
  group: () => '/settings/groups',
  token: () => '/settings/tokens',
}
