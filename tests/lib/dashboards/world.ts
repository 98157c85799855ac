import type { Person } from '#lib/access/person.ts'
import type { Panel } from '#lib/charts/panel.ts'
import { createDashboard } from '#lib/dashboards/mutations.ts'
import { ada } from '#tests/actor.ts'

/** Somebody who may change dashboards and is in these groups. */
export const editorIn = (...groups: string[]): Person => ({
  ...{ ...ada, name: `editor in ${groups.join(', ') || 'no group'}`, role: 'editor', groups },
})

export const note = (text: string): Panel => ({ kind: 'text', title: '', text })

let count = 0
/** Makes a dashboard of a name that no other has. Answers its id. */
export const newDashboard = (fields: object = {}, by = ada) =>
  createDashboard({ name: `Dashboard ${++count}`, ...fields }, by)
