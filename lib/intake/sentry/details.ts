import type { Breadcrumb, Details } from '#lib/errors/event.ts'
import { placeOf, valuesOf } from '#lib/intake/sentry/exceptions.ts'
import { timeOf } from '#lib/intake/sentry/time.ts'
import {
  defined,
  type Fields,
  fieldsOf,
  isFields,
  plainFields,
  textOf,
} from '#lib/intake/untrusted.ts'

const TAGS_LIMIT = 100
const NAME_LIMIT = 200
/** What an SDK keeps by default. */
const BREADCRUMBS_LIMIT = 100
const BREADCRUMB_LIMIT = 1_000

/** What else a Sentry event tells. Headers, cookies and bodies of requests are left behind: they carry secrets. */
export function detailsOf(event: Fields): Details {
  return defined({
    user: plainFields(event.user),
    tags: tagsOf(event),
    breadcrumbs: breadcrumbsOf(event.breadcrumbs),
    extra: extraOf(event),
  })
}

function tagsOf({ tags, logger }: Fields): Record<string, string> | undefined {
  const pairs = Array.isArray(tags)
    ? tags.filter(Array.isArray).map(([name, value]) => [name, value])
    : Object.entries(fieldsOf(tags))
  const texts = [['logger', logger], ...pairs]
    .map(([name, value]) => [textOf(name, NAME_LIMIT), textOf(value, NAME_LIMIT)])
    .filter(([name, value]) => name && value)
  return texts.length > 0 ? Object.fromEntries(texts.slice(0, TAGS_LIMIT)) : undefined
}

function breadcrumbsOf(value: unknown): Breadcrumb[] | undefined {
  const crumbs = valuesOf(value).filter(isFields).slice(-BREADCRUMBS_LIMIT)
  return crumbs.length > 0 ? crumbs.map(breadcrumbOf) : undefined
}

function breadcrumbOf({ timestamp, category, type, level, message, data }: Fields): Breadcrumb {
  return defined({
    at: timeOf(timestamp),
    category: textOf(category ?? type, NAME_LIMIT) || undefined,
    level: textOf(level, NAME_LIMIT) || undefined,
    message: textOf(message, BREADCRUMB_LIMIT),
    data: plainFields(data),
  })
}

function extraOf(event: Fields) {
  const { extra, contexts, request, transaction, platform } = event
  const place = placeOf(event)
  const { trace: _, ...others } = fieldsOf(contexts)
  const { method, url } = fieldsOf(request)
  return plainFields(
    defined({
      ...fieldsOf(extra),
      stack: place.length > 0 ? place : undefined,
      transaction: textOf(transaction, NAME_LIMIT) || undefined,
      request: [textOf(method), textOf(url)].filter(Boolean).join(' ') || undefined,
      contexts: plainFields(others),
      platform: textOf(platform, NAME_LIMIT) || undefined,
    }),
  )
}
