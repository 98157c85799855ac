import addressparser from 'nodemailer/lib/addressparser'
import { z } from 'zod'
import { handOver, readServer } from '#alerts/smtp.ts'
import {
  cut,
  headline,
  lines,
  MESSAGE_LIMIT,
  notice,
  oneLine,
  plainText,
  stateChange,
  streamText,
  valueText,
} from '#alerts/text.ts'
import { UserError } from '#lib/failures.ts'
import { defineAlert, type StateName, type Transition } from '#lib/plugin.ts'

const RECIPIENT_LIMIT = 100
const SUBJECT_LIMIT = 200
const ADDRESS = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/
const COLOURS: Record<StateName, string> = {
  OK: '#2b8a3e',
  ALARM: '#c92a2a',
  ERROR: '#d9480f',
  INACTIVE: '#868e96',
}

const smtpUrl = z.string().superRefine((text, context) => {
  const server = readServer(text)
  if (typeof server === 'string') context.addIssue(server)
})

const addresses = (most: number) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform(given => [given].flat().join(', '))
    .superRefine((text, context) => {
      const problem = addressProblem(text, most)
      if (problem) context.addIssue(problem)
    })

export const email = defineAlert({
  id: 'email',
  label: 'E-mail',
  description: 'Sends mail through an SMTP server; the messages of one monitor stay in one thread.',
  config: z.object({
    url: smtpUrl.meta({
      title: 'SMTP URL',
      description:
        'smtps:// for TLS from the start; smtp:// takes STARTTLS where offered, always with ?requireTLS=true.',
      placeholder: 'smtps://user:password@smtp.example.com:465',
      secret: true,
    }),
    from: addresses(1).meta({ title: 'From', placeholder: 'Belfry <belfry@example.com>' }),
    to: addresses(RECIPIENT_LIMIT).meta({
      title: 'To',
      description: 'One address or several with commas between.',
      placeholder: 'oncall@example.com',
    }),
  }),

  async send({ url, from, to }, transition, { signal }) {
    const server = readServer(url)
    if (typeof server === 'string') throw new UserError(`url: ${server}`)
    return { status: await handOver(server, { from, to, ...message(transition) }, signal) }
  },
})

function addressProblem(text: string, most: number): string | undefined {
  if (/\p{Cc}/u.test(text)) return 'must be on one line'
  const found = addressparser(text, { flatten: true })
  const wrong = found.find(({ address }) => !ADDRESS.test(address))
  if (found.length === 0) return 'is missing'
  if (wrong) return `"${wrong.address || wrong.name}" is not an address`
  if (found.length > most) return most === 1 ? 'must be one address' : `must be ${most} at most`
  return undefined
}

/** Threads hold together by a reference to a first message, one for each monitor, that was never sent. */
export function message(transition: Transition) {
  const { deliveryId, monitorId, stream, url } = transition
  const host = URL.parse(url)?.hostname || 'belfry'
  const thread = `<${stream?.thread ?? `monitor-${monitorId}`}@${host}>`
  return {
    messageId: `<${deliveryId}@${host}>`,
    references: thread,
    inReplyTo: thread,
    subject: cut(headline(transition), SUBJECT_LIMIT),
    text: plainText(transition),
    html: html(transition),
    headers: { 'Auto-Submitted': 'auto-generated', 'Belfry-Delivery': deliveryId },
  }
}

function html(transition: Transition): string {
  const { to, value, url, runbookUrl, history, monitor, stream } = transition
  const row = (name: string, text: string) =>
    `<tr><td style="padding:2px 16px 2px 0;color:#868e96;vertical-align:top">${name}</td><td style="white-space:pre-wrap">${escapeHtml(text)}</td></tr>`
  return `<!doctype html><html><body style="font:14px/1.5 sans-serif;color:#212529">
<p style="font-size:18px;font-weight:600;margin:0 0 8px;color:${COLOURS[to]}">${escapeHtml(headline(transition))}</p>
<table style="border-collapse:collapse">${[
    row(stream ? 'Trigger' : 'Monitor', oneLine(monitor)),
    stream && row('Stream', streamText(stream)),
    row(stream ? 'State' : 'State change', stateChange(transition)),
    row('Message', cut(lines(transition.message), MESSAGE_LIMIT)),
    (value !== null || !stream) && row(stream ? 'Value' : 'Return value', valueText(value)),
    history && row('History', history),
  ]
    .filter(Boolean)
    .join('')}</table>
<p>${[url && link(url, stream ? 'Open the stream' : 'Open the monitor'), runbookUrl && link(runbookUrl, 'Runbook')].filter(Boolean).join(' · ')}</p>
${notice(transition) && `<p style="color:#868e96">${escapeHtml(notice(transition))}</p>`}
</body></html>`
}

const link = (url: string, text: string) => `<a href="${escapeHtml(url)}">${text}</a>`

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
