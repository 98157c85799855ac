import { one, type Query } from '#app/_ui/query.ts'

export const TABS = ['examples', 'history'] as const
export type Tab = (typeof TABS)[number]

export const tabOf = (query: Query): Tab =>
  TABS.find(tab => tab === one(query, 'tab')) ?? 'examples'
