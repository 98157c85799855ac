import type { ReactNode } from 'react'
import ReactMarkdown from 'react-markdown'
import { isIntricate } from '#app/_ui/intricate.ts'
import css from '#app/_ui/markdown.module.css'

/**
 * Text that people wrote in markdown. HTML in it is shown as text, addresses other than of the web are left out, and of
 * images there is their text: whose they are would learn who reads. What would take long to read stays as it was written.
 */
export function Markdown({ children }: { children: string }) {
  if (isIntricate(children)) return <div className={css.asWritten}>{children}</div>
  return (
    <div className={css.markdown}>
      <ReactMarkdown components={{ a: OutwardLink, img: ({ alt }) => alt }}>
        {children}
      </ReactMarkdown>
    </div>
  )
}

function OutwardLink({ href, children }: { href?: string; children?: ReactNode }) {
  // react-markdown empties addresses such as javascript:.
  if (!href) return children
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}
