import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The first one only leads on, the second is for those who are not signed in, the last for whoever has its address. */
const OPEN = ['app/page.tsx', 'app/sign-in/page.tsx', 'app/shared/[uid]/page.tsx']

test.each(globSync('app/**/page.tsx').filter(file => !OPEN.includes(file)))(
  '%s asks for a right itself: a layout is not asked again when a page is',
  file => {
    expect(readFileSync(file, 'utf8')).toMatch(/await require(Person|Reach)\('[a-z]+:[a-z]+'\)/)
  },
)

test.each(globSync('app/**/actions.ts'))('%s lets nothing past the wrapper', file => {
  const source = readFileSync(file, 'utf8')
  expect(source).toMatch(/^'use server'/)
  for (const [, name = '', made = ''] of source.matchAll(/^export const (\w+) = (\w+)/gm))
    expect([name, made]).toEqual([name, 'action'])
})
