import { IconColumnInsertRight, IconMinus, IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/events/(search)/_list/detail.module.css'
import type { Address } from '#app/(signed-in)/events/(search)/_list/use-address.ts'
import { OWN_KEYS } from '#lib/events/query/own-keys.ts'

/** Deeper ones stand as JSON. */
const DEEPEST = 6

interface Props {
  of: object
  path: string[]
  /** what it told, which may be called like what every event has */
  isBody?: boolean
  address: Address
}

/** Names and values, nested as they were told; each value narrows the search to it, or leaves it out. */
export function Traits({ of, path, isBody, address }: Props) {
  return (
    <dl className={css.traits}>
      {Object.entries(of).map(([name, value]) => {
        const inside = [...path, name]
        const isNested = hasParts(value) && inside.length < DEEPEST
        return (
          <div key={name} className={isNested ? css.nested : undefined}>
            <dt title={inside.join('.')}>{visible(name)}</dt>
            <dd>
              {isNested ? (
                <Traits of={value} path={inside} isBody={isBody} address={address} />
              ) : (
                <Value path={asked(inside, isBody)} value={value} address={address} />
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

/** Nobody looks through a list by the places in it. */
const hasParts = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length > 0 &&
  (!Array.isArray(value) || value.some(item => typeof item === 'object'))

const asked = (path: string[], isBody = false) =>
  isBody && path.length === 1 && OWN_KEYS.some(own => own === path[0]) ? ['body', ...path] : path

function Value({ path, value, address }: { path: string[]; value: unknown; address: Address }) {
  const items = Array.isArray(value) ? value : [value]
  const column = address.withColumn(path)
  return (
    <>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list may have an item twice
        <Item key={i} path={path} value={item} address={address} />
      ))}
      {column && (
        <Link
          href={column}
          scroll={false}
          prefetch={false}
          className={css.tool}
          aria-label={`Show ${path.join('.')} as a column`}
          title="Show as a column"
        >
          <IconColumnInsertRight size={14} stroke={1.8} aria-hidden />
        </Link>
      )}
    </>
  )
}

function Item({ path, value, address }: { path: string[]; value: unknown; address: Address }) {
  const text = visible(typeof value === 'string' ? value : JSON.stringify(value ?? null))
  const [only, not] = [address.narrowed(path, value), address.narrowed(path, value, true)]
  return (
    <span className={css.item}>
      <bdi className={css.value}>{text || '""'}</bdi>
      {only && not && (
        <>
          <Tool href={only} label={`Only ${path.join('.')}: ${text}`} Icon={IconPlus} />
          <Tool href={not} label={`Without ${path.join('.')}: ${text}`} Icon={IconMinus} />
        </>
      )}
    </span>
  )
}

const Tool = ({ href, label, Icon }: { href: string; label: string; Icon: typeof IconPlus }) => (
  <Link
    href={href}
    scroll={false}
    prefetch={false}
    className={css.tool}
    aria-label={label}
    title={label}
  >
    <Icon size={14} stroke={1.8} aria-hidden />
  </Link>
)
