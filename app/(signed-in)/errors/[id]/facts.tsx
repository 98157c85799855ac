import Link from 'next/link'
import { formatNumber } from '#app/_ui/number.ts'
import { RelativeTime } from '#app/_ui/times.tsx'
import { TemplateText } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/signature.module.css'
import type { SignatureDetail } from '#lib/errors/detail/data.ts'

/** What the signature is: where it comes from, since when, how often, and how it takes messages. */
export function Facts({ signature }: { signature: SignatureDetail }) {
  const { id, project, level, firstSeen, lastSeen, count, name, template, origin } = signature
  const { threshold, regex, ratio, members } = signature
  return (
    <>
      {name && (
        <p className={css.under}>
          <TemplateText template={template} />
        </p>
      )}
      <div className={css.facts}>
        <span className="dim">No. {id}</span>
        <span>
          Project{' '}
          <Link href={`/errors?project=${encodeURIComponent(project)}`}>{visible(project)}</Link>
        </span>
        <span>Level {level}</span>
        <span>
          First seen <RelativeTime at={firstSeen} />
        </span>
        <span>
          Last seen <RelativeTime at={lastSeen} />
        </span>
        <span>{formatNumber(count)} ever</span>
        <span>Found by {origin}</span>
        {threshold !== null && <span>Threshold {threshold}</span>}
        {regex !== null && (
          <span>
            Rule <code className={css.rule}>{visible(regex)}</code>
          </span>
        )}
        {ratio && (
          <span title="How alike its messages are to its text: the mean, and how far they lie from it">
            Alike {formatNumber(ratio.mean)} ± {formatNumber(ratio.deviation)}
          </span>
        )}
        {members.length > 0 && <span>{members.length} merged into it</span>}
      </div>
    </>
  )
}
